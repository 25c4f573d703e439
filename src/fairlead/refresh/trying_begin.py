"""Begin a try-out: check what is declared, draw who tries, say what it could show, keep it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from fairlead import __version__
from fairlead.answers import NotEstimable
from fairlead.brief.model import Brief
from fairlead.diagnose.scope import present
from fairlead.errors import ImportFileError, InputError, Place
from fairlead.lake.counts.book import count_ground
from fairlead.lake.counts.ground import Ground
from fairlead.lake.counts.meant import about, members
from fairlead.lake.counts.scope import find_person, led
from fairlead.lake.counts.tried import Entries, entries, named
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.cells import Book, Competency, Ints, StepCells
from fairlead.measure.question import Question
from fairlead.process.model import slug
from fairlead.refresh.briefing import Asked, ask
from fairlead.refresh.judgeable import meant_by
from fairlead.refresh.opening import opened
from fairlead.refresh.trying_store import Begun, Drawn, begun, changed_since, keep_begun
from fairlead.refresh.trying_words import compose_begun
from fairlead.verify.training import as_day
from fairlead.verify.tryout import FEWEST_PEOPLE, TryOut, draw_people
from fairlead.verify.tryout_file import read_try_out
from fairlead.verify.tryout_power import Past, detectable

YEAR = 365
LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class _Steps:
    """Steps of a name: their places in the book, slugs, and the days deals are given."""

    places: tuple[int, ...]
    competencies: tuple[Competency, ...]
    wait_days: int


def begin_try_out(
    workspace: Workspace,
    path: Path,
    *,
    now: dt.datetime,
    today: dt.date,
    question: Question | None = None,
) -> tuple[Begun, Brief]:
    """Check a declaration in a file, draw who tries, and keep both; return how they are read.

    Parameters
    ----------
    workspace, today, question
        As in `brief_workspace`.
    path
        The declaration; its name without ending is the try-out's.
    now
        When it is kept.

    Raises
    ------
    InputError, ConflictError
        As in `declare`, or the file cannot be read.
    """
    made = declare(workspace, _told(path), now=now, today=today, question=question)
    kept = keep_begun(workspace, made)
    return kept, compose_begun(kept)


def look_at_try_out(
    workspace: Workspace,
    path: Path,
    *,
    now: dt.datetime,
    today: dt.date,
    question: Question | None = None,
) -> tuple[Begun, Brief]:
    """Return the same as `begin_try_out` of a declaration, and keep nothing."""
    told = _told(path)
    made = declare(workspace, told, now=now, today=today, question=question)
    is_kept = any(each.name == told.name for each in begun(workspace))
    return made, compose_begun(made, is_kept=is_kept)


def _told(path: Path) -> Declared:
    return Declared(slug(path.stem), _file(path), str(path))


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared: the try-out's name, the text as of a file, and where, for errors."""

    name: str
    text: str
    where: str


def declare(
    workspace: Workspace,
    told: Declared,
    *,
    now: dt.datetime,
    today: dt.date,
    question: Question | None = None,
) -> Begun:
    """Check a declaration, draw who tries, and say what it could show; nothing is kept.

    The same declaration as one that was begun gives that one, as it was begun.

    Parameters
    ----------
    workspace, now, today, question
        As in `begin_try_out`.
    told
        The declaration.

    Raises
    ------
    InputError
        A step or person does not exist, too few people could try, the first day has passed, or
        the same step is being tried already.
    ConflictError
        A try-out of this name was begun and says something else.
    """
    plan = read_try_out(told.text, name=told.name, where=told.where)
    known = begun(workspace)
    same = next((each for each in known if each.name == plan.name), None)
    if same is not None:
        return _unchanged(same, told.text)
    _refuse_begun(plan, told.where, today)
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=today, question=question)
        book, ground = counted_now(connection, asked)
        outcome, rails = _asked_steps(book, plan, told.where)
        _refuse_twice(plan, outcome, known)
        since = asked.question.as_of - dt.timedelta(days=YEAR + outcome.wait_days)
        past = entries(ground, outcome.places, since=since, wait_days=outcome.wait_days)
        here = book.roster.person_id[present(book.roster)]
        people = _people(connection, plan, asked.question, np.intersect1d(past.owner, here))
        drawn = _draw(connection, plan, people, asked.question.as_of)
    return Begun(
        name=plan.name,
        text=told.text,
        begun_on=today.isoformat(),
        begun_at=now.isoformat(),
        outcome=tuple(c.slug for c in outcome.competencies),
        guardrails=tuple(tuple(c.slug for c in r.competencies) for r in rails),
        wait_days=outcome.wait_days,
        guardrail_days=tuple(r.wait_days for r in rails),
        people=drawn,
        detectable=_promise(plan, past, people, asked.question.as_of, outcome.wait_days),
        manifest=manifest.number,
        code=__version__,
    )


def _unchanged(there: Begun, text: str) -> Begun:
    if there.text != text:
        raise changed_since(there)
    return there


def _asked_steps(book: Book, plan: TryOut, where: str) -> tuple[_Steps, tuple[_Steps, ...]]:
    """Return the step a try-out is about, and those that watch over it."""
    rails = tuple(_steps(book, g.step, "guardrail", where) for g in plan.guardrails)
    return _steps(book, plan.outcome, "outcome", where), rails


def _refuse_begun(plan: TryOut, where: str, today: dt.date) -> None:
    if plan.start_on < today:
        raise InputError(
            f"{where}: start_on {plan.start_on} has passed",
            hint="A try-out is declared before it begins, so that nobody picks the rule later.",
        )


def _file(path: Path) -> str:
    if not path.is_file():
        raise InputError(
            f"there is no file {path}",
            hint="Write one like `fairlead verify try-out --example` prints.",
        )
    if path.stat().st_size > LARGEST:
        raise ImportFileError(
            f"{path.name} is too large for a declaration", place=Place(str(path)), hint="Below 1 MB"
        )
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportFileError(
            f"{path.name} is no UTF-8 text", place=Place(str(path)), hint="Save it as UTF-8."
        ) from error


def counted_now(connection: Any, asked: Asked) -> tuple[Book, Ground]:
    """Return the book and the ground of a question.

    Raises
    ------
    InputError
        No deal has a date.
    """
    book, ground = count_ground(connection, asked.question, asked.process)
    if ground is None:
        raise InputError("no deal has a date by then", hint="Import deals with dates first.")
    return book, ground


def _steps(book: Book, name: str, what: str, where: str) -> _Steps:
    found = meant_by(book, name)
    if isinstance(found, NotEstimable):
        raise InputError(
            f"{where}: {what} {name!r} cannot be counted: {found.reason}",
            hint="Write a step as `fairlead measure` names it.",
        )
    places = tuple(book.competencies.index(one) for one in found)
    cells = [book.cells[place] for place in places]
    waits = [c.horizon_days for c in cells if isinstance(c, StepCells)]
    if len(waits) < len(cells):
        raise InputError(
            f"{where}: {what} {name!r} is no step",
            hint="A try-out is judged by the rate of a step of the process.",
        )
    return _Steps(places, found, int(max(waits)))


def _refuse_twice(plan: TryOut, outcome: _Steps, known: tuple[Begun, ...]) -> None:
    slugs = {c.slug for c in outcome.competencies}
    for other in known:
        until = other.plan.stop_on
        if (
            slugs & set(other.outcome)
            and plan.start_on < until
            and other.plan.start_on < (plan.stop_on)
        ):
            raise InputError(
                f"{plan.outcome} is being tried already, by {other.name} until {until}",
                hint="One at a time: two plays on one step cannot be told apart.",
            )


def _people(connection: Any, plan: TryOut, question: Question, worked: Ints) -> list[int]:
    """Return who may try: those named, or everybody, of who still works and had deals for a year.

    Fills ``led``.
    """
    led(connection)
    if not plan.who:
        return [int(key) for key in worked.tolist()]
    found: set[int] = set()
    for name in plan.who:
        try:
            found |= set(members(connection, about(connection, question, person=None, team=name)))
        except InputError:
            found.add(find_person(connection, name))
    return sorted(found & set(worked.tolist()))


def _draw(connection: Any, plan: TryOut, people: list[int], as_of: dt.date) -> tuple[Drawn, ...]:
    least = 2 * FEWEST_PEOPLE if plan.unit == "person" else 1
    if len(people) < least:
        raise InputError(
            f"{len(people)} of those named worked on {plan.outcome} in the last year; "
            f"{least} are needed",
            hint="Draw deals (unit: deal), or let more people try.",
        )
    rows = named(connection, people, as_of)
    if plan.unit == "deal":
        return tuple(Drawn(key, rows[key][0], None) for key in people)
    chosen = draw_people(people, [rows[key][1] for key in people], plan.share, plan.seed)
    return tuple(Drawn(key, rows[key][0], bool(on)) for key, on in zip(people, chosen, strict=True))


def _promise(
    plan: TryOut, past: Entries, people: list[int], as_of: dt.date, wait_days: int
) -> float | None:
    """Return what the try-out would show, tried on as many days of the own past."""
    ripe = past.entered_on + wait_days <= as_day(as_of)
    mine = np.isin(past.owner, people) & ripe
    days = int(past.entered_on[mine].max() - past.entered_on[mine].min() + 1) if mine.any() else 0
    tried = Past(past.owner[mine], past.success[mine].astype(bool), days)
    return detectable(plan, tried, rng=np.random.default_rng(plan.seed))
