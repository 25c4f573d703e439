"""What came otherwise than said: commitments that did not close, wins nobody had in, late moves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, TypeAlias

from fairlead.answers import Answer, NotEstimable
from fairlead.forecast.risk import Sign
from fairlead.measure.rates import ratio

Kind: TypeAlias = Literal["commit_lost", "commit_slipped", "win_unseen", "late_push", "late_pull"]
KINDS: tuple[Kind, ...] = ("commit_lost", "commit_slipped", "win_unseen", "late_push", "late_pull")

KNOWN_DAYS = 14
"""What could have been known is what stood in the CRM this many days before."""
RECENT_DAYS = 28
"""Days that are recent in a brief."""
LATE_DAYS = 21
"""The last days of a period, in which a moved close date is a late one."""
FEWEST_ENDED = 5
"""Commitments that have come to an end, below which no share is told."""


@dataclass(frozen=True, slots=True)
class Surprise:
    """One deal that came otherwise.

    Parameters
    ----------
    kind
        ``commit_lost``, ``commit_slipped`` (still open, or won later, when the period ended, or
        its close date moved out of it), ``win_unseen`` (large, and two weeks before it not there or
        due later), ``late_push``, ``late_pull`` (close date moved out of, or into, the period in
        its last three weeks; the latter won).
    name, owner, team, amount, currency
        Of the deal; amount in minor units.
    period, period_start
        Label and first day of the quarter it was to be in, or was won in.
    happened_on
        Day it was lost, won or moved.
    committed_on
        First Monday it stood in commit for the period; None where it did not.
    due_before, due_after
        Close date two weeks before, and at the end of that day.
    created_on
        Day it was created.
    push_count
        How often its close date had been put off by then.
    signs
        Signs of risk that tell in these data, as they stood two weeks before.
    url
        Address of the deal in the CRM.
    """

    kind: Kind
    opportunity_id: int
    name: str
    owner: str
    team: str
    amount: int | None
    currency: str | None
    period: str
    period_start: dt.date
    happened_on: dt.date
    committed_on: dt.date | None
    due_before: dt.date | None
    due_after: dt.date | None
    created_on: dt.date | None
    push_count: int
    signs: tuple[Sign, ...]
    url: str | None


@dataclass(frozen=True, slots=True)
class Commitments:
    """What became of the deals that stood in commit on any Monday of a period.

    `kept` were won in it, `lost` and `slipped` not, `pending` are still due in it. `kept_signs` and
    `missed_signs` of them showed a sign that tells two weeks before.
    """

    period: str
    kept: int
    lost: int
    slipped: int
    pending: int
    kept_signs: int
    missed_signs: int

    @property
    def missed(self) -> int:
        """Commitments that were lost or slipped."""
        return self.lost + self.slipped

    @property
    def held(self) -> Answer:
        """Share of the commitments that have come to an end and were kept, with its interval."""
        ended = self.kept + self.missed
        if ended < FEWEST_ENDED:
            return NotEstimable("commitments that have come to an end", FEWEST_ENDED, ended)
        return ratio(self.kept, ended, kind="commitments_kept")


@dataclass(frozen=True, slots=True)
class Surprises:
    """Surprises of the running quarter and the one before, the largest first.

    `amounts` and `counts` are by kind over both quarters; `recent_count` of them happened in the
    last four weeks; `found` holds the largest. `large` is the amount from which a win
    is one of the largest tenth; `unknown` says which kinds the data cannot show, and why.
    """

    found: tuple[Surprise, ...]
    counts: dict[Kind, int]
    amounts: dict[Kind, int]
    commitments: tuple[Commitments, ...]
    large: int | None
    unknown: dict[Kind, NotEstimable]
    recent_count: int
