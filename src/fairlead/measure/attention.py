"""Open deals that need somebody's attention, with the signs that say so."""

from __future__ import annotations

from dataclasses import dataclass

PUSHES = 3
"""A close date put off this often is a sign; once or twice is how selling goes."""

MOST = 7
"""Deals shown by name; a longer list is read by nobody. The rest is counted."""


@dataclass(frozen=True, slots=True)
class AttentionDeal:
    """One open deal and its signs, as of the evening asked.

    `amount` is minor units of `currency`. `age_days` is None without a creation date,
    `overdue_days` where the close date has not passed or is not known, `next_step` where there is
    none or none is known of that evening. `is_old` says that it is older than 95 % of the
    company's wins of the window ever got, `push_count` how often its close date was put off, as
    far as history goes.
    """

    name: str
    owner: str
    amount: int | None
    currency: str | None
    stage: str | None
    age_days: int | None
    next_step: str | None
    url: str | None
    overdue_days: int | None
    lacks_next_step: bool
    is_old: bool
    push_count: int


@dataclass(frozen=True, slots=True)
class Attention:
    """The first deals by signs, then by amount, and how many there are in all.

    `amount` is the sum of all of them in the reporting currency; `valued` carry one.
    """

    deals: tuple[AttentionDeal, ...]
    total: int
    amount: int
    valued: int
