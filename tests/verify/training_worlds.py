"""Companies that trained a step, with what it truly did: trials one by one, counted plainly."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from tests.measure.books import BANDS, make_book

from fairlead.measure.cells import Book, Competency, Floats, Ints, Roster, StepCells, Window
from fairlead.stats.likelihood import expit
from fairlead.stats.timing import (
    BAND_WEEKS,
    FAILURE,
    OPEN,
    SUCCESS,
    Horizon,
    TimingCurves,
    aalen_johansen,
    horizon,
    resolve,
)
from fairlead.verify.report import Counted
from fairlead.verify.training import Chosen, Trained, Training, as_day, month_of

STEP = Competency(
    "sales.new.demo", "Demo to Won", "conversion", "fraction", "Sales", "new", "Demo", "Won", 0
)
BASE = -0.2
DRIFT_SD, DRIFT_LIKENESS, SEASON_SD = 0.15, 0.7, 0.15
"""The market from quarter to quarter and the year's two harmonics, as the model expects them: in a
calmer market its intervals are wider than they need to be."""

LAST = dt.date(2026, 6, 30)
DATED = ("tenure", "workdays", "team", "manager")


@dataclass(frozen=True)
class Setting:
    """What a company is like and how it trained."""

    people: int = 40
    months: int = 30
    deals: float = 6.0
    sigma: float = 0.3
    likeness: float = 0.75
    effect: float = 0.0
    spread: float = 0.1
    chosen: Chosen = "random"
    groups: int = 3
    gap: int = 2
    after: int = 10  # months from the first start to the evening asked
    share: float = 0.5  # of people trained where the weakest are chosen
    smallest: float = 0.05
    walk: bool = False
    turnover: float = 0.0  # share of people who come within the months, and as many who go
    ramp: float = 0.0  # on the logit on the first day, falling by a factor of e in four months
    teams: int = 0
    spill: float = 0.0  # mean share of the effect that untrained members of a trained team get
    broken: float = 0.0  # on the logit, for everybody, from the month of the first start on


@dataclass(frozen=True)
class Made:
    """A company, its training, its counts, and the true effect in points on treated deals.

    `trials` and the first days of people (-1 without) are what it was counted from.
    """

    counted: Counted
    training: Training
    truth: float
    trials: Trials
    start: Ints


def make(setting: Setting, seed: int) -> Made:
    """Return a company as it stands on its last evening."""
    rng = np.random.default_rng(seed)
    book = _empty(setting.people, setting.months, setting.teams)
    window, theta = book.window, _abilities(setting, rng)
    edges = _edges(window)
    person, day = _entries(setting, edges, rng)
    month = np.searchsorted(edges, day, side="right") - 1
    joined, left = _stay(setting, rng)
    book = replace(book, roster=_with_tenure(book.roster, joined, setting))
    there = (month >= joined[person]) & (month < left[person])
    person, day, month = person[there], day[there], month[there]
    mix = (rng.random(len(day)) < 0.5).astype(np.int64)
    drift = _market(setting, window, rng)
    plain = BASE + theta[month, person] + drift[month] + np.where(mix == 1, 0.4, -0.4)
    plain = plain + setting.ramp * np.exp(-(month - joined[person] + 0.5) / 4)
    luck = rng.random(len(day))
    quick, slow = np.ceil(rng.gamma(2, 8, len(day))), np.ceil(rng.gamma(1.5, 20, len(day)))
    alone = luck < expit(plain)
    untouched = Trials(person, month, mix, day, alone, np.where(alone, quick, slow))
    present = (joined < setting.months - setting.after) & (left > setting.months - setting.after)
    start, group = _starts(setting, window, untouched, rng, present)
    response = rng.normal(setting.effect, setting.spread, setting.people)
    if setting.effect == 0:
        response[:] = 0.0
    treated = (start[person] >= 0) & (day >= start[person])
    beside = _beside(setting, book, start, person, day)
    passed_on = rng.uniform(0, 2) * setting.spill * setting.effect
    plain = plain + np.where(treated, 0.0, beside * passed_on)
    chance = expit(plain + np.where(treated, response[person], 0.0))
    won = luck < chance
    truth = float((chance - expit(plain))[treated].mean()) if treated.any() else 0.0
    trials = replace(untouched, won=won, waited=np.where(won, quick, slow))
    training = _training(setting, book, start, group)
    return Made(_count(book, trials, start), training, truth, trials, start)


def earlier(made: Made, months: int) -> Counted:
    """Return the same company's counts as they stood so many months before its last evening."""
    book, roster = made.counted.book, made.counted.book.roster
    window = book.window
    count = window.month_count - months
    edge = _edges(window)[count]
    short = replace(
        window,
        as_of=dt.date(1970, 1, 1) + dt.timedelta(days=int(edge) - 1),
        quarter=window.quarter[:count],
        month_of_year=window.month_of_year[:count],
    )
    cut = {name: getattr(roster, name)[:count] for name in DATED}
    seen = made.trials.day < edge
    trials = Trials(*(getattr(made.trials, name)[seen] for name in Trials.__dataclass_fields__))
    return _count(replace(book, window=short, roster=replace(roster, **cut)), trials, made.start)


def _count(book: Book, trials: Trials, start: Ints) -> Counted:
    trained, whole = _counts(trials, start, as_day(book.window.as_of), book.window)
    book = replace(book, competencies=(STEP,), cells=(whole,))
    return Counted(book, trained, np.arange(book.roster.count))


@cache
def _empty(people: int, months: int, teams: int) -> Book:
    """Return a book of these people; what is in its cells is replaced."""
    return make_book(people, months, steps=1, as_of=LAST, teams=teams)[0]


@dataclass(frozen=True)
class Trials:
    """Deals one by one: who, which month and day, mix, whether won, days until decided."""

    person: Ints
    month: Ints
    mix: Ints
    day: Ints
    won: Ints
    waited: Floats


def _abilities(setting: Setting, rng: np.random.Generator) -> Floats:
    theta = rng.standard_normal((setting.months, setting.people)) * setting.sigma
    phi = setting.likeness ** (1 / 12)
    for month in range(1, setting.months):
        if setting.walk:
            theta[month] = theta[month - 1] + np.sqrt(1 - phi * phi) * theta[month]
        else:
            theta[month] = phi * theta[month - 1] + np.sqrt(1 - phi * phi) * theta[month]
    return theta


def _market(setting: Setting, window: Window, rng: np.random.Generator) -> Floats:
    """Return how each month differs from the usual one."""
    quarters = rng.standard_normal(setting.months // 3 + 1) * DRIFT_SD
    for later in range(1, len(quarters)):
        fresh = np.sqrt(1 - DRIFT_LIKENESS**2) * quarters[later]
        quarters[later] = DRIFT_LIKENESS * quarters[later - 1] + fresh
    turn = 2 * np.pi * np.outer([1, 2], window.month_of_year) / 12
    season = (rng.standard_normal(4) * SEASON_SD) @ np.concatenate([np.cos(turn), np.sin(turn)])
    since = np.arange(setting.months) >= setting.months - setting.after
    result: Floats = quarters[np.arange(setting.months) // 3] + season + since * setting.broken
    return result


def _stay(setting: Setting, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Return the month each person comes and the one they are gone in."""
    joined = np.full(setting.people, -60)
    left = np.full(setting.people, setting.months + 60)
    moving = round(setting.people * setting.turnover)
    if moving:
        new = rng.permutation(setting.people)[:moving]
        joined[new] = rng.integers(3, setting.months - 3, moving)
        gone = rng.permutation(np.setdiff1d(np.arange(setting.people), new))[:moving]
        left[gone] = rng.integers(6, setting.months, len(gone))
    return joined, left


def _with_tenure(roster: Roster, joined: Ints, setting: Setting) -> Roster:
    if not setting.turnover:
        return roster
    return replace(roster, tenure=np.arange(setting.months)[:, None] - joined[None, :] + 0.5)


def _beside(setting: Setting, book: Book, start: Ints, person: Ints, day: Ints) -> Ints:
    """Return which deals are of a team in which somebody has started (deals,)."""
    if not setting.spill:
        return np.zeros(len(person), dtype=bool)
    team = book.roster.team[0]
    first = np.full(setting.teams, 10**9)
    for who in np.flatnonzero(start >= 0).tolist():
        first[team[who]] = min(first[team[who]], start[who])
    return day >= first[team[person]]


def _edges(window: Window) -> Ints:
    number = window.first.year * 12 + window.first.month - 1 + np.arange(window.month_count + 1)
    return (number - 1970 * 12).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def _entries(setting: Setting, edges: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    number = rng.poisson(setting.deals, (setting.months, setting.people))
    month, person = (np.repeat(x.ravel(), number.ravel()) for x in np.indices(number.shape))
    day = rng.integers(edges[month], edges[month + 1])
    return person, day


def _starts(
    setting: Setting, window: Window, trials: Trials, rng: np.random.Generator, present: Ints
) -> tuple[Ints, Ints]:
    """Return first days (-1 for nobody) and start groups: drawn, or the weakest lately.

    Numbers know of the last six months what was decided by the first start; a manager who judges
    sees also how the open deals go.
    """
    first = window.month_count - setting.after
    edges = _edges(window)
    start = np.full(setting.people, -1, dtype=np.int64)
    group = np.full(setting.people, -1, dtype=np.int64)
    if setting.chosen == "random":
        order = rng.permutation(setting.people)
        order = order[present[order]]
        for place, who in enumerate(order.tolist()):
            number = place % (setting.groups + 1)
            if number < setting.groups:
                start[who] = edges[first + number * setting.gap] + 10
                group[who] = number
        return start, group
    lately = (trials.month >= first - 6) & (trials.month < first)
    if setting.chosen == "numbers":
        lately &= trials.day + trials.waited <= edges[first]
    won = np.bincount(trials.person[lately & trials.won], minlength=setting.people)
    met = np.bincount(trials.person[lately], minlength=setting.people)
    worst = np.argsort(np.where(present, (won + 0.5) / (met + 1), np.inf))
    worst = worst[: round(present.sum() * setting.share)]
    start[worst] = edges[first]
    group[worst] = 0
    return start, group


def _training(setting: Setting, book: Book, start: Ints, group: Ints) -> Training:
    who = np.flatnonzero(start >= 0)
    return Training(
        name="Ask for the next step",
        competency=STEP.name,
        person_id=book.roster.person_id[who],
        person=tuple(book.roster.name[i] for i in who),
        start=start[who],
        group=tuple(str(g) for g in group[who]),
        stratum=(None,) * len(who),
        chosen_by=setting.chosen,
        smallest=setting.smallest,
        looks=(book.window.as_of,),
        hours=2.0 * len(who),
        cost=100_00 * len(who),
        known_on=dt.date(2024, 1, 1),
    )


def _counts(trials: Trials, start: Ints, today: int, window: Window) -> tuple[Trained, StepCells]:
    follow = (today - trials.day + 1).astype(float)
    told = _known(trials, follow)
    curves, length = _curves(*told, follow)
    whole = count_cells(trials, np.ones(len(follow), bool), *told, follow, curves, length)
    begun = start[trials.person]
    before = (begun < 0) | (trials.day < begun)
    short = np.where(begun < 0, follow, np.minimum(follow, begun - trials.day))
    cut = _known(trials, short)
    early = count_cells(trials, before, *cut, short, curves, length)
    late = count_cells(trials, ~before, *told, follow, curves, length)
    entered, ripe = int((~before).sum()), int((follow[~before] >= length.days).sum())
    both = {
        name: np.concatenate([getattr(early, name), getattr(late, name)])
        for name in StepCells.__dataclass_fields__
        if isinstance(getattr(early, name), np.ndarray)
    }
    share = np.repeat([0.0, 1.0], [len(early.person), len(late.person)])
    plain = _plainly(whole, start, window)
    cells = replace(whole, **both)
    return Trained((STEP,), cells, share, entered, ripe, *plain), whole


def _known(trials: Trials, follow: Floats) -> tuple[Floats, Ints]:
    ended = trials.waited <= follow
    outcome = np.where(ended, np.where(trials.won, SUCCESS, FAILURE), OPEN)
    return np.minimum(trials.waited, follow), outcome


def _curves(age: Floats, outcome: Ints, follow: Floats) -> tuple[TimingCurves, Horizon]:
    incidence = aalen_johansen(age, outcome)
    length = horizon(age, outcome, float(follow.max()), incidence)
    assert isinstance(length, Horizon)
    return TimingCurves(incidence, length.days), length


def count_cells(  # noqa: PLR0917
    trials: Trials,
    kept: Ints,
    age: Floats,
    outcome: Ints,
    follow: Floats,
    curves: TimingCurves,
    length: Horizon,
) -> StepCells:
    """Count some trials into cells, as the contract of `StepCells` says."""
    age, follow = age[kept], follow[kept]
    ends = resolve(age, outcome[kept], length.days)
    sw, sf = curves.waiting(age)
    gone = (ends == OPEN) & (sw + sf <= 0)
    ends = np.where(gone, FAILURE, ends)
    fw, ff = (1 - x for x in curves.waiting(follow))
    keys = np.stack([trials.person[kept], trials.month[kept], trials.mix[kept]], 1)
    keys, row = np.unique(keys, axis=0, return_inverse=True)
    row, count, bands = row.ravel(), len(keys), len(BAND_WEEKS) + 1
    band = np.searchsorted(7 * np.array(BAND_WEEKS), age, side="right")
    spot = (row * bands + band)[ends == OPEN]
    waiting = [
        np.bincount(spot, w[ends == OPEN], count * bands).reshape(count, bands)
        for w in (np.ones(len(age)), sw, sf)
    ]
    there = np.maximum(waiting[0], 1)
    total = np.maximum(np.bincount(row, minlength=count), 1)
    zero = np.zeros(count, dtype=np.int64)
    return StepCells(
        person=keys[:, 0],
        month=keys[:, 1],
        mix=keys[:, 2],
        taken_over=zero,
        successes=np.bincount(row[ends == SUCCESS], minlength=count),
        failures=np.bincount(row[ends == FAILURE], minlength=count),
        late=zero,
        open=waiting[0].astype(np.int64),
        waiting_success=waiting[1] / there,
        waiting_failure=waiting[2] / there,
        followed_success=np.clip(np.bincount(row, fw, count) / total, 0, 1),
        followed_failure=np.clip(np.bincount(row, ff, count) / total, 0, 1),
        horizon_days=length.days,
        late_share=length.late_share,
        untimed=0,
        bands=BANDS,
    )


def _plainly(
    whole: StepCells, start: Ints, window: Window
) -> tuple[tuple[int, int], tuple[int, int]]:
    begun = month_of(np.maximum(start, 0), window.first)
    trained = start[whole.person] >= 0
    since = whole.month - begun[whole.person]
    span = np.minimum(6, window.month_count - begun)[whole.person]
    found = []
    for rows in (
        trained & (since < 0) & (since >= -span),
        trained & (since >= 0) & (since < span),
    ):
        good = int(whole.successes[rows].sum())
        found.append((good, good + int(whole.failures[rows].sum())))
    return found[0], found[1]
