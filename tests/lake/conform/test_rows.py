"""Every row of every file is stored or put aside with its reason; too many stop the import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.lake.conform.conftest import staged
from tests.refresh.company import contents, deal, rows_of, take, write_csv, write_deals, write_users

from fairlead.errors import ImportFileError
from fairlead.lake.store.workspace import open_workspace

Store = Callable[..., Any]

CELLS = st.sampled_from(
    [
        None,
        "",
        " ",
        "1",
        "2",
        "007",
        "1E5",
        "soon",
        "2026-10-01",
        "20.11.2026",
        "1.234,56",
        "(5)",
        "12k",
        "Null",
        "NA",
        "yes",
        "maybe",
        "Won",
        "Low, Spencer",
        "a@b.c",
        "Q4 2026",
        "00G1",
        "'",
        "😀",
        "2026-10-01T10:00:00Z",
        "99999999999999999999",
        "-1",
    ]
)

TABLES: dict[str, dict[str, str]] = {
    "opportunities": {
        "Key": "id",
        "Worth": "amount",
        "Coin": "currency",
        "Opened": "created_at",
        "Closes": "close_on",
        "Who": "owner",
        "End": "outcome",
        "Gone": "is_deleted",
    },
    "activities": {"Key": "id", "At": "occurred_at", "Long": "duration", "Who": "person"},
    "stage_history": {
        "Deal": "opportunity",
        "At": "occurred_at",
        "Step": "stage",
        "Worth": "amount",
    },
    "field_history": {"Deal": "opportunity", "At": "occurred_at", "What": "field", "To": "new"},
    "people": {"Key": "id", "Name": "name", "Mail": "email", "Boss": "manager", "From": "from_on"},
    "targets": {
        "Who": "person",
        "When": "period",
        "From": "from_on",
        "To": "to_on",
        "Worth": "amount",
    },
    "submissions": {
        "Who": "person",
        "From": "from_on",
        "To": "to_on",
        "Said": "submitted_at",
        "Worth": "amount",
    },
    "stages": {"Stage": "stage", "Place": "position", "Shut": "is_closed", "Odds": "probability"},
    "order_lines": {"Key": "id", "At": "closed_at", "Worth": "amount", "Who": "owner"},
    "event_log": {"Case": "case", "Did": "label", "At": "occurred_at", "Who": "resource"},
    "splits": {"Deal": "opportunity", "Who": "person", "Part": "share"},
    "trainings": {"T": "training", "Who": "person", "Skill": "competency", "At": "started_on"},
}


@st.composite
def dirty(draw: st.DrawFn) -> tuple[str, list[list[str | None]]]:
    """A kind of table and rows of whatever people write."""
    target = draw(st.sampled_from(sorted(TABLES)))
    row = st.lists(CELLS, min_size=len(TABLES[target]), max_size=len(TABLES[target]))
    return target, draw(st.lists(row, max_size=12))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(dirty(), min_size=1, max_size=4))
def test_rows_in_are_rows_stored_and_rows_put_aside(
    store: Store, tmp_path: Path, files: list[tuple[str, list[list[str | None]]]]
) -> None:
    tables = [
        staged(tmp_path, f"{n} {target}.csv", target, TABLES[target], rows)
        for n, (target, rows) in enumerate(files)
    ]
    connection, found = store(*tables)
    for account, (_target, rows) in zip(found.accounts, files, strict=True):
        assert account.rows == len(rows)
        assert account.stored + account.put_aside == account.rows
        aside = connection.execute(
            "SELECT line, reason, code FROM aside WHERE file = ? ORDER BY line", [account.file]
        ).fetchall()
        assert len(aside) == account.put_aside
        assert all(2 <= line <= len(rows) + 1 and reason and code for line, reason, code in aside)
        assert len({line for line, _reason, _code in aside}) == len(aside)


def test_each_row_put_aside_says_file_line_column_value_and_reason(
    store: Store, tmp_path: Path
) -> None:
    rows: list[list[str | None]] = [
        ["1", "5", None, "2026-10-01", None, None, None, None],
        ["2", "tbd", None, "2026-10-01", None, None, None, None],
        [None, "5", None, None, None, None, None, None],
        ["3", "5", None, "soon", None, None, None, None],
        ["1", "6", None, "2026-10-02", None, None, None, None],
    ]
    table = staged(tmp_path, "deals.csv", "opportunities", TABLES["opportunities"], rows)
    connection, _found = store(table)
    aside = connection.execute(
        'SELECT "file", line, "column", "value", code, reason FROM aside ORDER BY line'
    ).fetchall()
    assert aside == [
        (
            "deals.csv",
            2,
            "Key",
            "1",
            "duplicate_id",
            "the same id stands in line 6, which was taken",
        ),
        ("deals.csv", 3, "Worth", "tbd", "unreadable_money", "cannot be read as an amount"),
        ("deals.csv", 4, "Key", None, "no_id", "no id: column Key is empty"),
        (
            "deals.csv",
            5,
            "Opened",
            "soon",
            "unreadable_instant",
            "cannot be read as a date, with or without a time",
        ),
    ]
    assert connection.execute("SELECT source_key, amount FROM new_opportunities").fetchall() == [
        ("1", 600)
    ]


def test_a_target_without_an_end_is_put_aside_and_not_lost(store: Store, tmp_path: Path) -> None:
    columns = {"Who": "person", "From": "from_on", "To": "to_on", "Worth": "amount"}
    rows: list[list[str | None]] = [
        ["Ada North", "2026-10-01", "2027-01-01", "5"],
        ["Ada North", "2026-10-01", None, "6"],
        ["Ada North", None, None, "7"],
    ]
    connection, found = store(staged(tmp_path, "targets.csv", "targets", columns, rows))
    assert (found.accounts[0].stored, found.accounts[0].put_aside) == (1, 2)
    assert connection.execute("SELECT line, reason FROM aside ORDER BY line").fetchall() == [
        (3, "none of period, to on, last on, period id is filled"),
        (4, "none of period, from on, period id is filled"),
    ]


def test_too_many_rows_stop_before_anything_changes(odd_path: Path) -> None:
    rows = [deal(n) for n in range(1, 11)]
    rows[3] = deal(4, amount="tbd")
    rows[6] = deal(7, amount="?")
    write_deals(odd_path / "export", rows)
    write_users(odd_path / "export")
    home = open_workspace(odd_path / "ws", create=True)
    with pytest.raises(ImportFileError) as told:
        take(home, odd_path / "export")
    assert home.manifest().number == 0
    place = told.value.place
    assert (place.file, place.row, place.column, place.value) == (
        "Opportunity.csv",
        5,
        "Amount",
        "tbd",
    )
    assert "2 of 10 rows of Opportunity.csv cannot be taken" in told.value.message
    assert "--most-put-aside" in told.value.hint
    result = take(home, odd_path / "export", most_put_aside=0.2)
    assert [p.line for p in result.put_aside] == [5, 8]
    text = (home.root / "put-aside.csv").read_text(encoding="utf-8")
    assert "Opportunity.csv,5,Amount,tbd,unreadable_money," in text


def test_a_mended_row_is_taken_by_the_next_import(odd_path: Path) -> None:
    write_deals(odd_path, [*(deal(n) for n in range(1, 40)), deal(40, amount="tbd")])
    home = open_workspace(odd_path / "ws", create=True)
    assert take(home, odd_path / "Opportunity.csv").inserted["opportunities"] == 39
    write_deals(odd_path, [*(deal(n) for n in range(1, 40)), deal(40, amount="99.50")])
    again = take(home, odd_path / "Opportunity.csv")
    assert (again.inserted, again.put_aside) == ({"opportunities": 1}, ())
    assert rows_of(home, "SELECT amount FROM opportunities ORDER BY source_key DESC LIMIT 1") == [
        (9950,)
    ]


def test_cells_that_begin_like_a_formula_are_quoted_in_the_list(odd_path: Path) -> None:
    write_deals(odd_path, [*(deal(n) for n in range(1, 40)), deal(40, amount="=cmd|' /C calc'!A0")])
    home = open_workspace(odd_path / "ws", create=True)
    take(home, odd_path / "Opportunity.csv")
    assert ",'=cmd|' /C calc'!A0," in (home.root / "put-aside.csv").read_text()


def test_the_one_changed_last_is_kept_of_two_with_one_id(odd_path: Path) -> None:
    rows = [deal(n) for n in range(1, 41)]
    rows.insert(1, deal(1, amount=1, lastmodifieddate="2026-01-01T00:00:00Z"))
    write_deals(odd_path, rows)
    result = take(odd_path / "ws", odd_path / "Opportunity.csv")
    assert [(p.line, p.code, p.reason) for p in result.put_aside] == [
        (3, "duplicate_id", "the same id stands in line 2, which was taken")
    ]


def test_an_unknown_table_with_people_called_null(odd_path: Path) -> None:
    names = ["Null", "NA", "None", "Ada North"]
    rows = [
        (f"D-{n:04d}", names[n % 4], "2026-10-01", "2026-11-01", 100 + n, "Won") for n in range(40)
    ]
    write_csv(
        odd_path / "deals.csv",
        ("Deal ID", "Owner", "Created", "Closed", "Amount", "Status"),
        rows,
    )
    home = open_workspace(odd_path / "ws", create=True)
    take(home, odd_path / "deals.csv")
    found = rows_of(home, "SELECT name FROM people ORDER BY name")
    assert found == [("Ada North",), ("NA",), ("None",), ("Null",)]
    assert [row[1] for row in contents(home)["opportunities"]].count("D-0007") == 1


def test_a_constant_that_cannot_be_read_is_told(store: Store, tmp_path: Path) -> None:
    import dataclasses

    from fairlead.lake.readers.contract import ColumnMapping

    table = staged(tmp_path, "d.csv", "opportunities", {"v_id": "id"}, [["1"], ["2"]])
    columns = (*table.mapping.columns, ColumnMapping("amount", None, constant="tbd"))
    mapping = dataclasses.replace(table.mapping, columns=columns)
    _connection, found = store(dataclasses.replace(table, mapping=mapping))
    assert (found.accounts[0].stored, found.accounts[0].put_aside) == (0, 2)
