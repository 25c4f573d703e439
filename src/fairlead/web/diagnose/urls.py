"""The address of the page."""

from __future__ import annotations

from django.urls import path

from fairlead.web.diagnose import views

urlpatterns = [path("", views.diagnose, name="diagnose")]
