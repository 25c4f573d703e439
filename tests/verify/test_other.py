"""Trainings of counts and of sizes: what they did is found, and told in per cent and money."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.verify.other_worlds import NEW_DEALS, Other, make_other
from tests.verify.training_worlds import STEP, Setting, make

from fairlead.answers import Estimate, NotEstimable
from fairlead.measure.cells import AmountCells
from fairlead.refresh.verdict_words import change
from fairlead.verify.report import TrainingReport, look_of, report_of

FORTY = Setting(40, effect=0.3, spread=0.0, turnover=0.15, teams=4)


def told(made: Other) -> TrainingReport:
    day = made.counted.book.window.as_of
    look = look_of(made.counted, made.training, day)
    return report_of(made.counted, made.training, (look,), (), orders=19)


@pytest.mark.parametrize("sizes", [False, True])
def test_the_effect_is_found_in_per_cent(sizes: bool) -> None:
    made = make_other(FORTY, 7, sizes=sizes)
    found = told(made)
    assert isinstance(found.effect, Estimate)
    assert found.unit == "relative"
    assert found.effect.lower < made.truth < found.effect.upper
    assert found.effect.lower > 0
    assert "%" in change(found.effect, found.unit)
    assert made.truth == pytest.approx(np.expm1(0.3), abs=0.01)


def test_what_new_deals_bring_is_told_in_money() -> None:
    made, road = make_other(FORTY, 6), make(replace(FORTY, effect=0.0), 6)
    (steps,) = road.counted.book.cells
    sized = make_other(FORTY, 6, sizes=True).counted.book
    (wins,) = sized.cells
    assert isinstance(wins, AmountCells)
    way = replace(STEP, slug="sales.new.win", rank=None)
    book = replace(
        made.counted.book,
        competencies=(NEW_DEALS, way, *sized.competencies),
        cells=(*made.counted.book.cells, steps, wins),
    )
    found = told(replace(made, counted=replace(made.counted, book=book)))
    assert isinstance(found.effect, Estimate)
    assert isinstance(found.money, Estimate)
    assert found.worth is not None
    assert not isinstance(found.worth, NotEstimable)
    came = made.counted.trained.entered
    gained = came * found.effect.value / (1 + found.effect.value)
    assert found.money.value == pytest.approx(gained * found.worth.value, rel=0.03)
    assert found.money.n == came
