"""The app `me`."""

from django.apps import AppConfig


class MeConfig(AppConfig):
    """What is held about me, and who looked."""

    name = "fairlead.web.me"
    label = "me"
