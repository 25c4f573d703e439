"""Deals: opportunities as exported, orders as won deals, cases of an event log."""

from __future__ import annotations

from typing import Any

from fairlead.answers import Finding
from fairlead.facts import OPPORTUNITIES
from fairlead.lake.conform.staged import Staged
from fairlead.lake.store.schema import DUCKDB_TYPES, literal, quoted
from fairlead.process.words import outcome_of_stage_name
from fairlead.units import decimals


def key_sql(kind: str, column: str) -> str:
    """Return the SQL of a surrogate key, null where the column is null."""
    return f"CASE WHEN {column} IS NOT NULL THEN key_id('{kind}', {column}) END"


def minor_sql(amount: str) -> str:
    """Return the SQL of an amount in minor units; `d` is the joined ``currency_places``."""
    return f"round({amount} * power(10, coalesce(d.places, 2)))::BIGINT"


def currency_places(connection: Any, staged: list[Staged]) -> None:
    """Fill the decimals of every currency the import or the store names.

    ``currency_places`` has them by code; ``deal_places`` by deal where they are not two, for
    histories that name no currency; ``reporting_places`` those of the currency most deals carry,
    for targets that name none.
    """
    bodies = ["SELECT opportunity_id, currency AS code FROM opportunities"]
    extra = []
    for part in staged:
        if "currency" in part.given:
            extra.append(f"SELECT upper(currency) AS code FROM {part.relation}")
            if part.target == "opportunities":
                bodies.append(
                    f"SELECT key_id('opportunity', id), upper(currency) FROM {part.relation}"
                )
    deals = " UNION ALL ".join(bodies)
    counted = connection.execute(
        f"SELECT code, count(*) FROM ({deals}) WHERE code IS NOT NULL GROUP BY code"
    ).fetchall()
    named = [
        code for body in extra for (code,) in connection.execute(f"{body} GROUP BY code").fetchall()
    ]
    codes = sorted({code for code, _count in counted} | {code for code in named if code})
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE currency_places (code VARCHAR, places INTEGER)"
    )
    if codes:
        connection.executemany(
            "INSERT INTO currency_places VALUES (?, ?)", [(c, decimals(c)) for c in codes]
        )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE deal_places AS SELECT opportunity_id, "
        f"any_value(d.places) AS places FROM ({deals}) JOIN currency_places d USING (code) "
        f"WHERE d.places <> 2 AND {any(decimals(c) != 2 for c in codes)} GROUP BY opportunity_id"
    )
    most = min(counted, key=lambda pair: (-pair[1], pair[0]), default=None)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE reporting_places AS "
        f"SELECT {2 if most is None else decimals(most[0])}::INTEGER AS places"
    )


def conform_stages(connection: Any, staged: list[Staged], known_at: str) -> None:
    """Fill ``new_stages`` from the CRM's own settings."""
    bodies = [
        f"SELECT coalesce(n.label, m.pipeline) AS pipeline, m.stage, m.label, m.position, "
        f"m.is_closed, coalesce(m.is_won, m.is_closed AND m.probability >= 0.999) AS is_won, "
        f"m.is_active, {literal(p.table.mapping.format)} AS source "
        f"FROM {p.relation} m LEFT JOIN pipeline_names n ON n.id = m.pipeline"
        for p in staged
        if p.target == "stages"
    ]
    union = " UNION ALL ".join(bodies) or (
        "SELECT NULL::VARCHAR, NULL::VARCHAR, NULL::VARCHAR, NULL::BIGINT, NULL::BOOLEAN, "
        "NULL::BOOLEAN, NULL::BOOLEAN, NULL::VARCHAR WHERE false"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE new_stages AS SELECT "
        "key_id('stage', coalesce(pipeline, '') || ':' || stage) AS stage_id, *, "
        f"TIMESTAMPTZ '{known_at}' AS known_at FROM ({union}) "
        "t(pipeline, stage, label, position, is_closed, is_won, is_active, source) "
        "QUALIFY row_number() OVER (PARTITION BY stage_id ORDER BY position, label) = 1"
    )


def conform_opportunities(connection: Any, staged: list[Staged], known_at: str) -> None:
    """Fill ``new_opportunities``: one row a deal, the newest where several files have it."""
    bodies = []
    for part in staged:
        if part.target == "opportunities":
            _outcome_words(connection, part)
            bodies.append(_from_opportunities(part, known_at))
        elif part.target == "order_lines":
            bodies.append(_from_orders(part, known_at))
        elif part.target == "event_log":
            bodies.append(_from_events(part, known_at))
    names = ", ".join(quoted(n) for n in OPPORTUNITIES.names)
    union = " UNION ALL ".join(bodies)
    if not union:
        nulls = ", ".join(f"NULL::{DUCKDB_TYPES[c.kind]}" for c in OPPORTUNITIES.columns)
        union = f"SELECT {nulls} WHERE false"
    several = len(bodies) > 1
    newest = (
        " QUALIFY row_number() OVER (PARTITION BY opportunity_id "
        'ORDER BY known_at DESC, "file", line DESC) = 1'
        if several
        else ""
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE new_opportunities AS "
        f"SELECT {names} FROM ({union}) t({names}){newest}"
    )


def _select(part: Staged, values: dict[str, str], tail: str) -> str:
    values = {
        **values,
        "source": literal(part.table.mapping.format),
        "file": literal(part.table.raw.file),
    }
    body = ", ".join(
        f"{values.get(c.name, f'NULL::{DUCKDB_TYPES[c.kind]}')} AS {quoted(c.name)}"
        for c in OPPORTUNITIES.columns
    )
    return f"SELECT {body} {tail}"


def _outcome_words(connection: Any, part: Staged) -> None:
    """Fill ``stage_words``: what stage names say about the outcome, where nothing else does."""
    rows = connection.execute(
        f"SELECT DISTINCT stage FROM {part.relation} WHERE stage IS NOT NULL"
    ).fetchall()
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS stage_words (stage VARCHAR, outcome VARCHAR)"
    )
    words = [(stage, outcome_of_stage_name(stage)) for (stage,) in rows]
    found = [(stage, outcome) for stage, outcome in words if outcome]
    connection.execute("DELETE FROM stage_words")
    if found:
        connection.executemany("INSERT INTO stage_words VALUES (?, ?)", found)


def outcome_sql(part: Staged) -> str:
    """Return SQL of how a deal stands: by its own columns, the stage's settings, its name."""
    by_setting = (
        "CASE WHEN coalesce(s.is_won, sp.is_won) THEN 'won' "
        "WHEN coalesce(s.is_closed, sp.is_closed) THEN 'lost' "
        "WHEN coalesce(s.is_closed, sp.is_closed) IS NOT NULL THEN 'open' END"
    )
    outcome = f"coalesce({by_setting}, w.outcome, 'open')"
    if {"won_at", "lost_at"} <= part.given:  # where nothing else is said, the dates say it
        outcome = (
            "CASE WHEN m.lost_at > m.won_at OR m.won_at IS NULL AND m.lost_at IS NOT NULL "
            f"THEN 'lost' WHEN m.won_at IS NOT NULL THEN 'won' ELSE {outcome} END"
        )
    if "is_won" in part.given or "is_closed" in part.given:
        outcome = (
            f"CASE WHEN m.is_won THEN 'won' WHEN m.is_closed THEN 'lost' WHEN m.is_closed IS NULL "
            f"AND (m.is_won IS NULL OR {outcome} = 'lost') THEN {outcome} ELSE 'open' END"
        )
    if "outcome" in part.given:
        outcome = f"coalesce(m.outcome, {outcome})"
    if "is_active" in part.given:
        outcome = (
            f"CASE WHEN m.is_active IS NOT DISTINCT FROM true AND ({outcome}) = 'lost' THEN 'open' "
            f"WHEN NOT m.is_active AND ({outcome}) = 'open' THEN 'deleted' ELSE {outcome} END"
        )
    return outcome


def _from_opportunities(part: Staged, known_at: str) -> str:
    outcome = outcome_sql(part)
    closed = f"({outcome}) IN ('won', 'lost')"
    closed_at = f"coalesce({closing_sql(part, outcome)}, company_midnight(m.close_on))"
    amount = "m.amount"
    if "won_amount" in part.given:
        amount = f"CASE WHEN ({outcome}) = 'won' THEN coalesce(m.won_amount, m.amount) "
        amount += "ELSE m.amount END"
    values = {
        "opportunity_id": "key_id('opportunity', m.id)",
        "source_key": "m.id",
        "name": "m.name",
        "account_id": key_sql("account", "m.account"),
        "contact_id": key_sql("contact", "m.contact"),
        "pipeline": "coalesce(pn.label, m.pipeline, 'default')",
        "type": "coalesce(m.type, 'unknown')",
        "created_at": "m.created_at",
        "created_by": key_sql("person", "m.created_by"),
        "owner_id": key_sql("person", "m.owner"),
        "source_channel": "m.source_channel",
        "segment": "m.segment",
        "product": "coalesce(p.label, m.product)",
        "competitor": "m.competitor",
        "next_step": "m.next_step",
        "url": "m.url",
        "amount": minor_sql(amount),
        "currency": "upper(m.currency)",
        "close_on": "m.close_on"
        if not closes_apart(part)
        else f"CASE WHEN {closed} "
        f"THEN coalesce(written_day({closing_sql(part, outcome)}), m.close_on) ELSE m.close_on END",
        "stage": "m.stage",
        "outcome": "CASE WHEN m.is_deleted OR m.deleted_at IS NOT NULL THEN 'deleted' "
        f"ELSE {outcome} END",
        "closed_at": f"CASE WHEN {closed} THEN {closed_at} END",
        "lost_reason": f"CASE WHEN ({outcome}) = 'lost' THEN m.lost_reason END",
        "forecast_category": "m.forecast_category",
        "line": "m.line",
        "known_at": f"least(coalesce(m.modified_at, TIMESTAMPTZ '{known_at}'), "
        f"TIMESTAMPTZ '{known_at}')",
    }
    type_mapping = part.table.mapping.of("type")
    if type_mapping is not None and type_mapping.column is not None:
        values["type_label"] = "m.type_text"
    tail = (
        f"FROM {part.relation} m "
        "LEFT JOIN pipeline_names pn ON pn.id = m.pipeline "
        "LEFT JOIN product_names p ON p.id = m.product "
        "LEFT JOIN currency_places d ON d.code = upper(m.currency) "
        "LEFT JOIN (SELECT stage, any_value(is_won) AS is_won, any_value(is_closed) AS is_closed "
        "FROM all_stages WHERE pipeline IS NULL GROUP BY stage) s ON s.stage = m.stage "
        "LEFT JOIN (SELECT pipeline, stage, any_value(is_won) AS is_won, "
        "any_value(is_closed) AS is_closed FROM all_stages WHERE pipeline IS NOT NULL "
        "GROUP BY ALL) sp ON sp.stage = m.stage AND sp.pipeline = coalesce(pn.label, m.pipeline) "
        "LEFT JOIN stage_words w ON w.stage = m.stage"
    )
    return _select(part, values, tail)


def closing_sql(part: Staged, outcome: str) -> str:
    """Return SQL of when a deal was won or lost, by the column that is about its outcome."""
    own = [
        f"WHEN ({outcome}) = '{word}' THEN coalesce(m.{word}_at, m.closed_at)"
        for word in ("won", "lost")
        if f"{word}_at" in part.given
    ]
    return f"CASE {' '.join(own)} ELSE m.closed_at END" if own else "m.closed_at"


def closes_apart(part: Staged) -> bool:
    """Say whether an export has the day a deal closed beside the day it was expected to.

    Then the closed deal is booked on the day it closed; its expected day is only history, if it
    is there at all.
    """
    mapping = part.table.mapping
    expected = mapping.of("close_on")
    columns = {c.column for n in ("closed_at", "won_at", "lost_at") if (c := mapping.of(n))}
    return bool(columns) and (expected is None or expected.column not in columns)


def _from_orders(part: Staged, known_at: str) -> str:
    """Orders: the lines of one order are one won deal; nothing is known about lost ones."""
    total = "sum(round(m.amount * 10000)::BIGINT) / 10000"  # whole numbers add up in any order
    amount = minor_sql(total).replace("d.places", "any_value(d.places)")
    values = {
        "opportunity_id": "key_id('opportunity', m.id)",
        "source_key": "m.id",
        "account_id": key_sql("account", "min(m.account)"),
        "pipeline": "'default'",
        "type": "'unknown'",
        "owner_id": key_sql("person", "min(m.owner)"),
        "segment": "min(m.segment)",
        "product": "CASE WHEN count(DISTINCT m.product) = 1 "
        "THEN coalesce(min(p.label), min(m.product)) END",
        "amount": amount,
        "currency": "upper(min(m.currency))",
        "close_on": "written_day(max(m.closed_at))",
        "outcome": "'won'",
        "closed_at": "max(m.closed_at)",
        "line": "min(m.line)",
        "known_at": f"least(max(m.closed_at), TIMESTAMPTZ '{known_at}')",
    }
    tail = (
        f"FROM {part.relation} m LEFT JOIN product_names p ON p.id = m.product "
        "LEFT JOIN currency_places d ON d.code = upper(m.currency) GROUP BY m.id"
    )
    return _select(part, values, tail)


def _from_events(part: Staged, known_at: str) -> str:
    """Cases of an event log; the owner is whoever the owner changes end with (see `events`)."""
    values = {
        "opportunity_id": "key_id('opportunity', m.\"case\")",
        "source_key": 'm."case"',
        "pipeline": "'default'",
        "type": "'unknown'",
        "created_at": "least(min(m.created_at), min(m.occurred_at))",
        "owner_id": "any_value(o.owner_id)",
        "segment": "min(m.segment)",
        "product": "min(m.product)",
        "amount": "round(max(m.amount) * 100)::BIGINT",
        "outcome": "'open'",
        "line": "min(m.line)",
        "known_at": f"least(max(m.occurred_at), TIMESTAMPTZ '{known_at}')",
    }
    owners = (
        "SELECT opportunity_id AS deal, arg_max(new, (occurred_at, sequence))::BIGINT AS owner_id "
        "FROM new_field_changes WHERE field = 'owner_id' GROUP BY opportunity_id"
    )
    tail = f"LEFT JOIN ({owners}) o ON o.deal = key_id('opportunity', m.\"case\")"
    return _select(part, values, f'FROM {part.relation} m {tail} GROUP BY m."case"')


def date_closings(connection: Any, staged: list[Staged]) -> tuple[Finding, ...]:
    """Give closed deals the day of their last stage change where the export only has a plan.

    A column such as "Expected close" says when a deal should close. Once it is closed, the history
    knows better; without history the plan stays, and a Finding says so.
    """
    planned = [
        literal(p.table.raw.file)
        for p in staged
        if p.target == "opportunities"
        and "close_on" in p.given
        and not {"closed_at", "won_at", "lost_at"} & p.given
    ]
    if not planned:
        return ()
    which = f"outcome IN ('won', 'lost') AND \"file\" IN ({', '.join(planned)})"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE last_moves AS SELECT opportunity_id, "
        "max(occurred_at) AS moved_at FROM (SELECT opportunity_id, occurred_at "
        "FROM new_stage_changes UNION ALL SELECT opportunity_id, occurred_at "
        "FROM known_stage_changes) "
        "GROUP BY opportunity_id"
    )
    connection.execute(
        "UPDATE new_opportunities SET closed_at = l.moved_at, close_on = company_day(l.moved_at) "
        f"FROM last_moves l WHERE l.opportunity_id = new_opportunities.opportunity_id AND {which}"
    )
    (left,) = connection.execute(
        f"SELECT count(*) FROM new_opportunities WHERE {which} AND closed_at IS NOT NULL "
        "AND opportunity_id NOT IN (SELECT opportunity_id FROM last_moves)"
    ).fetchone()
    if not left:
        return ()
    return (
        Finding(
            "closing_dates_expected",
            "warning",
            f"{left:,} closed deals carry only an expected close date",
            "It is taken for the day they closed.",
            {"deals": left},
            ("Export the date on which deals were really closed.",),
        ),
    )
