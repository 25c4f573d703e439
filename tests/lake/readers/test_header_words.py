"""Headers taken apart into ideas, and the fields those name."""

from __future__ import annotations

import pytest

from fairlead.lake.readers.grammar import (
    contradiction,
    entity_key,
    key_meaning,
    meaning_score,
    no_stage_date,
    speaks_of,
    table_meaning,
)
from fairlead.lake.readers.header_words import LANGUAGES, language, understood

SURE = 0.75


def ideas(header: str) -> set[str]:
    """Return all ideas the first reading of a header may hold."""
    return {idea for piece in understood(header)[0].pieces for idea in piece}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Voraussichtl. Auftragseingang", "close_on"),
        ("Date prév. de clôture", "close_on"),
        ("Termin decyzji", "close_on"),
        ("受注予定日", "close_on"),
        ("예상계약일", "close_on"),
        ("Ngày dự kiến chốt", "close_on"),
        ("Data rozstrzygnięcia", "closed_at"),
        ("Dt. Fech.", "closed_at"),
        ("Crtd Dt", "created_at"),
        ("Data de cadastro", "created_at"),
        ("Opp Amt", "amount"),
        ("Offertsumme exkl. MwSt", "amount"),
        ("Price ex GST", "amount"),
        ("Vastuumyyjä", "owner"),
        ("Gebietsverkaufsleiter", "owner"),
        ("Loss Rsn", "lost_reason"),
        ("Häviön syy", "lost_reason"),
        ("سبب الخسارة", "lost_reason"),
        ("Nxt Step", "next_step"),
        ("Źródło pozyskania", "source_channel"),
        ("Bearbeitungsphase", "stage"),
    ],
)
def test_ideas_in_any_language_name_the_field(header, field):
    assert meaning_score(header, "opportunities", field) >= SURE


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Liefertermin", "close_on"),
        ("Date d'effet", "close_on"),
        ("Letzter Kontakt", "created_at"),
        ("Gew. Wert", "amount"),
        ("Vl. ICMS", "amount"),
        ("Coste", "amount"),
        ("受注確度", "stage"),
        ("Pré-vendedor", "owner"),
        ("Kod pocztowy", "account"),
        ("Age (in days)", "owner"),
    ],
)
def test_what_a_header_says_can_rule_a_field_out(header, field):
    assert meaning_score(header, "opportunities", field) == 0
    assert contradiction(header, "opportunities", field) < 1


def test_words_are_cut_joined_and_shortened():
    assert ideas("Tapsårsak") >= {"lost", "reason"}
    assert ideas("Säljbudget") == {"target"}
    assert ideas("Rsn") == {"reason"}
    assert understood("Quux Zyzzy") == ()
    assert understood("") == ()
    assert understood("datumdatum" * 300) == ()


def test_keys_and_tables_are_named_too():
    assert key_meaning("Mulighetsnr.") > SURE
    assert key_meaning("Telefonnummer") < 0
    assert 0 < key_meaning("Reference Code") < 0.5  # of what?
    assert entity_key("Act. ID", "activities") > SURE
    assert entity_key("Act. ID", "people") == 0
    assert "people" in table_meaning("säljare")
    assert table_meaning("kontakte")["contacts"] > SURE


def test_dates_that_are_no_stage():
    assert no_stage_date("Rechnungsdatum")
    assert no_stage_date("Next call")
    assert not no_stage_date("Angebot verschickt")
    assert speaks_of("Wiedervorlage", frozenset({"remind"}))


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_language_says_what_a_list_of_deals_needs(name):
    known = set().union(*language(name).words.values())
    needed = {"deal", "account", "owner", "amount", "date", "create", "close", "expect", "lost"}
    assert needed | {"stage", "status", "reason", "source"} <= known
