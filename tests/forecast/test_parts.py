"""The parts of the forecast against truth that was put in."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from fairlead.forecast.creation import creation
from fairlead.forecast.journal import NO_AMOUNT, NOBODY, Timeline
from fairlead.forecast.offsets import fit_offsets, marks_of
from fairlead.forecast.panel import Errors
from fairlead.forecast.recalibrate import FEWEST_PERIODS, weights_of
from fairlead.forecast.shock import PRIOR_SHARE, mean_spread, shared_spread
from fairlead.forecast.traffic import Traffic
from fairlead.stats.scoring import randomised_pit

NONE = np.zeros((1, 1, 1), dtype=np.int64)


def weeks_of(counts: np.ndarray) -> Traffic:
    sums = np.concatenate([[0], np.cumsum(counts)])[:, None].astype(np.int64)
    end = (dt.date(2026, 6, 26) - dt.date(1970, 1, 1)).days
    return Traffic(end, 1 - len(counts), NONE, NONE, NONE, sums)


def test_even_creation_goes_on_with_little_doubt() -> None:
    counts = np.random.default_rng(1).poisson(40, 90)
    made = creation(weeks_of(counts), 0, 0, 13)
    assert made.weekly == pytest.approx(np.full(13, counts[-26:].mean()), rel=0.05)
    assert made.dispersion < 1.5
    assert not made.seasonal
    drawn = made.drawn(4000, np.random.default_rng(2))
    assert drawn.sum(axis=1).mean() == pytest.approx(made.weekly.sum(), rel=0.02)


def test_heaps_make_creation_unsure() -> None:
    rng = np.random.default_rng(1)
    heaps = rng.poisson(40 * rng.gamma(1.0, 1.0, 90))
    made = creation(weeks_of(heaps), 0, 0, 13)
    assert made.dispersion > 10
    even = creation(weeks_of(rng.poisson(40, 90)), 0, 0, 13)
    spread = [m.drawn(4000, rng).sum(axis=1).std() for m in (made, even)]
    assert spread[0] > 2 * spread[1]


def test_a_season_of_two_years_is_seen_and_a_trend_is_damped() -> None:
    weeks = np.arange(156)
    season = 1 + 0.5 * np.sin(2 * np.pi * weeks / 52.18)
    made = creation(weeks_of(np.round(100 * season)), 0, 0, 26)
    truly = 100 * (1 + 0.5 * np.sin(2 * np.pi * (156 + np.arange(26)) / 52.18))
    assert made.seasonal
    assert np.abs(made.weekly / truly - 1).mean() < 0.15
    grown = np.concatenate([np.full(70, 50), np.full(13, 100)])
    trend = creation(weeks_of(grown), 0, 0, 13).weekly
    assert trend[-1] < 100


def test_the_shock_learns_from_errors() -> None:
    def errors(relative: float, count: int) -> Errors:
        expected = np.full(count, 1000.0)
        signs = np.where(np.arange(count) % 2, 1.0, -1.0)
        return Errors(expected, expected * (1 + relative * signs), np.full(count, 900.0))

    nothing = Errors(np.empty(0), np.empty(0), np.empty(0))
    assert mean_spread(shared_spread(nothing)) == pytest.approx(PRIOR_SHARE, abs=0.025)
    assert mean_spread(shared_spread(errors(0.0, 12))) < 0.1
    assert mean_spread(shared_spread(errors(0.4, 12))) > 0.3
    # chance alone makes errors of three per cent here: they say nothing of a shock
    assert mean_spread(shared_spread(errors(0.03, 40))) < 0.06


def panel_of(people: int, sigma: float, seed: int) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    rows = 4000
    owner = rng.integers(0, people, rows)
    base = rng.uniform(0.1, 0.5, rows)
    ability = rng.normal(0, sigma, people)
    odds = base / (1 - base) * np.exp(ability[owner])
    won = (rng.random(rows) < odds / (1 + odds)).astype(float)
    return owner, base, won, ability


def test_owners_are_told_apart_only_where_they_differ() -> None:
    marks = marks_of(np.full(100, NO_AMOUNT), np.full(100, NOBODY), np.full(100, NOBODY))
    columns = np.tile(np.array(list(marks.starts.values())), (4000, 1))
    owner, base, won, ability = panel_of(12, 0.6, 1)
    told = fit_offsets(marks, columns, owner, base, won, 12)
    assert told.owner_spread > 0.3
    assert np.corrcoef(told.owner_mean[:12], ability)[0, 1] > 0.9
    named = 0
    for seed in range(40):
        owner, base, won, _ability = panel_of(12, 0.0, 100 + seed)
        named += fit_offsets(marks, columns, owner, base, won, 12).owner_spread > 0
    assert named <= 6


def test_recalibration_gives_even_places_and_needs_twenty_periods() -> None:
    """Its guarantee: outcomes that fell like the earlier ones then fall evenly, but for damping."""
    rng = np.random.default_rng(4)
    draws = rng.normal(size=2000)
    pits = rng.beta(0.5, 0.5, 4000)
    weights = weights_of(pits, draws)
    assert weights.mean() == pytest.approx(1.0)
    outcomes = np.quantile(draws, rng.beta(0.5, 0.5, 4000))
    before = [randomised_pit(draws, y, rng) for y in outcomes]
    after = [randomised_pit(draws, y, rng, weights) for y in outcomes]
    held = [np.mean([0.1 <= p <= 0.9 for p in places]) for places in (before, after)]
    assert held[0] < 0.65
    assert held[1] == pytest.approx(0.8, abs=0.03)
    few = weights_of(pits[: FEWEST_PERIODS - 1], draws)
    assert (few == 1).all()


def test_people_still_add_up_after_recalibration() -> None:
    rng = np.random.default_rng(5)
    people = rng.gamma(1.0, 100.0, (6, 1000))
    company = people.sum(axis=0)
    weights = weights_of(rng.beta(2, 1, 30), company)
    assert weights.std() > 0.05
    parts = sum(float(np.average(p, weights=weights)) for p in people)
    assert parts == pytest.approx(float(np.average(company, weights=weights)))


def test_a_timeline_answers_for_any_evening() -> None:
    line = Timeline(np.array([0, 0, 2]), np.array([-200_000, 50, -200_000]), np.array([7, 9, 4]))
    deals = np.array([0, 0, 1, 2])
    assert line.at(deals, np.array([49, 50, 60, 1])).tolist() == [7, 9, NO_AMOUNT, 4]
