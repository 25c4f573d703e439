"""Several exports of one list in one folder: recognised by the dates in their names, told apart.

``deals 2026-11-02.csv`` and ``deals 2026-11-09.csv`` are the same list on two days. Read together
they would be doubles; read one after the other they are history.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fairlead.lake.readers.sources import entries

_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet", ".gz", ".xes", ".zip")
_YEAR_FIRST = re.compile(
    r"(?<!\d)(20\d\d)([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?=\D|T\d|$)"
)
_DAY_FIRST = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])\.(20\d\d)(?!\d)")


@dataclass(frozen=True, slots=True)
class Export:
    """The files of one day; None takes every file."""

    day: dt.date | None
    files: frozenset[str] | None

    def holds(self, file: str) -> bool:
        """Say whether a file belongs to this export."""
        return self.files is None or file in self.files


def day_in_name(file: str) -> dt.date | None:
    """Return the last date that stands in the name of a file, or None.

    Year first (``2026-11-09``, ``20261109``, ``2026_11_09``) or with dots (``09.11.2026``); other
    orders are ambiguous and not read.

    Examples
    --------
    >>> day_in_name("weekly/deals_2026-11-09.csv"), day_in_name("deals 9.11.2026.csv")
    (datetime.date(2026, 11, 9), datetime.date(2026, 11, 9))
    >>> day_in_name("deals_11-09-2026.csv") is None
    True
    """
    found = _dated(file)
    return found[0] if found else None


def _dated(file: str) -> tuple[dt.date, str] | None:
    """Return the date in a name and the name without it."""
    for pattern, order in ((_YEAR_FIRST, (1, 3, 4)), (_DAY_FIRST, (3, 2, 1))):
        matches = list(pattern.finditer(file))
        for match in reversed(matches):
            year, month, day = (int(match[n]) for n in order)
            try:
                found = dt.date(year, month, day)
            except ValueError:
                continue
            return found, file[: match.start()] + "*" + file[match.end() :]
    return None


def exports(files: Iterable[str]) -> tuple[Export, ...]:
    """Return the exports among `files`, oldest first; one with everything where there is but one.

    There are several if one list comes with two dates or more. A file of another date goes with the
    next of these exports, or the last; one without a date with the oldest, and so does what is no
    table. So each holds at least one file of a list that comes again.
    """
    names = sorted(files)
    tables = [name for name in names if name.casefold().endswith(_TABLES)]
    dated = {name: found for name in tables if (found := _dated(name)) is not None}
    days: defaultdict[str, set[dt.date]] = defaultdict(set)
    for day, stem in dated.values():
        days[stem].add(day)
    again = sorted({day for found in days.values() if len(found) > 1 for day in found})
    if not again:
        return (Export(None, None),)
    sets: dict[dt.date, set[str]] = {day: set() for day in again}
    for name in names:
        day = dated[name][0] if name in dated else again[0]
        sets[next((d for d in again if d >= day), again[-1])].add(name)
    return tuple(Export(day, frozenset(held)) for day, held in sets.items())


def exports_at(path: Path) -> tuple[Export, ...]:
    """Return the exports at a path; file names as `lake.readers.sources` gives them."""
    if path.is_dir():
        return exports(name for n, p in entries(path) if p.is_file() for name in _inside(p, n))
    return exports(_inside(path, path.name))


def _inside(path: Path, name: str) -> list[str]:
    if path.suffix.casefold() != ".zip":
        return [name]
    try:
        with zipfile.ZipFile(path) as archive:
            return [f"{name}!{member}" for member in archive.namelist()]
    except (OSError, zipfile.BadZipFile, RuntimeError, ValueError):
        return [name]  # the reader says what is wrong with it
