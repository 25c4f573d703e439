"""The app `ui`."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """What every page shares: layout, tokens, charts, help, errors."""

    name = "fairlead.web.ui"
    label = "ui"
