"""The company as a YAML file that people mend: ``company.yaml`` in the workspace."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast

import yaml

from fairlead.company import zones
from fairlead.company.calendar import (
    MONTHS,
    PATTERNS,
    WEEKDAYS,
    Calendar,
    NamedBy,
    WeekRule,
    YearEnds,
)
from fairlead.company.model import MONDAY_TO_FRIDAY, Company, Proposal
from fairlead.errors import DefinitionError, no_yaml

HEADER = """\
# What holds for the whole company. Mend what is wrong, save, and run the brief again.
# As long as you change nothing here, an import that knows more writes it anew.
"""
KEYS = ("reporting_currency", "time_zone", "working_week", "fiscal_calendar")
CALENDAR_KEYS = (
    "kind",
    "start_month",
    "year_named_by",
    "pattern",
    "first_weekday",
    "year_ends",
    "extra_week_in_quarter",
)
CALENDAR_KINDS = ("months", "weeks", "listed")
_WEEK_KEYS = frozenset(CALENDAR_KEYS[3:])


@dataclass(frozen=True, slots=True)
class _Entry:
    """A value of the file with its place, to say where something is wrong."""

    file: str
    key: str
    value: Any
    line: int

    def wrong(self, allowed: str) -> DefinitionError:
        """Return the error that says what stands here and what may stand here."""
        return DefinitionError(
            f"{self.file}, line {self.line}: {self.key} is {self.value!r}",
            hint=f"Allowed: {allowed}.",
        )

    def one_of(self, allowed: tuple[str, ...]) -> str:
        """Return the value if it is one of the words allowed."""
        if self.value not in allowed:
            raise self.wrong(", ".join(allowed))
        return str(self.value)


def to_yaml(proposal: Proposal) -> str:
    """Return the file's text; the reason of a key stands above it."""
    company, calendar = proposal.company, proposal.company.calendar
    fiscal: dict[str, Any] = {
        "kind": "listed" if company.calendar_from_crm else "weeks" if calendar.weeks else "months",
        "start_month": calendar.start_month,
        "year_named_by": calendar.named_by,
    }
    if calendar.weeks is not None:
        fiscal |= {
            "pattern": "-".join(str(n) for n in calendar.weeks.pattern),
            "first_weekday": WEEKDAYS[calendar.weeks.first_weekday],
            "year_ends": calendar.weeks.year_ends,
            "extra_week_in_quarter": calendar.weeks.long_quarter,
        }
    values = {
        "reporting_currency": company.reporting_currency,
        "time_zone": company.time_zone,
        "working_week": [WEEKDAYS[n] for n in company.working_week],
        "fiscal_calendar": fiscal,
    }
    parts = [HEADER]
    for key in KEYS:
        reason = " ".join(proposal.reasons.get(key, "").split())
        parts.append(f"\n# {reason}\n" if reason else "\n")
        parts.append(yaml.safe_dump({key: values[key]}, sort_keys=False, allow_unicode=True))
    return "".join(parts)


def from_yaml(text: str, *, file: str = "company.yaml") -> Company:
    """Return the company a file describes; keys it leaves out have their defaults.

    Raises
    ------
    DefinitionError
        The text is no YAML, names a key there is not, or gives a value that is not allowed; says
        line, key and what is allowed.
    """
    entries = _entries(text, file)
    currency = entries.get("reporting_currency")
    zone = entries.get("time_zone")
    week = entries.get("working_week")
    calendar, listed = _calendar(entries.get("fiscal_calendar"))
    return Company(
        reporting_currency=_currency(currency) if currency else None,
        calendar=calendar,
        time_zone=_zone(zone) if zone else zones.UTC,
        working_week=_weekdays(week) if week else MONDAY_TO_FRIDAY,
        calendar_from_crm=listed,
    )


def _entries(text: str, file: str) -> dict[str, _Entry]:
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        value = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise no_yaml(error, file) from error
    if node is None:
        return {}
    top = _Entry(file, "the file", value, 1)
    return _keyed(node, top, KEYS)


def _keyed(node: yaml.Node, entry: _Entry, keys: tuple[str, ...]) -> dict[str, _Entry]:
    """Return the entries of a mapping; a key that does not exist or stands twice is told."""
    if not isinstance(node, yaml.MappingNode) or not isinstance(entry.value, dict):
        raise entry.wrong(f"lines of `key: value` with the keys {', '.join(keys)}")
    found: dict[str, _Entry] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key not in keys:
            raise DefinitionError(
                f"{entry.file}, line {line}: there is no key {key!r}",
                hint=f"Allowed: {', '.join(keys)}.",
            )
        if key in found:
            raise DefinitionError(
                f"{entry.file}, line {line}: {key} stands here a second time",
                hint=f"Keep this line or line {found[key].line}.",
            )
        given = entry.value.get(key)
        if given is not None:
            found[key] = _Entry(entry.file, key, given, line)
        if key == "fiscal_calendar" and given is not None:
            inner = _keyed(value_node, found[key], CALENDAR_KEYS)
            found[key] = _Entry(entry.file, key, inner, line)
    return found


def _currency(entry: _Entry) -> str:
    code = entry.value
    if not isinstance(code, str) or not re.fullmatch(r"[A-Z]{3}", code):
        raise entry.wrong("a code of three capital letters, such as EUR, or nothing")
    return code


def _zone(entry: _Entry) -> str:
    if not isinstance(entry.value, str) or not zones.is_zone(entry.value):
        raise entry.wrong("UTC, or a place of the IANA time zones such as Europe/Berlin")
    return entry.value


def _weekday(value: Any, entry: _Entry) -> int:
    if not isinstance(value, str) or value.lower() not in WEEKDAYS:
        raise entry.wrong(", ".join(WEEKDAYS))
    return WEEKDAYS.index(value.lower())


def _weekdays(entry: _Entry) -> tuple[int, ...]:
    if not isinstance(entry.value, list) or not entry.value:
        raise entry.wrong(f"a list of {', '.join(WEEKDAYS)}")
    return tuple(sorted({_weekday(value, entry) for value in entry.value}))


def _calendar(entry: _Entry | None) -> tuple[Calendar, bool]:
    """Return the calendar, and whether the CRM's own periods stand in front of it."""
    if entry is None:
        return Calendar(), False
    given: dict[str, _Entry] = entry.value
    kind = given["kind"].one_of(CALENDAR_KINDS) if "kind" in given else "months"
    misplaced = [given[key] for key in given if key in _WEEK_KEYS and kind != "weeks"]
    if misplaced:
        raise DefinitionError(
            f"{entry.file}, line {misplaced[0].line}: {misplaced[0].key} goes with kind: weeks "
            f"only, and kind is {kind}",
            hint="Write kind: weeks, or take this line out.",
        )
    named = given["year_named_by"].one_of(("start", "end")) if "year_named_by" in given else "end"
    return Calendar(
        start_month=_start_month(given["start_month"]) if "start_month" in given else 1,
        named_by=cast("NamedBy", named),
        weeks=_weeks(given) if kind == "weeks" else None,
    ), kind == "listed"


def _start_month(entry: _Entry) -> int:
    value = entry.value
    if isinstance(value, str) and value[:3].title() in MONTHS:
        return MONTHS.index(value[:3].title()) + 1
    if isinstance(value, bool) or not isinstance(value, int) or value not in range(1, 13):
        raise entry.wrong("1 to 12")
    return value


def _weeks(given: dict[str, _Entry]) -> WeekRule:
    rule = WeekRule()
    pattern, first, quarter = rule.pattern, rule.first_weekday, rule.long_quarter
    ends = given["year_ends"].one_of(("last", "nearest")) if "year_ends" in given else "last"
    if "pattern" in given:
        words = tuple("-".join(str(n) for n in p) for p in PATTERNS)
        pattern = PATTERNS[words.index(given["pattern"].one_of(words))]
    if "first_weekday" in given:
        first = _weekday(given["first_weekday"].value, given["first_weekday"])
    if "extra_week_in_quarter" in given:
        entry = given["extra_week_in_quarter"]
        if isinstance(entry.value, bool) or entry.value not in range(1, 5):
            raise entry.wrong("1, 2, 3, 4")
        quarter = entry.value
    return WeekRule(pattern, first, cast("YearEnds", ends), quarter)
