"""The app `jobs`."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Work outside the request: taken by lease, done once."""

    name = "fairlead.web.jobs"
    label = "jobs"
