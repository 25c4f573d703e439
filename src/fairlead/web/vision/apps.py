"""The app `vision`."""

from django.apps import AppConfig


class VisionConfig(AppConfig):
    """Where we are going, and the few things that matter now."""

    name = "fairlead.web.vision"
    label = "vision"
