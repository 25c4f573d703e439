"""One answer: what was asked, what came out, and the state of the data it is from."""

from __future__ import annotations

from django.db import models


class Answer(models.Model):
    """The newest answer to one question.

    `kind` is brief, measure, diagnose or prioritise; `unit` whose it is (a reader's role, company,
    team or person) and `subject` the id of that person in the data, "" for everybody. `state` is
    the number of the workspace's state it was made from.
    """

    kind = models.CharField(max_length=12)
    unit = models.CharField(max_length=12)
    subject = models.CharField(max_length=24, blank=True)
    state = models.PositiveIntegerField()
    as_of = models.DateField()
    code_version = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    body = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "unit", "subject"], name="one_answer_each")
        ]


class Drawing(models.Model):
    """A chart as it was drawn, by the hash of its specification and of the version that drew it.

    Names of people may be in it: it goes when answers are forgotten.
    """

    mark = models.CharField(max_length=64, primary_key=True)
    box = models.CharField(max_length=60)
    inner = models.TextField()
    used_on = models.DateField(db_index=True)
