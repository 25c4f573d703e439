"""The address of the first page."""

from __future__ import annotations

from django.urls import path

from fairlead.web.brief import views

urlpatterns = [
    path("", views.brief, name="brief"),
    path("board/", views.board, name="board"),
]
