"""The app `team`."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """Promises, 1:1s, and plans made together."""

    name = "fairlead.web.team"
    label = "team"
