"""Promised power of a design against what full verdicts keep of it.

Run ``python -m tests.calibration.design_study [data sets a row]``; the figures stand in
docs/reference/calibration.md. The design is tried on what a company's data say, as ``fairlead
train design`` does; then trainings with just the promised effect are made and judged in full.
"""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
from tests.verify.training_worlds import BASE, Setting, make

from fairlead.measure.cells import StepCells
from fairlead.stats.likelihood import expit
from fairlead.train.power import Own, Plan, Power, power
from fairlead.verify.report import look_of
from fairlead.verify.verdict import judge

ROWS = {
    "12 people, 6 deals a month": Setting(12, months=34, after=14),
    "12 people, 12 deals a month": Setting(12, months=34, after=14, deals=12.0),
    "40 people, 6 deals a month": Setting(40, months=34, after=14),
    "20 people, half and half": Setting(20, months=34, after=14, groups=1),
}


def own_of(setting: Setting) -> Own:
    """Return what the data of such a company say of the step."""
    made = make(setting, 99)
    (cells,) = made.counted.book.cells
    assert isinstance(cells, StepCells)
    months = made.counted.book.window.month_count
    number = cells.successes + cells.failures + cells.open.sum(axis=1)
    age = months - 1 - cells.month
    decided = np.bincount(age, cells.successes + cells.failures, months)
    known = decided / np.maximum(np.bincount(age, number, months), 1)
    level = float(expit(np.array([BASE - 0.4, BASE + 0.4])).mean())
    one = np.ones(1)
    return Own(
        np.full(setting.people, setting.deals),
        level,
        setting.sigma * one,
        setting.likeness * one,
        one,
        np.maximum.accumulate(known[:4]),
        cells.horizon_days / 30.4,
    )


def promised(setting: Setting, seed: int = 3) -> Power:
    """Return what the design promises."""
    turn = np.arange(setting.people) % (setting.groups + 1)
    start = np.where(turn < setting.groups, turn * float(setting.gap), np.inf)
    plan = Plan("drawn", start, setting.after - 10 / 30.4, setting.smallest)
    return power(own_of(setting), plan, rng=np.random.default_rng(seed), simulations=400)


def realised(setting: Setting, delta: float, sets: int) -> float:
    """Return how often a training with this effect on the logit is called worked."""
    worked = 0
    for number in range(sets):
        made = make(replace(setting, effect=delta), 50_000 + number)
        day = made.counted.book.window.as_of
        look = look_of(made.counted, made.training, day)
        worked += judge(made.training.rule(0.0), (look,), day).word == "worked"
    return worked / sets


def in_points(setting: Setting, delta: float, sets: int = 20) -> float:
    """Return what an effect on the logit truly is in points, within the horizon."""
    made = [make(replace(setting, effect=delta), 70_000 + number) for number in range(sets)]
    late = [m.counted.trained.cells.late_share for m in made]  # type: ignore[union-attr]
    return float(np.mean([m.truth / share for m, share in zip(made, late, strict=True)]))


def main(sets: int) -> None:
    """Print one row for each kind of company."""
    for name, setting in ROWS.items():
        found = promised(setting)
        assert found.detectable is not None
        level = own_of(setting).level
        base = np.log(level / (1 - level))
        aim = level + found.detectable
        delta = float(np.log(aim / (1 - aim)) - base)
        # people and deals differ, and successes after the horizon do not count: less in points
        delta *= found.detectable / in_points(setting, delta)
        share = realised(setting, delta, sets)
        error = np.sqrt(share * (1 - share) / sets)
        sys.stdout.write(
            f"| {name} | {100 * found.detectable:.1f} | 80 % | {sets} | {100 * share:.0f} % "
            f"(+-{100 * error:.0f}) |\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
