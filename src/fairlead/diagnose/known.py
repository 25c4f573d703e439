"""What every question about one evening shares: the fits, their roads, and why people differ."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from fairlead.answers import NotEstimable
from fairlead.diagnose.road import Road, roads
from fairlead.diagnose.shares import Shares, shares
from fairlead.measure.cells import Ints, Window
from fairlead.measure.fitted import Fitted, Silence
from fairlead.measure.side_by_side import side_by_side


class Known:
    """The fits of one book, with what is worked out from them once and asked for many people.

    A company, its teams and each of its people are told from the same roads and the same shares;
    worked out anew for each of a thousand people they would take hours.

    Parameters
    ----------
    fits
        Of one book.
    window
        Of the book.
    """

    def __init__(self, fits: Sequence[Fitted | Silence], window: Window) -> None:
        self.fits = tuple(fits)
        self.window = window
        self._shares: dict[int, Shares | NotEstimable] = {}

    @cached_property
    def roads(self) -> tuple[Road | NotEstimable, ...]:
        """The road of each kind of deal and role, or what is missing to know it."""
        return roads(self.fits)

    @cached_property
    def passable(self) -> tuple[Road, ...]:
        """Roads of the currency most money is in: amounts of two are never added."""
        return tuple(of_one_currency([road for road in self.roads if isinstance(road, Road)]))

    def divide(self) -> None:
        """Work out why everybody differs in each fit, side by side."""
        missing = [number for number in range(len(self.fits)) if number not in self._shares]
        for _ in side_by_side(self.shares, missing):
            pass

    def shares(self, number: int, among: Ints | None = None) -> Shares | NotEstimable:
        """Return why people differ in one fit, by its place: everybody of it, or a team."""
        fitted = self.fits[number]
        if not isinstance(fitted, Fitted):
            return fitted.reason
        if among is not None:
            return shares(fitted, among=among)
        if number not in self._shares:
            self._shares[number] = shares(fitted)
        return self._shares[number]


def of_one_currency(found: Sequence[Road]) -> list[Road]:
    """Return the roads of the currency that most money is in: amounts of two are never added."""
    worth: dict[str | None, float] = {}
    for road in found:
        there = float(road.worth.sum(axis=0).mean())
        worth[road.currency] = worth.get(road.currency, 0.0) + there
    if not worth:
        return []
    main = max(worth, key=lambda currency: worth[currency])
    return [road for road in found if road.currency == main]
