"""Who set which target, when and why."""

from __future__ import annotations

from django.db import models


class TargetEdit(models.Model):
    """One target as somebody set it; never changed afterwards but for `state`.

    Of a person (their id in `person`), of a team, or (neither) of the company, for the days
    ``[start, end)``. `amount` in whole units of the reporting currency, null = taken away. `state`
    is the state of the data it is in, null while it waits; `batch` tells what was set together.
    `by` is who set it: the id of a person, or an account.
    """

    batch = models.CharField(max_length=16, db_index=True)
    person = models.CharField(max_length=16, blank=True, db_index=True)
    team = models.CharField(max_length=120, blank=True)
    period = models.CharField(max_length=30)
    start = models.DateField()
    end = models.DateField()
    amount = models.DecimalField(max_digits=16, decimal_places=3, null=True)
    ramp_share = models.FloatField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    origin = models.CharField(max_length=80, blank=True)
    by = models.CharField(max_length=20)
    at = models.DateTimeField()
    state = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-id"]
