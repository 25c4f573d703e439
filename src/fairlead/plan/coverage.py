"""How often the open pipeline of a period covers what is missing to its target."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """Target and wins of one period, like with like, and what is open for the rest.

    Parameters
    ----------
    target, booked
        Minor units; `booked` are the wins of those the target was given to.
    open_due
        Open and due in the period, minor units; None where `silence` says why it is not known.
    silence
        Why `open_due` is not known; empty where it is.
    """

    target: int
    booked: int
    open_due: int | None
    silence: str = ""

    @property
    def missing(self) -> int:
        """What is still to be won; 0 once the target is reached."""
        return max(self.target - self.booked, 0)

    @property
    def coverage(self) -> float | None:
        """Open pipeline of the period divided by what is missing.

        A ratio of two sums that are known, so it has no interval. It says nothing about the
        chance of reaching the target: that takes what became of deals like these (a forecast).
        None where the pipeline is not known or nothing is missing.
        """
        if self.open_due is None or not self.missing:
            return None
        return self.open_due / self.missing
