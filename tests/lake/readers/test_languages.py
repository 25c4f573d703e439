"""Lists of deals in many languages: the same fields, whatever the order and the encoding."""

from __future__ import annotations

import pytest
from tests.lake.readers.conftest import fields
from tests.lake.readers.exports import NAMES, deals, text

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
