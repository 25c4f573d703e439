"""The second opinion on what is counted: sums of stints, teams of the day, the bridge, targets."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator
from typing import Any

from tests.lake.canonical import Row, Rows
from tests.lake.reference import DAY


def micros(value: float) -> int:
    """Millionths, halves away from zero."""
    return int(math.copysign(math.floor(abs(value) * 1e6 + 0.5), value))


GROUP = ("person_id", "pipeline", "type", "stage", "rank", "month", "mix_band")
MONEY_GROUP = (*GROUP, "currency")
MINOR_UNITS = {"JPY": 1, "KRW": 1, "KWD": 1_000, "TND": 1_000}


def _group(
    stint: Row, bands: dict[str, Any] | None, names: tuple[str, ...] = GROUP
) -> tuple[Any, ...]:
    entered = stint["entered_at"]
    month = dt.date(entered.year, entered.month, 1) if entered else None
    band = 0
    if bands:
        amount = stint["amount_at_entry"]
        levels = {
            "type": stint["type"],
            "inherited": str(stint["inherited"]).lower(),
            "amount_band": str(len(str(amount))) if amount is not None and amount > 0 else "none",
        }
        score = sum(points.get(levels[c], 0) for c, points in bands["points"].items())
        band = sum(score >= cut for cut in bands["cuts"])
    values = {**stint, "month": month, "mix_band": band}
    return tuple(values[name] for name in names)


def step_counts(
    found: list[Row], bands: dict[str, Any] | None = None
) -> dict[tuple[Any, ...], Row]:
    """Resolved stints counted and summed in millionths; a dwell below an hour counts as one."""
    counted: dict[tuple[Any, ...], Row] = {}
    for stint in found:
        if stint["outcome"] == "open":
            continue
        row = counted.setdefault(
            _group(stint, bands, MONEY_GROUP),
            dict.fromkeys(
                "successes failures n_days sum_ln_days sum_ln2_days n_amount sum_ln_amount "
                "sum_ln2_amount sum_amount".split(),
                0,
            ),
        )
        row["successes" if stint["outcome"] == "advanced" else "failures"] += 1
        if stint["dwell_s"] is not None:
            days = math.log(max(stint["dwell_s"], 3_600) / 86_400)
            row["n_days"] += 1
            row["sum_ln_days"] += micros(days)
            row["sum_ln2_days"] += micros(days * days)
        amount = stint["amount_at_entry"]
        if amount is not None and amount > 0:
            size = math.log(amount / MINOR_UNITS.get(stint["currency"], 100))
            row["n_amount"] += 1
            row["sum_ln_amount"] += micros(size)
            row["sum_ln2_amount"] += micros(size * size)
            row["sum_amount"] += amount
    return counted


def open_counts(found: list[Row]) -> dict[tuple[Any, ...], int]:
    """Open stints by age: the index of the first bound of 1,2,3,4,6,8,13,26,52 weeks it keeps."""
    counted: dict[tuple[Any, ...], int] = {}
    for stint in found:
        if stint["outcome"] == "open":
            age = None
            if stint["dwell_s"] is not None:
                bounds = (1, 2, 3, 4, 6, 8, 13, 26, 52)
                age = sum(stint["dwell_s"] > b * 7 * 86_400 for b in bounds)
            group = (*_group(stint, None), age)
            counted[group] = counted.get(group, 0) + 1
    return counted


class Teams:
    """Who led whom on a day.

    A person with dated assignments has no undated ones. Of two that begin on one day the one known
    last counts; on any day the one that began last.
    """

    def __init__(self, rows: Rows) -> None:
        person = {r["key_id"]: r["person_id"] for r in rows.get("person_keys", [])}
        found: dict[int, dict[dt.date | None, Row]] = {}
        for row in sorted(rows.get("assignments", []), key=lambda r: r["known_at"]):
            who = person[row["person_id"]]
            boss = person.get(row.get("manager_id"))
            team = row.get("team") or row.get("territory")
            found.setdefault(who, {})[row.get("from_on")] = {**row, "boss": boss, "name": team}
        self.assigned = {
            who: [row for day, row in by_day.items() if day or set(by_day) == {None}]
            for who, by_day in found.items()
        }

    def on(self, who: int | None, day: dt.date) -> tuple[int | None, str | None]:
        """Manager and team of a person on a day; (None, None) where nobody is recorded."""
        covering = [
            row
            for row in self.assigned.get(who, [])  # type: ignore[arg-type]
            if (row.get("from_on") or dt.date.min) <= day < (row.get("to_on") or dt.date.max)
        ]
        if not covering:
            return None, None
        best = max(covering, key=lambda row: row.get("from_on") or dt.date.min)
        return best["boss"], best["name"]


def scoped(
    deals: dict[int, Row], rows: Rows, as_of: dt.date, manager: int | None
) -> dict[int, Row]:
    """Closed deals belong to who led their owner when they were booked, open ones to who leads now.

    A manager's own deals are theirs too.
    """
    teams = Teams(rows)
    person = {r["key_id"]: r["person_id"] for r in rows.get("person_keys", [])}
    found = {}
    for number, then in deals.items():
        owner = person.get(then["owner_id"])
        boss, team = teams.on(owner, then["booked_on"] or as_of)
        if manager is None or manager in {boss, owner}:
            found[number] = {**then, "person_id": owner, "manager_id": boss, "team": team}
    return found


def bridge(
    before: dict[int, Row],
    now: dict[int, Row],
    period: tuple[dt.date, dt.date],
    *,
    currency: str | None,
    due_only: bool = True,
) -> dict[str, list[int]]:
    """The movement between two evenings: part -> [signed amount, deals].

    The pipeline is what is open and due in the period. A deal that came and left in between is
    counted in and out. A deal that was closed before and closed anew was reopened in between.
    Deals won or lost without any closing date are left out.
    """
    names = "opening created pulled_in reopened grown shrunk pushed lost won removed closing"
    parts = {name: [0, 0] for name in names.split()}

    def due(deal: Row) -> bool:
        day = deal["close_on"]
        return not due_only or (day is not None and period[0] <= day < period[1])

    for number in before.keys() | now.keys():
        then, deal = before.get(number), now.get(number)
        if any(d["currency"] != currency for d in (then, deal) if d):
            continue
        if deal and deal["outcome"] != "open" and deal["closed_at"] is None:
            continue
        for name, amount in _moved(then, deal, period, due):
            parts[name][0] += amount
            parts[name][1] += 1
    return parts


def _moved(
    then: Row | None, deal: Row | None, period: tuple[dt.date, dt.date], due: Callable[[Row], bool]
) -> Iterator[tuple[str, int]]:
    """Every part of the bridge one deal is in, with its signed amount."""
    old = (then and then["amount"]) or 0
    new = old if deal is None else deal["amount"] or 0
    was_in = bool(then and then["outcome"] == "open" and due(then))
    is_in = bool(deal and deal["outcome"] == "open" and due(deal))
    if was_in:
        yield "opening", old
        if new != old:
            yield "grown" if new > old else "shrunk", new - old
    way_in = None if was_in else _way_in(then, deal, period, is_in=is_in, due=due)
    if way_in:
        yield way_in, new
    if is_in:
        yield "closing", new
    elif was_in or way_in:
        yield _way_out(deal, period), -new


def _way_in(
    then: Row | None,
    deal: Row | None,
    period: tuple[dt.date, dt.date],
    *,
    is_in: bool,
    due: Callable[[Row], bool],
) -> str | None:
    if deal is None:
        return None
    closed_at = deal["closed_at"]
    passed_by = deal["outcome"] != "open" and due(deal) and closed_at.date() >= period[0]
    if not (is_in or passed_by):
        return None
    if then is None:
        return "created"
    if then["outcome"] == "open":
        return "pulled_in"
    anew = passed_by and then["closed_at"] is not None and closed_at > then["closed_at"]
    return "reopened" if is_in or anew else None


def _way_out(deal: Row | None, period: tuple[dt.date, dt.date]) -> str:
    if deal is None:
        return "removed"
    if deal["outcome"] != "open":
        return str(deal["outcome"])
    fell_back = deal["close_on"] is not None and deal["close_on"] < period[0]
    return "removed" if fell_back else "pushed"


MONEY = {"bookings", "amount", "revenue", "quota", "sales"}


def targets(
    rows: Rows, period: tuple[dt.date, dt.date], manager: int | None = None
) -> tuple[int, str] | None:
    """What is to be booked in the period, day by day, and the level at which it was given.

    For the company the highest level given; for a manager the days on which they led the person.
    Totals of people who lead others with targets are left out.
    """
    teams = Teams(rows)
    person = {r["key_id"]: r["person_id"] for r in rows.get("person_keys", [])}
    given = [
        r
        for r in rows.get("targets", [])
        if r.get("measure", "bookings") in MONEY and _overlap(r, period)
    ]
    levels = {
        "company": [r for r in given if r.get("person_id") is None and r.get("team") is None],
        "teams": [r for r in given if r.get("person_id") is None and r.get("team") is not None],
        "people": [r for r in given if r.get("person_id") is not None],
    }
    if manager is not None:
        levels = {"people": levels["people"]}
    with_targets = {
        person[r["person_id"]] for r in rows.get("targets", []) if r.get("person_id") is not None
    }
    leaders = {
        row["boss"]
        for who in with_targets
        for row in teams.assigned.get(who, [])
        if row["boss"] != who
    }
    for level, found in levels.items():
        total, counted = 0.0, 0
        for row in found:
            who = person.get(row.get("person_id"))
            if level == "people" and who in leaders:
                continue
            days = [
                day
                for day in _overlap(row, period)
                if manager is None or who == manager or teams.on(who, day)[0] == manager
            ]
            counted += bool(days)
            total += row["amount"] * len(days) / (row["to_on"] - row["from_on"]).days
        if found:
            return (round(total), level) if counted else None
    return None


def _overlap(row: Row, period: tuple[dt.date, dt.date]) -> list[dt.date]:
    first, end = max(row["from_on"], period[0]), min(row["to_on"], period[1])
    return [first + i * DAY for i in range((end - first).days)]
