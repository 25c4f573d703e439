"""Amounts in the reporting currency, as integers, deal by deal: so that every sum adds up.

Closed deals go at the rate of the day they are booked on, open ones at that of the evening asked.
A product is taken to a millionth of a minor unit and then rounded half to even. What has no rate
keeps its own currency and amount.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from fairlead.company.model import Company
from fairlead.company.money import RateRow, factors
from fairlead.units import decimals

MONEY_MEASURES = ("bookings", "amount", "revenue", "quota", "sales")
"""What targets in money measure."""


def fill_factors(connection: Any, company: Company) -> None:
    """Fill ``factors``: what a minor unit of a currency was worth in the reporting one, and when.

    Empty where nothing is to be converted: then amounts pass through and nothing gets slower.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE factors (currency VARCHAR, from_on DATE, to_on DATE, "
        "factor DOUBLE)"
    )
    reporting = company.reporting_currency
    if reporting is None:
        return
    used = {
        code
        for (code,) in connection.execute(
            "SELECT DISTINCT currency FROM opportunities UNION SELECT currency FROM targets "
            "UNION SELECT unnest([old, new]) FROM field_changes WHERE field = 'currency'"
        ).fetchall()
    }
    named = used - {None, reporting}
    rows = [f for f in factors(_rates(connection), reporting) if f.currency in named]
    if rows:
        connection.executemany(
            "INSERT INTO factors VALUES (?, ?, ?, ?)",
            [(f.currency, f.from_on, f.to_on, f.factor) for f in rows],
        )


def _rates(connection: Any) -> list[RateRow]:
    rows = connection.execute(
        "SELECT currency, base, per_base, from_on, to_on, source FROM rates ORDER BY ALL"
    ).fetchall()
    return [RateRow(*row) for row in rows]


def reported(
    connection: Any,
    source: str,
    company: Company,
    day: str,
    amount: str = "amount",
    *,
    named: bool | None = None,
) -> str:
    """Return SQL of the rows of `source` with an amount in the reporting currency.

    Parameters
    ----------
    connection
        `fill_factors` must have run.
    source
        Name of a relation with a column ``currency``.
    company
        Gives the reporting currency.
    day
        SQL of the day whose rate counts.
    amount
        Name of the column in minor units.
    named
        Whether any deal names a currency; None = look.

    Returns
    -------
    str
        All columns, `amount` and ``currency`` converted where there is a rate, and ``own_amount``,
        ``own_currency`` (as the CRM has them) and ``factor`` (null where nothing was converted).
    """
    if named is None:
        (count,) = connection.execute(
            "SELECT count(*) FROM opportunities WHERE currency IS NOT NULL"
        ).fetchone()
        named = bool(count)
    if not named:
        source = _named(source, company, amount)
    own = f"{amount} AS own_amount, currency AS own_currency"
    (count,) = connection.execute("SELECT count(*) FROM factors").fetchone()
    if not count:
        return f"SELECT *, {own}, NULL::DOUBLE AS factor FROM {source}"
    return (
        f"SELECT * EXCLUDE (rate, rate_day) REPLACE ("
        f"CASE WHEN rate IS NULL THEN {amount} ELSE {converted(amount)} END AS {amount}, "
        f"CASE WHEN rate IS NULL THEN currency ELSE '{company.reporting_currency}' END "
        f"AS currency), {own}, rate AS factor FROM ("
        f"SELECT s.*, CASE WHEN s.rate_day < f.to_on THEN f.factor END AS rate FROM ("
        f"SELECT *, {day} AS rate_day FROM {source}) s ASOF LEFT JOIN factors f "
        f"ON s.currency = f.currency AND s.rate_day >= f.from_on)"
    )


def _named(source: str, company: Company, amount: str) -> str:
    """Return the relation of an export that names no currency at all, in the reporting one.

    Its amounts were stored with two decimals.
    """
    currency = company.reporting_currency
    if currency is None:
        return source
    scale = f"{amount} * {10.0 ** (decimals(currency) - 2)}"
    return (
        f"(SELECT * REPLACE (CASE WHEN currency IS NULL THEN round_even({scale}, 0)::BIGINT "
        f"ELSE {amount} END AS {amount}, coalesce(currency, '{currency}') AS currency) "
        f"FROM {source})"
    )


def converted(amount: str, rate: str = "rate") -> str:
    """Return SQL of an amount at a rate in whole minor units; null where there is no rate."""
    return f"round_even(round({amount} * {rate}, 6), 0)::BIGINT"


def day_of_rate(as_of: dt.date) -> str:
    """Return SQL of the day whose rate counts for a deal of `lake.counts.state`."""
    return f"CASE WHEN outcome IN ('won', 'lost') THEN booked_on ELSE DATE '{as_of}' END"


def report_targets(connection: Any, company: Company) -> None:
    """Fill ``reported_targets``: targets in the reporting currency, at the rate of their first day.

    Those that cannot be converted are left out; ``targets_without_rate`` holds them. A target that
    names no currency is in the reporting one.
    """
    currency = company.reporting_currency
    ours = "true" if currency is None else f"coalesce(currency, '{currency}') = '{currency}'"
    money = reported(connection, "targets", company, "from_on")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE targets_in_money AS {money}")
    for name, condition in (
        ("reported_targets", ours),
        ("targets_without_rate", f"NOT ({ours}) AND measure IN {MONEY_MEASURES}"),
    ):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS FROM targets_in_money WHERE {condition}"
        )
