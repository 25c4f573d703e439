"""The app `numbers`."""

from django.apps import AppConfig


class NumbersConfig(AppConfig):
    """From a target back to what it takes a month, at one's own rates."""

    name = "fairlead.web.numbers"
    label = "numbers"
