"""Pitfalls of cells: ids, encodings, separators, numbers, formulas, dates, damaged files."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests.lake.pitfalls.exports import (
    HUBSPOT,
    Row,
    aside,
    codes,
    deal,
    imported,
    moves,
    rows_of,
    stored,
    take,
)

from fairlead.errors import ImportFileError, InputError
from fairlead.lake.store.workspace import Workspace, open_workspace
from fairlead.refresh.importing import ImportResult

HEADER = "Deal ID,Deal Name,Owner,Stage,Amount,Created,Expected Close"
ROWS = (
    "D1,Müller & Söhne,Zoë Łukasz,Demo,1000,2026-10-01,2026-12-01",
    "D2,🚀 Rocket,Ann Lee,Won,2000,2026-10-02,2026-11-02",
    "D3,شركة الأمل,Ann Lee,Demo,3000,2026-10-03,2026-12-03",
)


def raw(folder: Path, content: str | bytes, name: str = "deals.csv") -> Path:
    """Write bytes as they are."""
    path = folder / "export" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_raw(
    folder: Path, content: str | bytes, name: str = "deals.csv"
) -> tuple[Workspace, ImportResult]:
    """Import a file of these bytes."""
    home = open_workspace(folder / "workspace", create=True)
    return home, take(home, raw(folder, content, name))


def table(*rows: str, header: str = HEADER) -> str:
    """Return a CSV of these lines."""
    return "\n".join([header, *rows]) + "\n"


CHANCES = (("Demo", 0.2), ("Agreed", 1.0), ("Parked", 0.01), ("Gone", 0.0))


def _settings(crm: str) -> dict[str, list[Row]]:
    """Return the settings of stages and a deal: Salesforce counts 0 to 100, HubSpot 0 to 1."""
    closed = {name: str(name != "Demo").lower() for name, _chance in CHANCES}
    if crm == "salesforce":
        stages: list[Row] = [
            {"Id": f"01J{n}", "MasterLabel": name, "ApiName": name, "SortOrder": n,
             "IsActive": "true", "IsClosed": closed[name], "DefaultProbability": chance * 100}
            for n, (name, chance) in enumerate(CHANCES)
        ]  # fmt: skip
        return {"OpportunityStage": stages, "Opportunity": [deal(1, "Demo")]}
    stages = [
        {"pipeline_id": "default", "stage_id": name, "label": name, "display_order": n,
         "is_closed": closed[name], "probability": chance}
        for n, (name, chance) in enumerate(CHANCES)
    ]  # fmt: skip
    return {
        "deal_pipeline_stage": stages,
        "deals": [{**HUBSPOT, "hs_object_id": 1, "dealname": "A"}],
    }


@pytest.mark.parametrize("crm", ["salesforce", "hubspot"])
def test_22_a_probability_may_be_0_to_1_or_0_to_100(crm: str, tmp_path: Path) -> None:
    """Known by the CRM and for the whole column: a chance of 1 in 100 is no certainty."""
    home, _result = imported(tmp_path, **_settings(crm))
    found = rows_of(home, "SELECT stage, is_won FROM stages ORDER BY position")
    assert found == [("Demo", False), ("Agreed", True), ("Parked", False), ("Gone", False)]


def test_30_ids_of_15_and_18_characters_are_one_ids_that_differ_by_case_are_two(
    tmp_path: Path,
) -> None:
    long, short = "0065000000AbcDeAAJ", "0065000000AbcDe"
    other = "0065000000aBcDe"
    home, _result = imported(
        tmp_path,
        Opportunity=[deal(1, Id=long), deal(2, Id=other)],
        OpportunityHistory=[
            {**row, "OpportunityId": short} for row in moves(1, ("2026-11-02", "Discovery"))
        ],
    )
    assert len(stored(home, "opportunity_id")) == 2
    assert rows_of(
        home, "SELECT o.source_key FROM stage_changes JOIN opportunities o USING (opportunity_id)"
    ) == [(long,)]


def test_31_ids_with_leading_zeros_or_like_1e5_stay_text(tmp_path: Path) -> None:
    ids = ("00042", "42", "1E5", "100000", "0x1F", "1.0")
    rows = [f"{key},Deal,Ann Lee,Demo,1,2026-10-01,2026-12-01" for key in ids]
    home, result = read_raw(tmp_path, table(*rows))
    assert sorted(key for (key,) in stored(home, "source_key")) == sorted(ids)
    assert aside(result) == []


@pytest.mark.parametrize(
    ("encoding", "mark", "said"),
    [("utf-8-sig", b"", set()), ("utf-16", b"", set()), ("latin-1", b"", {"encoding_guessed"})],
)
def test_32_encodings_emoji_and_right_to_left(
    encoding: str, mark: bytes, said: set[str], tmp_path: Path
) -> None:
    lines = ROWS if encoding != "latin-1" else (ROWS[0].replace("Ł", "L"),)
    home, result = read_raw(tmp_path, mark + table(*lines).encode(encoding))
    names = [name for (name,) in stored(home, "name")]
    assert names == [line.split(",")[1] for line in lines]
    assert {f.code for f in result.findings} & {"encoding_guessed", "nul_removed"} == said


def test_32_nul_bytes_are_left_out_and_said(tmp_path: Path) -> None:
    home, result = read_raw(tmp_path, table(*ROWS).replace("Rocket", "Roc\0ket"))
    assert stored(home, "name", "source_key = 'D2'") == [("🚀 Rocket",)]
    assert "nul_removed" in codes(result)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_33_semicolons_tabs_and_amounts_of_other_countries(separator: str, tmp_path: Path) -> None:
    amounts = ["1.234,56", "(1.234,56)", "12,5", "1.000.000,00"]
    lines = [HEADER.split(",")] + [
        [f"D{n}", f"Deal {n}", "Ann Lee", "Demo", a, "2026-10-01", "2026-12-01"]
        for n, a in enumerate(amounts)
    ]
    home, result = read_raw(tmp_path, "\n".join(separator.join(line) for line in lines))
    assert stored(home, "amount") == [(123_456,), (-123_456,), (1_250,), (100_000_000,)]
    assert aside(result) == []


def test_34_newlines_in_quotes_an_open_quote_and_doubled_headers(tmp_path: Path) -> None:
    home, result = read_raw(
        tmp_path,
        table(
            'D1,"two\nlines",Ann Lee,Demo,1,2026-10-01,2026-12-01,x',
            "D2,plain,Ann Lee,Demo,1,2026-10-01,2026-12-01,x",
            'D3,"never closed,Ann Lee,Demo,1,2026-10-01,2026-12-01,x',
            *[f"E{n},plain,Ann Lee,Demo,1,2026-10-01,2026-12-01,x" for n in range(30)],
            header=f"{HEADER},Deal Name",
        ),
    )
    assert stored(home, "name", "source_key = 'D1'") == [("two\nlines",)]
    assert len(stored(home, "name")) == 32
    assert aside(result) == [(5, None, "open_quote")]
    assert "header_repeated" in codes(result)


def test_34_a_field_of_ten_megabytes_is_a_row(tmp_path: Path) -> None:
    home, _result = read_raw(
        tmp_path, table(ROWS[0], f"D9,{'x' * 10_000_000},Ann Lee,Demo,1,2026-10-01,2026-12-01")
    )
    assert stored(home, "length(name)", "source_key = 'D9'") == [(10_000_000,)]


@pytest.mark.parametrize(("content", "word"), [("", "empty"), (HEADER + "\n", "no row")])
def test_34_an_empty_file_and_one_with_a_header_only_are_refused(
    content: str, word: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        read_raw(tmp_path, content)
    assert word in str(caught.value)


def test_36_cells_that_begin_like_a_formula_stay_text(tmp_path: Path) -> None:
    """They are stored as they are, and quoted where Fairlead writes a file for a spreadsheet."""
    starts = ("=1+1", "+49 30", "-x", "@SUM(A1)")
    home, result = read_raw(
        tmp_path,
        table(*[f"D{n},{s},Ann Lee,Demo,1,2026-10-01,2026-12-01" for n, s in enumerate(starts)],
              *[f"E{n},plain,Ann Lee,Demo,{n + 5},2026-10-01,2026-12-01" for n in range(30)],
              "F1,plain,Ann Lee,Demo,=2*3,2026-10-01,2026-12-01"),
    )  # fmt: skip
    assert [n for (n,) in stored(home, "name", "source_key LIKE 'D%'")] == list(starts)
    assert aside(result) == [(36, "Amount", "unreadable_money")]
    assert ",'=2*3," in (home.root / "put-aside.csv").read_text()


def test_37_formulas_in_a_workbook_count_by_their_result(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (
        HEADER.split(","),
        *(
            [f"D{n}", "Deal", "Ann Lee", "Demo", amount, "2026-10-01", "2026-12-01"]
            for n, amount in enumerate((1, "=2*3", "=2*4"))
        ),
    ):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    home, result = read_raw(tmp_path, _calculated(written.getvalue(), "2*3", "6"), "deals.xlsx")
    assert stored(home, "amount") == [(100,), (600,), (None,)]  # the last was never calculated
    assert aside(result) == []


def test_45_day_first_and_month_first_dates_in_one_file(tmp_path: Path) -> None:
    dates = [f"{day}/10/2026" for day in range(1, 29)] + ["10/26/2026"]
    home, result = read_raw(
        tmp_path,
        table(*[f"D{n:02d},Deal,Ann Lee,Demo,1,{d},2026-12-01" for n, d in enumerate(dates, 1)]),
    )
    days = stored(home, "strftime(make_timestamp(epoch_us(created_at)), '%d.%m.')")
    assert days[:3] == [("01.10.",), ("02.10.",), ("03.10.",)]
    assert aside(result) == [(30, "Created", "unreadable_instant")]
    (said,) = [f for f in result.findings if f.code == "dates_mixed"]
    assert "the day was taken first" in said.title


def test_45_where_too_many_dates_cannot_be_read_nothing_is_stored(tmp_path: Path) -> None:
    rows = [f"D{n},Deal,Ann Lee,Demo,1,{d},2026-12-01" for n, d in enumerate(["25/10/2026"] * 3)]
    with pytest.raises(ImportFileError) as caught:
        read_raw(tmp_path, table(*rows, "D9,Deal,Ann Lee,Demo,1,10/26/2026,2026-12-01"))
    assert caught.value.place.column == "Created"
    assert (caught.value.place.row, caught.value.place.value) == (5, "10/26/2026")
    assert "Mend the file or its mapping" in caught.value.hint


def _zip(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _calculated(book: bytes, formula: str, value: str) -> bytes:
    """Return a workbook whose formula carries its last result, as a spreadsheet saves it."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"].decode()
    done = re.sub(
        rf"<f>{re.escape(formula)}</f><v ?/?>(</v>)?", f"<f>{formula}</f><v>{value}</v>", sheet
    )
    assert done != sheet
    return _zip({**members, "xl/worksheets/sheet1.xml": done.encode()})


GOOD = table(*ROWS).encode()


@pytest.mark.parametrize(
    ("members", "word"),
    [
        ({"deals.csv": GOOD, "bomb.csv": b"0" * 300_000_000}, "would unpack to 286 MB"),
        ({"deals.csv": GOOD, "inner.zip": _zip({"x.csv": GOOD})}, "an archive inside the archive"),
        ({"../deals.csv": GOOD}, "points outside of it"),
    ],
)
def test_44_zip_bombs_zips_in_zips_and_paths_that_lead_out(
    members: dict[str, bytes], word: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        read_raw(tmp_path, _zip(members), "export.zip")
    assert word in str(caught.value)
    assert "Unpack it yourself" in caught.value.hint
    assert {p.name for p in tmp_path.iterdir()} == {"export", "workspace"}
