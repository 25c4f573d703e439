"""The app `feedback`."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Feedback in every direction, and a pulse nobody's answer can be read from."""

    name = "fairlead.web.feedback"
    label = "feedback"

    def ready(self) -> None:
        """Say what is kept about people, and who carries it over when two become one."""
        from fairlead.web.feedback.services import forget, held_about, take_over
        from fairlead.web.people.services import keeps_about, when_joined

        when_joined(take_over)
        keeps_about("feedback", held_about, forget)
