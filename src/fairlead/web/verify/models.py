"""Try-outs that somebody declares on screen."""

from __future__ import annotations

from django.db import models


class Declared(models.Model):
    """One declaration: as it was written, and what came of looking at it.

    `by` is the person who declared it, and the only one who opens it: it may name who tries.
    `name` and `text` are those of the file the terminal would keep, `body` what was worked out
    last, empty while it is worked out; `begun_on` is the day it was begun, and from then on the
    record in the workspace holds, not this one.
    """

    by = models.CharField(max_length=16, db_index=True)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120)
    text = models.TextField()
    body = models.JSONField(default=dict)
    begun_on = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
