"""The address of the page."""

from __future__ import annotations

from django.urls import path

from fairlead.web.forecast import views

urlpatterns = [path("", views.forecast, name="forecast")]
