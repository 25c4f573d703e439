"""Delimited text: every record is staged or named as unreadable, whatever it looks like."""

from __future__ import annotations

import csv
import gzip
import io
import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairlead.errors import ImportFileError
from fairlead.lake.readers.contract import LINE
from fairlead.lake.readers.delimited import read_delimited
from fairlead.lake.readers.records import index_records
from fairlead.lake.readers.sources import Source

HEADER = "Id,Stage,Note\n"


def staged(path, tmp_path, name="x.csv", kind="text"):
    raw = read_delimited(Source(name, path, kind, given=True), tmp_path / "staged ü #.parquet")
    assert raw is not None
    import pyarrow.parquet as pq

    return raw, pq.read_table(str(raw.staged)).to_pylist()


def test_plain_file_keeps_text_and_line_numbers(write, tmp_path):
    raw, rows = staged(write("a.csv", "Id,Stage\n007,Won\n\n1E5,\n"), tmp_path)
    assert rows == [
        {"Id": "007", "Stage": "Won", LINE: 2},
        {"Id": "1E5", "Stage": None, LINE: 4},
    ]
    assert raw.row_count == 2
    assert raw.unreadable == ()


def test_people_called_null_stay_people(write, tmp_path):
    text = "Id,Owner\n1,Null\n2,NA\n3,None\n4,\n5,nan\n"
    _, rows = staged(write("a.csv", text), tmp_path)
    assert [row["Owner"] for row in rows] == ["Null", "NA", "None", None, "nan"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_separators_line_ends_and_marks(write, tmp_path, separator, end, bom):
    lines = [["Id", "Betrag", "Notiz"], ["1", "1.234,56", "a, b; c"], ["2", "(1,234)", "x\ty|z"]]
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(lines)
    raw, rows = staged(write("a.csv", bom + out.getvalue()), tmp_path)
    assert raw.columns == ("Id", "Betrag", "Notiz")
    assert [list(row.values())[:3] for row in rows] == lines[1:]


def test_newlines_in_quotes_and_crlf_mixed(write, tmp_path):
    text = 'Id,Note\r\n1,"two\nlines"\r\n2,"three\r\nmore\nlines"\r\n3,plain\r\n'
    raw, rows = staged(write("a.csv", text), tmp_path)
    assert [row[LINE] for row in rows] == [2, 4, 7]
    assert rows[1]["Note"] == "three\r\nmore\nlines"
    assert raw.unreadable == ()


def test_open_quote_costs_one_row(write, tmp_path):
    text = (
        HEADER + '1,New,ok\n2,New,"open\n3,Won,fine\n4,Lost,"quoted"\n5,New,"two\nlines"\n6,New,x\n'
    )
    raw, rows = staged(write("a.csv", text), tmp_path)
    assert [row["Id"] for row in rows] == ["1", "3", "4", "5", "6"]
    assert [(u.line, u.code) for u in raw.unreadable] == [(3, "open_quote")]
    assert rows[-1][LINE] == 8


def test_open_quote_on_the_last_row(write, tmp_path):
    raw, rows = staged(write("a.csv", HEADER + '1,New,ok\n2,New,"open\n'), tmp_path)
    assert [row["Id"] for row in rows] == ["1"]
    assert [(u.line, u.code) for u in raw.unreadable] == [(3, "open_quote")]


def test_wrong_number_of_fields_is_put_aside(write, tmp_path):
    raw, rows = staged(write("a.csv", HEADER + "1,New,ok\n2,New\n3,New,a,b\n4,Won,ok\n"), tmp_path)
    assert [row["Id"] for row in rows] == ["1", "4"]
    assert [(u.line, u.code, u.column) for u in raw.unreadable] == [
        (3, "field_count", "Note"),
        (4, "field_count", None),
    ]


def test_quoted_record_of_several_lines_with_wrong_width_is_one_record(write, tmp_path):
    raw, rows = staged(write("a.csv", HEADER + '1,"a\nb",x,y\n2,New,ok\n'), tmp_path)
    assert [row["Id"] for row in rows] == ["2"]
    assert [(u.line, u.code) for u in raw.unreadable] == [(2, "field_count")]


def test_inch_marks_are_text(write, tmp_path):
    text = HEADER + '1,New,5" pipe\n2,New,6" pipe\n3,New,"7"" pipe"\n'
    raw, rows = staged(write("a.csv", text), tmp_path)
    assert [row["Note"] for row in rows] == ['5" pipe', '6" pipe', '7" pipe']
    assert raw.unreadable == ()


def test_a_quote_in_the_middle_is_never_guessed(write, tmp_path):
    raw, rows = staged(write("a.csv", HEADER + '1,New,"a"b\n2,New,ok\n'), tmp_path)
    assert [row["Id"] for row in rows] == ["2"]
    assert raw.unreadable[0].code == "bad_quote"


def test_huge_field(write, tmp_path):
    big = "x" * 10_000_000
    raw, rows = staged(write("a.csv", HEADER + f'1,New,"{big}"\n2,Won,ok\n'), tmp_path)
    assert raw.row_count == 2
    assert len(rows[0]["Note"]) == 10_000_000


def test_duplicate_headers_are_told_apart_and_said(write, tmp_path):
    raw, rows = staged(write("a.csv", "Id,Amount, amount ,\n1,2,3,4\n"), tmp_path)
    assert raw.columns == ("Id", "Amount", "amount (2)", "Column 4")
    assert [f.code for f in raw.findings] == ["header_repeated"]
    assert rows[0]["amount (2)"] == "3"


@pytest.mark.parametrize(
    ("encoding", "text", "read_as"),
    [
        ("cp1252", "Müller, Zoë – 5 €", "cp1252"),
        ("cp1250", "Świętosław Błaszczyk żółć", "cp1250"),
        ("cp1254", "Satış Temsilcisi İsmail Şahin Kazanıldı", "cp1254"),
        ("cp1252", "Þórður Guðmundsson, ráðgjafi á Ísafirði, býður þér kaffi", "cp1252"),
        ("utf-16", "Müller 日本", "utf-16"),
        ("utf-16-le", "Mueller and Sons", "utf-16-le"),
        ("utf-16-be", "Mueller and Sons", "utf-16-be"),
        ("utf-8", "Müller 日本 🎉 שלום", "utf-8"),
    ],
)
def test_encodings(write, tmp_path, encoding, text, read_as):
    content = f"Id;Name\n1;{text}\n2;{text}\n".encode(encoding)
    raw, rows = staged(write("a.csv", content), tmp_path)
    assert [row["Name"] for row in rows] == [text, text]
    said = [f.evidence["encoding"] for f in raw.findings if f.code == "encoding_guessed"]
    assert said == ([read_as] if read_as.startswith("cp") else [])


def test_cyrillic_without_a_mark(write, tmp_path):
    names = ["Иванов Иван", "Петрова Анна", "Сидоров Пётр", "Ответственный менеджер отдела продаж"]
    content = "Номер;Ответственный\n" + "".join(f"{i};{n}\n" for i, n in enumerate(names * 10))
    raw, rows = staged(write("a.csv", content.encode("cp1251")), tmp_path)
    assert rows[0]["Ответственный"] == "Иванов Иван"
    assert raw.findings[0].code == "encoding_guessed"


def test_nul_bytes_are_left_out_and_said(write, tmp_path):
    raw, rows = staged(write("a.csv", b"Id,Name\n1,A\x00da\n2,Ben\n"), tmp_path)
    assert [row["Name"] for row in rows] == ["Ada", "Ben"]
    assert raw.findings[0].code == "nul_removed"


def test_gzip(write, tmp_path):
    raw, rows = staged(write("a.csv.gz", gzip.compress(b"Id,Name\n1,Ada\n")), tmp_path, kind="gzip")
    assert rows[0]["Name"] == "Ada"
    assert raw.row_count == 1


def test_truncated_gzip_is_refused(write, tmp_path):
    packed = gzip.compress(b"Id,Name\n" + b"1,Ada\n" * 10_000)
    with pytest.raises(ImportFileError, match="truncated"):
        staged(write("a.csv.gz", packed[:-20]), tmp_path, kind="gzip")


def test_titles_above_the_header(write, tmp_path):
    text = "sep=;\nId;Stage;Amount\n1;Won;5\n2;Lost;6\n"
    raw, rows = staged(write("a.csv", text), tmp_path)
    assert raw.columns == ("Id", "Stage", "Amount")
    assert rows[0][LINE] == 3
    assert [f.code for f in raw.findings] == ["lines_above_header"]


def test_report_footer_is_put_aside_not_dropped(write, tmp_path):
    text = HEADER + "1,Won,x\n2,Lost,y\n\nConfidential - do not share\n"
    raw, _ = staged(write("a.csv", text), tmp_path)
    assert raw.row_count == 2
    assert [u.line for u in raw.unreadable] == [5]


def test_old_mac_line_ends(write, tmp_path):
    raw, rows = staged(write("a.csv", "Id,Stage\r1,Won\r2,Lost\r"), tmp_path)
    assert [row["Stage"] for row in rows] == ["Won", "Lost"]
    assert raw.unreadable == ()


def test_fingerprint_is_of_the_bytes(write, tmp_path):
    first, _ = staged(write("a.csv", HEADER + "1,a,b\n"), tmp_path)
    again, _ = staged(write("b.csv", HEADER + "1,a,b\n"), tmp_path)
    other, _ = staged(write("c.csv", HEADER + "1,a,c\n"), tmp_path)
    assert first.fingerprint == again.fingerprint != other.fingerprint


CELLS = st.text(alphabet=st.sampled_from(list('ab1 ,;"\n\r\té€😀')), max_size=8)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=12),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_whatever_csv_writes_comes_back(place, tmp_path, rows, end, quote_all):
    """Quoted fields with separators, quotes and line ends survive; no row is lost or made up."""
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(out, lineterminator=end, quoting=quoting)
    writer.writerow(["Id", "One", "Two", "Three"])
    writer.writerows([str(i), *row] for i, row in enumerate(rows))
    if not quote_all and "\r" in "".join(itertools.chain.from_iterable(rows)):
        return  # the writer leaves lone carriage returns without quotes: two readings, no truth
    path = place / "h.csv"
    path.write_bytes(out.getvalue().encode())
    raw, got = staged(path, tmp_path)
    assert raw.unreadable == ()
    expected = [[str(i), *(cell or None for cell in row)] for i, row in enumerate(rows)]
    assert [list(row.values())[:4] for row in got] == expected
    lines = 2
    for row, cells in zip(got, rows, strict=True):
        assert row[LINE] == lines
        text = "".join(cells)
        lines += 1 + len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")) - 1


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(alphabet=st.sampled_from(list('ab,"\n')), max_size=80))
def test_damaged_text_loses_no_line(place, tmp_path, body):
    """Every non-blank line is in a staged record or in an unreadable one."""
    path = place / "d.csv"
    path.write_text("Id,One\n1,a\n2,b\n3,c\n4,d\n" + body, encoding="utf-8", newline="")
    raw, got = staged(path, tmp_path)
    starts = sorted([row[LINE] for row in got] + [u.line for u in raw.unreadable])
    assert len(starts) == len(set(starts))
    spans = {
        row[LINE]: sum((v or "").count("\n") for k, v in row.items() if k != LINE) for row in got
    }
    covered = set(itertools.chain.from_iterable(range(s, s + spans.get(s, 0) + 1) for s in starts))
    # a record that cannot be read may span lines too; what follows it up to the next start is its
    text = path.read_text(encoding="utf-8").split("\n")
    filled = {i for i, line in enumerate(text, start=1) if line and i > 1}
    for line in sorted(filled - covered):
        before = max(s for s in starts if s < line)
        assert any(u.line == before for u in raw.unreadable), (line, body)


def test_counter_agrees_with_csv_across_chunks(place, monkeypatch):
    """The independent count holds where quotes and line ends fall on the border of chunks."""
    text = 'a,b\n"1\n2",x\r\n"say ""hi""",y\n\n3,"z\r\n"\n4,w'
    path = place / "c.csv"
    path.write_text(text, encoding="utf-8", newline="")
    expected = [1, 2, 4, 6, 8]
    for size in range(1, 20):
        monkeypatch.setattr("fairlead.lake.readers.records._CHUNK", size)
        index = index_records(path, ",")
        assert index.count == 5, size
        assert index.well_formed, size
        assert np.array_equal(index.lines(0, 5), expected), size
