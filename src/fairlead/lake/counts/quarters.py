"""Closed deals by quarter, and the largest open ones: what a board looks at."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.lake.counts.targets import first_of_month, targets_of
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
    first = first_of_month(question.period_start, 3 * (QUARTERS - 1))
    rows = connection.execute(
        f"SELECT date_trunc('quarter', booked_on)::DATE AS q, count(*) FILTER (outcome = 'won'), "
        f"count(amount) FILTER (outcome = 'won' AND {currency}), "
        f"count(*) FILTER (outcome = 'lost'), "
        f"coalesce(sum(amount) FILTER (outcome = 'won' AND {currency}), 0) FROM deals "
        f"WHERE booked_on >= DATE '{first}' AND booked_on < DATE '{question.period_end}' GROUP BY q"
    ).fetchall()
    counted = {q: (won, valued, lost, int(amount)) for q, won, valued, lost, amount in rows}
    (begun,) = connection.execute(
        "SELECT min(least(created_at::DATE, booked_on)) FROM deals"
    ).fetchone()
    starts = [first_of_month(question.period_start, 3 * b) for b in range(QUARTERS - 1, -1, -1)]
    spans = [(start, first_of_month(start, -3)) for start in starts]
    targets = targets_of(connection, question, spans)
    found = []
    for start, end in spans:
        if begun is None or (start < begun and start < question.period_start):
            continue
        won, valued, lost, amount = counted.get(start, (0, 0, 0, 0))
        whole = end <= question.as_of + dt.timedelta(days=1)
        found.append(QuarterCount(start, won, valued, lost, amount, targets.get(start), whole))
    return tuple(found)


def largest_due(connection: Any, question: Question, currency: str) -> tuple[int, ...]:
    """Return the amounts of the largest open deals due in the quarter, largest first."""
    rows = connection.execute(
        f"SELECT amount FROM deals WHERE outcome = 'open' AND amount > 0 AND {currency} "
        f"AND close_on >= DATE '{question.period_start}' "
        f"AND close_on < DATE '{question.period_end}' ORDER BY amount DESC LIMIT {LARGEST}"
    ).fetchall()
    return tuple(int(amount) for (amount,) in rows)
