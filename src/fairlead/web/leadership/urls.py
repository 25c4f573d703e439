"""Addresses of a leader's own page."""

from __future__ import annotations

from django.urls import path

from fairlead.web.leadership import views

urlpatterns = [
    path("", views.leadership, name="leadership"),
    path("goals/", views.goal, name="goal"),
    path("journal/", views.journal, name="journal"),
    path("learning/", views.learning, name="learning"),
    path("mentoring/", views.mentoring, name="mentoring"),
    path("thanks/", views.thanks, name="thanks"),
]
