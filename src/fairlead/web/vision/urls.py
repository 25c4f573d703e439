"""Addresses of vision and priorities."""

from __future__ import annotations

from django.urls import path

from fairlead.web.vision import views

urlpatterns = [
    path("", views.vision, name="vision"),
    path("write/", views.vision_write, name="vision_write"),
    path("read/", views.vision_read, name="vision_read"),
    path("priorities/", views.priority_new, name="priority_new"),
    path("priorities/<int:number>/end/", views.priority_end, name="priority_end"),
    path("priorities/<int:number>/talk/", views.priority_talk, name="priority_talk"),
]
