"""The one place of the web application that asks the clock; everything else is told the time."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone


def now() -> dt.datetime:
    """Return the present instant, in UTC."""
    return timezone.now()


def today() -> dt.date:
    """Return the present day, in UTC; the company's own day is up to `refresh.company`."""
    return now().date()
