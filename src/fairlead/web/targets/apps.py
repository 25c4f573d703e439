"""The app `targets`."""

from django.apps import AppConfig


class TargetsConfig(AppConfig):
    """What is asked of people, teams and the company, set by hand or from a file."""

    name = "fairlead.web.targets"
    label = "targets"

    def ready(self) -> None:
        """Say who sets targets."""
        from fairlead.web.jobs.services import handle
        from fairlead.web.targets.selectors import SET
        from fairlead.web.targets.services import take_over

        handle(SET, take_over)
