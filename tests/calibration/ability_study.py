"""How often the ability model is right, on panels whose truth is known.

Run one table row, or many:

    python -m tests.calibration.ability_study coverage --kind conversion --people 40 --sets 1000
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass

import numpy as np
from tests.calibration.worlds import KINDS, Setting, World, common_columns, draw_world

from fairlead.stats.ability import build, draw, fit


@dataclass(frozen=True)
class Verdicts:
    """What one data set showed."""

    person: float  # share of 90 % intervals of the person's own part that hold the truth
    ability: float  # the same of the whole predictor
    error: float  # root mean square error of the person's part
    width: float
    z: float  # mean of (truth - mean) / sd
    sigma_error: float
    seconds: float


def judge(world: World, setting: Setting, seed: int) -> Verdicts:
    start = time.perf_counter()
    found = fit(world.panel, scale=setting.scale)
    draws = draw(found, seed, months=np.array([setting.months - 1]))
    seconds = time.perf_counter() - start
    person = draws.person()
    columns = common_columns(build(world.panel), world.panel)
    ability = person + columns @ draws.border.T
    low, high = np.quantile(person, [0.05, 0.95], axis=1)
    below, above = np.quantile(ability, [0.05, 0.95], axis=1)
    mean, sd = person.mean(axis=1), person.std(axis=1)
    return Verdicts(
        person=float(np.mean((low <= world.person) & (world.person <= high))),
        ability=held(below, world.ability, above),
        error=float(np.sqrt(np.mean((mean - world.person) ** 2))),
        width=float(np.mean(high - low)),
        z=float(np.mean((world.person - mean) / sd)),
        sigma_error=found.sigma - world.sigma,
        seconds=seconds,
    )


def held(low: np.ndarray, truth: np.ndarray, high: np.ndarray) -> float:
    """Share of intervals that hold the truth; unknown truths are left out."""
    known = ~np.isnan(truth)
    inside = (low <= truth) & (truth <= high)
    return float(inside[known].mean()) if known.any() else np.nan


def coverage(setting: Setting, sets: int, seed: int) -> dict[str, float]:
    """Return coverage over data sets with its Monte Carlo error."""
    verdicts = []
    for number in range(sets):
        world = draw_world(setting, np.random.default_rng([seed, number]))
        verdicts.append(judge(world, setting, number))
    result: dict[str, float] = {"sets": len(verdicts)}
    for name in Verdicts.__dataclass_fields__:
        values = np.array([getattr(v, name) for v in verdicts])
        values = values[~np.isnan(values)]
        result[name] = float(values.mean())
        result[f"{name}_error"] = float(values.std(ddof=1) / np.sqrt(len(values)))
    return result


def show(setting: Setting, found: dict[str, float]) -> str:
    truth = "prior" if setting.sigma is None else f"{setting.sigma:g}"
    drift = "walk" if setting.walk else "returns"
    cells = [
        setting.kind,
        f"{setting.people}",
        f"{setting.trials:g}",
        truth if setting.sigma is None else f"{truth} {drift}",
        f"{found['sets']:.0f}",
        f"{found['person']:.3f} ({found['person_error']:.3f})",
        f"{found['ability']:.3f} ({found['ability_error']:.3f})",
        f"{found['z']:+.3f}",
        f"{found['error']:.3f}",
        f"{found['sigma_error']:+.3f}",
        f"{found['seconds']:.2f}",
    ]
    return "| " + " | ".join(cells) + " |"


HEAD = (
    "| kind | people | trials a month | sigma | data sets | person 90 % | level 90 % | "
    "mean z | error | sigma bias | s a fit |\n" + "| --- " * 11 + "|"
)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("study", choices=["coverage"])
    parser.add_argument("--kind", choices=KINDS, nargs="+", default=["conversion"])
    parser.add_argument("--people", type=int, nargs="+", default=[40])
    parser.add_argument("--trials", type=float, nargs="+", default=[8.0])
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--sigma", type=float, nargs="+", default=[None])
    parser.add_argument("--walk", action="store_true")
    parser.add_argument("--sets", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    say(HEAD)
    for kind in asked.kind:
        for people in asked.people:
            for trials in asked.trials:
                for sigma in asked.sigma:
                    setting = Setting(
                        kind, people, asked.months, trials, sigma=sigma, walk=asked.walk
                    )
                    say(show(setting, coverage(setting, asked.sets, asked.seed)))


if __name__ == "__main__":
    sys.exit(main())
