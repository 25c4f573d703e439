"""Which dates a column holds, and in which order day and month stand: decided from all of it."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Order: TypeAlias = Literal["day", "month", "either", "mixed", "none"]

_TIME = (
    r"(?:(?P<gap>[T ]|, ?| - )(?P<time>\d{1,2}:\d{2}(?P<sec>:\d{2}(?P<frac>\.\d+)?)?)"
    r"(?: ?(?P<half>[AaPp][Mm]))?(?P<zone> ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?)?$"
)
_ISO = re.compile(r"^\d{4}-\d{1,2}-\d{1,2}" + _TIME)
_YEAR_FIRST = re.compile(r"^(?P<y>\d{4})(?P<sep>[/.])(?P<a>\d{1,2})(?P=sep)(?P<b>\d{1,2})" + _TIME)
_YEAR_LAST = re.compile(
    r"^(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})" + _TIME
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAMED = re.compile(
    r"^(?:(?P<a>\d{1,2})(?P<sep>[ -])(?P<m>[A-Za-z]{3,9})(?P=sep)(?P<y>\d{4}|\d{2})"
    r"|(?P<m2>[A-Za-z]{3,9}) (?P<a2>\d{1,2}),? (?P<y2>\d{4}))" + _TIME
)
_SPACED = re.compile(
    r"^(?:(?P<a>\d{1,2})\. (?P<b>\d{1,2})\. (?P<y>\d{4})"
    r"|(?P<y2>\d{4})(?:年|\. ?)(?P<b2>\d{1,2})(?:月|\. ?)(?P<a2>\d{1,2})(?:日|\.))" + _TIME
)
_COMPACT = re.compile(r"^(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$")
_PERIOD = re.compile(
    r"^(?:\d{4}[-/ ]?Q[1-4]|Q[1-4][-/ ]?\d{4}|\d{4}[-/.](?:0?[1-9]|1[0-2]))$", re.IGNORECASE
)
_SERIALS = (36_526, 54_789)
_LEAST_SERIALS = 5
_FIRST_DAY = dt.datetime(1899, 12, 30)  # noqa: DTZ001  a day on a wall, no moment
_EPOCH = re.compile(r"^(?P<s>1[0-9]{9})(?P<ms>\d{3})?$")


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How a column writes dates.

    Parameters
    ----------
    formats
        What conform should try, in turn; empty for plain ISO 8601.
    order
        Whether day or month comes first: ``either`` where no value tells, ``mixed`` where values
        contradict each other, ``none`` where the question does not arise.
    separator
        Between day and month, where the order matters.
    has_time
        Some values have a time of day.
    """

    formats: tuple[str, ...]
    order: Order
    separator: str = ""
    has_time: bool = False
    half_days: bool = False


@dataclass
class DateTally:
    """Counts what the distinct values of a column look like."""

    shapes: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    day_first: int = 0
    month_first: int = 0
    hits: int = 0
    seen: int = 0
    has_time: bool = False
    half_days: bool = False

    def add(self, value: str, weight: int) -> None:
        """Take one value that occurs `weight` times."""
        self.seen += weight
        shape = self._shape(value.strip(), weight)
        if shape is not None:
            self.hits += weight
            self.shapes[shape] += weight

    def _shape(  # noqa: PLR0911  one case a line
        self, value: str, weight: int
    ) -> tuple[str, str, str] | None:
        if not 6 <= len(value) <= 40 or not any(c.isdigit() for c in value):
            return None
        if match := _ISO.match(value):
            self.has_time = self.has_time or match["time"] is not None
            return ("iso", "", "")
        if match := _YEAR_FIRST.match(value):
            if int(match["a"]) > 12 or int(match["b"]) > 31:
                return None
            return (f"%Y{match['sep']}%m{match['sep']}%d", "", self._time(match))
        if match := _YEAR_LAST.match(value):
            return self._year_last(match, weight)
        if match := _NAMED.match(value):
            return self._named(match)
        if _COMPACT.match(value):
            return ("%Y%m%d", "", "")
        if match := _SPACED.match(value):
            return self._spaced(match)
        return None

    def _spaced(self, match: re.Match[str]) -> tuple[str, str, str] | None:
        """Take 5. 3. 2025, 2025. 03. 05. and 2025年3月5日."""
        if int(match["a"] or match["a2"]) > 31 or int(match["b"] or match["b2"]) > 12:
            return None
        if match["y"]:
            return ("%d. %m. %Y", "", self._time(match))
        if "年" in match.group(0):
            return ("%Y年%m月%d日", "", self._time(match))
        gap = " " if ". " in match.group(0).rstrip() else ""
        return (f"%Y.{gap}%m.{gap}%d.", "", self._time(match))

    def _year_last(self, match: re.Match[str], weight: int) -> tuple[str, str, str] | None:
        a, b = int(match["a"]), int(match["b"])
        if a == 0 or b == 0 or a > 31 or b > 31 or (a > 12 and b > 12):
            return None
        self.day_first += weight if a > 12 else 0
        self.month_first += weight if b > 12 else 0
        year = "%Y" if len(match["y"]) == 4 else "%y"
        return (f"{{}}{match['sep']}{{}}{match['sep']}{year}", match["sep"], self._time(match))

    def _named(self, match: re.Match[str]) -> tuple[str, str, str] | None:
        name = (match["m"] or match["m2"]).casefold()
        if name[:3] not in _MONTHS:
            return None
        month = "%b" if len(name) == 3 else "%B"
        if match["m"]:
            year = "%Y" if len(match["y"]) == 4 else "%y"
            sep = match["sep"]
            return (f"%d{sep}{month}{sep}{year}", "", self._time(match))
        comma = "," if "," in match.group(0) else ""
        return (f"{month} %d{comma} %Y", "", self._time(match))

    def _time(self, match: re.Match[str]) -> str:
        if not match["time"]:
            return ""
        self.has_time = True
        self.half_days = self.half_days or bool(match["half"])
        hour = "%I" if match["half"] else "%H"
        seconds = (":%S" if match["sec"] else "") + (".%f" if match["frac"] else "")
        half = (" %p" if " " + match["half"] in match.group(0) else "%p") if match["half"] else ""
        zone = ""
        if match["zone"]:
            zone = (" " if match["zone"].startswith(" ") else "") + "%z"
        return f"{match['gap']}{hour}:%M{seconds}{half}{zone}"

    @property
    def share(self) -> float:
        """Share of values that are dates."""
        return self.hits / self.seen if self.seen else 0.0

    @property
    def order(self) -> Order:
        """Which of day and month comes first, as far as the values tell."""
        if not any(sep for _, sep, _ in self.shapes):
            return "none"
        if self.day_first and self.month_first:
            return "mixed"
        if self.day_first or any(sep == "." for _, sep, _ in self.shapes):
            return "day" if not self.month_first else "mixed"
        return "month" if self.month_first else "either"

    def style(self) -> DateStyle:
        """Return the style with day first where nothing tells (see `DateStyle.order`)."""
        order = self.order
        month_first = order == "month" or (
            order in {"mixed", "either"}
            and (self.month_first > self.day_first or (order == "either" and self.half_days))
        )
        pair = ("%m", "%d") if month_first else ("%d", "%m")
        formats: list[str] = []
        for (date, sep, time), _ in self.shapes.most_common():
            form = "iso" if date == "iso" else (date.format(*pair) if sep else date) + time
            if form not in formats:
                formats.append(form)
        separator = next((sep for _, sep, _ in self.shapes if sep), "")
        if formats == ["iso"]:
            formats = []
        return DateStyle(tuple(formats), order, separator, self.has_time, self.half_days)


def tally(values: Iterable[tuple[str, int]]) -> DateTally:
    """Count distinct values with their weights."""
    found = DateTally()
    for value, weight in values:
        found.add(value, weight)
    return found


def reordered(style: DateStyle, order: Literal["day", "month"]) -> DateStyle:
    """Return the style with day and month in the order other columns of the table show."""
    pair = {"day": ("%d", "%m"), "month": ("%m", "%d")}[order]

    def turn(form: str) -> str:
        return re.sub(r"^%[dm]([/.-])%[dm]", lambda m: f"{pair[0]}{m.group(1)}{pair[1]}", form)

    return DateStyle(
        tuple(turn(f) for f in style.formats),
        order,
        style.separator,
        style.has_time,
        style.half_days,
    )


def period_share(values: Sequence[tuple[str, int]]) -> float:
    """Return the share of values that name a month or quarter (``2026-01``, ``2026-Q3``)."""
    total = sum(weight for _, weight in values)
    hits = sum(weight for value, weight in values if _PERIOD.match(value.strip()))
    return hits / total if total else 0.0


def epoch_unit(values: Sequence[tuple[str, int]]) -> str | None:
    """Return ``unix_ms`` or ``unix_s`` where all values are seconds or milliseconds since 1970."""
    matches = [_EPOCH.match(value.strip()) for value, _ in values]
    if not matches or not all(matches):
        return None
    with_ms = {bool(match["ms"]) for match in matches if match}
    if len(with_ms) != 1:
        return None
    return "unix_ms" if with_ms.pop() else "unix_s"


def is_serial(values: Sequence[tuple[str, int]], *, named: bool) -> bool:
    """Say whether all values may be days as spreadsheets count them: 45658 is 1 January 2025.

    They lie between 2000 and 2050 and within twelve years, and are no round numbers as amounts
    are, nor, unless the header is `named` like a date, one after the other as ids are.
    """
    try:
        days = [(float(value), weight) for value, weight in values]
    except ValueError:
        return False
    counts = [day for day, _ in days]
    if len(counts) < _LEAST_SERIALS or not all(_SERIALS[0] <= day <= _SERIALS[1] for day in counts):
        return False
    width = max(counts) - min(counts)
    total = sum(weight for _, weight in days)
    round_share = sum(weight for day, weight in days if day % 5 == 0) / total
    return (
        width <= 12 * 366
        and round_share < 0.5
        and (named or total > len(counts) or width > 2 * total)
    )


def as_iso(formats: Sequence[str]) -> Callable[[str], str | None]:
    """Return what turns a date written in one of `formats` into ISO text, None if none fits.

    Examples
    --------
    >>> as_iso(("%d.%m.%Y",))("31.12.2026"), as_iso(())("2026-12-31"), as_iso(("%d.%m.%Y",))("x")
    ('2026-12-31T00:00:00', '2026-12-31', None)
    """
    patterns = [f for f in formats if "%" in f]
    serial = "serial" in formats

    def turn(value: str) -> str | None:
        if serial and value.replace(".", "", 1).isdigit():
            return (_FIRST_DAY + dt.timedelta(days=float(value))).isoformat()
        for pattern in patterns:
            try:
                return dt.datetime.strptime(value.strip(), pattern).isoformat()  # noqa: DTZ007
            except ValueError:
                continue
        return value.strip()[:19] if _ISO.match(value.strip()) else None

    return turn
