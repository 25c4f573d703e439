"""What a plan shows of the numbers: what differs, and the rest folded away but not left out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.web.conftest import Cast
from tests.web.test_team import clock as clock_of_team  # noqa: F401  a fixture
from tests.web.test_team import text

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
