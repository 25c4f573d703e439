"""Designs of trainings that somebody asked for."""

from __future__ import annotations

from django.db import models


class Design(models.Model):
    """One design: what was asked, and what came out once it was worked out.

    `by` is the person who asked, and the only one who opens it: its plan names people. `wish` is
    what they chose, `body` the answer with its charts drawn, empty while it is worked out, and
    `rows` those of trainings.csv. `state` is the state of the data it was made from.
    """

    by = models.CharField(max_length=16, db_index=True)
    wish = models.JSONField(default=dict)
    state = models.PositiveIntegerField(null=True)
    body = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
