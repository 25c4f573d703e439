"""Queue work, take it by lease, and end it once.

What a job changes in the database is written in one transaction with its end, by whoever still
holds the lease; so it happens once, however often a worker is killed. What it changes in the
workspace goes through `refresh`, where doing the same again changes nothing.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.db import IntegrityError, transaction
from django.db.models import Q

from fairlead.errors import ConflictError, FairleadError
from fairlead.web.jobs.models import DONE, FAILED, RUNNING, WAITING, Job, Once, Standing
from fairlead.web.jobs.selectors import NAMES

LEASE = dt.timedelta(seconds=60)
KEPT = dt.timedelta(days=7)
"""How long a program may ask again under the same key."""
MOST_ATTEMPTS = 5
"""A job that took its worker with it so often is given up, with a reason."""

LONGEST = 300
"""Letters of such an error that are kept."""

Clock: TypeAlias = Callable[[], dt.datetime]
Tell: TypeAlias = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Done:
    """How a job ended: what is to be kept, and what to write in the same transaction.

    `after` happens once that is written; a worker killed in between leaves it undone.
    """

    result: dict[str, Any] = field(default_factory=dict)
    effect: Callable[[], None] = lambda: None
    after: Callable[[], None] = lambda: None


class TryLaterError(Exception):
    """A job could not do its work now and changed nothing: let it wait some seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"try again in {seconds} seconds")
        self.seconds = seconds


Handler: TypeAlias = Callable[[dict[str, Any], Tell], Done]
_HANDLERS: dict[str, Handler] = {}


def handle(kind: str, handler: Handler, name: str) -> None:
    """Say who does a kind of work, and its name on pages; the apps call it when they are loaded."""
    _HANDLERS[kind] = handler
    NAMES[kind] = name


def queue(
    kind: str, key: str, payload: dict[str, Any], now: dt.datetime, *, urgency: int = 0
) -> Job:
    """Return the job for this work: the one that waits or runs already, else a new one."""
    whole = f"{kind}:{key}"
    open_ones = Job.objects.filter(key=whole, state__in=[WAITING, RUNNING])
    found = open_ones.first()
    if found is None:
        try:
            with transaction.atomic():
                return Job.objects.create(
                    kind=kind, key=whole, payload=payload, urgency=urgency, made_at=now
                )
        except IntegrityError:  # somebody queued it at the same moment
            found = open_ones.first() or Job.objects.filter(key=whole).latest("id")
    if urgency > found.urgency:
        Job.objects.filter(pk=found.pk).update(urgency=urgency)
    return found


@dataclass(frozen=True, slots=True)
class Only:
    """What a worker takes who leaves the rest to another: some kinds, from an urgency on."""

    kinds: tuple[str, ...]
    urgency: int


def take(now: dt.datetime, only: Only | None = None) -> Job | None:
    """Return the next job with a new lease, None where nothing is to be done.

    Work whose lease ran out is taken again: its worker is gone.
    """
    ripe = Q(due_at=None) | Q(due_at__lte=now)
    free = (Q(state=WAITING) & ripe) | Q(state=RUNNING, lease_until__lt=now)
    if only is not None:
        free &= Q(kind__in=only.kinds, urgency__gte=only.urgency)
    for number in Job.objects.filter(free).order_by("-urgency", "id").values_list("pk", flat=True):
        lease = secrets.token_hex(16)
        waiting = Job.objects.filter(free, pk=number)
        taken = waiting.update(state=RUNNING, lease=lease, lease_until=now + LEASE)
        if taken:
            job = Job.objects.get(pk=number)
            job.attempts += 1
            Job.objects.filter(pk=number, lease=lease).update(attempts=job.attempts)
            return job
    return None


class Going:
    """What a worker does now, and how far it is; told by many threads, written by one."""

    def __init__(self) -> None:
        self.job: Job | None = None
        self.text = ""

    def tell(self, text: str) -> None:
        """Note how far it is."""
        self.text = text[:200]

    def beat(self, now: dt.datetime) -> None:
        """Hold on to the job and write down how far it is."""
        job, text = self.job, self.text
        if job is not None:
            mine = Job.objects.filter(pk=job.pk, lease=job.lease, state=RUNNING)
            mine.update(lease_until=now + LEASE, progress=text)


def end(job: Job, done: Done, now: dt.datetime) -> bool:
    """Write the effect and the end of a job together; False where the lease was lost."""
    with transaction.atomic():
        mine = Job.objects.filter(pk=job.pk, lease=job.lease, state=RUNNING)
        ended = mine.update(state=DONE, result=done.result, ended_at=now, lease="", error={})
        if ended:
            done.effect()
    return bool(ended)


def fail(job: Job, error: dict[str, Any], now: dt.datetime) -> None:
    """Write down why a job failed."""
    mine = Job.objects.filter(pk=job.pk, lease=job.lease, state=RUNNING)
    mine.update(state=FAILED, error=error, ended_at=now, lease="")


def again(number: int, now: dt.datetime) -> bool:
    """Queue a job that failed once more; say whether there was such a job."""
    job = Job.objects.filter(pk=number, state=FAILED).first()
    if job is not None:
        queue(job.kind, job.key.removeprefix(f"{job.kind}:"), job.payload, now)
    return job is not None


def went_well(name: str, now: dt.datetime) -> None:
    """Note that something that goes on by itself did."""
    Standing.objects.update_or_create(name=name, defaults={"well_at": now, "error": ""})


def broke(name: str, error: Exception, now: dt.datetime) -> None:
    """Note that it did not, since when, and what it met."""
    standing, _ = Standing.objects.get_or_create(name=name)
    if not standing.error:
        standing.broke_at = now
    standing.error = told(error)
    standing.save(update_fields=["broke_at", "error"])


def told(error: Exception) -> str:
    """Return an error nobody foresaw in a line."""
    return f"{type(error).__name__}: {error}"[:LONGEST]


def put_back(job: Job, due_at: dt.datetime | None = None, *, is_attempt: bool = True) -> None:
    """Let a job wait again, until an instant where one is given; to step aside is no attempt."""
    mine = Job.objects.filter(pk=job.pk, lease=job.lease, state=RUNNING)
    attempts = job.attempts if is_attempt else job.attempts - 1
    mine.update(state=WAITING, lease="", lease_until=None, due_at=due_at, attempts=attempts)


def waits(kinds: tuple[str, ...]) -> bool:
    """Say whether work of these kinds waits for its turn."""
    return Job.objects.filter(kind__in=kinds, state=WAITING).exists()


def work_once(clock: Clock, going: Going | None = None, only: Only | None = None) -> Job | None:
    """Take one job and do it; return it, or None where there was none.

    `going` is told how far it is; whoever gave it beats meanwhile. `only`: what to take.

    Errors of ours are kept with the job for whoever asked for it. A conflict (somebody else writes
    to the workspace) lets it wait, and a handler may say for how long. An error nobody foresaw is
    noted and raised; the job is taken again when its lease has run out.
    """
    job = take(clock(), only)
    if job is None:
        return None
    if job.attempts > MOST_ATTEMPTS:
        last = f"; at last: {job.error['message']}" if job.error else ""
        message = f"it was begun {MOST_ATTEMPTS} times and never ended{last}"
        hint = "Look at the terminal of the server; memory may be short."
        fail(job, {"code": "unavailable", "message": message, "hint": hint}, clock())
        return job
    watch = going or Going()
    watch.text, watch.job = "", job
    try:
        done = _HANDLERS[job.kind](job.payload, watch.tell)
    except ConflictError:
        put_back(job)
    except TryLaterError as later:
        put_back(job, clock() + dt.timedelta(seconds=later.seconds), is_attempt=False)
    except FairleadError as error:
        fail(job, dict(error.as_dict()["error"]), clock())  # type: ignore[call-overload]
    except Exception as error:
        mine = Job.objects.filter(pk=job.pk, lease=job.lease, state=RUNNING)
        mine.update(error={"code": "broken", "message": told(error)})
        raise
    else:
        if end(job, done, clock()):
            done.after()
    finally:
        watch.job = None
    return job


def once(
    account: int, key: str, mark: str, now: dt.datetime, do: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Do something for a program, or return what came of it when it asked before.

    Parameters
    ----------
    account
        Whose program asks; keys of others do not matter.
    key
        The program's own name for what it wants; "" does it each time.
    mark
        Hash of what is asked.
    now
        The present instant.
    do
        Does it and returns the answer. What it writes to the database stands or falls with the
        key being kept.

    Raises
    ------
    ConflictError
        The key was used for something else.
    """
    if not key:
        return do()
    Once.objects.filter(at__lt=now - KEPT).delete()
    with transaction.atomic():
        try:
            with transaction.atomic():
                kept = Once.objects.create(account=account, key=key, mark=mark, at=now)
        except IntegrityError:
            return _answered(account, key, mark)
        kept.answer = answer = do()
        kept.save(update_fields=["answer"])
    return answer


def _answered(account: int, key: str, mark: str) -> dict[str, Any]:
    found = Once.objects.get(account=account, key=key)
    if found.mark != mark:
        raise ConflictError(
            "this Idempotency-Key was used for something else",
            hint="Use a new key for each thing you ask for.",
        )
    answer: dict[str, Any] = found.answer
    return answer
