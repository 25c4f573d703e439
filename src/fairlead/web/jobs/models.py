"""Work that waits, runs or is done."""

from __future__ import annotations

from django.db import models

WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"


class Job(models.Model):
    """One piece of work.

    Whoever holds `lease` until `lease_until` works on it; after that anybody may take it again.
    `key` is the same for the same work: it is never queued twice while it waits or runs.
    Before `due_at` nobody takes it.
    """

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=200, db_index=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=8, default=WAITING, db_index=True)
    urgency = models.IntegerField(default=0)
    lease = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    progress = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    error = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "-urgency", "id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_open_job_a_key",
            )
        ]


class Once(models.Model):
    """What a program was answered when it asked for something under a key of its own.

    Asked again under the same key, it gets the same answer and nothing is done twice. `mark` is a
    hash of what was asked.
    """

    account = models.BigIntegerField()
    key = models.CharField(max_length=100)
    mark = models.CharField(max_length=64)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="one_answer_a_key")]


class Standing(models.Model):
    """Whether something that goes on by itself goes well: a worker, or what it does regularly.

    `well_at` is when it last did, None: never; `error` what it met since, empty: nothing.
    """

    name = models.CharField(max_length=30, unique=True)
    well_at = models.DateTimeField(null=True)
    broke_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
