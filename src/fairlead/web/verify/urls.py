"""The address of the page."""

from __future__ import annotations

from django.urls import path

from fairlead.web.verify import views

urlpatterns = [path("", views.verify, name="verify")]
