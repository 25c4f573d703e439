"""Words between people, anonymous answers, what was told of them, and what came of it.

Who answered stands here as a pseudonym made with a key outside the database; no time is kept.
"""

from __future__ import annotations

from django.db import models

GIVEN, ASKED = "given", "asked"


class Word(models.Model):
    """Feedback somebody gave, or a question they asked; `answer` is the other's word on it."""

    giver = models.CharField(max_length=16, db_index=True)
    receiver = models.CharField(max_length=16, db_index=True)
    kind = models.CharField(max_length=5)
    text = models.CharField(max_length=2000)
    on = models.DateField()
    answer = models.CharField(max_length=2000, blank=True)
    answered_on = models.DateField(null=True)

    class Meta:
        ordering = ["-id"]


class Reply(models.Model):
    """One anonymous answer; `who` is a pseudonym, `about` who led them then."""

    question = models.CharField(max_length=20)
    asking = models.IntegerField()
    who = models.CharField(max_length=32)
    about = models.CharField(max_length=16, blank=True)
    score = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "asking", "who"], name="reply_once")
        ]


class Remark(models.Model):
    """A comment: signed for who leads the writer, or sealed until many are together."""

    number = models.IntegerField()
    who = models.CharField(max_length=32)
    signed_by = models.CharField(max_length=16, blank=True)
    above = models.JSONField(default=list)
    sealed = models.TextField()
    reader = models.CharField(max_length=16, blank=True, db_index=True)
    told_on = models.DateField(null=True)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["told_on", "place"]


class Told(models.Model):
    """A score as it was told to its reader; `circle` are the answers it is of."""

    question = models.CharField(max_length=20)
    asking = models.IntegerField()
    group = models.CharField(max_length=24, db_index=True)
    reader = models.CharField(max_length=16, db_index=True)
    told_on = models.DateField()
    circle = models.JSONField()
    value = models.FloatField()
    lower = models.FloatField()
    upper = models.FloatField()
    n = models.PositiveIntegerField()

    class Meta:
        ordering = ["question", "told_on"]
        constraints = [
            models.UniqueConstraint(fields=["question", "asking", "group"], name="told_once")
        ]


class Closed(models.Model):
    """A round whose answers were told, or were too few to be."""

    number = models.IntegerField(primary_key=True)
    told_on = models.DateField()


class Outcome(models.Model):
    """You said, we did: what a leader heard, and what came of it; `topic` of the pulse, or none."""

    author = models.CharField(max_length=16, db_index=True)
    topic = models.CharField(max_length=20, blank=True)
    said = models.CharField(max_length=500)
    did = models.CharField(max_length=1000)
    on = models.DateField()

    class Meta:
        ordering = ["-id"]
