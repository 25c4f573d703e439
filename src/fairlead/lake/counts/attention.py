"""Open deals that need attention: overdue, without next step, too old, or pushed over and over."""

from __future__ import annotations

from typing import Any

import numpy as np

from fairlead.lake.counts.targets import one
from fairlead.measure.attention import MOST, PUSHES, Attention, AttentionDeal
from fairlead.measure.question import Question
from fairlead.measure.summary import Summary

FEWEST_WINS = 20
"""Below this many wins nobody can say which age is old."""

SIGNS = (
    ("overdue_days IS NOT NULL", "close date passed"),
    ("lacks_next_step", "no next step"),
    ("is_old", "older than 95% of wins"),
    (f"push_count >= {PUSHES}", "pushed often"),
)
"""What each sign is by the columns of ``attention``, and how rows say it."""


def attention(connection: Any, question: Question, summary: Summary) -> Attention:
    """Return the deals of the scope that need attention; `scope.prepare` must have run."""
    fill_attention(connection, question, summary)
    currency = summary.totals.currency
    same = f"currency = '{currency}'" if currency else "currency IS NULL"
    total, amount, valued = one(
        connection,
        f"SELECT count(*), coalesce(sum(amount) FILTER ({same}), 0), count(amount) FILTER ({same}) "
        "FROM attention",
    )
    rows = connection.execute(
        "SELECT name, owner, amount, currency, stage, age_days, next_step, url, overdue_days, "
        "lacks_next_step, is_old, push_count FROM attention "
        f"ORDER BY sign_count DESC, amount DESC NULLS LAST, name, opportunity_id LIMIT {MOST}"
    ).fetchall()
    return Attention(tuple(AttentionDeal(*row) for row in rows), total, int(amount), valued)


def fill_attention(connection: Any, question: Question, summary: Summary) -> None:
    """Fill ``attention``: one row an open deal of the scope with at least one sign."""
    day = f"DATE '{question.as_of}'"
    knows_steps = summary.hygiene.without_next_step is not None
    old = _old_days(connection, question)
    is_old = f"coalesce(age_days > {old}, false)" if old is not None else "false"
    count = " + ".join(f"({condition})::INTEGER" for condition, _said in SIGNS)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE attention AS
        WITH dated AS (
          SELECT opportunity_id, new, coalesce(old, lag(new) OVER (PARTITION BY opportunity_id
            ORDER BY occurred_at, sequence)) AS old
          FROM field_changes WHERE field = 'close_on' AND company_day(occurred_at) <= {day}
            AND company_day(known_at) <= {day}
        ), pushed AS (
          SELECT opportunity_id, count(*) AS push_count FROM dated
          WHERE new::DATE > old::DATE GROUP BY opportunity_id
        ), looked_at AS (
          SELECT d.opportunity_id, coalesce(o.name, a.name, o.product, o.source_key) AS name,
            coalesce(p.name, '') AS owner, d.amount, d.currency, d.stage,
            date_diff('day', company_day(d.created_at), {day}) AS age_days,
            {"o.next_step" if knows_steps else "NULL::VARCHAR"} AS next_step, o.url,
            CASE WHEN d.close_on < {day} THEN date_diff('day', d.close_on, {day}) END
              AS overdue_days,
            {"o.next_step IS NULL" if knows_steps else "false"} AS lacks_next_step,
            coalesce(c.push_count, 0) AS push_count
          FROM deals d JOIN opportunities o USING (opportunity_id)
          LEFT JOIN pushed c USING (opportunity_id)
          LEFT JOIN people p ON p.person_id = d.person_id
          LEFT JOIN accounts a ON a.account_id = o.account_id
          WHERE d.outcome = 'open'
        ), judged AS (SELECT *, {is_old} AS is_old FROM looked_at)
        SELECT *, {count} AS sign_count FROM judged WHERE {count} > 0
        """
    )


def _old_days(connection: Any, question: Question) -> int | None:
    """Return the age in days that 95 % of the company's wins did not reach; None below 20."""
    ages = connection.execute(
        "SELECT greatest(date_diff('second', created_at, closed_at), 0) AS s FROM state_now "
        "WHERE outcome = 'won' AND company_day(created_at) <= company_day(closed_at) "
        f"AND booked_on BETWEEN DATE '{question.window_start}' AND DATE '{question.as_of}'"
    ).fetchnumpy()["s"]
    days = np.asarray(ages, dtype=np.float64) / 86_400
    return int(np.quantile(days, 0.95)) if len(days) >= FEWEST_WINS else None
