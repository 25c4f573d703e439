"""The bridge between two days: how one open pipeline became the other, to the cent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fairlead.answers import NotEstimable

COMES = ("created", "taken_over", "pulled_in", "reopened")
"""Parts that deals come in by."""
LEAVES = ("pushed", "lost", "won", "handed_over", "removed")
"""Parts that deals leave by."""
OF_SOME = ("taken_over", "handed_over")
"""Parts of a bridge of some people: deals that were others' before, or are now."""
PARTS = (*COMES, "grown", "shrunk", *LEAVES)
"""Parts of the bridge in reading order; those of `LEAVES` and `shrunk` take away.

``revalued`` stands behind them where exchange rates changed what deals are worth.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One bar of the bridge: signed amount in minor units, and how many deals."""

    code: str
    amount: int
    deal_count: int


@dataclass(frozen=True, slots=True)
class Movement:
    """Open pipeline at the start + parts = open pipeline at the end.

    Parameters
    ----------
    from_on, to_on
        The two evenings compared.
    scope
        What counts as in the pipeline, in words ("open deals due by 31 Dec 2017", "all open
        deals").
    currency
        Of all amounts; None if the export names none.
    opening, closing
        Open pipeline then and now.
    parts
        Signed; ``opening.amount + sum(part.amount) == closing.amount`` and the same for counts
        (grown, shrunk and revalued change no count: their `deal_count` is informative only).
    unknown
        Parts that the data cannot tell, with the reason; they are absent from `parts`.
    without_amount
        Open deals at the end that carry no amount (in the counts, not in the amounts).
    """

    from_on: dt.date
    to_on: dt.date
    scope: str
    currency: str | None
    opening: Part
    parts: tuple[Part, ...]
    closing: Part
    unknown: dict[str, NotEstimable]
    without_amount: int

    def __post_init__(self) -> None:
        total = self.opening.amount + sum(part.amount for part in self.parts)
        if total != self.closing.amount:
            raise ValueError(f"the bridge does not close: {total} != {self.closing.amount}")
        signed = self.opening.deal_count + sum(_signed_count(part) for part in self.parts)
        if signed != self.closing.deal_count:
            raise ValueError(f"the counts do not close: {signed} != {self.closing.deal_count}")


def _signed_count(part: Part) -> int:
    if part.code in COMES:
        return part.deal_count
    if part.code in LEAVES:
        return -part.deal_count
    return 0
