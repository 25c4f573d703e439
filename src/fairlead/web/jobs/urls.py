"""Addresses of the work in the background."""

from __future__ import annotations

from django.urls import path

from fairlead.web.jobs import views

urlpatterns = [
    path("", views.work, name="work"),
    path("<int:number>/again/", views.work_again, name="work_again"),
]
