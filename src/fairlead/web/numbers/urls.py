"""The address of the page."""

from __future__ import annotations

from django.urls import path

from fairlead.web.numbers import views

urlpatterns = [path("", views.numbers, name="numbers")]
