"""Closed deals by column, group, type and month: what change in the market is looked for in."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt

from fairlead.answers import NotEstimable
from fairlead.diagnose.market import MarketCells, Measure
from fairlead.lake.counts.dealt import OTHER
from fairlead.lake.counts.tags import NOTED
from fairlead.measure.dealt import NOT_GIVEN
from fairlead.measure.question import Question
from fairlead.measure.summary import Summary
from fairlead.stats.clusters import mean_design_effect

COLUMNS = ("segment", "product", "source", "competitor")
MONTHS = 24
FEWEST_MONTHS = 8
MOST_GROUPS = 12
VALUES: dict[Measure, str] = {"win_rate": "is_won::INTEGER", "size": "size", "cycle": "days"}
"""What each measure is the mean of, deal by deal."""
PLACES = 6
"""Sums of fractions differ in their last digits from run to run; the answer may not."""
SUMS = ("closed", "won", "sized", "size", "size2", "timed", "days", "days2")


def market_cells(
    connection: Any, question: Question, summary: Summary
) -> tuple[list[MarketCells], list[tuple[str, NotEstimable]]]:
    """Return the cells of every column that can be looked at, and why the others cannot.

    Parameters
    ----------
    connection
        On which `scope.prepare` has run: deals of the scope as known on the evening.
    question
        Its evening ends the last of 24 months; months before the first closed deal are left out.
    summary
        Gives the currency; amounts of others are no sizes.

    Notes
    -----
    Segment, product, source and competitor are as the last export has them. Groups beyond the
    twelve most frequent stand together; deals without a value are among the others only.
    """
    months = question.company.calendar.last("month", question.as_of, MONTHS)
    spans = ", ".join(f"({i}, DATE '{p.start}', DATE '{p.end}')" for i, p in enumerate(months))
    currency = summary.totals.currency
    same = f"d.currency = '{currency}'" if currency else "d.currency IS NULL"
    names = ", ".join(f"{NOTED[column]} AS {column}" for column in COLUMNS)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE market_deals AS
        SELECT v.month, d.type, o.account_id, d.opportunity_id, d.outcome = 'won' AS is_won,
          {names}, v.first_day,
          CASE WHEN d.outcome = 'won' AND d.amount > 0 AND {same} THEN ln(d.amount) END AS size,
          CASE WHEN d.outcome = 'won' AND d.created_at <= d.closed_at
            THEN ln(1 + date_diff('second', d.created_at, d.closed_at) / 86400.0) END AS days
        FROM deals d JOIN (VALUES {spans}) v(month, first_day, day_after)
          ON d.booked_on >= v.first_day AND d.booked_on < v.day_after
        JOIN opportunities o USING (opportunity_id)
        LEFT JOIN accounts a ON a.account_id = o.account_id
        WHERE d.outcome IN ('won', 'lost') AND d.booked_on <= DATE '{question.as_of}'
        """
    )
    _winsorise(connection)
    (first,) = connection.execute("SELECT min(month) FROM market_deals").fetchone()
    known = 0 if first is None else MONTHS - int(first)
    if known < FEWEST_MONTHS:
        why = NotEstimable("months with closed deals", FEWEST_MONTHS, known)
        return [], [(column, why) for column in COLUMNS]
    starts = tuple(p.month for p in months[int(first) :])
    found, silent = [], []
    for column in COLUMNS:
        cells = _cells(connection, column, starts, int(first))
        if cells is None:
            silent.append((column, NotEstimable(f"the export holds no {column}")))
        else:
            found.append(cells)
    return found, silent


def _winsorise(connection: Any) -> None:
    """Draw the largest and smallest hundredth of sizes and times in: one slip is no change."""
    for name in ("size", "days"):
        connection.execute(
            f"UPDATE market_deals SET {name} = greatest(least({name}, q.high), q.low) FROM ("
            f"SELECT quantile_cont({name}, 0.99) AS high, quantile_cont({name}, 0.01) AS low "
            f"FROM market_deals) q WHERE {name} IS NOT NULL"
        )


def _cells(
    connection: Any, column: str, months: tuple[dt.date, ...], first: int
) -> MarketCells | None:
    rows = connection.execute(
        f"""
        {_placed(column)}
        SELECT level, type, month, count(*), count(*) FILTER (is_won), count(size),
          coalesce(sum(size), 0), coalesce(sum(size * size), 0), count(days),
          coalesce(sum(days), 0), coalesce(sum(days * days), 0)
        FROM placed GROUP BY ALL ORDER BY ALL
        """
    ).fetchall()
    levels = sorted({row[0] for row in rows}, key=lambda n: (n in {OTHER, NOT_GIVEN}, n))
    if not [name for name in levels if name not in {OTHER, NOT_GIVEN}]:
        return None
    types = sorted({row[1] for row in rows})
    shape = (len(levels), len(types), len(months))
    sums: dict[str, npt.NDArray[np.float64]] = {name: np.zeros(shape) for name in SUMS}
    for level, kind, month, *values in rows:
        place = levels.index(level), types.index(kind), month - first
        for name, value in zip(SUMS, values, strict=True):
            sums[name][place] = value
    whole = {name: sums[name].astype(np.int64) for name in ("closed", "won", "sized", "timed")}
    return MarketCells(
        column,
        tuple(levels),
        tuple(name not in {OTHER, NOT_GIVEN} for name in levels),
        months,
        whole["closed"],
        whole["won"],
        whole["sized"],
        sums["size"],
        sums["size2"],
        whole["timed"],
        sums["days"],
        sums["days2"],
        _alike(connection, column),
    )


def _placed(column: str) -> str:
    """Return SQL of the deals with their group of a column, as ``placed``."""
    return f"""
        WITH ranked AS (
          SELECT {column} AS name, row_number() OVER (ORDER BY count(*) DESC, {column}) AS nth
          FROM market_deals WHERE {column} IS NOT NULL GROUP BY {column}
        ), placed AS (
          SELECT m.*, CASE WHEN r.name IS NULL THEN '{NOT_GIVEN}'
            WHEN r.nth > {MOST_GROUPS} THEN '{OTHER}' ELSE r.name END AS level
          FROM market_deals m LEFT JOIN ranked r ON r.name = m.{column}
        )
    """


def _alike(connection: Any, column: str) -> dict[Measure, float]:
    """Return how much less deals say of each measure because those of one customer end alike.

    Customers are looked at within a group and type; a deal without a customer stands alone.
    """
    found: dict[Measure, float] = {}
    for measure, value in VALUES.items():
        sums = connection.execute(
            f"""
            {_placed(column)}, customers AS (
              SELECT level, type, count(*) AS n, sum({value}) AS x, sum({value} * {value}) AS xx
              FROM placed WHERE {value} IS NOT NULL
              GROUP BY level, type, account_id, CASE WHEN account_id IS NULL
                THEN opportunity_id END
            )
            SELECT sum(n), sum(x), sum(xx), sum(x * x), sum(n * x), sum(n * n)
            FROM customers GROUP BY level, type ORDER BY level, type
            """
        ).fetchall()
        if sums:
            alike = mean_design_effect(*np.array(sums, dtype=np.float64).T)
            found[measure] = round(alike, PLACES)
    return found
