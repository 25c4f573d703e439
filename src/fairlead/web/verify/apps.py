"""The app `verify`."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop


class VerifyConfig(AppConfig):
    """Did a training or a play help: by the rule fixed before it began."""

    name = "fairlead.web.verify"
    label = "verify"

    def ready(self) -> None:
        """Say who looks at declared try-outs, and what is kept about people."""
        from fairlead.web.jobs.services import handle
        from fairlead.web.people.services import keeps_about
        from fairlead.web.verify.selectors import TRY_OUT
        from fairlead.web.verify.services import forget, held_about, work_out

        handle(TRY_OUT, work_out, gettext_noop("a look at a try-out"))
        keeps_about("try_outs", held_about, forget)
