"""The app `diagnose`."""

from django.apps import AppConfig


class DiagnoseConfig(AppConfig):
    """Why people differ, and what lies between them and their target."""

    name = "fairlead.web.diagnose"
    label = "diagnose"
