"""One tree of errors, one JSON shape, exit code 2 for what the user can mend."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead import errors
from fairlead.errors import (
    AccessError,
    ConflictError,
    DefinitionError,
    FairleadError,
    ImportFileError,
    InputError,
    NumericalError,
    Place,
    UnavailableError,
)

TREE = [
    (FairleadError, "error", 1),
    (InputError, "input", 2),
    (ImportFileError, "import_file", 2),
    (DefinitionError, "definition", 2),
    (AccessError, "not_found", 1),
    (ConflictError, "conflict", 1),
    (NumericalError, "numerical", 1),
    (UnavailableError, "unavailable", 1),
]


@pytest.mark.parametrize(("kind", "code", "exit_code"), TREE)
def test_tree(kind: type[FairleadError], code: str, exit_code: int) -> None:
    error = kind("It broke.", hint="Mend it.")
    assert (error.code, error.exit_code) == (code, exit_code)
    assert str(error) == error.message == "It broke."
    told = error.as_dict()["error"]
    assert isinstance(told, dict)
    assert (told["code"], told["message"], told["hint"]) == (code, "It broke.", "Mend it.")


def test_the_tree_is_complete_and_codes_are_unique() -> None:
    declared = {
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, FairleadError)
    }
    assert declared == {kind for kind, _, _ in TREE}
    assert len({kind.code for kind in declared}) == len(declared)


def test_place_reads_as_a_sentence_part() -> None:
    place = Place(file="deals.csv", row=14, column="CloseDate", value="soon")
    assert str(place) == "deals.csv, row 14, column CloseDate, value 'soon'"
    assert str(Place()) == ""
    assert str(Place(file="deals.csv", row=0)) == "deals.csv, row 0"
    assert str(Place(value="")) == "value ''"


def test_long_values_are_shortened() -> None:
    assert str(Place(value="x" * 60)) == f"value {'x' * 60!r}"
    assert str(Place(value="x" * 61)) == f"value {'x' * 57 + '...'!r}"


def test_import_file_error_tells_where_and_what_was_expected() -> None:
    error = ImportFileError(
        "The date cannot be read.",
        place=Place("deals.csv", 14, "CloseDate", "soon"),
        expected="a date such as 2026-03-31",
        hint="Mend the cell and import again.",
    )
    assert error.as_dict() == {
        "error": {
            "code": "import_file",
            "message": "The date cannot be read.",
            "file": "deals.csv",
            "row": 14,
            "column": "CloseDate",
            "value": "soon",
            "expected": "a date such as 2026-03-31",
            "hint": "Mend the cell and import again.",
        }
    }
    assert ImportFileError("No.").place == Place()


texts = st.none() | st.text(max_size=100)


@given(texts, st.none() | st.integers(0, 10**9), texts, texts)
def test_every_error_is_json_and_its_place_one_short_line(
    file: str | None, row: int | None, column: str | None, value: str | None
) -> None:
    place = Place(file, row, column, value)
    error = ImportFileError("No.", place=place)
    assert json.loads(json.dumps(error.as_dict()))["error"]["value"] == value
    if value is not None:
        shown = str(Place(value=value))
        assert shown.startswith("value ")
        assert shown.isprintable()
