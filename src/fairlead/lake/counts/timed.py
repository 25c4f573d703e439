"""How long trials take: a horizon a competency, and how much is still to come at every age.

The first of two passes. A small histogram of ages gives the curves; the second pass joins them to
the trials by age in days, as whole millionths, so that sums are the same however they are grouped.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fairlead.answers import NotEstimable
from fairlead.lake.counts.ground import Ground
from fairlead.measure.cells import Ints
from fairlead.measure.mix import tells_outcome
from fairlead.stats.timing import (
    FAILURE,
    OPEN,
    SUCCESS,
    Horizon,
    TimingCurves,
    aalen_johansen,
    curves_by_group,
    horizon,
)
from fairlead.units import MICROS

MONTHS_OF_TIMING = 24
NO_HISTORY = "no stage history: when deals entered and left this step is not known"
NO_DATES = "no deal says whose it is, when it was created and when it closed"
NONE_ENTERED = "no deal entered within the months looked at"


@dataclass(frozen=True, slots=True)
class Ages:
    """How many trials of one competency had which age and end (entries,)."""

    speed: Ints
    outcome: Ints
    age: Ints
    number: Ints
    follow_up: int


def time_trials(ground: Ground, comps: list[int]) -> dict[int, Horizon | NotEstimable]:
    """Return the horizon of each competency; fill ``book_horizons`` and ``book_curves``.

    From entries of the last 24 months. Curves are those of the speed group where it has 50
    successes, else of all; of all too where the group follows from the outcome.
    """
    histogram = _histogram(ground)
    found: dict[int, Horizon | NotEstimable] = {}
    curves: list[tuple[int, int, TimingCurves]] = []
    for comp in comps:
        ages = _of(histogram, comp)
        found[comp], made = _timing(ages)
        speeds = np.unique(histogram["speed"][histogram["comp"] == comp]).tolist()
        curves += [(comp, s, made[s] if s < len(made) - 1 else made[-1]) for s in speeds if made]
    _fill(ground, found, curves)
    return found


def _histogram(ground: Ground) -> dict[str, Ints]:
    recent = max(0, ground.window.month_count - MONTHS_OF_TIMING)
    found = ground.columns(
        f"""
        SELECT comp, speed, outcome, age, month >= {recent} AS recent, count(*) AS number,
          max(follow) AS follow FROM book_trials WHERE age IS NOT NULL GROUP BY ALL ORDER BY ALL
        """
    )
    return {name: values.astype(np.int64) for name, values in found.items()}


def _of(histogram: dict[str, Ints], comp: int) -> Ages:
    rows = (histogram["comp"] == comp) & (histogram["recent"] == 1) & (histogram["age"] >= 0)
    cut = {name: values[rows] for name, values in histogram.items()}
    return Ages(
        cut["speed"], cut["outcome"], cut["age"], cut["number"], int(cut["follow"].max(initial=0))
    )


def _timing(ages: Ages) -> tuple[Horizon | NotEstimable, tuple[TimingCurves, ...]]:
    """Return the horizon, and the curves of each speed group with that of all behind them."""
    if not len(ages.age):
        return NotEstimable(NONE_ENTERED, needed=1, have=0), ()
    incidence = aalen_johansen(ages.age, ages.outcome, number=ages.number)
    found = horizon(ages.age, ages.outcome, ages.follow_up, incidence, number=ages.number)
    if isinstance(found, NotEstimable):
        return found, ()
    everybody = TimingCurves(incidence, found.days)
    if _follows(ages):
        return found, (everybody,)
    made = curves_by_group(ages.age, ages.outcome, ages.speed, found.days, number=ages.number)
    return found, (*made, everybody)


def _follows(ages: Ages) -> bool:
    """Say whether having a speed group at all follows from the outcome."""

    def filled(outcome: int) -> tuple[int, int]:
        here = ages.outcome == outcome
        known = here & (ages.speed > 0)
        return int(ages.number[known].sum()), int(ages.number[here].sum())

    return tells_outcome(filled(SUCCESS), filled(FAILURE), filled(OPEN))


def _fill(
    ground: Ground,
    horizons: dict[int, Horizon | NotEstimable],
    curves: list[tuple[int, int, TimingCurves]],
) -> None:
    told = {comp: int(h.days) for comp, h in horizons.items() if isinstance(h, Horizon)}
    ground.fill(
        "book_horizons",
        {
            "comp": np.array(list(told), dtype=np.int16),
            "horizon": np.array(list(told.values()), dtype=np.int32),
        },
    )
    comp, speed, age, won, lost = [], [], [], [], []
    for code, group, curve in curves:
        days = np.arange(told[code])
        sw, sf = curve.waiting(days)
        comp.append(np.full(len(days), code))
        speed.append(np.full(len(days), group))
        age.append(days)
        won.append(np.rint(sw * MICROS))
        lost.append(np.rint(sf * MICROS))
    none = [np.empty(0)]
    ground.fill(
        "book_curves",
        {
            "comp": np.concatenate(comp or none).astype(np.int16),
            "speed": np.concatenate(speed or none).astype(np.int8),
            "age": np.concatenate(age or none).astype(np.int32),
            "sw": np.concatenate(won or none).astype(np.int32),
            "sf": np.concatenate(lost or none).astype(np.int32),
        },
    )
