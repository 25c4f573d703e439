"""The whole forecast: sums that add up, chances that add up, silence, and the same answer twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from tests.calibration.journals import journal_of
from tests.forecast.conftest import DAY

from fairlead.answers import NotEstimable
from fairlead.company.calendar import Calendar
from fairlead.forecast.ahead import Asked, Told, tell
from fairlead.forecast.backtest import backtest, earlier, evenings_of, paired, totals
from fairlead.forecast.evening import Evenings
from fairlead.forecast.frame import Frame, frame_of, span_of
from fairlead.forecast.journal import Journal, number_of
from fairlead.forecast.naive import so_far
from fairlead.forecast.outlook import only, slices, width_of
from fairlead.forecast.predict import QUICK, Prediction, predict
from fairlead.forecast.sums import By, labels_of, sums_of
from fairlead.simulate import Organisation, simulate

BYS: tuple[By, ...] = ("person", "team", "segment", "source")


@pytest.mark.parametrize("by", BYS)
@pytest.mark.parametrize("period", [0, 1])
def test_parts_add_up_to_the_company_draw_by_draw(
    frame: Frame, found: Prediction, by: By, period: int
) -> None:
    parts = sums_of(found, labels_of(frame, found, by), period)
    assert (parts.sum(axis=0) == totals(found, period)).all()
    assert (parts >= 0).all()


def test_the_four_chances_of_a_deal_add_up(found: Prediction) -> None:
    assert found.chance.sum(axis=0) == pytest.approx(1.0)
    assert (found.chance >= -1e-12).all()
    won = np.bincount(found.open_wins.who[found.open_wins.period == 0], minlength=len(found.open))
    noise = 4 * np.sqrt(found.chance[0].sum() / found.size.draws) + 0.03 * found.chance[0].sum()
    assert abs(won.sum() / found.size.draws - found.chance[0].sum()) < noise


def test_the_same_evening_gives_the_same_forecast(frame: Frame, found: Prediction) -> None:
    again = predict(frame, found.span, size=found.size)
    assert isinstance(again, Prediction)
    assert (totals(again) == totals(found)).all()


def test_without_the_shared_shock_ranges_are_narrower(frame: Frame, found: Prediction) -> None:
    alone = predict(frame, found.span, size=found.size, shared=False)
    assert isinstance(alone, Prediction)
    assert np.std(totals(alone)) < np.std(totals(found))


def test_where_the_range_comes_from_adds_up(frame: Frame, found: Prediction) -> None:
    weights = np.ones(found.size.draws)
    width = width_of(frame, found, only(frame, found, None), weights)
    assert width is not None
    assert width.open + width.new == pytest.approx(1.0)
    shares = [deal.share for deal in width.deals]
    assert shares == sorted(shares, reverse=True)


def test_a_person_and_the_others_are_everybody(frame: Frame, found: Prediction) -> None:
    mine, others = slices(found, only(frame, found, np.array([3])), 0)
    assert (mine.total + others.total == totals(found)).all()
    assert mine.so_far + others.so_far == so_far(found)


def test_the_target_is_as_likely_as_not_at_the_middle(journal: Journal) -> None:
    cut = _until(journal, DAY)
    plain = tell(cut, Asked(Calendar(), DAY, look_back=False))
    assert isinstance(plain, Told)
    middle = round(plain.outlook.here.middle)
    told = tell(cut, Asked(Calendar(), DAY, target=middle, look_back=False))
    assert isinstance(told, Told)
    assert told.outlook.chance == pytest.approx(0.5, abs=0.02)
    assert told.outlook.takes is not None
    assert told.outlook.takes.missing == pytest.approx(0, abs=1)
    higher = tell(cut, Asked(Calendar(), DAY, target=middle * 2, look_back=False))
    assert isinstance(higher, Told)
    assert higher.outlook.chance is not None
    assert higher.outlook.chance < 0.1
    assert higher.outlook.takes is not None
    assert higher.outlook.takes.open_more is not None
    assert higher.outlook.takes.open_more > 0


def _until(journal: Journal, day: dt.date) -> Journal:
    """Return the journal with nothing but the last evening changed: the past must not care."""
    return replace(journal, until=day)


def test_too_little_history_is_silent_and_says_what_is_needed() -> None:
    small = Organisation(people=2, months=2, end=dt.date(2026, 2, 28), dirt=0.0)
    book = journal_of(simulate(small, seed=1))
    told = tell(book, Asked(Calendar(), book.until))
    assert isinstance(told, NotEstimable)
    assert told.needed is not None
    assert told.have is not None
    assert told.have < told.needed


def test_a_period_that_is_over_brings_what_was_won(journal: Journal) -> None:
    day = dt.date(2026, 6, 30)
    frame = frame_of(journal, day)
    found = predict(frame, span_of(Calendar(), day), size=QUICK)
    assert isinstance(found, Prediction)
    assert (totals(found) == so_far(found)).all()


def test_the_back_test_reads_the_outcome_only_to_score(journal: Journal) -> None:
    """What is said stays the same when the outcome changes; the score does not."""
    last, days = evenings_of(journal.until, Calendar(), "quarter", weeks=2)
    honest = backtest(frame_of(journal, last), Calendar(), days)
    start = number_of(last) + 1
    later = journal.amounts.day >= start
    doubled = replace(
        journal.amounts, value=np.where(later, journal.amounts.value * 2, journal.amounts.value)
    )
    changed = backtest(frame_of(replace(journal, amounts=doubled), last), Calendar(), days)
    assert [s.quantiles for s in honest.said] == [s.quantiles for s in changed.said]
    assert [s.actual for s in honest.said] != [s.actual for s in changed.said]


def test_the_back_test_tells_misses_and_its_rivals(journal: Journal) -> None:
    last, days = evenings_of(journal.until, Calendar(), "quarter", weeks=10)
    found = backtest(frame_of(journal, last), Calendar(), days)
    assert len(found.said) == 10
    assert {"weighted_pipeline", "last_year", "submission"} == set(found.said[0].others)
    ours, theirs = paired(list(found.said), "weighted_pipeline") or (None, None)
    assert ours is not None
    assert theirs is not None
    assert theirs.crps == theirs.error
    assert ours.n == theirs.n == 10


def test_only_periods_that_were_over_may_recalibrate(journal: Journal) -> None:
    last, days = evenings_of(journal.until, Calendar(), "quarter", weeks=30)
    said = list(backtest(frame_of(journal, last), Calendar(), days).said)
    span = span_of(Calendar(), said[-1].as_of)
    used = earlier(said, span)
    over = [s for s in said if s.period.end <= span.as_of and s.weeks_left == said[-1].weeks_left]
    assert used == [s.pit for s in over]
    assert len(used) == 2


def test_an_evening_is_looked_at_once(frame: Frame) -> None:
    evenings: Evenings = frame.evenings
    assert evenings.open_at(frame.reference) is evenings.open_at(frame.reference)
