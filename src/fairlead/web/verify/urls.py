"""Addresses of verdicts, try-outs and movement."""

from __future__ import annotations

from django.urls import path

from fairlead.web.verify import views

urlpatterns = [
    path("", views.verify, name="verify"),
    path("trainings/<slug:mark>/", views.verdict, name="verdict"),
    path("try-outs/", views.try_outs, name="try_outs"),
    path("movement/", views.movement, name="movement"),
]
