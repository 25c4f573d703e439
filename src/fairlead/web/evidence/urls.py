"""Addresses of what stands behind numbers."""

from __future__ import annotations

from django.urls import path

from fairlead.web.evidence import views

urlpatterns = [
    path("", views.evidence, name="evidence"),
    path("rows.<str:form>", views.give, name="evidence_file"),
    path("contest/", views.contest, name="contest"),
    path("contests/", views.contests, name="contests"),
    path("contests/<int:number>/", views.answer, name="contest_answer"),
]
