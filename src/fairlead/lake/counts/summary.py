"""From the scoped relations to the counts of a brief."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np

from fairlead.measure.question import Question
from fairlead.measure.summary import (
    EndCount,
    Hygiene,
    Known,
    MonthCount,
    PersonCount,
    StepCount,
    Summary,
    TargetSum,
    Totals,
    TypeCount,
)

SECONDS_A_DAY = 86_400.0
DAYS_A_MONTH = 30.4375


def summarise(connection: Any, question: Question, *, months: int = 12) -> Summary:
    """Return the counts of one scope; `lake.counts.scope.prepare` must have run."""
    totals = _totals(connection)
    currency = _currency_filter(totals)
    period = (
        f"outcome = 'won' AND booked_on >= DATE '{question.period_start}' "
        f"AND booked_on <= DATE '{question.as_of}'"
    )
    won, booked = _one(
        connection,
        f"SELECT count(*), coalesce(sum(amount) FILTER ({currency}), 0) FROM deals WHERE {period}",
    )
    return Summary(
        totals=totals,
        won_in_period=won,
        booked_in_period=int(booked),
        types=_types(connection, question),
        steps=_steps(connection, question),
        ends=_ends(connection, question),
        months=_months(connection, question, months, currency),
        cycle_days=_cycle(connection, question),
        sizes=_sizes(connection, question, currency),
        hygiene=_hygiene(connection, question, currency),
        people=_people(connection, question, currency),
        target=_target(connection, question),
        month_targets=_month_targets(connection, question, months),
        known=_known(connection),
    )


def _one(connection: Any, sql: str) -> tuple[Any, ...]:
    row: tuple[Any, ...] = connection.execute(sql).fetchone()
    return row


def _currency_filter(totals: Totals) -> str:
    if totals.currency is None:
        return "currency IS NULL"
    return f"currency = '{totals.currency}'"


def _totals(connection: Any) -> Totals:
    (currency,) = _one(
        connection,
        "SELECT arg_max(currency, n) FROM (SELECT currency, count(*) AS n FROM deals "
        "WHERE currency IS NOT NULL GROUP BY ALL ORDER BY currency)",
    )
    same = f"currency = '{currency}'" if currency else "currency IS NULL"
    row = _one(
        connection,
        f"""
        SELECT count(*), count(*) FILTER (outcome = 'won'), count(*) FILTER (outcome = 'lost'),
          count(*) FILTER (outcome = 'open'),
          count(*) FILTER (created_at IS NULL AND close_on IS NULL AND closed_at IS NULL
                           AND NOT has_history),
          count(DISTINCT person_id),
          coalesce(sum(amount) FILTER (outcome = 'won' AND {same}), 0),
          coalesce(sum(amount) FILTER (outcome = 'open' AND {same}), 0),
          count(*) FILTER (outcome = 'open' AND amount IS NULL),
          count(*) FILTER (amount IS NOT NULL AND NOT ({same})),
          count(*) FILTER (closed_at::DATE < created_at::DATE),
          count(*) FILTER (person_id IS NULL),
          count(*) FILTER (outcome IN ('won', 'lost') AND closed_at IS NULL)
        FROM deals
        """,
    )
    (listed,) = _one(connection, "SELECT count(*) FROM people WHERE NOT is_queue")
    (managers,) = _one(
        connection,
        "SELECT count(DISTINCT manager_id) FROM led WHERE manager_id IS NOT NULL "
        "AND person_id IN (SELECT person_id FROM deals UNION SELECT person_id FROM led)"
        if _is_company(connection)
        else "SELECT count(DISTINCT manager_id) FROM deals",
    )
    return Totals(
        opportunities=row[0],
        won=row[1],
        lost=row[2],
        open=row[3],
        undated=row[4],
        people=row[5],
        people_listed=listed,
        managers=managers,
        currency=currency,
        won_amount=int(row[6]),
        open_amount=int(row[7]),
        open_without_amount=row[8],
        other_currencies=row[9],
        closed_before_created=row[10],
        without_owner=row[11],
        closed_without_date=row[12],
    )


def _is_company(connection: Any) -> bool:
    ours, all_deals = _one(
        connection, "SELECT (SELECT count(*) FROM deals), (SELECT count(*) FROM state_now)"
    )
    return bool(ours == all_deals)


def _window(question: Question, column: str) -> str:
    return f"{column} >= DATE '{question.window_start}' AND {column} <= DATE '{question.as_of}'"


def _types(connection: Any, question: Question) -> tuple[TypeCount, ...]:
    rows = connection.execute(
        "SELECT type, count(*) FILTER (outcome = 'won'), count(*) FILTER (outcome = 'lost') "
        f"FROM deals WHERE outcome IN ('won', 'lost') AND {_window(question, 'booked_on')} "
        "GROUP BY type ORDER BY count(*) DESC, type"
    ).fetchall()
    return tuple(TypeCount(*row) for row in rows)


def _steps(connection: Any, question: Question) -> tuple[StepCount, ...]:
    within = f"(entered_at IS NULL OR ({_window(question, 'entered_at::DATE')}))"
    rows = connection.execute(
        f"""
        SELECT pipeline, type, any_value(stage), "rank", count(*),
          count(*) FILTER (outcome = 'advanced'), count(*) FILTER (outcome = 'lost'),
          count(*) FILTER (outcome = 'open'), count(*) FILTER (provenance <> 'observed'),
          list(dwell_s ORDER BY dwell_s) FILTER (outcome = 'advanced' AND dwell_s IS NOT NULL)
        FROM steps WHERE {within} GROUP BY pipeline, type, "rank"
        ORDER BY pipeline, type, "rank"
        """
    ).fetchall()
    return tuple(_step(row) for row in rows)


def _step(row: tuple[Any, ...]) -> StepCount:
    dwell = np.asarray(row[9] or [], dtype=np.float64)
    pipeline, deal_type, stage, rank, entered, advanced, lost, still_open, inferred = row[:9]
    return StepCount(
        pipeline=pipeline,
        deal_type=deal_type,
        stage=stage,
        rank=rank,
        entered=entered,
        advanced=advanced,
        lost=lost,
        open=still_open,
        inferred=inferred,
        days=dwell / SECONDS_A_DAY,
    )


def _ends(connection: Any, question: Question) -> tuple[EndCount, ...]:
    """Count the deals that ever entered a stage that ends the road, where history shows it."""
    rows = connection.execute(
        f"SELECT d.pipeline, d.type, c.to_stage, p.kind, count(DISTINCT d.opportunity_id) "
        f"FROM stage_changes c JOIN deals d USING (opportunity_id) JOIN process_stages p "
        f"ON p.pipeline = d.pipeline AND p.stage = c.to_stage "
        f"WHERE p.kind IN ('won', 'lost') AND {_window(question, 'c.occurred_at::DATE')} "
        f"GROUP BY ALL ORDER BY d.pipeline, d.type, p.kind DESC, count(DISTINCT d.opportunity_id) "
        f"DESC, c.to_stage"
    ).fetchall()
    return tuple(EndCount(*row) for row in rows)


def _first_of_month(day: dt.date, back: int) -> dt.date:
    index = day.year * 12 + day.month - 1 - back
    return dt.date(index // 12, index % 12 + 1, 1)


def _months(
    connection: Any, question: Question, months: int, currency: str
) -> tuple[MonthCount, ...]:
    first = _first_of_month(question.as_of, months - 1)
    rows = connection.execute(
        f"SELECT date_trunc('month', booked_on)::DATE AS m, count(*), "
        f"coalesce(sum(amount) FILTER ({currency}), 0) FROM deals WHERE outcome = 'won' "
        f"AND booked_on >= DATE '{first}' AND booked_on <= DATE '{question.as_of}' GROUP BY m"
    ).fetchall()
    found = {row[0]: (row[1], int(row[2])) for row in rows}
    wanted = [_first_of_month(question.as_of, back) for back in range(months - 1, -1, -1)]
    return tuple(MonthCount(m, *found.get(m, (0, 0))) for m in wanted)


def _cycle(connection: Any, question: Question) -> Any:
    values = connection.execute(
        "SELECT date_diff('second', created_at, closed_at) AS s FROM deals WHERE outcome = 'won' "
        f"AND created_at <= closed_at AND {_window(question, 'booked_on')}"
    ).fetchnumpy()["s"]
    return np.sort(np.asarray(values, dtype=np.float64)) / SECONDS_A_DAY


def _sizes(connection: Any, question: Question, currency: str) -> Any:
    values = connection.execute(
        f"SELECT amount FROM deals WHERE outcome = 'won' AND amount > 0 AND {currency} "
        f"AND {_window(question, 'booked_on')}"
    ).fetchnumpy()["amount"]
    return np.sort(np.asarray(values, dtype=np.float64))


def _hygiene(connection: Any, question: Question, currency: str) -> Hygiene:
    known = _known(connection)
    stale = _stale_days(connection, question)
    row = _one(
        connection,
        f"""
        SELECT count(*) FILTER (d.close_on < DATE '{question.as_of}'),
          coalesce(sum(d.amount) FILTER (d.close_on < DATE '{question.as_of}' AND d.{currency}), 0),
          count(*) FILTER (o.next_step IS NULL),
          count(*) FILTER (d.amount IS NULL OR d.amount <= 0),
          count(*) FILTER (d.close_on IS NULL),
          count(*) FILTER (date_diff('day', d.created_at::DATE, DATE '{question.as_of}')
                           > {stale if stale is not None else "NULL::INTEGER"})
        FROM deals d JOIN opportunities o USING (opportunity_id) WHERE d.outcome = 'open'
        """,
    )
    return Hygiene(
        overdue=row[0],
        overdue_amount=int(row[1]),
        without_next_step=row[2] if known.next_steps else None,
        without_amount=row[3],
        without_close_date=row[4] if known.close_dates else None,
        stale=row[5] if stale is not None else None,
    )


def _stale_days(connection: Any, question: Question) -> int | None:
    """Return the age that 95 % of won deals did not reach; None below 20 wins."""
    cycle = _cycle(connection, question)
    return int(np.quantile(cycle, 0.95)) if len(cycle) >= 20 else None


def _people(connection: Any, question: Question, currency: str) -> tuple[PersonCount, ...]:
    window = _window(question, "booked_on")
    period = f"booked_on >= DATE '{question.period_start}' AND booked_on <= DATE '{question.as_of}'"
    rows = connection.execute(
        f"""
        SELECT d.person_id, any_value(p.name) AS name, count(*) FILTER (outcome = 'open'),
          count(*) FILTER (outcome = 'won' AND {window}),
          count(*) FILTER (outcome = 'lost' AND {window}),
          count(*) FILTER (outcome = 'won' AND {period}),
          coalesce(sum(amount) FILTER (outcome = 'won' AND {period} AND {currency}), 0)::BIGINT,
          count(*) FILTER (outcome = 'open' AND close_on < DATE '{question.as_of}')
        FROM deals d JOIN people p USING (person_id) WHERE NOT p.is_queue
        GROUP BY d.person_id ORDER BY name, d.person_id
        """
    ).fetchall()
    return tuple(PersonCount(*row) for row in rows)


LEADING_ROLES = """
    SELECT k.key_id FROM people p JOIN person_keys k USING (person_id)
    WHERE regexp_matches(lower(p.role),
      '(^|[^a-z])(manager|director|head|chief|president|vp|cro|leiter|directeur|jefe)([^a-z]|$)')
    AND NOT regexp_matches(lower(p.role), 'account manager|account director')
    AND EXISTS (SELECT 1 FROM people o JOIN person_keys ok USING (person_id)
      JOIN targets t ON t.person_id = ok.key_id WHERE o.role IS DISTINCT FROM p.role)
"""
"""People whose role says that they lead, where others have targets too: theirs may be totals."""

_TARGET_LEVELS = """
    SELECT t.*, CASE WHEN t.person_id IS NOT NULL THEN 'people'
                     WHEN t.team IS NOT NULL THEN 'teams' ELSE 'company' END AS level
    FROM targets t LEFT JOIN person_keys k ON k.key_id = t.person_id
    WHERE t.measure IN ('bookings', 'amount', 'revenue', 'quota', 'sales')
"""


def _scoped_targets(question: Question) -> str:
    """Return SQL of the targets that belong to the scope, a leader's own total left out.

    For the company the highest level given counts; for a team or a person their people's targets.
    """
    if question.name is None:
        return _TARGET_LEVELS
    return (
        f"SELECT * FROM ({_TARGET_LEVELS}) WHERE person_id IN (SELECT key_id FROM person_keys "
        "WHERE person_id IN (SELECT person_id FROM deals))"
    )


def _level(connection: Any, body: str, start: dt.date, end: dt.date) -> str | None:
    rows = connection.execute(
        f"SELECT DISTINCT level FROM ({body}) WHERE from_on < DATE '{end}' "
        f"AND to_on > DATE '{start}'"
    ).fetchall()
    levels = {row[0] for row in rows}
    return next((name for name in ("company", "teams", "people") if name in levels), None)


def _shares(body: str, level: str, start: dt.date, end: dt.date) -> str:
    """Return SQL of each target's part of ``[start, end)``, by days; managers' totals left out."""
    leaders = (
        "AND person_id NOT IN (SELECT k.key_id FROM person_keys k JOIN led l "
        "ON l.manager_id = k.person_id WHERE l.person_id IN (SELECT kk.person_id FROM targets tt "
        "JOIN person_keys kk ON kk.key_id = tt.person_id) AND l.person_id <> l.manager_id) "
        f"AND person_id NOT IN ({LEADING_ROLES})"
        if level == "people"
        else ""
    )
    return (
        f"SELECT amount * date_diff('day', greatest(from_on, DATE '{start}'), "
        f"least(to_on, DATE '{end}')) / date_diff('day', from_on, to_on) AS part "
        f"FROM ({body}) WHERE level = '{level}' AND from_on < DATE '{end}' "
        f"AND to_on > DATE '{start}' {leaders}"
    )


def _target(connection: Any, question: Question) -> TargetSum | None:
    body = _scoped_targets(question)
    start, end = question.period_start, question.period_end
    level = _level(connection, body, start, end)
    if level is None:
        return None
    amount, count = _one(
        connection,
        f"SELECT round(sum(part))::BIGINT, count(*) FROM ({_shares(body, level, start, end)})",
    )
    if not count:
        return None
    (leaders,) = _one(
        connection,
        f"SELECT count(DISTINCT k.person_id) FROM ({body}) t JOIN person_keys k "
        f"ON k.key_id = t.person_id WHERE t.person_id IN ({LEADING_ROLES})",
    )
    return TargetSum(int(amount), level, count, leaders if level == "people" else 0)


def _month_targets(connection: Any, question: Question, months: int) -> dict[dt.date, int]:
    body = _scoped_targets(question)
    found = {}
    for back in range(months):
        start = _first_of_month(question.as_of, back)
        end = _first_of_month(question.as_of, back - 1)
        level = _level(connection, body, start, end)
        if level is not None:
            (amount,) = _one(
                connection,
                f"SELECT round(sum(part))::BIGINT FROM ({_shares(body, level, start, end)})",
            )
            if amount is not None:
                found[start] = int(amount)
    return found


def _known(connection: Any) -> Known:
    row = _one(
        connection,
        """
        SELECT (SELECT count(*) > 0 FROM stage_changes),
          (SELECT count(*) > 0 FROM steps WHERE provenance <> 'observed'),
          (SELECT count(*) > 0 FROM field_changes WHERE field = 'amount'),
          (SELECT count(*) > 0 FROM field_changes WHERE field = 'close_on'),
          (SELECT count(close_on) > 0.5 * count(*) FROM deals WHERE outcome = 'open'),
          (SELECT count(*) > 0 FROM deals WHERE amount IS NOT NULL),
          (SELECT count(amount) > 0.5 * count(*) FROM deals WHERE outcome = 'open'),
          (SELECT count(*) > 0 FROM deals WHERE outcome = 'lost'),
          (SELECT count(*) > 0 FROM deals WHERE created_at IS NOT NULL),
          (SELECT count(*) > 0 FROM opportunities WHERE next_step IS NOT NULL),
          (SELECT count(*) FROM activities), (SELECT count(*) FROM targets),
          (SELECT count(*) FROM led), (SELECT count(*) FROM trainings),
          (SELECT count(*) FROM submissions),
          (SELECT count(DISTINCT type) FROM opportunities WHERE type <> 'unknown'),
          (SELECT count(*) FROM opportunities WHERE source_channel IS NOT NULL),
          (SELECT min(occurred_at)::DATE FROM stage_changes)
        """,
    )
    return Known(*row)


def created_a_month(connection: Any, question: Question) -> float | None:
    """Return new deals a month over the window, or over the part of it the data reach.

    None where fewer than four weeks are known.
    """
    count, first = _one(
        connection,
        f"SELECT count(*), min(created_at)::DATE FROM deals "
        f"WHERE {_window(question, 'created_at::DATE')}",
    )
    if not count:
        return None
    days = (question.as_of - max(first, question.window_start)).days + 1
    return float(count) / (days / DAYS_A_MONTH) if days >= 28 else None


def deleted_count(connection: Any) -> int:
    """Return how many deals the CRM says are deleted."""
    (count,) = _one(connection, "SELECT count(*) FROM opportunities WHERE outcome = 'deleted'")
    return int(count)
