"""Event logs in XES: what they hold, and what a hostile one cannot do."""

from __future__ import annotations

import gzip
import time
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.lake.readers.conftest import fields, rows
from tests.lake.readers.xes_logs import xes

from fairlead.errors import ImportFileError
from fairlead.lake.readers import xes_events

EVENTS = [
    {
        "case:concept:name": f"C{case}",
        "case:amount": str(100 + case),
        "concept:name": step,
        "time:timestamp": f"2026-01-0{1 + case}T1{hour}:00:00.000+01:00",
        "org:resource": resource,
        "lifecycle:transition": "complete",
    }
    for case in range(3)
    for hour, (step, resource) in enumerate(
        [("Lead", "Ada & Söhne"), ("Demo", 'Ben "B" Ito'), ("Won", "Ada & Söhne")]
    )
]
HEADERS = (
    "case:concept:name",
    "case:amount",
    "concept:name",
    "lifecycle:transition",
    "time:timestamp",
    "org:resource",
)


def log(body: str, before: str = "") -> str:
    return f"<?xml version='1.0'?>{before}<log xes.version='1.0'>{body}</log>"


def event(**attributes: str) -> str:
    inside = "".join(
        f"<string key='{k.replace('_', ':')}' value='{v}'/>" for k, v in attributes.items()
    )
    return f"<event>{inside}</event>"


@pytest.mark.parametrize("packing", ["plain", "gzip", "zip", "utf-16", "no ending"])
def test_a_log_is_the_table_its_csv_form_would_be(packing, write, reading, place):
    text = xes(EVENTS)
    if packing == "gzip":
        path = write("log.xes.gz", gzip.compress(text.encode()))
    elif packing == "zip":
        path = place / "logs.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("inner/log.xes", text)
            archive.writestr("packed.xes.gz", gzip.compress(text.replace("C0", "D0").encode()))
    elif packing == "utf-16":
        path = write("log.xes", text.replace("UTF-8", "UTF-16").encode("utf-16"))
    else:
        path = write("log.xes" if packing == "plain" else "export", text)
    first, *others = reading(path).tables
    assert len(others) == (packing == "zip")
    assert (first.mapping.format, first.mapping.target) == ("event_log", "event_log")
    assert first.raw.columns == HEADERS
    lines = text.split("\n")
    found = rows(first.raw)
    begin = [n for n, line in enumerate(lines, 1) if line.startswith("<event>")]
    assert [row.pop("__line") for row in found] == begin
    assert found == EVENTS
    assert fields(first) == {
        "case": "case:concept:name",
        "label": "concept:name",
        "occurred_at": "time:timestamp",
        "resource": "org:resource",
        "lifecycle": "lifecycle:transition",
        "amount": "case:amount",
    }


def test_events_that_share_a_line_are_numbered(write, reading):
    (table,) = reading(write("log.xes", xes(EVENTS, lines=False))).tables
    assert [row["__line"] for row in rows(table.raw)] == list(range(1, 10))


def test_globals_are_columns_and_never_values(write, reading):
    """The defaults of globals are placeholders ("UNKNOWN"), so a missing value stays missing."""
    given = [{k: v for k, v in row.items() if k != "lifecycle:transition"} for row in EVENTS]
    (table,) = reading(write("log.xes", xes(given))).tables
    assert "lifecycle:transition" in table.raw.columns
    assert {row["lifecycle:transition"] for row in rows(table.raw)} == {None}


def test_a_classifier_names_events_that_have_no_name(write, reading):
    step = event(task_kind="Call", task_state="done", time_timestamp="2026-01-01T10:00:00Z")
    text = log(
        "<classifier name='x' keys='nothing'/><classifier name='y' keys='task:kind task:state'/>"
        f"<trace><string key='concept:name' value='C1'/>{step}</trace>"
    )
    (table,) = reading(write("log.xes", text)).tables
    assert [row["concept:name"] for row in rows(table.raw)] == ["Call+done"]
    assert table.mapping.target == "event_log"


def test_nested_attributes_lists_and_late_attributes_of_a_trace(write, reading):
    text = log(
        "<trace><event><string key='concept:name' value='Lead'><int key='deep' value='7'/></string>"
        "<list key='many'><values><string key='inner' value='x'/></values></list>"
        "<date key='time:timestamp' value='2026-01-01T10:00:00Z'/></event>"
        "<string key='concept:name' value='late'/></trace>"
    )
    (table,) = reading(write("log.xes", text)).tables
    (row,) = rows(table.raw)
    assert row == {
        "case:concept:name": "late",
        "concept:name": "Lead",
        "time:timestamp": "2026-01-01T10:00:00Z",
        "__line": 1,
    }


def test_an_event_outside_of_a_trace_is_put_aside(write, reading):
    text = log(
        event(concept_name="Stray", time_timestamp="2026-01-01")
        + "<trace><string key='concept:name' value='C1'/>"
        + event(concept_name="Lead", time_timestamp="2026-01-01")
        + "</trace>"
    )
    (table,) = reading(write("log.xes", text)).tables
    (aside,) = table.raw.unreadable
    assert (aside.line, aside.code) == (1, "missing_value")
    assert table.raw.row_count == 1


BOMB = "<!DOCTYPE log [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(12)
)
FILE = "<!DOCTYPE log [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
NET = "<!DOCTYPE log SYSTEM 'http://example.invalid/log.dtd'>"


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        (log("<trace>&m;</trace>", BOMB + "]>"), "document type", 1),
        (log("<trace><event>&a;</event></trace>", FILE), "document type", 1),
        (log("<trace/>", NET), "document type", 1),
        (log("<trace>\n<event>"), "no well-formed XML", 2),
        (log("<trace>\n\n</event></trace>"), "no well-formed XML", 3),
        (log("<string key='a' value='&undeclared;'/>"), "no well-formed XML", 1),
        (log("<a>" * 70 + "</a>" * 70), "nested", 1),
        (log("<trace><string key='concept:name' value='1'/></trace>"), "no events", None),
        ("<html><p>nothing</p></html>", "begins with <html>", 1),
        (
            log("<trace>" + event(**{f"k{n}": "x" for n in range(501)}) + "</trace>"),
            "different attributes",
            None,
        ),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else str(value),
)
def test_what_is_no_log_is_refused_with_file_and_line(text, said, line, write, reading):
    with pytest.raises(ImportFileError, match=said) as caught:
        reading(write("log.xes", text))
    assert caught.value.place.file == "log.xes"
    assert caught.value.place.row == line
    assert caught.value.hint


def test_an_element_without_end_is_refused_soon(write, reading, monkeypatch):
    monkeypatch.setattr(xes_events, "LARGEST_ELEMENT", 2 << 20)
    endless = log("<trace>").removesuffix("</log>") + "<string key='" + "x" * (30 << 20)
    begun = time.process_time()
    with pytest.raises(ImportFileError, match="longer than 2 MB"):
        reading(write("log.xes", endless))
    assert time.process_time() - begun < 5


def test_texts_of_a_trace_repeated_in_its_events_do_not_fill_the_disk(write, reading, monkeypatch):
    monkeypatch.setattr("fairlead.lake.readers.xes.RATIO_COUNTS_FROM", 1 << 20)
    long = f"<string key='concept:name' value='{'x' * 50_000}'/>"
    steps = event(concept_name="Lead", time_timestamp="2026-01-01") * 3_000
    with pytest.raises(ImportFileError, match="times as large"):
        reading(write("log.xes", log(f"<trace>{long}{steps}</trace>")))


@pytest.mark.slow
def test_a_long_trace_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        path = tmp_path / f"{count}.xes"
        step = event(concept_name="Lead", time_timestamp="2026-01-01T10:00:00Z")
        path.write_text(log(f"<trace>{step * count}</trace>"))
        seen: list[Any] = []

        def visit(_trace: Any, events: list[Any]) -> None:
            seen.append(len(events))

        tracemalloc.start()
        xes_events.XesEvents("x", visit).read(path, lambda _done, _total: None)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert sum(seen) == count
        return most

    small = peak(xes_events.MOST_HELD)
    assert peak(3 * xes_events.MOST_HELD) < 1.3 * small


def test_a_damaged_gzip_is_said(write, reading):
    packed = gzip.compress(xes(EVENTS * 200).encode())
    with pytest.raises(ImportFileError, match="damaged or truncated gzip"):
        reading(write("log.xes.gz", packed[: len(packed) // 2]))
