"""The app `pipeline`."""

from django.apps import AppConfig


class PipelineConfig(AppConfig):
    """The pipeline gone through deal by deal, with notes for the review."""

    name = "fairlead.web.pipeline"
    label = "pipeline"

    def ready(self) -> None:
        """Say what is kept about people."""
        from fairlead.web.people.services import keeps_about
        from fairlead.web.pipeline.services import forget, held_about

        keeps_about("notes_for_the_review", held_about, forget)
