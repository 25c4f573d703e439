"""How the values of a mapped column are read: date formats, decimal comma, words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from fairlead.answers import Finding
from fairlead.lake.readers.contract import RawTable
from fairlead.lake.readers.dates import DateStyle, reordered
from fairlead.lake.readers.formats.declare import plain
from fairlead.lake.readers.profile import SAMPLE_ROWS, Profile, full_order
from fairlead.lake.readers.scales import unit_of_header
from fairlead.lake.readers.vocabulary import ValueKind
from fairlead.lake.readers.words import (
    activity_kind_values,
    deal_type_values,
    flag_values,
    outcome_values,
    yes_or_no,
)

_DATES = frozenset({"instant", "day", "period"})


@dataclass
class TableView:
    """A raw table with what is known about its columns."""

    raw: RawTable
    profiles: dict[str, Profile]
    findings: list[Finding] = field(default_factory=list)
    _order: Literal["day", "month"] | None = None
    _order_known: bool = False

    def say(self, finding: Finding) -> None:
        """Add a finding once."""
        if finding not in self.findings:
            self.findings.append(finding)

    def sibling_order(self) -> Literal["day", "month"] | None:
        """Return day or month where other columns of the table settle which comes first."""
        if not self._order_known:
            self._order_known = True
            orders = {
                p.date_style.order
                for p in self.profiles.values()
                if p.date_share > 0.8 and p.date_style.separator in {"/", "-"}
            }
            if "day" in orders and "month" not in orders:
                self._order = "day"
            elif "month" in orders and "day" not in orders:
                self._order = "month"
        return self._order


def options_for(kind: ValueKind, name: str, column: str, view: TableView) -> dict[str, object]:
    """Return the options conform needs to read `column` as a field of this kind.

    What had to be assumed goes to ``view.findings``.
    """
    profile = view.profiles[column]
    if kind in _DATES:
        options: dict[str, object] = {}
        if not (kind == "period" and profile.period_share > 0.5):
            formats = _formats(view, profile)
            if formats:
                options["formats"] = list(formats)
        if kind == "period" and (months := _months(profile)) != 1:
            options["months"] = months
        return options
    if kind in {"money", "fraction", "integer"}:
        return _figures(kind, view, profile)
    if kind == "duration":
        return {**_figures(kind, view, profile), "unit": _duration_unit(column, profile)}
    return _words(kind, name, profile)


def _formats(view: TableView, profile: Profile) -> tuple[str, ...]:
    style = profile.date_style
    if style.order == "none" or not style.separator:
        return style.formats
    if view.raw.row_count > SAMPLE_ROWS:
        style = _checked(view, profile.column, style)
    if style.order == "mixed":
        _note(view, profile.column, style, "dates_mixed", "holds dates in both orders")
    elif style.order == "either":
        order = view.sibling_order()
        if order is not None:
            style = reordered(style, order)
        else:
            _note(view, profile.column, style, "dates_ambiguous", "could be read in two ways")
    return style.formats


def _checked(view: TableView, column: str, style: DateStyle) -> DateStyle:
    """Settle the order of a large table with every value, not only with the sample."""
    day, month = full_order(view.raw, column)
    if day and month:
        return DateStyle(style.formats, "mixed", style.separator, style.has_time, style.half_days)
    if style.order == "either" and (day or month):
        return reordered(style, "day" if day else "month")
    return style


def _note(view: TableView, column: str, style: DateStyle, code: str, what: str) -> None:
    first = "day" if style.formats and style.formats[0].startswith("%d") else "month"
    view.say(
        Finding(
            code,
            "warning",
            f"{view.raw.file}: the dates of {column} {what}; the {first} was taken first",
            f"They are read as {' or '.join(style.formats)}. What does not fit is put aside.",
            {"column": column, "formats": ", ".join(style.formats)},
            (f"Set formats of {column} in the mapping file if this is wrong.",),
        )
    )


def _months(profile: Profile) -> int:
    """Return 3 or 12 where all periods start a quarter or a year, else 1."""
    import re

    starts: set[int] = set()
    for value, _ in profile.values:
        match = re.match(r"^\d{4}[-/.](\d{1,2})", value)
        if match is None:
            return 1
        starts.add(int(match.group(1)))
    if len(profile.values) >= 2 and len(starts) > 1 and len({m % 3 for m in starts}) == 1:
        return 3
    return 12 if len(profile.values) >= 3 and len(starts) == 1 else 1


def _figures(kind: ValueKind, view: TableView, profile: Profile) -> dict[str, object]:
    style = profile.numbers
    if style is None:
        return {}
    options: dict[str, object] = {}
    if style.decimal == ",":
        options.update({"decimal": ",", "thousands": "."})
    if style.ambiguous:
        view.say(
            Finding(
                "decimals_ambiguous",
                "warning",
                f"{view.raw.file}: {profile.column} holds numbers like 1.234, which may mean two "
                "things",
                "The point was taken as a mark between thousands.",
                {"column": profile.column},
                (f"Set decimal of {profile.column} in the mapping file if this is wrong.",),
            )
        )
    unit = unit_of_header(profile.column) if kind == "money" else None
    if unit is not None:
        options["unit"] = unit
        view.say(_scaled(view.raw.file, profile, unit))
    if kind == "fraction":
        percent = style.percent or style.largest > 1
        options["unit"] = "percent" if percent else "fraction"
    return options


def _scaled(file: str, profile: Profile, unit: str) -> Finding:
    factor = {"thousand": 1_000, "million": 1_000_000}[unit]
    typical = profile.numbers.typical * factor if profile.numbers else 0.0
    return Finding(
        "amounts_scaled",
        "warning",
        f"{file}: the amounts of {profile.column} were multiplied by {factor:,}, as the header "
        "says",
        f"A typical amount is {typical:,.0f} then.",
        {"column": profile.column, "unit": unit, "typical": round(typical)},
        (f"Remove unit of {profile.column} from the mapping file if the header is wrong.",),
    )


def _duration_unit(column: str, profile: Profile) -> str:
    if profile.is_clock:
        return "hms"
    text = plain(column)
    if "milli" in text or text.endswith("ms"):
        return "ms"
    if "minut" in text or text.endswith(("min", "mins")):
        return "min"
    return "s"


def _words(kind: ValueKind, name: str, profile: Profile) -> dict[str, object]:
    seen = [value for value, _ in profile.values]
    if kind == "outcome":
        values = yes_or_no(seen) if profile.is_flag else outcome_values(seen)
        return {"values": values, "default": "open"}
    if kind == "deal_type":
        return {"values": deal_type_values(seen), "default": "unknown"}
    if kind == "activity_kind":
        return {"values": activity_kind_values(seen), "default": "other"}
    if kind == "flag":
        values = flag_values(seen) if len(seen) <= 10 else {}
        return {"values": values} if values else {}
    del name
    return {}


def merged(first: dict[str, object], more: dict[str, object]) -> dict[str, object]:
    """Return declared options with those found in the values where nothing is declared."""
    result = {**more, **first}
    declared, found = first.get("values"), more.get("values")
    if isinstance(declared, dict) and isinstance(found, dict):
        known = {str(key).casefold() for key in declared}
        extra = {key: value for key, value in found.items() if key.casefold() not in known}
        result["values"] = {**declared, **extra}
    return result


def doubtful(file: str, columns: Iterable[tuple[str, str, float]]) -> Finding:
    """Return the finding for fields mapped with little confidence."""
    listed = [f"{name} from {column} ({confidence:.2f})" for name, column, confidence in columns]
    return Finding(
        "mapping_doubtful",
        "warning",
        f"{file}: {len(listed)} {'column is' if len(listed) == 1 else 'columns are'} used on "
        "little evidence",
        "; ".join(listed),
        {"columns": len(listed)},
        ("Check them in the mapping file.",),
    )
