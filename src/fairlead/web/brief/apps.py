"""The app `brief`."""

from django.apps import AppConfig


class BriefConfig(AppConfig):
    """The first page: what a leader, a manager or a rep reads on Monday."""

    name = "fairlead.web.brief"
    label = "brief"
