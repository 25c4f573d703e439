"""Closed deals by quarter, and the largest open ones: what a board looks at."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.lake.counts.targets import targets_of
from fairlead.measure.question import Question
from fairlead.measure.summary import QuarterCount

QUARTERS = 6
"""So many that the last whole quarter stands beside the same one of the year before."""

LARGEST = 3


def quarters(connection: Any, question: Question, currency: str) -> tuple[QuarterCount, ...]:
    """Return the last quarters, oldest first, the running one last.

    A quarter that began before the first deal of the data is left out: of its beginning nothing
    is known, and what was won then would look like little.
    """
    calendar = question.company.calendar
    last = calendar.last("quarter", question.as_of, QUARTERS)
    (begun,) = connection.execute(
        "SELECT min(least(company_day(created_at), booked_on)) FROM deals"
    ).fetchone()
    targets = targets_of(connection, question, [(q.start, q.end) for q in last])
    found = []
    for quarter in last:
        if begun is None or (quarter.start < begun and quarter.start < question.period_start):
            continue
        won, valued, lost, amount = connection.execute(
            f"SELECT count(*) FILTER (outcome = 'won'), "
            f"count(amount) FILTER (outcome = 'won' AND {currency}), "
            f"count(*) FILTER (outcome = 'lost'), "
            f"coalesce(sum(amount) FILTER (outcome = 'won' AND {currency}), 0) FROM deals "
            f"WHERE booked_on >= DATE '{quarter.start}' AND booked_on < DATE '{quarter.end}'"
        ).fetchone()
        found.append(
            QuarterCount(
                start=quarter.start,
                label=quarter.label,
                won=won,
                valued=valued,
                lost=lost,
                amount=int(amount),
                target=targets.get(quarter.start),
                is_whole=quarter.end <= question.as_of + dt.timedelta(days=1),
            )
        )
    return tuple(found)


def largest_due(connection: Any, question: Question, currency: str) -> tuple[int, ...]:
    """Return the amounts of the largest open deals due in the quarter, largest first."""
    rows = connection.execute(
        f"SELECT amount FROM deals WHERE outcome = 'open' AND amount > 0 AND {currency} "
        f"AND close_on >= DATE '{question.period_start}' "
        f"AND close_on < DATE '{question.period_end}' ORDER BY amount DESC LIMIT {LARGEST}"
    ).fetchall()
    return tuple(int(amount) for (amount,) in rows)
