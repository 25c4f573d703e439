"""The app `leadership`."""

from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    """A leader's own page: standards first, then growth, goals and a journal."""

    name = "fairlead.web.leadership"
    label = "leadership"
