"""The app `imports`."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop


class ImportsConfig(AppConfig):
    """Exports in, and everything made anew from them."""

    name = "fairlead.web.imports"
    label = "imports"

    def ready(self) -> None:
        """Say who imports, undoes and refreshes."""
        from fairlead.web.imports import models, services
        from fairlead.web.jobs.services import handle

        handle(models.IMPORT, services.take_export, gettext_noop("an import"))
        handle(models.LOOK, services.look_at, gettext_noop("a look at an export"))
        handle(models.UNDO, services.go_back, gettext_noop("going back to the state before"))
        handle(models.ERASE, services.erase, gettext_noop("erasing somebody"))
        handle(models.TIDY, services.tidy, gettext_noop("clearing up after uploads"))
        handle(models.REFRESH, services.refresh, gettext_noop("what follows an import"))
        handle(models.ANSWERS, services.work_out, gettext_noop("answers for everybody"))
