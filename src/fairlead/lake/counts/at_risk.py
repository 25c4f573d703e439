"""Open deals of a scope at risk, and the check of every sign on the company's own past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from fairlead.forecast.risk import (
    FEWEST_WINS,
    SIGNS,
    DealAtRisk,
    PastCount,
    Risks,
    Sign,
    SignCheck,
    SignCode,
    check_sign,
)
from fairlead.lake.counts.risk import SEEN_SQL, SIGN_SQL
from fairlead.lake.counts.targets import one
from fairlead.measure.summary import Summary

MOST = 10
"""Deals shown by name."""

NO_HISTORY = "the export keeps no history of stages"
UNSEEN: dict[SignCode, str] = {
    "stuck": NO_HISTORY,
    "old": "deals carry no creation or closing date",
    "pushed": "the export keeps no history of close dates",
    "silent": "fewer than half of the wins have an activity that names them",
    "cold": "fewer than half of the wins have an activity that names them",
    "single": "fewer than half of the wins have an activity with a contact",
}
USUAL_CONTACT = "one contact in the activities of a deal is usual for wins"


def at_risk(
    connection: Any,
    summary: Summary,
    evenings: tuple[dt.date, ...],
    *,
    most: int = MOST,
) -> Risks:
    """Return the open deals of the scope with signs that told before; the largest first.

    `risk.fill_signs` and `scope.prepare` must have run.
    """
    checks = tuple(_checked(connection, code) for code in SIGNS)
    telling = [check.code for check in checks if check.verdict == "tells"]
    fill_at_risk(connection, telling)
    currency = summary.totals.currency
    same = f"currency = '{currency}'" if currency else "currency IS NULL"
    total, amount, valued = one(
        connection,
        f"SELECT count(*), coalesce(sum(amount) FILTER ({same}), 0), count(amount) FILTER ({same}) "
        "FROM at_risk",
    )
    return Risks(
        deals=_deals(connection, summary, most),
        total=total,
        amount=int(amount),
        valued=valued,
        open_count=summary.totals.open,
        checks=checks,
        together=_together(connection, telling),
        evenings=evenings,
    )


def flag_sql(code: SignCode) -> str:
    """Return SQL that says whether a row of ``risk_signs`` shows a sign; null where not known."""
    condition, wins = SIGN_SQL[code]
    return f"(CASE WHEN {wins} >= {FEWEST_WINS} THEN {condition} END)"


def any_sql(codes: Sequence[SignCode]) -> str:
    """Return SQL that says whether a row shows one of several signs; false where none is known."""
    return " OR ".join(f"coalesce({flag_sql(code)}, false)" for code in codes) or "false"


def fill_at_risk(connection: Any, telling: Sequence[SignCode]) -> None:
    """Fill ``at_risk``: open deals of the scope that show a sign of `telling`, and what is seen."""
    seen = ", ".join(
        f"CASE WHEN {flag_sql(code)} THEN {column} END AS {code}_seen, {level} AS {code}_level"
        for code in SIGNS
        for column, level in (SEEN_SQL[code],)
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE at_risk AS
        SELECT d.opportunity_id, coalesce(o.name, a.name, o.product, o.source_key) AS name,
          coalesce(p.name, '') AS owner, coalesce(d.team, '') AS team, d.amount,
          d.currency, d.stage, d.close_on, o.next_step, o.url, {seen}
        FROM risk_signs r JOIN risk_watched w USING (opportunity_id, evening)
        JOIN deals d USING (opportunity_id) JOIN opportunities o USING (opportunity_id)
        LEFT JOIN people p ON p.person_id = d.person_id
        LEFT JOIN accounts a ON a.account_id = o.account_id
        WHERE w.purpose = 'now' AND d.outcome = 'open' AND ({any_sql(telling)})
        """
    )


def _deals(connection: Any, summary: Summary, most: int) -> tuple[DealAtRisk, ...]:
    knows_steps = summary.hygiene.without_next_step is not None
    signs = ", ".join(f"{code}_seen, {code}_level" for code in SIGNS)
    rows = connection.execute(
        "SELECT opportunity_id, name, owner, team, amount, currency, coalesce(stage, ''), "
        f"close_on, next_step, url, {signs} FROM at_risk "
        f"ORDER BY amount DESC NULLS LAST, name, opportunity_id LIMIT {int(most)}"
    ).fetchall()
    return tuple(_deal(row, knows_steps=knows_steps) for row in rows)


def _deal(row: tuple[Any, ...], *, knows_steps: bool) -> DealAtRisk:
    identity, name, owner, team, amount, currency, stage, close_on, step, url, *pairs = row
    found = zip(SIGNS, pairs[0::2], pairs[1::2], strict=True)
    signs = tuple(Sign(code, int(s), int(level)) for code, s, level in found if s is not None)
    return DealAtRisk(
        opportunity_id=identity,
        name=name,
        owner=owner,
        team=team,
        amount=amount,
        currency=currency,
        stage=stage,
        close_on=close_on,
        next_step=step if knows_steps else None,
        lacks_next_step=knows_steps and step is None,
        url=url,
        signs=signs,
    )


def _checked(connection: Any, code: SignCode) -> SignCheck:
    seen, level = SEEN_SQL[code]
    wins_column = SIGN_SQL[code][1]
    here = "FROM risk_signs JOIN risk_watched w USING (opportunity_id, evening)"
    (wins, seen_count, most_level) = one(
        connection,
        f"SELECT coalesce(max({wins_column}), 0), count({seen}), max({level}) {here} "
        "WHERE w.purpose = 'now'",
    )
    if code == "stuck":
        (wins,) = one(connection, "SELECT count(DISTINCT opportunity_id) FROM risk_win_steps")
    reason = "" if seen_count else UNSEEN[code]
    if code == "single" and seen_count and (most_level or 0) <= 1:
        reason = USUAL_CONTACT
    return check_sign(code, past_counts(connection, flag_sql(code)), wins, reason)


def past_counts(connection: Any, flag: str, purpose: str = "past") -> list[PastCount]:
    """Return past deals that have come to an end, by stratum and by whether `flag` holds."""
    rows = connection.execute(
        f"""
        SELECT r.pipeline, r.type, coalesce(r.stage, ''), {flag} AS has_sign, count(*),
          count(*) FILTER (s.outcome = 'won')
        FROM risk_signs r JOIN risk_watched w USING (opportunity_id, evening)
        JOIN state_now s USING (opportunity_id)
        WHERE w.purpose = '{purpose}' AND s.outcome IN ('won', 'lost') AND ({flag}) IS NOT NULL
        GROUP BY ALL ORDER BY ALL
        """
    ).fetchall()
    return [PastCount((a, b, c), bool(flag), n, won) for a, b, c, flag, n, won in rows]


def _together(connection: Any, telling: Sequence[SignCode]) -> SignCheck | None:
    if not telling:
        return None
    (wins,) = one(connection, "SELECT count(*) FROM risk_wins")
    return check_sign(telling[0], past_counts(connection, f"({any_sql(telling)})"), wins)
