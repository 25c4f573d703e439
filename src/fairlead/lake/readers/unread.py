"""Columns whose header names an amount or a date, and whose values mostly are none: said aloud."""

from __future__ import annotations

from collections.abc import Iterable

from fairlead.answers import Finding
from fairlead.lake.readers.contract import ColumnMapping
from fairlead.lake.readers.dates import tally
from fairlead.lake.readers.figures import number_style
from fairlead.lake.readers.fits import fit
from fairlead.lake.readers.names import field_score
from fairlead.lake.readers.options import TableView
from fairlead.lake.readers.profile import Profile
from fairlead.lake.readers.vocabulary import TARGETS

FIELDS = {
    "amount": "amount",
    "created_at": "day of creation",
    "close_on": "expected close date",
    "closed_at": "closing date",
}
"""What a list of deals is of little use without, and what people call it."""

_NAMED_FROM = 0.9
_LEAST_READ = 0.2


def tell_unread(view: TableView, columns: Iterable[ColumnMapping]) -> None:
    """Say which columns name a field that has none, but hold too much that cannot be read.

    Parameters
    ----------
    view
        A table taken for deals.
    columns
        What was mapped.
    """
    used = {c.column for c in columns}
    mapped = {c.field for c in columns}
    for field, word in FIELDS.items():
        if field in mapped:
            continue
        named = {c: field_score(c, "opportunities", field) for c in view.profiles if c not in used}
        for column in sorted(named, key=lambda c: -named[c]):
            if named[column] >= _NAMED_FROM and _is_partly_read(view.profiles[column], field):
                view.say(_unread(view, column, field, word))
                break


def _is_partly_read(profile: Profile, field: str) -> bool:
    share = profile.number_share if field == "amount" else profile.date_share
    kind = TARGETS["opportunities"].field(field)
    return _LEAST_READ <= share < 1 and fit(kind, "opportunities", profile) == 0


def _unread(view: TableView, column: str, field: str, word: str) -> Finding:
    profile = view.profiles[column]
    bad = [(v, w) for v, w in profile.values if not _reads(v, field)]
    count, seen = sum(w for _, w in bad), sum(w for _, w in profile.values)
    shown = " and ".join(f"'{v[:40]}'" for v, _ in bad[:2])
    return Finding(
        "mapping_unread",
        "warning",
        f"{view.raw.file}: {column} looks like the {word}, but {count:,} of {seen:,} values cannot "
        f"be read, such as {shown}; it is not used",
        f"The {word} is unknown in this import.",
        {"column": column, "field": field, "unread": count, "values": seen},
        (f"Empty these cells, or map {field} to {column}: then unreadable rows are put aside.",),
    )


def _reads(value: str, field: str) -> bool:
    if field == "amount":
        return number_style([(value, 1)]) is not None
    return tally([(value, 1)]).share > 0
