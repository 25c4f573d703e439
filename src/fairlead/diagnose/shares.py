"""Of the differences between people that everybody sees: how much is whose doing.

Twelve months of results differ between people because of chance, of the deals they were given, of
when those came, of team and ramp, and because of the people. The parts add up to what was seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.diagnose.rounding import to_whole
from fairlead.measure.fitted import Fitted
from fairlead.stats.ability import effective_trials
from fairlead.stats.ability.differs import NEEDED
from fairlead.stats.likelihood import Counts, Floats, Ints, Measured, Trials, expit

PARTS = ("chance", "deals", "taken over", "season", "team", "ramp", "training", "person")
"""Names of the parts; `season` holds everything of when deals came: season, market, still open."""

FEWEST_PEOPLE = 8
WIDEST = 0.5
LEVEL = 0.9
MONTHS = 12
SURE = 0.9
AT_ONCE = 200_000
FLOOR = 1e-3


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the differences, as a fraction of all of them.

    Negative where it works against the differences that are seen: the better people have the
    harder deals.
    """

    part: str
    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Shares:
    """What the differences between people are made of.

    Parameters
    ----------
    parts
        In the order of `PARTS`, those the model has; values add up to 1.
    people, n
        People above the line of silence, and their resolved trials (events, values).
    level
        Of the intervals.
    mostly
        Part that makes more than half with nine chances in ten; None where none does.
    """

    parts: tuple[Share, ...]
    people: int
    n: int
    level: float
    mostly: str | None

    @property
    def told(self) -> bool:
        """Whether numbers may be shown: no interval is wider than half of everything."""
        return max(part.upper - part.lower for part in self.parts) <= WIDEST

    @property
    def percent(self) -> tuple[int, ...]:
        """Per cent of each part, rounded so that they add up to 100."""
        return to_whole([100 * part.value for part in self.parts], 100)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of the last twelve months of people above the line, with their pieces of eta."""

    place: Ints
    columns: Floats
    n: Floats
    observed: Floats
    timing: Floats
    person: Ints
    response: Callable[[Floats], Floats]


def shares(
    fitted: Fitted, *, among: Ints | None = None, level: float = LEVEL
) -> Shares | NotEstimable:
    """Return how much of the differences between people each cause makes.

    Answers why people's rates of the last twelve months differ: which fraction of the variance
    of the observed rates goes with chance, deals, taken-over deals, season and market, team, ramp
    and the people themselves. A person's own share of hard and easy deals belongs to the person.

    Parameters
    ----------
    fitted
        One competency of one role.
    among
        Places in the roster: differences between these people only, a team's. None: everybody
        of the role.
    level
        Of the intervals.

    Returns
    -------
    Shares or NotEstimable
        Silent with fewer than 8 people above the line of silence, where everybody's result is
        the same, and for durations: how long deals are at risk follows from the person's own
        pace, so the days cannot be divided from it.

    Notes
    -----
    For each draw and row, cause k gets ``term_k (g(eta) - g(eta0)) / (eta - eta0)``, eta0 the
    company's mean and every term measured from its own mean, which adds up exactly (Blinder
    1973, carried to a curve by the chord). Summed to people with trials as weights, chance is
    what is left of the observed. Share of k: ``cov(part_k, observed) / var(observed)``, weighted
    by trials (Shorrocks 1982). Open deals: a deal that is resolved so far is a success with odds
    ``p Fw / ((1 - p) Ff)``, so that young cohorts neither help nor harm.
    """
    if fitted.competency.kind == "duration":
        return NotEstimable("differences in time are not divided: days open follow from the pace")
    rows = _rows(fitted, among)
    if isinstance(rows, NotEstimable):
        return rows
    weight, observed = _by_person(rows)
    away = observed - np.average(observed, weights=weight)
    spread = float(weight @ away**2)
    if spread <= 0:
        return NotEstimable("everybody's result is the same")
    names, total = _terms(fitted)
    share = np.concatenate(
        [
            _shares_of_draws(fitted, rows, total, weight * away, part)
            for part in _chunks(fitted, rows)
        ],
        axis=1,
    )
    share /= spread
    chance = 1 - share.sum(axis=0)
    found = dict(zip(names, share, strict=True)) | {"chance": chance}
    low, high = (1 - level) / 2, (1 + level) / 2
    parts = []
    for part in (name for name in PARTS if name in found):
        draws = found[part]
        lower, upper = np.quantile(draws, [low, high])
        mean = float(draws.mean())
        parts.append(Share(part, mean, min(float(lower), mean), max(float(upper), mean)))
    mostly = next((p for p, draws in found.items() if (draws > WIDEST).mean() >= SURE), None)
    return Shares(tuple(parts), len(weight), round(float(weight.sum())), level, mostly)


def _rows(fitted: Fitted, among: Ints | None) -> _Rows | NotEstimable:
    design, likelihood = fitted.fit.design, fitted.fit.design.likelihood
    timing = np.zeros(len(design.person))
    response: Callable[[Floats], Floats] = expit
    if isinstance(likelihood, Trials):
        n, observed = likelihood.successes + likelihood.failures, likelihood.successes
        timing = np.log(np.maximum(likelihood.followed_success, FLOOR)) - np.log(
            np.maximum(likelihood.followed_failure, FLOOR)
        )
    elif isinstance(likelihood, Counts):
        n, observed, response = likelihood.exposure, likelihood.events, np.exp
    elif isinstance(likelihood, Measured):
        n, observed, response = likelihood.count, likelihood.total, _itself
    else:
        raise TypeError(f"no shares are known of {type(likelihood).__name__}")
    known = effective_trials(fitted.fit) >= NEEDED
    if among is not None:
        known &= np.isin(fitted.people, among)
    recent = design.month >= design.month_count - MONTHS
    place = np.flatnonzero((n > 0) & recent & known[design.person])
    people, person = np.unique(design.person[place], return_inverse=True)
    if len(people) < FEWEST_PEOPLE:
        return NotEstimable(
            "too few people with enough of their own", needed=FEWEST_PEOPLE, have=len(people)
        )
    columns = design.columns[place]
    return _Rows(place, columns, n[place], observed[place], timing[place], person.ravel(), response)


def _itself(eta: Floats) -> Floats:
    return eta


def _by_person(rows: _Rows) -> tuple[Floats, Floats]:
    weight = np.bincount(rows.person, weights=rows.n).astype(np.float64)
    return weight, np.bincount(rows.person, weights=rows.observed) / weight


def _terms(fitted: Fitted) -> tuple[tuple[str, ...], dict[str, list[slice]]]:
    """Return the parts the model has, and the border's columns of each."""
    total: dict[str, list[slice]] = {"season": [], "person": []}
    fixed = {"mix 0": "deals", "mix 1": "taken over", "drift": "season", "season": "season"}
    for name, part in fitted.fit.design.parts.items():
        if name == "level":
            continue
        target = "person" if name.startswith("own") else fixed.get(name, name)
        target = target if target in PARTS else "training"
        total.setdefault(target, []).append(part.columns)
    return tuple(total), total


def _chunks(fitted: Fitted, rows: _Rows) -> list[slice]:
    count = len(fitted.draws.border)
    size = max(1, AT_ONCE // len(rows.place))
    return [slice(a, min(a + size, count)) for a in range(0, count, size)]


def _shares_of_draws(
    fitted: Fitted, rows: _Rows, total: dict[str, list[slice]], lever: Floats, draws: slice
) -> Floats:
    """Return the covariances of each part with the observed, times the weights (parts, draws)."""
    border, n = fitted.draws.border[draws], rows.n[:, None]
    whole = float(rows.n.sum())
    terms = []
    for name, columns in total.items():
        term = np.zeros((len(rows.place), len(border)))
        for column in columns:
            term += rows.columns[:, column] @ border[:, column].T
        if name == "person":
            term += _theta(fitted, rows, draws)
        if name == "season":
            term += rows.timing[:, None]
        terms.append(term)
    level = fitted.fit.design.parts["level"].columns
    eta = rows.columns[:, level] @ border[:, level].T + sum(terms)
    middle = rows.n @ eta / whole
    slope = _chord(rows.response, eta, middle)
    # parts of a person: sum over rows of n f / n_i; times the lever n_i away_i and summed
    pull = slope * (lever / np.bincount(rows.person, weights=rows.n))[rows.person][:, None] * n
    pulled = pull.sum(axis=0)
    return np.stack(
        [np.einsum("rd,rd->d", pull, term) - pulled * (rows.n @ term) / whole for term in terms]
    )


def _theta(fitted: Fitted, rows: _Rows, draws: slice) -> Floats:
    design = fitted.fit.design
    kept = np.searchsorted(fitted.draws.months, design.month[rows.place])
    result: Floats = fitted.draws.theta[kept, design.person[rows.place], draws].astype(np.float64)
    return result


def _chord(response: Callable[[Floats], Floats], eta: Floats, middle: Floats) -> Floats:
    """Return (g(eta) - g(middle)) / (eta - middle), its limit where both are equal."""
    away = eta - middle
    away[np.abs(away) < 1e-6] = 1e-4
    result: Floats = (response(middle + away) - response(middle)) / away
    return result
