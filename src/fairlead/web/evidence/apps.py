"""The app `evidence`."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The rows behind any number, its definition, and what people contest of it."""

    name = "fairlead.web.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Say who finds rows."""
        from fairlead.web.evidence.selectors import ROWS
        from fairlead.web.evidence.services import find_rows
        from fairlead.web.jobs.services import handle

        handle(ROWS, find_rows)
