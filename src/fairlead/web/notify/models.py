"""Who wants to be told what when and where, and what was sent."""

from __future__ import annotations

from django.db import models

WAITING, TAKEN, SENT, FAILED = "waiting", "taken", "sent", "failed"


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


class Hook(models.Model):
    """An address of another system that is told what mails say; sealed, as it is a key to write."""

    owner = models.CharField(max_length=16, unique=True)
    sealed = models.TextField()
    host = models.CharField(max_length=253)
    made_on = models.DateField()


class Delivery(models.Model):
    """One message of one week; it is taken before it goes, so that none goes twice."""

    owner = models.CharField(max_length=16)
    week_on = models.DateField()
    state = models.CharField(max_length=7, default=WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    told = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-week_on"]
        constraints = [models.UniqueConstraint(fields=["owner", "week_on"], name="delivery_once")]
