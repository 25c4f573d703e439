"""The app `leadership`."""

from django.apps import AppConfig


class LeadershipConfig(AppConfig):
    """A leader's own page: standards first, then growth, goals and a journal."""

    name = "fairlead.web.leadership"
    label = "leadership"

    def ready(self) -> None:
        """Say what is kept about people, and who carries it over when two become one."""
        from fairlead.web.leadership.services import forget, held_about, take_over
        from fairlead.web.people.services import keeps_about, when_joined

        when_joined(take_over)
        keeps_about("leadership", held_about, forget)
