"""The app `prioritise`."""

from django.apps import AppConfig


class PrioritiseConfig(AppConfig):
    """What to train first, and how sure that is."""

    name = "fairlead.web.prioritise"
    label = "prioritise"

    def ready(self) -> None:
        """Say what is kept about people."""
        from fairlead.web.people.services import keeps_about
        from fairlead.web.prioritise.services import forget, held_about

        keeps_about("decisions", held_about, forget)
