"""Spoilt and hostile files through the real import: refused in plain words, or every row counted.

Each import runs in a process of its own; its processor time and its memory are measured.
"""

from __future__ import annotations

import gzip
import io
import os
import re
import shutil
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.lake.store.apart import Outcome, import_apart
from tests.refresh.company import DEAL_HEADER, deal, write_deals

MUTATIONS = int(os.environ.get("FAIRLEAD_MUTATIONS", "1000"))
"""How many the slow study draws."""

MOST_SECONDS = 10.0
MOST_BYTES = 1 << 30
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
ROWS = [deal(n, ("Qualified", "Closed Won", "Closed Lost")[n % 3]) for n in range(1, 31)]


def look(folder: Path, name: str, body: bytes) -> Outcome:
    """Import one file in a process of its own and check what must hold whatever is in it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(body)
    told = import_apart(
        folder / "Arbeit", path, most_seconds=240.0, most_put_aside=1.0, counting=True
    )
    shutil.rmtree(folder)
    assert told.kind in {"stored", "refused"}, told.said
    assert told.cpu_seconds < MOST_SECONDS
    assert told.peak_bytes < MOST_BYTES
    if told.kind == "refused":
        assert told.exit_code == 2, told.said
        assert told.said
        assert told.hint
    for file, rows, stored, put_aside in told.accounts:
        assert rows == stored + put_aside, file
    return told


def whole_csv() -> bytes:
    text = io.StringIO()
    text.write(",".join(DEAL_HEADER) + "\n")
    for row in ROWS:
        text.write(",".join(map(str, row)) + "\n")
    return text.getvalue().encode()


def whole_workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in [DEAL_HEADER, *ROWS]:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return timeless(out.getvalue())


def timeless(workbook: bytes) -> bytes:
    """Write a workbook again without its times: the same bytes whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as made, zipfile.ZipFile(out, "w") as kept:
        for name in made.namelist():
            body = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]{8}Z", b"2026-01-01T00:00:00Z", made.read(name))
            kept.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def whole_parquet() -> bytes:
    out = io.BytesIO()
    columns = {name: [str(row[i]) for row in ROWS] for i, name in enumerate(DEAL_HEADER)}
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def whole_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("Opportunity.csv"), whole_csv(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


WHOLE: dict[str, Callable[[], bytes]] = {
    "Opportunity.csv": whole_csv,
    "Opportunity.xlsx": whole_workbook,
    "Opportunity.parquet": whole_parquet,
    "export.zip": whole_zip,
    "Opportunity.csv.gz": lambda: gzip.compress(whole_csv(), mtime=0),
}
JUNK = (
    b"\0", b'"', b'""', b"'", b"\r", b"\n", b"\r\n", b",", b";", b"\t", b"\xff", b"\xfe\xff",
    b"\xef\xbb\xbf", b"=cmd|' /C calc'!A0", b"+1", b"-1", b"@SUM(A1)", b"\x1b[31m", b"\xe2\x80\xae",
    b"NaN", b"1e400", b"9" * 400, b"-" * 50, b"null", b"../../x", b"%s%n", b"\xed\xa0\x80", b"\x1a",
    b"9999-99-99", b"0000-00-00T00:00:00Z", b"x" * 200_000,
)  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, bytes]:
    """Draw a file and up to four things done to its bytes."""
    name = draw(st.sampled_from(sorted(WHOLE)))
    body = WHOLE[name]()
    for _change in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(body)))
        until = min(len(body), at + draw(st.integers(0, 200)))
        match draw(st.sampled_from(("flip", "insert", "cut", "delete", "double", "random"))):
            case "flip" if at < len(body):
                body = body[:at] + bytes([body[at] ^ draw(st.integers(1, 255))]) + body[at + 1 :]
            case "insert":
                body = body[:at] + draw(st.sampled_from(JUNK)) + body[at:]
            case "cut":
                body = body[:at]
            case "delete":
                body = body[:at] + body[until:]
            case "double":
                body = body[:until] + body[at:until] * draw(st.integers(1, 50)) + body[until:]
            case _:
                body = body[:at] + draw(st.binary(max_size=64)) + body[until:]
    return name, body


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_the_files_to_spoil_are_the_same_at_any_second(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = WHOLE[name]()
    later = time.time() + 100_000
    monkeypatch.setattr(time, "time", lambda: later)
    assert WHOLE[name]() == first


@settings(max_examples=15, suppress_health_check=QUIET)
@given(file=spoilt())
def test_spoilt_files_are_refused_or_counted(file: tuple[str, bytes], tmp_path: Path) -> None:
    look(tmp_path / "eins ü", *file)


@pytest.mark.slow
@settings(max_examples=MUTATIONS, suppress_health_check=QUIET, derandomize=False)
@given(file=spoilt())
def test_a_thousand_spoilt_files(file: tuple[str, bytes], tmp_path: Path) -> None:
    look(tmp_path / "eins ü", *file)


CELLS = ("=1+1", "+49 30 1234", "-", "@x", "a,b", "a;b", "x\ny", 'say "yes"', "Ünï", "שלום", "\t")


@st.composite
def odd_tables(draw: st.DrawFn) -> tuple[bytes, int]:
    """Draw a well-formed table, written oddly; return its bytes and how many rows it has."""
    separator = draw(st.sampled_from(",;\t|"))
    end = draw(st.sampled_from(("\n", "\r\n")))
    encoding = draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")))
    number = draw(st.integers(1, 25))
    lines = [separator.join(DEAL_HEADER)]
    for n in range(1, number + 1):
        row = [str(cell) for cell in ROWS[n]]
        row[1] = draw(st.sampled_from(CELLS)) + draw(st.sampled_from(("", "\0", "x" * 300_000)))
        lines.append(separator.join('"' + c.replace('"', '""') + '"' for c in row))
        lines += [""] * draw(st.integers(0, 1))  # a blank line is no row
    return end.join(lines).encode(encoding), number


@settings(max_examples=5, suppress_health_check=QUIET)
@given(table=odd_tables())
def test_no_row_of_an_odd_table_is_lost(table: tuple[bytes, int], tmp_path: Path) -> None:
    body, number = table
    told = look(tmp_path / "zwei ü", "Opportunity.csv", body)
    assert told.kind == "stored", told.said
    assert sum(rows for _file, rows, _stored, _aside in told.accounts) == number


@settings(max_examples=4, suppress_health_check=QUIET)
@given(line=st.integers(1, 30), place=st.integers(0, 60))
def test_one_open_quote_swallows_no_row_in_silence(line: int, place: int, tmp_path: Path) -> None:
    lines = whole_csv().split(b"\n")
    lines[line] = lines[line][:place] + b'"' + lines[line][place:]
    told = look(tmp_path / "drei ü", "Opportunity.csv", b"\n".join(lines))
    assert told.kind == "stored", told.said
    assert sum(rows for _file, rows, _stored, _aside in told.accounts) == len(ROWS)


def _packed(name: str, body: bytes, times: int = 1) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as member,
    ):
        for _time in range(times):
            member.write(body)
    return out.getvalue()


def _lying_zip() -> bytes:
    """Return a zip whose member is larger than its header says."""
    packed = _packed("deals.csv", b"id,amount\n" * 100_000)
    return packed.replace((1_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))


def _bomb_workbook() -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole_workbook())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
        with new.open("xl/worksheets/sheet9.xml", "w", force_zip64=True) as member:
            for _time in range(300):
                member.write(b" " * (1 << 20))
    return out.getvalue()


def _entities() -> bytes:
    """Return a workbook whose sheet asks for a billion laughs."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    sheet = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet>&l9;'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole_workbook())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if name.endswith("sheet1.xml") else old.read(name))
    return out.getvalue()


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "zip bomb": ("export.zip", lambda: _packed("deals.csv", b"1,2\n" * (1 << 18), 400)),
    "nested zip": ("export.zip", lambda: _packed("inner.zip", whole_zip())),
    "path out of it": ("export.zip", lambda: _packed("../../deals.csv", whole_csv())),
    "absolute path": ("export.zip", lambda: _packed("/etc/deals.csv", whole_csv())),
    "drive letter": ("export.zip", lambda: _packed("C:\\deals.csv", whole_csv())),
    "lying sizes": ("export.zip", _lying_zip),
    "gzip bomb": ("deals.csv.gz", lambda: gzip.compress(b"\0" * (600 << 20), 9)),
    "workbook bomb": ("deals.xlsx", _bomb_workbook),
    "billion laughs": ("deals.xlsx", _entities),
    "a zip called xlsx": ("deals.xlsx", whole_zip),
    "text called parquet": ("deals.parquet", lambda: b"PAR1" + whole_csv() + b"PAR1"),
    "only quotes": ("deals.csv", lambda: b'"' * 2_000_000),
    "only separators": ("deals.csv", lambda: b"," * 2_000_000),
    "only line ends": ("deals.csv", lambda: b"\n" * 5_000_000),
    "many columns": ("deals.csv", lambda: b",".join(b"c%d" % n for n in range(20_000)) + b"\n1\n"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused(case: str, tmp_path: Path) -> None:
    name, make = HOSTILE[case]
    told = look(tmp_path / "vier ü", name, make())
    assert told.kind == "refused"


def test_a_field_of_ten_megabytes_is_a_row(tmp_path: Path) -> None:
    rows = [deal(n) for n in range(1, 12)]
    rows[4][1] = "x" * 10_000_000
    body = write_deals(tmp_path / "fünf", rows).read_bytes()
    told = look(tmp_path / "sechs", "Opportunity.csv", body)
    assert sum(rows for _file, rows, _stored, _aside in told.accounts) == 11


def test_a_flipped_byte_inside_a_parquet_text_is_refused(tmp_path: Path) -> None:
    body = whole_parquet()
    at = body.index(b"Qualified")
    told = look(tmp_path / "vier ü", "Opportunity.parquet", body[:at] + b"\xa5" + body[at + 1 :])
    assert told.kind == "refused"
    assert told.said == "Opportunity.parquet is a damaged or truncated Parquet file."
