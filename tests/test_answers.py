"""An estimate carries its interval and denominator, or there is none."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.answers import Answer, Estimate, Finding, NotEstimable


def estimate(value: float = 0.5, lower: float = 0.4, upper: float = 0.6, n: int = 20) -> Estimate:
    return Estimate(value, lower, upper, 0.95, n, "fraction", "win_rate", successes=10)


def test_an_estimate_is_kept_as_given() -> None:
    answer = estimate()
    assert (answer.value, answer.lower, answer.upper) == (0.5, 0.4, 0.6)
    assert (answer.level, answer.n, answer.unit, answer.kind) == (0.95, 20, "fraction", "win_rate")
    assert answer.successes == 10


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("where", ["value", "lower", "upper"])
def test_unknown_is_never_a_number(bad: float, where: str) -> None:
    with pytest.raises(ValueError, match="finite or it is NotEstimable"):
        estimate(**{where: bad})


@pytest.mark.parametrize(("value", "lower", "upper"), [(0.3, 0.4, 0.6), (0.7, 0.4, 0.6)])
def test_the_interval_holds_the_value(value: float, lower: float, upper: float) -> None:
    with pytest.raises(ValueError, match="interval must hold the value"):
        estimate(value, lower, upper)


@pytest.mark.parametrize("n", [0, -1])
def test_no_estimate_without_trials(n: int) -> None:
    with pytest.raises(ValueError, match="needs trials"):
        estimate(n=n)


finite = st.floats(allow_nan=False, allow_infinity=False)


@given(st.tuples(finite, finite, finite), st.integers(1, 10**9))
def test_any_three_ordered_numbers_make_an_estimate(
    three: tuple[float, float, float], n: int
) -> None:
    lower, value, upper = sorted(three)
    answer = estimate(value, lower, upper, n)
    assert answer.lower <= answer.value <= answer.upper
    if lower < value:
        with pytest.raises(ValueError, match="interval"):
            estimate(lower, value, upper, n)


def test_answers_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        estimate().value = 1.0  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        NotEstimable("too few").reason = ""  # type: ignore[misc]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (estimate(), "10 of 20"),
        (NotEstimable("closed deals", needed=30, have=14), "too little data: 14 of 30"),
        (NotEstimable("no stage history"), "no stage history"),
    ],
)
def test_callers_match_on_the_kind_of_answer(answer: Answer, said: str) -> None:
    match answer:
        case Estimate(n=n, successes=successes):
            words = f"{successes} of {n}"
        case NotEstimable(needed=int(needed), have=have):
            words = f"too little data: {have} of {needed}"
        case NotEstimable(reason=reason):
            words = reason
    assert words == said


def test_findings_do_not_share_their_evidence() -> None:
    first = Finding("late_history", "warning", "History begins late.")
    second = Finding("late_history", "warning", "History begins late.")
    assert first == second
    first.evidence["deals"] = 3
    assert second.evidence == {}
    assert first.actions == ()
