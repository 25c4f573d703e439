"""Rows behind numbers as they were found, and numbers that somebody contests."""

from __future__ import annotations

from django.db import models


class Found(models.Model):
    """Rows behind one number of one answer, of one state of the data.

    `key` tells the number, whose answer it stands in and whose rows may be shown.
    """

    key = models.CharField(max_length=64, unique=True)
    state = models.PositiveIntegerField()
    header = models.JSONField()
    total = models.PositiveIntegerField()
    found_at = models.DateTimeField()


class Part(models.Model):
    """Some of the rows, in their order."""

    found = models.ForeignKey(Found, on_delete=models.CASCADE, related_name="parts")
    nth = models.PositiveIntegerField()
    rows = models.JSONField()

    class Meta:
        ordering = ["nth"]
        constraints = [models.UniqueConstraint(fields=["found", "nth"], name="part_once")]


class Contest(models.Model):
    """Somebody says that a number about them is wrong, and what was answered.

    `person` is whom the number is about, `number` which one (`selectors.number_of`), `claim` what
    it was called. `by` and `answered_by` are ids of persons or accounts.
    """

    person = models.CharField(max_length=16, db_index=True)
    number = models.CharField(max_length=160, db_index=True)
    claim = models.CharField(max_length=200)
    text = models.TextField(max_length=1000)
    by = models.CharField(max_length=20)
    at = models.DateTimeField()
    answer = models.TextField(max_length=1000, blank=True)
    answered_by = models.CharField(max_length=20, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
