"""Addresses of the process and its playbook."""

from __future__ import annotations

from django.urls import path

from fairlead.web.process import views

ONE = "documents/<str:folder>/<str:name>/"

urlpatterns = [
    path("", views.process, name="process"),
    path("begin/", views.playbook_begin, name="playbook_begin"),
    path(ONE, views.document, name="document"),
    path(f"{ONE}edit/", views.document_edit, name="document_edit"),
    path(f"{ONE}remove/", views.document_remove, name="document_remove"),
    path(f"{ONE}deals/", views.document_deals, name="document_deals"),
    path("new/<str:kind>/", views.document_new, name="document_new"),
    path("versions/", views.playbook_versions, name="playbook_versions"),
    path("versions/<int:number>/", views.playbook_version, name="playbook_version"),
    path("versions/<int:number>/restore/", views.playbook_restore, name="playbook_restore"),
    path("versions/<int:number>/playbook.zip", views.playbook_file, name="playbook_file"),
    path("take/", views.playbook_take, name="playbook_take"),
    path("drafts/", views.draft_new, name="draft_new"),
    path("drafts/<int:number>/", views.draft, name="draft"),
    path("drafts/<int:number>/keep/", views.draft_keep, name="draft_keep"),
]
