"""Goals, plans to learn, journals: for oneself alone unless shared, a journal always; sealed."""

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


class Learning(models.Model):
    """One thing somebody wants to learn, by when and how; one at a time.

    `is_shared` lets whoever leads them read it. `competency` is a step of the sales process, or
    what the person calls it; sealed, as all they write.
    """

    person = models.CharField(max_length=16, db_index=True)
    competency = models.TextField()
    how = models.CharField(max_length=8)
    sealed = models.TextField()
    is_shared = models.BooleanField(default=False)
    made_on = models.DateField()
    due_on = models.DateField()
    ended_on = models.DateField(null=True)
    learned = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(ended_on=None),
                name="one_thing_to_learn_at_a_time",
            )
        ]


class LearningStep(models.Model):
    """A step on the way, by a day."""

    learning = models.ForeignKey(Learning, on_delete=models.CASCADE, related_name="steps")
    sealed = models.TextField()
    due_on = models.DateField()
    done_on = models.DateField(null=True)

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
