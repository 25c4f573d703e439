"""The app `pipeline`."""

from django.apps import AppConfig


class PipelineConfig(AppConfig):
    """The pipeline gone through deal by deal, with notes for the review."""

    name = "fairlead.web.pipeline"
    label = "pipeline"
