"""A sign is a reason only where deals with it were won less often."""

from __future__ import annotations

import numpy as np
import pytest

from fairlead.answers import Estimate, NotEstimable
from fairlead.forecast.risk import (
    FEWEST_PAST,
    FEWEST_WINS,
    PastCount,
    check_sign,
    risk_findings,
)
from fairlead.forecast.surprises import Commitments

NAMES = {"stuck": "too long in a stage", "old": "older than wins got", "single": "too few contacts"}


def past(*rows: tuple[str, bool, int, int]) -> list[PastCount]:
    return [PastCount(("Sales", "new", stage), sign, n, won) for stage, sign, n, won in rows]


def test_a_sign_that_told_is_a_reason() -> None:
    found = check_sign(
        "stuck", past(("Demo", True, 100, 10), ("Demo", False, 200, 60)), FEWEST_WINS
    )
    assert found.verdict == "tells"
    assert (found.won, found.deals) == (10, 100)
    assert found.expected == pytest.approx(30.0)
    assert isinstance(found.ratio, Estimate)
    assert found.ratio.upper < 1


def test_a_sign_without_an_effect_is_none() -> None:
    found = check_sign("old", past(("Demo", True, 100, 29), ("Demo", False, 200, 60)), 40)
    assert found.verdict == "does not tell"


def test_stages_are_compared_with_themselves() -> None:
    """Deals with the sign win half as often as all others, only because they are in Demo."""
    rows = past(
        ("Demo", True, 200, 20),
        ("Demo", False, 100, 10),
        ("Offer", True, 20, 12),
        ("Offer", False, 300, 180),
    )
    assert check_sign("stuck", rows, 40).verdict == "does not tell"


def test_a_sign_of_winning_is_said_as_such() -> None:
    rows = past(("Demo", True, 100, 60), ("Demo", False, 200, 60))
    assert check_sign("pushed", rows, 40).verdict == "goes with winning"


def test_too_little_is_said_with_what_is_needed() -> None:
    thin = check_sign("silent", past(("Demo", True, 7, 0), ("Demo", False, 90, 40)), 40)
    assert thin.verdict == "unchecked"
    assert thin.ratio == NotEstimable("past deals with this sign that have ended", FEWEST_PAST, 7)
    few = check_sign("silent", past(("Demo", True, 70, 0), ("Demo", False, 90, 40)), 19)
    assert (few.verdict, few.ratio) == ("unknown", NotEstimable("wins", FEWEST_WINS, 19))


def test_what_is_no_reason_is_a_finding_each_kind_once() -> None:
    checks = [
        check_sign("stuck", [], 40, "no history of stages"),
        check_sign("old", past(("Demo", True, 3, 0)), 40),
        check_sign("single", [], 40, "no history of stages"),
    ]
    unknown, thin = risk_findings(checks, NAMES)
    assert unknown.code == "risk_signs_unknown"
    assert unknown.detail == "Too long in a stage, too few contacts: no history of stages."
    assert thin.code == "risk_signs_unchecked"
    assert "3 of 20 past deals" in thin.detail


def test_useless_signs_are_rarely_taken_for_reasons() -> None:
    """Six signs without any effect: in at most one company of twenty one of them names deals."""
    rng = np.random.default_rng(4)
    wrong = 0
    for _ in range(300):
        told = False
        for code in ("stuck", "old", "pushed", "silent", "cold", "single"):
            rows = []
            for stage, rate in (("A", 0.1), ("B", 0.3), ("C", 0.6)):
                n, m = int(rng.integers(10, 60)), int(rng.integers(80, 300))
                rows.append((stage, True, n, int(rng.binomial(n, rate))))
                rows.append((stage, False, m, int(rng.binomial(m, rate))))
            told |= check_sign(code, past(*rows), 200).verdict == "tells"  # type: ignore[arg-type]
        wrong += told
    assert wrong / 300 <= 0.06


def test_commitments_have_a_share_with_a_range_from_five_on() -> None:
    few = Commitments("Q3", 3, 1, 0, 9, 0, 0)
    assert few.held == NotEstimable("commitments that have come to an end", 5, 4)
    held = Commitments("Q3", 15, 3, 2, 9, 0, 0).held
    assert isinstance(held, Estimate)
    assert (held.successes, held.n) == (15, 20)
    assert held.lower < 0.75 < held.upper
