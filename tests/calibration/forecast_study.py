"""How often forecasts hold, on simulated companies whose future is known; run on demand.

``python -m tests.calibration.forecast_study --people 8 --companies 20 --store results.jsonl``
appends a line for each company and leaves out those that are there; ``--broken wins`` or
``--broken creation`` breaks each company in the middle. ``python -m
tests.calibration.forecast_study --table results.jsonl`` prints the tables of
docs/reference/forecast-calibration.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from tests.calibration.broken import BREAKS, broken
from tests.calibration.forecast_tables import tables
from tests.calibration.journals import journal_of

from fairlead.company.calendar import Calendar
from fairlead.forecast.backtest import Said, score
from fairlead.forecast.evening import Wins
from fairlead.forecast.frame import Frame, frame_of, span_of
from fairlead.forecast.journal import Journal, number_of
from fairlead.forecast.naive import METHODS
from fairlead.forecast.predict import Prediction, Size, predict
from fairlead.forecast.sums import booked_by, labels_of, sums_of
from fairlead.simulate import Organisation, simulate
from fairlead.stats import scoring

END = dt.date(2026, 9, 30)
PERIODS, WARM_UP = 24, 8
WEEKS_LEFT = (12, 8, 4, 1)
SIZE = Size(draws=500, models=25)
AROUND_BREAK, BREAK_WEEKS_LEFT = 4, (12, 4)
"""Of a company that breaks, quarters before the break that are told, and the weeks left."""


def company(people: int, seed: int) -> Any:
    """Simulate a company of as many quarters as are scored and learned from."""
    months = 3 * (PERIODS + WARM_UP)
    return simulate(Organisation(people=people, months=months, end=END, dirt=0.0), seed=seed)


def study(people: int, seed: int, *, shared: bool, breaks: str | None = None) -> dict[str, Any]:
    """Forecast one company at every scored evening; return one entry a forecast."""
    journal, calendar = journal_of(company(people, seed)), Calendar()
    quarters = calendar.last("quarter", END, PERIODS)
    if breaks is not None:
        journal = broken(journal, quarters[PERIODS // 2].start, breaks, seed)
    first = 0 if breaks is None else PERIODS // 2 - AROUND_BREAK
    rows: list[dict[str, Any]] = []
    frames: dict[int, Frame] = {}
    for left in WEEKS_LEFT if breaks is None else BREAK_WEEKS_LEFT:
        said: list[Said] = []
        for number, quarter in enumerate(quarters[first:], first):
            day = quarter.end - dt.timedelta(days=1 + 7 * left)
            frame = _frame(journal, day, frames)
            found = predict(frame, span_of(calendar, day), size=SIZE, shared=shared)
            assert isinstance(found, Prediction)
            final = frame.evenings.wins_at(number_of(journal.until))
            said.append(score(frame, found, final, said))
            entry = _entry(said[-1], left, number)
            if breaks is None:
                entry |= {
                    "teams": _parts(frame, found, final, "team"),
                    "people": _parts(frame, found, final, "person"),
                }
            rows.append(entry)
    asked = {"people": people, "seed": seed, "shared": shared, "breaks": breaks}
    return {**asked, "rows": rows}


def _frame(journal: Journal, day: dt.date, frames: dict[int, Frame]) -> Frame:
    """Return the frame of an evening; one serves all evenings of a weekday."""
    weekday = number_of(day) % 7
    if weekday not in frames:
        frames[weekday] = frame_of(journal, day)
    return frames[weekday]


def _entry(said: Said, left: int, number: int) -> dict[str, Any]:
    return {
        "left": left,
        "quarter": number,
        "actual": said.actual,
        "mean": said.mean,
        "held": [said.held(level) for level in (0.5, 0.8, 0.9)],
        "crps": said.crps,
        "pit": said.pit,
        "others": {m: said.others[m] for m in METHODS if m in said.others},
        "dressed": {m: said.dressed[m] for m in METHODS if m in said.dressed},
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


def stored(store: Path | None) -> list[dict[str, Any]]:
    """Return what a store holds; a line that was cut off is left out."""
    found = []
    for line in store.read_text().splitlines() if store and store.exists() else []:
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return found


def main() -> None:
    """Run companies or print the tables."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=8)
    asked.add_argument("--companies", type=int, default=4)
    asked.add_argument("--first", type=int, default=1)
    asked.add_argument("--store", type=Path)
    asked.add_argument("--without-shock", action="store_true")
    asked.add_argument("--broken", choices=BREAKS)
    asked.add_argument("--table", type=Path)
    given = asked.parse_args()
    if given.table:
        sys.stdout.write(tables(stored(given.table)) + "\n")
        return
    results = stored(given.store)
    keys = ("people", "seed", "shared", "breaks")
    done = {tuple(one[k] for k in keys) for one in results}
    for seed in range(given.first, given.first + given.companies):
        if (given.people, seed, not given.without_shock, given.broken) in done:
            continue
        began = time.process_time()
        one = study(given.people, seed, shared=not given.without_shock, breaks=given.broken)
        results.append(one)
        if given.store:
            with given.store.open("a") as file:
                file.write(json.dumps(one) + "\n")
        sys.stderr.write(f"{given.people} people, {seed}: {time.process_time() - began:.0f} s\n")
    sys.stdout.write(tables(results) + "\n")


if __name__ == "__main__":
    main()
