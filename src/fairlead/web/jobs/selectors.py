"""How work goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairlead.web.jobs.models import DONE, FAILED, RUNNING, WAITING, Job, Standing

NAMES: dict[str, str] = {}
"""What each kind of work is called on pages; filled where it is said who does it."""
WORKER, WORKER_OF_ANSWERS = "worker", "worker of answers"
MESSAGES, MEETINGS = "messages", "meetings"
REGULAR = {
    WORKER: gettext_noop("the worker"),
    WORKER_OF_ANSWERS: gettext_noop("the worker of answers somebody waits for"),
    MESSAGES: gettext_noop("sending digests and messages"),
    MEETINGS: gettext_noop("planning 1:1s ahead"),
}
"""What goes on by itself, and its words."""
SILENT = dt.timedelta(minutes=2)
"""Who was not seen for so long is gone: a worker shows itself every half a minute."""
FAILED_SINCE = dt.timedelta(days=30)
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Work:
    """A job as pages show it."""

    number: int
    kind: str
    state: str
    progress: str
    result: dict[str, Any]
    error: dict[str, Any]
    payload: dict[str, Any]

    @property
    def is_open(self) -> bool:
        """Say whether it waits or runs."""
        return self.state in {WAITING, RUNNING}

    @property
    def has_failed(self) -> bool:
        """Say whether it failed."""
        return self.state == FAILED

    @property
    def is_done(self) -> bool:
        """Say whether it is done."""
        return self.state == DONE


def _work(job: Job) -> Work:
    return Work(job.pk, job.kind, job.state, job.progress, job.result, job.error, job.payload)


def work(number: int) -> Work | None:
    """Return one job."""
    job = Job.objects.filter(pk=number).first()
    return _work(job) if job else None


def newest(kind: str, key: str) -> Work | None:
    """Return the newest job for some work."""
    job = Job.objects.filter(key=f"{kind}:{key}").order_by("-id").first()
    return _work(job) if job else None


def newest_of(kind: str, beginning: str, most: int) -> list[Work]:
    """Return the newest jobs whose key begins so, the newest first."""
    rows = Job.objects.filter(key__startswith=f"{kind}:{beginning}").order_by("-id")
    return [_work(job) for job in rows[:most]]


def open_count() -> int:
    """Return how many jobs wait or run."""
    return Job.objects.filter(state__in=[WAITING, RUNNING]).count()


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of work in the background, without what or whom it is about."""

    number: int
    name: str
    is_running: bool
    progress: str
    attempts: int
    since: dt.datetime
    error: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Regular:
    """Something that goes on by itself; `error` is empty where it goes well."""

    name: str
    well_at: dt.datetime | None
    broke_at: dt.datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class Background:
    """All work in the background; `seen_at` is when a worker was last there, None: never."""

    seen_at: dt.datetime | None
    is_working: bool
    going_on: list[Piece]
    waiting: int
    failed: list[Piece]
    regular: list[Regular]

    @property
    def has_trouble(self) -> bool:
        """Say whether somebody should look at something."""
        return bool(self.failed) or any(each.error for each in self.regular)


def background(now: dt.datetime) -> Background:
    """Return how the work in the background goes."""
    known = {each.name: each for each in Standing.objects.all()}
    worker = known.get(WORKER)
    seen_at = worker.well_at if worker else None
    open_ones = Job.objects.filter(state__in=[WAITING, RUNNING])
    return Background(
        seen_at=seen_at,
        is_working=seen_at is not None and now - seen_at <= SILENT,
        going_on=_pieces(open_ones.order_by("state", "-urgency", "id")[:MOST_SHOWN]),
        waiting=open_count(),
        failed=_failed(now),
        regular=[
            Regular(_(words), each.well_at, each.broke_at, each.error)
            for name, words in REGULAR.items()
            if (each := known.get(name))
        ],
    )


def is_anybody_working(now: dt.datetime) -> bool:
    """Say whether a worker was seen of late, or none was ever: then nothing is known."""
    worker = Standing.objects.filter(name=WORKER).first()
    return worker is None or worker.well_at is None or now - worker.well_at <= SILENT


def _failed(now: dt.datetime) -> list[Piece]:
    """Return what failed of late and was not done since."""
    of_late = Job.objects.filter(state=FAILED, ended_at__gte=now - FAILED_SINCE)
    some = list(of_late.order_by("-id")[:MOST_SHOWN])
    keys = {job.key for job in some}
    newest_of_key: dict[str, int] = {}
    for key, number in Job.objects.filter(key__in=keys).values_list("key", "id"):
        newest_of_key[key] = max(number, newest_of_key.get(key, 0))
    return _pieces(job for job in some if job.pk == newest_of_key[job.key])


def _pieces(jobs: Iterable[Job]) -> list[Piece]:
    return [
        Piece(
            number=job.pk,
            name=_(NAMES[job.kind]) if job.kind in NAMES else job.kind,
            is_running=job.state == RUNNING,
            progress=job.progress,
            attempts=job.attempts,
            since=job.ended_at or job.made_at,
            error=job.error,
        )
        for job in jobs
    ]
