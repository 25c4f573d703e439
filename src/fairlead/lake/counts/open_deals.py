"""Every open deal of a scope as it is gone through in a review."""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.forecast.review import DealChange, OpenDeal
from fairlead.forecast.risk import FEWEST_WINS, SIGNS, Risks, Sign
from fairlead.lake.counts.at_risk import flag_sql
from fairlead.lake.counts.risk import SEEN_SQL, SIGN_SQL
from fairlead.measure.question import Question

WEEK = dt.timedelta(days=7)
MOST = 200
"""Deals of one answer: the largest; of a company with more, each team and person has its own."""

FIELDS = {"amount": "amount", "close_on": "close_on", "owner_id": "owner"}


def open_deals(
    connection: Any, question: Question, risks: Risks, *, knows_steps: bool, most: int = MOST
) -> tuple[OpenDeal, ...]:
    """Return the open deals of the scope, at risk first, then the largest; at most `most`.

    `review` must have run for the scope. `knows_steps` says whether any deal has a next step.
    """
    columns = []
    for code in SIGNS:
        seen, level = SEEN_SQL[code]
        enough = f"{SIGN_SQL[code][1]} >= {FEWEST_WINS}"
        columns += [
            f"CASE WHEN {enough} THEN r.{seen} END AS {code}_seen",
            f"r.{level} AS {code}_level",
            f"coalesce({flag_sql(code)}, false) AS {code}_shown",
        ]
    telling = [check.code for check in risks.checks if check.verdict == "tells"]
    shown = " OR ".join(f"{code}_shown" for code in telling) or "false"
    rows = connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE reviewed_deals AS
        SELECT d.opportunity_id, d.person_id, o.source, o.source_key,
          coalesce(o.name, a.name, o.product, o.source_key) AS name, coalesce(p.name, '') AS owner,
          coalesce(d.team, '') AS team, coalesce(d.stage, '') AS stage, d.amount, d.currency,
          d.close_on, company_day(d.created_at) AS created_on, o.next_step, o.url,
          {", ".join(columns)}
        FROM deals d JOIN opportunities o USING (opportunity_id)
        LEFT JOIN risk_signs r ON r.opportunity_id = d.opportunity_id
          AND r.evening = DATE '{question.as_of}'
        LEFT JOIN people p ON p.person_id = d.person_id
        LEFT JOIN accounts a ON a.account_id = o.account_id
        WHERE d.outcome = 'open'
        ORDER BY ({shown}) DESC, d.amount DESC NULLS LAST, name, d.opportunity_id
        LIMIT {int(most)};
        FROM reviewed_deals ORDER BY ({shown}) DESC, amount DESC NULLS LAST, name, opportunity_id
        """
    ).fetchall()
    changes = _changes(connection, question)
    return tuple(_deal(row, telling, changes.get(row[0], []), knows_steps) for row in rows)


def _deal(
    row: tuple[Any, ...],
    telling: list[Any],
    changes: list[DealChange],
    knows_steps: bool,  # noqa: FBT001  one row, read by its only caller
) -> OpenDeal:
    (key, person, source, source_key, name, owner, team, stage, amount, currency) = row[:10]
    (close_on, created, step, url) = row[10:14]
    signs = dict(zip(SIGNS, zip(row[14::3], row[15::3], row[16::3], strict=True), strict=True))
    return OpenDeal(
        opportunity_id=key,
        owner_id=person,
        source=source,
        source_key=source_key,
        name=name,
        owner=owner,
        team=team,
        stage=stage,
        amount=amount,
        currency=currency,
        close_on=close_on,
        created_on=created,
        next_step=step if knows_steps else None,
        lacks_next_step=knows_steps and step is None,
        url=url,
        seen=tuple(
            Sign(code, int(seen), int(level))
            for code, (seen, level, _) in signs.items()
            if seen is not None and level is not None
        ),
        reasons=tuple(code for code in SIGNS if code in telling and signs[code][2]),
        changes=tuple(changes),
    )


def _changes(connection: Any, question: Question) -> dict[int, list[DealChange]]:
    """Return what changed on the deals of ``reviewed_deals`` in the week before the evening."""
    end = f"TIMESTAMPTZ '{question.company.after_evening_of(question.as_of).isoformat()}'"
    start = question.company.after_evening_of(question.as_of - WEEK).isoformat()
    span = (
        f"c.occurred_at >= TIMESTAMPTZ '{start}' AND c.occurred_at < {end} AND c.known_at < {end}"
    )
    fields = ", ".join(f"'{name}'" for name in FIELDS)
    rows = connection.execute(
        f"""
        SELECT opportunity_id, field, old, new, day FROM (
          SELECT c.opportunity_id, 'stage' AS field, c.from_stage AS old, c.to_stage AS new,
            company_day(c.occurred_at) AS day, c.occurred_at, c.sequence FROM stage_changes c
          SEMI JOIN reviewed_deals USING (opportunity_id) WHERE {span}
          UNION ALL
          SELECT c.opportunity_id, c.field,
            CASE WHEN c.field = 'owner_id' THEN p.name ELSE c.old END,
            CASE WHEN c.field = 'owner_id' THEN q.name ELSE c.new END,
            company_day(c.occurred_at), c.occurred_at, c.sequence FROM field_changes c
          LEFT JOIN person_keys k ON c.field = 'owner_id' AND k.key_id::VARCHAR = c.old
          LEFT JOIN people p ON p.person_id = k.person_id
          LEFT JOIN person_keys l ON c.field = 'owner_id' AND l.key_id::VARCHAR = c.new
          LEFT JOIN people q ON q.person_id = l.person_id
          WHERE {span} AND c.field IN ({fields})
            AND c.opportunity_id IN (SELECT opportunity_id FROM reviewed_deals)
        ) WHERE old IS DISTINCT FROM new ORDER BY occurred_at, sequence, field
        """
    ).fetchall()
    found: dict[int, list[DealChange]] = {}
    for key, field, old, new, day in rows:
        found.setdefault(key, []).append(DealChange(FIELDS.get(field, field), old, new, day))
    return found
