"""How honest the verdict on a training is: false successes, bias, intervals; naive claims beside.

Run ``python -m tests.calibration.verify_study --sets 1000 --store results.jsonl``; what is stored
is not worked out again. ``--table`` prints what is stored. The figures stand in
docs/reference/calibration.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from tests.verify.training_worlds import Setting, make

from fairlead.answers import Estimate, NotEstimable
from fairlead.verify.beside import beside, naive
from fairlead.verify.effect import lay
from fairlead.verify.report import look_of
from fairlead.verify.verdict import judge

LIVE: dict[str, Any] = {"turnover": 0.15, "ramp": -0.6, "teams": 4, "spill": 0.2}
"""People come and go, the new ones ramp up, colleagues of the trained gain a fifth of it."""

KINDS: dict[str, dict[str, Any]] = {
    "drawn, no effect": {},
    "weakest by numbers, no effect": {"chosen": "numbers"},
    "weakest by judgement, no effect": {"chosen": "judgement"},
    "drawn, +0.5": {"effect": 0.5},
    "weakest by numbers, +0.5": {"chosen": "numbers", "effect": 0.5},
    "weakest by judgement, +0.5": {"chosen": "judgement", "effect": 0.5},
}
ROWS: dict[str, Setting] = {
    f"{people} people, {kind}": Setting(people, **LIVE, **given)
    for people in (12, 40, 200)
    for kind, given in KINDS.items()
} | {
    "40 people, abilities wander, weakest by numbers, no effect": Setting(
        40, chosen="numbers", walk=True
    )
}
FIGURES = ("error", "width", "held", "imputed", "imputed_held", "naive", "claims", "truth")


def case(setting: Setting, seed: int) -> dict[str, Any]:
    """Judge one training whose truth is known."""
    made = make(setting, seed)
    counted, training = made.counted, made.training
    day = counted.book.window.as_of
    look = look_of(counted, training, day)
    word = judge(training.rule(0.0), (look,), day).word
    ground = lay(counted.book, counted.trained, training, counted.places)
    if look.effect is None or isinstance(ground, NotEstimable):
        return {"word": word, "figures": None}
    rng = np.random.default_rng(seed)
    other = beside(ground, counted.book, training, rng=rng, orders=1).imputed
    claim = naive(counted.trained)
    low, high = np.quantile(look.effect, [0.05, 0.95])
    told = isinstance(other, Estimate)
    figures = (
        look.effect.mean() - made.truth,
        high - low,
        low <= made.truth <= high,
        other.value - made.truth if isinstance(other, Estimate) else np.nan,
        other.lower <= made.truth <= other.upper if told else np.nan,  # type: ignore[union-attr]
        claim.change.value if isinstance(claim.change, Estimate) else np.nan,
        claim.claims,
        made.truth,
    )
    return {"word": word, "figures": [float(x) for x in figures]}


def stored(store: Path | None) -> dict[tuple[str, int], dict[str, Any]]:
    """Return what earlier runs have worked out, by row and number of the data set."""
    if store is None or not store.exists():
        return {}
    found = [json.loads(line) for line in store.read_text(encoding="utf-8").splitlines()]
    return {(each["row"], each["number"]): each for each in found}


def work(sets: int, store: Path, seconds: float) -> None:
    """Work out what is missing, one data set of each row after the other."""
    known = stored(store)
    until = time.monotonic() + seconds
    for number in range(sets):
        for name, setting in ROWS.items():
            if (name, number) in known or (setting.people == 200 and number >= 400):
                continue
            found = case(setting, 10_000 + number) | {"row": name, "number": number}
            with store.open("a", encoding="utf-8") as file:
                file.write(json.dumps(found) + "\n")
            if time.monotonic() > until:
                return


def line(name: str, cases: list[dict[str, Any]]) -> str:
    """Return one row of the table in the documentation."""
    words = [each["word"] for each in cases]
    rows = [each["figures"] for each in cases if each["figures"] is not None]
    of = dict(zip(FIGURES, np.array(rows, dtype=float).T, strict=True))
    bias, error = of["error"].mean(), of["error"].std() / np.sqrt(len(rows))
    return (
        f"| {name} | {len(cases)} | {100 * of['truth'].mean():.1f} | {100 * bias:+.1f} "
        f"(± {100 * error:.1f}) | {100 * of['width'].mean():.0f} | {100 * of['held'].mean():.0f} % "
        f"| {words.count('worked')} | {words.count('no effect of the size that matters')} "
        f"| {100 * np.nanmean(of['imputed']):+.1f}, {100 * np.nanmean(of['imputed_held']):.0f} % "
        f"| {100 * np.nanmean(of['naive']):+.1f}, {int(np.nansum(of['claims']))} |\n"
    )


def main() -> None:
    """Work on, or print one row for each kind of company."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sets", type=int, default=1000)
    asked.add_argument("--store", type=Path, required=True)
    asked.add_argument("--seconds", type=float, default=np.inf)
    asked.add_argument("--table", action="store_true")
    given = asked.parse_args()
    if not given.table:
        work(given.sets, given.store, given.seconds)
    known = stored(given.store)
    for name in ROWS:
        cases = [each for (row, _), each in known.items() if row == name]
        if cases:
            sys.stdout.write(line(name, cases))


if __name__ == "__main__":
    main()
