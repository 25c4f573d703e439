"""The app `team`."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """Promises, 1:1s, and plans made together."""

    name = "fairlead.web.team"
    label = "team"

    def ready(self) -> None:
        """Say who carries records over when two persons become one."""
        from fairlead.web.people.services import when_joined
        from fairlead.web.team.services import take_over

        when_joined(take_over)
