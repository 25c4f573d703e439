"""Addresses of targets."""

from __future__ import annotations

from django.urls import path

from fairlead.web.targets import views

urlpatterns = [
    path("", views.targets, name="targets"),
    path("send/", views.send, name="targets_send"),
    path("targets.csv", views.template, name="targets_file"),
]
