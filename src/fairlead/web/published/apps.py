"""The app `published`."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop


class PublishedConfig(AppConfig):
    """Answers made outside the request, with where they come from."""

    name = "fairlead.web.published"
    label = "published"

    def ready(self) -> None:
        """Say who makes answers."""
        from fairlead.web.jobs.services import handle
        from fairlead.web.published.selectors import PUBLISH
        from fairlead.web.published.services import make

        handle(PUBLISH, make, gettext_noop("an answer"))
