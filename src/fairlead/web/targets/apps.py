"""The app `targets`."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop


class TargetsConfig(AppConfig):
    """What is asked of people, teams and the company, set by hand or from a file."""

    name = "fairlead.web.targets"
    label = "targets"

    def ready(self) -> None:
        """Say who sets targets, and what is kept about people."""
        from fairlead.web.jobs.services import handle
        from fairlead.web.people.services import keeps_about
        from fairlead.web.targets.selectors import SET
        from fairlead.web.targets.services import forget, held_about, take_over

        handle(SET, take_over, gettext_noop("targets taken over"))
        keeps_about("targets_set", held_about, forget)
