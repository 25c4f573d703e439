"""Deals at risk, surprises and deals to clean up of one scope, each after what it needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.forecast.review import Reviewed, UntidyDeal
from fairlead.lake.counts.at_risk import at_risk
from fairlead.lake.counts.risk import fill_signs, fill_watched, fill_wins, past_evenings
from fairlead.lake.counts.surprises import fill_surprises, surprises, watched_then
from fairlead.measure.question import Question
from fairlead.measure.summary import Summary

MOST_UNTIDY = 5


def review(connection: Any, question: Question, summary: Summary, *, most: int = 8) -> Reviewed:
    """Return deals at risk (the first `most`) and surprises; `scope.prepare` must have run."""
    evenings = _fill(connection, question)
    risks = at_risk(connection, summary, evenings, most=most)
    return Reviewed(risks, surprises(connection, question, summary, risks.telling))


def _fill(connection: Any, question: Question) -> tuple[dt.date, ...]:
    fill_wins(connection, question)
    fill_surprises(connection, question)
    evenings = past_evenings(connection, question)
    fill_watched(connection, question, evenings, watched_then())
    fill_signs(connection, question)
    return evenings


def untidy_deals(
    connection: Any, question: Question, *, most: int = MOST_UNTIDY
) -> tuple[UntidyDeal, ...]:
    """Return the largest open deals whose close date has passed or that carry no amount."""
    day = f"DATE '{question.as_of}'"
    rows = connection.execute(
        f"""
        SELECT coalesce(o.name, a.name, o.product, o.source_key), coalesce(p.name, ''),
          coalesce(d.team, ''), d.amount, d.currency,
          CASE WHEN d.close_on < {day} THEN date_diff('day', d.close_on, {day}) END, o.url
        FROM deals d JOIN opportunities o USING (opportunity_id)
        LEFT JOIN people p ON p.person_id = d.person_id
        LEFT JOIN accounts a ON a.account_id = o.account_id
        WHERE d.outcome = 'open' AND d.close_on < {day}
        ORDER BY d.amount DESC NULLS LAST, 1, d.opportunity_id LIMIT {int(most)}
        """
    ).fetchall()
    return tuple(UntidyDeal(*row) for row in rows)
