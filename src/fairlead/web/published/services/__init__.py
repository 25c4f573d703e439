"""Draws answers for pages and keeps them, each with the state of data it is from.

An answer that is published with the workspace is taken from there; another is worked out now.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings

from fairlead import __version__
from fairlead.lake.store.workspace import Workspace
from fairlead.refresh.directory import Directory
from fairlead.web.jobs.models import Job
from fairlead.web.jobs.services import Done, Tell, queue
from fairlead.web.project.clock import now
from fairlead.web.published.models import Answer, Drawing
from fairlead.web.published.selectors import DIRECTORY, PUBLISH, key_of
from fairlead.web.published.services.asked import Asked, Plain
from fairlead.web.published.services.bodies import DRAWINGS_KEPT, brief_body, drawings, kept_drawing
from fairlead.web.published.services.making import MAKERS, mark_of

__all__ = [
    "IN_TIME",
    "WANTED_NOW",
    "Asked",
    "ask",
    "brief_body",
    "forget_answers",
    "keep_teams",
    "kept_drawing",
    "make",
    "mark_of",
]

WANTED_NOW, IN_TIME = 10, 0


def ask(asked: Asked, at: dt.datetime, *, urgency: int = WANTED_NOW) -> Job:
    """Let an answer be made outside the request; the same question is never queued twice."""
    key = key_of(asked.kind, asked.unit, asked.subject)
    return queue(PUBLISH, key, asdict(asked), at, urgency=urgency)


def make(payload: Plain, tell: Tell) -> Done:
    """Make an answer; the handler of the job."""
    asked = Asked(**payload)
    home = Workspace(Path(settings.WORKSPACE))
    state = home.require().number
    tell(f"making {asked.kind}")
    at = now()
    with drawings() as fresh:
        rows = MAKERS[asked.kind](home, asked, at, lambda what, _done, _all: tell(what))

    def effect() -> None:
        _keep(asked.kind, rows, state, at)
        Drawing.objects.bulk_create(fresh, ignore_conflicts=True)
        Drawing.objects.filter(used_on__lt=at.date() - DRAWINGS_KEPT).delete()

    return Done({"answers": len(rows)}, effect)


def forget_answers() -> None:
    """Remove every answer and drawing: what is left of the data makes them anew."""
    Answer.objects.all().delete()
    Drawing.objects.all().delete()


def keep_teams(known: Directory) -> None:
    """Keep who worked for whom as the data say it, one answer a manager (kind directory)."""
    home = Workspace(Path(settings.WORKSPACE))
    manifest = home.require()
    teams: dict[int, list[list[Any]]] = {}
    for each in known.worked:
        if each.manager_id is not None:
            days = [d and d.isoformat() for d in (each.from_on, each.to_on)]
            teams.setdefault(each.manager_id, []).append([str(each.person_id), *days])
    as_of = manifest.data_until or now().date().isoformat()
    Answer.objects.filter(kind=DIRECTORY).delete()
    rows = [
        (Asked(DIRECTORY, "team", str(manager)), {"as_of": as_of, "led": led})
        for manager, led in teams.items()
    ]
    _keep(DIRECTORY, rows, manifest.number, now())


def _keep(kind: str, rows: list[tuple[Asked, Plain]], state: int, at: dt.datetime) -> None:
    for asked, body in rows:
        Answer.objects.update_or_create(
            kind=kind,
            unit=asked.unit,
            subject=asked.subject,
            defaults={
                "state": state,
                "as_of": body["as_of"],
                "code_version": __version__,
                "made_at": at,
                "body": body,
            },
        )
