"""Tables of unknown origin that are no list of deals: people, calls, histories, contacts."""

from __future__ import annotations

from tests.lake.readers.conftest import fields
from tests.lake.readers.exports import NAMES, day, dice, text


def test_tables_that_refer_to_each_other(write, reading, place):
    """Values decide: `Contact Name` holds contact ids, `Staff` holds the keys of people."""
    rng = dice(11)
    people = [[i + 1, 70_000 + i, n, "Ben North"] for i, n in enumerate(NAMES["en"])]
    write("x/Owners.csv", text(["StaffKey", "StaffNo", "Sales rep", "Manager"], people))
    contacts = [[f"C{100 + i}", f"Person {chr(65 + i)}", "CEO"] for i in range(20)]
    write("x/contacts.csv", text(["Id", "Full name", "Job title"], contacts))
    rows = [
        [
            f"D{i}",
            rng.randrange(1, 5),
            f"C{100 + rng.randrange(20)}",
            rng.choice(["Won", "Lost"]),
            rng.randrange(9999),
            day(i, "%Y-%m-%d"),
        ]
        for i in range(80)
    ]
    header = ["Deal Id", "StaffKey", "Contact Name", "Stage", "Amount", "Close Date"]
    write("x/deals.csv", text(header, rows))
    targets = [[70_000 + i % 4, 1000, f"2025-0{i // 4 + 1}-01"] for i in range(12)]
    write("x/goals.csv", text(["StaffNo", "Goal", "Month"], targets))
    by_file = {t.mapping.file: t for t in reading(place / "x").tables}
    got = {file: (t.mapping.target, fields(t)) for file, t in by_file.items()}
    assert got["Owners.csv"] == (
        "people",
        {"id": "StaffKey", "other_id": "StaffNo", "name": "Sales rep", "manager": "Manager"},
    )
    assert got["deals.csv"][0] == "opportunities"
    assert got["deals.csv"][1]["owner"] == "StaffKey"
    assert got["deals.csv"][1]["contact"] == "Contact Name"
    assert got["goals.csv"][0] == "targets"
    assert got["goals.csv"][1]["person"] == "StaffNo"
    assert "100% of its values are found in Id of contacts.csv" in (
        by_file["deals.csv"].mapping.of("contact").reason
    )


def test_calls_with_minutes_and_clock(write, reading):
    header = ["Anruf-Id", "Mitarbeiter", "Zeitpunkt", "Gesprächsdauer", "Art"]
    rows = [
        [
            i,
            NAMES["de"][i % 4],
            f"{i % 28 + 1:02}.03.2025 10:{i % 60:02}",
            f"00:0{i % 10}:12",
            "Anruf" if i % 3 else "Besuch",
        ]
        for i in range(60)
    ]
    (table,) = reading(write("Anrufe.csv", text(header, rows, ";"))).tables
    assert table.mapping.target == "activities"
    assert table.mapping.of("duration").options == {"unit": "hms"}
    assert table.mapping.of("kind").options["values"] == {"Anruf": "call", "Besuch": "meeting"}
    assert fields(table)["person"] == "Mitarbeiter"


def test_stage_history_of_unknown_origin(write, reading):
    header = ["Deal", "Alte Phase", "Neue Phase", "Geändert am", "Geändert von"]
    phases = ["Neu", "Bedarf", "Angebot", "Gewonnen"]
    rows = [
        [f"D{i}", phases[s], phases[s + 1], f"{i % 27 + 1:02}.0{s + 1}.2025", NAMES["de"][i % 4]]
        for i in range(30)
        for s in range(3)
    ]
    (table,) = reading(write("Verlauf.csv", text(header, rows, ";"))).tables
    assert table.mapping.target == "stage_history"
    assert fields(table) == {
        "opportunity": "Deal",
        "occurred_at": "Geändert am",
        "stage": "Neue Phase",
        "from_stage": "Alte Phase",
        "actor": "Geändert von",
    }


def test_a_list_of_contacts_is_no_team(write, reading, place):
    rows = [[i, f"Person {chr(65 + i)}", f"p{i}@example.org"] for i in range(20)]
    write("x/list.csv", text(["id", "name", "email"], rows))
    write("x/stages.csv", text(["id", "name", "rank"], [[1, "Demo", 1], [2, "Offer", 2]]))
    write("x/Opportunity.csv", "Id,StageName,CloseDate\n1,New,2026-01-01\n")
    targets = {t.mapping.file: t.mapping.target for t in reading(place / "x").tables}
    assert targets["stages.csv"] == "ignore"
    assert targets["list.csv"] != "people"


def test_a_history_with_ids_of_its_own_is_no_list_of_deals(write, reading):
    header = ["Vorgang", "Deal", "Neue Phase", "Betrag", "Abschluss", "Datum", "Wer"]
    rows = [
        [
            f"V{i}",
            f"D{i // 4}",
            ["Neu", "Angebot", "Gewonnen"][i % 3],
            i * 10,
            day(i + 30, "%d.%m.%Y"),
            day(i, "%d.%m.%Y"),
            NAMES["de"][i % 4],
        ]
        for i in range(80)
    ]
    (table,) = reading(write("daten.csv", text(header, rows, ";"))).tables
    assert table.mapping.target == "stage_history"
    assert fields(table)["opportunity"] == "Deal"
