"""Prices in the book: won deals, sold over list, as known on the evening asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from tests.lake.counts.test_simulated import END, NOW

from fairlead.answers import NotEstimable
from fairlead.lake.counts.book import NO_DISCOUNTS, NO_PRICES, NO_PRICES_THEN, count_book
from fairlead.lake.counts.values import KEPT
from fairlead.lake.store.workspace import open_workspace
from fairlead.lake.writers import write_export
from fairlead.measure.cells import AmountCells, Book
from fairlead.measure.question import Question
from fairlead.refresh.briefing import load_process, opened
from fairlead.refresh.importing import import_path
from fairlead.simulate import Organisation, Simulation, simulate


@pytest.fixture(scope="module")
def company() -> Simulation:
    organisation = Organisation(
        people=12, months=12, end=END, deals_per_month=6, price_kept=0.88, reopen_rate=0.0
    )
    return simulate(organisation, seed=5)


@pytest.fixture(scope="module")
def connected(company: Simulation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("Büro Süd #1")
    export = write_export(company, folder / "export", format="salesforce")
    workspace = open_workspace(folder / "workspace", create=True)
    manifest = import_path(workspace, export.folder, now=NOW, counting=False).manifest
    with opened(workspace, manifest) as connection:
        process, _ = load_process(workspace, connection)
        for table in ("deal_lines", "opportunities"):  # a copy that a test may change
            connection.execute(f"CREATE TEMP TABLE copy AS SELECT * FROM {table}")
            connection.execute(f"DROP VIEW {table}")
            connection.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM copy")
            connection.execute("DROP TABLE copy")
        yield connection, process


def prices(book: Book) -> dict[str, AmountCells | NotEstimable]:
    return {
        str(c.deal_type): cells
        for c, cells in zip(book.competencies, book.cells, strict=True)
        if c.kind == "price" and isinstance(cells, AmountCells | NotEstimable)
    }


def test_cells_add_up_to_the_won_deals(company: Simulation, connected: Any) -> None:
    connection, process = connected
    found = prices(count_book(connection, Question(END), process))
    types = company.words("deals", "type").text()
    won = (company.numbers("deals", "outcome") == 1) & (company.numbers("deals", "owner") >= 0)
    kept = 1 - company.numbers("deal_lines", "percent") / 100
    cells = found["new_business"]
    assert isinstance(cells, AmountCells)
    mine = won & (types == "new_business")
    shares = np.clip(kept[mine], *KEPT)
    logit = np.log(shares / (1 - shares))
    assert cells.count.sum() == mine.sum() > 100
    assert cells.amount.sum() == pytest.approx(shares.sum(), rel=1e-4)  # list prices end in cents
    assert cells.total.sum() == pytest.approx(logit.sum(), rel=1e-3)
    assert cells.square.sum() == pytest.approx((logit**2).sum(), rel=1e-3)
    assert cells.below is not None
    assert cells.below.sum() == (kept[mine] < KEPT[1]).sum()


@pytest.mark.slow
def test_what_is_known_later_changes_nothing(connected: Any) -> None:
    connection, process = connected
    day = dt.date(2026, 6, 30)
    before = prices(count_book(connection, Question(day), process))
    connection.execute("BEGIN")
    connection.execute(
        "UPDATE deal_lines SET sold_amount = 1 WHERE changed_at > TIMESTAMPTZ '2026-07-02'"
    )
    later = prices(count_book(connection, Question(day), process))
    now = prices(count_book(connection, Question(END), process))
    connection.execute("ROLLBACK")
    for one, other in zip(before.values(), later.values(), strict=True):
        assert isinstance(one, AmountCells) == isinstance(other, AmountCells)
        if isinstance(one, AmountCells) and isinstance(other, AmountCells):
            assert np.array_equal(one.total, other.total)
    leaked = now["new_business"]
    assert isinstance(leaked, AmountCells)
    assert leaked.amount.sum() / leaked.count.sum() < 0.8  # the lie is seen where it may be


def test_silence_says_why(connected: Any) -> None:
    connection, process = connected
    for change, reason, have in (
        ("UPDATE deal_lines SET sold_amount = list_amount", NO_DISCOUNTS, 0),
        ("DELETE FROM deal_lines", NO_PRICES, None),
        ("UPDATE deal_lines SET changed_at = now() + INTERVAL 9 YEAR", NO_PRICES_THEN, None),
    ):
        connection.execute("BEGIN")
        connection.execute(change)
        found = prices(count_book(connection, Question(END), process))["new_business"]
        connection.execute("ROLLBACK")
        assert isinstance(found, NotEstimable)
        assert (found.reason, found.have) == (reason, have)
