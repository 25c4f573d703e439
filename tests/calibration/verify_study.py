"""How honest the verdict on a training is: false successes, bias, intervals; naive claims beside.

Run ``python -m tests.calibration.verify_study --sets 1000 --store results.jsonl``; what is stored
is not worked out again, so a run may be broken off and taken up. ``--table`` prints what is stored.
The figures stand in docs/reference/calibration.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from tests.verify.training_worlds import Made, Setting, earlier, make

from fairlead.answers import Estimate, NotEstimable
from fairlead.measure.cells import StepCells
from fairlead.verify.beside import beside, naive
from fairlead.verify.effect import lay
from fairlead.verify.report import look_of
from fairlead.verify.training import month_of
from fairlead.verify.verdict import judge

LIVE: dict[str, Any] = {"turnover": 0.15, "ramp": -0.6, "teams": 4, "spill": 0.2}
"""People come and go, the new ones ramp up, colleagues of the trained gain a fifth of it."""

WORLDS: dict[str, dict[str, Any]] = {
    f"{way}, {told}": {"chosen": chosen, "effect": effect}
    for told, effect in (("no effect", 0.0), ("+0.5", 0.5))
    for way, chosen in (
        ("drawn", "random"),
        ("weakest by numbers", "numbers"),
        ("weakest by judgement", "judgement"),
    )
}
SETTINGS: dict[str, Setting] = {
    f"{people} people, {kind}": Setting(people, **LIVE, **given)
    for people in (12, 40, 200)
    for kind, given in WORLDS.items()
} | {
    "40 people, abilities wander, weakest by numbers, no effect": Setting(
        40, chosen="numbers", walk=True
    ),
    "40 people, abilities wander, drawn, no effect": Setting(40, walk=True),
    "40 people, market breaks, drawn, no effect": Setting(40, broken=-0.7, **LIVE),
    "40 people, market breaks, weakest by numbers, no effect": Setting(
        40, chosen="numbers", broken=-0.7, **LIVE
    ),
}
SELDOM = ("200 people", "abilities wander", "market breaks")
"""Kinds of company of which two data sets in five are made."""

SOONER = 3
"""Months before the last look at which a rule with two looks has its first."""

SPAN = 6
FIGURES = (
    "error",
    "width",
    "held",
    "imputed",
    "imputed_held",
    "naive",
    "claims",
    "truth",
    "apart",
    "apart_claims",
)


def case(made: Made, seed: int, *, twice: bool) -> dict[str, Any]:
    """Judge one training whose truth is known: with one look, and with two where `twice`."""
    counted, training = made.counted, made.training
    day = counted.book.window.as_of
    look = look_of(counted, training, day)
    said = {"word": judge(training.rule(0.0), (look,), day).word}
    if twice:
        sooner = earlier(made, SOONER)
        first = look_of(sooner, training, sooner.book.window.as_of)
        both = replace(training, looks=(first.on, day))
        said["two looks"] = judge(both.rule(0.0), (first, look), day).word
    ground = lay(counted.book, counted.trained, training, counted.places)
    if look.moved is None or isinstance(ground, NotEstimable):
        return {**said, "figures": None}
    rng = np.random.default_rng(seed)
    other = beside(ground, counted.book, training, rng=rng, orders=1).imputed
    claim = naive(counted.trained)
    low, high = np.quantile(look.moved.effect, [0.05, 0.95])
    told = isinstance(other, Estimate)
    figures = (
        look.moved.effect.mean() - made.truth,
        high - low,
        low <= made.truth <= high,
        other.value - made.truth if isinstance(other, Estimate) else np.nan,
        other.lower <= made.truth <= other.upper if told else np.nan,  # type: ignore[union-attr]
        claim.change.value if isinstance(claim.change, Estimate) else np.nan,
        claim.claims,
        made.truth,
        *apart(made),
    )
    return {**said, "figures": [float(x) for x in figures]}


def apart(made: Made) -> tuple[float, bool]:
    """Return the plain difference in differences, and whether it would pass for a success.

    Half a year since the first start less half a year before it, of those who start at all less
    those who never do; nothing else is taken out.
    """
    (cells,) = made.counted.book.cells
    assert isinstance(cells, StepCells)
    first = int(month_of(made.training.start.min(), made.counted.book.window.first))
    trained, since = (made.start >= 0)[cells.person], cells.month - first
    value = error = 0.0
    for inside, sign in ((trained, 1), (~trained, -1)):
        for span, turn in ((range(SPAN), 1), (range(-SPAN, 0), -1)):
            rows = inside & np.isin(since, span)
            good, bad = cells.successes[rows].sum(), cells.failures[rows].sum()
            share = (good + 0.5) / (good + bad + 1)
            value += sign * turn * share
            error += share * (1 - share) / (good + bad + 1)
    return value, bool(value > 1.6449 * np.sqrt(error))


def stored(store: Path) -> list[dict[str, Any]]:
    """Return what earlier runs have worked out."""
    if not store.exists():
        return []
    return [json.loads(line) for line in store.read_text(encoding="utf-8").splitlines()]


def work(sets: int, store: Path, seconds: float, only: str) -> None:
    """Work out what is missing of companies named so, one data set of each after the other."""
    known = {(each["row"], each["number"]) for each in stored(store)}
    until = time.monotonic() + seconds
    for number in range(sets):
        for name, setting in SETTINGS.items():
            seldom = number % 5 > 1 and any(word in name for word in SELDOM)
            if (name, number) in known or seldom or only not in name:
                continue
            began, seed = time.process_time(), 10_000 + number
            twice = setting.effect == 0 and number % 2 == 0
            found = case(make(setting, seed), seed, twice=twice)
            found |= {"row": name, "number": number}
            found["seconds"] = round(time.process_time() - began, 3)
            with store.open("a", encoding="utf-8") as file:
                file.write(json.dumps(found) + "\n")
            if time.monotonic() > until:
                return


def line(name: str, cases: list[dict[str, Any]]) -> str:
    """Return one row of the table in the documentation."""
    words = [each["word"] for each in cases]
    rows = [each["figures"] for each in cases if each["figures"] is not None]
    of = dict(zip(FIGURES, np.array(rows, dtype=float).T, strict=True))
    bias, spread = of["error"].mean(), of["error"].std()
    chance = np.sqrt(of["held"].mean() * (1 - of["held"].mean()) / len(rows))
    twice = [each["two looks"] for each in cases if "two looks" in each]
    both = f", {twice.count('worked')} of {len(twice)}" if twice else ""
    return (
        f"| {name} | {len(cases)} | {100 * of['truth'].mean():.1f} | {100 * bias:+.1f} "
        f"(± {100 * spread / np.sqrt(len(rows)):.1f}) | {100 * allowed(of):.1f} "
        f"| {100 * of['held'].mean():.0f} % (± {100 * chance:.0f}) "
        f"| {words.count('worked')}{both} "
        f"| {words.count('no effect of the size that matters')} "
        f"| {100 * np.nanmean(of['imputed']):+.1f}, {100 * np.nanmean(of['imputed_held']):.0f} % "
        f"| {100 * np.nanmean(of['naive']):+.1f}, {share(of['claims'])} "
        f"| {100 * of['apart'].mean():+.1f}, {share(of['apart_claims'])} |\n"
    )


def allowed(of: dict[str, Any]) -> float:
    """Return the largest bias that is let pass: a tenth of the effect, or a third of the error."""
    return max(abs(of["truth"].mean()) / 10, of["error"].std() / 3)


def share(claims: Any) -> str:
    """Return a share of data sets in words."""
    return f"{100 * np.nanmean(claims):.0f} %"


def given_by(about: str | None, sets: int, *, named: bool = False) -> argparse.Namespace:
    """Return what was asked of a study that keeps what it has worked out; rows may be `named`."""
    asked = argparse.ArgumentParser(description=about)
    asked.add_argument("--sets", type=int, default=sets)
    asked.add_argument("--store", type=Path, required=True)
    asked.add_argument("--seconds", type=float, default=np.inf)
    asked.add_argument("--table", action="store_true")
    if named:
        asked.add_argument("--only", default="", help="words in the names of rows to work on")
    return asked.parse_args()


def main() -> None:
    """Work on, or print one row for each kind of company."""
    given = given_by(__doc__, 1000, named=True)
    if not given.table:
        work(given.sets, given.store, given.seconds, given.only)
    cases = defaultdict(list)
    seconds = 0.0
    for each in stored(given.store):
        cases[each["row"]].append(each)
        seconds += each["seconds"]
    for name in SETTINGS:
        if name in cases:
            sys.stdout.write(line(name, cases[name]))
    sys.stderr.write(f"{seconds:.0f} seconds of work\n")


if __name__ == "__main__":
    main()
