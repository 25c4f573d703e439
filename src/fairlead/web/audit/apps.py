"""The app `audit`."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who looked at whom, kept so that nobody can rewrite it unseen."""

    name = "fairlead.web.audit"
    label = "audit"
