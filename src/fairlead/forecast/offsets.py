"""What a deal's own marks add to its chance: size, planned close date, segment, source, owner.

Deals open on earlier evenings, each looked at over as many days as are now left, tell how far the
chance by stage and time there was too low or too high for deals with a mark. That is added on the
logit of the win, drawn towards nothing, and only as far as the data tell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from fairlead.forecast.evening import Open
from fairlead.forecast.journal import NO_AMOUNT, NOBODY, NOT_YET, Floats, Ints, Journal

BANDS = 4
PLANS = 8
"""Kinds of planned close date: none, over, first and second half of the time, twice, later."""
MOST_LEVELS, FEWEST_OF_LEVEL = 8, 50
SPREADS = {"level": 0.2, "size": 0.3, "plan": 1.0, "segment": 0.3, "source": 0.3}
"""Standard deviation of each kind of mark before any data, on the logit."""
STEPS, SMALL = 12, 1e-4
LEAST, MOST = 1e-5, 1.0 - 1e-5
CHANCE = 1.645
"""Owners differ where the sum of their squared deviations is this far beyond chance."""
UNTOLD = 0.35
"""Standard deviation between owners where the data do not tell them apart: nobody is put above
another, but each person's range allows for it."""


@dataclass(frozen=True, slots=True)
class Marks:
    """How marks become columns, fixed by what was known on the evening.

    `edges` part amounts into bands; `segments` and `sources` name the codes with a column of
    their own. `starts` is the first column of each kind, `sizes` the standard deviations before
    any data (columns,).
    """

    edges: Floats
    segments: Ints
    sources: Ints

    @property
    def starts(self) -> dict[str, int]:
        """First column of each kind of mark."""
        sizes = (1, BANDS + 1, PLANS, len(self.segments) + 1, len(self.sources) + 1)
        return dict(zip(SPREADS, np.cumsum((0, *sizes))[:-1].tolist(), strict=True))

    @property
    def spread(self) -> Floats:
        """Standard deviation before any data of each column."""
        sizes = (1, BANDS + 1, PLANS, len(self.segments) + 1, len(self.sources) + 1)
        return np.repeat(np.array(list(SPREADS.values())), sizes)

    def columns(self, deals: Open, journal: Journal, day: int, days: int) -> Ints:
        """Return the columns of each deal (deals, kinds).

        Parameters
        ----------
        deals
            Open on the evening of `day`.
        journal
            Gives segments and sources.
        day, days
            The evening, and how many days are looked ahead.
        """
        starts = self.starts
        band = np.where(deals.amount == NO_AMOUNT, 0, 1 + np.searchsorted(self.edges, deals.amount))
        segment = _level(journal.deals.segment[deals.deal], self.segments)
        source = _level(journal.deals.source[deals.deal], self.sources)
        level = np.zeros(len(deals), dtype=np.int64)
        parts = (level, band, _plan(deals.plan, day, days), segment, source)
        return np.stack([p + s for p, s in zip(parts, starts.values(), strict=True)], axis=1)


def _plan(plan: Ints, day: int, days: int) -> Ints:
    ahead = np.where(plan == NOT_YET, 0, plan - day)
    edges = np.array([-28, 0, days / 2, days, days + 30, 2 * days + 30])
    found = 1 + np.searchsorted(edges, ahead, side="left")
    return np.where(plan == NOT_YET, 0, found)


def _level(codes: Ints, known: Ints) -> Ints:
    if not len(known):
        return np.zeros(len(codes), dtype=np.int64)
    place = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    return np.where(known[place] == codes, place + 1, 0)


def marks_of(amounts: Ints, segments: Ints, sources: Ints) -> Marks:
    """Return the marks for deals with these amounts, segments and sources (deals,)."""
    known = amounts[amounts != NO_AMOUNT]
    levels = np.arange(1, BANDS) / BANDS
    edges = np.unique(np.quantile(known, levels)) if len(known) >= FEWEST_OF_LEVEL else np.empty(0)
    return Marks(edges.astype(np.float64), _common(segments), _common(sources))


def _common(codes: Ints) -> Ints:
    level, count = np.unique(codes[codes != NOBODY], return_counts=True)
    order = np.argsort(-count, kind="stable")[:MOST_LEVELS]
    found: Ints = np.sort(level[order][count[order] >= FEWEST_OF_LEVEL])
    return found


@dataclass(frozen=True, slots=True)
class Offsets:
    """What marks and owners add to the logit of the win: means and how well they are known.

    Parameters
    ----------
    mean, root
        Of the columns: mean, and a factor of their covariance (columns,), (columns, columns).
    owner_mean, owner_sd
        One a person of the staff, and one more at the end for nobody.
    owner_spread
        Standard deviation between owners; 0 where the data do not tell them apart.
    """

    mean: Floats
    root: Floats
    owner_mean: Floats
    owner_sd: Floats
    owner_spread: float

    def drawn(
        self, columns: Ints, owner: Ints, draws: int, rng: np.random.Generator
    ) -> tuple[Floats, Floats]:
        """Return what is added to each deal (draws, deals) and person (draws, people + 1)."""
        beta = self.mean + rng.standard_normal((draws, len(self.mean))) @ self.root.T
        people = self.owner_mean + self.owner_sd * rng.standard_normal(
            (draws, len(self.owner_mean))
        )
        added = people[:, owner]
        for kind in range(columns.shape[1]):
            added = added + beta[:, columns[:, kind]]
        return added, people

    def at_mean(self, columns: Ints, owner: Ints) -> Floats:
        """Return what is added to each deal on average (deals,)."""
        added: Floats = self.mean[columns].sum(axis=1) + self.owner_mean[owner]
        return added


def fit_offsets(  # noqa: PLR0917  marks, then one array a fact about the rows
    marks: Marks, columns: Ints, owner: Ints, base: Floats, won: Floats, people: int
) -> Offsets:
    """Return offsets from deals of earlier evenings.

    Parameters
    ----------
    marks
        Gives the spreads before any data.
    columns, owner
        Columns (rows, kinds) and owners (rows,) of the deals then.
    base
        Chance by stage and time there (rows,).
    won
        1 where it was won within the time looked at (rows,).
    people
        Size of the staff.

    Notes
    -----
    A logistic regression with a fixed offset and normal priors, by Newton's method; owners come
    after it in one step, with a variance by moments of their observed less expected wins (methods,
    section 9).
    """
    start = logit(np.clip(base, LEAST, MOST))
    precision = marks.spread**-2.0
    mean = np.zeros(len(precision))
    curve = np.diag(precision)
    for _ in range(STEPS):
        chance = expit(start + mean[columns].sum(axis=1)) if len(base) else base
        slope = _summed(columns, won - chance, len(mean)) - precision * mean
        curve = np.diag(precision) + _crossed(columns, chance * (1.0 - chance), len(mean))
        step = np.linalg.solve(curve, slope)
        mean = mean + np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < SMALL:
            break
    chance = expit(start + mean[columns].sum(axis=1)) if len(base) else base
    root = np.linalg.inv(np.linalg.cholesky(curve)).T
    return Offsets(mean, root, *_owners(owner, won - chance, chance * (1.0 - chance), people))


def _summed(columns: Ints, values: Floats, count: int) -> Floats:
    total = np.zeros(count)
    for kind in range(columns.shape[1]):
        total += np.bincount(columns[:, kind], values, minlength=count)
    return total


def _crossed(columns: Ints, weight: Floats, count: int) -> Floats:
    total = np.zeros(count * count)
    kinds = columns.shape[1]
    for a in range(kinds):
        for b in range(a, kinds):
            pair = columns[:, a] * count + columns[:, b]
            total += np.bincount(pair, weight, minlength=count * count)
    upper = np.triu(total.reshape(count, count))  # columns of later kinds stand behind
    return upper + np.triu(upper, 1).T


def _owners(owner: Ints, miss: Floats, spread: Floats, people: int) -> tuple[Floats, Floats, float]:
    """Return mean and standard deviation of each owner, and the spread between them."""
    rows = owner != NOBODY
    missed = np.bincount(owner[rows], miss[rows], minlength=people + 1)
    weight = np.bincount(owner[rows], spread[rows], minlength=people + 1)
    seen = weight > 0
    count = int(seen.sum())
    zero, unsure = np.zeros(people + 1), np.full(people + 1, UNTOLD)
    if count < 3:
        return zero, unsure, 0.0
    beyond = (missed[seen] ** 2 / weight[seen]).sum() - count
    if beyond < CHANCE * np.sqrt(2.0 * count):
        return zero, unsure, 0.0
    variance = (missed[seen] ** 2 - weight[seen]).sum() / (weight[seen] ** 2).sum()
    variance = min(max(float(variance), 0.0), 1.0)
    held = 1.0 + variance * weight
    return variance * missed / held, np.sqrt(variance / held), float(np.sqrt(variance))
