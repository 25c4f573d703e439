"""The options of a mapped column, checked before any of them becomes SQL.

A mapping file is typed by people, so nonsense is answered with what would have been right. What
passes here is either one of a few known words or is written into SQL as a quoted literal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from fairlead.errors import DefinitionError
from fairlead.facts.opportunities import DEAL_TYPES, OUTCOMES
from fairlead.lake.readers.vocabulary import ValueKind

ACTIVITY_KINDS = ("call", "meeting", "email", "task", "note", "work", "other")
OUR_WORDS: dict[str, tuple[str, ...]] = {
    "outcome": OUTCOMES,
    "deal_type": DEAL_TYPES,
    "activity_kind": ACTIVITY_KINDS,
}
UNITS: dict[str, tuple[str, ...]] = {
    "duration": ("s", "ms", "min", "h", "hms"),
    "fraction": ("percent", "fraction"),
    "money": ("micros", "thousand", "million"),
    "rate": ("inverse",),
}
CLOCKS = ("iso", "unix_ms", "unix_s", "serial")
TRUE_MEANINGS = ("true", "yes", "1")
FALSE_MEANINGS = ("false", "no", "0")
MOST_MONTHS = 120
LONGEST_PREFIX = 20


@dataclass(frozen=True, slots=True)
class ValueOptions:
    """How one column writes its values; every part is safe to become SQL as a literal."""

    formats: tuple[str, ...] = ()
    decimal: str = "."
    unit: str = ""
    values: dict[str, str] = field(default_factory=dict)
    default: str | None = None
    time_zone: str = "UTC"
    months: int | None = None
    prefix: str = ""


def checked(kind: ValueKind, options: dict[str, Any], where: str) -> ValueOptions:
    """Return the options of one column as they will be used.

    Parameters
    ----------
    kind
        What the column holds; decides which units and words there are.
    options
        As the mapping gives them.
    where
        File and field, for the message.

    Raises
    ------
    DefinitionError
        An option makes no sense; the hint says what would.
    """
    given = {str(k): v for k, v in options.items() if v is not None}
    decimal = given.get("decimal", ".")
    if not isinstance(decimal, str) or decimal not in {".", ","}:
        raise _nonsense(where, "decimal", decimal, "Write '.' or ','.")
    _thousands(given.get("thousands"), decimal, where)
    unit = str(given.get("unit", ""))
    units = UNITS.get(kind, ())
    if unit and units and unit not in units:
        raise _nonsense(where, "unit", unit, f"Write one of {', '.join(units)}.")
    return ValueOptions(
        formats=_formats(given.get("formats"), where),
        decimal=decimal,
        unit=unit if units else "",
        values=_values(kind, given.get("values"), where),
        default=_default(kind, given.get("default"), where),
        time_zone=_zone(given.get("time_zone"), where),
        months=_months(given.get("months"), where),
        prefix=_prefix(given.get("prefix"), where),
    )


def _nonsense(where: str, option: str, value: object, hint: str) -> DefinitionError:
    return DefinitionError(f"{where}: the option {option} cannot be {value!r}", hint=hint)


def _thousands(given: Any, decimal: str, where: str) -> None:
    """Check the sign between groups; groups are recognised without it."""
    if given is None or given == "":
        return
    if not isinstance(given, str) or len(given) != 1 or given.isalnum():
        raise _nonsense(where, "thousands", given, "Write one sign such as ',' or '.'.")
    if given == decimal:
        raise _nonsense(where, "thousands", given, "It has to differ from the decimal sign.")


def _formats(given: Any, where: str) -> tuple[str, ...]:
    if given is None:
        return ()
    listed = [given] if isinstance(given, str) else given
    if not isinstance(listed, list | tuple) or not all(isinstance(f, str) for f in listed):
        raise _nonsense(where, "formats", given, 'Write a list such as ["%d.%m.%Y"].')
    for pattern in listed:
        if pattern not in CLOCKS and "%" not in pattern:
            raise _nonsense(
                where,
                "formats",
                pattern,
                f"Write strptime patterns such as %d.%m.%Y, or one of {', '.join(CLOCKS)}.",
            )
    return tuple(listed)


def _values(kind: ValueKind, given: Any, where: str) -> dict[str, str]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise _nonsense(where, "values", given, "Write one line a value: `Exported: ours`.")
    ours = (*TRUE_MEANINGS, *FALSE_MEANINGS) if kind == "flag" else OUR_WORDS.get(kind)
    found = {}
    for word, meaning in given.items():
        said = str(meaning).strip().lower()
        if ours is not None and said not in ours:
            hint = "Our words are true and false." if kind == "flag" else _our_words(kind)
            raise _nonsense(where, "values", meaning, hint)
        found[str(word).strip().lower()] = said
    return found


def _default(kind: ValueKind, given: Any, where: str) -> str | None:
    if given is None or kind not in OUR_WORDS:
        return None
    said = str(given).strip().lower()
    if said not in OUR_WORDS[kind]:
        raise _nonsense(where, "default", given, _our_words(kind))
    return said


def _our_words(kind: ValueKind) -> str:
    return f"Our words are {', '.join(OUR_WORDS[kind])}."


def _zone(given: Any, where: str) -> str:
    if given is None:
        return "UTC"
    if not isinstance(given, str) or not re.fullmatch(r"[A-Za-z0-9_+/-]{1,64}", given):
        raise _nonsense(where, "time_zone", given, ZONE_HINT)
    return given


ZONE_HINT = "Write an IANA name such as Europe/Berlin."


def _prefix(given: Any, where: str) -> str:
    if given is None:
        return ""
    if (
        not isinstance(given, str)
        or not 1 <= len(given) <= LONGEST_PREFIX
        or given != given.strip()
    ):
        raise _nonsense(where, "prefix", given, "Write a few characters such as 'North-'.")
    return given


def _months(given: Any, where: str) -> int | None:
    if given is None:
        return None
    if isinstance(given, bool) or not re.fullmatch(r"[0-9]{1,3}", str(given)):
        raise _nonsense(where, "months", given, "Write a whole number such as 3.")
    months = int(str(given))
    if not 1 <= months <= MOST_MONTHS:
        raise _nonsense(where, "months", given, f"Write a number from 1 to {MOST_MONTHS}.")
    return months
