"""The app `train`."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop


class TrainConfig(AppConfig):
    """Practice, use on live deals, and designs of trainings."""

    name = "fairlead.web.train"
    label = "train"

    def ready(self) -> None:
        """Say who works out designs, and what is kept about people."""
        from fairlead.web.jobs.services import handle
        from fairlead.web.people.services import keeps_about
        from fairlead.web.train.selectors import DESIGN
        from fairlead.web.train.services import forget, held_about, work_out

        handle(DESIGN, work_out, gettext_noop("a design of a training"))
        keeps_about("practice", held_about, forget)
