"""How often a report names somebody although nobody differs, and how often it holds the truth.

Run ``python -m tests.calibration.fair_study [reports]``; the figures stand in
docs/reference/calibration.md.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

import numpy as np
from tests.measure.books import make_book

from fairlead.answers import Estimate
from fairlead.measure.fitted import Fitted
from fairlead.measure.report import FairReport, fair_report
from fairlead.stats.ability import role_mix
from fairlead.stats.likelihood import expit

PEOPLE, MONTHS = 10, 18


@dataclass(frozen=True)
class Found:
    """Of reports with these true differences: how many name anybody, how well intervals hold."""

    sigma: float
    reports: int
    naming: int
    named: int
    wrong: int
    held: int
    intervals: int


def true_levels(report: FairReport, number: int, now: np.ndarray) -> np.ndarray:
    """Chance of each person at the job's mix: truth of `make_book`, weights of the report."""
    fitted = report.fits[number]
    assert isinstance(fitted, Fitted)
    mix = role_mix(fitted.fit)
    parts = fitted.fit.design.parts
    effect = np.zeros(len(mix.weight))
    if "mix 0" in parts:
        effect += mix.columns[:, parts["mix 0"].columns] @ np.array([-0.4, 0.4])
    if "mix 1" in parts:
        effect += mix.columns[:, parts["mix 1"].columns] @ np.array([0.0, -0.1])
    return expit(-0.2 + now[:, None] + effect[None, :]) @ mix.weight


def study(sigma: float, reports: int, seed: int = 1) -> Found:
    """Make reports of companies with this sd of ability and count."""
    naming = named = wrong = held = intervals = 0
    for number in range(reports):
        book, truth = make_book(PEOPLE, MONTHS, seed=1000 * seed + number, sigma=sigma, deals=5)
        report = fair_report(book)
        flagged = [row for row in report.rows if row.differs]
        naming += bool(flagged)
        named += len(flagged)
        for row in flagged:
            place = book.roster.name.index(row.person)
            wrong += (truth.now[row.competency.slug][place] > 0) != row.above
        for part_number, part in enumerate(report.parts[:2]):
            real = true_levels(report, part_number, truth.now[part.competency.slug])
            for row in part.rows:
                if isinstance(row.fair_rate, Estimate):
                    place = book.roster.name.index(row.person)
                    intervals += 1
                    held += row.fair_rate.lower <= real[place] <= row.fair_rate.upper
    return Found(sigma, reports, naming, named, wrong, held, intervals)


def main(reports: int) -> None:
    """Print one line for each sd of ability."""
    for sigma in (0.0, 0.2, 0.4):
        found = study(sigma, reports)
        share = found.held / found.intervals
        error = np.sqrt(share * (1 - share) / found.intervals)
        sys.stdout.write(
            f"sigma {sigma}: {found.naming} of {found.reports} reports name anybody; "
            f"{found.wrong} of {found.named} named lie on the other side; 90 % intervals hold "
            f"{found.held} of {found.intervals} = {share:.3f} (+- {error:.3f})\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
