"""The app `process`."""

from django.apps import AppConfig


class ProcessConfig(AppConfig):
    """How we agreed to sell: pipelines with their stages, and the playbook."""

    name = "fairlead.web.process"
    label = "process"

    def ready(self) -> None:
        """Say what is kept about people, and who carries it over when two become one."""
        from fairlead.web.people.services import keeps_about, when_joined
        from fairlead.web.process.services import forget, held_about, take_over

        when_joined(take_over)
        keeps_about("process", held_about, forget)
