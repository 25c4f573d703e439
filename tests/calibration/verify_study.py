"""How honest the verdict on a training is: false successes, bias, intervals; naive claims beside.

Run ``python -m tests.calibration.verify_study [data sets a row]``; the figures stand in
docs/reference/calibration.md.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace

import numpy as np
from tests.verify.training_worlds import Setting, make

from fairlead.answers import Estimate, NotEstimable
from fairlead.verify.beside import beside, naive
from fairlead.verify.effect import lay
from fairlead.verify.report import look_of
from fairlead.verify.verdict import judge

ROWS: dict[str, Setting] = {
    "12 people, drawn, no effect": Setting(12),
    "40 people, drawn, no effect": Setting(40),
    "40 people, weakest by numbers, no effect": Setting(40, chosen="numbers"),
    "40 people, weakest by judgement, no effect": Setting(40, chosen="judgement"),
    "12 people, drawn, +0.5": Setting(12, effect=0.5),
    "40 people, drawn, +0.5": Setting(40, effect=0.5),
    "40 people, weakest by numbers, +0.5": Setting(40, chosen="numbers", effect=0.5),
    "40 people, weakest by judgement, +0.5": Setting(40, chosen="judgement", effect=0.5),
    "40 people, abilities wander, weakest by numbers, no effect": Setting(
        40, chosen="numbers", walk=True
    ),
}


@dataclass(frozen=True)
class Found:
    """Of data sets of one kind, each figure a list over them."""

    words: list[str]
    error: np.ndarray
    width: np.ndarray
    held: np.ndarray
    imputed: np.ndarray
    imputed_held: np.ndarray
    naive: np.ndarray
    claims: np.ndarray
    truth: np.ndarray


def study(setting: Setting, sets: int, seed: int = 1) -> Found:
    """Judge trainings whose truth is known."""
    rows = []
    words = []
    for number in range(sets):
        made = make(setting, 10_000 * seed + number)
        counted, training = made.counted, made.training
        day = counted.book.window.as_of
        look = look_of(counted, training, day)
        words.append(judge(training.rule(0.0), (look,), day).word)
        ground = lay(counted.book, counted.trained, training, counted.places)
        assert look.effect is not None
        assert not isinstance(ground, NotEstimable)
        rng = np.random.default_rng(number)
        other = beside(ground, counted.book, training, rng=rng, orders=1).imputed
        claim = naive(counted.trained)
        low, high = np.quantile(look.effect, [0.05, 0.95])
        assert isinstance(other, Estimate)
        assert isinstance(claim.change, Estimate)
        rows.append(
            (
                look.effect.mean() - made.truth,
                high - low,
                low <= made.truth <= high,
                other.value - made.truth,
                other.lower <= made.truth <= other.upper,
                claim.change.value,
                claim.claims,
                made.truth,
            )
        )
    return Found(words, *np.array(rows, dtype=float).T)


def line(name: str, found: Found) -> str:
    """Return one row of the table in the documentation."""
    count = len(found.words)
    worked = found.words.count("worked")
    ruled_out = found.words.count("no effect of the size that matters")
    bias, error = found.error.mean(), found.error.std() / np.sqrt(count)
    return (
        f"| {name} | {count} | {100 * found.truth.mean():.1f} | {100 * bias:+.1f} "
        f"(+-{100 * error:.1f}) | {100 * found.width.mean():.0f} | {100 * found.held.mean():.0f} % "
        f"| {worked} | {ruled_out} | {100 * found.imputed.mean():+.1f}, "
        f"{100 * found.imputed_held.mean():.0f} % | {100 * found.naive.mean():+.1f}, "
        f"{int(found.claims.sum())} |\n"
    )


def main(sets: int) -> None:
    """Print one row for each kind of company."""
    for name, setting in ROWS.items():
        sys.stdout.write(line(name, study(replace(setting), sets)))
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
