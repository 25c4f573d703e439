"""A company of random lives of deals, with people who move, plans and promises, as of any day."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from tests.lake.canonical import Row, on
from tests.lake.lives import FIRST, LAST_DAY, PEOPLE, PROCESS, company, export
from tests.lake.reference import evening

ADA, BEN, CARA = 5, 6, 7
MANAGERS = {ADA: 50, BEN: 60, CARA: 70}
NAMES = {number: f"P{number}" for number in (*PEOPLE, *MANAGERS)}
REPS = tuple(NAMES[n] for n in PEOPLE)
LEADERS = (NAMES[BEN], NAMES[CARA])
FIRST_DAY = FIRST.date() + dt.timedelta(days=20)
PROCESS_OF_LIVES = PROCESS


class Company:
    """What really happened; `rows` tells what anybody could have known on an evening.

    Deals change owners, are re-opened, closed with a date put back and known days late; some are
    deleted. Deals without any history are left out: of them nobody knows how they were.
    """

    def __init__(self, dice: random.Random, count: int) -> None:
        found = company(dice, 2 * count, lags=True)
        self.lives = [d for d in found if d.style != "bare" and not d.untracked][:count]
        self.deleted = {d.number for d in self.lives if dice.random() < 0.05}
        self.next_steps = {d.number: dice.choice([None, "call"]) for d in self.lives}
        deals = export(self.lives, LAST_DAY)["opportunities"]
        self.touched_at = max(row["known_at"] for row in deals)
        self.plans = _plans()
        self.acts = [_activity(dice, n) for n in range(1, 60)]
        self.promises = [_submission(dice, n) for n in range(1, 40)]

    def rows(self, day: dt.date = LAST_DAY) -> dict[str, list[Row]]:
        """Return the tables as an export of the evening of `day` would have filled them."""
        end = evening(day)
        told = export(self.lives, day)
        for row in told["opportunities"]:
            if self.touched_at < end:  # else nobody can say any more what it was, and none is shown
                row["next_step"] = self.next_steps[row["opportunity_id"]]
            if row["opportunity_id"] in self.deleted:
                row["outcome"] = "deleted"
        return {
            **told,
            **self.plans,
            "people": [{"person_id": n, "name": name} for n, name in NAMES.items()],
            "person_keys": [
                *told["person_keys"],
                *({"key_id": k, "person_id": n, "key": f"k{k}"} for n, k in MANAGERS.items()),
                *(
                    {"key_id": 1_000 + n, "person_id": n, "key": name.lower(), "key_kind": "name"}
                    for n, name in NAMES.items()
                ),
            ],
            "activities": [a for a in self.acts if a["known_at"] < end],
            "submissions": [s for s in self.promises if s["known_at"] < end],
            "prospects": [p for p in _prospects(self.lives) if p["created_at"] < end],
            "splits": [s for s in _splits(self.lives) if s["known_at"] < end],
        }


def _plans() -> dict[str, list[Row]]:
    """Return teams with dates (a move, a new manager, a re-organisation), targets, a training."""
    teams = [
        (10, 60, "North", None, "2026-05-15"),  # changes team in the middle of a quarter
        (10, 70, "South", "2026-05-15", None),
        (20, 60, "North", None, None),
        (30, 70, "South", None, "2026-08-10"),  # the manager of South changes
        (30, 60, "South", "2026-08-10", None),
        (40, 70, "South", None, "2026-04-20"),  # re-organised into a team of its own
        (40, 70, "West", "2026-04-20", None),
        (60, 50, "Managers", None, None),
        (70, 50, "Managers", None, None),
    ]
    keys = [20, 10, 30, 40]
    return {
        "assignments": [
            {
                "assignment_id": n,
                "person_id": person,
                "manager_id": manager,
                "team": team,
                "from_on": on(start or "2025-01-01"),
                "to_on": on(end) if end else None,
            }
            for n, (person, manager, team, start, end) in enumerate(teams, start=1)
        ],
        "targets": [
            {
                "target_id": 10 * key + quarter,
                "person_id": key,
                "from_on": on(f"2026-{3 * quarter - 2:02d}-01"),
                "to_on": on(f"2026-{3 * quarter + 1:02d}-01") if quarter < 4 else on("2027-01-01"),
                "amount": 40_000_00 + key,
                "currency": "EUR",
            }
            for key in keys
            for quarter in (1, 2, 3, 4)
        ],
        "trainings": [
            {
                "training_part_id": key,
                "training": "Offer well",
                "person_id": key,
                "competency": "Offer to won",
                "started_on": on("2026-04-01"),
            }
            for key in keys
        ],
    }


def _some_time(dice: random.Random) -> dt.datetime:
    return FIRST + dt.timedelta(seconds=dice.randrange(0, 260 * 86_400))


def _activity(dice: random.Random, number: int) -> Row:
    when = _some_time(dice)
    return {
        "activity_id": number,
        "source_key": f"A{number}",
        "opportunity_id": dice.randrange(1, 40),
        "kind": "call",
        "occurred_at": when,
        "known_at": when + dt.timedelta(days=dice.choice([0, 9])),
    }


def _submission(dice: random.Random, number: int) -> Row:
    when = _some_time(dice)
    start = dt.date(when.year, 3 * ((when.month - 1) // 3) + 1, 1)
    return {
        "submission_id": number,
        "person_id": dice.choice([10, 20, 30, 40]),
        "from_on": start,
        "to_on": start + dt.timedelta(days=91),
        "submitted_at": when,
        "known_at": when,
        "category": "commit",
        "amount": dice.randrange(1, 9) * 10_000_00,
    }


def _prospects(lives: list[Any]) -> list[Row]:
    return [
        {
            "prospect_id": d.number,
            "source_key": f"L{d.number}",
            "created_at": d.created - dt.timedelta(days=9),
            "created_by": 30,
            "opportunity_id": d.number,
            "converted_at": d.created,
        }
        for d in lives[::3]
    ]


def _splits(lives: list[Any]) -> list[Row]:
    return [
        {
            "split_id": d.number,
            "opportunity_id": d.number,
            "person_id": 40,
            "share": 0.5,
            "known_at": d.created + dt.timedelta(days=30),
        }
        for d in lives[::4]
    ]
