"""Addresses of the digest."""

from __future__ import annotations

from django.urls import path

from fairlead.web.notify import views

urlpatterns = [
    path("", views.notify, name="notify"),
    path("address/", views.hook, name="hook"),
    path("company/", views.hook_company, name="hook_company"),
    path("stop/<str:word>/", views.stop, name="stop"),
]
