"""Addresses of the pipeline."""

from __future__ import annotations

from django.urls import path

from fairlead.web.pipeline import views

urlpatterns = [
    path("", views.pipeline, name="pipeline"),
    path("note/", views.note, name="pipeline_note"),
    path("address/", views.address, name="crm_address"),
]
