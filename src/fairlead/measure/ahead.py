"""What is to be reached in the quarters ahead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TargetAhead:
    """A sum of targets of coming quarters.

    Parameters
    ----------
    amount
        Minor units of the reporting currency.
    quarters
        How many quarters it is for.
    carried
        For how many of them no target was given, so that the one before was carried on.
    """

    amount: int
    quarters: int
    carried: int
