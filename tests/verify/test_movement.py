"""Movement: who changed is counted, and luck alone is counted beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measure.books import make_book

from fairlead.answers import NotEstimable
from fairlead.diagnose.road import Road, roads
from fairlead.measure.cells import StepCells
from fairlead.measure.fitting import fit_book
from fairlead.stats.ability import replicate
from fairlead.stats.ability.replicate import held
from fairlead.verify.movement import (
    Attained,
    Movement,
    OwnPath,
    attained,
    moved,
    movement,
    own_path,
    worths,
)


def road_of(people: int = 10, months: int = 24, *, change: float = 0.0) -> Road:
    book, _ = make_book(people=people, months=months, seed=21, sigma=0.3, deals=15, steps=1)
    cells = book.cells[0]
    assert isinstance(cells, StepCells)
    if change:  # half of the people turn that share of failures of the last year into successes
        late = (cells.month >= months - 11) & (cells.person % 2 == 0)
        gained = np.where(late, np.round(change * cells.failures), 0).astype(np.int64)
        cells = replace(cells, successes=cells.successes + gained, failures=cells.failures - gained)
    made = fit_book(replace(book, cells=(cells, *book.cells[1:])), seed=1)
    (road,) = roads(made)
    assert isinstance(road, Road)
    return road


def counted(road: Road) -> Movement:
    found = movement([road], rng=np.random.default_rng(0), replicates=3)
    assert isinstance(found, Movement)
    return found


def test_who_changed_is_counted_beyond_luck() -> None:
    found = counted(road_of(change=0.8))
    assert found.better >= 3
    assert found.luck_better <= 1
    assert found.beyond_luck >= 2


def test_where_little_changed_movement_is_near_luck() -> None:
    found = counted(road_of())
    assert found.people == 10
    assert found.better + found.worse <= 4
    assert found.luck_better + found.luck_worse <= 2


def test_a_year_of_data_is_no_year_to_compare() -> None:
    found = movement([road_of(months=12)], rng=np.random.default_rng(0))
    assert isinstance(found, NotEstimable)
    assert found.needed == 13
    assert isinstance(movement([], rng=np.random.default_rng(0)), NotEstimable)


def test_both_dates_share_mix_and_market() -> None:
    road = road_of()
    now, then = worths([road])
    assert now == pytest.approx(road.worth)
    # joint draws: the difference is known far better than either
    assert (now - then).std() < 1.5 * now.std()
    assert np.corrcoef(now.mean(axis=1), then.mean(axis=1))[0, 1] > 0.3


def test_more_than_nine_chances_in_ten_count() -> None:
    now = np.tile(np.linspace(0, 1, 1000), (3, 1))
    assert moved(now, np.full((3, 1000), 0.05)) == (3, 0)
    assert moved(now, np.full((3, 1000), 0.2)) == (0, 0)
    assert moved(now, np.full((3, 1000), 0.96)) == (0, 3)
    assert moved(now, now) == (0, 0)


def test_replicates_hold_abilities_and_totals() -> None:
    road = road_of()
    rng = np.random.default_rng(3)
    for fitted in road.fits:
        design = fitted.fit.design
        theta = held(fitted.fit)
        assert theta.shape == (design.person_count,)
        again = replicate(fitted.fit, rng)
        assert again.trials == pytest.approx(design.likelihood.trials)
    steps = road.fits[1].fit.design.likelihood
    drawn = np.array([replicate(road.fits[1].fit, rng).successes.sum() for _ in range(200)])  # type: ignore[attr-defined]
    assert drawn.mean() == pytest.approx(steps.successes.sum(), rel=0.05)  # type: ignore[attr-defined]
    n = (steps.successes + steps.failures).sum()  # type: ignore[attr-defined]
    share = drawn.mean() / n
    assert drawn.std() == pytest.approx(np.sqrt(n * share * (1 - share)), rel=0.25)


def test_ones_own_path_is_against_oneself_and_has_its_range() -> None:
    road = road_of(change=0.8)
    better, same = own_path([road], 0), own_path([road], 1)
    assert isinstance(better, OwnPath)
    assert isinstance(same, OwnPath)
    assert better.better > 0.8 > same.better
    assert better.change.lower < better.change.value < better.change.upper
    cells = road.fits[1].cells
    assert isinstance(cells, StepCells)
    mine = cells.person == 0
    whole = cells.successes + cells.failures + cells.open.sum(axis=1)
    assert better.change.n == whole[mine].sum()
    nobody = own_path([road], 99)
    assert isinstance(nobody, NotEstimable)
    assert nobody.reason.startswith("nothing is measured here"), "years of others are known"
    assert nobody.needed is None
    young = own_path([road_of(months=12)], 0)
    assert isinstance(young, NotEstimable)
    assert young.reason == "data of a year and a month are needed"


def test_too_few_deals_say_nothing_of_a_path() -> None:
    road = road_of()
    cells = road.fits[1].cells
    assert isinstance(cells, StepCells)
    none = cells.person == 0
    few = replace(
        cells,
        successes=np.where(none, 0, cells.successes),
        failures=np.where(none, 0, cells.failures),
        open=np.where(none[:, None], 0, cells.open),
    )
    bare = replace(road, fits=(road.fits[0], replace(road.fits[1], cells=few), *road.fits[2:]))
    found = own_path([bare], 0)
    assert isinstance(found, NotEstimable)
    assert (found.needed, found.have) == (5, 0)


def test_who_meets_the_target_is_k_of_those_who_have_one() -> None:
    targets = {1: 100, 2: 100, 3: 100, 4: 0}
    assert attained(targets, {1: 100, 2: 99, 4: 50, 9: 900}) == Attained(1, 3)
    assert attained({}, {1: 5}) == Attained(0, 0)
