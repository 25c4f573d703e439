"""The journal forecasts are made of: one pass over all events, cut later at any evening.

What `lake.counts.state` answers for one evening by a query, the journal answers for every evening
at once: each entry carries the day it became known, the later of when it happened and when the
CRM first knew.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from fairlead.forecast.journal import GONE, NOT_YET, Deals, Group, Journal, Visits
from fairlead.lake.counts.ground import fill_table
from fairlead.lake.counts.journal_values import (
    amounts,
    closes,
    kept_since,
    owners,
    staff,
    submissions,
)
from fairlead.lake.counts.money import fill_factors
from fairlead.lake.counts.relations import NO_CODE, Relations
from fairlead.lake.counts.scope import left_out
from fairlead.measure.question import Question
from fairlead.process.model import Process

OUTLIERS, FAR_DAYS = 0.002, 92
"""A share of deals this small, that many days before all others, does not say when data begin."""

DAY = "(company_day({0}) - DATE '1970-01-01')"
BORN = -1
"""Order of the entry at birth of deals that are older than what is known of stages."""
ON_NO_DAY = "NOT has_closing AND closed_at IS NULL AND close_on IS NULL"
"""Whether nothing tells the day a closed deal was closed."""


def journal(
    connection: Any, tables: Relations, question: Question, process: Process
) -> Journal | None:
    """Return the journal of a workspace as known on the evening of ``question.as_of``.

    Parameters
    ----------
    connection
        DuckDB connection on which `relations` and `scope.led` have run.
    tables, question, process
        As there; pipelines and types to leave out are left out.

    Returns
    -------
    Journal
        None where no deal has a date by then.
    """
    until = f"TIMESTAMPTZ '{tables.until(question.as_of).isoformat()}'"
    fill_factors(connection, question.company)
    groups = _groups(connection, question, process)
    _deals(connection, until)
    began = _began(connection)
    if began is None:
        return None
    _entries(connection, until)
    deals, codes = _deal_columns(connection)
    people = staff(connection)
    currency = _currency(connection, question)
    money, foreign = amounts(connection, question, currency, until)
    undated, won_on_no_day = connection.execute(
        "SELECT count(*) FILTER (born IS NULL AND outcome = 'open'), "
        f"count(*) FILTER (outcome = 'won' AND {ON_NO_DAY}) FROM fc_deals"
    ).fetchone()
    return Journal(
        until=question.as_of,
        began=began,
        groups=groups,
        deals=deals,
        visits=_visits(connection),
        amounts=money,
        owners=owners(connection, until),
        closes=closes(connection, until),
        amounts_since=kept_since(connection, "amount", until),
        closes_since=kept_since(connection, "close_on", until),
        staff=people,
        submissions=submissions(connection, question, currency, until),
        segments=codes["segment"],
        sources=codes["source"],
        currency=currency,
        undated=undated,
        foreign=foreign,
        won_on_no_day=won_on_no_day,
    )


def columns(connection: Any, sql: str) -> dict[str, Any]:
    """Return the columns of a query as numpy arrays."""
    table = connection.execute(sql).to_arrow_table()
    return {name: table[name].to_numpy() for name in table.column_names}


def _groups(connection: Any, question: Question, process: Process) -> tuple[Group, ...]:
    """Return pipelines of the process by types, whether or not they have deals yet."""
    cut = " AND ".join(left_out(connection, question)) or "true"
    types = [
        row[0]
        for row in connection.execute(
            f"SELECT DISTINCT type FROM opportunities WHERE {cut} ORDER BY type"
        ).fetchall()
    ]
    skipped = set(question.leave_out_pipelines)
    found = [
        Group(p.name, kind, tuple(s.label for s in p.open_stages()))
        for p in sorted(process.pipelines, key=lambda p: p.name)
        if p.name not in skipped
        for kind in types
    ]
    fill_table(
        connection,
        "fc_groups",
        {
            "grp": np.arange(len(found), dtype=np.int64),
            "pipeline": np.array([g.pipeline for g in found], dtype=str),
            "type": np.array([g.deal_type for g in found], dtype=str),
            "stages": np.array([len(g.stages) for g in found], dtype=np.int64),
        },
    )
    return tuple(found)


def _deals(connection: Any, until: str) -> None:
    """Fill ``fc_deals``: deals that were there by the evening, numbered in the order of keys."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE fc_deals AS
        WITH told AS (
          SELECT opportunity_id, bool_or(closing) AS has_closing,
            min(greatest(occurred_at, known_at)) FILTER (
              occurred_at < {until} AND known_at < {until}) AS first_at,
            arg_min(left_code, place) AS left_code
          FROM stage_moves GROUP BY opportunity_id
        ), found AS (
          SELECT o.opportunity_id, g.grp, g.stages, o.pipeline, o.stage, o.owner_id, o.amount,
            o.currency, o.close_on, o.account_id, o.source_channel,
            coalesce(o.segment, a.segment) AS segment,
            o.known_at < {until} AND o.source <> 'event_log' AS is_settled,
            {DAY.format("o.known_at")} AS settled,
            {DAY.format("coalesce(o.created_at, t.first_at)")} AS born,
            coalesce(t.has_closing, false) AS has_closing, t.left_code,
            t.opportunity_id IS NOT NULL AS has_moves,
            o.outcome AS row_outcome, o.closed_at,
            coalesce(o.created_at, t.first_at, o.closed_at, o.known_at) AS there_at
          FROM opportunities o JOIN fc_groups g USING (pipeline, type)
          LEFT JOIN told t USING (opportunity_id)
          LEFT JOIN accounts a ON a.account_id = o.account_id
          WHERE o.outcome <> 'deleted'
        )
        SELECT *, row_number() OVER (ORDER BY opportunity_id) - 1 AS deal,
          CASE WHEN is_settled OR (NOT has_closing AND closed_at < {until})
            THEN row_outcome ELSE 'open' END AS outcome
        FROM found WHERE there_at < {until}
        """
    )


def _began(connection: Any) -> int | None:
    """Return the first observed day, leaving out a few deals that lie far before all others."""
    (day,) = connection.execute(
        f"""
        WITH known AS (SELECT coalesce(born, {DAY.format("closed_at")}) AS day FROM fc_deals)
        SELECT min(day) FROM known WHERE day >=
          (SELECT quantile_disc(day, {OUTLIERS}) FROM known WHERE day IS NOT NULL) - {FAR_DAYS}
        """
    ).fetchone()
    return None if day is None else int(day)


def _entries(connection: Any, until: str) -> None:
    """Fill ``fc_entries``: deal, day, order within the day, and the state entered.

    States are the ranks of open stages, -1 won, -2 lost, `GONE` closed on a day nothing tells, the
    number of stages where none is told.
    An event that came to be known after a later one says nothing: the later one stands.
    A deal starts in the stage its first event left, which may be an event after the evening; where
    its history tells nothing, in the stage of its row once that is known, else in none.
    Before the first event of all deals no stage is told of any: only deals that were still open
    then have one, and stages would look as if hardly anything was ever won from them.
    """
    kinds = "CASE WHEN {0}.kind = 'won' THEN -1 WHEN {0}.kind = 'lost' THEN -2 "
    state = kinds + 'ELSE coalesce({0}."rank", d.stages) END'
    closed = f"coalesce({DAY.format('d.closed_at')}, d.close_on - DATE '1970-01-01', d.settled)"
    closed = f"CASE WHEN d.is_settled THEN least({closed}, d.settled) ELSE {closed} END"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE fc_entries AS
        WITH moves AS (
          SELECT d.deal, {DAY.format("greatest(m.occurred_at, m.known_at)")} AS day,
            row_number() OVER (PARTITION BY d.deal ORDER BY m.place) AS nth,
            {state.format("c")} AS state
          FROM stage_moves m JOIN fc_deals d USING (opportunity_id) JOIN stage_codes c USING (code)
          WHERE NOT m.beside AND m.occurred_at < {until} AND m.known_at < {until}
          QUALIFY coalesce(greatest(m.occurred_at, m.known_at) < min(greatest(m.occurred_at,
            m.known_at)) OVER (PARTITION BY d.deal ORDER BY m.place
            ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING), true)
        ), first AS (
          SELECT d.deal, d.born AS day, 0 AS nth,
            CASE WHEN d.left_code <> {NO_CODE} AND c.kind = 'open' THEN c."rank"
              WHEN NOT d.has_moves AND d.is_settled AND d.row_outcome = 'open'
                AND d.pipeline IN (SELECT DISTINCT pipeline FROM stage_codes) THEN s."rank"
            END AS state, d.stages
          FROM fc_deals d LEFT JOIN stage_codes c ON c.code = d.left_code
          LEFT JOIN process_stages s ON s.pipeline = d.pipeline AND s.stage = d.stage
            AND s.kind = 'open'
          WHERE d.born IS NOT NULL
        ), told AS (
          SELECT coalesce(min({DAY.format("greatest(occurred_at, known_at)")}), {NOT_YET}) AS since
          FROM stage_moves
          WHERE NOT closing AND NOT beside AND occurred_at < {until} AND known_at < {until}
        ), rows AS (
          SELECT d.deal, {closed} AS day, 1000000 AS nth,
            CASE WHEN {ON_NO_DAY} THEN {GONE} WHEN d.outcome = 'won' THEN -1 ELSE -2 END AS state
          FROM fc_deals d LEFT JOIN (SELECT deal, arg_max(state, nth) AS state FROM moves
            GROUP BY deal) m USING (deal)
          WHERE d.outcome IN ('won', 'lost') AND (NOT d.has_closing OR (d.is_settled
            AND m.state IS DISTINCT FROM CASE d.outcome WHEN 'won' THEN -1 ELSE -2 END))
        )
        SELECT deal, day, nth, state FROM moves UNION ALL
        SELECT deal, day, {BORN}, stages FROM first, told WHERE day < since UNION ALL
        SELECT deal, greatest(day, since), nth, coalesce(state, stages) FROM first f, told
        WHERE (day >= since OR since < {NOT_YET} AND NOT EXISTS (FROM (FROM moves UNION ALL
          FROM rows) e WHERE e.deal = f.deal AND e.day < since)) UNION ALL
        SELECT deal, day, nth, state FROM rows
        """
    )


def _visits(connection: Any) -> Visits:
    """Return the stays: an entry until the next one into another state.

    A stay that is over on the day it began stays: it is an entry all the same. The stage told of
    nothing that gives way on the very day the deal was born does not: nothing was unknown. That a
    stage came to be told is no move of the deal.
    """
    found = columns(
        connection,
        f"""
        WITH ordered AS (
          SELECT e.*, d.stages, lead(state) OVER w AS after, lead(day) OVER w AS day_after,
            lag(state) OVER w AS before
          FROM fc_entries e JOIN fc_deals d USING (deal)
          WINDOW w AS (PARTITION BY deal ORDER BY nth, day)
        ), kept AS (
          SELECT deal, day, nth, state FROM ordered
          WHERE state IS DISTINCT FROM before
            AND NOT (state = stages AND after IS NOT NULL AND day_after <= day)
        ), monotone AS (
          SELECT deal, nth, state, max(day) OVER (PARTITION BY deal ORDER BY nth) AS day FROM kept
        )
        SELECT deal, state::BIGINT AS state, day::BIGINT AS entered, lead(day) OVER v AS left_on,
          CASE WHEN nth = {BORN} AND lead(nth) OVER v = 0 THEN {GONE} ELSE lead(state) OVER v END
          AS after
        FROM monotone WINDOW v AS (PARTITION BY deal ORDER BY nth) ORDER BY deal, nth
        """,
    )
    lasting = np.isnan(found["left_on"].astype(np.float64))
    left = np.where(lasting, 0.0, found["left_on"].astype(np.float64)).astype(np.int64)
    then = np.where(lasting, 0.0, found["after"].astype(np.float64)).astype(np.int64)
    return Visits(
        deal=found["deal"].astype(np.int64),
        state=found["state"],
        entered=found["entered"],
        left=np.where(lasting, NOT_YET, left),
        then=np.where(lasting, 0, then),
    )


def _deal_columns(connection: Any) -> tuple[Deals, dict[str, tuple[str, ...]]]:
    names: dict[str, tuple[str, ...]] = {}
    for column, name in (("segment", "segment"), ("source_channel", "source")):
        rows = connection.execute(
            f"SELECT DISTINCT {column} FROM fc_deals WHERE {column} IS NOT NULL ORDER BY 1"
        ).fetchall()
        names[name] = tuple(row[0] for row in rows)
        fill_table(
            connection,
            f"fc_{name}",
            {
                "code": np.arange(len(rows), dtype=np.int64),
                "name": np.array([row[0] for row in rows], dtype=str),
            },
        )
    found = columns(
        connection,
        f"""
        SELECT d.opportunity_id, d.grp, coalesce(d.born, {NOT_YET})::BIGINT AS born,
          CASE WHEN d.is_settled THEN d.settled ELSE {NOT_YET} END::BIGINT AS settled,
          coalesce(dense_rank() OVER (ORDER BY d.account_id NULLS LAST) - 1, -1)::BIGINT AS rank,
          d.account_id IS NULL AS alone,
          coalesce(s.code, -1)::BIGINT AS segment, coalesce(r.code, -1)::BIGINT AS source
        FROM fc_deals d LEFT JOIN fc_segment s ON s.name = d.segment
        LEFT JOIN fc_source r ON r.name = d.source_channel ORDER BY d.deal
        """,
    )
    account = np.where(found["alone"], -1, found["rank"]).astype(np.int64)
    deals = Deals(
        opportunity_id=found["opportunity_id"],
        group=found["grp"].astype(np.int64),
        born=found["born"],
        settled=found["settled"],
        account=account,
        source=found["source"],
        segment=found["segment"],
    )
    return deals, names


def _currency(connection: Any, question: Question) -> str | None:
    """Return the reporting currency, else the one most deals carry."""
    if question.company.reporting_currency is not None:
        return question.company.reporting_currency
    row = connection.execute(
        "SELECT currency FROM fc_deals WHERE currency IS NOT NULL GROUP BY currency "
        "ORDER BY count(*) DESC, currency LIMIT 1"
    ).fetchone()
    return None if row is None else str(row[0])
