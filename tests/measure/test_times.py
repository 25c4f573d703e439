"""Days until half have ended: the truth comes back, also where ends bunch late."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.measure.books import BANDS, make_book

from fairlead.measure.cells import TimeCells
from fairlead.measure.expected import expected_rate, tally
from fairlead.measure.fitting import fit_book
from fairlead.measure.level import levels
from fairlead.measure.times import EDGES, median_days, passing, plain_median


def test_median_of_a_constant_chance():
    hazard = np.full(len(EDGES), 0.01)
    assert median_days(hazard) == pytest.approx(np.log(2) / 0.01)


def test_median_where_nothing_ends_early_or_ever():
    hazard = np.zeros((2, len(EDGES)))
    hazard[0, 6] = 0.1
    found = median_days(hazard)
    assert found[0] == pytest.approx(EDGES[6] + np.log(2) / 0.1)
    assert np.isnan(found[1])
    assert np.isnan(median_days(np.full(len(EDGES), 1e-6)))


def test_medians_of_people_read_from_the_middle_are_those_of_their_own_hazards():
    """Also where the first bands are empty, where nothing ends any more, and beyond five years."""
    rng = np.random.default_rng(8)
    hazard = rng.uniform(0.001, 0.05, (len(EDGES), 40))
    hazard[:3, 5:10] = 0.0
    hazard[4:7, 10:15] = 0.0
    hazard[-3:, 15:20] = 0.0
    hazard[:, 20:25] *= 0.01
    hazard[:, 25] = 0.0
    own = rng.normal(0.0, 1.0, (30, 40))
    expected = median_days(np.exp(own)[..., None] * hazard.T)
    found = passing(hazard, np.log(2) * np.exp(-own))
    assert np.isnan(expected).any()
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def late_ends(rng: np.random.Generator, count: int, scale: float) -> np.ndarray:
    """Ends that bunch around their middle: a Weibull of shape 3."""
    return scale * rng.weibull(3.0, count)


def cells_of(
    person: np.ndarray, month: np.ndarray, days: np.ndarray, seen: np.ndarray
) -> TimeCells:
    """Count ends and days by band, one deal after the other."""
    rows: dict[tuple[int, int, int], list[float]] = {}
    for i, t, d, s in zip(person, month, days, seen, strict=True):
        until = min(d, s)
        for band, low in enumerate(EDGES):
            high = EDGES[band + 1] if band + 1 < len(EDGES) else np.inf
            if until <= low:
                break
            cell = rows.setdefault((i, t, band), [0.0, 0.0])
            cell[1] += min(until, high) - low
            cell[0] += float(d <= s and d <= high)
    keys = np.array(list(rows))
    values = np.array(list(rows.values()))
    nothing = np.zeros(len(keys), dtype=np.int64)
    return TimeCells(
        keys[:, 0], keys[:, 1], keys[:, 2], nothing, values[:, 0].astype(int), values[:, 1], BANDS
    )


def test_plain_median_of_late_ends_with_open_deals():
    rng = np.random.default_rng(2)
    days = late_ends(rng, 4000, 100.0)
    seen = rng.uniform(0, 300, 4000)
    cells = cells_of(np.zeros(4000, int), np.zeros(4000, int), days, seen)
    counted = tally(cells, 1, np.ones(len(cells.person), dtype=bool))
    assert counted.rate[0] == pytest.approx(100 * np.log(2) ** (1 / 3), rel=0.06)
    crude = cells.days.sum() / cells.ends.sum()
    assert abs(crude - counted.rate[0]) > 5  # ends over days would say something else
    ends = np.bincount(cells.age_band, cells.ends, len(EDGES)).astype(float)
    at_risk = np.bincount(cells.age_band, cells.days, len(EDGES))
    assert plain_median(ends, at_risk) == pytest.approx(counted.rate[0])


def test_fair_days_are_days_of_real_deals():
    """Three slow people: 130 days instead of 100 where ends bunch; nobody reads 300."""
    rng = np.random.default_rng(3)
    book, _ = make_book(people=8, months=18)
    count = 3200
    person, month = rng.integers(0, 8, count), rng.integers(0, 18, count)
    scale = np.where(person < 3, 130.0, 100.0)
    days = scale * rng.weibull(3.0, count)
    seen = (18 - month) * 30.0
    cells = cells_of(person, month, days, seen)
    place = [c.kind for c in book.competencies].index("duration")
    one = replace(book, competencies=(book.competencies[place],), cells=(cells,))
    (fitted,) = fit_book(one, seed=1)
    found = levels(fitted).mean(axis=1)
    truth = scale_of(np.arange(8)) * np.log(2) ** (1 / 3)
    assert np.abs(found / truth - 1).max() < 0.2
    wanted = expected_rate(fitted, np.ones(len(fitted.cells.person), dtype=bool))
    assert ((wanted > 75) & (wanted < 135)).all()


def scale_of(person: np.ndarray) -> np.ndarray:
    return np.where(person < 3, 130.0, 100.0)
