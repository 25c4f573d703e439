"""The app `process`."""

from django.apps import AppConfig


class ProcessConfig(AppConfig):
    """How we agreed to sell: pipelines with their stages, and the playbook."""

    name = "fairlead.web.process"
    label = "process"
