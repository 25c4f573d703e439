"""Targets of the four quarters ahead: those given, and the last one carried on where none is."""

from __future__ import annotations

import pytest
from tests.lake.canonical import database, on

from fairlead.company.model import Company
from fairlead.lake.counts.ahead import target_ahead
from fairlead.lake.counts.money import fill_factors
from fairlead.lake.counts.scope import led
from fairlead.measure.ahead import TargetAhead
from fairlead.measure.question import Question

NOW = on("2026-05-20")
EURO = Company(reporting_currency="EUR")
QUARTERS = ("2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01", "2027-04-01", "2027-07-01")


def ahead(amounts: list[int | None]) -> TargetAhead | None:
    """Targets of the present quarter and those after it, None where none is given."""
    rows = [
        {
            "target_id": n,
            "measure": "bookings",
            "from_on": on(QUARTERS[n]),
            "to_on": on(QUARTERS[n + 1]),
            "amount": amount,
            "currency": "EUR",
        }
        for n, amount in enumerate(amounts)
        if amount is not None
    ]
    connection = database({"targets": rows})
    led(connection)
    fill_factors(connection, EURO)
    return target_ahead(connection, Question(NOW, company=EURO))


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([100, 200, 300, 400, 500], TargetAhead(1400, 4, 0)),
        ([100, None, None, None, None], TargetAhead(400, 4, 4)),
        ([100, 200, None, 400, None], TargetAhead(200 + 200 + 400 + 400, 4, 2)),
        ([None, 200, 300, 400, 500], TargetAhead(1400, 4, 0)),
        ([None, None, 300, 400, 500], None),
        ([None, None, None, None, None], None),
    ],
)
def test_the_present_quarter_does_not_count_and_gaps_are_carried(
    amounts: list[int | None], expected: TargetAhead | None
) -> None:
    assert ahead(amounts) == expected
