"""People's own forecasts, who they answer for, and what was won, period by period."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from fairlead.forecast.submissions import LAYERS, Given, Layer, PeriodKey, Reach
from fairlead.lake.counts.targets import one
from fairlead.measure.question import Question
from fairlead.measure.summary import Summary

MAIN = "commit"
DEEPEST = 4
"""Layers of managers that are followed upwards."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """All forecasts of one category, and what stands behind them.

    Parameters
    ----------
    given
        Forecasts known on the evening, oldest first.
    reach
        Who answers for whom, and what was won.
    names, teams
        Of people by id.
    category
        Category that is judged: commit where there is one, else the most frequent.
    in_other_currency, of_other_length
        Forecasts left out because they cannot be added, or are for periods of another length.
    """

    given: tuple[Given, ...]
    reach: Reach
    names: dict[int, str]
    category: str
    in_other_currency: int
    of_other_length: int


def submitted(
    connection: Any, question: Question, summary: Summary, until: dt.date
) -> Submitted | None:
    """Return the forecasts given until the evening of `until`; None where there are none.

    Deals are those of ``deals``, as known on the evening asked: `scope.prepare` must have run for
    the whole company. `until` may be later, because people forecast after an export was made.
    """
    end = f"TIMESTAMPTZ '{question.company.after_evening_of(until).isoformat()}'"
    known = f"submitted_at < {end} AND known_at < {end}"
    (category,) = one(
        connection,
        f"SELECT coalesce(max(category) FILTER (category = '{MAIN}'), mode(category)) "
        f"FROM submissions WHERE {known}",
    )
    if category is None:
        return None
    ours = "true"
    if summary.totals.currency:
        ours = f"coalesce(s.currency, '{summary.totals.currency}') = '{summary.totals.currency}'"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE forecasts AS
        SELECT k.person_id, s.from_on, s.to_on, company_day(s.submitted_at) AS given_on,
          epoch_us(s.submitted_at) AS order_us, s.amount, s.layer, s.reason, {ours} AS is_ours,
          round(date_diff('day', s.from_on, s.to_on) / 30.4) AS months
        FROM submissions s JOIN person_keys k ON k.key_id = s.person_id
        WHERE {known} AND s.category = $1
        """,
        [category],
    )
    (usual, foreign) = one(
        connection, "SELECT mode(months), count(*) FILTER (NOT is_ours) FROM forecasts"
    )
    (others,) = one(
        connection, f"SELECT count(*) FROM forecasts WHERE is_ours AND months <> {float(usual)}"
    )
    connection.execute(f"DELETE FROM forecasts WHERE NOT is_ours OR months <> {float(usual)}")
    _fill_chain(connection, question)
    reach, layers = _reach(connection), _layers(connection)
    names = dict(connection.execute("SELECT person_id, coalesce(name, '') FROM people").fetchall())
    return Submitted(
        _given(connection, layers), reach, names, str(category), int(foreign), int(others)
    )


def _fill_chain(connection: Any, question: Question) -> None:
    """Fill ``forecast_chain``: for each person and period who is above them, by levels.

    Who led whom is asked of the last day of the period, or of the evening where it is not over.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE forecast_periods_known AS
        SELECT DISTINCT from_on, to_on, least(to_on - 1, DATE '{question.as_of}') AS day
        FROM forecasts
        """
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE forecast_bosses AS SELECT p.from_on, p.to_on, l.person_id, "
        "any_value(l.manager_id) AS boss_id FROM forecast_periods_known p JOIN led l "
        "ON l.from_on <= p.day AND p.day < l.to_on WHERE l.manager_id IS NOT NULL "
        "AND l.manager_id <> l.person_id GROUP BY ALL"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE forecast_chain AS "
        "SELECT p.from_on, p.to_on, x.person_id, x.person_id AS above_id, 0 AS level "
        "FROM forecast_periods_known p, (SELECT person_id FROM deals WHERE person_id IS NOT NULL "
        "UNION SELECT manager_id FROM deals WHERE manager_id IS NOT NULL "
        "UNION SELECT person_id FROM forecasts) x"
    )
    for level in range(1, DEEPEST + 1):
        connection.execute(
            "INSERT INTO forecast_chain SELECT c.from_on, c.to_on, c.person_id, "
            f"b.boss_id, {level} "
            "FROM forecast_chain c JOIN forecast_bosses b ON b.from_on = c.from_on "
            f"AND b.to_on = c.to_on AND b.person_id = c.above_id WHERE c.level = {level - 1} "
            "AND NOT EXISTS (FROM forecast_chain e WHERE e.from_on = c.from_on AND e.to_on = "
            "c.to_on AND e.person_id = c.person_id AND e.above_id = b.boss_id)"
        )


def _reach(connection: Any) -> Reach:
    """Return who leads whom and what was won by those each answers for.

    A win belongs to whoever led its owner on the day it was booked, and to those above them.
    """
    booked = connection.execute(
        """
        WITH won AS (
          SELECT d.opportunity_id, d.person_id, d.manager_id, d.booked_on, d.amount FROM deals d
          WHERE d.outcome = 'won' AND d.amount IS NOT NULL
            AND d.currency IS NOT DISTINCT FROM (SELECT mode(currency) FROM deals)
        ), answered AS (
          SELECT w.opportunity_id, w.amount, p.from_on, p.to_on, w.person_id AS above_id
          FROM won w JOIN forecast_periods_known p
            ON w.booked_on >= p.from_on AND w.booked_on < p.to_on
          UNION SELECT w.opportunity_id, w.amount, c.from_on, c.to_on, c.above_id
          FROM won w JOIN forecast_chain c ON c.person_id = coalesce(w.manager_id, w.person_id)
            AND w.booked_on >= c.from_on AND w.booked_on < c.to_on
        )
        SELECT above_id, from_on, to_on, sum(amount)::BIGINT FROM answered
        WHERE above_id IS NOT NULL GROUP BY ALL
        """
    ).fetchall()
    bosses = connection.execute(
        "SELECT person_id, from_on, to_on, boss_id FROM forecast_bosses"
    ).fetchall()
    return Reach(
        boss={(person, (a, b)): boss for person, a, b, boss in bosses},
        booked={(person, (a, b)): int(amount) for person, a, b, amount in booked},
    )


def _layers(connection: Any) -> dict[tuple[int, PeriodKey], Layer]:
    """Return the layer of everybody who leads somebody: two levels below make a leader."""
    rows = connection.execute(
        "SELECT above_id, from_on, to_on, max(level) FROM forecast_chain GROUP BY ALL"
    ).fetchall()
    found: dict[tuple[int, PeriodKey], Layer] = defaultdict(lambda: LAYERS[0])
    for person, start, end, depth in rows:
        found[person, (start, end)] = LAYERS[min(int(depth), 2)]
    return found


def _given(connection: Any, layers: dict[tuple[int, PeriodKey], Layer]) -> tuple[Given, ...]:
    rows = connection.execute(
        "SELECT person_id, from_on, to_on, given_on, order_us, amount, layer, reason "
        "FROM forecasts ORDER BY order_us, person_id"
    ).fetchall()
    return tuple(
        Given(
            person=person,
            layer=layer if layer in LAYERS else layers[person, (start, end)],
            period=(start, end),
            given_on=given_on,
            order=order,
            amount=int(amount),
            reason=reason,
        )
        for person, start, end, given_on, order, amount, layer, reason in rows
    )
