"""What a company's own data say of a competency, for designs of a training to be tried on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fairlead.measure.cells import (
    AmountCells,
    Book,
    Cells,
    Competency,
    CountCells,
    Floats,
    StepCells,
)
from fairlead.measure.expected import residual_variance
from fairlead.measure.fitted import Fitted
from fairlead.measure.selection import data_of
from fairlead.train.design import MONTH_DAYS, Choice
from fairlead.train.outcomes import Outcome, Rate, Share, Size
from fairlead.train.power import Own

RECENT = 12
"""Months that tell how much there is to see."""

LEVELS = (0.02, 0.98)


def own_data(
    book: Book, trained: Sequence[tuple[Competency, Cells]], choice: Choice, fitted: Fitted
) -> Own:
    """Return what own data say of what is trained, for each person who does the job.

    Parameters
    ----------
    book
        Whose roster and window hold.
    trained
        One step in all its kinds of deals, or one thing else.
    choice
        Who does the job.
    fitted
        The fit of the first of `trained`: how far people differ, and for how long.
    """
    months = book.window.month_count
    recent = min(RECENT, months)
    seen = np.zeros(book.roster.count)
    for _, cells in trained:
        late = cells.month >= months - recent
        seen += np.bincount(cells.person[late], data_of(cells)[late], book.roster.count)
    there = np.maximum(1, (book.roster.workdays[-recent:] > 0).sum(axis=0))
    steps = [cells for _, cells in trained if isinstance(cells, StepCells)]
    outcome, counted = _of_steps(steps) if steps else _of(trained[0][1], fitted)
    nodes, longest = fitted.fit.nodes, max([c.horizon_days for c in steps] or [0.0])
    return Own(
        trials=(seen / there)[choice.people],
        outcome=outcome,
        sigma=nodes.sigma,
        likeness=nodes.likeness,
        weight=fitted.fit.weight,
        known=_known(steps, months, longest),
        horizon=longest / MONTH_DAYS,
        counted=counted,
    )


def _of_steps(steps: Sequence[StepCells]) -> tuple[Outcome, tuple[int, int]]:
    good = sum(float(cells.successes.sum()) for cells in steps)
    total = good + sum(float(cells.failures.sum()) for cells in steps)
    return Share(float(np.clip(good / total, *LEVELS))), (round(good), round(total))


def _of(cells: Cells, fitted: Fitted) -> tuple[Outcome, tuple[int, int]]:
    if isinstance(cells, CountCells):
        events, weeks = int(cells.events.sum()), float(cells.exposure.sum())
        return Rate(events / weeks, fitted.dispersion), (events, round(weeks))
    assert isinstance(cells, AmountCells)  # noqa: S101  nothing else is designed
    wins = int(cells.count.sum())
    return Size(float(np.sqrt(residual_variance(fitted)))), (wins, wins)


def _known(steps: Sequence[StepCells], months: int, longest: float) -> Floats:
    """Return the share of deals decided as many months after their entry; 1 without any."""
    if not steps:
        return np.ones(1)
    top, bottom = np.zeros((2, months))
    for cells in steps:
        number, age = data_of(cells), months - 1 - cells.month
        decided = 1 - cells.open.sum(axis=1) / np.maximum(number, 1)
        top += np.bincount(age, number * decided, months)
        bottom += np.bincount(age, number, months)
    known: Floats = np.divide(top, bottom, out=np.ones(months), where=bottom > 0)
    horizon = int(np.ceil(longest / 30.4)) + 1
    return np.maximum.accumulate(known[: max(1, min(horizon, months))])
