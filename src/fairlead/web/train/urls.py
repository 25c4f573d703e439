"""Addresses of practice and designs."""

from __future__ import annotations

from django.urls import path

from fairlead.web.train import views

urlpatterns = [
    path("", views.train, name="train"),
    path("answer/", views.answer, name="practice_answer"),
    path("used/", views.used, name="practice_used"),
    path("design/", views.design, name="design_new"),
    path("design/<int:number>/", views.designed, name="design"),
    path("design/<int:number>/trainings.csv", views.plan, name="design_plan"),
]
