"""Sums of a forecast by person, team, segment and company: of the same wins, so they add up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from fairlead.forecast.draws import summed
from fairlead.forecast.evening import Wins
from fairlead.forecast.frame import Frame, Span
from fairlead.forecast.journal import NO_AMOUNT, NOBODY, Flags, Ints, number_of
from fairlead.forecast.predict import Prediction
from fairlead.forecast.whose import Kind

By: TypeAlias = Literal["person", "team", "segment", "source"]
Source: TypeAlias = Literal["won", "open", "new"]


@dataclass(frozen=True, slots=True)
class Labels:
    """Which part each win belongs to; the last code is "none of them".

    `won` of deals won already, `open` of open deals (one each) as they are now, `sold` of wins of
    open deals, which may have changed hands until then, `new` of wins of deals not yet created.
    `names` has no name for the last code.
    """

    names: tuple[str, ...]
    won: Ints
    open: Ints
    sold: Ints
    new: Ints

    @property
    def none(self) -> int:
        """Code of what belongs to none of them."""
        return len(self.names)


def labels_of(frame: Frame, found: Prediction, by: By) -> Labels:
    """Return who or what wins belong to.

    What is won belongs to who owned it when it was booked, and to the team of that day; an open
    deal to who has it on the evening; a win to come to who will have it, as often as deals changed
    hands before, and to their team of the evening.
    """
    journal, day = frame.journal, found.span.day
    if by in {"segment", "source"}:
        kind: Kind = "segment" if by == "segment" else "source"
        names = journal.segments if by == "segment" else journal.sources
        code = journal.deals.segment if by == "segment" else journal.deals.source
        still = code[found.open.deal]
        parts = (code[found.won.deal], still, still[found.open_wins.who], found.whose.of(kind))
    else:
        names = journal.staff.name if by == "person" else journal.staff.team
        sold_by, whose = _sold_by(frame, found.won, by, found.booked >= 0), found.whose
        parts = (sold_by, found.open.owner, whose.sellers(), whose.of("person"))
        if by == "team":
            now = (journal.staff.team_at(part, day) for part in parts[1:])
            parts = (parts[0], *now)  # type: ignore[assignment]
    none = len(names)
    return Labels(names, *(np.where(p == NOBODY, none, p) for p in parts))


def _sold_by(frame: Frame, won: Wins, by: By, rows: Flags) -> Ints:
    """Return the owner of each win on the day of the win, or the team of that day.

    Only the wins in `rows` are looked at; the others are nobody's.
    """
    sold = np.full(len(won.deal), NOBODY)
    owner = frame.journal.owners.at(won.deal[rows], won.day[rows])
    sold[rows] = np.where(owner == NO_AMOUNT, NOBODY, owner)
    if by == "person":
        return sold
    team = np.full(len(sold), NOBODY)
    for day in np.unique(won.booked[rows]).tolist():
        then = rows & (won.booked == day)
        team[then] = frame.journal.staff.team_at(sold[then], day)
    return team


def sums_of(
    found: Prediction,
    labels: Labels,
    period: int,
    which: tuple[Source, ...] = ("won", "open", "new"),
) -> Ints:
    """Return what each part wins in a period (parts + 1, draws): won, of open and of new deals.

    The last part is "none of them"; over all parts they add up to the company, draw by draw.
    """
    draws, count = found.size.draws, labels.none + 1
    total = np.zeros((count, draws), dtype=np.int64)
    if "won" in which:
        rows = found.booked == period
        total += _worth(found.won, labels.won, rows, count, in_money=found.purse.in_money)[:, None]
    if "open" in which:
        total += summed(found.open_wins, labels.sold, count, draws, period)
    if "new" in which:
        total += summed(found.new_wins, labels.new, count, draws, period)
    return total


def _worth(won: Wins, label: Ints, rows: Flags, count: int, *, in_money: bool) -> Ints:
    value = np.where(won.amount == NO_AMOUNT, 0, won.amount) if in_money else np.ones(len(won.deal))
    found = np.bincount(label[rows], value[rows].astype(np.float64), minlength=count)
    return np.rint(found).astype(np.int64)


def booked_by(frame: Frame, span: Span, final: Wins, by: By, parts: int) -> Ints:
    """Return what each part brought in the period, as the data know it in the end (parts + 1,)."""
    start, end = number_of(span.period.start), number_of(span.period.end)
    rows = (final.booked >= start) & (final.booked < end)
    label = _sold_by(frame, final, by, rows)
    label = np.where(label == NOBODY, parts, label)
    return _worth(final, label, rows, parts + 1, in_money=True)
