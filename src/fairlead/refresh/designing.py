"""From a workspace to ``fairlead train design``: a training that can be judged, and its file."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.brief import words
from fairlead.brief.model import Brief
from fairlead.brief.naming import namer
from fairlead.brief.setting import Setting
from fairlead.diagnose.levels import level_of
from fairlead.diagnose.peers import peer
from fairlead.diagnose.scope import present, scope_of
from fairlead.errors import InputError
from fairlead.lake.counts.book import count_ground
from fairlead.lake.counts.trainings import trainings
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.cells import Book, Cells, Competency, Ints, StepCells
from fairlead.measure.fitted import Fitted
from fairlead.measure.fitting import fit_one
from fairlead.measure.question import Question
from fairlead.measure.report import competency_asked, steps_named
from fairlead.measure.roles import find_jobs
from fairlead.measure.selection import data_of
from fairlead.refresh.briefing import as_it_was, ask
from fairlead.refresh.design_own import own_data
from fairlead.refresh.design_plan import Wish, currency_of, rows_of_plan
from fairlead.refresh.design_words import compose_design
from fairlead.refresh.evidence import keep_evidence, question_json
from fairlead.refresh.judgeable import rule_of
from fairlead.refresh.opening import opened
from fairlead.train.design import (
    LEAST_GAP,
    MONTH_DAYS,
    Choice,
    Drawn,
    Timetable,
    best,
    designs,
    strata,
    timetable,
    weeks_needed,
)
from fairlead.train.outcomes import KINDS
from fairlead.train.power import SIMULATIONS, Own, Power, power
from fairlead.verify.training import Training

Progress = Callable[[str, int, int], None]

AHEAD_DAYS = 14
MOST_KNOWN = 12


@dataclass(frozen=True, slots=True)
class Designed:
    """Designs side by side, and the draw of the one to take.

    Parameters
    ----------
    wish
        As asked.
    competencies
        What is trained.
    own, powers, drawn, taken
        Own data, what each design shows, their draws, and the place of the one to take among the
        designs for the people asked about; None where none can be judged.
    joined
        The place of the best of all designs, that with the other teams among them.
    times
        When.
    rows
        Of the file, names included; none where the design to take cannot be judged.
    """

    wish: Wish
    competencies: tuple[Competency, ...]
    own: Own
    powers: tuple[Power, ...]
    drawn: tuple[Drawn, ...]
    taken: int
    joined: int | None
    times: Timetable
    seed: int
    rows: tuple[tuple[str, ...], ...]
    currency: str | None
    as_of: dt.date
    brief: Brief
    mark: str


def design_workspace(
    workspace: Workspace,
    wish: Wish,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    question: Question | None = None,
    simulations: int = SIMULATIONS,
    progress: Progress | None = None,
) -> Designed:
    """Return designs of a training side by side, with what each would show.

    Parameters
    ----------
    workspace, today, as_of, question, progress
        As in `brief_workspace`.
    wish
        What is asked.
    simulations
        Data sets behind each design.

    Raises
    ------
    InputError
        The competency, the team or the weeks do not fit, or people are already being trained.
    """
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=as_of, question=question)
        show = progress or _silent
        show("Counting", 0, 1)
        day = asked.question.as_of
        book, _ground = count_ground(connection, asked.question, asked.process)
        findings = (*as_it_was(connection, asked, as_of), *asked.findings)
        known = trainings(connection, asked.question)
    found = _designed(book, known, wish, day, simulations, show)
    brief = compose_design(found, Setting(today, asked.until, findings))
    mark = keep_evidence(workspace, manifest, question_json(asked.question), brief)
    return replace(found, brief=brief, mark=mark)


def _designed(  # noqa: PLR0917
    book: Book,
    known: tuple[Training, ...],
    wish: Wish,
    day: dt.date,
    simulations: int,
    show: Progress,
) -> Designed:
    """Return the designs without their words."""
    steps = _trained(book, wish.competency)
    choice, fitted = _choice(book, steps, wish)
    own = own_data(book, steps, choice, fitted)
    full = _in_full(book, steps, wish.competency)
    name = wish.name or full
    seed = zlib.crc32(f"{name} {day}".encode()) if wish.seed is None else wish.seed
    times = _times(wish, own, choice, day, seed)
    _refuse_twice(book, choice, times, known, wish)
    drawn = designs(choice, times, wish.smallest, rng=np.random.default_rng(seed))
    powers = []
    for number, one in enumerate(drawn):
        rng = np.random.default_rng([seed, number])
        powers.append(power(own, one.plan, rng=rng, simulations=simulations, progress=show))
    inside = [p for p, d in zip(powers, drawn, strict=True) if d.scheme != "with the other teams"]
    place = best(inside) or 0
    whole = replace(wish, name=name, seed=seed, competency=full)
    can_be_judged = powers[place].detectable is not None
    return Designed(
        wish=whole,
        competencies=tuple(c for c, _ in steps),
        own=own,
        powers=tuple(powers),
        drawn=drawn,
        taken=place,
        joined=best(powers),
        times=times,
        seed=seed,
        rows=rows_of_plan(book, choice, drawn[place], times, whole) if can_be_judged else (),
        currency=currency_of(book),
        as_of=day,
        brief=Brief("", "", "", "all", day, day, (), (), (), ()),
        mark="",
    )


def _silent(what: str, done: int, of: int) -> None:
    del what, done, of


def _trained(book: Book, asked: str) -> list[tuple[Competency, Cells]]:
    """Return what is meant: one step in all its kinds of deals, the one with most deals first.

    Anything else is one thing of one kind of deals, as its verdict will take it.
    """
    named = competency_asked(book.competencies, asked)
    if not named:
        known = sorted({c.name for c in book.competencies if c.kind in KINDS})
        told = f"Known: {', '.join(known[:MOST_KNOWN])}." if known else "Nothing can be measured."
        raise InputError(f"there is no competency {asked!r}", hint=told)
    names = steps_named(named)
    if len(names) > 1:
        raise InputError(
            f"{asked!r} may mean {len(names)} steps: {', '.join(names)}",
            hint=f'One step at a time: {names[0]}, or another (--competency "{names[0]}").',
        )
    if named[0].kind not in KINDS:
        raise InputError(
            f"a training of {named[0].name} cannot be designed: what it would show is not worked "
            "out for this kind of number",
            hint="Steps, numbers of new deals or activities, and amounts of wins can.",
        )
    cells = {c.slug: made for c, made in zip(book.competencies, book.cells, strict=True)}
    found = [(c, made) for c in named if not isinstance(made := cells[c.slug], NotEstimable)]
    if not found:
        reason = cells[named[0].slug]
        assert isinstance(reason, NotEstimable)  # noqa: S101  none of them is counted
        raise InputError(
            f"a training of {named[0].name} cannot be designed: {reason.reason}",
            hint="Train something else, or ask again later.",
        )
    steps = [(c, made) for c, made in found if isinstance(made, StepCells)]
    if not steps and len(found) > 1:
        name = namer((c, "") for c, _ in found)
        raise InputError(
            f"{asked!r} may mean {len(found)} things: {', '.join(name(c) for c, _ in found)}",
            hint=f'One at a time: write --competency "{name(found[0][0])}" or another of them.',
        )
    return sorted(steps, key=lambda pair: -float(data_of(pair[1]).sum())) or found


def _in_full(book: Book, trained: list[tuple[Competency, Cells]], asked: str) -> str:
    """Return a name that means the same, so that a plan says what is trained in full."""
    main = trained[0][0]
    meant = set(competency_asked(book.competencies, asked))
    alike = [(c, "") for c in book.competencies if c.name == main.name]
    if len(trained) == 1:
        return namer(alike)(main)
    return main.name if meant == {c for c, _ in alike} else asked


def _choice(book: Book, steps: list[tuple[Competency, Cells]], wish: Wish) -> tuple[Choice, Fitted]:
    """Return who does the job, who of them is to be trained, and the fit of the main thing."""
    there = present(book.roster)
    scope = scope_of(book.roster, team=wish.team)
    jobs = find_jobs(book)
    inside = [jobs.of_person[place] for place in scope.people.tolist()]
    said = sorted({job for job in inside if job is not None})
    most = max(said, key=inside.count) if said else None
    mine = np.array(
        [p for p, job in enumerate(jobs.of_person) if job is not None and job == most], np.int64
    )
    fitted = fit_one(book, steps[0][0], steps[0][1], most or "", mine, seed=1)
    if not isinstance(fitted, Fitted):
        told = "nobody has any deals" if fitted is None else fitted.reason.reason
        raise InputError(
            f"a training of {steps[0][0].name} cannot be designed: {told}",
            hint="Train something with more deals, or ask again later.",
        )
    busy = fitted.people[np.isin(fitted.people, there)]
    chosen = np.isin(busy, scope.people)
    if wish.below:
        chosen &= _below(fitted, busy)
    if not chosen.any():
        raise InputError(
            "nobody is left to be trained",
            hint="Train everybody there (without --people below), or name another team.",
        )
    team = book.roster.team[-1, busy]
    return Choice(busy, chosen, strata(team)), fitted


def _below(fitted: Fitted, people: Ints) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    level = level_of(fitted, people)
    if level is None:
        return np.ones(len(people), dtype=bool)
    below: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = (level.place < peer(level)).mean(
        axis=1
    ) > 0.5
    return below


def _times(wish: Wish, own: Own, choice: Choice, day: dt.date, seed: int) -> Timetable:
    first = wish.first_on
    if first is None:
        soon = day + dt.timedelta(days=AHEAD_DAYS)
        first = soon + dt.timedelta(days=(7 - soon.weekday()) % 7)
    if first <= day:
        raise InputError(
            f"the first start {first} has passed", hint="A design is made before the start."
        )
    horizon = own.horizon * MONTH_DAYS
    try:
        return timetable(first, wish.weeks, wish.groups, horizon)
    except ValueError as error:
        close = Timetable(first, first + dt.timedelta(weeks=wish.weeks), LEAST_GAP, wish.groups)
        drawn = designs(choice, close, wish.smallest, rng=np.random.default_rng(seed))[0]
        weeks = weeks_needed(own, drawn, close)
        told = f"{wish.groups} start groups need at least {weeks} weeks to the verdict"
        wait = f"Deals need {horizon:.0f} days to decide: " if horizon else "Groups start apart: "
        more = "" if weeks is None else f"plan {weeks} weeks to the verdict (--weeks {weeks}), or "
        raise InputError(
            str(error) if weeks is None else told,
            hint=f"{wait}{more}plan fewer start groups (--groups).",
        ) from error


def _refuse_twice(
    book: Book, choice: Choice, times: Timetable, known: tuple[Training, ...], wish: Wish
) -> None:
    """Refuse to train people twice at once, unless somebody says why."""
    if wish.because:
        return
    who = book.roster.person_id[choice.people[choice.chosen]]
    for one in known:
        rule = rule_of(one, book)
        if isinstance(rule, NotEstimable):
            continue
        busy = np.isin(one.person_id, who) & (rule.looks[-1] >= times.first_on)
        if busy.any():
            raise InputError(
                f"{int(busy.sum())} of these people are in {one.name}, whose verdict is due on "
                f"{words.day(rule.looks[-1])}",
                hint="One competency at a time: start later (--start), or say why (--because).",
            )
