"""Exports that were uploaded."""

from __future__ import annotations

from django.db import models

IMPORT, UNDO, REFRESH, ANSWERS = "import", "undo", "refresh", "answers"
"""Kinds of work of this app."""


class Upload(models.Model):
    """One export somebody sent; its files lie in the workspace until it is imported."""

    name = models.CharField(max_length=120)
    folder = models.CharField(max_length=32, unique=True)
    bytes = models.BigIntegerField()
    sent_by = models.CharField(max_length=20)
    sent_at = models.DateTimeField()
    report = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]
