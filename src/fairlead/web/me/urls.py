"""Addresses of what is held about me."""

from __future__ import annotations

from django.urls import path

from fairlead.web.me import views

urlpatterns = [
    path("", views.me, name="me"),
    path("export/", views.export, name="me_export"),
    path("token/", views.token, name="token"),
]
