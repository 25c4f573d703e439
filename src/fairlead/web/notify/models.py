"""Who wants a digest when, and which were sent."""

from __future__ import annotations

from django.db import models

TAKEN, SENT, FAILED = "taken", "sent", "failed"


class Preference(models.Model):
    """When somebody wants their digest; nobody gets one who did not ask."""

    person = models.CharField(max_length=16, unique=True)
    is_on = models.BooleanField(default=False)
    zone = models.CharField(max_length=64)
    hour = models.PositiveSmallIntegerField(default=7)
    quiet_from = models.PositiveSmallIntegerField(default=19)
    quiet_to = models.PositiveSmallIntegerField(default=7)


class Digest(models.Model):
    """One digest of one week; the row is written before the mail goes, so that none goes twice."""

    person = models.CharField(max_length=16)
    week_on = models.DateField()
    state = models.CharField(max_length=6, default=TAKEN)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "week_on"], name="digest_once")]
