"""The address of the page."""

from __future__ import annotations

from django.urls import path

from fairlead.web.process import views

urlpatterns = [path("", views.process, name="process")]
