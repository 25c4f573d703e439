"""The app `imports`."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Exports in, and everything made anew from them."""

    name = "fairlead.web.imports"
    label = "imports"

    def ready(self) -> None:
        """Say who imports, undoes and refreshes."""
        from fairlead.web.imports import models, services
        from fairlead.web.jobs.services import handle

        handle(models.IMPORT, services.take_export)
        handle(models.LOOK, services.look_at)
        handle(models.UNDO, services.go_back)
        handle(models.ERASE, services.erase)
        handle(models.TIDY, services.tidy)
        handle(models.REFRESH, services.refresh)
        handle(models.ANSWERS, services.work_out)
