"""False alarms of try-outs under continuous looking, and how often they find what is there.

Run ``python -m tests.calibration.tryout_study [streams]``; the figures stand in
docs/reference/calibration.md.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.stats.likelihood import expit
from fairlead.verify.tryout import Unit
from fairlead.verify.tryout_effect import Tried, difference, told


@dataclass(frozen=True)
class Stream:
    """What a try-out is like: `deals` a week in all, looked at every week."""

    unit: Unit = "deal"
    people: int = 12
    weeks: int = 52
    deals: float = 20.0
    sigma: float = 0.3
    effect: float = 0.0
    level: float = -0.4
    smallest: float = 0.05
    past: int = 100  # deals a person before


ROWS = {
    "deals, 20 a week": Stream(),
    "deals, 60 a week": Stream(deals=60.0),
    "deals, 20 a week, 8 % go on": Stream(level=-2.44),
    "8 people, 20 deals a week": Stream("person", 8),
    "12 people, 30 deals a week": Stream("person", 12, deals=30.0),
    "40 people, 100 deals a week": Stream("person", 40, deals=100.0),
    "12 people who differ a lot, 30 deals a week": Stream("person", 12, deals=30.0, sigma=0.6),
    "12 people without a past, 30 deals a week": Stream("person", 12, deals=30.0, past=0),
    "deals, 60 a week, +10 points": Stream(deals=60.0, effect=0.41),
    "12 people, 30 deals a week, +10 points": Stream("person", 12, deals=30.0, effect=0.41),
}


def make(stream: Stream, rng: np.random.Generator) -> Tried:
    """Draw a year of deals of people who differ; the day of a deal is its week."""
    ability = rng.normal(0, stream.sigma, stream.people)
    number = rng.poisson(stream.deals * stream.weeks)
    week = np.sort(rng.integers(0, stream.weeks, number))
    person = rng.integers(0, stream.people, number)
    if stream.unit == "deal":
        tries = rng.random(number) < 0.5
        unit = np.arange(number)
    else:
        drawn = np.zeros(stream.people, dtype=bool)
        drawn[rng.permutation(stream.people)[: stream.people // 2]] = True
        tries, unit = drawn[person], person
    chance = expit(stream.level + ability[person] + np.where(tries, stream.effect, 0.0))
    success = rng.random(number) < chance
    of = np.zeros(unit.max() + 1, dtype=np.int64)
    good = of.copy()
    if stream.unit == "person" and stream.past:
        of[:] = stream.past
        drift = rng.normal(0, stream.sigma / 2, len(of))  # people are not what they were
        good = rng.binomial(of, expit(stream.level + ability[: len(of)] + drift))
    return Tried(unit, tries, success, week, good, of)


def looks(stream: Stream, rng: np.random.Generator) -> tuple[bool, bool, bool, float]:
    """Return whether zero was ever left, the truth ever lost, a plain test ever fooled; weeks."""
    tried = make(stream, rng)
    left = lost = plain = False
    first = np.nan
    truth = _truth(stream)
    for week in range(stream.weeks):
        found = difference(tried.by(week), stream.unit)
        if isinstance(found, NotEstimable):
            continue
        said = told(found, stream.smallest)
        out = said.lower > 0 or said.upper < 0
        if out and not left:
            first = week + 1
        left |= out
        lost |= not said.lower <= truth <= said.upper
        plain |= abs(found.value) > 1.96 * found.error
    return left, lost, plain, first


def _truth(stream: Stream) -> float:
    ability = np.random.default_rng(0).normal(0, stream.sigma, 20_000)
    gone = expit(stream.level + ability)
    return float((expit(stream.level + ability + stream.effect) - gone).mean())


def study(stream: Stream, streams: int, seed: int = 1) -> np.ndarray:
    """Return the looks of many streams (streams, 4)."""
    rngs = np.random.default_rng(seed).spawn(streams)
    return np.array([looks(stream, rng) for rng in rngs], dtype=float)


def main(streams: int) -> None:
    """Print one row of the table in the documentation for each kind of try-out."""
    for name, stream in ROWS.items():
        found = study(stream, streams)
        left, lost, plain = 100 * found[:, :3].mean(axis=0)
        when = "" if not stream.effect else f"{np.nanmedian(found[:, 3]):.0f}"
        sys.stdout.write(
            f"| {name} | {streams} | {left:.1f} % | {lost:.1f} % | {plain:.0f} % | {when} |\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
