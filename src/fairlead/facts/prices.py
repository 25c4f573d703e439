"""List prices and discounts of deals: what was asked for by the price list, and what was paid."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fairlead.facts.schema import Kind, Table


@dataclass(frozen=True, slots=True)
class DealLine:
    """A product on a deal, at the list price and as sold; or the whole deal, where it says both."""

    line_id: Annotated[int, Kind.KEY, "the line, stable across imports"]
    opportunity_id: Annotated[int, Kind.KEY, "the deal"]
    is_whole_deal: Annotated[bool, Kind.FLAG, "the deal itself; its own lines say more, if any"]
    list_amount: Annotated[int, Kind.MONEY, "by the price list, in minor units of the deal"]
    sold_amount: Annotated[int, Kind.MONEY, "as sold, in the same units"]
    currency: Annotated[str | None, Kind.TEXT, "ISO 4217 code; null = that of the deal"]
    changed_at: Annotated[dt.datetime | None, Kind.INSTANT, "last change, where the export says"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


DEAL_LINES = Table("deal_lines", DealLine, "product line of a deal", ("line_id",))
