"""The app `verify`."""

from django.apps import AppConfig


class VerifyConfig(AppConfig):
    """Did a training help: by the rule fixed before it began."""

    name = "fairlead.web.verify"
    label = "verify"
