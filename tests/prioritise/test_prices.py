"""The share of the list price kept: its level, what it is worth, and what it is no part of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measure.books import make_book

from fairlead.diagnose.road import Road, roads
from fairlead.measure.cells import AmountCells, Book, Competency, Floats
from fairlead.measure.expected import expected_top, recent_rows
from fairlead.measure.fitted import Fitted
from fairlead.measure.fitting import fit_book
from fairlead.measure.level import levels
from fairlead.prioritise.benchmarks import Effect, realistic
from fairlead.prioritise.gains import gains
from fairlead.stats.likelihood import expit

PRICE = Competency("sales.new.price", "Price kept", "price", "fraction", "Sales", "new")
PEOPLE, MIDDLE, SIGMA, APART = 14, 1.8, 0.5, 0.8


@pytest.fixture(scope="module")
def made() -> tuple[Book, Floats]:
    """A book with prices: the truth is each person's mean share over their deals."""
    book, _ = make_book(people=PEOPLE, seed=3, deals=8)
    size = next(c for c in book.cells if isinstance(c, AmountCells))
    rng = np.random.default_rng(8)
    theta = SIGMA * rng.standard_normal(PEOPLE)
    values = [
        MIDDLE + theta[person] + APART * rng.standard_normal(count)
        for person, count in zip(size.person, size.count, strict=True)
    ]
    cells = replace(
        size,
        mix=np.zeros_like(size.mix),
        total=np.array([x.sum() for x in values]),
        square=np.array([(x**2).sum() for x in values]),
        amount=np.array([expit(x).sum() for x in values]),
    )
    points = APART * np.random.default_rng(1).standard_normal(4000)
    truth = expit(MIDDLE + theta[:, None] + points).mean(axis=1)
    whole = replace(book, competencies=(*book.competencies, PRICE), cells=(*book.cells, cells))
    return whole, truth


@pytest.fixture(scope="module")
def road(made: tuple[Book, Floats]) -> Road:
    (found,) = roads(fit_book(made[0], seed=1))
    assert isinstance(found, Road)
    return found


def test_levels_are_mean_shares_over_deals(made: tuple[Book, Floats]) -> None:
    book, truth = made
    (fitted,) = (f for f in fit_book(book.only({PRICE.slug}), seed=1) if isinstance(f, Fitted))
    draws = levels(fitted)
    z = (truth - draws.mean(axis=1)) / draws.std(axis=1)
    # 14 people share one company level, so their errors hang together
    assert abs(z.mean()) < 1.2
    assert 0.4 < z.std() < 1.8
    middle = expit(fitted.draws.person() + MIDDLE).mean()
    assert middle > draws.mean() + 0.01  # the middle deal keeps more than deals do on average
    rows = recent_rows(fitted.cells, fitted.window.month_count)
    assert isinstance(fitted.cells, AmountCells)
    assert expected_top(fitted, rows).sum() == pytest.approx(
        fitted.cells.amount[rows].sum(), rel=0.02
    )


def test_a_better_price_multiplies_what_a_person_is_worth(road: Road) -> None:
    found = gains([road], effects={PRICE.slug: Effect(mean=0.4, sd=0.0)})
    place = [c.slug for c in found.competencies].index(PRICE.slug)
    (level,) = road.also
    after = level.at(realistic(level, np.full(road.worth.shape[1], 0.4)))
    assert np.allclose(found.draws[place], road.worth * (after / level.now - 1))
    assert found.draws[place].mean() > 0
    assert level.now.max() < 1


def test_a_price_is_a_part_of_size_and_no_factor_of_its_own(road: Road) -> None:
    kinds = [level.competency.kind for level in road.levels]
    assert "price" not in kinds
    assert np.allclose(road.worth, np.prod([level.now for level in road.levels], axis=0))
    assert [f.code for f in road.findings].count("price_loses_no_deal") == 1
