"""What a plan shows of the numbers: what differs, and the rest folded away but not left out."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from tests.web.conftest import Cast
from tests.web.test_team import AT, text
from tests.web.test_team import clock as clock_of_team  # noqa: F401  a fixture

from fairlead.web.people.services import assign
from fairlead.web.published.selectors import Found
from fairlead.web.team.models import Plan
from fairlead.web.team.selectors import Told
from fairlead.web.team.services import numbers


def rates(*differ: bool) -> list[Told]:
    source = "page Measure as it was on 2026-11-20, state 1 of the data"
    return [
        Told("Steps, 12 months", f"Step {n}: {n} of 9", source, differs)
        for n, differs in enumerate(differ)
    ]


@pytest.mark.parametrize(
    ("differ", "told", "folded"),
    [
        ((True, False, False), "2 of 3 steps: no difference", ["Step 1", "Step 2"]),
        ((False, False), "2 of 2 steps: no difference", ["Step 0", "Step 1"]),
        ((True, True), "", []),
    ],
)
def test_a_plan_shows_what_differs_and_folds_the_rest(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, differ: Any, told: str, folded: list[str]
) -> None:
    monkeypatch.setattr(numbers, "rates_of", lambda _who: rates(*differ))
    opened = cast.client("ben").post("/team/plans/", {"person": cast.people["gil"].pk})
    page = text(cast.client("gil").get(opened["Location"]))
    shown, _, rest = page.partition("<summary>Every step</summary>")
    assert told in shown
    found = re.findall(r"Step \d", rest)
    assert found == folded
    for n, each in enumerate(differ):
        assert (f"Step {n}:" in shown) == each
    assert Plan.objects.get().told[0]["source"].startswith("page Measure")


@pytest.fixture
def rate_of_gil(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds of deals; 30 of 90 in the year before, 28 of 40 in the quarter after."""
    past = [("2026-01-01", 5, 15), ("2026-04-01", 5, 15), ("2026-07-01", 5, 15)]
    coming = [("2026-10-01", 9, 9), ("2027-01-01", 14, 20)]
    quarters = [
        {"start": start, "successes": k, "n": n, "open": 0} for start, k, n in (*past, *coming)
    ]
    row = {"name": "Demo to Proposal", "kind": "conversion", "n": 59, "successes": 29}
    rows = [
        row | {"competency": f"sales.{kind}.demo-to-proposal", "quarters": quarters}
        for kind in ("new", "existing")
    ]
    found = Found({"rows": rows}, dt.date(2027, 4, 30), AT, 9, False)
    monkeypatch.setattr("fairlead.web.team.selectors.answer", lambda *_question: found)
    monkeypatch.setattr(numbers, "rates_of", lambda _who: [])


def test_a_plan_says_later_what_the_rate_did(cast: Cast, rate_of_gil: None) -> None:
    ben, gil = cast.client("ben"), cast.client("gil")
    ben.post("/team/plans/", {"person": cast.people["gil"].pk})
    place = f"/team/plans/{Plan.objects.get().pk}/"
    typed = {"what": "write", "cause": "no CFO in the demo"}
    ben.post(place, typed | {"rate": "smiles"})
    assert "what it did since will stand here" in text(ben.get(place)), "no such rate is told"
    ben.post(place, typed | {"rate": "demo to proposal"})
    for who in (ben, gil):
        told = text(who.get(place))
        assert "In the year before: 30 of 90 = 33% (24 to 44)" in told
        assert "From 1 Jan 2027 on: 28 of 40 = 70%" in told
        assert "It rose by more than chance." in told
        assert "As it was on 30 Apr 2027" in told
    program = gil.get(f"/api/v1{place.rstrip('/')}").json()["since"]
    assert (program["before"]["successes"], program["before"]["n"]) == (30, 90)
    assert (program["after"]["successes"], program["moved"]) == (28, "rose")
    ben.post(place, typed | {"rate": "Demo to Proposal (new)"})
    assert "In the year before: 15 of 45" in text(ben.get(place)), "of one kind of deals"
    ben.post(place, {"what": "close"})
    assert "In the year before" in text(ben.get(place)), "a closed plan is looked at, too"
    cast.client("admin").post("/people/individuals/", {"shown": "no"})
    assert "In the year before" not in text(ben.get(place))
    cast.client("admin").post("/people/individuals/", {"shown": "yes"})
    Plan.objects.update(opened_on=AT.date() - dt.timedelta(days=9))
    assign(cast.people["gil"], cast.people["ines"], "South", AT.date())
    assert "In the year before" not in text(ben.get(place)), "he leads him no more"
    assert ben.get(f"/api/v1{place.rstrip('/')}").json()["since"] is None
    assert "In the year before" in text(gil.get(place)), "they are his own numbers"
