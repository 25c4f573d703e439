"""Addresses that belong to no single idea."""

from __future__ import annotations

from django.urls import path

from fairlead.web.ui import views

urlpatterns = [
    path("health/", views.health, name="health"),
    path("help/", views.help_page, name="help"),
    path("find/", views.find, name="find"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
]
