"""The one place pages get answers from. Another store of answers changes this file only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from fairlead.facts import SUBMISSIONS, TARGETS
from fairlead.lake.store.manifest import Manifest, newest_readable
from fairlead.lake.store.workspace import Workspace
from fairlead.web.jobs.selectors import Work, newest
from fairlead.web.project.once import once
from fairlead.web.published.models import Answer

PUBLISH = "publish"
DIRECTORY = "directory"
SAID = frozenset({SUBMISSIONS.name})
UNREAD = {"submissions": frozenset[str](), "totals": SAID | {TARGETS.name}}
"""Kind of answer -> tables it is not made from; of kinds that are not named it is `SAID`.

What somebody says a period will bring stands beside forecasts and changes none of them; the
back-test looks at periods that are over, and nobody may say anything of these any more.
"""


@dataclass(frozen=True, slots=True)
class Found:
    """An answer with its provenance; `is_stale` says that newer data are there."""

    body: dict[str, Any]
    as_of: dt.date
    made_at: dt.datetime
    state: int
    is_stale: bool


@once
def _manifest() -> Manifest:
    """Return the newest state that can be read: pages go on where the newest is damaged."""
    home = Workspace(Path(settings.WORKSPACE))
    return newest_readable(home.manifests) if home.exists() else Manifest()


def newest_state() -> int:
    """Return the number of the workspace's newest state; 0 where nothing was imported."""
    return _manifest().number


def reads_since(kind: str) -> int:
    """Return the state since which nothing changed that answers of a kind are made from."""
    return _manifest().stands_since(UNREAD.get(kind, SAID))


def is_current(kind: str, state: int) -> bool:
    """Say whether an answer of a kind that was made from a state would be the same now."""
    return reads_since(kind) <= state <= newest_state()


def rows_about(person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of the data that refer to a person."""
    from fairlead.refresh.held import rows_about as rows

    return rows(Workspace(Path(settings.WORKSPACE)), person_id)


def has_data() -> bool:
    """Say whether anything was imported and still counts."""
    return bool(_manifest().tables)


def answer(kind: str, unit: str, subject: str = "") -> Found | None:
    """Return the newest answer to a question, None where none was made yet."""
    row = Answer.objects.filter(kind=kind, unit=unit, subject=subject).first()
    return _found(row) if row else None


def answers(kind: str, unit: str, subjects: Collection[str]) -> dict[str, Found]:
    """Return the newest answers about several people: id -> answer."""
    rows = Answer.objects.filter(kind=kind, unit=unit, subject__in=list(subjects))
    return {row.subject: _found(row) for row in rows}


def _found(row: Answer) -> Found:
    is_stale = not is_current(row.kind, row.state)
    return Found(row.body, row.as_of, row.made_at, row.state, is_stale)


def progress_of(kind: str, unit: str, subject: str = "") -> Work | None:
    """Return how the making of an answer goes."""
    return newest(PUBLISH, key_of(kind, unit, subject))


def teams_in_data(managers: Collection[str]) -> dict[str, list[tuple[str, dt.date, dt.date]]]:
    """Return manager -> (person, from, to) as the data say it, all by their ids in the data."""
    found = {}
    told = Answer.objects.filter(kind=DIRECTORY, unit="team", subject__in=list(managers))
    for row in told:
        found[row.subject] = [
            (
                person,
                dt.date.fromisoformat(start) if start else dt.date.min,
                dt.date.fromisoformat(end) if end else dt.date.max,
            )
            for person, start, end in row.body["led"]
        ]
    return found


def data_day() -> dt.date | None:
    """Return the evening the newest answers are of; None before the first import."""
    until = _manifest().data_until
    return dt.date.fromisoformat(until) if until else None


def key_of(kind: str, unit: str, subject: str) -> str:
    """Return what tells one making of an answer from others: question and what it reads."""
    return f"{kind}:{unit}:{subject}:{reads_since(kind)}"
