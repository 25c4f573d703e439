"""Open deals of one person that stand in some steps, to use on them what is trained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fairlead.lake.counts.ground import fill_table
from fairlead.measure.question import Question
from fairlead.process.model import Step
from fairlead.train.adoption import LiveDeal

MOST = 50


def live_deals(connection: Any, question: Question, steps: Sequence[Step]) -> tuple[LiveDeal, ...]:
    """Return the open deals of the scope that stand in a step, those that came last first.

    Parameters
    ----------
    connection
        `scope.prepare` has run for the person.
    question
        Gives the evening.
    steps
        What is trained.
    """
    if not steps:
        return ()
    columns = {"pipeline": [s.pipeline for s in steps], "stage": [s.stage for s in steps]}
    fill_table(connection, "trained_steps", columns)
    rows = connection.execute(
        f"""
        SELECT d.opportunity_id, coalesce(o.name, a.name, o.product, o.source_key), o.source_key,
          d.stage, max(company_day(s.entered_at)) AS entered_on, any_value(d.amount),
          any_value(d.currency)
        FROM deals d JOIN trained_steps t ON t.pipeline = d.pipeline AND t.stage = d.stage
        JOIN opportunities o ON o.opportunity_id = d.opportunity_id
        LEFT JOIN accounts a ON a.account_id = o.account_id
        LEFT JOIN all_steps s ON s.opportunity_id = d.opportunity_id AND s.stage = d.stage
          AND company_day(s.entered_at) <= DATE '{question.as_of}'
        WHERE d.outcome = 'open' GROUP BY ALL
        ORDER BY entered_on DESC NULLS LAST, d.opportunity_id LIMIT {MOST}
        """
    ).fetchall()
    return tuple(LiveDeal(*row) for row in rows)
