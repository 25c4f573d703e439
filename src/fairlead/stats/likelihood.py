"""What a cell of counts says about its linear predictor: trials, counts and measured values.

Each kind answers the same three questions for many predictors at once: how likely are the data,
in which direction and how strongly do they pull, and how does that strength change. Arrays are
nodes x rows: a row is a cell of data, a node is one setting of the hyperparameters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol, Self, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

LAG_PAIRS = 500
LARGEST = 700.0


class Likelihood(Protocol):
    """What the fit asks of a kind of data; `eta` is nodes x rows everywhere."""

    @property
    def trials(self) -> Floats:
        """Amount of data of each row, for shares of a mix (rows,)."""

    def middle(self) -> float:
        """Return the predictor at which all data together would lie: where a search begins."""

    def value(self, eta: Floats) -> Floats:
        """Return the log-likelihood of each node, without terms that do not depend on eta."""

    def slope(self, eta: Floats) -> tuple[Floats, Floats]:
        """Return gradient and expected weight (never negative) of each node and row."""

    def bend(self, eta: Floats, weight: Floats) -> tuple[Floats, Floats]:
        """Return third and fourth derivative of the negative log-likelihood."""

    def worth(self, eta: Floats, weight: Floats) -> Floats:
        """Return how many resolved trials (events, values) the weight of each row is worth."""

    def take(self, order: Ints) -> Self:
        """Return the same data with the rows in another order."""

    def nodes(self, kept: npt.NDArray[np.bool_] | slice) -> Self:
        """Return the same data for fewer nodes (only kinds with a state of each node care)."""


def expit(eta: Floats) -> Floats:
    """Return 1 / (1 + exp(-eta)) without overflow; in one array: draws come by the million."""
    result = np.array(eta, dtype=np.float64)
    np.maximum(result, -LARGEST, out=result)
    np.negative(result, out=result)
    np.exp(result, out=result)
    result += 1.0
    np.divide(1.0, result, out=result)
    return result


@dataclass(frozen=True, slots=True)
class Trials:
    """Successes of trials, some of them still open.

    An open trial of age a has not succeeded, but may yet. With Sw(a) the share of later successes
    (and Sf(a) of later failures) that is still open at age a, it contributes
    ``log(p Sw + (1 - p) Sf)``; age 0 (both 1) says nothing, an age at which no success comes any
    more (Sw = 0) counts as a failure.

    Parameters
    ----------
    successes, failures
        Resolved trials of each row (rows,). May be divided by a dispersion.
    followed_success, followed_failure
        Share of successes (failures) that would be known by now, Fw and Ff at the follow-up of
        the row's cohort, each in [0, 1] (rows,).
    open_row, open_count, open_success, open_failure
        One entry for each row and age band with open trials: row, number, Sw and Sf (entries,).

    Notes
    -----
    A trial seen only from age a0 on (delayed entry) is divided by its chance of being open at a0.
    That equals a trial of its own row with offset ``log(Sw(a0) / Sf(a0))`` and curves
    ``Sw(a) / Sw(a0)``, ``Sf(a) / Sf(a0)``: see `timing.TimingCurves.seen_from`.

    The weight is the expected information. The observed curvature of an open trial is negative
    where its chance of success now is nearer to one half than p.
    """

    successes: Floats
    failures: Floats
    followed_success: Floats
    followed_failure: Floats
    open_row: Ints
    open_count: Floats
    open_success: Floats
    open_failure: Floats

    @classmethod
    def resolved(cls, successes: npt.ArrayLike, failures: npt.ArrayLike) -> Trials:
        """Return trials of which none is open."""
        s, f = np.asarray(successes, dtype=np.float64), np.asarray(failures, dtype=np.float64)
        none = np.empty(0)
        return cls(s, f, np.ones_like(s), np.ones_like(s), np.empty(0, np.int64), none, none, none)

    @classmethod
    def with_open(
        cls,
        successes: npt.ArrayLike,
        failures: npt.ArrayLike,
        waiting: npt.ArrayLike,
        *,
        waiting_success: npt.ArrayLike,
        waiting_failure: npt.ArrayLike,
        followed_success: npt.ArrayLike,
        followed_failure: npt.ArrayLike,
    ) -> Trials:
        """Return trials from tables rows x age bands: number open, Sw and Sf.

        Raises
        ------
        ValueError
            A number is negative, a share lies outside [0, 1], or an open trial could neither
            succeed nor fail any more (Sw = Sf = 0: count it as a failure).
        """
        s, f = np.asarray(successes, dtype=np.float64), np.asarray(failures, dtype=np.float64)
        o = np.asarray(waiting, dtype=np.float64)
        sw = np.broadcast_to(np.asarray(waiting_success, dtype=np.float64), o.shape)
        sf = np.broadcast_to(np.asarray(waiting_failure, dtype=np.float64), o.shape)
        fw = np.broadcast_to(np.asarray(followed_success, dtype=np.float64), s.shape)
        ff = np.broadcast_to(np.asarray(followed_failure, dtype=np.float64), s.shape)
        if min(x.min(initial=0.0) for x in (s, f, o)) < 0:
            raise ValueError("numbers of trials are never negative")
        if any(x.min(initial=0.0) < 0 or x.max(initial=0.0) > 1 for x in (sw, sf, fw, ff)):
            raise ValueError("shares that are open or known lie between 0 and 1")
        rows, band = np.nonzero(o)
        if np.any(sw[rows, band] + sf[rows, band] <= 0):
            raise ValueError("an open trial that can no longer end is a failure: count it as one")
        row: Ints = rows.astype(np.int64)
        entries = o[rows, band], sw[rows, band], sf[rows, band]
        return cls(s, f, fw.copy(), ff.copy(), row, *entries)

    @property
    def trials(self) -> Floats:
        """All trials of each row, open ones too."""
        total = self.successes + self.failures
        if not len(self.open_row):
            return total
        counted = np.bincount(self.open_row, weights=self.open_count, minlength=len(total))
        return total + counted.astype(np.float64)

    def middle(self) -> float:
        """Return the logit of the share of successes, open trials left out."""
        return float(np.log((self.successes.sum() + 0.5) / (self.failures.sum() + 0.5)))

    def value(self, eta: Floats) -> Floats:
        """Return s log p + f log(1 - p) + sum o log(p Sw + (1 - p) Sf) of each node."""
        softplus = np.maximum(eta, 0) + np.log1p(np.exp(-np.abs(eta)))
        total: Floats = eta @ self.successes - softplus @ (self.successes + self.failures)
        if len(self.open_row):
            p = expit(eta[:, self.open_row])
            chance = p * self.open_success + (1 - p) * self.open_failure
            total = total + np.log(chance) @ self.open_count
        return total

    def slope(self, eta: Floats) -> tuple[Floats, Floats]:
        """Return s - (s + f) p + sum o (pi - p), and the expected information."""
        p = expit(eta)
        w = p * (1 - p)
        gradient = self.successes - (self.successes + self.failures) * p
        if not len(self.open_row):
            return gradient, (self.successes + self.failures) * w
        at = p[:, self.open_row]
        later = at * self.open_success
        pull = self.open_count * (later / (later + (1 - at) * self.open_failure) - at)
        gradient += _sum_rows(pull, self.open_row, eta.shape[1])
        return gradient, self.trials * self._information(p, w)

    def _information(self, p: Floats, w: Floats) -> Floats:
        sw, sf = 1 - self.followed_success, 1 - self.followed_failure
        open_chance = p * sw + (1 - p) * sf
        spread = w * w * (sw - sf) ** 2
        known = w * ((1 - p) * self.followed_success + p * self.followed_failure)
        result: Floats = known + np.divide(
            spread, open_chance, out=np.zeros_like(spread), where=open_chance > 0
        )
        return result

    def bend(self, eta: Floats, weight: Floats) -> tuple[Floats, Floats]:
        """Return n p (1-p) (1-2p) and n p (1-p) (1 - 6 p (1-p)), n from the weight."""
        p = expit(eta)
        return weight * (1 - 2 * p), weight * (1 - 6 * p * (1 - p))

    def worth(self, eta: Floats, weight: Floats) -> Floats:
        """Return the weight over that of one resolved trial, p (1 - p)."""
        p = expit(eta)
        return weight / (p * (1 - p))

    def take(self, order: Ints) -> Trials:
        """Return the same trials with the rows in another order."""
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order))
        row = place[self.open_row]
        by = np.argsort(row, kind="stable")
        return Trials(
            successes=self.successes[order],
            failures=self.failures[order],
            followed_success=self.followed_success[order],
            followed_failure=self.followed_failure[order],
            open_row=row[by],
            open_count=self.open_count[by],
            open_success=self.open_success[by],
            open_failure=self.open_failure[by],
        )

    def divided(self, dispersion: float) -> Trials:
        """Return the trials divided by a dispersion (for trials that hang together)."""
        return replace(
            self,
            successes=self.successes / dispersion,
            failures=self.failures / dispersion,
            open_count=self.open_count / dispersion,
        )

    def nodes(self, kept: npt.NDArray[np.bool_] | slice) -> Trials:  # noqa: ARG002
        """Return itself: trials have no state of each node."""
        return self


@dataclass(frozen=True, slots=True)
class Counts:
    """Events in an exposure with a log-linear rate: Poisson, or quasi-Poisson once divided.

    With rows split by age band and one level for each band this is the piecewise-exponential
    model of durations: events, and days exposed, in each band.

    Parameters
    ----------
    events, exposure
        Both (rows,), exposure in the unit of the rate (weeks, days).
    """

    events: Floats
    exposure: Floats

    @property
    def trials(self) -> Floats:
        """Exposure of each row."""
        return self.exposure

    def middle(self) -> float:
        """Return the logarithm of the rate of all events."""
        return float(np.log((self.events.sum() + 0.5) / (self.exposure.sum() + 0.5)))

    def value(self, eta: Floats) -> Floats:
        """Return the sum of y eta - E exp(eta) of each node."""
        result: Floats = eta @ self.events - np.exp(eta) @ self.exposure
        return result

    def slope(self, eta: Floats) -> tuple[Floats, Floats]:
        """Return y - E exp(eta), and E exp(eta)."""
        expected = self.exposure * np.exp(eta)
        return self.events - expected, expected

    def bend(self, eta: Floats, weight: Floats) -> tuple[Floats, Floats]:  # noqa: ARG002
        """Return the expected events twice: all derivatives of exp are equal."""
        return weight, weight

    def worth(self, eta: Floats, weight: Floats) -> Floats:  # noqa: ARG002
        """Return the expected events."""
        return weight

    def take(self, order: Ints) -> Counts:
        """Return the same counts with the rows in another order."""
        return Counts(self.events[order], self.exposure[order])

    def divided(self, dispersion: float) -> Counts:
        """Return events and exposure divided by a dispersion (quasi-Poisson)."""
        return Counts(self.events / dispersion, self.exposure / dispersion)

    def nodes(self, kept: npt.NDArray[np.bool_] | slice) -> Counts:  # noqa: ARG002
        """Return itself: counts have no state of each node."""
        return self


def dispersion(events: Floats, exposure: Floats) -> float:
    """Return how much more counts scatter from month to month than Poisson counts would.

    Parameters
    ----------
    events, exposure
        Of each person and month (months, people); exposure 0 where there are no data.

    Returns
    -------
    float
        At least 1; 1 without any events.

    Notes
    -----
    Given the sum of two months, Poisson counts of one rate are binomial with the exposures as
    shares: squares of what differs over their binomial variances estimate the dispersion. With
    equal exposures that is ``sum (y_t - y_t-1)^2 / sum (y_t + y_t-1)``. Abilities that change add
    to it, more so at longer lags; with enough pairs a line through lags 1, 2 and 3 is followed
    back to lag 0, so that change is not taken for scatter.
    """
    first, pairs = _scatter(events, exposure, 1)
    if first is None:
        return 1.0
    others = [_scatter(events, exposure, lag)[0] for lag in (2, 3)]
    if pairs < LAG_PAIRS or None in others:
        return max(1.0, first)
    second, third = (x for x in others if x is not None)
    return max(1.0, (4 * first + second - 2 * third) / 3)


def _scatter(events: Floats, exposure: Floats, lag: int) -> tuple[float | None, int]:
    before, after = exposure[:-lag], exposure[lag:]
    there = (before > 0) & (after > 0)
    before, after = before[there], after[there]
    total = (events[:-lag] + events[lag:])[there]
    share = after / (before + after)
    expected = float((total * share * (1 - share)).sum())
    if expected <= 0:
        return None, int(there.sum())
    away = events[lag:][there] - share * total
    return float((away * away).sum()) / expected, int(there.sum())


@dataclass(frozen=True, slots=True)
class Measured:
    """Values with normal noise (logarithms of amounts, logits of shares).

    Parameters
    ----------
    count, total, square
        Number, sum and sum of squares of the values of each row (rows,).
    variance
        Residual variance of each node (nodes, 1).
    """

    count: Floats
    total: Floats
    square: Floats
    variance: Floats

    @property
    def trials(self) -> Floats:
        """Number of values of each row."""
        return self.count

    def middle(self) -> float:
        """Return the mean of all values."""
        return float(self.total.sum() / max(float(self.count.sum()), 1.0))

    def value(self, eta: Floats) -> Floats:
        """Return the normal log-likelihood of each node."""
        deviance = np.sum(self.residual_squares(eta), axis=1)
        variance = self.variance[:, 0]
        result: Floats = (
            -0.5 * self.count.sum() * np.log(2 * np.pi * variance) - 0.5 * deviance / variance
        )
        return result

    def residual_squares(self, eta: Floats) -> Floats:
        """Return the sum of (x - eta)^2 of each node and row."""
        return self.square - 2 * eta * self.total + self.count * eta * eta

    def slope(self, eta: Floats) -> tuple[Floats, Floats]:
        """Return (sum x - n eta) / s^2, and n / s^2."""
        weight = np.broadcast_to(self.count / self.variance, eta.shape)
        return (self.total - self.count * eta) / self.variance, weight

    def bend(self, eta: Floats, weight: Floats) -> tuple[Floats, Floats]:  # noqa: ARG002
        """Return zeros: a normal likelihood has no third derivative."""
        return np.zeros_like(eta), np.zeros_like(eta)

    def worth(self, eta: Floats, weight: Floats) -> Floats:
        """Return the number of values."""
        return np.broadcast_to(self.count, (eta + weight).shape)

    def take(self, order: Ints) -> Measured:
        """Return the same values with the rows in another order."""
        return Measured(self.count[order], self.total[order], self.square[order], self.variance)

    def nodes(self, kept: npt.NDArray[np.bool_] | slice) -> Measured:
        """Return the values with the residual variance of fewer nodes."""
        return replace(self, variance=self.variance[kept])


def _sum_rows(values: Floats, row: Ints, count: int) -> Floats:
    """Sum entries (nodes, entries), sorted by row, to rows (nodes, count)."""
    result = np.zeros((len(values), count))
    first = np.flatnonzero(np.diff(row, prepend=-1))
    result[:, row[first]] = np.add.reduceat(values, first, axis=1)
    return result
