"""From a workspace to ``fairlead verify try-out``: begin one, and say what is known of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from fairlead import __version__
from fairlead.answers import Finding, NotEstimable
from fairlead.brief.model import Brief
from fairlead.brief.setting import Setting
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
from fairlead.refresh.briefing import Asked, as_it_was, ask
from fairlead.refresh.evidence import keep_evidence, question_json, with_rows
from fairlead.refresh.opening import opened
from fairlead.refresh.trying_store import Begun, Drawn, begun, called, keep_begun
from fairlead.refresh.trying_words import compose_begun, compose_try_outs
from fairlead.refresh.verifying import meant_by
from fairlead.verify.training import as_day
from fairlead.verify.tryout import FEWEST_PEOPLE, TryOut, draw_people, tries
from fairlead.verify.tryout_effect import Tried
from fairlead.verify.tryout_file import read_try_out
from fairlead.verify.tryout_power import Past, detectable
from fairlead.verify.tryout_verdict import Counted, TryOutReport, Watched, report_try_out

YEAR = 365
LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Open:
    """An open deal of a try-out, and whether it is to get the play."""

    key: str
    tries: bool
    entered_on: dt.date


@dataclass(frozen=True, slots=True)
class TriedOut:
    """Try-outs with the words they are told in; `mark` tells them from other answers."""

    reports: tuple[tuple[Begun, TryOutReport], ...]
    untold: tuple[tuple[Begun, NotEstimable], ...]
    drawn: tuple[Open, ...]
    brief: Brief
    mark: str


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
    """Check a declaration, draw who tries, and keep both; return them and how they are read.

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
    InputError
        The file cannot be read, a step or person does not exist, too few people could try, the
        first day has passed, or the same step is being tried already.
    ConflictError
        A try-out of this name was begun and says something else.
    """
    text = _file(path)
    plan = read_try_out(text, name=slug(path.stem), where=str(path))
    known = begun(workspace)
    same = next((each for each in known if each.name == plan.name and each.text == text), None)
    if same is not None:
        return same, compose_begun(same)
    _refuse_begun(plan, path, today)
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=today, question=question)
        book, ground = _counted(connection, asked.question, asked)
        outcome, rails = _asked_steps(book, plan, str(path))
        _refuse_twice(plan, outcome, known)
        since = asked.question.as_of - dt.timedelta(days=YEAR + outcome.wait_days)
        past = entries(ground, outcome.places, since=since, wait_days=outcome.wait_days)
        here = book.roster.person_id[present(book.roster)]
        people = _people(connection, plan, asked.question, np.intersect1d(past.owner, here))
        drawn = _draw(connection, plan, people, asked.question.as_of)
        made = Begun(
            name=plan.name,
            text=text,
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
    kept = keep_begun(workspace, made)
    return kept, compose_begun(kept)


def _asked_steps(book: Book, plan: TryOut, where: str) -> tuple[_Steps, tuple[_Steps, ...]]:
    """Return the step a try-out is about, and those that watch over it."""
    rails = tuple(_steps(book, g.step, "guardrail", where) for g in plan.guardrails)
    return _steps(book, plan.outcome, "outcome", where), rails


def _refuse_begun(plan: TryOut, path: Path, today: dt.date) -> None:
    if plan.start_on < today:
        raise InputError(
            f"{path}: start_on {plan.start_on} has passed",
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


def _counted(connection: Any, question: Question, asked: Asked) -> tuple[Book, Ground]:
    book, ground = count_ground(connection, question, asked.process)
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


def try_outs(
    workspace: Workspace,
    *,
    today: dt.date,
    name: str | None = None,
    as_of: dt.date | None = None,
    question: Question | None = None,
    with_drawn: bool = False,
) -> TriedOut:
    """Return what is known of one try-out, or of all of them.

    Parameters
    ----------
    workspace, today, as_of, question
        As in `brief_workspace`.
    name
        A name or title, or any part of it; None for all.
    with_drawn
        Also who tries, and open deals with whether they get the play.

    Raises
    ------
    InputError
        No try-out is called so.
    """
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=as_of, question=question)
        day = asked.question.as_of
        chosen = called(begun(workspace, max(day, today) if as_of is None else day), name)
        book, ground = _counted(connection, asked.question, asked)
        reports: list[tuple[Begun, TryOutReport]] = []
        untold, shown = [], []
        for each in chosen:
            counted = _known(book, ground, each)
            if isinstance(counted, NotEstimable):
                untold.append((each, counted))
                continue
            reports.append((each, report_try_out(each.plan, counted[0])))
            shown += counted[1] if with_drawn else []
        caveats: tuple[Finding, ...] = (*as_it_was(connection, asked, as_of), *asked.findings)
        brief = compose_try_outs(
            tuple(reports),
            tuple(untold),
            Setting(today, asked.until, caveats),
            day,
            book=book,
            whole=name is not None and len(chosen) == 1,
            drawn=tuple((o.key, o.tries, o.entered_on) for o in shown),
            people=with_drawn,
        )
        brief = with_rows(connection, brief)
    kept = replace(brief, title="try-outs")
    mark = keep_evidence(workspace, manifest, question_json(asked.question), kept)
    return TriedOut(tuple(reports), tuple(untold), tuple(shown), brief, mark)


def _known(book: Book, ground: Ground, made: Begun) -> tuple[Counted, list[Open]] | NotEstimable:
    """Return the counts of one try-out, and its open deals."""
    plan = made.plan
    places = _places(book, made.outcome)
    if not places:
        return NotEstimable("the step it tries can no longer be counted")
    before = plan.start_on - dt.timedelta(days=YEAR + made.wait_days)
    rows = entries(ground, places, since=before, wait_days=made.wait_days)
    tried, kept, closed = _tried(rows, made, made.wait_days)
    rails = []
    for rail, slugs, days in zip(
        plan.guardrails, made.guardrails, made.guardrail_days, strict=True
    ):
        watched = entries(ground, _places(book, slugs), since=before, wait_days=days)
        rails.append(Watched(rail, _tried(watched, made, days, closed=closed)[0]))
    arm = tried.tries
    units = [len(np.unique(tried.unit[side])) for side in (arm, ~arm)]
    counted = Counted(
        as_of=ground.question.as_of,
        tried=tried,
        entered=(int(arm.sum()), int((~arm).sum())),
        drawn=(units[0], units[1]),
        guardrails=tuple(rails),
        wait_days=made.wait_days,
        closed_on=dt.date(1970, 1, 1) + dt.timedelta(days=closed),
    )
    keys = [rows.key[i] for i in kept.tolist()]
    shown = [
        Open(key, bool(on), dt.date(1970, 1, 1) + dt.timedelta(days=int(day)))
        for key, on, day, is_open in zip(
            keys, arm, rows.entered_on[kept], rows.open[kept], strict=True
        )
        if is_open
    ]
    return counted, shown


def _places(book: Book, slugs: tuple[str, ...]) -> list[int]:
    return [i for i, c in enumerate(book.competencies) if c.slug in slugs]


def _tried(
    rows: Entries, made: Begun, wait_days: int, *, closed: int | None = None
) -> tuple[Tried, Ints, int]:
    """Return a step's deals by draw, their places in `rows`, and when it closed."""
    plan = made.plan
    start = as_day(plan.start_on)
    arms = {p.person: p.tries for p in made.people}
    mine = np.isin(rows.owner, list(arms))
    kept = np.flatnonzero(mine & (rows.entered_on >= start))
    if plan.unit == "deal":
        arm = np.array([tries(plan.seed, rows.key[i], plan.share) for i in kept.tolist()], bool)
    else:
        arm = np.array([bool(arms[int(rows.owner[i])]) for i in kept.tolist()], dtype=bool)
    if closed is None:
        closed = _closed(plan, rows.entered_on[kept], arm)
    inside = rows.entered_on[kept] < closed
    kept, arm = kept[inside], arm[inside]
    people = np.array(sorted(arms), dtype=np.int64)
    early = mine & (rows.entered_on + wait_days < start)
    code = np.searchsorted(people, rows.owner[early])
    size = len(people) if plan.unit == "person" else len(kept)
    past = np.zeros((2, size), dtype=np.int64)
    if plan.unit == "person":
        past[0] = np.bincount(code, rows.success[early], size).astype(np.int64)
        past[1] = np.bincount(code, minlength=size)
        unit = np.searchsorted(people, rows.owner[kept]).astype(np.int64)
    else:
        unit = np.arange(len(kept))
    tried = Tried(
        unit,
        arm,
        rows.success[kept].astype(bool),
        rows.entered_on[kept] + wait_days,
        past[0],
        past[1],
    )
    return tried, kept.astype(np.int64), closed


def _closed(plan: TryOut, entered: Ints, arm: Any) -> int:
    """Return the first day that no longer counts: the declared one, or when enough is at risk."""
    declared = as_day(plan.stop_on)
    if plan.most_deals is None or int(arm.sum()) <= plan.most_deals:
        return declared
    last = int(entered[arm][plan.most_deals - 1])
    return min(declared, last + 1)
