"""Addresses of feedback and pulse."""

from __future__ import annotations

from django.urls import path

from fairlead.web.feedback import views

urlpatterns = [
    path("", views.feedback, name="feedback"),
    path("words/", views.word_new, name="word_new"),
    path("words/<int:number>/", views.word_answer, name="word_answer"),
    path("pulse/", views.pulse, name="pulse"),
    path("remarks/", views.remark, name="remark"),
    path("outcomes/", views.outcome, name="outcome"),
]
