"""The app `notify`."""

from django.apps import AppConfig
from django.utils.translation import gettext_noop


class NotifyConfig(AppConfig):
    """A weekly digest by mail, at the morning of whoever wants it."""

    name = "fairlead.web.notify"
    label = "notify"

    def ready(self) -> None:
        """Say what is kept about people, and who carries it over when two become one."""
        from fairlead.web.jobs.services import handle
        from fairlead.web.notify.services import forget, held_about, take_over
        from fairlead.web.notify.services.hooks import SEND, deliver
        from fairlead.web.people.services import keeps_about, when_joined
        from fairlead.web.project.clock import now

        when_joined(take_over)
        keeps_about("notify", held_about, forget)
        handle(
            SEND,
            lambda payload, _tell: deliver(now, payload),
            gettext_noop("messages to Slack and the like"),
        )
