"""Keys: Python and SQL agree on every text, and ids stay what they are."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fairlead.lake.conform.keys import key_id, person_key, salesforce_id

TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cn"), exclude_characters="\x00"), min_size=1
)
"""Characters this Python knows: later versions of Unicode may have letters it does not."""


@given(TEXTS)
@example("Low, Spencer")
@example("İSTANBUL, Ayşe")
@example("ΣΑΣ")
@example("Ju\u0308rgen\u00a0 Maß")
@example("a,b,c")
@example(",x")
@example("\u2003Ada\tNorth\u2028")
def test_python_and_sql_give_the_same_keys(engine: Any, text: str) -> None:
    found = engine.execute(
        "SELECT person_key($1), key_id('person', $1), salesforce_id($1)", [text]
    ).fetchone()
    assert found == (person_key(text), key_id("person", text), salesforce_id(text))


def test_keys_fit_a_signed_64_bit_integer_and_tell_kinds_apart() -> None:
    keys = {key_id(kind, str(n)) for kind in ("person", "account") for n in range(5000)}
    assert len(keys) == 10_000
    assert all(0 <= key < 2**60 for key in keys)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Low, Spencer", "Spencer Low"),
        ("ADA  NORTH", "ada north"),
        ("Ada\u00a0North", "Ada North"),
        (unicodedata.normalize("NFD", "Jürgen Maß"), "jürgen maß"),
        ("Ben@Example.ORG", "ben@example.org"),
    ],
)
def test_two_ways_to_write_one_person(a: str, b: str) -> None:
    assert person_key(a) == person_key(b)


@pytest.mark.parametrize(
    ("a", "b"),
    [("005A", "005a"), ("007", "7"), ("1E5", "100000"), ("Ann Low", "Low Ann"), ("a,b,c", "b a")],
)
def test_two_people_stay_two(a: str, b: str) -> None:
    assert person_key(a) != person_key(b)


def reference_check(fifteen: str) -> str:
    """Salesforce's rule, written another way: a bit a capital, the first letter the lowest."""
    table = [chr(ord("A") + n) for n in range(26)] + list("012345")
    found = ""
    for block in (fifteen[:5], fifteen[5:10], fifteen[10:]):
        bits = "".join("1" if c.isascii() and c.isupper() else "0" for c in reversed(block))
        found += table[int(bits, 2)]
    return fifteen + found


@given(st.text("0123456789abcXYZABCxyz", min_size=15, max_size=15))
def test_ids_of_15_characters_get_the_right_check_characters(engine: Any, key: str) -> None:
    (found,) = engine.execute("SELECT salesforce_id($1)", [key]).fetchone()
    assert found == salesforce_id(key) == reference_check(key)


def test_known_ids() -> None:
    assert salesforce_id("0015000000Gv7qJ") == "0015000000Gv7qJAAR"
    assert salesforce_id("001A0000006Vm9r") == "001A0000006Vm9rIAC"
    for other in ("", "short", "0015000000Gv7qJAAR", "0015000000Gv7q-"):
        assert salesforce_id(other) == other


def test_ids_that_differ_by_case_stay_apart(engine: Any) -> None:
    a, b = "00500000000Aaaa", "00500000000aAaa"
    keys = engine.execute("SELECT person_key($1), person_key($2)", [a, b]).fetchone()
    assert keys == ("00500000000AaaaAAC", "00500000000aAaaAAE")
