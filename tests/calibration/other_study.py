"""How honest verdicts on trainings of counts and sizes are: new deals a week, amounts of wins.

Run ``python -m tests.calibration.other_study --sets 400 --store results.jsonl``; what is stored is
not worked out again, ``--table`` prints what is there. The figures stand in
docs/reference/calibration.md.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from tests.calibration.verify_study import LIVE, given_by, stored
from tests.verify.other_worlds import make_other
from tests.verify.training_worlds import Setting

from fairlead.verify.beside import naive
from fairlead.verify.report import look_of
from fairlead.verify.verdict import judge

WAYS = {"drawn": "random", "weakest by numbers": "numbers", "weakest by judgement": "judgement"}
EFFECTS = {"no effect": 0.0, "+0.25": 0.25}
ROWS: dict[str, tuple[Setting, bool]] = {
    f"{what}, {people} people, {way}, {told}": (
        Setting(people, chosen=chosen, effect=effect, smallest=0.05, **LIVE),  # type: ignore[arg-type]
        what == "amounts",
    )
    for what in ("new deals", "amounts")
    for people in (12, 40)
    for told, effect in EFFECTS.items()
    for way, chosen in WAYS.items()
}


def case(row: str, seed: int) -> dict[str, Any]:
    """Judge one training whose truth is known."""
    setting, sizes = ROWS[row]
    made = make_other(setting, seed, sizes=sizes)
    day = made.counted.book.window.as_of
    look = look_of(made.counted, made.training, day)
    word = judge(made.training.rule(0.0), (look,), day).word
    if look.moved is None:
        return {"word": word, "figures": None}
    low, high = np.quantile(look.moved.effect, [0.05, 0.95])
    held = low <= made.truth <= high
    claims = naive(made.counted.trained).claims
    figures = (float(np.median(look.moved.effect)) - made.truth, held, claims, made.truth)
    return {"word": word, "figures": [float(x) for x in figures]}


def work(sets: int, store: Path, seconds: float, only: str) -> None:
    """Work out what is missing of rows named so, one data set of each after the other."""
    known = {(each["row"], each["number"]) for each in stored(store)}
    until = time.monotonic() + seconds
    for number in range(sets):
        for row in ROWS:
            if (row, number) in known or only not in row:
                continue
            began = time.process_time()
            found = case(row, 30_000 + number) | {"row": row, "number": number}
            found["seconds"] = round(time.process_time() - began, 3)
            with store.open("a", encoding="utf-8") as file:
                file.write(json.dumps(found) + "\n")
            if time.monotonic() > until:
                return


def line(row: str, cases: list[dict[str, Any]]) -> str:
    """Return one row of the table in the documentation."""
    told = np.array([each["figures"] for each in cases if each["figures"]])
    count, error = len(told), told[:, 0].std(ddof=1)
    bias = told[:, 0].mean()
    allowed = max(0.1 * abs(told[:, 3].mean()), error / 3)
    worked = np.mean([each["word"] == "worked" for each in cases])
    held, claims = told[:, 1].mean(), told[:, 2].mean()
    parts = (
        row,
        f"{len(cases):,}",
        f"{100 * told[:, 3].mean():.0f} %",
        f"{100 * bias:+.1f} (± {100 * error / np.sqrt(count):.1f})",
        f"{100 * allowed:.1f}",
        f"{100 * held:.0f} % (± {100 * np.sqrt(held * (1 - held) / count):.1f})",
        f"{100 * worked:.1f} %",
        f"{100 * claims:.0f} %",
    )
    return f"| {' | '.join(parts)} |\n"


def main() -> None:
    """Work on, or print one row for each kind of company."""
    given = given_by(__doc__, 400, named=True)
    if not given.table:
        work(given.sets, given.store, given.seconds, given.only)
    cases = defaultdict(list)
    for each in stored(given.store):
        cases[each["row"]].append(each)
    for row in ROWS:
        if row in cases:
            sys.stdout.write(line(row, cases[row]))
    seconds = sum(each["seconds"] for found in cases.values() for each in found)
    sys.stderr.write(f"{seconds:.0f} seconds of work\n")


if __name__ == "__main__":
    main()
