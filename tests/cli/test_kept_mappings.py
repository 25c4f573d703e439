"""What the terminal says about mappings that are kept, used again, changed and forgotten."""

from __future__ import annotations

import pytest
from tests.cli.running import fairlead
from tests.lake.readers.exports import deals, text

HEADER = ["Vorgang", "Kunde", "Verkäufer", "Angelegt am", "Abschluss", "Wert", "Phase"]
TAUGHT = (
    "files:\n  Chancen 2026.csv:\n    target: opportunities\n    columns:\n"
    "      id: Vorgang\n      stage: Phase\n      outcome: Phase\n      owner: Kunde\n"
    "      created_at: Angelegt am\n      amount: Wert\n"
)


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = deals("de", "%d.%m.%Y", ["Neu", "Gewonnen", "Verloren"])
    (tmp_path / "Chancen 2026.csv").write_text(text(HEADER, rows, ";"))
    (tmp_path / "Chancen 2027.csv").write_text(text(["Vorgang", "Käufer", *HEADER[2:]], rows, ";"))
    (tmp_path / "m.yaml").write_text(TAUGHT)
    return tmp_path


def test_taught_used_changed_and_forgotten(place):
    taught = fairlead("import", "Chancen 2026.csv", "--mapping", "m.yaml")
    assert taught.code == 0
    assert "Kept for the next import: your mapping of Chancen 2026.csv" in taught.plain
    assert "--forget-mapping 'Chancen 2026.csv'" in taught.plain
    again = fairlead("import", "Chancen 2026.csv")
    assert "the mapping kept from Chancen 2026.csv was used" in again.plain
    changed = fairlead("import", "Chancen 2027.csv")
    assert "the column Kunde is gone; Käufer was taken for owner" in changed.plain
    assert fairlead("import", "Chancen 2026.csv", "--json").json["kept_mappings"] == [
        "Chancen 2026.csv"
    ]
    forgotten = fairlead("import", "--forget-mapping", "Chancen 2026")
    assert (forgotten.code, forgotten.out) == (0, "")
    assert "Forgotten: the mapping kept for Chancen 2026.csv" in forgotten.plain
    assert "was used" not in fairlead("import", "Chancen 2026.csv").plain


def test_forgetting_what_is_not_kept(place):
    fairlead("import", "Chancen 2026.csv", "--mapping", "m.yaml")
    told = fairlead("import", "--forget-mapping", "Deals.csv", "--json")
    assert told.code == 2
    assert "no mapping is kept for Deals.csv" in told.json["error"]["message"]
    assert "Chancen 2026.csv" in told.json["error"]["hint"]


def test_a_refused_import_says_what_should_stand_there(place):
    given = TAUGHT.replace(
        "created_at: Angelegt am",
        'created_at: {column: Angelegt am, options: {formats: ["%m/%d/%Y"]}}',
    )
    (place / "m.yaml").write_text(given)
    told = fairlead("import", "Chancen 2026.csv", "--mapping", "m.yaml", "--json")
    assert told.code == 2
    error = told.json["error"]
    assert error["expected"] == "a date, with or without a time written like %m/%d/%Y (12/31/2026)"
    assert "cannot be read as a date" in error["message"]
