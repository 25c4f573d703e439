"""Notes for the review, and where deals live in the CRM."""

from __future__ import annotations

from django.db import models


class Note(models.Model):
    """What somebody wrote about a deal for the review of one week.

    `deal` is its key in the data, `owner` and `author` are ids of persons; the owner is whoever
    had the deal when it was written. `week` is a Monday.
    """

    deal = models.CharField(max_length=24, db_index=True)
    week = models.DateField()
    owner = models.CharField(max_length=16, db_index=True)
    author = models.CharField(max_length=16, db_index=True)
    text = models.TextField(max_length=2000)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-week", "-written_at"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "week", "author"], name="one_note_a_week")
        ]


class CrmAddress(models.Model):
    """How the address of a deal in the CRM is made, for one kind of export."""

    source = models.CharField(max_length=60, unique=True)
    pattern = models.CharField(max_length=300)
