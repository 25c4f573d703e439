"""Who owns a case of an event log: whoever worked on it most until then, never until the end."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from tests.lake.canonical import state_rows
from tests.refresh.company import NOW, contents, rows_of, take, write_csv

from fairlead.lake.conform.keys import key_id
from fairlead.lake.store.workspace import Workspace, attach, connect
from fairlead.process.model import Pipeline, Process, Stage

HEADER = ("case:concept:name", "concept:name", "time:timestamp", "org:resource")
STEPS = ("Lead", "Demo", "Offer", "Won")
PROCESS = Process(
    (Pipeline("default", tuple(Stage(s, "open", s) for s in STEPS), 1.0, "file", ""),)
)


def log(seed: int, cases: int = 25) -> list[tuple[str, str, str, str]]:
    """Events in any order; some share an instant, some have no resource."""
    dice = random.Random(seed)  # noqa: S311  the same log every time
    rows = []
    for case in range(cases):
        day = dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC)
        for _ in range(dice.randint(1, 9)):
            day += dt.timedelta(days=dice.choice([0, 0, 1, 2, 5]))
            who = dice.choice(["Ada North", "Ben Ito", "Cleo Reyes", ""])
            rows.append((f"C{case}", dice.choice(STEPS), day.isoformat(), who))
    return rows


def owners_by_hand(rows: list[tuple[str, str, str, str]], end: str) -> dict[str, str | None]:
    """Whoever first had the most events of a case among those before `end`."""
    found: dict[str, str | None] = {}
    done: dict[str, Counter[str]] = {}
    for case, _step, when, who in sorted(rows, key=lambda row: row[2]):
        if when >= end:
            continue
        found.setdefault(case, None)
        if who:
            counted = done.setdefault(case, Counter())
            most = max(counted.values(), default=0)
            counted[who] += 1
            if counted[who] > most:
                found[case] = who
    return found


def owners_on(home: Workspace, day: dt.date) -> dict[str, str | None]:
    connection = connect()
    attach(connection, home, home.manifest())
    names = {key_id("person", n.lower()): n for n in ("Ada North", "Ben Ito", "Cleo Reyes")}
    keys = dict(
        connection.execute("SELECT opportunity_id, source_key FROM opportunities").fetchall()
    )
    then = state_rows(connection, PROCESS, day)
    connection.close()
    return {keys[r["opportunity_id"]]: names.get(r["owner_id"]) for r in then}


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2, 3))]
)
def test_the_owner_of_a_day_uses_only_events_until_then(seed: int, odd_path: Path) -> None:
    rows = log(seed)
    whole = take(odd_path / "whole", write_csv(odd_path / "log.csv", HEADER, rows))
    assert whole.changed
    home = Workspace(odd_path / "whole")
    for day in (dt.date(2026, 1, 2), dt.date(2026, 1, 6), dt.date(2026, 1, 20), NOW.date()):
        end = (day + dt.timedelta(days=1)).isoformat()
        by_hand = owners_by_hand(rows, end)
        assert owners_on(home, day) == by_hand
        cut = [row for row in rows if row[2] < end]
        part = odd_path / f"cut {day}"
        take(part, write_csv(odd_path / f"{day} log.csv", HEADER, cut))
        assert owners_on(Workspace(part), day) == by_hand
    told = rows_of(home, "SELECT source_key, owner_id FROM opportunities")
    last = owners_by_hand(rows, "9999")
    assert dict(told) == {c: n and key_id("person", n.lower()) for c, n in last.items()}


def test_the_same_log_in_another_order_of_cases_gives_the_same_changes(odd_path: Path) -> None:
    rows = log(7)
    turned = [row for case in range(24, -1, -1) for row in rows if row[0] == f"C{case}"]
    found: list[Any] = []
    for name, order in (("one", rows), ("two", turned)):
        take(odd_path / name, write_csv(odd_path / f"{name} log.csv", HEADER, order))
        tables = contents(Workspace(odd_path / name))
        found.append((tables["field_changes"], tables["stage_changes"]))
    assert found[0] == found[1]
    assert found[0][0]
