"""Verdicts on own trainings take the place of the guess as far as they are sure."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from tests.measure.books import make_book

from fairlead.diagnose.known import Known
from fairlead.diagnose.levels import Level
from fairlead.diagnose.scope import Scope
from fairlead.measure.fitting import fit_book
from fairlead.prioritise.benchmarks import EFFECT, EFFECT_SD
from fairlead.prioritise.learned import NINE_IN_TEN, Judged, learned
from fairlead.prioritise.report import Weighed

DAY = dt.date(2026, 6, 30)


@pytest.fixture(scope="module")
def known() -> Known:
    book, _ = make_book(people=14, seed=11, planted={"Cleo": -2.0}, deals=10)
    return Known(fit_book(book, seed=1), book.window)


@pytest.fixture(scope="module")
def levels(known: Known) -> dict[str, list[Level]]:
    (road,) = known.passable
    return {level.competency.slug: [level] for level in road.levels}


def judged(slug: str, value: float, error: float, unit: str = "spreads") -> Judged:
    away = NINE_IN_TEN * error
    return Judged("Leave with a date", (slug,), value, value - away, value + away, unit, DAY)  # type: ignore[arg-type]


def test_without_verdicts_nothing_is_learned(levels: dict[str, list[Level]]) -> None:
    assert learned([], levels) == {}
    assert learned([judged("elsewhere", 1.0, 0.1)], levels) == {}


def test_one_verdict_by_hand(levels: dict[str, list[Level]]) -> None:
    """Normal with normal: 0.04 of prior variance against 0.04 of error goes half the way."""
    slug, *others = levels
    found = learned([judged(slug, 0.8, 0.2)], levels)
    assert found[slug].mean == pytest.approx(0.6)
    assert found[slug].sd == pytest.approx(np.sqrt(0.02))
    assert found[slug].trainings == ("Leave with a date",)
    for other in others:
        assert found[other].mean == pytest.approx(0.5)
        assert found[other].sd == pytest.approx(np.sqrt(0.04 - 0.02**2 / 0.08))
        assert found[other].trainings == ()
        assert found[other].judged == 1


def test_an_unsure_verdict_moves_little_and_a_sure_one_much(
    levels: dict[str, list[Level]],
) -> None:
    slug = next(iter(levels))
    unsure, sure = (learned([judged(slug, -0.5, e)], levels)[slug] for e in (5.0, 0.001))
    assert unsure.mean == pytest.approx(EFFECT, abs=0.01)
    assert unsure.sd == pytest.approx(EFFECT_SD, abs=0.001)
    assert sure.mean == pytest.approx(-0.5, abs=0.001)


def test_two_verdicts_count_as_one_of_their_mean(levels: dict[str, list[Level]]) -> None:
    slug = next(iter(levels))
    two = learned([judged(slug, 0.7, 0.3), judged(slug, 0.9, 0.3)], levels)[slug]
    one = learned([judged(slug, 0.8, 0.3 / np.sqrt(2))], levels)[slug]
    assert (two.mean, two.sd) == pytest.approx((one.mean, one.sd))


@pytest.mark.parametrize(("unit", "kind"), [("points", "conversion"), ("percent", "size")])
def test_points_and_per_cent_are_what_so_many_spreads_bring(
    levels: dict[str, list[Level]], unit: str, kind: str
) -> None:
    slug = next(s for s, (level,) in levels.items() if level.competency.kind == kind)
    (level,) = levels[slug]
    now, after = level.now.mean(), level.at(level.place + 0.4 * level.between).mean()
    value = after - now if unit == "points" else after / now - 1
    found = learned([judged(slug, float(value), 0.001 * float(value), unit)], levels)[slug]
    assert found.mean == pytest.approx(0.4, rel=0.1)


def test_a_training_known_to_do_nothing_is_worth_less_and_costs_are_paid(known: Known) -> None:
    (road,) = known.passable
    names, everybody = [str(i) for i in range(14)], Scope("company", "", np.arange(14))
    guess = Weighed(known, names=names).of(everybody)
    best = guess.candidates[int(np.argmax([c.gain.value for c in guess.candidates]))]
    slug = best.competency.slug
    nothing = Weighed(known, names=names, judged=[judged(slug, 0.0, 0.02)]).of(everybody)
    changed = {c.competency.slug: c for c in nothing.candidates}
    assert changed[slug].gain.value < 0.3 * best.gain.value
    assert changed[slug].effect.trainings == ("Leave with a date",)
    paid = Weighed(known, names=names, costs={slug: 1000.0}).of(everybody)
    (dear,) = [c for c in paid.candidates if c.competency.slug == slug]
    assert dear.cost == pytest.approx(14_000)
    assert dear.gain.value == pytest.approx(best.gain.value - 14_000)
    assert road.worth.shape[0] == 14


def test_one_verdict_on_a_step_of_two_kinds_of_deals_is_one_verdict(
    levels: dict[str, list[Level]],
) -> None:
    first, second, *others = levels
    both = Judged("x", (first, second, "elsewhere"), 0.8, 0.8 - 1e-6, 0.8 + 1e-6, "spreads", DAY)
    found = learned([both], levels)
    assert found[first].mean == pytest.approx(found[second].mean) == pytest.approx(0.8, abs=1e-4)
    assert found[first].sd > 0.05  # only their mean is known
    alone = learned([judged(first, 0.8, 1e-6)], levels)
    # another competency learns from the mean of two a little more than from one, never twice
    assert EFFECT < alone[others[0]].mean < found[others[0]].mean < EFFECT + 0.8 * 0.4
    assert found[others[0]].judged == 1
