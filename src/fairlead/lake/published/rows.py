"""The rows behind a number: one query a kind of evidence, on the relations of the same scope."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fairlead.answers import Evidence
from fairlead.errors import DefinitionError
from fairlead.lake.counts.attention import SIGNS
from fairlead.lake.published.competency_rows import competency_rows
from fairlead.lake.published.number_rows import number_rows
from fairlead.lake.published.review_rows import (
    at_risk_rows,
    forecast_rows,
    market_rows,
    surprise_rows,
)
from fairlead.lake.store.schema import literal
from fairlead.units import NO_DECIMALS, THREE_DECIMALS

DEAL_COLUMNS = """
    o.source_key AS deal, coalesce(o.name, a.name, o.product, '') AS name,
    coalesce(p.name, '') AS owner, coalesce(d.stage, '') AS stage, d.outcome,
    d.amount, d.currency, company_day(d.created_at) AS created, d.close_on AS close,
    o."file" || ':' || o.line AS row
"""
IN_CRM = "in_crm"
"""Column with the amount as the CRM has it, shown where amounts were converted."""
_OWN = f"""
    CASE WHEN d.factor IS NOT NULL THEN d.own_currency || ' ' || CASE
      WHEN d.own_currency IN {tuple(sorted(NO_DECIMALS))} THEN d.own_amount::VARCHAR
      WHEN d.own_currency IN {tuple(sorted(THREE_DECIMALS))}
      THEN (d.own_amount / 1000)::DECIMAL(18, 3)::VARCHAR
      ELSE (d.own_amount / 100)::DECIMAL(18, 2)::VARCHAR END END AS {IN_CRM}
"""
DEAL_TABLES = """
    deals d JOIN opportunities o USING (opportunity_id)
    LEFT JOIN people p ON p.person_id = d.person_id
    LEFT JOIN accounts a ON a.account_id = o.account_id
"""
_IN_ORDER = "company_day(d.created_at) <= company_day(d.closed_at)"


@dataclass(frozen=True, slots=True)
class EvidenceRows:
    """Rows behind one number; `total` counts all of them, `rows` holds the first ones."""

    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


def rows_behind(connection: Any, evidence: Evidence, *, limit: int | None = 20) -> EvidenceRows:
    """Return the rows behind `evidence`; the scope's relations must be prepared.

    Raises
    ------
    DefinitionError
        The evidence names a query this version does not know.
    """
    sql = _sql(evidence)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE behind AS {sql}")
    (total,) = connection.execute("SELECT count(*) FROM behind").fetchone()
    cut = f" LIMIT {int(limit)}" if limit is not None else ""
    cursor = connection.execute(f"SELECT {_shown(connection)} FROM behind ORDER BY ALL{cut}")
    header = tuple(column[0] for column in cursor.description)
    return EvidenceRows(header, tuple(tuple(row) for row in cursor.fetchall()), total)


def _shown(connection: Any) -> str:
    """Return which columns are shown: the CRM's own amount only where any was converted."""
    columns = [c[0] for c in connection.execute("FROM behind LIMIT 0").description]
    if IN_CRM not in columns:
        return "*"
    (converted,) = connection.execute(f"SELECT count({IN_CRM}) FROM behind").fetchone()
    return "*" if converted else f"* EXCLUDE ({IN_CRM})"


def _deals(where: str) -> str:
    return f"SELECT {DEAL_COLUMNS}, {_OWN} FROM {DEAL_TABLES} WHERE {where}"


def _sql(evidence: Evidence) -> str:
    given = evidence.arguments
    builders: dict[str, Callable[[], str]] = {
        "won_between": lambda: _deals(f"d.outcome = 'won' AND {_booked(given)}"),
        "sized_wins_between": lambda: _deals(
            f"d.outcome = 'won' AND {_booked(given)} AND d.amount > 0 AND d.currency "
            f"IS NOT DISTINCT FROM {_text(given['currency'])}"
        ),
        "timed_wins_between": lambda: _deals(
            f"d.outcome = 'won' AND {_booked(given)} AND {_IN_ORDER}"
        ),
        "closed_between": lambda: _deals(
            f"d.outcome IN ('won', 'lost') AND {_booked(given)} "
            f"AND d.type = {literal(str(given['type']))}"
        ),
        "closed_of_all_types": lambda: _deals(f"d.outcome IN ('won', 'lost') AND {_booked(given)}"),
        "open_due_between": lambda: _deals(
            f"d.outcome = 'open' AND d.close_on >= {_day(given, 'start')} "
            f"AND d.close_on < {_day(given, 'end')} "
            f"AND d.currency IS NOT DISTINCT FROM {_text(given['currency'])}"
        ),
        "open_deals": lambda: _deals("d.outcome = 'open'"),
        "listed_deals": lambda: _deals(f"d.opportunity_id IN ({_keys(given)})"),
        "undated_deals": lambda: _deals(
            "d.outcome = 'open' AND d.created_at IS NULL AND d.close_on IS NULL "
            "AND d.closed_at IS NULL AND NOT d.has_history"
        ),
        "overdue_deals": lambda: _deals(
            f"d.outcome = 'open' AND d.close_on < {_day(given, 'day')}"
        ),
        "untidy_deals": lambda: _untidy(given),
        "closed_without_date": lambda: _deals(
            "d.outcome IN ('won', 'lost') AND d.booked_on IS NULL"
        ),
        "closed_before_created": lambda: _deals(
            "company_day(d.closed_at) < company_day(d.created_at)"
        ),
        "open_or_closed": lambda: _deals(
            f"d.outcome = 'open' OR (d.outcome IN ('won', 'lost') AND {_booked(given)})"
        ),
        "steps": lambda: _steps(given),
        "movement": _movement,
        "bridge": _movement,
        "at_risk": lambda: at_risk_rows(DEAL_COLUMNS, DEAL_TABLES),
        "commitments": lambda: surprise_rows(given),
        "market_group": lambda: market_rows(DEAL_COLUMNS, DEAL_TABLES, given),
        "forecasts_of": lambda: forecast_rows(given),
        "surprises": lambda: surprise_rows(given),
        "attention": _attention,
        "put_aside": lambda: (
            'SELECT line, "column", "value", reason, "file" FROM quarantine '
            f'WHERE "file" = {literal(str(given["file"]))}'
        ),
        "targets_between": _targets,
        "competency": lambda: competency_rows(given),
        "numbers": lambda: number_rows(given, f"{DEAL_COLUMNS}, {_OWN}", DEAL_TABLES),
        "unmatched_names": lambda: "SELECT name, said_in, closest FROM unmatched",
    }
    if evidence.query not in builders:
        raise DefinitionError(
            f"evidence {evidence.number} asks for {evidence.query!r}, which is not known here",
            hint="Print the brief again with this version of Fairlead.",
        )
    return builders[evidence.query]()


def _day(given: dict[str, str | int | None], name: str) -> str:
    return f"DATE '{dt.date.fromisoformat(str(given[name]))}'"


def _keys(given: dict[str, str | int | None]) -> str:
    return ", ".join(str(int(key)) for key in str(given["keys"]).split(","))


def _booked(given: dict[str, str | int | None]) -> str:
    return f"d.booked_on BETWEEN {_day(given, 'start')} AND {_day(given, 'end')}"


def _steps(given: dict[str, str | int | None]) -> str:
    return (
        "SELECT s.stage, s.outcome, o.source_key AS deal, coalesce(o.name, '') AS name, "
        "coalesce(p.name, '') AS owner, company_day(s.entered_at) AS entered, "
        "company_day(s.ended_at) AS ended, "
        "round(s.dwell_s / 86400, 1) AS days, s.provenance, "
        "o.\"file\" || ':' || o.line AS row "
        "FROM steps s JOIN opportunities o USING (opportunity_id) "
        "LEFT JOIN people p ON p.person_id = s.person_id "
        f"WHERE s.pipeline = {literal(str(given['pipeline']))} "
        f"AND s.type = {literal(str(given['type']))} "
        f"AND (s.entered_at IS NULL OR company_day(s.entered_at) BETWEEN {_day(given, 'start')} "
        f"AND {_day(given, 'end')})"
    )


def _movement() -> str:
    """Return one row a deal and part: a deal that came and went in between stands in both."""
    names = (
        "SELECT {part} AS part, o.source_key AS deal, coalesce(o.name, o.product, '') AS name, "
        "coalesce(p.name, '') AS owner, {amount} AS amount, o.currency, "
        "o.\"file\" || ':' || o.line AS row "
        "FROM moved m JOIN opportunities o USING (opportunity_id) "
        "LEFT JOIN deals n USING (opportunity_id) LEFT JOIN deals_before b USING (opportunity_id) "
        "LEFT JOIN people p ON p.person_id = "
        "CASE WHEN n.opportunity_id IS NULL THEN b.person_id ELSE n.person_id END WHERE {where}"
    )
    change, rates = "m.amount_now - m.amount_rated", "m.amount_rated - m.amount_before"
    parts = (
        ("m.entry", "m.amount_now", "m.entry IS NOT NULL"),
        ("'grown'", change, f"m.in_before AND {change} > 0"),
        ("'shrunk'", change, f"m.in_before AND {change} < 0"),
        ("'revalued'", rates, f"m.in_before AND {rates} <> 0"),
        ("m.exit", "-m.amount_now", "m.exit IS NOT NULL"),
    )
    return " UNION ALL ".join(
        names.format(part=part, amount=amount, where=where) for part, amount, where in parts
    )


def _attention() -> str:
    """Return the open deals with a sign of trouble, and which signs each shows."""
    signs = ", ".join(f"CASE WHEN t.{condition} THEN '{said}' END" for condition, said in SIGNS)
    return (
        f"SELECT concat_ws(', ', {signs}) AS look_at, {DEAL_COLUMNS}, t.next_step, o.url AS link "
        f"FROM {DEAL_TABLES} JOIN attention t USING (opportunity_id)"
    )


def _targets() -> str:
    return (
        "SELECT coalesce(p.name, t.team, 'company') AS who, t.measure, t.from_on AS first_day, "
        "t.to_on AS day_after, t.amount, t.currency FROM targets t "
        "JOIN counted_targets USING (target_id) "
        "LEFT JOIN person_keys k ON k.key_id = t.person_id "
        "LEFT JOIN people p ON p.person_id = k.person_id"
    )


FEWEST_WINS = 20
"""Below this many wins nobody can say which age is old."""


def _untidy(given: dict[str, str | int | None]) -> str:
    """Return open deals with what is missing; by the same rules as `lake.counts.summary`."""
    days = "greatest(date_diff('second', d.created_at, d.closed_at), 0) / 86400.0"
    wins = f"d.outcome = 'won' AND {_IN_ORDER} AND {_booked(given)}"
    old = (
        f"(SELECT CASE WHEN count(*) >= {FEWEST_WINS} THEN floor(quantile_cont({days}, 0.95)) END "
        f"FROM deals d WHERE {wins})"
    )
    age = f"date_diff('day', company_day(d.created_at), {_day(given, 'end')})"
    signs = [f"CASE WHEN {age} > {old} THEN 'older than 95% of wins' END"]
    if given["close_dates"]:
        signs.insert(0, "CASE WHEN d.close_on IS NULL THEN 'no close date' END")
    if given["next_steps"]:
        signs.insert(0, "CASE WHEN o.next_step IS NULL THEN 'no next step' END")
    look = f"concat_ws(', ', {', '.join(signs)})"
    return (
        f"SELECT * FROM (SELECT {look} AS look_at, {DEAL_COLUMNS} FROM {DEAL_TABLES} "
        "WHERE d.outcome = 'open') WHERE look_at <> ''"
    )


def _text(value: str | int | None) -> str:
    return "NULL" if value is None else literal(str(value))
