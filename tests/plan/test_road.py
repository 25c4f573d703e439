"""Run your numbers: the arithmetic by hand, whose rate is used, and how wide the ranges are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fairlead.answers import Estimate, NotEstimable
from fairlead.measure.rates import ratio
from fairlead.plan.backwards import new_deals_needed
from fairlead.plan.road import LEVEL, NeedLine, Numbers, StageTraffic, Traffic, run_numbers

AMOUNTS = np.full(20, 1_000_000.0)
OWN = Traffic(
    "Cleo", 12.0, created=120, won=20, lost=60, amounts=AMOUNTS,
    stages=(StageTraffic("Demo", 90, 70, 20), StageTraffic("Proposal", 48, 40, 16)),
    events={"meeting": 240, "call": 6},
)  # fmt: skip
TEAM = Traffic(
    "North", 12.0, created=900, won=300, lost=300, amounts=np.full(300, 2_000_000.0),
    stages=(StageTraffic("Demo", 700, 500, 290), StageTraffic("Proposal", 500, 400, 280)),
    events={"meeting": 900, "call": 1800},
)  # fmt: skip


def run(*traffic: Traffic, target: int = 12_000_000, months: float = 3.0) -> Numbers:
    return run_numbers(traffic, target, months, np.random.default_rng(1))


def line(found: Numbers, what: str) -> NeedLine:
    return next(n for n in found.lines if n.what == what)


def value(found: Numbers, what: str) -> float:
    needed = line(found, what).needed
    assert isinstance(needed, Estimate), needed
    assert needed.lower <= needed.value <= needed.upper
    assert needed.level == LEVEL
    return needed.value


def test_the_way_back_by_hand() -> None:
    """40,000 a month at 10,000 a win are 4 wins; a quarter is won, so 16 new deals.

    All wins passed Demo and 20 of 70 deals in it were won: 4 / (20 / 70) = 14 entries. Four in
    five wins passed Proposal, where 16 of 40 were won: 3.2 / 0.4 = 8. Two meetings a new deal.
    """
    found = run(OWN)
    assert value(found, "wins") == pytest.approx(4.0)
    assert value(found, "Proposal") == pytest.approx(8.0)
    assert value(found, "Demo") == pytest.approx(14.0)
    assert value(found, "new deals") == pytest.approx(16.0)
    assert value(found, "meeting") == pytest.approx(32.0)
    assert [n.what for n in found.lines] == ["wins", "Proposal", "Demo", "new deals", "meeting"]
    assert line(found, "new deals").now == pytest.approx(10.0)
    assert line(found, "new deals").ratio_of == (20, 80)


def test_it_agrees_with_what_the_brief_says_of_new_deals() -> None:
    brief = new_deals_needed(4_000_000, ratio(OWN.won, OWN.won + OWN.lost, kind="x"), OWN.amounts)
    assert isinstance(brief, Estimate)
    assert value(run(OWN), "new deals") == pytest.approx(brief.value)


def test_what_else_would_do() -> None:
    """30 new deals a quarter: 12 wins of 30 are 40 %; or 120,000 over 7.5 wins."""
    found = run(OWN)
    assert found.win_share_needed == pytest.approx(0.4)
    assert found.size_needed == 1_600_000


def test_no_win_rate_above_all_is_offered() -> None:
    assert run(OWN, target=90_000_000).win_share_needed is None


def test_a_rate_that_is_thin_is_the_teams_and_says_so() -> None:
    few = replace(OWN, won=4, lost=6, amounts=np.full(4, 1_000_000.0), stages=(
        StageTraffic("Demo", 9, 8, 4), StageTraffic("Proposal", 5, 5, 3)))  # fmt: skip
    found = run(few, TEAM)
    assert {n.what: n.holder for n in found.lines} == {
        "wins": "North", "Proposal": "North", "Demo": "North", "new deals": "North",
        "meeting": "", "call": "North",
    }  # fmt: skip
    assert value(found, "wins") == pytest.approx(2.0)  # 20,000 a win
    assert value(found, "new deals") == pytest.approx(4.0)
    assert line(found, "wins").now == pytest.approx(4 / 12)  # what is done now stays one's own


def test_own_rates_come_first_where_they_are_enough() -> None:
    assert {n.holder for n in run(OWN, TEAM).lines if n.what != "call"} == {""}


@pytest.mark.parametrize(
    ("changed", "what", "reason", "needed", "have"),
    [
        ({"amounts": np.full(9, 1.0)}, "wins", "too few wins with an amount", 10, 9),
        ({"won": 20, "lost": 9}, "new deals", "too few closed deals", 30, 29),
        ({"lost": 0, "won": 80}, "new deals", "too few closed deals", 30, 80),
    ],
)
def test_it_stays_silent_and_says_what_would_be_enough(
    changed: dict[str, object], what: str, reason: str, needed: int, have: int
) -> None:
    found = run(replace(OWN, **changed))  # type: ignore[arg-type]
    assert line(found, what).needed == NotEstimable(reason, needed=needed, have=have)
    assert found.win_share_needed is None
    assert found.size_needed is None


def test_a_thin_stage_is_silent_alone() -> None:
    found = run(replace(OWN, stages=(OWN.stages[0], StageTraffic("Proposal", 48, 12, 6))))
    silent = line(found, "Proposal").needed
    assert isinstance(silent, NotEstimable)
    assert (silent.needed, silent.have) == (30, 12)
    assert value(found, "Demo") == pytest.approx(14.0)


def test_more_deals_make_the_range_narrower() -> None:
    many = replace(OWN, created=1200, won=200, lost=600, amounts=np.full(200, 1_000_000.0))
    width = [
        needed.upper / needed.lower
        for found in (run(OWN), run(many))
        if isinstance(needed := line(found, "new deals").needed, Estimate)
    ]
    assert width[1] < 1 + (width[0] - 1) / 2


def test_the_range_holds_as_often_as_it_says() -> None:
    """300 companies with a win rate of 20 % and log-normal sizes: the need is inside 95 %."""
    rng = np.random.default_rng(7)
    truth, inside = 100.0 / (0.2 * np.exp(0.32)), 0
    for _ in range(300):
        won = int(rng.binomial(400, 0.2))
        sizes = rng.lognormal(0.0, 0.8, won)
        found = run_numbers([Traffic("x", 12.0, 400, won, 400 - won, sizes)], 100, 1.0, rng)
        needed = line(found, "new deals").needed
        assert isinstance(needed, Estimate)
        inside += needed.lower <= truth <= needed.upper
    assert 274 <= inside <= 296  # 285 expected; three standard errors are 11


@pytest.mark.parametrize("target", [0, -5])
def test_a_target_lies_above_nothing(target: int) -> None:
    with pytest.raises(ValueError, match="above 0"):
        run(OWN, target=target)


def test_the_brief_and_the_numbers_say_the_same_need() -> None:
    """One estimate, one level: what the board reads is what the page Numbers says."""
    rng = np.random.default_rng(11)
    sizes = rng.lognormal(0.0, 0.6, 800)
    told = new_deals_needed(50, ratio(800, 3400, kind="win_rate"), sizes)
    needed = line(
        run_numbers([Traffic("x", 12.0, 3600, 800, 2600, sizes)], 50, 1.0, rng), "new deals"
    ).needed
    assert isinstance(told, Estimate)
    assert isinstance(needed, Estimate)
    assert told.level == needed.level
    assert needed.value == pytest.approx(told.value)
    assert needed.lower == pytest.approx(told.lower, rel=0.01)
    assert needed.upper == pytest.approx(told.upper, rel=0.01)
