"""The app `people`."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Who there is, who works for whom, who may see whom."""

    name = "fairlead.web.people"
    label = "people"
