"""How often the ability model is right, on panels whose truth is known.

One row, or the whole plan in small pieces that can be stopped and continued at any time:

    python -m tests.calibration.ability_study row coverage --kind conversion --people 40 --sets 1000
    python -m tests.calibration.ability_study plan --store results.jsonl
    python -m tests.calibration.ability_study table --store results.jsonl

The number of data sets in the table is the number that was run, not the number planned.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import product
from pathlib import Path

import numpy as np
from tests.calibration.delays import Delays, delayed_world
from tests.calibration.worlds import KINDS, Setting, World, common_columns, draw_world

from fairlead.stats.ability import build, differs, draw, fit, tail

Found = dict[str, float]


def coverage(setting: Setting, rng: np.random.Generator, seed: int) -> Found:
    """Shares of 90 % intervals that hold the truth, for the person's part and the whole level."""
    world = draw_world(setting, rng)
    start = time.process_time()
    found = fit(world.panel, scale=setting.scale)
    draws = draw(found, seed, months=np.array([setting.months - 1]))
    seconds = time.process_time() - start
    person = draws.person()
    columns = common_columns(build(world.panel), world.panel)
    ability = person + columns @ draws.border.T
    low, high = np.quantile(person, [0.05, 0.95], axis=1)
    below, above = np.quantile(ability, [0.05, 0.95], axis=1)
    mean, sd = person.mean(axis=1), person.std(axis=1)
    result = {
        "person": float(np.mean((low <= world.person) & (world.person <= high))),
        "error": float(np.sqrt(np.mean((mean - world.person) ** 2))),
        "width": float(np.mean(high - low)),
        "z": float(np.mean((world.person - mean) / sd)),
        "sigma": found.sigma - world.sigma,
        "seconds": seconds,
    }
    if not np.isnan(world.ability).any():
        result["level"] = float(np.mean((below <= world.ability) & (world.ability <= above)))
    return result


def people(setting: Setting, rng: np.random.Generator, seed: int) -> Found:
    """Who is said to differ: false alarms without differences, power and wrong signs with them."""
    world = draw_world(replace(setting, own_effect=False), rng)
    draws = draw(fit(world.panel, scale=setting.scale), seed, np.array([setting.months - 1]))
    flagged = differs(tail(draws))
    right = np.sign(draws.person().mean(axis=1)) == np.sign(world.person)
    beyond = np.abs(world.person) > world.sigma
    return {
        "any": float(flagged.any()),
        "beyond": float(beyond.sum()),
        "found": float((beyond & flagged & right).sum()),
        "flagged": float(flagged.sum()),
        "wrong": float((flagged & ~right).sum()),
    }


def hard(setting: Setting, rng: np.random.Generator, seed: int) -> Found:
    """Slope of z on the standardised share of hard trials, which good people get more of."""
    world = draw_world(replace(setting, own_effect=False, hard_for_good=True), rng)
    draws = draw(fit(world.panel), seed, np.array([setting.months - 1])).person()
    z = (world.person - draws.mean(axis=1)) / draws.std(axis=1)
    panel = world.panel
    n, (cell,), size = panel.likelihood.trials, panel.levels, panel.person_count
    total = np.bincount(panel.person, weights=n, minlength=size)
    share = np.bincount(panel.person, weights=n * (cell == 1), minlength=size) / total
    share = (share - share.mean()) / share.std()
    rate = np.bincount(panel.person, weights=panel.likelihood.successes, minlength=size) / total
    odds = np.log((rate + 0.5 / total) / (1 - rate + 0.5 / total))
    away = world.person - (odds - odds.mean())
    return {"slope": float(np.mean(z * share)), "naive": float(np.mean(away / away.std() * share))}


def recent(setting: Setting, rng: np.random.Generator, seed: int) -> Found:
    """Mean z of the last month with delayed outcomes, beside a fit of resolved trials only."""
    made = delayed_world(setting, Delays(), rng)
    if made is None:
        return {}
    world, resolved, speed = made
    z, holds = _last_z(world, seed)
    by_speed, fifth = np.argsort(speed), max(1, len(speed) // 5)
    return {
        "mean": float(z.mean()),
        "held": holds,
        "slow": float(z[by_speed[:fifth]].mean()),
        "fast": float(z[by_speed[-fifth:]].mean()),
        "naive": float(_last_z(resolved, seed)[0].mean()),
    }


def _last_z(world: World, seed: int) -> tuple[np.ndarray, float]:
    """Truth minus mean over sd of everybody's predictor in the last month; share of 90 % held."""
    draws = draw(fit(world.panel), seed, np.array([world.panel.month_count - 1]))
    columns = common_columns(build(world.panel), world.panel)
    ability = draws.person() + columns @ draws.border.T
    low, high = np.quantile(ability, [0.05, 0.95], axis=1)
    z = (world.ability - ability.mean(axis=1)) / ability.std(axis=1)
    return z, float(((low <= world.ability) & (world.ability <= high)).mean())


STUDIES: dict[str, Callable[[Setting, np.random.Generator, int], Found]] = {
    "coverage": coverage,
    "people": people,
    "hard": hard,
    "recent": recent,
}


@dataclass
class Row:
    """One line of a table: a study, its setting, how many data sets are wanted and done."""

    study: str
    setting: Setting
    sets: int
    done: dict[int, Found] = field(default_factory=dict)

    @property
    def key(self) -> str:
        said = {k: v for k, v in asdict(self.setting).items() if k != "teams" or v is not None}
        return f"{self.study} {json.dumps(said, sort_keys=True)}"

    def advance(self) -> tuple[int, Found]:
        number = next(n for n in range(len(self.done) + 1) if n not in self.done)
        # every row has luck of its own: rows that shared it would all be high or low together
        rng = np.random.default_rng([zlib.crc32(self.key.encode()), number])
        self.done[number] = STUDIES[self.study](self.setting, rng, number)
        return number, self.done[number]

    def mean(self, name: str) -> float:
        return float(np.mean([f[name] for f in self.done.values() if name in f]))

    def error(self, name: str) -> float:
        """Monte Carlo error over data sets."""
        values = [f[name] for f in self.done.values() if name in f]
        return float(np.std(values, ddof=1) / np.sqrt(len(values)))

    def share(self, part: str, whole: str) -> float:
        return self.mean(part) / max(self.mean(whole), 1e-12)


def run(row: Row) -> Row:
    while len(row.done) < row.sets:
        row.advance()
    return row


def whole_plan() -> list[Row]:
    """Everything the documented tables need."""
    rows = []
    for kind, trials in product(KINDS, (1.0, 8.0)):
        for size, sets in ((6, 1000), (40, 1000), (1000, 40)):
            rows.append(Row("coverage", Setting(kind, size, trials=trials), sets))
    for trials, sigma, walk in product((1.0, 8.0), (0.0, 0.15, 0.4, 0.8), (False, True)):
        if sigma or not walk:
            fixed = Setting(trials=trials, sigma=sigma, walk=walk)
            rows.append(Row("coverage", fixed, 300))
    rows += [
        Row("people", Setting(people=size, trials=6.0, sigma=0.0, own_effect=False), 1000)
        for size in (6, 40)
    ]
    power = Setting(trials=6.0, sigma=0.4, own_effect=False)
    rows.append(Row("people", power, 300))
    rows.append(Row("people", replace(power, likeness=0.75, level=-0.5), 300))
    rows.append(Row("hard", power, 300))
    rows.append(Row("recent", Setting(), 400))
    rows.append(Row("recent", Setting(months=9), 400))
    return rows


def load(store: Path, rows: list[Row]) -> list[Row]:
    """Take what earlier runs have stored."""
    by_key = {row.key: row for row in rows}
    if store.exists():
        for line in store.read_text().splitlines():
            entry = json.loads(line)
            if entry["row"] in by_key:
                by_key[entry["row"]].done[entry["number"]] = entry["found"]
    return rows


def work(store: Path, rows: list[Row], seconds: float) -> None:
    """Advance the row that is furthest behind its plan, until the processor time is used up."""
    while time.process_time() < seconds:
        row = min(rows, key=lambda r: len(r.done) / r.sets)
        if len(row.done) >= row.sets:
            return
        number, found = row.advance()
        with store.open("a") as file:
            entry = {"row": row.key, "number": number, "found": found}
            file.write(json.dumps(entry) + "\n")


def table(rows: list[Row]) -> Iterator[str]:
    """The tables of the documentation, one line after the other."""
    heads = "kind|people|a month|truth|data sets|person 90 %|level 90 %|mean z|sigma".split("|")
    yield "| " + " | ".join(heads) + " |"
    yield "| --- " * len(heads) + "|"
    for row in (r for r in rows if r.study == "coverage" and len(r.done) > 1):
        s = row.setting
        truth = "prior"
        if s.sigma is not None:
            truth = f"sigma {s.sigma:g}, {'random walk' if s.walk else 'returns'}"
        yield (
            f"| {s.kind} | {s.people} | {s.trials:g} | {truth} | {len(row.done)} | "
            f"{row.mean('person'):.3f} ({row.error('person'):.3f}) | "
            f"{row.mean('level'):.3f} ({row.error('level'):.3f}) | "
            f"{row.mean('z'):+.3f} ({row.error('z'):.3f}) | {row.mean('sigma'):+.3f} |"
        )
    for row in (r for r in rows if r.study != "coverage" and len(r.done) > 1):
        s = row.setting
        names = sorted({name for found in row.done.values() for name in found})
        shown = [f"{name} {row.mean(name):.3f} ({row.error(name):.3f})" for name in names]
        if row.study == "people":
            shown += [f"found {row.share('found', 'beyond'):.3f} of those beyond 1 sd"]
            shown += [f"wrong sign {row.share('wrong', 'flagged'):.3f} of flagged"]
        yield (
            f"{row.study}: {s.people} people, {s.trials:g} a month, sigma {s.sigma}, likeness "
            f"{s.likeness}, level {s.level}, {len(row.done)} data sets: {', '.join(shown)}"
        )


def arguments_of(given: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("row", help="run one study and print it")
    one.add_argument("study", choices=list(STUDIES))
    one.add_argument("--kind", choices=KINDS, default="conversion")
    one.add_argument("--people", type=int, default=40)
    one.add_argument("--trials", type=float, default=8.0)
    one.add_argument("--months", type=int, default=24)
    one.add_argument("--sigma", type=float, help="else drawn from the prior")
    one.add_argument("--level", type=float, help="logit of the general level, else drawn")
    one.add_argument("--likeness", type=float, help="correlation a year apart, else drawn")
    one.add_argument("--walk", action="store_true", help="abilities never return")
    one.add_argument("--sets", type=int, default=100)
    plan = commands.add_parser("plan", help="go on with the whole plan")
    plan.add_argument("--store", type=Path, required=True)
    plan.add_argument("--seconds", type=float, default=float("inf"), help="of processor time")
    plan.add_argument("--studies", choices=list(STUDIES), nargs="+", default=list(STUDIES))
    plan.add_argument("--sizes", type=int, nargs="+", default=[6, 40, 1000])
    plan.add_argument("--kinds", choices=KINDS, nargs="+", default=list(KINDS))
    shown = commands.add_parser("table", help="print what is stored")
    shown.add_argument("--store", type=Path, nargs="+", required=True)
    return parser.parse_args(given)


def main(given: list[str] | None = None) -> None:
    asked = arguments_of(given)
    if asked.command == "row":
        names = ("kind", "people", "months", "trials", "sigma", "likeness", "level", "walk")
        setting = Setting(**{name: getattr(asked, name) for name in names})
        rows = [run(Row(asked.study, setting, asked.sets))]
    elif asked.command == "plan":
        rows = [
            row
            for row in load(asked.store, whole_plan())
            if row.study in asked.studies
            and row.setting.people in asked.sizes
            and row.setting.kind in asked.kinds
        ]
        work(asked.store, rows, asked.seconds)
        return
    else:
        rows = whole_plan()
        for store in asked.store:
            load(store, rows)
    sys.stdout.write("\n".join(table(rows)) + "\n")


if __name__ == "__main__":
    main()
