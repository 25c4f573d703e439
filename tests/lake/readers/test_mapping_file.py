"""The mapping as a file people can mend: there and back, and plain words for every slip."""

from __future__ import annotations

import pytest
import yaml
from tests.lake.readers.conftest import fields
from tests.lake.readers.exports import deals, text

from fairlead.errors import DefinitionError, ImportFileError
from fairlead.lake.readers import mapping_from_yaml, mapping_to_yaml

HEADER = ["Vorgang", "Kunde", "Verkäufer", "Angelegt am", "Abschluss", "Wert: netto", "Phase"]


@pytest.fixture
def export(write):
    rows = deals("de", "%d.%m.%Y", ["Neu", "Gewonnen", "Verloren"])
    return write("Chancen 2026.csv", text(HEADER, rows, ";"))


def test_there_and_back(export, reading):
    read = reading(export)
    written = mapping_to_yaml(read)
    assert mapping_from_yaml(written, read) == tuple(t.mapping for t in read.tables)
    assert "not used" not in written or read.tables[0].mapping.unmapped
    assert "# fields without a column: name, contact" in written


def test_odd_headers_survive_yaml(write, reading):
    header = ["Id", "StageName", "CloseDate", "yes", "- a: b", "#1", "null", "@x", "'q\"", "1.0"]
    path = write("Opportunity.csv", text(header, [["1", "Won", "2026-01-01", *"abcdefg"]]))
    read = reading(path)
    assert mapping_from_yaml(mapping_to_yaml(read), read)[0] == read.tables[0].mapping
    assert set(yaml.safe_load(mapping_to_yaml(read))["files"]["Opportunity.csv"]["not used"]) == {
        "yes",
        "- a: b",
        "#1",
        "null",
        "@x",
        "'q\"",
        "1.0",
    }


def test_given_mapping_overrides_the_proposal(export, reading, write):
    given = write(
        "mapping.yaml",
        'files:\n  "Chancen 2026.csv":\n    target: opportunities\n    columns:\n'
        "      id: Vorgang\n      owner: {column: Verkäufer}\n      stage: {column: Phase}\n"
        "      currency: {constant: CHF}\n"
        "      outcome: {column: Phase, options: {values: {Neu: won}, default: lost}}\n",
    )
    (table,) = reading(export, mapping=given).tables
    assert fields(table) == {
        "id": "Vorgang",
        "owner": "Verkäufer",
        "stage": "Phase",
        "currency": "=CHF",
        "outcome": "Phase",
    }
    assert table.mapping.of("outcome").options == {"values": {"Neu": "won"}, "default": "lost"}
    assert table.mapping.unmapped == ("Kunde", "Angelegt am", "Abschluss", "Wert: netto")


def test_files_that_are_not_named_keep_their_proposal(export, reading, write, place):
    write("team.csv", "person,team\nCleo Reyes,North\n")
    given = write("x.yaml", "files:\n  team.csv: {target: ignore}\n")
    tables = {t.mapping.file: t.mapping for t in reading(place, mapping=given).tables}
    assert tables["team.csv"].target == "ignore"
    assert tables["Chancen 2026.csv"].target == "opportunities"


def test_mapping_rescues_what_is_not_recognised(write, reading):
    path = write("a.csv", text(["k1", "k2", "k3"], [[i, f"s{i % 3}", i] for i in range(9)]))
    with pytest.raises(ImportFileError):
        reading(path)
    given = write(
        "m.yaml",
        "files:\n  a.csv:\n    target: opportunities\n    columns:\n"
        "      id: {column: k1}\n      stage: {column: k2}\n",
    )
    (table,) = reading(path, mapping=given).tables
    assert table.mapping.confidence == 1.0


@pytest.mark.parametrize(
    ("body", "said", "hint"),
    [
        ("Chancen2026.csv: {target: ignore}", "no file 'Chancen2026.csv'", "Chancen 2026.csv"),
        ("Chancen 2026.csv: {target: opportunity}", "no target 'opportunity'", "opportunities"),
        (
            "Chancen 2026.csv: {target: opportunities, columns: {ownr: Phase}}",
            "no field 'ownr'",
            "owner",
        ),
        (
            "Chancen 2026.csv: {target: opportunities, columns: {owner: Verkaeufer}}",
            "no column 'Verkaeufer'",
            "Verkäufer",
        ),
        (
            "Chancen 2026.csv: {target: opportunities, columns: {owner: {colum: Phase}}}",
            "no word 'colum'",
            "column",
        ),
        (
            (
                "Chancen 2026.csv: {target: accounts, columns: {id: {column: Phase, options: "
                "{format: x}}}}"
            ),
            "no word 'format'",
            "formats",
        ),
        (
            "Chancen 2026.csv: {target: opportunities, columns: {owner: Verkäufer}}",
            "lacks id",
            "Vorgang",
        ),
        (
            "Chancen 2026.csv: {target: opportunities, columns: {id: {}}}",
            "either a column or a constant",
            "column: NAME",
        ),
        (
            ("Chancen 2026.csv: {target: accounts, columns: {id: {column: Phase, constant: 1}}}"),
            "either a column or a constant",
            "column: NAME",
        ),
        ("Chancen 2026.csv: {target: ignore, format: excel}", "no format 'excel'", "table"),
        ("Chancen 2026.csv: {target: ignore, colums: {}}", "no word 'colums'", "columns"),
        ("Chancen 2026.csv: ", "is empty", "target"),
        ("Chancen 2026.csv: {target: opportunities, columns: [id]}", "no list of fields", "amount"),
    ],
)
def test_every_slip_is_named(*, body, said, hint, export, reading, write):
    given = write("mapping.yaml", f"files:\n  {body}\n")
    with pytest.raises(DefinitionError) as error:
        reading(export, mapping=given)
    assert said in error.value.message
    assert hint in error.value.hint
    assert error.value.exit_code == 2


@pytest.mark.parametrize("content", ["files: [", "nothing", "", "files: []", b"\xff\xfe\x00"])
def test_files_that_are_no_mapping(content, export, reading, write):
    with pytest.raises(DefinitionError) as error:
        reading(export, mapping=write("mapping.yaml", content))
    assert error.value.hint


def test_missing_mapping_file(export, reading, place):
    with pytest.raises(DefinitionError, match="cannot be read"):
        reading(export, mapping=place / "no.yaml")


def test_what_a_mapping_does_not_say_is_filled_in(export, reading, write):
    given = write(
        "mapping.yaml",
        'files:\n  "Chancen 2026.csv":\n    target: opportunities\n    columns:\n'
        "      id: Vorgang\n      stage: Phase\n      created_at: Angelegt am\n"
        '      amount: {column: "Wert: netto", options: {decimal: "."}}\n'
        "      outcome: Phase\n",
    )
    (table,) = reading(export, mapping=given).tables
    assert table.mapping.of("created_at").options == {"formats": ["%d.%m.%Y"]}
    assert table.mapping.of("amount").options == {"decimal": "."}  # said, if oddly: it stays
    assert table.mapping.of("outcome").options == {
        "values": {"Gewonnen": "won", "Verloren": "lost"},
        "default": "open",
    }


def test_a_mapping_file_settles_two_owners(write, reading):
    rows = [[f"D{i}", "AB"[i % 2], "CD"[i % 2 - 1], "Won", i] for i in range(60)]
    path = write("deals.csv", text(["Deal Id", "Owner", "Sales Owner", "Stage", "Amount"], rows))
    given = write(
        "m.yaml",
        "files:\n  deals.csv:\n    target: opportunities\n    columns:\n"
        "      id: Deal Id\n      owner: Sales Owner\n      stage: Stage\n",
    )
    (table,) = reading(path, mapping=given).tables
    assert fields(table)["owner"] == "Sales Owner"
