"""Promised power of designs against what full verdicts keep of it, over companies of all kinds.

Run ``python -m tests.calibration.design_study --store results.jsonl``; what is stored is not worked
out again, ``--table`` prints what is there. The figures stand in docs/reference/calibration.md.

Each company's past is fitted, and its design tried on what that fit says, as ``fairlead train
design`` does; then trainings with just the promised effect are made in companies of its kind and
judged in full, with people who come, go and ramp up, and colleagues who gain a fifth of it.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from tests.calibration.verify_study import LIVE, given_by, stored
from tests.verify.training_worlds import BASE, Setting, earlier, make

from fairlead.measure.cells import Ints, StepCells
from fairlead.measure.fitted import Fitted
from fairlead.measure.fitting import fit_one
from fairlead.refresh.design_own import own_data
from fairlead.stats.likelihood import expit
from fairlead.train.design import Choice
from fairlead.train.power import SIMULATIONS, Own, Plan, Power, power
from fairlead.verify.report import look_of
from fairlead.verify.verdict import judge

COMPANIES = 20
PAST = 24


def company(number: int) -> Setting:
    """Return what the companies are like: drawn once, the same in each run."""
    rng = np.random.default_rng([20_261, number])
    after = int(rng.integers(10, 17))
    return Setting(
        people=int(rng.choice([12, 16, 20, 24, 32, 40, 48])),
        months=PAST + after,
        after=after,
        deals=float(rng.integers(4, 13)),
        sigma=float(rng.uniform(0.15, 0.5)),
        likeness=float(rng.uniform(0.5, 0.9)),
        groups=int(rng.integers(1, 4)),
        **LIVE,
    )


def own_of(setting: Setting, seed: int = 99) -> Own:
    """Return what such a company's data say of the step on the eve of the first start."""
    return past_of(setting, seed)[0]


def past_of(setting: Setting, seed: int = 99) -> tuple[Own, Ints]:
    """Return the same, and the team of each person who works there then."""
    book = earlier(make(setting, seed), setting.after).book
    (cells,), (step,) = book.cells, book.competencies
    assert isinstance(cells, StepCells)
    everybody = np.arange(setting.people)
    fitted = fit_one(book, step, cells, "", everybody, seed=1)
    assert isinstance(fitted, Fitted)
    there = np.isfinite(book.roster.tenure[-1]) & (book.roster.tenure[-1] > 0)
    busy = everybody[there] if setting.turnover else everybody
    chosen = np.ones(len(busy), dtype=bool)
    choice = Choice(busy, chosen, book.roster.team[-1, busy])
    return own_data(book, [(step, cells)], choice, fitted), choice.stratum


def promised(setting: Setting, simulations: int = SIMULATIONS) -> Power:
    """Return what the design promises."""
    own, team = past_of(setting)
    rng = np.random.default_rng(3)
    turn = rng.permutation(len(own.trials)) % (setting.groups + 1)
    start = np.where(turn < setting.groups, turn * float(setting.gap), np.inf)
    plan = Plan("drawn", start, setting.after - 10 / 30.4, setting.smallest, team=team)
    return power(own, plan, rng=rng, simulations=simulations)


def worked(setting: Setting, delta: float, number: int) -> bool:
    """Say whether a training with this effect on the logit is called worked."""
    made = make(replace(setting, effect=delta), 50_000 + number)
    day = made.counted.book.window.as_of
    look = look_of(made.counted, made.training, day)
    return judge(made.training.rule(0.0), (look,), day).word == "worked"


def in_points(setting: Setting, delta: float, sets: int = 12) -> float:
    """Return what an effect on the logit truly is in points, within the horizon."""
    made = [make(replace(setting, effect=delta), 70_000 + number) for number in range(sets)]
    late = [m.counted.trained.cells.late_share for m in made]  # type: ignore[union-attr]
    return float(np.mean([m.truth / share for m, share in zip(made, late, strict=True)]))


def effect_for(setting: Setting, wanted: float) -> float:
    """Return the effect on the logit that is so many points among people and deals who differ."""
    level = float(expit(np.array([BASE - 0.4, BASE + 0.4])).mean())
    aim = min(level + wanted, 0.97)
    delta = float(np.log(aim / (1 - aim)) - np.log(level / (1 - level)))
    for _ in range(2):
        delta *= wanted / in_points(setting, delta)
    return delta


def work(sets: int, store: Path, seconds: float) -> None:
    """Work out what is missing: first all promises, then one data set of each company in turn."""
    known = {(each["company"], each["number"]): each for each in stored(store)}
    until = time.monotonic() + seconds
    for number in range(-1, sets):
        for which in range(COMPANIES):
            if (which, number) in known or time.monotonic() > until:
                continue
            began, setting = time.process_time(), company(which)
            found: dict[str, Any] = {"company": which, "number": number}
            if number < 0:
                told = promised(setting)
                found["shows"] = told.detectable
                found["delta"] = told.detectable and effect_for(setting, told.detectable)
            elif (delta := known[which, -1]["delta"]) is not None:
                found["worked"] = worked(setting, delta, number)
            found["seconds"] = round(time.process_time() - began, 3)
            known[which, number] = found
            with store.open("a", encoding="utf-8") as file:
                file.write(json.dumps(found) + "\n")


def table(cases: list[dict[str, Any]]) -> str:
    """Return the rows of the table in the documentation, and the mean over companies."""
    of: dict[int, list[bool]] = defaultdict(list)
    shows = {each["company"]: each["shows"] for each in cases if each["number"] < 0}
    for each in cases:
        if "worked" in each:
            of[each["company"]].append(each["worked"])
    lines, kept = [], []
    for which, words in sorted(of.items()):
        found, rate = company(which), float(np.mean(words))
        kept.append(rate)
        lines.append(
            f"| {found.people} people, {found.deals:.0f} deals a month, {found.groups} start "
            f"group{'s' * (found.groups > 1)}, {found.after} months | {100 * shows[which]:.1f} "
            f"| {len(words)} | {100 * rate:.0f} % |"
        )
    each_error = [rate * (1 - rate) / len(of[which]) for which, rate in zip(of, kept, strict=True)]
    error = np.sqrt(np.sum(each_error) / len(kept) ** 2 + 0.16 / SIMULATIONS / len(kept))
    away = 100 * (0.8 - np.mean(kept))
    lines.append(f"mean promised minus realised {away:+.1f} (± {100 * error:.1f})")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Work on, or print the table."""
    given = given_by(__doc__, 1500)
    if not given.table:
        work(given.sets, given.store, given.seconds)
    cases = stored(given.store)
    sys.stdout.write(table(cases))
    sys.stderr.write(f"{sum(each['seconds'] for each in cases):.0f} seconds of work\n")


if __name__ == "__main__":
    main()
