"""The book of counts a second time: loops over deals, written from methods, sections 2 and 3.

Trials are listed one by one. Horizons and curves come from `stats.timing` on the single trials (no
histogram), cells from its `count_trials`.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from tests.lake import reference
from tests.lake.canonical import Rows

from fairlead.answers import NotEstimable
from fairlead.process.model import Process
from fairlead.stats.likelihood import Trials
from fairlead.stats.timing import (
    BAND_WEEKS,
    FAILURE,
    OPEN,
    SUCCESS,
    Horizon,
    TimingCurves,
    aalen_johansen,
    count_trials,
    horizon,
)

DAY_S = 86_400
Step = tuple[str, str, int | None]
"""Pipeline, deal type and rank; rank None is the whole road."""
Cell = tuple[int, int, int]
"""Person, month of entry, taken over."""


@dataclass
class Trial:
    """One trial; ages in whole days as the engine counts them."""

    person: int | None
    month: int | None
    taken: bool
    outcome: int
    age: int | None
    seconds: int | None
    follow: int
    deal: int


def month_of(first: dt.date, day: dt.date) -> int:
    return (day.year - first.year) * 12 + day.month - first.month


def trials(rows: Rows, process: Process, as_of: dt.date, first: dt.date) -> dict[Step, list[Trial]]:
    """Every trial that began in the window or nobody knows when."""
    end = reference.evening(as_of)
    found: dict[Step, list[Trial]] = defaultdict(list)
    for s in reference.stints(rows, process, as_of):
        outcome = {"advanced": SUCCESS, "lost": FAILURE}.get(s["outcome"], OPEN)
        seconds = s["dwell_s"] if s["provenance"] == "observed" else None
        timed = s["entered_at"] is not None and s["provenance"] == "observed"
        made = _trial(outcome, s["entered_at"], seconds, end, timed=timed)
        made.person, made.taken = s["person_id"], s["inherited"]
        made.deal = s["opportunity_id"]
        found[s["pipeline"], s["type"], s["rank"]].append(made)
    for deal, then, life in _lives(rows, process, as_of):
        life.deal = deal
        found[then[0], then[1], None].append(life)
    for step, several in found.items():
        for t in several:
            if t.month is not None:
                t.month += month_of(first, dt.date(1970, 1, 1))
        months = month_of(first, as_of)
        found[step] = [t for t in several if t.month is None or 0 <= t.month <= months]
    return found


def _trial(
    outcome: int,
    entered: dt.datetime | None,
    seconds: int | None,
    end: dt.datetime,
    *,
    timed: bool,
) -> Trial:
    age: int | None = None
    if timed and seconds is not None:
        age = seconds // DAY_S if outcome == OPEN else -(-seconds // DAY_S)
    elif timed and outcome == FAILURE:
        age = -1
    month = None if entered is None else month_of(dt.date(1970, 1, 1), entered.date())
    follow = 0 if entered is None else (end - entered) // reference.DAY
    return Trial(None, month, False, outcome, age, seconds, follow, 0)


def _lives(
    rows: Rows, process: Process, as_of: dt.date
) -> list[tuple[int, tuple[str, str], Trial]]:
    """Deals from creation to the first win, else to being lost, with who owned them longest."""
    history, end, rank_of = (
        reference.History(rows),
        reference.evening(as_of),
        reference.ranks(process),
    )
    found = []
    for number, then in reference.state(rows, process, as_of).items():
        wins = [
            m["occurred_at"]
            for m in history.moves[number]
            if rank_of.get((then["pipeline"], m["to_stage"])) == reference.WIN
            and reference.known_by(m, end)
        ]
        closed = then["closed_at"]
        if closed is None and then["booked_on"] is not None:
            closed = dt.datetime.combine(then["booked_on"], dt.time(), dt.UTC)
        if then["outcome"] == "won":
            wins += [min(closed, end)] if closed else []
            outcome, stop = SUCCESS, min(wins, default=None)
        elif wins:
            outcome, stop = SUCCESS, min(wins)
        elif then["outcome"] == "lost":
            outcome, stop = FAILURE, min(closed, end) if closed else None
        else:
            outcome, stop = OPEN, end
        created = then["created_at"]
        if stop is not None and created is not None:
            stop = max(stop, created)
        seconds = None
        if stop is not None and created is not None:
            seconds = (stop - created) // dt.timedelta(seconds=1)
        life = _trial(outcome, created, seconds, end, timed=created is not None)
        spans = reference._owners(history, number, end)
        life.person, _ = reference._credit(
            spans=spans, then=then, history=history, entered=created, stop=stop, born=created
        )
        found.append((number, (then["pipeline"], then["type"]), life))
    return found


def told_horizon(several: list[Trial], months: int) -> Horizon | NotEstimable | None:
    """The horizon from entries of the last 24 months; None where no trial is timed."""
    recent = _recent(several, months)
    if not recent:
        return None
    ages, ends = [t.age for t in recent], [t.outcome for t in recent]
    follow = max(t.follow for t in recent)
    return horizon(ages, ends, follow, aalen_johansen(ages, ends))


def _recent(several: list[Trial], months: int) -> list[Trial]:
    return [
        t
        for t in several
        if t.age is not None and t.age >= 0 and t.month is not None and t.month >= months - 24
    ]


def cells(
    several: list[Trial], months: int, told: Horizon, pace: dict[int, str] | None = None
) -> tuple[list[Cell], Trials, Counter[tuple[Cell, int | str]]]:
    """Trials of known people counted into cells; beside it open ones by age band, and late ones.

    `pace` names the kind of each deal; kinds with 50 successes have curves of their own.
    """
    recent = _recent(several, months)
    timed = [t for t in several if t.age is not None and t.person is not None]
    names = sorted({_cell(t) for t in timed})
    ends: dict[int, int] = {}
    parts = []
    for kind in sorted({(pace or {}).get(t.deal, "") for t in timed}):
        mine = [t for t in recent if (pace or {}).get(t.deal, "") == kind]
        own = sum(t.outcome == SUCCESS for t in mine) >= 50
        basis = mine if own else recent
        incidence = aalen_johansen([t.age for t in basis], [t.outcome for t in basis])
        curves = TimingCurves(incidence, told.days)
        here = [t for t in timed if (pace or {}).get(t.deal, "") == kind]
        for t in here:
            sw, sf = curves.waiting(t.age)
            over = t.outcome == OPEN and round(1e6 * float(sw)) + round(1e6 * float(sf)) == 0
            ends[id(t)] = FAILURE if over else t.outcome
        row = np.array([names.index(_cell(t)) for t in here], dtype=np.int64)
        counted = count_trials(
            row,
            len(names),
            [t.age for t in here],
            [ends[id(t)] for t in here],
            follow_up=[t.follow for t in here],
            curves=curves,
        )
        parts.append((counted, np.bincount(row, minlength=len(names))))
    beside: Counter[tuple[Cell, int | str]] = Counter()
    for t in timed:
        assert t.age is not None
        if t.outcome == SUCCESS and t.age > told.days:
            beside[_cell(t), "late"] += 1
        if ends[id(t)] == OPEN and t.age < told.days:
            beside[_cell(t), sum(t.age >= 7 * weeks for weeks in BAND_WEEKS)] += 1
    return names, _together(parts), beside


def _together(parts: list[tuple[Trials, npt.NDArray[np.intp]]]) -> Trials:
    """Cells of several kinds of deals as one."""
    number = np.maximum(sum(n for _, n in parts), 1)
    return Trials(
        successes=np.sum([c.successes for c, _ in parts], axis=0),
        failures=np.sum([c.failures for c, _ in parts], axis=0),
        followed_success=np.sum([c.followed_success * n for c, n in parts], axis=0) / number,
        followed_failure=np.sum([c.followed_failure * n for c, n in parts], axis=0) / number,
        open_row=np.concatenate([c.open_row for c, _ in parts]),
        open_count=np.concatenate([c.open_count for c, _ in parts]),
        open_success=np.concatenate([c.open_success for c, _ in parts]),
        open_failure=np.concatenate([c.open_failure for c, _ in parts]),
    )


def _cell(t: Trial) -> Cell:
    assert t.person is not None
    assert t.month is not None
    return t.person, t.month, int(t.taken)


def at_risk(several: list[Trial]) -> dict[tuple[int, int, int], tuple[int, float]]:
    """Ends and days lived through by person, month of entry and age band."""
    bounds = [0, *(7 * w for w in BAND_WEEKS), math.inf]
    found: dict[tuple[int, int, int], list[float]] = defaultdict(lambda: [0, 0.0])
    for t in several:
        if t.person is None or t.month is None or t.seconds is None:
            continue
        days = t.seconds / DAY_S
        for band, (low, high) in enumerate(pairwise(bounds)):
            if days < low:
                break
            spot = found[t.person, t.month, band]
            spot[1] += min(days, high) - low
            spot[0] += t.outcome != OPEN and days < high
    return {key: (int(ends), days) for key, (ends, days) in found.items()}


def new_deals(
    rows: Rows, process: Process, as_of: dt.date, first: dt.date
) -> Counter[tuple[str, str, int, int]]:
    """New deals by pipeline, type, who owned them first, and month."""
    history, end = reference.History(rows), reference.evening(as_of)
    found: Counter[tuple[str, str, int, int]] = Counter()
    for number, then in reference.state(rows, process, as_of).items():
        edits = [e for e in history.of_field(number, "owner_id") if reference.known_by(e, end)]
        owner = then["owner_id"]
        if edits:
            text = edits[0]["old"] or edits[0]["new"]
            owner = int(text) if text is not None else owner
        person = history.person.get(owner)
        if person is None or then["created_at"] is None:
            continue
        month = month_of(first, then["created_at"].date())
        if 0 <= month <= month_of(first, as_of):
            found[then["pipeline"], then["type"], person, month] += 1
    return found


def wins(
    rows: Rows, process: Process, as_of: dt.date, first: dt.date, currency: str
) -> dict[tuple[str, str], list[tuple[int | None, int, int]]]:
    """Person, month of booking and amount of each win that still is one."""
    people = {deal: t.person for deal, _, t in _lives(rows, process, as_of)}
    found: dict[tuple[str, str], list[tuple[int | None, int, int]]] = defaultdict(list)
    for number, then in reference.state(rows, process, as_of).items():
        if then["outcome"] != "won" or not then["amount"] or then["amount"] < 0:
            continue
        if then["booked_on"] is None or then["currency"] != currency:
            continue
        month = month_of(first, min(then["booked_on"], as_of))
        if 0 <= month <= month_of(first, as_of):
            key = then["pipeline"], then["type"]
            found[key].append((people[number], month, then["amount"]))
    return found
