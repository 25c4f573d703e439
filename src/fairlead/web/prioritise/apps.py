"""The app `prioritise`."""

from django.apps import AppConfig


class PrioritiseConfig(AppConfig):
    """What to train first, and how sure that is."""

    name = "fairlead.web.prioritise"
    label = "prioritise"
