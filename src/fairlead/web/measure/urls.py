"""Addresses of fair rates."""

from __future__ import annotations

from django.urls import path

from fairlead.web.measure import views

urlpatterns = [
    path("", views.measure, name="measure"),
    path("people/<str:person>/", views.person, name="measure_person"),
]
