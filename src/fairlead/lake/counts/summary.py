"""From the scoped relations to the counts of a brief."""

from __future__ import annotations

from typing import Any

import numpy as np

from fairlead.lake.counts.doubts import doubts
from fairlead.lake.counts.quarters import largest_due, quarters
from fairlead.lake.counts.selection import selection
from fairlead.lake.counts.targets import compared, month_targets, one, target
from fairlead.lake.counts.teams import with_targets_and_steps
from fairlead.measure.question import Question
from fairlead.measure.summary import (
    EndCount,
    Hygiene,
    Known,
    MonthCount,
    OtherCurrency,
    PersonCount,
    StepCount,
    Summary,
    TeamCount,
    Totals,
    TypeCount,
)

SECONDS_A_DAY = 86_400.0
DAYS_A_MONTH = 30.4375


def summarise(connection: Any, question: Question, *, months: int = 12) -> Summary:
    """Return the counts of one scope; `lake.counts.scope.prepare` must have run."""
    totals = _totals(connection, question)
    currency = _currency_filter(totals)
    period = (
        f"outcome = 'won' AND booked_on >= DATE '{question.period_start}' "
        f"AND booked_on < DATE '{question.period_end}'"
    )
    won, valued, booked = one(
        connection,
        f"SELECT count(*), count(amount) FILTER ({currency}), "
        f"coalesce(sum(amount) FILTER ({currency}), 0) FROM deals WHERE {period}",
    )
    teams = _teams(connection, question, currency)
    known = _known(connection, question)
    leads, rules = question.audience == "leader", question.audience == "board"
    return Summary(
        totals=totals,
        selection=selection(connection),
        won_in_period=won,
        valued_in_period=valued,
        booked_in_period=int(booked),
        types=_types(connection, question),
        steps=_steps(connection, question),
        ends=_ends(connection, question),
        months=_months(connection, question, months, currency),
        cycle_days=_cycle(connection, question),
        sizes=_sizes(connection, question, currency),
        hygiene=_hygiene(connection, question, currency, known),
        people=_people(connection, question, currency),
        teams=with_targets_and_steps(connection, question, teams) if leads else teams,
        target=compared(connection, question, target(connection, question), currency),
        month_targets=month_targets(connection, question, months),
        known=known,
        quarters=quarters(connection, question, currency) if rules else (),
        largest_due=largest_due(connection, question, currency) if rules else (),
        others=_others(connection, currency, period),
        targets_without_rate=_targets_without_rate(connection, question),
        doubts=doubts(connection, question, currency),
    )


def _others(connection: Any, currency: str, period: str) -> tuple[OtherCurrency, ...]:
    """Return the sums of deals that cannot be turned into the currency of the brief."""
    rows = connection.execute(
        f"""
        SELECT currency, count(*), coalesce(sum(amount) FILTER (outcome = 'open'), 0)::BIGINT,
          count(*) FILTER (outcome = 'open'),
          coalesce(sum(amount) FILTER (outcome = 'won'), 0)::BIGINT,
          count(*) FILTER (outcome = 'won'),
          coalesce(sum(amount) FILTER ({period}), 0)::BIGINT, count(*) FILTER ({period}),
          coalesce(currency IN (SELECT currency FROM factors), false)
        FROM deals WHERE amount IS NOT NULL AND ({currency}) IS NOT TRUE
        GROUP BY currency ORDER BY count(*) DESC, currency
        """
    ).fetchall()
    return tuple(OtherCurrency(*row) for row in rows)


def _targets_without_rate(connection: Any, question: Question) -> int:
    (count,) = one(
        connection,
        "SELECT count(*) FROM targets_without_rate "
        f"WHERE from_on < DATE '{question.period_end}' AND to_on > DATE '{question.period_start}'",
    )
    return int(count)


def _currency_filter(totals: Totals) -> str:
    if totals.currency is None:
        return "currency IS NULL"
    return f"currency = '{totals.currency}'"


def currency_of(connection: Any, question: Question) -> str | None:
    """Return the currency a scope is told in: the company's, else the one most deals name."""
    return question.company.reporting_currency or named_currency(connection, "deals")


def named_currency(connection: Any, deals: str = "opportunities") -> str | None:
    """Return the currency most deals name; None where they name none."""
    (most_common,) = one(
        connection,
        "SELECT min_by(currency, (-n, currency)) FROM (SELECT currency, count(*) AS n "
        f"FROM {deals} WHERE currency IS NOT NULL GROUP BY ALL)",
    )
    found: str | None = most_common
    return found


def _totals(connection: Any, question: Question) -> Totals:
    currency = currency_of(connection, question)
    same = f"currency = '{currency}'" if currency else "currency IS NULL"
    row = one(
        connection,
        f"""
        SELECT count(*), count(*) FILTER (outcome = 'won'), count(*) FILTER (outcome = 'lost'),
          count(*) FILTER (outcome = 'open'),
          count(*) FILTER (outcome = 'open' AND created_at IS NULL AND close_on IS NULL
                           AND closed_at IS NULL AND NOT has_history),
          count(DISTINCT person_id),
          coalesce(sum(amount) FILTER (outcome = 'won' AND {same}), 0),
          coalesce(sum(amount) FILTER (outcome = 'open' AND {same}), 0),
          count(*) FILTER (outcome = 'open' AND amount IS NULL),
          count(*) FILTER (amount IS NOT NULL AND ({same}) IS NOT TRUE),
          count(*) FILTER (company_day(closed_at) < company_day(created_at)),
          count(*) FILTER (person_id IS NULL),
          count(*) FILTER (outcome IN ('won', 'lost') AND closed_at IS NULL),
          count(*) FILTER (outcome = 'won' AND booked_on IS NULL),
          count(*) FILTER (outcome = 'lost' AND booked_on IS NULL),
          coalesce(sum(amount) FILTER (outcome = 'won' AND booked_on IS NULL AND {same}), 0)
        FROM deals
        """,
    )
    day = f"DATE '{question.as_of}'"
    (listed,) = one(
        connection,
        f"SELECT count(*) FROM people WHERE NOT is_queue AND coalesce(hired_on <= {day}, true)",
    )
    (managers,) = one(
        connection,
        f"SELECT count(DISTINCT manager_id) FROM led WHERE from_on <= {day} "
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
        won_without_date=row[13],
        lost_without_date=row[14],
        won_without_date_amount=int(row[15]),
    )


def _is_company(connection: Any) -> bool:
    ours, all_deals = one(
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
    within = f"(entered_at IS NULL OR ({_window(question, 'company_day(entered_at)')}))"
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
        f"WHERE p.kind IN ('won', 'lost') AND {_window(question, 'company_day(c.occurred_at)')} "
        f"AND company_day(c.known_at) <= DATE '{question.as_of}' "
        f"GROUP BY ALL ORDER BY d.pipeline, d.type, p.kind DESC, count(DISTINCT d.opportunity_id) "
        f"DESC, c.to_stage"
    ).fetchall()
    return tuple(EndCount(*row) for row in rows)


def _months(
    connection: Any, question: Question, months: int, currency: str
) -> tuple[MonthCount, ...]:
    """Count wins per month of the company's calendar, each under `Period.month`."""
    wanted = question.company.calendar.last("month", question.as_of, months)
    spans = ", ".join(f"(DATE '{p.month}', DATE '{p.start}', DATE '{p.end}')" for p in wanted)
    rows = connection.execute(
        f"SELECT m, count(*), coalesce(sum(amount) FILTER ({currency}), 0) FROM deals "
        f"JOIN (VALUES {spans}) AS months(m, first_day, day_after) "
        "ON booked_on >= first_day AND booked_on < day_after WHERE outcome = 'won' GROUP BY m"
    ).fetchall()
    found = {row[0]: (row[1], int(row[2])) for row in rows}
    return tuple(MonthCount(p.month, *found.get(p.month, (0, 0))) for p in wanted)


def _cycle(connection: Any, question: Question) -> Any:
    values = connection.execute(
        "SELECT greatest(date_diff('second', created_at, closed_at), 0) AS s FROM deals "
        "WHERE outcome = 'won' "
        "AND company_day(created_at) <= company_day(closed_at) "
        f"AND {_window(question, 'booked_on')}"
    ).fetchnumpy()["s"]
    return np.sort(np.asarray(values, dtype=np.float64)) / SECONDS_A_DAY


def _sizes(connection: Any, question: Question, currency: str) -> Any:
    values = connection.execute(
        f"SELECT amount FROM deals WHERE outcome = 'won' AND amount > 0 AND {currency} "
        f"AND {_window(question, 'booked_on')}"
    ).fetchnumpy()["amount"]
    return np.sort(np.asarray(values, dtype=np.float64))


def _hygiene(connection: Any, question: Question, currency: str, known: Known) -> Hygiene:
    # what a deal's next step was on a past day is not known: the export has the present one only
    (present,) = one(
        connection,
        f"SELECT coalesce(company_day(max(known_at)) <= DATE '{question.as_of}', true) "
        "FROM opportunities",
    )
    stale = _stale_days(connection, question)
    row = one(
        connection,
        f"""
        SELECT count(*) FILTER (d.close_on < DATE '{question.as_of}'),
          coalesce(sum(d.amount) FILTER (d.close_on < DATE '{question.as_of}' AND d.{currency}), 0),
          count(*) FILTER (o.next_step IS NULL),
          count(*) FILTER (d.amount IS NULL OR d.amount <= 0),
          count(*) FILTER (d.close_on IS NULL),
          count(*) FILTER (date_diff('day', company_day(d.created_at), DATE '{question.as_of}')
                           > {stale if stale is not None else "NULL::INTEGER"}),
          count(d.created_at)
        FROM deals d JOIN opportunities o USING (opportunity_id) WHERE d.outcome = 'open'
        """,
    )
    return Hygiene(
        overdue=row[0],
        overdue_amount=int(row[1]),
        without_next_step=row[2] if known.next_steps and present else None,
        without_amount=row[3],
        without_close_date=row[4] if known.close_dates else None,
        stale=row[5] if stale is not None else None,
        aged=row[6],
    )


def _stale_days(connection: Any, question: Question) -> int | None:
    """Return the age that 95 % of won deals did not reach; None below 20 wins."""
    cycle = _cycle(connection, question)
    return int(np.quantile(cycle, 0.95)) if len(cycle) >= 20 else None


def _part_counts(question: Question, currency: str) -> str:
    """Return the SQL of what a person or a team has: open, won, lost, booked, overdue."""
    window = _window(question, "booked_on")
    period = (
        f"booked_on >= DATE '{question.period_start}' AND booked_on < DATE '{question.period_end}'"
    )
    return f"""
        count(*) FILTER (outcome = 'open'),
        count(*) FILTER (outcome = 'won' AND {window}),
        count(*) FILTER (outcome = 'lost' AND {window}),
        count(*) FILTER (outcome = 'won' AND {period}),
        coalesce(sum(amount) FILTER (outcome = 'won' AND {period} AND {currency}), 0)::BIGINT,
        count(*) FILTER (outcome = 'open' AND close_on < DATE '{question.as_of}')
    """


def _people(connection: Any, question: Question, currency: str) -> tuple[PersonCount, ...]:
    rows = connection.execute(
        f"SELECT d.person_id, any_value(p.name) AS name, {_part_counts(question, currency)} "
        "FROM deals d JOIN people p USING (person_id) WHERE NOT p.is_queue "
        "GROUP BY d.person_id ORDER BY name, d.person_id"
    ).fetchall()
    return tuple(PersonCount(*row) for row in rows)


def _teams(connection: Any, question: Question, currency: str) -> tuple[TeamCount, ...]:
    """Count per team of the day; a team without a name goes by its manager's."""
    rows = connection.execute(
        "SELECT coalesce(d.team, m.name, 'no team') AS name, count(DISTINCT d.person_id), "
        f"{_part_counts(question, currency)} FROM deals d "
        "LEFT JOIN people m ON m.person_id = d.manager_id GROUP BY ALL ORDER BY name"
    ).fetchall()
    return tuple(TeamCount(*row) for row in rows)


def _known(connection: Any, question: Question) -> Known:
    """Say what the export holds of the time until the evening asked; plans count as they are."""
    day = f"DATE '{question.as_of}'"
    by_then = f"company_day(occurred_at) <= {day} AND company_day(known_at) <= {day}"
    existing = "opportunities WHERE opportunity_id IN (SELECT opportunity_id FROM state_now)"
    row = one(
        connection,
        f"""
        SELECT (SELECT count(*) > 0 FROM stage_changes WHERE {by_then}),
          (SELECT count(*) > 0 FROM steps WHERE provenance <> 'observed'),
          (SELECT count(*) > 0 FROM field_changes WHERE field = 'amount' AND {by_then}),
          (SELECT count(*) > 0 FROM field_changes WHERE field = 'close_on' AND {by_then}),
          (SELECT count(close_on) > 0.5 * count(*) FROM state_now WHERE outcome = 'open'),
          (SELECT count(*) > 0 FROM deals WHERE amount IS NOT NULL),
          (SELECT count(amount) > 0.5 * count(*) FROM state_now WHERE outcome = 'open'),
          (SELECT count(*) > 0 FROM state_now WHERE outcome = 'lost'),
          (SELECT count(*) > 0 FROM state_now WHERE created_at IS NOT NULL),
          (SELECT count(*) > 0 FROM {existing} AND next_step IS NOT NULL),
          (SELECT count(*) FROM activities WHERE company_day(known_at) <= {day}),
          (SELECT count(*) FROM targets),
          (SELECT count(*) FROM led), (SELECT count(*) FROM trainings),
          (SELECT count(*) FROM submissions WHERE company_day(submitted_at) <= {day}),
          (SELECT count(DISTINCT type) FROM {existing} AND type <> 'unknown'),
          (SELECT count(*) FROM {existing} AND source_channel IS NOT NULL),
          (SELECT company_day(min(occurred_at)) FROM stage_changes WHERE {by_then})
        """,
    )
    return Known(*row)


def created_a_month(connection: Any, question: Question) -> float | None:
    """Return new deals a month over the window, or over the part of it the data reach.

    None where fewer than four weeks are known.
    """
    count, first = one(
        connection,
        f"SELECT count(*), company_day(min(created_at)) FROM deals "
        f"WHERE {_window(question, 'company_day(created_at)')}",
    )
    if not count:
        return None
    days = (question.as_of - max(first, question.window_start)).days + 1
    return float(count) / (days / DAYS_A_MONTH) if days >= 28 else None
