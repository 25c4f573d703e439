"""The book of counts against a plain-Python reference, and what must hold whatever the data."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
import pytest
from tests.lake import lives, reference_book
from tests.lake.canonical import Rows, database, on

from fairlead.answers import NotEstimable
from fairlead.lake.counts.book import count_book
from fairlead.measure.cells import (
    AmountCells,
    Book,
    CountCells,
    StepCells,
    TimeCells,
)
from fairlead.measure.question import Question
from fairlead.process.model import Process
from fairlead.stats.timing import Horizon

SEEDS = (1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 3)))
DEALS = 260
LATE = dt.date(2026, 9, 30)


def book(rows: Rows, steps: Process, as_of: dt.date, **more: Any) -> Book:
    return count_book(database(rows), Question(as_of), steps, **more)


def by_slug(found: Book) -> dict[str, Any]:
    return {c.slug: cells for c, cells in zip(found.competencies, found.cells, strict=True)}


def same(left: Any, right: Any) -> bool:
    """Whether two results are equal to the last bit, arrays too."""
    if is_dataclass(left):
        return type(left) is type(right) and all(
            same(getattr(left, f.name), getattr(right, f.name)) for f in fields(left)
        )
    if isinstance(left, tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, np.ndarray):
        return np.array_equal(left, right, equal_nan=left.dtype.kind == "f")
    return bool(left == right)


@pytest.fixture(scope="module", params=SEEDS)
def random_company(request: pytest.FixtureRequest) -> tuple[Rows, Book]:
    dice = lives.dice_of(request.param)
    rows = lives.export(lives.company(dice, DEALS, lags=True), LATE)
    return rows, book(rows, lives.PROCESS, LATE)


def steps_of(found: Book) -> list[tuple[Any, Any]]:
    return [
        (c, cells)
        for c, cells in zip(found.competencies, found.cells, strict=True)
        if c.kind == "conversion"
    ]


def test_trials_in_cells_are_those_of_the_reference(random_company: tuple[Rows, Book]) -> None:
    rows, found = random_company
    first, months = found.window.first, found.window.month_count
    expected = reference_book.trials(rows, lives.PROCESS, LATE, first)
    compared = 0
    for competency, cells in steps_of(found):
        several = expected[competency.pipeline, competency.deal_type, competency.rank]
        told = reference_book.told_horizon(several, months)
        if isinstance(cells, NotEstimable):
            assert not isinstance(told, Horizon)
            continue
        assert isinstance(told, Horizon)
        assert (cells.horizon_days, cells.late_share) == (told.days, pytest.approx(told.late_share))
        names, counted, waiting = reference_book.cells(several, months, told)
        compare_cells(found, cells, names, counted, waiting)
        assert cells.untimed == sum(t.age is None for t in several)
        assert cells.unowned == sum(t.age is not None and t.person is None for t in several)
        compared += len(names)
    assert compared > 100


def compare_cells(
    found: Book, cells: StepCells, names: list[Any], counted: Any, waiting: Any
) -> None:
    people = found.roster.person_id[cells.person].tolist()
    place = defaultdict(list)
    for i, person in enumerate(people):
        place[person, int(cells.month[i]), int(cells.taken_over[i])].append(i)
    assert sorted(place) == names
    for row, key in enumerate(names):
        at_ = place[key]
        assert cells.successes[at_].sum() == counted.successes[row]
        assert cells.failures[at_].sum() == counted.failures[row]
        assert cells.late[at_].sum() == waiting[key, "late"]
        assert cells.open[at_].sum(axis=0).tolist() == [waiting[key, b] for b in range(10)]
        entries = counted.open_row == row
        for mean, shares in (
            (cells.waiting_success, counted.open_success),
            (cells.waiting_failure, counted.open_failure),
        ):
            got = (mean[at_] * cells.open[at_]).sum()
            wanted = (shares * counted.open_count)[entries].sum()
            assert got == pytest.approx(wanted, abs=2e-6 * max(1, entries.sum()))
        trials = (cells.successes + cells.failures + cells.open.sum(axis=1))[at_]
        for mean, wanted in (
            (cells.followed_success, counted.followed_success[row]),
            (cells.followed_failure, counted.followed_failure[row]),
        ):
            assert (mean[at_] * trials).sum() / trials.sum() == pytest.approx(wanted, abs=2e-6)


def test_days_at_risk_are_those_of_the_reference(random_company: tuple[Rows, Book]) -> None:
    rows, found = random_company
    expected = reference_book.trials(rows, lives.PROCESS, LATE, found.window.first)
    compared = 0
    for competency, cells in zip(found.competencies, found.cells, strict=True):
        if competency.kind != "duration" or isinstance(cells, NotEstimable):
            continue
        assert isinstance(cells, TimeCells)
        wanted = reference_book.at_risk(expected[competency.pipeline, competency.deal_type, None])
        got: dict[Any, list[float]] = defaultdict(lambda: [0, 0.0])
        for i, person in enumerate(found.roster.person_id[cells.person].tolist()):
            spot = got[person, int(cells.month[i]), int(cells.age_band[i])]
            spot[0] += int(cells.ends[i])
            spot[1] += float(cells.days[i])
        for key, (ends, days) in wanted.items():
            assert got[key][0] == ends
            assert got[key][1] == pytest.approx(days, abs=1e-4)
        assert sum(days for _, days in got.values()) == pytest.approx(
            sum(days for _, days in wanted.values())
        )
        compared += len(wanted)
    assert compared > 100


def test_new_deals_are_those_of_whoever_had_them_first(random_company: tuple[Rows, Book]) -> None:
    rows, found = random_company
    expected = reference_book.new_deals(rows, lives.PROCESS, LATE, found.window.first)
    for competency, cells in zip(found.competencies, found.cells, strict=True):
        if competency.kind != "creation":
            continue
        assert isinstance(cells, CountCells)
        got: Counter[Any] = Counter()
        for i, person in enumerate(found.roster.person_id[cells.person].tolist()):
            key = competency.pipeline, competency.deal_type, person, int(cells.month[i])
            got[key] += int(cells.events[i])
        group = (competency.pipeline, competency.deal_type)
        wanted = {k: n for k, n in expected.items() if k[:2] == group}
        assert {k: n for k, n in got.items() if n} == wanted
        everybody = {k[2] for k in wanted}
        assert len(cells.person) == len(everybody) * found.window.month_count


def test_amounts_are_the_logarithms_of_the_reference(random_company: tuple[Rows, Book]) -> None:
    rows, found = random_company
    expected = reference_book.wins(rows, lives.PROCESS, LATE, found.window.first, "EUR")
    compared = 0
    for competency, cells in zip(found.competencies, found.cells, strict=True):
        if competency.kind != "size" or isinstance(cells, NotEstimable):
            continue
        assert isinstance(cells, AmountCells)
        assert cells.currency == "EUR"
        every = expected[competency.pipeline, competency.deal_type]
        known = [(p, m, a) for p, m, a in every if p is not None]
        ordered = sorted(a for _, _, a in every)
        ceiling = ordered[int(np.ceil(0.99 * len(ordered))) - 1]
        assert cells.ceiling == ceiling
        assert cells.count.sum() == len(known)
        assert cells.amount.sum() == sum(a for _, _, a in known)
        logs = np.log([min(a, ceiling) for _, _, a in known])
        assert cells.total.sum() == pytest.approx(logs.sum(), abs=1e-6 * len(known))
        assert cells.square.sum() == pytest.approx((logs**2).sum(), abs=1e-6 * len(known))
        got = Counter[Any]()
        for i, person in enumerate(found.roster.person_id[cells.person].tolist()):
            got[person, int(cells.month[i])] += int(cells.count[i])
        assert got == Counter((p, m) for p, m, _ in known)
        compared += len(known)
    assert compared > 5


def test_the_same_question_twice_gives_the_same_to_the_last_bit() -> None:
    rows = lives.export(lives.company(lives.dice_of(9), DEALS), LATE)
    connection = database(rows)
    first = count_book(connection, Question(LATE), lives.PROCESS)
    again = count_book(connection, Question(LATE), lives.PROCESS)
    connection.execute("SET threads = 1")
    alone = count_book(connection, Question(LATE), lives.PROCESS)
    assert same(first, again)
    assert same(first, alone)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_export_of_the_evening_gives_the_same_book(seed: int) -> None:
    many = lives.company(lives.dice_of(seed), DEALS)
    for day in (on("2026-05-31"), on("2026-07-14")):
        then = book(lives.export(many, day), lives.PROCESS, day)
        assert any(isinstance(c, StepCells) for c in then.cells)
        assert same(book(lives.export(many, LATE), lives.PROCESS, day), then)
