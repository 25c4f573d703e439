"""A second opinion in plain Python: dictionaries and loops, written from the definitions.

Nothing here was taken from the engine's queries. Where both agree on random companies, either both
are right or both misread the same sentence; the sentences are in the docstrings.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from tests.lake.canonical import Row, Rows

from fairlead.process.model import Process

DAY = dt.timedelta(days=1)
WIN = 10_000
CASTS: dict[str, Any] = {
    "amount": int,
    "currency": str,
    "owner_id": int,
    "close_on": dt.date.fromisoformat,
}


def evening(day: dt.date) -> dt.datetime:
    """The first instant that is not known yet on the evening of `day`."""
    return dt.datetime.combine(day + DAY, dt.time(), dt.UTC)


class History:
    """The rows of one company, found by deal, in the order in which things happened."""

    def __init__(self, rows: Rows) -> None:
        self.deals = rows.get("opportunities", [])
        self.moves = _by_deal(rows.get("stage_changes", []))
        self.edits = _by_deal(rows.get("field_changes", []))
        alive = {d["opportunity_id"] for d in self.deals if d.get("outcome") != "deleted"}
        self.kept = [m for deal in alive for m in self.moves[deal]]
        self.person = {r["key_id"]: r["person_id"] for r in rows.get("person_keys", [])}

    def begins(self, end: dt.datetime) -> dt.datetime:
        """When stage history began to be kept, as far as anybody knew then."""
        return min(m["occurred_at"] for m in self.kept if known_by(m, end))

    def of_field(self, deal: int, field: str) -> list[Row]:
        return [e for e in self.edits[deal] if e["field"] == field]


def _by_deal(rows: Iterable[Row]) -> defaultdict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: (r["occurred_at"], r["sequence"])):
        found[row["opportunity_id"]].append(row)
    return found


def known_by(row: Row, end: dt.datetime) -> bool:
    return bool(row["occurred_at"] < end and row["known_at"] < end)


def kinds(process: Process) -> dict[tuple[str, str], str]:
    return {(p.name, s.stage): s.kind for p in process.pipelines for s in p.stages}


def ranks(process: Process) -> dict[tuple[str, str], int]:
    """Place of a stage in selling order, from 0; the win comes behind all."""
    found = {}
    for p in process.pipelines:
        found |= {(p.name, s.stage): i for i, s in enumerate(p.open_stages())}
        found |= {(p.name, s.stage): WIN for s in p.stages if s.kind == "won"}
    return found


def value_then(changes: list[Row], field: str, present: Any, end: dt.datetime) -> Any:
    """The newest change by then, else the old value of the first change after it, else present."""
    by_then = [c for c in changes if known_by(c, end)]
    later = [c for c in changes if not known_by(c, end)]
    if by_then:
        text = by_then[-1]["new"]
    elif later:
        text = later[0]["old"]
    else:
        return present
    return None if text is None else CASTS[field](text)


def state(rows: Rows, process: Process, as_of: dt.date) -> dict[int, Row]:
    """Deals as they were on that evening, by the four rules of `lake.counts.state`."""
    history, end, kind_of = History(rows), evening(as_of), kinds(process)
    found = {}
    for row in sorted(history.deals, key=lambda r: r["opportunity_id"]):
        if row.get("outcome", "open") == "deleted":
            continue
        then = _deal_then(row, history, end, kind_of)
        if then is not None:
            found[row["opportunity_id"]] = then
    return found


def _deal_then(
    row: Row, history: History, end: dt.datetime, kind_of: dict[tuple[str, str], str]
) -> Row | None:
    number, pipeline = row["opportunity_id"], row.get("pipeline", "default")
    moves = history.moves[number]
    by_then = [m for m in moves if known_by(m, end)]
    existed = (
        row.get("created_at")
        or (by_then[0]["occurred_at"] if by_then else None)
        or row.get("closed_at")
        or row["known_at"]
    )
    if existed >= end:
        return None
    untouched = row["known_at"] < end
    settled = untouched and row.get("source") != "event_log"
    values = {
        field: row.get(field)
        if untouched
        else value_then(history.of_field(number, field), field, row.get(field), end)
        for field in CASTS
    }
    passed = values["close_on"] is not None and values["close_on"] < end.date()
    outcome, closed_at, stage = _told(row, moves, end, kind_of, close_date_passed=passed)
    closing = any(kind_of.get((pipeline, m["to_stage"])) in {"won", "lost"} for m in moves)
    if not closing:
        flips = history.of_field(number, "outcome")
        outcome, closed_at = _flipped(flips, (outcome, closed_at), end, close_date_passed=passed)
        if flips and outcome != "open":
            stage = stage or row.get("stage")
    road = [m for m in by_then if kind_of.get((pipeline, m["to_stage"])) != "side"]
    if settled:
        outcome = row.get("outcome", "open")
        stage = row.get("stage") or stage
        last = kind_of.get((pipeline, road[-1]["to_stage"])) if road else None
        if outcome in {"won", "lost"}:
            really = road[-1]["occurred_at"] if last in {"won", "lost"} else None
            closed_at = really or row.get("closed_at")
    if outcome == "open":
        closed_at = None
    booked_on = values["close_on"] or (closed_at.date() if closed_at else None)
    return {
        "opportunity_id": number,
        "pipeline": pipeline,
        "type": row.get("type", "new_business"),
        "created_at": row.get("created_at"),
        **values,
        "stage": stage,
        "outcome": outcome,
        "closed_at": closed_at,
        "booked_on": booked_on if outcome in {"won", "lost"} else None,
        "has_history": bool(by_then),
    }


def _flipped(
    flips: list[Row],
    told: tuple[str, dt.datetime | None],
    end: dt.datetime,
    *,
    close_date_passed: bool,
) -> tuple[str, dt.datetime | None]:
    """Outcome and closing where two exports differ in the outcome only, else as `told`."""
    by_then = [c for c in flips if known_by(c, end)]
    if by_then:
        return by_then[-1]["new"], by_then[-1]["occurred_at"]
    if flips:
        before = flips[0]["old"]
        return ("open" if before != "open" and not close_date_passed else before), None
    return told


def _told(
    row: Row,
    moves: list[Row],
    end: dt.datetime,
    kind_of: dict[tuple[str, str], str],
    *,
    close_date_passed: bool,
) -> tuple[str, dt.datetime | None, str | None]:
    """Outcome, closing and stage as history tells them: rules 2 to 4.

    States beside the road say nothing. Before its first event a deal was where that event took it
    from, if the event says so; closed only if its close date had passed.
    """
    pipeline = row.get("pipeline", "default")

    def kind(stage: str | None) -> str | None:
        return kind_of.get((pipeline, stage)) if stage is not None else None

    by_then = [m for m in moves if known_by(m, end) and kind(m["to_stage"]) != "side"]
    later = [m for m in moves if not known_by(m, end)]
    stage, closed_at = None, None
    if by_then:
        stage = by_then[-1]["to_stage"]
        closed_at = by_then[-1]["occurred_at"]
    elif later and not any(known_by(m, end) for m in moves):
        stage = later[0].get("from_stage")
        if kind(stage) in {"won", "lost"} and not close_date_passed:
            stage = None
    if any(kind(m["to_stage"]) in {"won", "lost"} for m in moves):
        told = kind(stage)
        if told in {"won", "lost"}:
            return told, closed_at, stage
        return "open", None, stage
    outcome = row.get("outcome", "open")
    if outcome in {"won", "lost"} and row.get("closed_at") and row["closed_at"] < end:
        return outcome, row["closed_at"], stage or row.get("stage")
    return "open", None, stage


def stints(rows: Rows, process: Process, as_of: dt.date) -> list[Row]:
    """Time in stage, by methods section 2."""
    history, end, rank_of = History(rows), evening(as_of), ranks(process)
    deals = state(rows, process, as_of)
    found = []
    for number, then in deals.items():
        if then["has_history"]:
            found += _walked(number, then, history, rank_of, end)
    found += _last_steps(deals, process, history)
    return sorted(found, key=lambda s: (s["opportunity_id"], s["rank"]))


def _walked(
    number: int, then: Row, history: History, rank_of: dict[tuple[str, str], int], end: dt.datetime
) -> list[Row]:
    first: dict[int, dt.datetime | None] = {}
    name: dict[int, str] = {}
    for move in history.moves[number]:
        rank = rank_of.get((then["pipeline"], move["to_stage"]))
        if rank is not None and known_by(move, end):
            first.setdefault(rank, move["occurred_at"])
            name[rank] = move["to_stage"]
    by_then = [m for m in history.moves[number] if known_by(m, end)]
    left = by_then[0].get("from_stage") if by_then else None
    rank = rank_of.get((then["pipeline"], left)) if left is not None else None
    if rank is not None:
        name[rank] = left
        created, begins = then["created_at"], history.begins(end)
        kept = created and begins <= created <= by_then[0]["occurred_at"]
        entries = [first.get(rank), created if kept else None]
        first[rank] = min((e for e in entries if e is not None), default=None)
    if then["outcome"] == "won" and then["closed_at"]:
        first[WIN] = min(first.get(WIN) or then["closed_at"], then["closed_at"])
    born = min((e for e in first.values() if e is not None), default=None)
    found = []
    for rank, entered in first.items():
        if rank == WIN:
            continue
        further = [when for other, when in first.items() if other > rank]
        ended, outcome = None, "open"
        if further:
            outcome, ended = "advanced", _latest(_earliest(*further), entered)
        elif then["outcome"] == "lost":
            outcome = "lost"
            ended = _latest(then["closed_at"], entered) if then["closed_at"] else None
        stop = end if outcome == "open" else ended
        spans = _owners(history, number, end)
        person, inherited = _credit(
            spans=spans, then=then, history=history, entered=entered, stop=stop, born=born
        )
        found.append(
            {
                "opportunity_id": number,
                "pipeline": then["pipeline"],
                "type": then["type"],
                "stage": name[rank],
                "rank": rank,
                "entered_at": entered,
                "ended_at": ended,
                "outcome": outcome,
                "dwell_s": None
                if stop is None or entered is None
                else (stop - entered) // dt.timedelta(seconds=1),
                "person_id": person,
                "inherited": inherited,
                "amount_at_entry": _amount_at(history, number, entered, end, then["amount"]),
                "currency": then["currency"],
                "provenance": "observed",
            }
        )
    return found


def _earliest(*times: dt.datetime | None) -> dt.datetime | None:
    return min((t for t in times if t is not None), default=None)


def _latest(*times: dt.datetime | None) -> dt.datetime | None:
    return max((t for t in times if t is not None), default=None)


def _amount_at(
    history: History, number: int, entered: dt.datetime | None, end: dt.datetime, present: Any
) -> Any:
    """The amount the deal carried when it entered; changes of that instant are in already."""
    changes = history.of_field(number, "amount")
    before = [c for c in changes if entered and known_by(c, end) and c["occurred_at"] <= entered]
    after = [c for c in changes if c not in before]
    text = before[-1]["new"] if before else after[0]["old"] if after else present
    return None if text is None else int(text)


def _owners(
    history: History, number: int, end: dt.datetime
) -> list[tuple[dt.datetime | None, dt.datetime | None, int | None]]:
    """Who owned the deal from when to when, as known that evening; None is nobody."""
    changes = [c for c in history.of_field(number, "owner_id") if known_by(c, end)]
    if not changes:
        return []

    def who(text: str | None) -> int | None:
        return history.person.get(int(text)) if text is not None else None

    spans = [(None, changes[0]["occurred_at"], who(changes[0]["old"]))]
    ends = [c["occurred_at"] for c in changes[1:]] + [None]
    spans += [(c["occurred_at"], to, who(c["new"])) for c, to in zip(changes, ends, strict=True)]
    return spans


def _credit(
    *,
    spans: list[tuple[dt.datetime | None, dt.datetime | None, int | None]],
    then: Row,
    history: History,
    entered: dt.datetime | None,
    stop: dt.datetime | None,
    born: dt.datetime | None,
) -> tuple[int | None, bool]:
    """Credit goes to whoever owned the stint longest, all their times together.

    Ties go to the owner at entry, then to who came first. Who came in the last fifth of the time
    or the last seven days never gets it. Where the end is not known it is the owner at entry.
    """
    if not spans:
        return history.person.get(then["owner_id"]), False
    last, known = stop if stop is not None else entered, entered is not None
    if last is None:
        return None, False
    entered = entered or last  # who owned it in the end, where its entry is not known
    owned: dict[int, dt.timedelta] = {}
    came: dict[int, dt.datetime] = {}
    before: set[int] = set()
    entry = None
    for since, until, who in spans:
        if who is None:
            continue
        start = entered if since is None else max(since, entered)
        finish = last if until is None else min(until, last)
        if (since is None or since <= entered) and (until is None or until > entered):
            entry = who
            owned.setdefault(who, dt.timedelta())
            came[who] = entered
        if finish > start:
            owned[who] = owned.get(who, dt.timedelta()) + (finish - start)
            came.setdefault(who, start)
        if born is None:  # nothing of the deal has a day: nobody came before
            continue
        earlier = born if since is None else max(since, born)
        if (entered if until is None else min(until, entered)) > earlier:
            before.add(who)
    dwell = last - entered
    fair = [
        who
        for who in owned
        if who == entry or not (last - came[who] < dwell / 5 or last - came[who] < 7 * DAY)
    ]
    if not fair:
        return None, False
    best = max(fair, key=lambda who: (owned[who], who == entry, -came[who].timestamp()))
    return best, known and bool(before - {best})


def _last_steps(deals: dict[int, Row], process: Process, history: History) -> list[Row]:
    """Deals without history went through every step up to the one they reached.

    Only in pipelines where closed deals still show an open step.
    """
    steps = {p.name: [s.stage for s in p.open_stages()] for p in process.pipelines}
    bare = [
        d
        for d in deals.values()
        if not d["has_history"] and d["stage"] in steps.get(d["pipeline"], [])
    ]
    telling = {d["pipeline"] for d in bare if d["outcome"] != "open"}
    found = []
    for d in bare:
        if d["pipeline"] not in telling:
            continue
        top = steps[d["pipeline"]].index(d["stage"])
        for rank, stage in enumerate(steps[d["pipeline"]][: top + 1]):
            outcome = {"won": "advanced"}.get(d["outcome"], d["outcome"])
            found.append(
                {
                    "opportunity_id": d["opportunity_id"],
                    "pipeline": d["pipeline"],
                    "type": d["type"],
                    "stage": stage,
                    "rank": rank,
                    "entered_at": d["created_at"],
                    "ended_at": None,
                    "outcome": "advanced" if rank < top else outcome,
                    "dwell_s": None,
                    "person_id": history.person.get(d["owner_id"]),
                    "inherited": False,
                    "amount_at_entry": d["amount"],
                    "currency": d["currency"],
                    "provenance": "last step",
                }
            )
    return found
