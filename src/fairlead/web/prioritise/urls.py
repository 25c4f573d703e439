"""The address of the page."""

from __future__ import annotations

from django.urls import path

from fairlead.web.prioritise import views

urlpatterns = [path("", views.prioritise, name="prioritise")]
