"""Every number of a brief of a past day is what a brief of that day said: f(data, t) = f(cut, t).

What is left out, and why, stands at `as_it_was.comparable`. ``FAIRLEAD_CUTS=200 pytest -m slow
tests/properties/test_as_it_was.py`` asks about 200 random evenings.
"""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle, islice
from typing import Any

import pytest
from tests.lake.canonical import Row, Rows
from tests.lake.cutting import cut, stored_rows
from tests.lake.lives import LAST_DAY, PROCESS, company, dice_of, export
from tests.lake.reference import evening
from tests.properties.as_it_was import (
    AUDIENCES,
    PRESENT,
    Stored,
    comparable,
    differences,
    holding,
    silent_on_next_steps,
)
from tests.properties.company_of_lives import FIRST_DAY, LEADERS, REPS, Company

from fairlead.lake.counts import state, texts
from fairlead.lake.store.workspace import open_workspace
from fairlead.lake.writers import write_export
from fairlead.measure.question import Question
from fairlead.refresh.importing import import_path
from fairlead.refresh.opening import load_process, opened
from fairlead.simulate import Organisation, simulate

CUTS = int(os.environ.get("FAIRLEAD_CUTS", "200"))
"""How many evenings the slow study draws, half of them of each company."""


@dataclass(frozen=True)
class World:
    """A company of which all is stored, and what was stored on any evening."""

    stored: Stored
    connection: Any
    rows_of: Callable[[dt.date], dict[str, list[Row]]]
    days: tuple[dt.date, dt.date]
    leaders: tuple[str, ...]
    reps: tuple[str, ...]

    def day(self, dice: random.Random) -> dt.date:
        return self.days[0] + dt.timedelta(days=dice.randrange((self.days[1] - self.days[0]).days))

    def touched_since(self, day: dt.date) -> bool:
        """Say whether deals that existed on that evening have changed since."""
        end = f"TIMESTAMPTZ '{evening(day).isoformat()}'"
        (count,) = self.connection.execute(
            f"SELECT count(*) FROM opportunities WHERE created_at < {end} AND known_at >= {end} "
            "AND outcome <> 'deleted'"
        ).fetchone()
        return bool(count)

    def question(self, dice: random.Random, audience: Any, day: dt.date) -> Question:
        names = {"manager": self.leaders, "rep": self.reps}.get(audience)
        return Question(day, audience, dice.choice(names) if names else None)


def checked(world: World, dice: random.Random, count: int) -> Iterator[tuple[int, list[str]]]:
    """Ask about `count` evenings, the audiences in turn; yield deals seen and what differs."""
    for audience in islice(cycle(AUDIENCES), count):
        day = world.day(dice)
        question = world.question(dice, audience, day)
        late = world.stored.brief(world.connection, question, until=world.stored.until)
        then = world.stored.brief(
            holding(world.rows_of(day), world.stored.process), question, until=day
        )
        if world.touched_since(day):
            assert silent_on_next_steps(late), question
            assert PRESENT in {f["code"] for f in late["findings"]}, question
        found = differences(comparable(late), comparable(then))
        yield late["totals"]["opportunities"], [f"{question}: {d}" for d in found]


def assert_as_it_was(world: World, dice: random.Random, count: int) -> int:
    """Check `count` evenings; return the deals that were looked at in all."""
    deals = 0
    for seen, found in checked(world, dice, count):
        assert not found
        deals += seen
    return deals


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Lives of deals as they went, told by an export of the last day and of any evening before."""
    stored = Stored.make(tmp_path_factory.mktemp("Büro #1") / "ws", LAST_DAY, PROCESS)
    told = Company(dice_of(12), 150)
    connection = holding(told.rows(), PROCESS)
    days = (FIRST_DAY, LAST_DAY)
    return World(stored, connection, told.rows, days, LEADERS, REPS)


def without_lost(then: dict[str, list[Row]], rows: Rows, day: dt.date) -> dict[str, list[Row]]:
    """Take the next steps away where deals have changed since: nothing is shown of them then."""
    if max(row["known_at"] for row in rows["opportunities"]) < evening(day):
        return then
    return then | {"opportunities": [r | {"next_step": None} for r in then["opportunities"]]}


END = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A simulated company, exported and imported; its tables are cut by the plain reference."""
    folder = tmp_path_factory.mktemp("Büro Süd #1")
    organisation = Organisation(
        people=15, months=15, end=END, dirt=0.04, deals_per_month=4, leave_rate=0.03,
        move_rate=0.05, manager_swap_rate=0.05, reopen_rate=0.03, reassign_rate=0.08,
    )  # fmt: skip
    written = write_export(simulate(organisation, seed=8), folder / "export", format="salesforce")
    home = open_workspace(folder / "import", create=True)
    now = dt.datetime(2026, 11, 21, 6, tzinfo=dt.UTC)
    manifest = import_path(home, written.folder, now=now, counting=False).manifest
    with opened(home, manifest) as connection:
        process, _findings = load_process(home, connection)
        rows = stored_rows(connection)
    person = {r["key_id"]: r["person_id"] for r in rows["person_keys"]}
    names = {r["person_id"]: r["name"] for r in rows["people"]}
    leaders = {names[person[a["manager_id"]]] for a in rows["assignments"] if a["manager_id"]}
    reps = {names[person[d["owner_id"]]] for d in rows["opportunities"] if d["owner_id"]}
    return World(
        Stored.make(folder / "ws", END, process),
        holding(rows, process),
        lambda day: without_lost(cut(rows, process, day), rows, day),
        (dt.date(2025, 11, 1), END),
        tuple(sorted(leaders)),
        tuple(sorted(reps)),
    )


def test_a_brief_of_a_past_day_uses_nothing_known_later(lives: World) -> None:
    assert assert_as_it_was(lives, dice_of(1), 10) > 200


@pytest.mark.slow
def test_a_brief_of_an_imported_company_uses_nothing_known_later(imported: World) -> None:
    assert assert_as_it_was(imported, dice_of(2), 4) > 800


@pytest.mark.slow
@pytest.mark.parametrize("name", ["lives", "imported"])
def test_200_evenings_use_nothing_known_later(name: str, request: pytest.FixtureRequest) -> None:
    dice = random.Random()  # noqa: S311  nothing secret
    assert assert_as_it_was(request.getfixturevalue(name), dice, CUTS // 2) > CUTS


# ---- planted leaks ---------------------------------------------------------------------------

THEN = {"amount": "amount_then", "owner_id": "owner_then", "close_on": "close_on_then"}


@pytest.fixture(params=THEN)
def leak(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Let one field of a deal have its present value on past evenings."""
    honest = state._as_known

    def leaking(relations: Any, joined: Any, end: Any) -> Any:
        found = honest(relations, joined, end)
        return found.mutate(**{THEN[request.param]: found[request.param]})

    monkeypatch.setattr(state, "_as_known", leaking)
    monkeypatch.setattr(texts, "_made", {})  # queries are made once
    monkeypatch.setattr(texts, "_place", [])
    return request.param


def test_a_planted_leak_is_caught(lives: World, leak: str) -> None:
    assert any(found for _deals, found in checked(lives, dice_of(1), 5)), leak


def test_events_known_late_are_noticed_if_used_early(lives: World) -> None:
    """Where the day on which a change came to be known is forgotten, briefs of the past differ."""
    forgetful = lives.rows_of(LAST_DAY)
    for name in ("stage_changes", "field_changes"):
        forgetful[name] = [r | {"known_at": r["occurred_at"]} for r in forgetful[name]]
    spoilt = replace(lives, connection=holding(forgetful, PROCESS))
    assert any(found for _deals, found in checked(spoilt, dice_of(1), 10))


# ---- what nobody can know ------------------------------------------------------------------


def test_deals_without_history_are_named_in_a_finding(lives: World) -> None:
    """Their stage, amount and owner of then are gone: the brief shows today's, and says so."""
    bare = [d for d in company(dice_of(5), 400) if d.style == "bare"]
    connection = holding({**lives.rows_of(LAST_DAY), **export(bare, LAST_DAY)}, PROCESS)
    day = dt.date(2026, 3, 31)
    late = [d.number for d in bare if d.created.date() <= day < d.events[-1].known.date()]
    assert len(late) > 3
    found = lives.stored.brief(connection, Question(day), until=LAST_DAY)
    (told,) = [f for f in found["findings"] if f["code"] == PRESENT]
    assert told["severity"] == "warning"
    assert told["evidence"]["without_stages"] == len(late)
    assert f"the stages of {len(late)} deals" in told["detail"]
    today = lives.stored.brief(connection, Question(LAST_DAY), until=LAST_DAY)
    assert PRESENT not in {f["code"] for f in today["findings"]}
