"""Tables of unknown origin: how sure a proposal is, and what is said aloud."""

from __future__ import annotations

import pytest
from tests.lake.readers.conftest import fields
from tests.lake.readers.exports import NAMES, day, dice, text

from fairlead.errors import ImportFileError


def test_separate_status_and_stage(write, reading):
    rng = dice(3)
    rows = [
        [
            i,
            "Firma",
            rng.choice(NAMES["de"]),
            rng.choice(["Offen", "Gewonnen", "Verloren"]),
            rng.choice(["1 Bedarf", "2 Angebot", "3 Vertrag"]),
            rng.randrange(1, 99999),
            day(rng.randrange(300), "%Y-%m-%d"),
        ]
        for i in range(100)
    ]
    header = ["Id", "Firma", "Betreuer", "Status", "Stufe", "Summe", "Erstellt am"]
    (table,) = reading(write("export.csv", text(header, rows))).tables
    got = fields(table)
    assert (got["outcome"], got["stage"]) == ("Status", "Stufe")
    assert table.mapping.of("outcome").options["values"] == {"Gewonnen": "won", "Verloren": "lost"}


def test_of_two_owner_columns_that_differ_one_is_taken_and_said(write, reading):
    """A refusal would keep the whole export out; the warning names what else it may be."""
    rng = dice(5)
    rows = [
        [
            f"D{i}",
            rng.choice(NAMES["en"]),
            rng.choice(NAMES["de"]),
            rng.choice(["Won", "Lost"]),
            rng.randrange(9999),
            day(i, "%Y-%m-%d"),
        ]
        for i in range(60)
    ]
    header = ["Deal Id", "Owner", "Sales Owner", "Stage", "Amount", "Close Date"]
    read = reading(write("deals.csv", text(header, rows)))
    (finding,) = [f for f in read.findings if f.code == "mapping_ambiguous"]
    assert finding.severity == "warning"
    assert {finding.evidence["taken"], finding.evidence["others"]} == {"Owner", "Sales Owner"}
    assert "Set owner in the mapping file" in finding.actions[0]


def test_two_owner_columns_that_agree_are_no_question(write, reading):
    rng = dice(5)
    rows = []
    for i in range(60):
        name = rng.choice(NAMES["en"])
        rows.append([f"D{i}", name, name.upper(), "Won", rng.randrange(9999), day(i, "%Y-%m-%d")])
    header = ["Deal Id", "Owner", "Sales Owner", "Stage", "Amount", "Close Date"]
    (table,) = reading(write("deals.csv", text(header, rows))).tables
    assert fields(table)["owner"] in {"Owner", "Sales Owner"}


def test_two_amounts_are_said_aloud(write, reading):
    rng = dice(5)
    rows = [
        [
            f"D{i}",
            "Ada North",
            rng.choice(["Won", "Lost"]),
            rng.randrange(9999),
            rng.randrange(9999),
            day(i, "%Y-%m-%d"),
        ]
        for i in range(60)
    ]
    header = ["Deal Id", "Owner", "Stage", "Deal Amount", "Deal Value", "Close Date"]
    read = reading(write("deals.csv", text(header, rows)))
    (finding,) = [f for f in read.findings if f.code == "mapping_ambiguous"]
    assert finding.evidence == {"taken": "Deal Amount", "others": "Deal Value"}


def test_doubtful_columns_are_said_aloud(write, reading):
    """A key that only might be one, and nothing better: used, and said."""
    header = ["Reference Code", "Rep", "Phase", "Value", "Opened"]
    rows = [
        [f"X{i}Y", NAMES["en"][i % 4], ["Won", "Lost", "Demo"][i % 3], i * 10, day(i, "%Y-%m-%d")]
        for i in range(60)
    ]
    read = reading(write("list.csv", text(header, rows)))
    (table,) = read.tables
    assert fields(table)["id"] == "Reference Code"
    assert table.mapping.of("id").confidence < 0.6
    (finding,) = [f for f in read.findings if f.code == "mapping_doubtful"]
    assert "id from Reference Code" in finding.detail


def test_nothing_recognised_lists_columns_and_says_what_to_do(write, reading):
    path = write("weather.csv", text(["temp", "wind"], [[i, i * 2.5] for i in range(20)]))
    with pytest.raises(ImportFileError) as error:
        reading(path)
    assert "weather.csv: temp, wind" in error.value.message
    assert "--mapping" in error.value.hint
    assert 'id: {column: "temp"}' in error.value.hint


def test_where_no_column_tells_rows_apart_none_is_named_as_the_id(write, reading):
    rows = [[20 + i % 40, ["technician", "retired"][i % 2], "no"] for i in range(200)]
    path = write("bank.csv", text(["age", "job", "y"], rows))
    with pytest.raises(ImportFileError) as error:
        reading(path)
    assert "No column of bank.csv has a different value in every row" in error.value.hint
    assert 'id: {column: "..."}' in error.value.hint
    assert "id, owner, stage or outcome, amount" in error.value.expected


def test_deals_without_an_id_are_not_guessed(write, reading):
    """A report without ids: neither history nor targets, and the reason is plain."""
    header = ["Opportunity Owner", "Account Name", "Opportunity Name", "Stage", "Amount"]
    rows = [
        [
            NAMES["en"][i % 4],
            f"Org {i % 9}",
            f"T{i % 50}",
            ["Won", "Lost"][i % 2],
            i * 10,
            day(i, "%m/%d/%Y"),
            day(i + 30, "%m/%d/%Y"),
        ]
        for i in range(90)
    ]
    path = write("report.csv", text([*header, "Created Date", "Close Date"], rows))
    with pytest.raises(ImportFileError) as error:
        reading(path)
    assert "looks like deals, but no column" in error.value.message
    assert "Export the id" in error.value.hint


def test_a_second_owner_of_a_weaker_name_is_said_aloud(write, reading):
    rng = dice(5)
    rows = [
        [f"D{i}", rng.choice(NAMES["es"]), rng.choice(NAMES["de"]), "Won", rng.randrange(9999)]
        for i in range(60)
    ]
    header = ["Deal Id", "Comercial", "Responsable", "Stage", "Amount"]
    read = reading(write("deals.csv", text(header, rows)))
    (finding,) = [f for f in read.findings if f.code == "mapping_ambiguous"]
    assert finding.evidence == {"taken": "Comercial", "others": "Responsable"}
