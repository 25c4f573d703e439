"""Declared try-outs, as pages show them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from fairlead.web.jobs.selectors import Work, newest
from fairlead.web.verify.models import Declared

TRY_OUT = "try-out"
"""The work of looking at a declaration, of beginning it, and of reading how it goes."""
MOST = 12


@dataclass(frozen=True, slots=True)
class Play:
    """A declaration as its page shows it; `work` says how looking at it goes."""

    number: int
    name: str
    title: str
    text: str
    body: dict[str, Any]
    begun_on: dt.date | None
    at: dt.datetime
    work: Work | None

    @property
    def is_waiting(self) -> bool:
        """Say whether it is being worked out."""
        return self.work is not None and self.work.is_open


def play_of(number: int, by: str) -> Play | None:
    """Return a declaration; None where there is none, or somebody else made it."""
    row = Declared.objects.filter(pk=number, by=by).first()
    return None if row is None else _shown(row)


def plays_of(by: str) -> list[Play]:
    """Return what somebody declared, the newest first."""
    return [_shown(row) for row in Declared.objects.filter(by=by)[:MOST]]


def _shown(row: Declared) -> Play:
    work = newest(TRY_OUT, str(row.pk))
    return Play(row.pk, row.name, row.title, row.text, row.body, row.begun_on, row.at, work)
