"""The app `feedback`."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Feedback in every direction, and a pulse nobody's answer can be read from."""

    name = "fairlead.web.feedback"
    label = "feedback"
