"""The rows behind a pipeline review, forecasts of people and change in the market."""

from __future__ import annotations

import datetime as dt

from fairlead.forecast.risk import SIGNS
from fairlead.lake.counts.tags import NOTED
from fairlead.lake.store.schema import literal

Given = dict[str, str | int | None]

_SIGN_WORDS = {
    "stuck": "days in stage",
    "old": "days old",
    "pushed": "times put off",
    "silent": "days nothing noted",
    "cold": "days no conversation",
    "single": "contacts",
}


def _signs(alias: str) -> str:
    """Return SQL of the signs of a row in words: what is seen, and the level of wins."""
    parts = ", ".join(
        f"CASE WHEN {alias}.{code}_seen IS NOT NULL THEN "
        f"concat({alias}.{code}_seen, ' {_SIGN_WORDS[code]} (wins: ', {alias}.{code}_level, ')') "
        "END"
        for code in SIGNS
    )
    return f"concat_ws(', ', {parts})"


def at_risk_rows(columns: str, tables: str) -> str:
    """Return SQL of every deal at risk with what is seen of it; `at_risk` must be filled."""
    return (
        f"SELECT {_signs('t')} AS signs, {columns}, t.next_step, o.url AS link "
        f"FROM {tables} JOIN at_risk t USING (opportunity_id)"
    )


def surprise_rows(given: Given) -> str:
    """Return SQL of surprises, or with a period of all its commitments."""
    where = "NOT s.kind IN ('commit_kept', 'commit_pending')"
    if "period" in given:
        period = literal(str(given["period"]))
        where = f"starts_with(s.kind, 'commit') AND s.period = {period}"
    return (
        "SELECT replace(s.kind, '_', ' ') AS what, s.happened_on AS day, s.name, s.owner, "
        f"s.amount, s.currency, {_signs('s')} AS known_before, s.due_before, s.due_after, "
        "s.committed_on, s.period, o.source_key AS deal, o.\"file\" || ':' || o.line AS row "
        f"FROM review_surprises s JOIN opportunities o USING (opportunity_id) WHERE {where}"
    )


def forecast_rows(given: Given) -> str:
    """Return SQL of forecasts as they were given, of one period or of all of them."""
    where = f"s.category = {literal(str(given['category']))}"
    if given["start"] is not None:
        where += (
            f" AND s.from_on = DATE '{dt.date.fromisoformat(str(given['start']))}'"
            f" AND s.to_on = DATE '{dt.date.fromisoformat(str(given['end']))}'"
        )
    if given["people"] is not None:
        keys = ", ".join(str(int(key)) for key in str(given["people"]).split(","))
        where += f" AND p.person_id IN ({keys})"
    return (
        "SELECT s.from_on, s.to_on AS day_after, company_day(s.submitted_at) AS given_on, "
        "coalesce(p.name, '') AS person, s.amount, s.currency, s.layer, s.reason, s.source "
        "FROM submissions s JOIN person_keys k ON k.key_id = s.person_id "
        f"JOIN people p ON p.person_id = k.person_id WHERE {where}"
    )


def market_rows(columns: str, tables: str, given: Given) -> str:
    """Return SQL of the closed deals of one group of one column, before and from a month on."""
    start, end, since = (
        f"DATE '{dt.date.fromisoformat(str(given[name]))}'" for name in ("start", "end", "since")
    )
    kinds = "('won')" if given["won"] else "('won', 'lost')"
    return (
        f"SELECT CASE WHEN d.booked_on < {since} THEN 'before' ELSE 'after' END AS side, {columns} "
        f"FROM {tables} WHERE d.outcome IN {kinds} AND d.booked_on BETWEEN {start} AND {end} "
        f"AND {NOTED[str(given['column'])]} = {literal(str(given['group']))}"
    )
