"""Tables of unknown origin: what is proposed, how sure, and what is said aloud."""

from __future__ import annotations

import pytest
from tests.lake.readers.conftest import fields
from tests.lake.readers.exports import NAMES, day, deals, dice, text

from fairlead.errors import ImportFileError

CORE = ("id", "account", "owner", "created_at", "close_on", "amount", "stage")

DEALS = {
    "de": (
        [
            "Vorgangsnummer",
            "Kunde",
            "Verkäufer",
            "Angelegt am",
            "Abschlussdatum",
            "Auftragswert",
            "Verkaufsphase",
        ],
        ["Erstkontakt", "Angebot", "Gewonnen", "Verloren"],
        ";",
        "%d.%m.%Y",
        "Verkaufschancen.csv",
        {"Gewonnen": "won", "Verloren": "lost"},
    ),
    "fr": (
        [
            "N° affaire",
            "Société",
            "Commercial",
            "Date de création",
            "Date de clôture",
            "Montant HT",
            "Étape",
        ],
        ["Prospection", "Devis", "Gagné", "Perdu"],
        ";",
        "%d/%m/%Y",
        "affaires.csv",
        {"Gagné": "won", "Perdu": "lost"},
    ),
    "es": (
        [
            "Id de negocio",
            "Cliente",
            "Vendedor",
            "Fecha de creación",
            "Fecha de cierre",
            "Importe",
            "Etapa",
        ],
        ["Contacto", "Propuesta", "Ganado", "Perdido"],
        ";",
        "%d/%m/%Y",
        "oportunidades.csv",
        {"Ganado": "won", "Perdido": "lost"},
    ),
    "it": (
        [
            "ID trattativa",
            "Azienda",
            "Venditore",
            "Data creazione",
            "Data chiusura",
            "Importo",
            "Fase",
        ],
        ["Contatto", "Proposta", "Vinta", "Persa"],
        "\t",
        "%d/%m/%Y",
        "trattative.tsv",
        {"Vinta": "won", "Persa": "lost"},
    ),
    "pt": (
        [
            "Código do negócio",
            "Empresa",
            "Responsável",
            "Criado em",
            "Data de fechamento",
            "Valor",
            "Etapa do funil",
        ],
        ["Contato", "Proposta", "Ganho", "Perdido"],
        ";",
        "%d/%m/%Y",
        "negocios.csv",
        {"Ganho": "won", "Perdido": "lost"},
    ),
    "nl": (
        ["Kansnummer", "Klant", "Verkoper", "Aangemaakt op", "Sluitingsdatum", "Bedrag", "Fase"],
        ["Contact", "Offerte", "Gewonnen", "Verloren"],
        ";",
        "%d-%m-%Y",
        "verkoopkansen.csv",
        {"Gewonnen": "won", "Verloren": "lost"},
    ),
    "pl": (
        [
            "Numer szansy",
            "Kontrahent",
            "Handlowiec",
            "Data utworzenia",
            "Data zamknięcia",
            "Wartość netto",
            "Etap",
        ],
        ["Kontakt", "Oferta", "Wygrana", "Przegrana"],
        ";",
        "%d.%m.%Y",
        "szanse.csv",
        {"Wygrana": "won", "Przegrana": "lost"},
    ),
    "ru": (
        [
            "ID сделки",
            "Компания",
            "Ответственный",
            "Дата создания",
            "Дата закрытия",
            "Сумма",
            "Стадия сделки",
        ],
        ["Переговоры", "Предложение", "Выиграна", "Проиграна"],
        ";",
        "%d.%m.%Y",
        "сделки.csv",
        {"Выиграна": "won", "Проиграна": "lost"},
    ),
    "en": (
        ["Opp #", "Client", "Account Executive", "Opened", "Expected Close", "Deal Size", "Phase"],
        ["Discovery", "Proposal", "Closed - Won", "Closed - Lost"],
        ",",
        "%m/%d/%Y",
        "pipe.csv",
        {"Closed - Won": "won", "Closed - Lost": "lost"},
    ),
}


@pytest.mark.parametrize("language", list(DEALS))
def test_deals_in_any_language(language, write, reading):
    header, stages, separator, style, name, outcomes = DEALS[language]
    path = write(name, text(header, deals(language, style, stages), separator))
    (table,) = reading(path).tables
    assert table.mapping.target == "opportunities"
    assert table.mapping.format == "table"
    got = fields(table)
    assert {f: got.get(f) for f in CORE} == dict(zip(CORE, header, strict=True))
    outcome = table.mapping.of("outcome")
    assert outcome.column == header[6]
    assert outcome.options == {"values": outcomes, "default": "open"}
    assert table.mapping.of("close_on").options == {"formats": [style]}
    decimal = table.mapping.of("amount").options.get("decimal", ".")
    assert decimal == ("." if language == "en" else ",")
    assert all(c.reason for c in table.mapping.columns)
    assert "120 of 120 values are dates" in table.mapping.of("created_at").reason
    assert ("closed_at" in got) == (language != "en")  # an expected date is no closing time


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_order_and_encoding_do_not_matter(encoding, write, reading):
    header, stages, separator, style, name, _ = DEALS["de"]
    rows = deals("de", style, stages)
    turned = [list(reversed(header)), *(list(reversed(row)) for row in rows)]
    path = write(name, text(turned[0], turned[1:], separator).encode(encoding))
    (table,) = reading(path).tables
    got = fields(table)
    assert {f: got.get(f) for f in CORE} == dict(zip(CORE, header, strict=True))


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


def test_two_owner_columns_that_differ_must_be_chosen(write, reading):
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
    with pytest.raises(ImportFileError) as error:
        reading(write("deals.csv", text(header, rows)))
    assert "Owner and Sales Owner" in error.value.message
    assert 'owner: {column: "Owner"}' in error.value.hint
    assert 'owner: {column: "Sales Owner"}' in error.value.hint


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


def test_relabelling_people_changes_no_mapping(write, reading):
    header, stages, separator, style, name, _ = DEALS["fr"]
    rows = deals("fr", style, stages)
    first = reading(write(name, text(header, rows, separator))).tables[0].mapping
    other = {n: f"Agent {chr(66 + i)}" for i, n in enumerate(NAMES["fr"])}
    renamed = [[*row[:2], other[row[2]], *row[3:]] for row in rows]
    second = reading(write(name, text(header, renamed, separator))).tables[0].mapping
    assert [(c.field, c.column) for c in first.columns] == [
        (c.field, c.column) for c in second.columns
    ]


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
