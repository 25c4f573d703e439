"""Workbooks and Parquet: values as text, blank rows kept, nothing that fills the memory."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.lake.readers.conftest import rows

from fairlead.errors import ImportFileError
from fairlead.lake.readers import sheets
from fairlead.lake.readers.contract import LINE

HEADER = ["Id", "StageName", "CloseDate", "Amount", "OwnerId"]


def book(sheets_of):
    out = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, content in sheets_of.items():
        sheet = workbook.create_sheet(name)
        for row in content:
            sheet.append(row)
    workbook.save(out)
    return out.getvalue()


def test_sheets_become_tables_with_typed_cells_as_text(write, reading):
    deals = [
        HEADER,
        ["006A", "New", dt.date(2026, 1, 2), 12.0, "005A"],
        ["006B", "Won", dt.datetime(2026, 1, 2, 3, 4, 5), 12.5, "005A"],
        [7, "Won", None, True, dt.time(1, 2)],
    ]
    path = write(
        "CRM.xlsx", book({"Deals": deals, "Empty": [], "Team": [["person", "team"], ["Ada", "N"]]})
    )
    read = reading(path)
    assert [t.raw.file for t in read.tables] == ["CRM.xlsx#Deals", "CRM.xlsx#Team"]
    assert [s.file for s in read.skipped] == ["CRM.xlsx#Empty"]
    got = [list(row.values()) for row in rows(read.tables[0].raw)]
    assert got == [
        ["006A", "New", "2026-01-02", "12", "005A", 2],
        ["006B", "Won", "2026-01-02T03:04:05", "12.5", "005A", 3],
        ["7", "Won", None, "true", "01:02:00", 4],
    ]
    assert read.tables[0].raw.fingerprint != read.tables[1].raw.fingerprint


def test_titles_above_and_blank_rows_below(write, reading):
    content = [
        ["Report of 1 June"],
        [],
        HEADER,
        ["006A", "Won", "2026-01-02", 5, "005A"],
        [None, None, None, None, None],
        [None, "Lost", None, None, None],
    ]
    (table,) = reading(write("a.xlsx", book({"Sheet1": content}))).tables
    assert table.raw.columns == tuple(HEADER)
    assert [row[LINE] for row in rows(table.raw)] == [4, 5, 6]
    assert rows(table.raw)[1] == {**dict.fromkeys(HEADER), LINE: 5}
    assert "lines_above_header" in {f.code for f in table.raw.findings}


def test_error_cells_become_empty_and_are_said(write, reading):
    content = [
        HEADER,
        ["006A", "Won", "2026-01-02", "#REF!", "005A"],
        ["006B", "#N/A", "2026-01-02", 5, "005A"],
    ]
    (table,) = reading(write("a.xlsx", book({"Deals": content}))).tables
    assert rows(table.raw)[0]["Amount"] is None
    assert rows(table.raw)[1]["StageName"] is None
    (finding,) = table.raw.findings
    assert (finding.code, finding.evidence["cells"]) == ("error_cells", 2)


def test_long_numbers_lost_digits_are_said(write, reading):
    content = [HEADER, [5805028000056864695, "Won", "2026-01-02", 5, "005A"]]
    (table,) = reading(write("a.xlsx", book({"Deals": content}))).tables
    assert "digits_lost" in {f.code for f in table.raw.findings}


def test_numbers_beside_decimal_commas_are_written_alike(write, reading):
    content = [
        HEADER,
        *[
            [f"006{i}", "Won", "2026-01-02", cell, "005A"]
            for i, cell in enumerate([3500.5, "€ 3.500,00", 12, "1,5"])
        ],
    ]
    (table,) = reading(write("a.xlsx", book({"Deals": content}))).tables
    assert [row["Amount"] for row in rows(table.raw)] == ["3500,5", "€ 3.500,00", "12", "1,5"]
    assert table.mapping.of("amount").options["decimal"] == ","


def test_header_only_sheet_is_refused(write, reading):
    with pytest.raises(ImportFileError, match="no rows"):
        reading(write("a.xlsx", book({"Deals": [HEADER]})))


def _with_sheet(xml):
    out = io.BytesIO()
    good = zipfile.ZipFile(io.BytesIO(book({"Deals": [HEADER]})))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in good.namelist():
            content = xml if name == "xl/worksheets/sheet1.xml" else good.read(name)
            archive.writestr(name, content)
    return out.getvalue()


def test_workbook_that_spans_too_many_cells(write, reading):
    far = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<dimension ref="A1"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    with pytest.raises(ImportFileError, match="spans 17,179,869,184 cells"):
        reading(write("a.xlsx", _with_sheet(far)))


def test_workbook_bomb(write, reading, monkeypatch):
    monkeypatch.setattr(sheets, "RATIO_COUNTS_FROM", 1 << 20)
    bomb = _with_sheet(b"<worksheet>" + b" " * 5_000_000 + b"</worksheet>")
    with pytest.raises(ImportFileError, match="unpacks to"):
        reading(write("a.xlsx", bomb))


def test_any_damage_to_a_workbook_is_told_plainly(write, reading):
    good = book({"Deals": [HEADER, ["006A", "Won", "2026-01-02", 5, "005A"]]})
    for at in range(0, len(good), 97):
        bad = bytearray(good)
        bad[at] ^= 0xFF
        with contextlib.suppress(ImportFileError):  # anything else is a bug
            reading(write("bad.xlsx", bytes(bad)))


def test_parquet_types_as_text(write, reading, place):
    table = pa.table(
        {
            "Id": pa.array(["006A", "006B"]).dictionary_encode(),
            "StageName": pa.array(["Won", ""], pa.large_string()),
            "CloseDate": pa.array([dt.date(2026, 1, 2), None]),
            "Amount": pa.array([12.0, 12.5]),
            "OwnerId": pa.array([5, None], pa.int32()),
            "IsWon": pa.array([True, False]),
            "CreatedDate": pa.array([dt.datetime(2026, 1, 2, 3, 4, 5), None], pa.timestamp("ns")),
            "SystemModstamp": pa.array(
                [dt.datetime(2026, 1, 2, 3, 4, 5, 6000, dt.UTC)] * 2,
                pa.timestamp("us", "Europe/Berlin"),
            ),
            "Price": pa.array([Decimal("12.00"), Decimal("12.50")]),
            "Ratio": pa.array([float("nan"), float("inf")]),
            "Tags": pa.array([["a"], None]),
        }
    )
    pq.write_table(table, place / "deals.parquet")
    (got,) = reading(place / "deals.parquet").tables
    first, second = rows(got.raw)
    assert first == {
        "Id": "006A",
        "StageName": "Won",
        "CloseDate": "2026-01-02",
        "Amount": "12",
        "OwnerId": "5",
        "IsWon": "true",
        "CreatedDate": "2026-01-02T03:04:05",
        "SystemModstamp": "2026-01-02T03:04:05.006000Z",
        "Price": "12",
        "Ratio": None,
        "Tags": '["a"]',
        LINE: 1,
    }
    assert (second["StageName"], second["Amount"], second["OwnerId"]) == (None, "12.5", None)
    assert second["Price"] == "12.50"
