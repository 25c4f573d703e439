"""Looks: who opened whose numbers, chained so that a changed or missing row shows."""

from __future__ import annotations

from django.db import models


class Look(models.Model):
    """One look. `viewer` and `subject` are ids that say nothing by themselves."""

    viewer = models.CharField(max_length=20)
    subject = models.CharField(max_length=20, db_index=True)
    page = models.CharField(max_length=40)
    at = models.DateTimeField()
    before = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]
