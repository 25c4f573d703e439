"""The app `vision`."""

from django.apps import AppConfig


class VisionConfig(AppConfig):
    """Where we are going, and the few things that matter now."""

    name = "fairlead.web.vision"
    label = "vision"

    def ready(self) -> None:
        """Say what is kept about people, and who carries it over when two become one."""
        from fairlead.web.people.services import keeps_about, when_joined
        from fairlead.web.vision.services import forget, held_about, take_over

        when_joined(take_over)
        keeps_about("vision", held_about, forget)
