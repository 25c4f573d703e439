"""What money was worth when, and when a fiscal period was: as the CRM's own settings say."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fairlead.facts.schema import Kind, Table

PERIOD_KINDS = ("week", "month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of the company's own currency was worth in another one, ``[from_on, to_on)``.

    An amount in `currency` divided by `per_base` is that amount in `base`. Days without a row have
    no dated rate; a row without days is the rate the CRM uses where it keeps no dates.
    """

    rate_id: Annotated[int, Kind.KEY, "hash of currency and first day"]
    currency: Annotated[str, Kind.TEXT, "ISO 4217 code"]
    base: Annotated[str | None, Kind.TEXT, "the company's own currency, where the export says"]
    per_base: Annotated[float, Kind.NUMBER, "units of `currency` for one unit of `base`"]
    from_on: Annotated[dt.date | None, Kind.DAY, "first day; null = not dated, the rate now"]
    to_on: Annotated[dt.date | None, Kind.DAY, "day after the last; null = still"]
    places: Annotated[int | None, Kind.INTEGER, "decimals the CRM shows"]
    is_active: Annotated[bool | None, Kind.FLAG, "still used for new deals"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


@dataclass(frozen=True, slots=True)
class FiscalPeriod:
    """A period of the company's own calendar ``[from_on, to_on)``, also where it is 4-4-5."""

    period_id: Annotated[int, Kind.KEY, "the period, stable across imports"]
    source_key: Annotated[str, Kind.TEXT, "the CRM's own id"]
    kind: Annotated[str | None, Kind.TEXT, "week, month, quarter or year"]
    label: Annotated[str | None, Kind.TEXT, "name people see"]
    from_on: Annotated[dt.date, Kind.DAY, "first day"]
    to_on: Annotated[dt.date, Kind.DAY, "day after the last"]
    is_forecast: Annotated[bool | None, Kind.FLAG, "a period forecasts are made for"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


RATES = Table("rates", Rate, "currency x period", ("rate_id",))
FISCAL_PERIODS = Table("fiscal_periods", FiscalPeriod, "fiscal period", ("period_id",))
