"""A simulated company of twenty people, exported, imported and counted: engine and reference agree.

Also: a question about a past evening gets the answer that the export of that evening would give.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import numpy as np
import pytest
from tests.lake import reference, reference_book, reference_counts
from tests.lake.canonical import Row, database, state_rows, stint_rows, stint_table
from tests.lake.counts.test_book import compare_cells, same, steps_of
from tests.lake.cutting import cut, stored_rows

from fairlead.lake.counts.book import count_book
from fairlead.lake.counts.movement import movement
from fairlead.lake.counts.relations import relations
from fairlead.lake.counts.scope import prepare
from fairlead.lake.counts.signs import count_signs
from fairlead.lake.counts.summary import created_a_month, summarise
from fairlead.lake.counts.tags import count_tags
from fairlead.lake.counts.tally import open_counts, step_counts
from fairlead.lake.store.workspace import Workspace, open_workspace
from fairlead.lake.writers import write_export
from fairlead.measure.cells import StepCells
from fairlead.measure.question import Question
from fairlead.measure.signs import Signs
from fairlead.process.model import Process
from fairlead.refresh.importing import import_path
from fairlead.refresh.opening import load_process, opened
from fairlead.simulate import Organisation, simulate

END = dt.date(2026, 11, 20)
NOW = dt.datetime(2026, 11, 21, 6, tzinfo=dt.UTC)
EVENINGS = (END, dt.date(2026, 8, 12))


@dataclasses.dataclass(frozen=True)
class Imported:
    """What the workspace holds after the import."""

    rows: dict[str, list[Row]]
    process: Process
    connection: Any


FORMATS = ["salesforce", pytest.param("hubspot", marks=pytest.mark.slow)]


@pytest.fixture(scope="module", params=FORMATS)
def imported(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    folder = tmp_path_factory.mktemp("Büro Süd #1")
    organisation = Organisation(
        people=20, months=12, end=END, dirt=0.04, leave_rate=0.03, move_rate=0.03,
        deals_per_month=6,
    )  # fmt: skip
    export = write_export(simulate(organisation, seed=8), folder / "export", format=request.param)
    workspace: Workspace = open_workspace(folder / "workspace", create=True)
    manifest = import_path(workspace, export.folder, now=NOW).manifest
    with opened(workspace, manifest) as connection:
        process, _findings = load_process(workspace, connection)
        rows = stored_rows(connection)
    return Imported(rows, process, database(rows))


def test_state_and_stints(imported: Imported) -> None:
    assert len(imported.rows["opportunities"]) > 500
    for evening in EVENINGS:
        expected = list(reference.state(imported.rows, imported.process, evening).values())
        assert state_rows(imported.connection, imported.process, evening) == expected
        assert stint_rows(imported.connection, imported.process, evening) == reference.stints(
            imported.rows, imported.process, evening
        )


def test_counts(imported: Imported) -> None:
    table = stint_table(imported.connection, imported.process, END)
    found = reference.stints(imported.rows, imported.process, END)
    expected = reference_counts.step_counts(found)
    for row in step_counts(table).to_pyarrow().to_pylist():
        group = tuple(row.pop(name) for name in reference_counts.MONEY_GROUP)
        row.pop("mix_version")
        assert row == expected.pop(group)
    assert not expected
    waiting = open_counts(table).to_pyarrow().to_pylist()
    counted = sum(row["open_count"] for row in waiting)
    assert counted == sum(reference_counts.open_counts(found).values())


def test_the_book(imported: Imported) -> None:
    rows = imported.rows
    segment = {a["account_id"]: a["segment"] for a in rows["accounts"]}
    pace = {
        d["opportunity_id"]: d["segment"] or segment.get(d["account_id"]) or ""
        for d in rows["opportunities"]
    }
    book = count_book(imported.connection, Question(END), imported.process)
    queues = {p["person_id"] for p in rows["people"] if p["is_queue"]}
    expected = reference_book.trials(rows, imported.process, END, book.window.first)
    compared = 0
    for competency, found in steps_of(book):
        several = expected[competency.pipeline, competency.deal_type, competency.rank]
        for trial in several:
            trial.person = None if trial.person in queues else trial.person
        told = reference_book.told_horizon(several, book.window.month_count)
        if isinstance(found, StepCells) and told is not None:
            assert found.horizon_days == told.days
            names, counted, waiting = reference_book.cells(
                several, book.window.month_count, told, pace
            )
            compare_cells(book, found, names, counted, waiting)
            compared += found.successes.sum()
    assert compared > 1_000


def test_the_book_tags_and_signs_of_a_past_evening(imported: Imported) -> None:
    """Whatever the export of that evening would have given; contacts are known since the export."""
    day = EVENINGS[1]
    results = []
    then = database(cut(imported.rows, imported.process, day))
    for connection in (imported.connection, then):
        question = Question(day)
        book = count_book(connection, question, imported.process)
        slug = next(c.slug for c, found in steps_of(book) if isinstance(found, StepCells))
        everybody = np.ones_like(book.roster.workdays, dtype=bool)
        tags = count_tags(connection, question, book, slug, everybody)
        signs = count_signs(connection, question, book, slug)
        assert isinstance(signs, Signs)
        assert np.nansum(signs.values) > 0
        results.append((book, tags, signs))
    for now, before in zip(*results, strict=True):
        assert same(now, before)


def plain(value: Any) -> Any:
    """A result as lists and numbers that can be compared."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    return {k: plain(v) for k, v in value.items()} if isinstance(value, dict) else value


def everything(connection: Any, process: Process, question: Question) -> dict[str, Any]:
    """Every number of a brief, before any interval."""
    earlier = question.period_start - dt.timedelta(days=1)
    prepare(connection, relations(connection, process), question, earlier=earlier)
    summary = summarise(connection, question)
    return {
        "summary": plain(summary),
        "movement": plain(movement(connection, question, summary, earlier)),
        "created": created_a_month(connection, question),
    }


@pytest.mark.parametrize("audience", ["all", "manager"])
def test_a_past_evening_needs_nothing_known_later(imported: Imported, audience: Any) -> None:
    """f(data, t) = f(data cut at t, t) for every number of a brief.

    Exempt: the next step, of which the export has the present form only; on past days the answer
    is silence. Teams, targets and trainings are dated plans and count as they are known today.
    """
    evening = EVENINGS[1]
    question = Question(evening, audience, manager_of(imported) if audience != "all" else None)
    late = everything(imported.connection, imported.process, question)
    early = everything(
        database(cut(imported.rows, imported.process, evening)), imported.process, question
    )
    for told in (late, early):  # says only why nothing is there, when nothing is
        told["summary"]["selection"].pop("stored")
    assert late["summary"]["hygiene"].pop("without_next_step") is None
    early["summary"]["hygiene"].pop("without_next_step")
    assert late["summary"]["totals"]["opportunities"] > (300 if audience == "all" else 20)
    assert late == early


def manager_of(imported: Imported) -> str:
    """The name of somebody who leads somebody."""
    person = {r["key_id"]: r["person_id"] for r in imported.rows["person_keys"]}
    leaders = {person[a["manager_id"]] for a in imported.rows["assignments"] if a["manager_id"]}
    names = {r["person_id"]: r["name"] for r in imported.rows["people"]}
    return str(min(names[p] for p in leaders if names[p]))


def test_the_bridge_agrees_with_the_reference(imported: Imported) -> None:
    question = Question(END)
    earlier = question.period_start - dt.timedelta(days=1)
    found = everything(imported.connection, imported.process, question)["movement"]
    expected = reference_counts.bridge(
        reference.state(imported.rows, imported.process, earlier),
        reference.state(imported.rows, imported.process, END),
        (question.period_start, question.period_end),
        currency=found["currency"],
    )
    parts = {p["code"]: [p["amount"], p["deal_count"]] for p in found["parts"]}
    parts |= {e: [found[e]["amount"], found[e]["deal_count"]] for e in ("opening", "closing")}
    assert parts == {code: expected[code] for code in parts}
    assert not any(part[1] for code, part in expected.items() if code not in parts)
