"""Addresses of the pages about people."""

from __future__ import annotations

from django.urls import path

from fairlead.web.people import views

urlpatterns = [
    path("", views.people, name="people"),
    path("first/", views.first, name="first"),
    path("team.csv", views.give_file, name="team_file"),
    path("take/", views.take_file, name="take_team_file"),
    path("invite/", views.invite, name="invite"),
    path("individuals/", views.individuals, name="individuals"),
    path("welcome/<str:number>/<str:token>/", views.welcome, name="welcome"),
    path("accounts/<int:number>/", views.account, name="account"),
    path("accounts/<int:number>/link/", views.link, name="account_link"),
    path("accounts/<int:number>/active/", views.activity, name="account_active"),
    path("<str:who>/", views.person, name="person"),
    path("<str:who>/join/", views.join, name="join"),
]

demo_urls = [path("demo/", views.demo, name="demo")]
