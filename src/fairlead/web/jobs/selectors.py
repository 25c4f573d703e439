"""How work goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fairlead.web.jobs.models import DONE, FAILED, RUNNING, WAITING, Job


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
