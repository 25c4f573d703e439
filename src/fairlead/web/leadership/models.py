"""Goals and journals; a goal may be for oneself alone, a journal always is. Both are sealed."""

from __future__ import annotations

from django.db import models

OWN, STRETCH = "own", "stretch"


class Goal(models.Model):
    """Something somebody wants to reach; `is_shared` lets who leads them read it."""

    person = models.CharField(max_length=16, db_index=True)
    kind = models.CharField(max_length=7)
    sealed = models.TextField()
    is_shared = models.BooleanField(default=False)
    made_on = models.DateField()
    due_on = models.DateField(null=True)
    reached_on = models.DateField(null=True)

    class Meta:
        ordering = ["due_on", "id"]


class Entry(models.Model):
    """A page of somebody's journal, sealed."""

    person = models.CharField(max_length=16, db_index=True)
    sealed = models.TextField()
    on = models.DateField()

    class Meta:
        ordering = ["-id"]


class Thanks(models.Model):
    """Recognition: what somebody did well, said by name."""

    giver = models.CharField(max_length=16, db_index=True)
    receiver = models.CharField(max_length=16, db_index=True)
    text = models.CharField(max_length=500)
    on = models.DateField()

    class Meta:
        ordering = ["-id"]
