"""The app `measure`."""

from django.apps import AppConfig


class MeasureConfig(AppConfig):
    """Fair rates of the people in the reader's reach."""

    name = "fairlead.web.measure"
    label = "measure"
