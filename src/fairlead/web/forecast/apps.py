"""The app `forecast`."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop


class ForecastConfig(AppConfig):
    """Where the quarter lands, what people say of it, and how good that was."""

    name = "fairlead.web.forecast"
    label = "forecast"

    def ready(self) -> None:
        """Say who keeps forecasts people give."""
        from fairlead.web.forecast.selectors import GIVE
        from fairlead.web.forecast.services import keep
        from fairlead.web.jobs.services import handle

        handle(GIVE, keep, gettext_noop("a forecast somebody gave"))
