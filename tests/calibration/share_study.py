"""Do the shares of the differences hold what is true, and are they right on average?

python -m tests.calibration.share_study --sets 300
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np
from tests.calibration.roads import make_fitted
from tests.calibration.worlds import Setting

from fairlead.diagnose.shares import Shares, shares

Found = dict[str, list[tuple[float, float, float]]]


def run(people: int, trials: float, sets: int) -> Found:
    """Return held, error and width of each part over data sets drawn from the priors."""
    found: Found = {}
    setting = Setting("conversion", people, 18, trials, teams=3)
    for number in range(sets):
        rng = np.random.default_rng([1804, people, int(10 * trials), number])
        seen, true, _ = make_fitted(setting, 1, rng)
        told, real = shares(seen), shares(true)
        if not isinstance(told, Shares) or not isinstance(real, Shares):
            continue
        for part, truth in zip(told.parts, real.parts, strict=True):
            held = float(part.lower <= truth.value <= part.upper)
            entry = (held, part.value - truth.value, part.upper - part.lower)
            found.setdefault(part.part, []).append(entry)
    return found


def table(people: int, trials: float, sets: int) -> Iterator[str]:
    """Return lines of the documented table."""
    for part, entries in run(people, trials, sets).items():
        held, away, width = np.array(entries).T
        error = [float(x.std() / np.sqrt(len(x))) for x in (held, away)]
        numbers = f"{held.mean():.3f} ({error[0]:.3f}) | {away.mean():+.3f} ({error[1]:.3f})"
        yield f"| {people} | {trials:g} | {part} | {len(held)} | {numbers} | {width.mean():.2f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=300)
    given = parser.parse_args()
    for people, trials in ((12, 4.0), (40, 6.0)):
        for line in table(people, trials, given.sets):
            print(line)  # noqa: T201  a study prints


if __name__ == "__main__":
    main()
