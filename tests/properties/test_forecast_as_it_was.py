"""A forecast of a past evening is what a forecast of that evening said: f(data, t) = f(cut, t)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from tests.lake.canonical import Row
from tests.lake.cutting import cut, stored_rows
from tests.lake.lives import LAST_DAY, PROCESS, dice_of
from tests.properties.as_it_was import holding
from tests.properties.company_of_lives import FIRST_DAY, Company

from fairlead.company.calendar import Calendar
from fairlead.forecast import evening
from fairlead.forecast.ahead import Asked, Told, tell
from fairlead.forecast.frame import Frame, frame_of
from fairlead.forecast.journal import NOBODY, Journal, number_of
from fairlead.lake.counts.journal import journal
from fairlead.lake.counts.relations import relations
from fairlead.lake.counts.scope import led
from fairlead.lake.store.workspace import open_workspace
from fairlead.lake.writers import write_export
from fairlead.measure.question import Question
from fairlead.process.model import Process
from fairlead.refresh.importing import import_path
from fairlead.refresh.opening import load_process, opened
from fairlead.simulate import Organisation, simulate

END = dt.date(2026, 9, 30)


@dataclass(frozen=True)
class World:
    """A company whose rows of any evening are known."""

    process: Process
    rows_of: Callable[[dt.date], dict[str, list[Row]]]
    whole: Journal

    def then(self, day: dt.date) -> Journal:
        found = journal_of(holding(self.rows_of(day), self.process), self.process, day)
        assert found is not None
        return found


def journal_of(connection: Any, process: Process, day: dt.date) -> Journal | None:
    question = Question(day)
    tables = relations(connection, process, question.company)
    led(connection)
    return journal(connection, tables, question, process)


@pytest.fixture(scope="module")
def lives() -> World:
    told = Company(dice_of(12), 150)
    whole = journal_of(holding(told.rows(), PROCESS), PROCESS, LAST_DAY)
    assert whole is not None
    return World(PROCESS, told.rows, whole)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A simulated company, exported and imported; its tables are cut by the plain reference."""
    folder = tmp_path_factory.mktemp("Büro Süd #1")
    organisation = Organisation(
        people=6, months=20, end=END, dirt=0.02, deals_per_month=8, reopen_rate=0.03,
        reassign_rate=0.08, move_rate=0.03,
    )  # fmt: skip
    written = write_export(simulate(organisation, seed=8), folder / "export", format="salesforce")
    home = open_workspace(folder / "import", create=True)
    now = dt.datetime(2026, 10, 1, 6, tzinfo=dt.UTC)
    manifest = import_path(home, written.folder, now=now, counting=False).manifest
    with opened(home, manifest) as connection:
        process, _findings = load_process(home, connection)
        rows = stored_rows(connection)
    whole = journal_of(holding(rows, process), process, END)
    assert whole is not None
    return World(process, lambda day: cut(rows, process, day), whole)


def open_then(frame: Frame, day: dt.date) -> list[tuple[Any, ...]]:
    """Everything known of the open deals of an evening, by key of the deal."""
    found = frame.evenings.open_at(number_of(day))
    keys = frame.journal.deals.opportunity_id[found.deal]
    people = np.append(frame.journal.staff.person_id, NOBODY)
    columns = (keys, found.place, found.dwell, people[found.owner], found.amount, found.plan)
    return sorted(zip(*(c.tolist() for c in columns), strict=True))


def won_then(frame: Frame, day: dt.date) -> list[tuple[Any, ...]]:
    found = frame.evenings.wins_at(number_of(day))
    keys = frame.journal.deals.opportunity_id[found.deal]
    columns = (keys, found.day, found.booked, found.amount, found.life)
    return sorted(zip(*(c.tolist() for c in columns), strict=True))


def traffic_until(frame: Frame, day: dt.date) -> list[tuple[int, ...]]:
    """Everything counted by an evening."""
    week = frame.week(number_of(day))
    sums = frame.traffic
    found = (sums.exits, sums.exposed, sums.moves, sums.born)
    return [tuple(s[sums.row(week)].ravel().tolist()) for s in found]


EVENINGS = [dt.timedelta(days=n) for n in (30, 60, 90, 120, 150, 200, 240)]


@pytest.mark.parametrize("late", EVENINGS, ids=lambda d: str(d.days))
def test_the_journal_of_lives_can_be_cut_at_any_evening(lives: World, late: Any) -> None:
    day = FIRST_DAY + late
    whole, then = frame_of(lives.whole, day), frame_of(lives.then(day), day)
    assert len(open_then(then, day)) > 5
    assert open_then(whole, day) == open_then(then, day)
    assert won_then(whole, day) == won_then(then, day)
    assert traffic_until(whole, day) == traffic_until(then, day)


DAYS = (dt.date(2026, 2, 20), dt.date(2026, 5, 13))


def told_of(book: Journal, day: dt.date) -> Told:
    found = tell(book, Asked(Calendar(), day, by="person", target=50_000_000))
    assert isinstance(found, Told)
    return found


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_forecast_uses_nothing_known_later(imported: World, day: dt.date) -> None:
    late, then = frame_of(imported.whole, day), frame_of(imported.then(day), day)
    assert open_then(late, day) == open_then(then, day)
    assert won_then(late, day) == won_then(then, day)
    assert traffic_until(late, day) == traffic_until(then, day)
    # what came later is only in the look back, which reads periods that were over
    whole, cut_short = told_of(imported.whole, day), told_of(imported.then(day), day)
    assert whole.outlook == cut_short.outlook


@pytest.fixture(params=["amount", "owner", "plan", "stage"])
def leak(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Let one thing about open deals be what it was to become."""
    honest = evening.Evenings._look

    def leaking(self: evening.Evenings, day: int) -> evening.Open:
        from dataclasses import replace

        found, last = honest(self, day), number_of(self.journal.until)
        book = self.journal
        if request.param == "amount":
            return replace(found, amount=book.amounts.at(found.deal, last))
        if request.param == "owner":
            return replace(found, owner=book.owners.at(found.deal, last))
        if request.param == "plan":
            return replace(found, plan=book.closes.at(found.deal, last))
        later = honest(self, day + 28)
        ahead = dict(zip(later.deal.tolist(), later.place.tolist(), strict=True))
        place = [
            ahead.get(d, p) for d, p in zip(found.deal.tolist(), found.place.tolist(), strict=True)
        ]
        return replace(found, place=np.array(place))

    monkeypatch.setattr(evening.Evenings, "_look", leaking)
    return str(request.param)


def test_a_planted_leak_is_caught(imported: World, leak: str) -> None:
    day = DAYS[0]
    assert told_of(imported.whole, day).outlook != told_of(imported.then(day), day).outlook, leak
