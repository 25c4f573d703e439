"""How often the ability model is right, on panels whose truth is known.

Run one table row, or many:

    python -m tests.calibration.ability_study coverage --kind conversion --people 40 --sets 1000
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from tests.calibration.delays import Delays, delayed_world
from tests.calibration.worlds import KINDS, Setting, World, common_columns, draw_world

from fairlead.stats.ability import build, differs, draw, fit, tail


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


def found_people(setting: Setting, sets: int, seed: int) -> dict[str, float]:
    """Who is said to differ: false alarms without differences, power and wrong signs with them."""
    counts = np.zeros(5)  # sets with a flag, people beyond 1 sd, found, flagged, wrong sign
    for number in range(sets):
        world = draw_world(setting, np.random.default_rng([seed, number]))
        draws = draw(fit(world.panel, scale=setting.scale), number, np.array([setting.months - 1]))
        flagged = differs(tail(draws))
        right = np.sign(draws.person().mean(axis=1)) == np.sign(world.person)
        beyond = np.abs(world.person) > world.sigma
        counts += [
            flagged.any(),
            beyond.sum(),
            (beyond & flagged & right).sum(),
            flagged.sum(),
            (flagged & ~right).sum(),
        ]
    any_flag, beyond_count, found, flagged_count, wrong = counts
    return {
        "sets": sets,
        "any": any_flag / sets,
        "any_error": float(np.sqrt(any_flag / sets * (1 - any_flag / sets) / sets)),
        "found": found / max(beyond_count, 1),
        "flagged": flagged_count,
        "wrong": wrong / max(flagged_count, 1),
    }


def hard_deals(setting: Setting, sets: int, seed: int) -> dict[str, float]:
    """Slope of z on the standardised share of hard trials, which good people get more of."""
    slopes, naive = [], []
    for number in range(sets):
        world = draw_world(setting, np.random.default_rng([seed, number]))
        draws = draw(fit(world.panel), number, np.array([setting.months - 1])).person()
        z = (world.person - draws.mean(axis=1)) / draws.std(axis=1)
        panel = world.panel
        n, (cell,) = panel.likelihood.trials, panel.levels
        size = panel.person_count
        total = np.bincount(panel.person, weights=n, minlength=size)
        share = np.bincount(panel.person, weights=n * (cell == 1), minlength=size) / total
        share = (share - share.mean()) / share.std()
        slopes.append(np.mean(z * share))
        rate = np.bincount(panel.person, weights=panel.likelihood.successes, minlength=size) / total
        odds = np.log((rate + 0.5 / total) / (1 - rate + 0.5 / total))
        away = world.person - (odds - odds.mean())
        naive.append(np.mean(away / away.std() * share))
    error = float(np.std(slopes, ddof=1) / np.sqrt(sets))
    return {
        "sets": sets,
        "slope": float(np.mean(slopes)),
        "slope_error": error,
        "naive": float(np.mean(naive)),
    }


def recent_months(setting: Setting, delays: Delays, sets: int, seed: int) -> dict[str, float]:
    """Mean z of the last month with delayed outcomes, beside a fit of resolved trials only."""
    names = ("mean", "fast", "slow", "naive", "held")
    table = {name: [] for name in names}
    for number in range(sets):
        made = delayed_world(setting, delays, np.random.default_rng([seed, number]))
        if made is None:
            continue
        world, resolved, speed = made
        z, held_here = last_z(world, number)
        fifth = np.argsort(speed)
        many = max(1, len(speed) // 5)
        table["mean"].append(z.mean())
        table["held"].append(held_here)
        table["slow"].append(z[fifth[:many]].mean())
        table["fast"].append(z[fifth[-many:]].mean())
        table["naive"].append(last_z(resolved, number)[0].mean())
    result: dict[str, float] = {"sets": len(table["mean"])}
    for name, values in table.items():
        result[name] = float(np.mean(values))
        result[f"{name}_error"] = float(np.std(values, ddof=1) / np.sqrt(len(values)))
    return result


def last_z(world: World, seed: int) -> tuple[np.ndarray, float]:
    """Truth minus mean over sd of everybody's predictor in the last month; share of 90 % held."""
    draws = draw(fit(world.panel), seed, np.array([world.panel.month_count - 1]))
    columns = common_columns(build(world.panel), world.panel)
    ability = draws.person() + columns @ draws.border.T
    low, high = np.quantile(ability, [0.05, 0.95], axis=1)
    z = (world.ability - ability.mean(axis=1)) / ability.std(axis=1)
    return z, float(((low <= world.ability) & (world.ability <= high)).mean())


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def arguments_of(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("study", choices=["coverage", "people", "hard", "recent"])
    parser.add_argument("--kind", choices=KINDS, nargs="+", default=["conversion"])
    parser.add_argument("--people", type=int, nargs="+", default=[40])
    parser.add_argument("--trials", type=float, nargs="+", default=[8.0])
    parser.add_argument("--months", type=int, default=24)
    parser.add_argument("--sigma", type=float, nargs="+", default=[None])
    parser.add_argument("--level", type=float, help="logit of the general level, else drawn")
    parser.add_argument("--likeness", type=float, help="correlation a year apart, else drawn")
    parser.add_argument("--walk", action="store_true", help="abilities never return")
    parser.add_argument("--speed", type=float, default=0.3, help="sd of log speed of people")
    parser.add_argument("--sets", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(given)


def main(given: list[str] | None = None) -> None:
    asked = arguments_of(given)
    say(HEAD if asked.study == "coverage" else f"{asked.study}:")
    for kind, people, trials, sigma in product(asked.kind, asked.people, asked.trials, asked.sigma):
        setting = Setting(
            kind,
            people,
            asked.months,
            trials,
            sigma=sigma,
            likeness=asked.likeness,
            level=asked.level,
            walk=asked.walk,
        )
        if asked.study == "coverage":
            say(show(setting, coverage(setting, asked.sets, asked.seed)))
            continue
        if asked.study == "people":
            plain = replace(setting, own_effect=False)
            found = found_people(plain, asked.sets, asked.seed)
        elif asked.study == "hard":
            found = hard_deals(
                replace(setting, own_effect=False, hard_for_good=True), asked.sets, asked.seed
            )
        else:
            found = recent_months(setting, Delays(speed=asked.speed), asked.sets, asked.seed)
        values = ", ".join(f"{name} {value:.3f}" for name, value in found.items())
        say(f"{kind}, {people} people, {trials:g} a month, sigma {sigma}: {values}")


if __name__ == "__main__":
    main()
