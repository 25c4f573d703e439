"""What a forecast says to people: a range, a chance, what it takes, and what the range hangs on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.forecast.evening import Open
from fairlead.forecast.frame import Frame, Span
from fairlead.forecast.journal import NO_AMOUNT, NOBODY, Floats, Ints, Journal
from fairlead.forecast.predict import Prediction
from fairlead.forecast.sums import By, Labels, labels_of, sums_of
from fairlead.stats.scoring import quantiles

TAILS = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)
HALF = 0.5
MOST_DEALS = 12
LEAST_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Range:
    """What a period brings: money in minor units, or wins.

    `quantiles` at `TAILS`; `open` and `new` are what open deals and deals not yet created bring on
    average beside what is won already, so that the three add up to `mean`.
    """

    so_far: int
    open: float
    new: float
    mean: float
    quantiles: tuple[float, ...]

    def between(self, level: float) -> tuple[float, float]:
        """Return the ends of the central interval of a level (0.5, 0.8 or 0.9)."""
        low = TAILS.index(round((1 - level) / 2, 3))
        return self.quantiles[low], self.quantiles[len(TAILS) - 1 - low]

    @property
    def middle(self) -> float:
        """The median: as likely to be above as below."""
        return self.quantiles[TAILS.index(0.5)]


@dataclass(frozen=True, slots=True)
class Takes:
    """What would make the target as likely as not.

    Parameters
    ----------
    missing
        Target less the median; not above 0 where the target is likely already.
    open_more
        Amount of open deals like those there are, that brings as much within the period; None
        where open deals bring nothing in it.
    new_deals
        New deals made now that bring as much within the period; None where hardly any would be
        won in it.
    """

    missing: float
    open_more: float | None
    new_deals: float | None


@dataclass(frozen=True, slots=True)
class WideDeal:
    """An open deal and its share of the variance of the period's total.

    `deal` is the key of the opportunity, `owner` a code of staff, `amount` None where none is
    known; `here`, `after` the chances to be won in this period and the next.
    """

    opportunity_id: int
    owner: int
    amount: int | None
    here: float
    after: float
    share: float


@dataclass(frozen=True, slots=True)
class Width:
    """Where the range comes from: shares of the variance of the total, which add up to 1.

    `deals` holds the open deals with the largest shares, `half` how many of them make half of the
    variance of all open deals together with the rest (0 where even all listed do not); `open` all
    open deals, `new` deals not yet created.
    """

    deals: tuple[WideDeal, ...]
    half: int
    open: float
    new: float


@dataclass(frozen=True, slots=True)
class Hanging:
    """The largest part of what is expected that hangs on one of a kind.

    `kind` is person, deal, source or account. `key` says which: of a person their key, of a deal
    its own, of an account that of one of its deals; a source has its `name`. `share` is of the
    expected total.
    """

    kind: str
    key: int
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class PartOutlook:
    """A person, team or segment: its range in this period and in the next.

    `target` of this period and the `chance` to reach it; None where it has none.
    """

    name: str
    here: Range
    after: Range
    target: int | None = None
    chance: float | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """Everything a forecast says of some deals.

    Parameters
    ----------
    span
        Evening and periods.
    currency, in_money
        Of the amounts; without money, numbers of wins.
    here, after
        This period and the next.
    target, chance, takes
        Target of this period, chance to reach it, and what would make it as likely as not; None
        without a target.
    width, hanging
        Where the range comes from, and what hangs on one of a kind.
    parts
        By whatever was asked; their draws add up to the total draw by draw.
    open_count, undated
        Open deals in it, and open deals without any date, which are not.
    shock
        Relative spread that all deals of a period share.
    earlier
        Earlier evenings the chances were checked on.
    stages_told
        Whether any stage of a deal is known over time; else chances go by age alone.
    amounts_known
        Share of open deals with an amount known of that evening.
    recalibrated
        Earlier periods by which draws were reweighted; 0 where they were not.
    """

    span: Span
    currency: str | None
    in_money: bool
    here: Range
    after: Range
    target: int | None
    chance: float | None
    takes: Takes | None
    width: Width
    hanging: tuple[Hanging, ...]
    parts: tuple[PartOutlook, ...]
    open_count: int
    undated: int
    shock: float
    earlier: int
    stages_told: bool
    amounts_known: float
    recalibrated: int = 0


def range_of(totals: Ints, so_far: int, parts: tuple[Ints, Ints], weights: Floats) -> Range:
    """Return the range of totals, one a draw; `parts` are those of open and of new deals."""
    mean = [float(np.average(p, weights=weights)) for p in parts]
    found = quantiles(totals, TAILS, weights)
    return Range(so_far, mean[0], mean[1], so_far + sum(mean), tuple(float(q) for q in found))


@dataclass(frozen=True, slots=True)
class Slice:
    """Draws of some deals in one period: won already, of open deals, of new ones (draws,)."""

    so_far: int
    open: Ints
    new: Ints

    @property
    def total(self) -> Ints:
        """Their sum, one a draw."""
        return self.so_far + self.open + self.new

    def range(self, weights: Floats) -> Range:
        """Return what they bring."""
        return range_of(self.total, self.so_far, (self.open, self.new), weights)


def slices(found: Prediction, labels: Labels, period: int) -> list[Slice]:
    """Return a slice for each label; the last one is "none of them"."""
    whole = sums_of(found, labels, period, ("won", "open", "new"))
    won = sums_of(found, labels, period, ("won",))[:, 0]
    still = sums_of(found, labels, period, ("open",))
    return [Slice(int(w), o, t - o - w) for w, o, t in zip(won, still, whole, strict=True)]


def only(frame: Frame, found: Prediction, people: Ints | None, leader: int | None = None) -> Labels:
    """Return labels with one part: the deals of some people, or all deals (None).

    With a leader, what was won is that of whoever they led on the day it was booked.
    """
    if people is None:
        wins = (len(found.open_wins.draw), len(found.new_wins.draw))
        counts = (len(found.won.deal), len(found.open), *wins)
        return Labels(("",), *(np.zeros(count, dtype=np.int64) for count in counts))
    person = labels_of(frame, found, "person")
    codes = (person.won, person.open, person.sold, person.new)
    mine = [np.where(np.isin(p, people), 0, 1) for p in codes]
    if leader is not None:
        staff = frame.journal.staff
        for day in np.unique(found.won.booked[found.booked >= 0]).tolist():
            rows = found.won.booked == day
            owner = np.where(person.won[rows] == person.none, NOBODY, person.won[rows])
            led = (staff.manager_at(owner, day) == leader) | (owner == leader)
            mine[0][rows] = np.where(led, 0, 1)
    return Labels(("",), *mine)


def takes_of(found: Prediction, labels: Labels, here: Range, target: int) -> Takes:
    """Return what would make a target as likely as not."""
    missing = target - here.middle
    mine = labels.open == 0
    held = np.where(found.open.amount == NO_AMOUNT, 0, found.open.amount)[mine].sum()
    open_more = missing * float(held) / here.open if here.open > 0 and held > 0 else None
    made = sum(c.weekly[0] for c in found.creation)
    weight = [c.weekly[0] / made if made else 0.0 for c in found.creation]
    worth = [float(a.mean()) if len(a) else 0.0 for a in found.purse.amount[:-1]]
    worth = worth if found.purse.in_money else [1.0] * len(weight)
    each = sum(w * p * v for w, p, v in zip(weight, found.fresh.tolist(), worth, strict=True))
    return Takes(missing, open_more, missing / each if each > 0 else None)


def width_of(frame: Frame, found: Prediction, labels: Labels, weights: Floats) -> Width | None:
    """Return where the variance of this period's total comes from; None where there is none.

    The share of a deal is the covariance of what it brings with the total, over the variance of
    the total: shares add up to 1, and a shock that moves all deals counts with each.
    """
    mine, _rest = slices(found, labels, 0)
    total = mine.total.astype(np.float64)
    share = weights / weights.sum()
    apart = (total - (share * total).sum()) * share
    variance = float((apart * total).sum())
    if variance <= 0:
        return None
    wins = found.open_wins
    rows = (wins.period == 0) & (labels.sold == 0)
    worth = wins.amount[rows] * apart[wins.draw[rows]]
    each = np.bincount(wins.who[rows], worth, minlength=len(found.open)) / variance
    new = float((apart * mine.new).sum() / variance)
    order = np.argsort(-each, kind="stable")
    running = np.cumsum(each[order])
    half = int(np.searchsorted(running, HALF)) + 1 if running.size and running.max() >= HALF else 0
    listed = max(min(half or MOST_DEALS, MOST_DEALS), 3)
    chosen = [i for i in order[:listed].tolist() if each[i] >= LEAST_SHARE]
    deals = tuple(_wide(frame, found, i, float(each[i])) for i in chosen)
    return Width(deals, half if half <= len(deals) else 0, float(each.sum()), new)


def _wide(frame: Frame, found: Prediction, row: int, share: float) -> WideDeal:
    deals: Open = found.open
    amount = int(deals.amount[row])
    return WideDeal(
        opportunity_id=int(frame.journal.deals.opportunity_id[deals.deal[row]]),
        owner=int(deals.owner[row]),
        amount=None if amount == NO_AMOUNT else amount,
        here=float(found.chance[0, row]),
        after=float(found.chance[1, row]),
        share=share,
    )


def hanging_of(frame: Frame, found: Prediction) -> tuple[Hanging, ...]:
    """Return how much of what is still to come hangs on one person, deal, source, account.

    What is won hangs on nobody any more. Deals and accounts count what is open, people and sources
    new deals too. Silent where nothing is to come.
    """
    journal = frame.journal
    parts: list[tuple[str, Ints, Floats]] = []
    to_come = 0.0
    kinds: tuple[By, ...] = ("person", "source")
    for by in kinds:
        whole = sums_of(found, labels_of(frame, found, by), 0, ("open", "new")).mean(axis=1)
        parts.append((by, np.arange(len(whole) - 1), whole[:-1]))
        to_come = float(whole.sum())
    if to_come <= 0:
        return ()
    wins = found.open_wins
    rows = wins.period == 0
    brought = np.bincount(wins.who[rows], wins.amount[rows], minlength=len(found.open))
    each: Floats = brought / found.size.draws
    deal = found.open.deal
    parts = [("deal", deal, each), ("account", journal.deals.account[deal], each), *parts]
    told = []
    for kind, code, amount in parts:
        known = code != NOBODY
        if not known.any():
            continue
        total = np.bincount(code[known], amount[known])
        top = int(total.argmax())
        if total[top] > 0:
            told.append(_hanging(journal, kind, top, float(total[top] / to_come)))
    return tuple(told)


def _hanging(journal: Journal, kind: str, code: int, share: float) -> Hanging:
    if kind == "person":
        return Hanging(kind, int(journal.staff.person_id[code]), "", share)
    if kind == "source":
        return Hanging(kind, code, journal.sources[code], share)
    deal = code
    if kind == "account":
        deal = int(np.flatnonzero(journal.deals.account == code)[0])
    return Hanging(kind, int(journal.deals.opportunity_id[deal]), "", share)
