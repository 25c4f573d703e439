"""The app `vision`."""

from django.apps import AppConfig


class VisionConfig(AppConfig):
    """Where we are going, and the few things that matter now."""

    name = "fairlead.web.vision"
    label = "vision"

    def ready(self) -> None:
        """Say who carries records over when two persons become one."""
        from fairlead.web.people.services import when_joined
        from fairlead.web.vision.services import take_over

        when_joined(take_over)
