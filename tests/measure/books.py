"""Books with a known truth: people whose ability was drawn, and the counts that came of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from fairlead.measure.cells import (
    UNKNOWN,
    AmountCells,
    Book,
    Cells,
    Competency,
    CountCells,
    Floats,
    Ints,
    Mix,
    Roster,
    StepCells,
    TimeCells,
    Window,
)
from fairlead.stats.likelihood import expit
from fairlead.stats.timing import (
    BAND_WEEKS,
    FAILURE,
    OPEN,
    SUCCESS,
    TimingCurves,
    aalen_johansen,
    horizon,
    resolve,
)

NAMES = (
    "Ada Bert Cleo Dan Eve Farid Gita Hana Ivo Jana Kofi Lena Mira Nils Olga Paul Quinn Rosa Sven "
    "Tara Umar Vera Wim Xenia Yusuf Zoe"
).split()
MONTH_DAYS = 30
SETTINGS = ("Demo", "Proposal", "Negotiation")
BANDS = Mix(
    labels=("large, from outside", "small, asked for us"),
    columns=("segment", "source"),
    level_names=(("large", "outbound"), ("small", "inbound")),
    level_band=np.array([0, 1]),
)


@dataclass(frozen=True)
class Truth:
    """Ability now by slug (people,) on the scale of each kind, and the general level by slug."""

    now: dict[str, Floats]
    level: dict[str, float]


def names_of(count: int) -> tuple[str, ...]:
    more = -(-count // len(NAMES))
    return tuple(f"{n}{k or ''}" for k in range(more) for n in NAMES)[:count]


def make_book(
    people: int = 12,
    months: int = 24,
    *,
    seed: int = 1,
    sigma: float = 0.4,
    deals: float = 6.0,
    steps: int = 2,
    level: float = -0.2,
    planted: dict[str, float] | None = None,
    hard_to_good: bool = False,
    roles: tuple[str | None, ...] | None = None,
    teams: int = 0,
    as_of: dt.date = dt.date(2026, 6, 30),
) -> tuple[Book, Truth]:
    """Return a book of steps, the win, new deals, sizes and times, and the truth behind it.

    Parameters
    ----------
    planted
        Name -> added to the first step's ability, in every month.
    hard_to_good
        Give the hard band to the better people of the first step (0.8 of their deals, else 0.2).
    """
    rng = np.random.default_rng(seed)
    roster, window = _roster(people, months, roles, teams, as_of), _window(months, as_of)
    competencies: list[Competency] = []
    cells: list[Cells] = []
    truth = Truth({}, {})
    for rank in range(steps):
        stage, after = SETTINGS[rank], (*SETTINGS, "Won")[rank + 1] if rank + 1 < steps else "Won"
        slug = f"sales.new.{stage.lower()}"
        theta = _chains(rng, months, people, sigma)
        if rank == 0:
            for name, effect in (planted or {}).items():
                theta[:, roster.name.index(name)] += effect
        hard = np.full(people, 0.5)
        if hard_to_good:
            hard = np.where(theta[-1] > np.median(theta[-1]), 0.8, 0.2)
        cells.append(_steps(rng, theta, level, deals, hard))
        competencies.append(
            Competency(
                slug,
                f"{stage} to {after}",
                "conversion",
                "fraction",
                "Sales",
                "new",
                stage,
                after,
                rank,
            )
        )
        truth.now[slug], truth.level[slug] = theta[-1], level
    for slug, name, kind, unit, make in (
        ("sales.new.creation", "New deals", "creation", "a week", _creation),
        ("sales.new.size", "Size of a win", "size", "EUR minor", _sizes),
        ("sales.new.duration", "Days to close", "duration", "days", _times),
    ):
        theta = _chains(rng, months, people, 0.75 * sigma)
        made, base = make(rng, theta)
        cells.append(made)
        competencies.append(Competency(slug, name, kind, unit, "Sales", "new"))  # type: ignore[arg-type]
        truth.now[slug], truth.level[slug] = theta[-1], base
    return Book(window, roster, tuple(competencies), tuple(cells)), truth


def relabelled(book: Book, order: Ints) -> Book:
    """Return the same book with people's ids and rows in another order."""
    roster = book.roster
    place = np.argsort(order)
    moved = replace(
        roster,
        person_id=roster.person_id[order],
        name=tuple(roster.name[i] for i in order.tolist()),
        role=tuple(roster.role[i] for i in order.tolist()),
        tenure=roster.tenure[:, order],
        workdays=roster.workdays[:, order],
        team=roster.team[:, order],
        manager=roster.manager[:, order],
    )
    cells = tuple(replace(c, person=place[c.person]) for c in book.cells)  # type: ignore[type-var, union-attr]
    return replace(book, roster=moved, cells=cells)


def _window(months: int, as_of: dt.date) -> Window:
    number = as_of.year * 12 + as_of.month - 1 - np.arange(months)[::-1]
    first = dt.date(int(number[0]) // 12, int(number[0]) % 12 + 1, 1)
    quarter = number // 3
    return Window(first, as_of, quarter - quarter[0], number % 12)


def _roster(
    people: int, months: int, roles: tuple[str | None, ...] | None, teams: int, as_of: dt.date
) -> Roster:
    del as_of
    shape = (months, people)
    team = np.full(shape, UNKNOWN)
    if teams:
        team = np.broadcast_to(np.arange(people) % teams, shape).copy()
    return Roster(
        person_id=1000 + np.arange(people, dtype=np.int64),
        name=names_of(people),
        role=roles or (None,) * people,
        tenure=np.full(shape, np.nan),
        workdays=np.full(shape, 21.0),
        team=team,
        manager=np.full(shape, UNKNOWN),
        teams=tuple(f"Team {k}" for k in range(teams)),
        managers=(),
    )


def _chains(rng: np.random.Generator, months: int, people: int, sigma: float) -> Floats:
    phi = 0.75 ** (1 / 12)
    theta = rng.standard_normal((months, people))
    for month in range(1, months):
        theta[month] = phi * theta[month - 1] + np.sqrt(1 - phi**2) * theta[month]
    return theta * sigma


def _steps(
    rng: np.random.Generator, theta: Floats, level: float, deals: float, hard: Floats
) -> StepCells:
    months, people = theta.shape
    number = rng.poisson(deals, (months, people))
    month, person = (np.repeat(x.ravel(), number.ravel()) for x in np.indices((months, people)))
    mix = (rng.random(len(month)) > hard[person]).astype(np.int64)
    taken = (rng.random(len(month)) < 0.1).astype(np.int64)
    p = expit(level + theta[month, person] + np.where(mix == 1, 0.4, -0.4) - 0.1 * taken)
    won = rng.random(len(month)) < p
    waited = np.where(won, rng.gamma(2, 12, len(month)), rng.gamma(1.5, 40, len(month)))
    follow_up = (months - month) * MONTH_DAYS - rng.integers(0, MONTH_DAYS, len(month)) + 0.5
    outcome = np.where(waited > follow_up, OPEN, np.where(won, SUCCESS, FAILURE))
    age = np.minimum(waited, follow_up)
    return count_steps(person, month, mix, taken, age, outcome, follow_up)


def count_steps(  # noqa: PLR0917
    person: Ints, month: Ints, mix: Ints, taken: Ints, age: Floats, outcome: Ints, follow_up: Floats
) -> StepCells:
    """Count trials into cells as the contract says, one by one: slow and plain."""
    incidence = aalen_johansen(age, outcome)
    found = horizon(age, outcome, float(follow_up.max()), incidence)
    assert not hasattr(found, "reason"), found
    curves = TimingCurves(incidence, found.days)  # type: ignore[union-attr]
    ends = resolve(age, outcome, curves.horizon)
    sw, sf = curves.waiting(age)
    fw, ff = (1 - x for x in curves.waiting(follow_up))
    keys, row = np.unique(np.stack([person, month, mix, taken], 1), axis=0, return_inverse=True)
    row = row.ravel()
    count, bands = len(keys), len(BAND_WEEKS) + 1
    band = np.searchsorted(7 * np.array(BAND_WEEKS), age, side="right")
    total = np.bincount(row, minlength=count)
    waiting = np.zeros((3, count, bands))
    for trial in np.flatnonzero(ends == OPEN):
        waiting[:, row[trial], band[trial]] += (1, sw[trial], sf[trial])
    there = np.maximum(waiting[0], 1)
    late = (outcome == SUCCESS) & (age > curves.horizon)
    return StepCells(
        person=keys[:, 0],
        month=keys[:, 1],
        mix=keys[:, 2],
        taken_over=keys[:, 3],
        successes=np.bincount(row[ends == SUCCESS], minlength=count),
        failures=np.bincount(row[ends == FAILURE], minlength=count),
        late=np.bincount(row[late], minlength=count),
        open=waiting[0].astype(np.int64),
        waiting_success=waiting[1] / there,
        waiting_failure=waiting[2] / there,
        followed_success=np.bincount(row, fw, count) / total,
        followed_failure=np.bincount(row, ff, count) / total,
        horizon_days=curves.horizon,
        late_share=found.late_share,  # type: ignore[union-attr]
        untimed=0,
        bands=BANDS,
    )


def _creation(rng: np.random.Generator, theta: Floats) -> tuple[CountCells, float]:
    month, person = (x.ravel() for x in np.indices(theta.shape))
    weeks = np.full(len(month), 4.2)
    rate = np.exp(0.3 + theta[month, person])
    return CountCells(person, month, rng.poisson(rate * weeks), weeks), 0.3


def _sizes(rng: np.random.Generator, theta: Floats) -> tuple[AmountCells, float]:
    grid = np.indices((*theta.shape, 2))
    month, person, mix = (x.ravel() for x in grid)
    number = rng.poisson(1.0, len(month))
    rows = []
    for at in np.flatnonzero(number):
        x = rng.normal(14 + theta[month[at], person[at]] - 0.3 * mix[at], 0.7, number[at])
        rows.append(
            (person[at], month[at], mix[at], len(x), x.sum(), (x * x).sum(), np.exp(x).sum())
        )
    made = np.array(rows)
    codes = made[:, :4].astype(np.int64)
    return (
        AmountCells(
            *(codes[:, k] for k in range(4)), *(made[:, k] for k in (4, 5, 6)), "EUR", BANDS
        ),
        14.0,
    )


def _times(rng: np.random.Generator, theta: Floats) -> tuple[TimeCells, float]:
    month, person, band = (x.ravel() for x in np.indices((*theta.shape, 3)))
    days = rng.integers(20, 200, len(month)).astype(float)
    rate = np.exp(-4.0 + 0.4 * band + theta[month, person])
    mix = np.zeros(len(month), dtype=np.int64)
    ends = rng.poisson(rate * days)
    return TimeCells(person, month, band.astype(np.int64), mix, ends, days, BANDS), -4.0
