"""The app `leadership`."""

from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    """A leader's own page: standards first, then growth, goals and a journal."""

    name = "fairlead.web.leadership"
    label = "leadership"

    def ready(self) -> None:
        """Say who carries records over when two persons become one."""
        from fairlead.web.leadership.services import take_over
        from fairlead.web.people.services import when_joined

        when_joined(take_over)
