"""The vision in versions, priorities, who has read it, and where a priority came up."""

from __future__ import annotations

from django.db import models


class Vision(models.Model):
    """One version; the newest holds, the others stay readable."""

    text = models.TextField(max_length=3000)
    author = models.CharField(max_length=16)
    on = models.DateField()

    class Meta:
        ordering = ["-id"]


class Read(models.Model):
    """Somebody said that they have read a version."""

    vision = models.ForeignKey(Vision, on_delete=models.CASCADE, related_name="readers")
    person = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vision", "person"], name="read_once")]


class Priority(models.Model):
    """One thing that matters now: why, who answers for it, the rate it moves."""

    title = models.CharField(max_length=120)
    why = models.CharField(max_length=500)
    owner = models.CharField(max_length=16)
    rate = models.CharField(max_length=120)
    start_on = models.DateField()
    end_on = models.DateField(null=True)
    learned = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["start_on", "id"]


class Talk(models.Model):
    """A priority came up in a 1:1 (its number in `team`)."""

    priority = models.ForeignKey(Priority, on_delete=models.CASCADE, related_name="talks")
    meeting = models.BigIntegerField()
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["priority", "meeting"], name="talk_once")]
