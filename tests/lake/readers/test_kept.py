"""A mapping somebody taught: used for the same headers, and every change of headers said."""

from __future__ import annotations

import pytest
from tests.lake.readers.conftest import fields
from tests.lake.readers.exports import deals, text

from fairlead.lake.readers.kept import as_record, from_record

HEADER = ["Vorgang", "Kunde", "Verkäufer", "Angelegt am", "Abschluss", "Wert", "Phase"]
ROWS = deals("de", "%d.%m.%Y", ["Neu", "Gewonnen", "Verloren"])
TAUGHT = (
    "files:\n  Chancen 2026.csv:\n    target: opportunities\n    columns:\n"
    "      id: Vorgang\n      stage: Phase\n      outcome: Phase\n      owner: Kunde\n"
    "      created_at: Angelegt am\n      amount: Wert\n"
)


@pytest.fixture
def taught(write, reading):
    """What is kept after an import with a mapping that says something odd: customers own deals."""
    path = write("a/Chancen 2026.csv", text(HEADER, ROWS, ";"))
    read = reading(path, mapping=write("m.yaml", TAUGHT))
    assert [t.file for t in read.taught] == ["Chancen 2026.csv"]
    return [from_record(as_record(t)) for t in read.taught]


def later(write, header, rows=ROWS, name="b/Chancen 2027.csv"):
    return write(name, text(header, rows, ";"))


def codes(read):
    return {f.code: f for f in read.findings}


def test_the_same_headers_use_it_and_say_so(taught, write, reading):
    read = reading(later(write, HEADER), learned=taught)
    (table,) = read.tables
    assert fields(table)["owner"] == "Kunde"
    assert table.mapping.file == "Chancen 2027.csv"
    assert table.mapping.of("created_at").options == {"formats": ["%d.%m.%Y"]}
    assert "kept from Chancen 2026.csv was used" in codes(read)["mapping_kept"].title
    assert read.taught == ()  # nobody taught anything this time


def test_another_order_of_columns_is_no_change(taught, write, reading):
    turned = [list(reversed(row)) for row in ROWS]
    read = reading(later(write, list(reversed(HEADER)), turned), learned=taught)
    assert set(codes(read)) == {"mapping_kept"}


def test_a_renamed_column_is_guessed_and_said(taught, write, reading):
    header = ["Vorgang", "Käufer", *HEADER[2:]]
    read = reading(later(write, header), learned=taught)
    (table,) = read.tables
    assert fields(table)["owner"] == "Käufer"
    assert table.mapping.of("owner").confidence == 0.5
    said = codes(read)["mapping_renamed"]
    assert said.severity == "warning"
    assert said.evidence == {"gone": "Kunde", "taken": "Käufer", "field": "owner"}


def test_a_renamed_column_behind_two_fields_is_followed_in_both(taught, write, reading):
    read = reading(later(write, [*HEADER[:-1], "Verkaufsphase"]), learned=taught)
    got = fields(read.tables[0])
    assert (got["stage"], got["outcome"]) == ("Verkaufsphase", "Verkaufsphase")


def test_a_column_that_is_gone_is_never_lost_in_silence(taught, write, reading):
    rows = [row[:5] + row[6:] for row in ROWS]
    read = reading(later(write, [*HEADER[:5], *HEADER[6:]], rows), learned=taught)
    assert "amount" not in fields(read.tables[0])
    said = codes(read)["mapping_column_gone"]
    assert said.severity == "serious"
    assert "Wert (amount)" in said.detail


def test_a_new_column_is_named(taught, write, reading):
    rows = [[*row, "x"] for row in ROWS]
    read = reading(later(write, [*HEADER, "Bemerkung"], rows), learned=taught)
    assert fields(read.tables[0])["owner"] == "Kunde"
    assert codes(read)["mapping_column_new"].evidence == {"columns": "Bemerkung"}


def test_without_the_id_it_is_proposed_anew_and_said(taught, write, reading):
    header = ["Abteilung", *HEADER[1:], "Deal Id"]
    rows = [["Nord", *row[1:], row[0]] for row in ROWS]
    read = reading(later(write, header, rows), learned=taught)
    assert fields(read.tables[0])["id"] == "Deal Id"


def test_another_kind_of_file_is_left_alone(taught, write, reading):
    other = [*HEADER[:3], "Erstellt", "Ende", "Summe", "Stufe"]
    read = reading(later(write, other, name="c/Projekte.csv"), learned=taught)
    assert fields(read.tables[0])["owner"] == "Verkäufer"
    assert "mapping_kept" not in codes(read)


def test_a_file_that_says_what_would_be_proposed_teaches_nothing(write, reading):
    from fairlead.lake.readers import mapping_to_yaml

    path = write("Chancen.csv", text(HEADER, ROWS, ";"))
    given = write("m.yaml", mapping_to_yaml(reading(path)))
    assert reading(path, mapping=given).taught == ()


def test_a_table_left_out_stays_left_out(write, reading, place):
    write("x/Chancen.csv", text(HEADER, ROWS, ";"))
    write("x/team.csv", "person,team\nCleo Reyes,North\n")
    given = write("m.yaml", "files:\n  team.csv: {target: ignore}\n")
    kept = reading(place / "x", mapping=given).taught
    read = reading(place / "x", learned=[from_record(as_record(t)) for t in kept])
    assert {t.mapping.file: t.mapping.target for t in read.tables}["team.csv"] == "ignore"


def test_stage_dates_can_be_left_out_for_good(write, reading):
    from tests.lake.readers.unknown.blind import italian_stage_dates

    content = italian_stage_dates().files["elenco offerte.csv"]
    path = write("elenco offerte.csv", content)
    name = "elenco offerte.csv#stage dates"
    given = write("m.yaml", f'files:\n  "{name}": {{target: ignore}}\n')
    read = reading(path, mapping=given)
    assert {t.mapping.file: t.mapping.target for t in read.tables}[name] == "ignore"
    again = reading(path, learned=[from_record(as_record(t)) for t in read.taught])
    assert {t.mapping.file: t.mapping.target for t in again.tables}[name] == "ignore"
