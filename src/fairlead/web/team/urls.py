"""Addresses of promises, 1:1s and plans."""

from __future__ import annotations

from django.urls import path

from fairlead.web.team import views

urlpatterns = [
    path("", views.team, name="team"),
    path("promises/", views.promise_new, name="promise_new"),
    path("promises/<int:number>/", views.promise, name="promise"),
    path("coaching/", views.coaching, name="coaching"),
    path("series/", views.series_new, name="series_new"),
    path("calendar/", views.feed_link, name="feed_link"),
    path("calendar/<str:word>.ics", views.feed, name="feed"),
    path("plans/", views.plan_new, name="plan_new"),
    path("plans/<int:number>/", views.plan, name="plan"),
    path("<int:number>/", views.meeting, name="one_to_one"),
    path("<int:number>/time/", views.meeting_time, name="meeting_time"),
    path("<int:number>/invitation.ics", views.invitation, name="invitation"),
]
