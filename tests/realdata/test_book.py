"""The book of counts of real exports: the totals everybody knows of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.cli.running import fairlead

from fairlead.answers import NotEstimable
from fairlead.lake.counts.book import count_book
from fairlead.lake.counts.timed import NO_HISTORY
from fairlead.lake.store.workspace import open_workspace
from fairlead.measure.cells import Book, CountCells, StepCells
from fairlead.measure.question import Question
from fairlead.refresh.company import load_company
from fairlead.refresh.opening import load_process, opened

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent"),
]


def book_of(name: str, place: Path) -> Book:
    home = place / "Büro #1"
    ran = fairlead("import", DATA / name, "--workspace", home)
    assert ran.code == 0, ran.plain
    workspace = open_workspace(home)
    manifest = workspace.require()
    day = dt.date.fromisoformat(manifest.data_until or "")
    with opened(workspace, manifest) as connection:
        process, _ = load_process(workspace, connection)
        company = load_company(workspace, connection)
        return count_book(connection, Question(day, company=company), process)


def cells_of(book: Book) -> dict[str, Any]:
    return {
        c.slug.removeprefix("default.unknown."): cells
        for c, cells in zip(book.competencies, book.cells, strict=True)
    }


def test_maven(tmp_path: Path) -> None:
    book = book_of("maven_crm", tmp_path)
    cells = cells_of(book)
    assert (book.roster.count, len(set(book.roster.teams))) == (30, 3)
    win = cells["win"]
    assert win.successes.sum() + win.late.sum() == 4238
    resolved = win.successes.sum() + win.failures.sum() + win.open.sum()
    assert resolved == 4238 + 2473 + 1589  # 500 open ones say not when they were created
    assert win.untimed == 500
    assert win.bands.labels == ("all deals",)  # the account is noted late on open ones
    assert cells["size"].count.sum() == 4238
    assert cells["prospecting"] == NotEstimable(NO_HISTORY)
    assert cells["creation"].events.sum() == 8300
    assert 3 < cells["creation"].events.sum() / cells["creation"].exposure.sum() < 6
    assert np.isnan(book.roster.tenure).all()


@pytest.mark.slow
def test_dynamics(tmp_path: Path) -> None:
    book = book_of("dynamics_sample", tmp_path)
    win = cells_of(book)["win"]
    assert win.successes.sum() + win.late.sum() == 11_420
    assert win.successes.sum() + win.failures.sum() + win.open.sum() == 20_000
    assert cells_of(book)["4-close"] == NotEstimable(NO_HISTORY)


@pytest.mark.slow
def test_a_school(tmp_path: Path) -> None:
    cells = cells_of(book_of("itschool_crm", tmp_path))
    win = cells["win"]
    everything = win.successes.sum() + win.failures.sum() + win.open.sum() + win.unowned
    assert everything == 21_593
    assert win.bands.columns == ("source",)
    calls = cells["activity.call"]
    assert isinstance(calls, CountCells)
    assert 95_000 < calls.events.sum() <= 95_874


def test_a_bank(tmp_path: Path) -> None:
    cells = cells_of(book_of("bpic2012", tmp_path))
    submitted = cells["a-submitted"]
    trials = submitted.successes.sum() + submitted.failures.sum() + submitted.open.sum()
    assert trials + submitted.unowned == 13_087 - submitted.untimed
    steps = [c for c in cells.values() if isinstance(c, StepCells)]
    assert len(steps) == 10
    win = cells["win"]
    assert 2_100 < win.successes.sum() + win.late.sum() <= 2_246
    assert win.unowned > 1_000  # most cases are touched by nobody or by machines only
