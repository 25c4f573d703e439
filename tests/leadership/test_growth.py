"""Ratios of sums, pairs only where both differ, a path that ends, priorities that come up."""

from __future__ import annotations

import datetime as dt

from fairlead.answers import Estimate, NotEstimable
from fairlead.leadership.growth import (
    Change,
    FairGrowth,
    Quarter,
    Skill,
    close_rates,
    fair_growth,
    first_days,
    should_meet,
)
from fairlead.leadership.priorities import Priority, Talk, live, talked_about

D = dt.date
Q1, Q2 = D(2026, 4, 1), D(2026, 7, 1)


def test_close_rates_are_sums_divided_once_and_silent_on_few_deals() -> None:
    rows = [Quarter("a", Q2, 1, 2), Quarter("b", Q2, 10, 100), Quarter("a", Q1, 5, 20)]
    first, second = close_rates(rows)
    assert first.rate == NotEstimable("too few to tell: deals won", needed=30, have=20)
    assert isinstance(second.rate, Estimate)
    assert (second.rate.successes, second.rate.n) == (11, 102)
    assert second.rate.value == 11 / 102, "not the mean of 50% and 10%"
    assert second.person_count == 2


def test_a_quarter_with_many_open_deals_is_not_judged_by_its_quick_ones() -> None:
    (early,) = close_rates([Quarter("a", Q2, 20, 40, 5), Quarter("a", Q2, 1, 10, 8)])
    assert early.rate == NotEstimable("too early: 13 of 63 deals are open")
    (told,) = close_rates([Quarter("a", Q2, 20, 40, 5), Quarter("a", Q2, 1, 10, 7)])
    assert isinstance(told.rate, Estimate)
    assert (told.rate.n, told.open_count, told.person_count) == (50, 12, 1)


def test_fair_growth_counts_changes_beyond_chance_and_says_how_many_chance_would_show() -> None:
    changes = [
        Change(0.01, 0.2, 0.95),
        Change(-0.2, -0.01, 0.95),
        Change(-0.1, 0.2, 0.95),
        Change(0.0, 0.2, 0.95),
        None,
    ]
    told = fair_growth(changes)
    assert isinstance(told, FairGrowth)
    assert (told.rose_count, told.fell_count, told.same_count, told.silent_count) == (1, 1, 2, 1)
    assert told.judged_count == 4
    assert abs(told.by_chance - 0.2) < 1e-12
    assert fair_growth([None, None]) == NotEstimable(
        "fair rates with a year behind them", needed=1, have=0
    )


def test_pairs_are_made_of_true_differences_and_the_best_do_not_teach_everybody() -> None:
    skills = [
        Skill("farid", "demo", "above"),
        Skill("greta", "demo", "above"),
        Skill("cleo", "demo", "below"),
        Skill("ivo", "demo", "below"),
        Skill("hana", "demo", None),
        Skill("cleo", "price", "below"),
        Skill("farid", "price", "above"),
        Skill("ivo", "close", "below"),
    ]
    found = [(p.step, p.knows, p.learns) for p in should_meet(skills)]
    assert found == [("demo", "farid", "cleo"), ("demo", "greta", "ivo")]
    assert should_meet(skills[2:5]) == []


def test_the_first_days_end_after_90_and_need_a_known_beginning() -> None:
    since = D(2026, 9, 1)
    assert first_days(since, since)[0][0] == D(2026, 9, 8)
    assert first_days(since, since + dt.timedelta(days=90))
    assert not first_days(since, since + dt.timedelta(days=91))
    assert not first_days(D.min, since)
    assert not first_days(since, since - dt.timedelta(days=1))


def test_a_priority_is_live_on_its_days() -> None:
    rows = [Priority(2, Q2), Priority(1, Q1, Q2), Priority(3, Q1)]
    assert [p.id for p in live(rows, Q1)] == [1, 3]
    assert [p.id for p in live(rows, Q2)] == [3, 2]


def test_talked_about_counts_1_1s_not_words() -> None:
    held = {n: Q1 + dt.timedelta(days=n) for n in range(8)}
    talks = [Talk(1, 2, held[2]), Talk(1, 3, held[3]), Talk(2, 4, held[4]), Talk(1, 7, held[7])]
    told = talked_about(1, talks, held, Q1, held[6])
    assert isinstance(told.share, Estimate)
    assert (told.share.successes, told.share.n) == (2, 7)
    assert told.last_on == held[3], "what came later is not known"
    none = talked_about(3, talks, held, Q1, held[3])
    assert none.last_on is None
    assert isinstance(none.share, NotEstimable)
