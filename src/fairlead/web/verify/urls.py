"""Addresses of verdicts, try-outs and movement."""

from __future__ import annotations

from django.urls import path

from fairlead.web.verify import views

urlpatterns = [
    path("", views.verify, name="verify"),
    path("trainings/<slug:mark>/", views.verdict, name="verdict"),
    path("try-outs/", views.try_outs, name="try_outs"),
    path("try-outs/new/", views.try_out_new, name="try_out_new"),
    path("try-outs/<int:number>/", views.try_out, name="try_out"),
    path("movement/", views.movement, name="movement"),
]
