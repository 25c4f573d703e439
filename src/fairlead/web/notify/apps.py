"""The app `notify`."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """A weekly digest by mail, at the morning of whoever wants it."""

    name = "fairlead.web.notify"
    label = "notify"

    def ready(self) -> None:
        """Say who carries records over when two persons become one."""
        from fairlead.web.notify.services import take_over
        from fairlead.web.people.services import when_joined

        when_joined(take_over)
