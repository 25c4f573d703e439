"""Where a period lands, as a chart shows it: what is won, the ranges, the target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a brief without a forecast does not wait for its parts
    from fairlead.forecast.outlook import Outlook


@dataclass(frozen=True, slots=True)
class Landed:
    """One period of a forecast.

    Parameters
    ----------
    label
        What the period is called.
    so_far
        Won in it already, minor units or wins.
    middle
        As likely to be above as below.
    half, eight, nine
        Ends of the ranges that hold 5, 8 and 9 times in 10.
    target
        What was to be won; None without one.
    currency
        Of the amounts; None where it is not known.
    in_money
        Whether these are amounts; else wins are counted.
    """

    label: str
    so_far: int
    middle: float
    half: tuple[float, float]
    eight: tuple[float, float]
    nine: tuple[float, float]
    target: int | None
    currency: str | None
    in_money: bool


def landed(found: Outlook) -> tuple[Landed, ...]:
    """Return the running period and the next; the target is of the running one."""
    return tuple(
        Landed(
            label=period.label,
            so_far=part.so_far,
            middle=float(part.middle),
            half=_ends(part.between(0.5)),
            eight=_ends(part.between(0.8)),
            nine=_ends(part.between(0.9)),
            target=target,
            currency=found.currency,
            in_money=found.in_money,
        )
        for period, part, target in (
            (found.span.period, found.here, found.target),
            (found.span.after, found.after, None),
        )
    )


def _ends(pair: tuple[float, float]) -> tuple[float, float]:
    return float(pair[0]), float(pair[1])
