"""Routines people are asked to write down, until they are kept in the playbook."""

from __future__ import annotations

from django.db import models

OPEN, OFFERED, KEPT, DROPPED = "open", "offered", "kept", "dropped"


class Draft(models.Model):
    """How somebody handles a situation, as they told it; theirs alone until they offer it.

    `answers` is what was said to each question, `mended` the text they made of the draft. People
    are ids of `people`; `asked_by` is who asked them, empty where nobody did. `kept_as` is the
    version of the playbook it came into.
    """

    author = models.CharField(max_length=16, db_index=True)
    asked_by = models.CharField(max_length=16, blank=True, db_index=True)
    about = models.CharField(max_length=200, blank=True)
    scenario = models.CharField(max_length=160, blank=True)
    answers = models.JSONField(default=dict)
    mended = models.JSONField(default=dict)
    state = models.CharField(max_length=7, default=OPEN)
    made_on = models.DateField()
    offered_on = models.DateField(null=True)
    kept_as = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-id"]
