"""Two lists with the same ids: the same deals once, other deals never in each other's place."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from tests.refresh.company import rows_of, take, write_csv

from fairlead.errors import ImportFileError
from fairlead.lake.store.workspace import open_workspace

HEADER = ("Nr", "Customer", "Sales rep", "Stage", "Value", "Created", "Close date", "Status")


def tracker(path: Path, rep: str, month: int, *, numbers: range = range(1, 13)) -> Path:
    """Write a list that numbers its deals 1, 2, 3; each created on a day of `month`."""
    rows = [
        (n, f"{rep} {n}", rep, ("Intro", "Pilot")[n % 2], 500 * n, f"2026-{month:02d}-{n:02d}",
         f"2026-11-{n + 5:02d}", ("lost", "open", "won")[n % 3])
        for n in numbers
    ]  # fmt: skip
    return write_csv(path, HEADER, rows)


def test_two_lists_that_number_alike_are_refused_and_kept_apart_by_a_prefix(tmp_path: Path) -> None:
    tracker(tmp_path / "in" / "North.csv", "Ann", 8)
    tracker(tmp_path / "in" / "South.csv", "Bob", 9)
    home = open_workspace(tmp_path / "ws", create=True)
    with pytest.raises(ImportFileError) as told:
        take(home, tmp_path / "in")
    assert home.manifest().number == 0
    assert told.value.message == (
        "12 of 12 ids that South.csv shares with North.csv belong to other deals"
    )
    place = told.value.place
    assert (place.file, place.row, place.column, place.value) == ("South.csv", 2, "Nr", "1")
    assert "North.csv, line 2 (2026-08-01)" in told.value.expected
    assert "prefix" in told.value.hint

    columns = {
        "id": {"column": "Nr", "options": {"prefix": "S-"}},
        "account": {"column": "Customer"},
        "owner": {"column": "Sales rep"},
        "stage": {"column": "Stage"},
        "amount": {"column": "Value"},
        "created_at": {"column": "Created"},
        "close_on": {"column": "Close date"},
        "outcome": {"column": "Status"},
    }
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        yaml.safe_dump({"files": {"South.csv": {"target": "opportunities", "columns": columns}}})
    )
    result = take(home, tmp_path / "in", mapping=mapping)
    assert [(a.rows, a.stored, a.put_aside) for a in result.accounts] == [(12, 12, 0)] * 2
    assert rows_of(home, "SELECT count(*), sum(amount) FROM opportunities") == [
        (24, 2 * 78 * 50000)
    ]
    assert rows_of(home, "SELECT amount FROM opportunities WHERE source_key = 'S-3'") == [(150000,)]


def test_a_list_of_another_system_never_takes_the_place_of_stored_deals(tmp_path: Path) -> None:
    tracker(tmp_path / "north" / "North.csv", "Ann", 8)
    tracker(tmp_path / "south" / "South.csv", "Bob", 9)
    home = open_workspace(tmp_path / "ws", create=True)
    take(home, tmp_path / "north")
    with pytest.raises(ImportFileError, match=r"12 of 12 ids that South\.csv shares with North"):
        take(home, tmp_path / "south")
    assert home.manifest().number == 1
    assert rows_of(home, "SELECT DISTINCT file FROM opportunities") == [("North.csv",)]


def test_the_same_deal_in_two_files_is_taken_once_and_the_other_row_accounted_for(
    tmp_path: Path,
) -> None:
    tracker(tmp_path / "in" / "All.csv", "Ann", 8)
    tracker(tmp_path / "in" / "Mine.csv", "Ann", 8, numbers=range(3, 6))
    home = open_workspace(tmp_path / "ws", create=True)
    result = take(home, tmp_path / "in")
    assert {(a.file, a.rows, a.stored, a.put_aside) for a in result.accounts} == {
        ("All.csv", 12, 12, 0),
        ("Mine.csv", 3, 0, 3),
    }
    assert {(p.file, p.line, p.value, p.code, p.reason) for p in result.put_aside} == {
        (
            "Mine.csv",
            line,
            str(line + 1),
            "duplicate_id",
            f"the same id stands in line {line + 2} of All.csv, which was taken",
        )
        for line in (2, 3, 4)
    }
    assert rows_of(home, "SELECT count(*) FROM opportunities") == [(12,)]


def test_one_deal_whose_day_was_mended_is_no_reason_to_refuse(tmp_path: Path) -> None:
    home = open_workspace(tmp_path / "ws", create=True)
    take(home, tracker(tmp_path / "deals.csv", "Ann", 8))
    path = tracker(tmp_path / "deals.csv", "Ann", 8)
    path.write_text(path.read_text().replace("2026-08-07", "2026-07-07"))
    assert take(home, path).updated["opportunities"] == 1


def test_a_refused_export_leaves_the_mapping_to_mend(tmp_path: Path) -> None:
    tracker(tmp_path / "in" / "North.csv", "Ann", 8)
    tracker(tmp_path / "in" / "South.csv", "Bob", 9)
    home = open_workspace(tmp_path / "ws", create=True)
    with pytest.raises(ImportFileError) as told:
        take(home, tmp_path / "in")
    assert "leaves the mapping it tried as mapping.yaml" in told.value.hint
    tried = yaml.safe_load(home.mapping_file.read_text(encoding="utf-8"))["files"]
    assert tried["South.csv"]["columns"]["id"]["column"] == "Nr"

    text = home.mapping_file.read_text(encoding="utf-8")
    before, south = text.split("South.csv:")
    south = south.replace("column: Nr\n", "column: Nr\n        options: {prefix: S-}\n", 1)
    mended = f"{before}South.csv:{south}"
    assert mended != text
    home.mapping_file.write_text(mended, encoding="utf-8")
    assert sum(a.stored for a in take(home, tmp_path / "in").accounts) == 24
