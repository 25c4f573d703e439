"""How a forecast is written: its amounts, chances and silences, and what deals are called."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from fairlead.answers import NotEstimable
from fairlead.brief import words
from fairlead.units import decimals

if TYPE_CHECKING:  # a brief without a forecast does not wait for its parts
    from fairlead.forecast.outlook import Outlook, PartOutlook


@dataclass(frozen=True, slots=True)
class DealSaid:
    """What a single deal is called; `next_step` None where none is written or known of that day.

    `owner` is None where nobody is to be named; `team` is that of the owner.
    """

    name: str
    next_step: str | None
    link: str | None
    owner: str | None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Names for a forecast.

    Parameters
    ----------
    deals
        By key of the opportunity.
    hanging
        What each `Hanging` is called, by kind; a kind that is not to be named is missing.
    next_steps
        Whether next steps are known of that evening: without, none is said to be missing.
    by
        What the parts are, in words; empty without parts.
    aside
        Why the forecast is not set beside the target there is; empty where it is, or none is.
    """

    deals: dict[int, DealSaid]
    hanging: dict[str, str]
    next_steps: bool
    by: str = ""
    aside: str = ""


def silent(why: NotEstimable) -> str:
    """Say why there is no forecast: ``too little data, 4 of 30 won deals to learn from``."""
    if why.needed is None or why.have is None:
        return why.reason
    return f"too little data, {words.count(why.have)} of {words.count(why.needed)} {why.reason}"


class Writer:
    """Writes amounts of one forecast in one unit: money, or wins where amounts are too few."""

    def __init__(self, found: Outlook, *, parts: bool = False) -> None:
        """Take the unit of the whole, or with `parts` that of the middle one of its parts."""
        self.found = found
        self.like = _largest(found)
        if parts and found.parts:
            middle = round(median(map(_largest, found.parts)))
            whole_thousands = 10 ** (5 + decimals(found.currency))
            self.like = max(middle, self.like // 100, min(self.like, whole_thousands))

    def __call__(self, amount: float, *, named: bool = False) -> str:
        """Return an amount in words."""
        if not self.found.in_money:
            return words.wins(amount)
        return words.money(round(amount), self.found.currency, like=self.like, named=named)

    def bring(self, amount: float) -> str:
        """Return what some deals bring: an amount too small for the unit has none."""
        if self.found.in_money and 0 < amount < self.like / 2000:
            return "next to nothing"
        return self(amount)

    def single(self, amount: int) -> str:
        """Return the amount of one deal, in a unit of its own: beside a year's it is small."""
        return words.money(amount, self.found.currency)

    @property
    def has_width(self) -> bool:
        """Whether the ends of the range of 8 in 10 read apart."""
        low, high = self.found.here.between(0.8)
        return self(low) != self(high)


def _largest(found: Outlook | PartOutlook) -> int:
    """Return the largest amount told of a forecast or a part of it."""
    low, high = found.here.between(0.8)
    return round(max(abs(low), abs(high), found.target or 0, found.here.so_far))


def of_target(found: Outlook) -> str:
    """Write the target behind the middle: ``of 300k``, or that it lies below."""
    if found.target is None:
        return ""
    write = Writer(found)
    above = found.here.middle > found.target
    return f"{', above the target' if above else ''} of {write(found.target)}"


def chance_text(chance: float) -> str:
    """Write a chance in whole per cents: what two thousand draws can tell."""
    if chance < 0.01:
        return "under 1%"
    return "over 99%" if chance > 0.99 else words.percent(round(chance, 2))
