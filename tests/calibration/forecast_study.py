"""How often forecasts hold, on simulated companies whose future is known; run on demand.

``python -m tests.calibration.forecast_study --people 8 --companies 20 --store results.jsonl``
appends a line for each company; ``python -m tests.calibration.forecast_study --table
results.jsonl`` prints the table of docs/reference/forecast-calibration.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from tests.calibration.journals import journal_of

from fairlead.company.calendar import Calendar
from fairlead.forecast.backtest import Said, score
from fairlead.forecast.evening import Wins
from fairlead.forecast.frame import Frame, frame_of, span_of
from fairlead.forecast.journal import number_of
from fairlead.forecast.naive import METHODS
from fairlead.forecast.predict import Prediction, Size, predict
from fairlead.forecast.sums import booked_by, labels_of, sums_of
from fairlead.simulate import Organisation, simulate
from fairlead.stats import scoring

END = dt.date(2026, 9, 30)
PERIODS, WARM_UP = 24, 8
WEEKS_LEFT = (12, 8, 4, 1)
HEAD = (
    "| people | companies | shock | weeks left | 50 % | 80 % | 90 % | team 80 % | "
    "person 80 % by PIT (inclusive) | bias | CRPS | weighted pipeline | last year | submitted |"
)
SIZE = Size(draws=1000, models=40)


def company(people: int, seed: int) -> Any:
    """Simulate a company of as many quarters as are scored and learned from."""
    months = 3 * (PERIODS + WARM_UP)
    return simulate(Organisation(people=people, months=months, end=END, dirt=0.0), seed=seed)


def study(people: int, seed: int, *, shared: bool) -> dict[str, Any]:
    """Forecast one company at every scored evening; return one entry a forecast."""
    journal = journal_of(company(people, seed))
    calendar = Calendar()
    quarters = calendar.last("quarter", END, PERIODS)
    rows: list[dict[str, Any]] = []
    frames: dict[int, Frame] = {}
    for left in WEEKS_LEFT:
        said: list[Said] = []
        for quarter in quarters:
            day = quarter.end - dt.timedelta(days=1 + 7 * left)
            weekday = number_of(day) % 7
            if weekday not in frames:
                frames[weekday] = frame_of(journal, day)
            frame = frames[weekday]
            found = predict(frame, span_of(calendar, day), size=SIZE, shared=shared)
            assert isinstance(found, Prediction)
            final = frame.evenings.wins_at(number_of(journal.until))
            one = score(frame, found, final, said)
            said.append(one)
            rows.append(_entry(frame, found, final, one, left))
    return {"people": people, "seed": seed, "shared": shared, "rows": rows}


def _entry(frame: Frame, found: Prediction, final: Wins, said: Said, left: int) -> dict[str, Any]:
    return {
        "left": left,
        "actual": said.actual,
        "mean": said.mean,
        "held": [said.held(level) for level in (0.5, 0.8, 0.9)],
        "crps": said.crps,
        "pit": said.pit,
        "others": {m: said.others[m] for m in METHODS if m in said.others},
        "teams": _parts(frame, found, final, "team"),
        "people": _parts(frame, found, final, "person"),
    }


def _parts(frame: Frame, found: Prediction, final: Wins, by: str) -> list[list[float]]:
    """Return inclusive 80 % coverage and randomised PIT of each team or person with anything."""
    sums = sums_of(found, labels_of(frame, found, by), 0)
    came = booked_by(frame, found.span, final, by, len(sums) - 1)
    rng = np.random.default_rng([7, found.span.day])
    parts = []
    for draws, what in zip(sums[:-1], came[:-1], strict=True):
        if not draws.any() and not what:
            continue
        low, high = scoring.quantiles(draws, [0.1, 0.9])
        pit = scoring.randomised_pit(draws, float(what), rng)
        parts.append([float(low <= what <= high), round(pit, 4)])
    return parts


def table(results: list[dict[str, Any]]) -> str:
    """Return the table of all results."""
    lines = [
        HEAD,
        "| --- " * 14 + "|",
    ]
    groups: dict[tuple[int, bool], list[dict[str, Any]]] = defaultdict(list)
    for one in results:
        groups[one["people"], one["shared"]].append(one)
    for (people, shared), some in sorted(groups.items(), key=lambda g: (g[0][0], not g[0][1])):
        lines += [_line(people, shared, some, left) for left in (*WEEKS_LEFT, None)]
    return "\n".join(lines)


def _line(people: int, shared: bool, some: list[dict[str, Any]], left: int | None) -> str:
    chosen = [[r for r in one["rows"] if left in {None, r["left"]}] for one in some]
    rows = [r for part in chosen for r in part]
    held = [_by_company([[r["held"][i] for r in part] for part in chosen]) for i in range(3)]
    team = _by_company([[p[0] for r in part for p in r["teams"]] for part in chosen])
    person = _by_company(
        [[0.1 <= p[1] <= 0.9 for r in part for p in r["people"]] for part in chosen]
    )
    inclusive = np.mean([p[0] for r in rows for p in r["people"]])
    came = np.array([r["actual"] for r in rows], dtype=float)
    bias = [sum(r["mean"] for r in part) / sum(r["actual"] for r in part) - 1 for part in chosen]
    whole = sum(r["mean"] for r in rows) / came.sum() - 1
    crps = np.mean([r["crps"] for r in rows]) / came.mean()
    others = []
    for method in METHODS:
        pairs = [(abs(r["others"][method] - r["actual"]), r["crps"], r["actual"]) for r in rows
                 if method in r["others"]]  # fmt: skip
        if not pairs:
            others.append("-")
            continue
        error, ours, base = (np.mean([p[i] for p in pairs]) for i in range(3))
        others.append(f"{error / base:.3f}" + ("" if ours < error else " (better)"))
    error = np.std(bias, ddof=1) / np.sqrt(len(bias)) if len(bias) > 1 else float("nan")
    cells = [str(people), str(len(some)), "yes" if shared else "no",
             "all" if left is None else str(left), *held, team, f"{person} ({inclusive:.2f})",
             f"{whole:+.3f} ({error:.3f})", f"{crps:.3f}", *others]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _by_company(values: list[list[float]]) -> str:
    """Return a mean with its Monte Carlo error, companies being what is independent."""
    means = np.array([np.mean(v) for v in values if v])
    if not len(means):
        return "-"
    error = means.std(ddof=1) / np.sqrt(len(means)) if len(means) > 1 else float("nan")
    return f"{means.mean():.2f} ({error:.2f})"


def main() -> None:
    """Run companies or print the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=8)
    asked.add_argument("--companies", type=int, default=4)
    asked.add_argument("--first", type=int, default=1)
    asked.add_argument("--store", type=Path)
    asked.add_argument("--without-shock", action="store_true")
    asked.add_argument("--table", type=Path)
    given = asked.parse_args()
    if given.table:
        lines = given.table.read_text().splitlines()
        sys.stdout.write(table([json.loads(line) for line in lines]) + "\n")
        return
    results = []
    for seed in range(given.first, given.first + given.companies):
        began = time.monotonic()
        one = study(given.people, seed, shared=not given.without_shock)
        results.append(one)
        if given.store:
            with given.store.open("a") as file:
                file.write(json.dumps(one) + "\n")
        sys.stderr.write(f"{given.people} people, {seed}: {time.monotonic() - began:.0f} s\n")
    sys.stdout.write(table(results) + "\n")


if __name__ == "__main__":
    main()
