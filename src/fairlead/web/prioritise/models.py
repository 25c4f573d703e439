"""What was decided to train, when and why."""

from __future__ import annotations

from django.db import models


class Decision(models.Model):
    """One decision; never changed. A later one about the same people stands before it.

    `unit` is company, team or person, `subject` the id in the data of the team's head or the
    person, "" for the company. `competency` is what to train, empty where it was decided to train
    nothing. `numbers` is what was said of it when it was decided, so that it can be judged later.
    """

    unit = models.CharField(max_length=12)
    subject = models.CharField(max_length=24, blank=True)
    competency = models.CharField(max_length=160, blank=True)
    what = models.CharField(max_length=200)
    reason = models.CharField(max_length=600)
    look_on = models.DateField(null=True)
    numbers = models.JSONField(default=dict)
    by = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["unit", "subject"])]
