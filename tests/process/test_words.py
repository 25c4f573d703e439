"""What names of stages say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.process.words import (
    EARLY_TO_LATE,
    LOST,
    WON,
    outcome_of_stage_name,
    plain,
    position_of_stage_name,
    sounds_agreed,
)


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("Closed Won", "won"),
        ("CLOSED-WON", "won"),
        ("closedwon", "won"),
        ("Gagné", "won"),
        ("Contract signed", "won"),
        ("Invoice paid", "won"),
        ("Выиграно", "won"),
        ("赢单", "won"),
        ("Closed Lost", "lost"),
        ("Lost to competitor, not won", "lost"),
        ("Closed - Not Won", "lost"),
        ("Nicht gewonnen", "lost"),
        ("Perdu", "lost"),
        ("Guanyada", "won"),
        ("Perduda", "lost"),
        ("A_Denied", "lost"),
        ("O_Refused", "lost"),
        ("失注", "lost"),
        ("Negotiation", None),
        ("Wonderful", None),
        ("Blossom", None),
        ("Meeting booked", None),
        ("Demo Booked", None),
        ("NDA signed", None),
        ("Demo done, closed won", "won"),
    ],
)
def test_outcomes(name: str, outcome: str | None) -> None:
    assert outcome_of_stage_name(name) == outcome


@pytest.mark.parametrize("words", EARLY_TO_LATE)
def test_every_word_of_the_order_is_found_by_its_own_name(words: str) -> None:
    """Also in scripts whose letters come apart when accents are taken off."""
    for word in words.split("|"):
        assert position_of_stage_name(word) is not None, word


@pytest.mark.parametrize(("words", "outcome"), [(WON, "won"), (LOST, "lost")])
def test_every_word_of_an_outcome_is_found_by_its_own_name(words: str, outcome: str) -> None:
    assert {outcome_of_stage_name(word) for word in words.split("|")} == {outcome}


@pytest.mark.parametrize(
    "names",
    [
        ["Prospecting", "Qualification", "Demo", "Proposal", "Negotiation", "Contract sent"],
        ["1 - Zulu", "2 - Alpha", "10 - Mike"],
        ["Neu", "Bedarf", "Termin", "Angebot", "Verhandlung"],
        ["Новый", "Квалификация", "Встреча", "Предложение", "Договор"],
    ],
)
def test_positions_ascend(names: list[str]) -> None:
    places = [position_of_stage_name(name) for name in names]
    assert None not in places
    assert places == sorted(places, key=lambda p: p or 0.0)
    assert len(set(places)) == len(places)


def test_agreed_words() -> None:
    assert sounds_agreed("O_ACCEPTED")
    assert sounds_agreed("Approved by board")
    assert not sounds_agreed("Unapproved")


@given(st.text(max_size=40))
def test_any_name_is_answered_and_case_does_not_matter(name: str) -> None:
    assert outcome_of_stage_name(name) in {"won", "lost", None}
    assert plain(plain(name)) == plain(name)
