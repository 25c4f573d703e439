"""Exports that were uploaded."""

from __future__ import annotations

from django.db import models

IMPORT, LOOK, UNDO, ERASE = "import", "look", "undo", "erase"
REFRESH, ANSWERS, TIDY = "refresh", "answers", "tidy"
"""Kinds of work of this app."""


class Upload(models.Model):
    """One export somebody sent; its files lie in the workspace until it is imported.

    `look` is what an import would make of it with `mapping` ("" = as proposed), the `turn`-th time
    somebody looked; it goes when the export is imported or thrown away.
    """

    name = models.CharField(max_length=120)
    folder = models.CharField(max_length=32, unique=True)
    bytes = models.BigIntegerField()
    sent_by = models.CharField(max_length=20)
    sent_at = models.DateTimeField()
    report = models.JSONField(default=dict)
    mapping = models.TextField(blank=True)
    look = models.JSONField(default=dict)
    turn = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]


class Check(models.Model):
    """What somebody said when they set the won totals beside the CRM's report.

    `state` is the state of the data they looked at, `by` who, as in `Upload`.
    """

    state = models.PositiveIntegerField()
    is_same = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
