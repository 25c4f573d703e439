"""A share of few things, with its interval, or silence where they are too few."""

from __future__ import annotations

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.stats.proportions import wilson_interval

FEWEST = 5
"""Below so many, a share says more about chance than about a person."""
LEVEL = 0.95


def share_of(done: int, n: int, kind: str, *, fewest: int = FEWEST) -> Answer:
    """Return `done` of `n` with its interval; silent below `fewest`.

    Parameters
    ----------
    done, n
        Counts, ``0 <= done <= n``.
    kind
        What is counted, in words.
    fewest
        How many are needed before a share is told.

    Notes
    -----
    Wilson 1927, see `fairlead.stats.proportions`.
    """
    if n < fewest:
        return NotEstimable(f"too few to tell: {kind}", needed=fewest, have=n)
    low, high = wilson_interval(done, n, LEVEL)
    return Estimate(done / n, low, high, LEVEL, n, "fraction", kind, successes=done)
