"""From the one who brings a prospect in to the one who sells: counts per person, with intervals."""

from __future__ import annotations

from dataclasses import dataclass

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.measure.rates import FEWEST_TRIALS
from fairlead.stats.proportions import wilson_interval


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What became of what one person brought in, as of an evening.

    Parameters
    ----------
    name
        The person; None where the CRM does not say who brought it in.
    prospects
        Prospects they created by then.
    converted
        Of these, how many were a deal by then. Young ones may still become one.
    deals
        Deals they created by then, with or without a prospect before.
    handed_over
        Of these, how many had somebody else as their first owner.
    won
        Of the deals, how many were won by then.
    """

    name: str | None
    prospects: int
    converted: int
    deals: int
    handed_over: int
    won: int

    def __post_init__(self) -> None:
        whole = (self.converted, self.prospects), (self.handed_over, self.deals)
        if any(not 0 <= k <= n for k, n in (*whole, (self.won, self.deals))):
            raise ValueError(f"more than there are: {self}")


def converted_share(row: BroughtIn, level: float = 0.95) -> Answer:
    """Return the share of prospects that became deals so far, with its score interval.

    A lower bound of what the cohort will bring, since the young ones are in the denominator.
    Silent below `FEWEST_TRIALS` prospects. Source: Wilson (1927), see `stats.proportions`.
    """
    if row.prospects < FEWEST_TRIALS:
        return NotEstimable("too few prospects", needed=FEWEST_TRIALS, have=row.prospects)
    lower, upper = wilson_interval(row.converted, row.prospects, level)
    share = row.converted / row.prospects
    return Estimate(
        share, lower, upper, level, row.prospects, "fraction", "converted so far", row.converted
    )
