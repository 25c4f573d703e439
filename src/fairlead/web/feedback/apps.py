"""The app `feedback`."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Feedback in every direction, and a pulse nobody's answer can be read from."""

    name = "fairlead.web.feedback"
    label = "feedback"

    def ready(self) -> None:
        """Say who carries records over when two persons become one."""
        from fairlead.web.feedback.services import take_over
        from fairlead.web.people.services import when_joined

        when_joined(take_over)
