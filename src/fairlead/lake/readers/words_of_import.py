"""What a word of the import vocabulary is: its name, the kind of its values, its meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

ValueKind: TypeAlias = Literal[
    "key",  # a row's own id, or a reference to one; taken as text, never as a number
    "person",  # reference to a person by id, email or name
    "text",
    "instant",  # date with time
    "day",
    "money",
    "integer",
    "fraction",  # 0..1 or 0..100, decided per column
    "flag",
    "duration",
    "outcome",  # open, won, lost, deleted through `values`
    "deal_type",  # new_business, expansion, renewal through `values`
    "activity_kind",
    "rate",  # a number above 0, such as an exchange rate
    "period",  # 2026-01, 2026-Q1, a date within a month: a period's first day
]


@dataclass(frozen=True, slots=True)
class ImportField:
    """One word of the vocabulary."""

    name: str
    kind: ValueKind
    meaning: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class ImportTarget:
    """What a whole table can be."""

    name: str
    grain: str
    fields: tuple[ImportField, ...]

    def field(self, name: str) -> ImportField:
        """Return the field called `name`; KeyError if there is none."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(f"{self.name} has no field {name}")


def word(name: str, kind: ValueKind, meaning: str, *, required: bool = False) -> ImportField:
    """Return one field; short, because there are many of them."""
    return ImportField(name, kind, meaning, required)
