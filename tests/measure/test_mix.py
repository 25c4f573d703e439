"""What was dealt: bands by expected outcome, whoever got the deals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from fairlead.measure.cells import UNKNOWN
from fairlead.measure.dealt import NOT_GIVEN, Dealt, expected
from fairlead.measure.mix import (
    BAND_PEOPLE,
    BAND_TRIALS,
    MOST_BANDS,
    band,
    is_territory,
    tells_outcome,
)

SEGMENTS = (NOT_GIVEN, "Enterprise", "Small")
SOURCES = (NOT_GIVEN, "Inbound", "Outbound", "Partner")


def dealt(
    codes: Any, person: Any, good: Any, size: Any, levels: Any = (SEGMENTS, SOURCES), **more: Any
) -> Dealt:
    names = ("segment", "source", "third", "fourth")[: len(levels)]
    many = np.asarray(size, dtype=float)
    return Dealt(
        names,
        tuple(levels),
        np.asarray(codes, dtype=np.int64),
        np.asarray(person, dtype=np.int64),
        np.asarray(good, dtype=float),
        many,
        more.pop("met", many),
        **more,
    )


def trials_of(
    rng: np.random.Generator, effects: list[list[float]], people: int = 20, a_row: int = 25
) -> Dealt:
    """Everybody meets every combination; level effects as given, people differ with sd 0.5."""
    skill = rng.normal(0, 0.5, people)
    shape = [len(e) for e in effects]
    combos = np.stack(np.unravel_index(np.arange(np.prod(shape)), shape), axis=1)
    person = np.repeat(np.arange(people), len(combos))
    codes = np.tile(combos, (people, 1))
    eta = skill[person] + sum(np.array(e)[codes[:, i]] for i, e in enumerate(effects))
    good = rng.binomial(a_row, 1 / (1 + np.exp(-eta)))
    levels = [(NOT_GIVEN, *(f"L{i}" for i in range(n))) for n in shape]
    return dealt(codes + 1, person, good, np.full(len(person), a_row), levels)


def test_good_people_with_hard_deals_do_not_make_them_look_easy() -> None:
    """Strong sellers get 90 % enterprise deals, weak ones 10 %; enterprise is the harder one."""
    person = np.repeat(np.arange(20), 2)
    codes = np.column_stack([np.tile([1, 2], 20), np.zeros(40, dtype=int)])
    strong = person < 10
    enterprise = codes[:, 0] == 1
    size = np.where(strong == enterprise, 180, 20)
    share = np.where(strong, 0.70, 0.30) - np.where(enterprise, 0.10, 0.0)
    data = dealt(codes, person, size * share, size)
    raw = {e: (size * share)[enterprise == e].sum() / size[enterprise == e].sum() for e in (0, 1)}
    assert raw[1] > raw[0]  # by the plain shares enterprise deals look easy
    mix, number = band(data, "trials")
    assert mix.labels == ("Enterprise", "Small")
    assert (number == np.where(enterprise, 0, 1)).all()


def test_effects_of_levels_are_found() -> None:
    effects = [[-0.6, 0.0, 0.6], [-0.3, 0.3]]
    data = trials_of(np.random.default_rng(1), effects, people=40, a_row=60)
    score = expected(data, "trials")
    true = np.array(effects[0])[data.codes[:, 0] - 1] + np.array(effects[1])[data.codes[:, 1] - 1]
    assert score - score.mean() == pytest.approx(true - true.mean(), abs=0.1)


def test_the_score_is_where_the_slope_is_zero() -> None:
    """A check from outside: moving any level effect from the fit makes the fit worse."""
    data = trials_of(np.random.default_rng(2), [[-0.8, 0.8]], people=12, a_row=40)
    score = expected(data, "trials")
    per_person = [data.person == p for p in range(12)]

    def best_without_prior(difference: float) -> float:
        """Log-likelihood with each person's own level chosen best, by bisection."""
        x = np.where(data.codes[:, 0] == 2, difference, 0.0)
        total = 0.0
        for rows in per_person:
            low, high = -8.0, 8.0
            for _ in range(60):
                own = (low + high) / 2
                p = 1 / (1 + np.exp(-(x[rows] + own)))
                if (data.good[rows] - data.size[rows] * p).sum() > 0:
                    low = own
                else:
                    high = own
            total += (
                data.good[rows] * np.log(p) + (data.size - data.good)[rows] * np.log(1 - p)
            ).sum()
        return total

    grid = np.linspace(0.8, 2.4, 161)
    likely = grid[np.argmax([best_without_prior(d) for d in grid])]
    found = score[data.codes[:, 0] == 2][0] - score[data.codes[:, 0] == 1][0]
    assert found == pytest.approx(likely, abs=0.12)
    assert found < likely + 0.01  # shrunk, never blown up


def test_columns_that_tell_nothing_give_one_band() -> None:
    single = 0
    for seed in range(20):
        data = trials_of(np.random.default_rng(seed), [[0.0] * 6, [0.0] * 4], people=15, a_row=4)
        mix, number = band(data, "trials")
        single += len(mix.labels) == 1
        assert (number == 0).all() or len(mix.labels) > 1
    assert single >= 16


def test_bands_are_few_and_none_is_small() -> None:
    rng = np.random.default_rng(5)
    data = trials_of(rng, [list(np.linspace(-2, 2, 12)), list(np.linspace(-1, 1, 9))], a_row=3)
    mix, number = band(data, "trials")
    assert 2 < len(mix.labels) <= MOST_BANDS
    assert len(set(mix.labels)) == len(mix.labels)
    score = expected(data, "trials")
    means = [score[number == b].mean() for b in range(len(mix.labels))]
    assert means == sorted(means)
    for b in range(len(mix.labels)):
        assert len(set(data.person[number == b].tolist())) >= BAND_PEOPLE
        assert data.size[number == b].sum() >= BAND_TRIALS


def test_a_level_of_few_people_gets_no_band_of_its_own() -> None:
    codes = np.column_stack([np.r_[np.ones(3), np.full(30, 2)].astype(int)])
    person = np.r_[np.arange(3), np.arange(30)]
    good = np.r_[np.full(3, 2.0), np.full(30, 60.0)]
    data = dealt(codes, person, good, np.full(33, 100.0), (SEGMENTS,))
    mix, _ = band(data, "trials")
    assert mix.labels == ("all deals",)


def test_calling_people_and_levels_otherwise_changes_no_band() -> None:
    data = trials_of(np.random.default_rng(7), [[-0.7, 0.0, 0.7], [-0.4, 0.4]])
    rng = np.random.default_rng(8)
    other = rng.permutation(20)
    turned = np.array([0, 3, 1, 2])
    codes = data.codes.copy()
    codes[:, 0] = turned[codes[:, 0]]
    levels = tuple(data.levels[0][i] for i in np.argsort(turned)), data.levels[1]
    order = rng.permutation(len(data.person))
    again = dealt(
        codes[order], other[data.person][order], data.good[order], data.size[order], levels
    )
    mix, number = band(data, "trials")
    mix_again, number_again = band(again, "trials")
    assert len(mix.labels) > 2
    bands = dict(zip(mix.level_names, mix.level_band.tolist(), strict=True))
    assert bands == dict(zip(mix_again.level_names, mix_again.level_band.tolist(), strict=True))
    assert (number[order] == number_again).all()


def test_deals_of_which_nothing_is_known_are_in_no_band() -> None:
    data = trials_of(np.random.default_rng(3), [[-1.0, 1.0]])
    codes = np.vstack([data.codes, np.zeros((20, 1), dtype=np.int64)])
    more = dealt(
        codes,
        np.r_[data.person, np.arange(20)],
        np.r_[data.good, np.full(20, 5.0)],
        np.r_[data.size, np.full(20, 10.0)],
        data.levels,
    )
    mix, number = band(more, "trials")
    assert len(mix.labels) == 2
    assert (number[-20:] == UNKNOWN).all()
    assert mix.level_band[mix.level_names.index((NOT_GIVEN,))] == UNKNOWN


@pytest.mark.parametrize("family", ["events", "values"])
def test_rates_and_amounts_have_bands_too(family: Any) -> None:
    rng = np.random.default_rng(11)
    person = np.repeat(np.arange(20), 2)
    codes = np.tile([[1], [2]], (20, 1))
    size = np.full(40, 50.0)
    log = np.where(codes[:, 0] == 1, 1.0, 0.2) + np.repeat(rng.normal(0, 0.3, 20), 2)
    if family == "events":
        data = dealt(codes, person, rng.poisson(size * np.exp(log)), size, (SEGMENTS,))
    else:
        values = log[:, None] + rng.normal(0, 0.5, (40, 50))
        square = (values**2).sum(axis=1)
        data = dealt(codes, person, values.sum(axis=1), size, (SEGMENTS,), square=square)
    mix, number = band(data, family)
    assert mix.labels == ("Small", "Enterprise")
    assert (number == np.where(codes[:, 0] == 1, 1, 0)).all()


@pytest.mark.parametrize(
    ("won", "lost", "waiting", "tells"),
    [
        ((90, 100), (85, 100), (60, 80), False),
        ((100, 100), (0, 100), (50, 100), True),  # a product noted only when it was sold
        ((90, 100), (90, 100), (30, 100), True),  # filled in later
        ((90, 100), (70, 100), (0, 0), True),
        ((50, 100), (50, 100), (100, 100), False),  # a column that came into use lately
        ((0, 0), (0, 0), (10, 20), False),
    ],
)
def test_a_column_filled_because_of_the_outcome_is_seen(
    won: tuple[int, int], lost: tuple[int, int], waiting: tuple[int, int], tells: bool
) -> None:
    assert tells_outcome(won, lost, waiting) is tells


def test_a_territory_says_whose_deal_it_is() -> None:
    person = np.repeat(np.arange(9), 3)
    region = np.tile([1, 2, 3], 9)
    even = np.full(27, 10.0)
    own = np.where(region == person // 3 + 1, 28.0, 1.0)
    assert is_territory(region, person, own)
    assert not is_territory(region, person, even)
    assert not is_territory(np.ones(27, dtype=np.int64), person, even)  # nobody differs
