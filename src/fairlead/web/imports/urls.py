"""Addresses of imports."""

from __future__ import annotations

from django.urls import path

from fairlead.web.imports import views

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/put-aside.csv", views.put_aside, name="put_aside"),
    path("imports/mapping/", views.mapping, name="mapping"),
    path("imports/totals/", views.totals, name="totals"),
    path("imports/undo/", views.undo, name="undo"),
    path("imports/leaving/<str:who>/", views.leaving, name="leaving"),
    path("imports/<int:number>/", views.one, name="import"),
    path("imports/<int:number>/mend/", views.mend, name="mend"),
    path("setup/", views.setup, name="setup"),
]
