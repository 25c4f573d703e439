"""Published answers as pages find them, made by hand: nothing is counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.web.published.models import Answer

NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
CHANGE = dt.date(2026, 10, 1)
"""The day Cleo moved from Ben to Inès."""

EVENING = CHANGE + dt.timedelta(days=50)
SCRIPT = "<script>alert('1')</script>"


def keep(kind: str, unit: str, subject: str, body: dict[str, Any], state: int = 3) -> None:
    Answer.objects.create(
        kind=kind,
        unit=unit,
        subject=subject,
        state=state,
        as_of=EVENING,
        code_version="0",
        made_at=NOW,
        body=body,
    )


def row(person: str, good: int, n: int) -> dict[str, Any]:
    return {
        "person": person,
        "competency": "Sales.new.Demo",
        "name": "Demo to Proposal",
        "kind": "conversion",
        "role": "",
        "unit": "fraction",
        "successes": good,
        "n": n,
        "open": 2,
        "expected_successes": 25.4,
        "fair_rate": {"value": 0.43, "lower": 0.34, "upper": 0.53, "level": 0.95},
        "differs": True,
        "direction": "below",
        "quarters": [
            {"start": "2026-04-01", "successes": 5, "n": 11, "open": 0, "rate": 0.45},
            {"start": "2026-07-01", "successes": 6, "n": 12, "open": 0, "rate": 0.5},
            {"start": "2026-10-01", "successes": 7, "n": 13, "open": 2, "rate": 0.54},
        ],
    }


def text(browser: Any, address: str) -> str:
    page = browser.get(address)
    assert page.status_code == 200, address
    told: str = page.content.decode()
    return told
