"""The app `evidence`."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop


class EvidenceConfig(AppConfig):
    """The rows behind any number, its definition, and what people contest of it."""

    name = "fairlead.web.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Say who finds rows, and what is kept about people."""
        from fairlead.web.evidence.selectors import ROWS
        from fairlead.web.evidence.services import find_rows, forget, held_about
        from fairlead.web.jobs.services import handle
        from fairlead.web.people.services import keeps_about

        handle(ROWS, find_rows, gettext_noop("the rows behind a number"))
        keeps_about("contested", held_about, forget)
