"""Results of measuring: frozen, complete with denominators, ready for pages and charts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fairlead.answers import Answer


@dataclass(frozen=True, slots=True)
class StepResult:
    """What became of the deals that entered one stage.

    ``entered == advanced + lost + open``. `rate` is advanced of advanced plus lost with its
    interval, or why it is not estimable; `days` the median time in stage of those that advanced.
    """

    pipeline: str
    deal_type: str
    stage: str
    next_stage: str
    entered: int
    advanced: int
    lost: int
    open: int
    rate: Answer
    days: Answer


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """Won in one month, beside the target for it (minor units; None = no target known).

    `is_whole` is false for a month that still runs: it has not missed its target yet.
    """

    month: dt.date
    won_count: int
    won_amount: int
    target: int | None
    currency: str | None
    is_whole: bool = True
