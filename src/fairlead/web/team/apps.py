"""The app `team`."""

from django.apps import AppConfig


class TeamConfig(AppConfig):
    """Promises, 1:1s, and plans made together."""

    name = "fairlead.web.team"
    label = "team"

    def ready(self) -> None:
        """Say what is kept about people, and who carries it over when two become one."""
        from fairlead.web.people.services import keeps_about, when_joined
        from fairlead.web.team.services import forget, held_about, take_over

        when_joined(take_over)
        keeps_about("team", held_about, forget)
