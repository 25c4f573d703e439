"""Mappings people taught: used again for the same headers, and fitted when headers change."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fairlead.answers import Finding
from fairlead.lake.readers.contract import ColumnMapping, RawTable, TableMapping
from fairlead.lake.readers.fits import fit
from fairlead.lake.readers.options import TableView, options_for
from fairlead.lake.readers.vocabulary import TARGETS
from fairlead.lake.readers.words import folded

_LEAST_LEFT = 0.5
_ALIKE = 0.75
_FITS = 0.6
_GROUPS = (("decimal", "thousands"), ("values", "default"))
"""Options that are said together: who says one of them has said the other."""


def headers_of(mapping: TableMapping) -> frozenset[str]:
    """Return all headers of the table a mapping was made for: its signature."""
    used = {c.column for c in mapping.columns if c.column is not None}
    return frozenset(used | set(mapping.unmapped))


def says_the_same(first: TableMapping, second: TableMapping | None) -> bool:
    """Say whether two mappings give every field the same source; how sure they are is no matter."""
    if second is None or first.target != second.target:
        return False
    sources = [
        {c.field: (c.column, c.constant, _plain(c.options)) for c in mapping.columns}
        for mapping in (first, second)
    ]
    return sources[0] == sources[1]


def _plain(options: dict[str, object]) -> str:
    return repr(sorted((key, str(value)) for key, value in options.items()))


def as_record(mapping: TableMapping) -> dict[str, Any]:
    """Return a mapping as plain data for the manifest."""
    return {
        "file": mapping.file,
        "format": mapping.format,
        "target": mapping.target,
        "columns": [
            {
                "field": c.field,
                "column": c.column,
                "constant": c.constant,
                "options": _as_json(c.options),
            }
            for c in mapping.columns
        ],
        "unmapped": list(mapping.unmapped),
    }


def _as_json(value: object) -> Any:
    """Return what YAML gave as JSON holds it: a file may use dates or numbers as words."""
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_as_json(item) for item in value]
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)


def from_record(record: dict[str, Any]) -> TableMapping:
    """Return the mapping of a record as `as_record` made it."""
    name = str(record["file"])
    reason = f"kept from {name}"
    columns = tuple(
        ColumnMapping(str(c["field"]), c["column"], c["constant"], dict(c["options"]), 1.0, reason)
        for c in record["columns"]
    )
    return TableMapping(
        name,
        str(record["format"]),
        str(record["target"]),
        1.0,
        f"the mapping kept from {name}",
        columns,
        tuple(record["unmapped"]),
    )


def completed(view: TableView, given: TableMapping, proposed: TableMapping | None) -> TableMapping:
    """Return a given mapping with the options it does not say, as they would be proposed.

    Parameters
    ----------
    view
        The table with profiles of the mapped columns; doubts about dates and decimals are said.
    given
        What somebody wrote; whatever it says stays.
    proposed
        What would have been proposed; its options are taken where it uses the same column.
    """
    if given.target == "ignore":
        return given
    columns = []
    for column in given.columns:
        if column.column is None or column.column not in view.profiles:
            columns.append(column)
            continue
        kind = TARGETS[given.target].field(column.field).kind
        found = options_for(kind, column.field, column.column, view)
        other = proposed.of(column.field) if proposed is not None else None
        if other is not None and other.column == column.column:
            found = other.options
        columns.append(replace(column, options=_filled(column.options, found)))
    return replace(given, columns=tuple(columns))


def _filled(given: dict[str, object], found: dict[str, object]) -> dict[str, object]:
    said = set(given)
    for group in _GROUPS:
        if said & set(group):
            said |= set(group)
    return {**given, **{key: value for key, value in found.items() if key not in said}}


def matching(
    raw: RawTable, learned: Sequence[TableMapping], words: Iterable[str], words_of: Any
) -> TableMapping | None:
    """Return the kept mapping that belongs to a table, None if there is none.

    The headers decide, and of several mappings of the same headers the name. A table with other
    headers still belongs to a kept mapping if it has the same kind of name and at least half of the
    columns that were used.

    Parameters
    ----------
    raw
        A staged table.
    learned
        Kept mappings, oldest first.
    words
        Words of the table's name.
    words_of
        Function that returns the words of a name.
    """
    headers, name = frozenset(raw.columns), tuple(words)
    same: TableMapping | None = None
    changed: TableMapping | None = None
    for earlier in reversed(learned):
        named = tuple(words_of(earlier.file)) == name
        if headers == headers_of(earlier):
            if named:
                return earlier
            same = same or (None if _is_of_one_list(earlier) else earlier)
        used = {c.column for c in earlier.columns if c.column is not None}
        left = len(used & headers)
        if named and used and left >= _LEAST_LEFT * len(used) and changed is None:
            changed = earlier
    return same or changed


def _is_of_one_list(mapping: TableMapping) -> bool:
    """Say whether it says what is true of one list only: a constant, or a mark of its ids."""
    return any(c.constant is not None or "prefix" in c.options for c in mapping.columns)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A kept mapping as it was used, and what has to be said about it."""

    mapping: TableMapping | None
    findings: tuple[Finding, ...]


def fitted(view: TableView, earlier: TableMapping, proposed: TableMapping | None) -> Fitted:
    """Return a kept mapping for a table whose headers may have changed.

    A column that is gone is looked for among the new ones: first the one that would be proposed
    for the same field, then one of a similar name, then the only one whose values fit. A field
    without a column now is said; if it is one the target needs, the kept mapping is not used.
    """
    raw = view.raw
    if headers_of(earlier) == frozenset(raw.columns):
        mapping = replace(earlier, file=raw.file, unmapped=_unused(raw, earlier.columns))
        return Fitted(mapping, (_used(raw.file, earlier.file),))
    new = [c for c in raw.columns if c not in headers_of(earlier)]
    columns: list[ColumnMapping] = []
    renamed: list[tuple[ColumnMapping, str, str]] = []
    lost: list[ColumnMapping] = []
    for column in earlier.columns:
        if column.column is None or column.column in raw.columns:
            columns.append(column)
            continue
        taken = {name for _, name, _ in renamed if _ != column.column}
        same = next((r for r in renamed if r[0].column == column.column), None)
        found = (
            (same[1], same[2])
            if same
            else _instead(
                view, column, earlier.target, [c for c in new if c not in taken], proposed
            )
        )
        if found is None:
            lost.append(column)
            continue
        renamed.append((column, *found))
        reason = f"{column.column} is gone; {found[1]}"
        columns.append(replace(column, column=found[0], confidence=0.5, reason=reason))
    chosen = {c.field for c in earlier.columns}
    passed_over = {c.column for c in (proposed.columns if proposed else ()) if c.field in chosen}
    unused = [c for c in new if c not in {name for _, name, _ in renamed} | passed_over]
    findings = [_used(raw.file, earlier.file), *_changes(raw.file, renamed, lost, unused)]
    needed = {f.name for f in TARGETS[earlier.target].fields if f.required}
    if needed & {c.field for c in lost}:
        return Fitted(None, tuple(findings[1:]))
    mapping = replace(
        earlier, file=raw.file, columns=tuple(columns), unmapped=_unused(raw, columns)
    )
    return Fitted(mapping, tuple(findings))


def _unused(raw: RawTable, columns: Sequence[ColumnMapping]) -> tuple[str, ...]:
    used = {c.column for c in columns}
    return tuple(c for c in raw.columns if c not in used)


def _instead(
    view: TableView,
    column: ColumnMapping,
    target: str,
    new: list[str],
    proposed: TableMapping | None,
) -> tuple[str, str] | None:
    """Return the new column that most likely replaces one that is gone, and why."""
    other = proposed.of(column.field) if proposed is not None else None
    if other is not None and other.column in new:
        return other.column, f"{other.column} would be proposed for it"
    old = folded(column.column or "")
    alike = {c: difflib.SequenceMatcher(None, old, folded(c)).ratio() for c in new}
    best = max(alike, key=lambda c: alike[c], default=None)
    if best is not None and alike[best] >= _ALIKE:
        return best, f"{best} is written almost alike"
    field = TARGETS[target].field(column.field)
    fits = [c for c in new if c in view.profiles and fit(field, target, view.profiles[c]) >= _FITS]
    if len(fits) == 1:
        return fits[0], f"{fits[0]} is the only new column whose values fit"
    return None


def _used(file: str, name: str) -> Finding:
    return Finding(
        "mapping_kept",
        "info",
        f"{file}: the mapping kept from {name} was used",
        "",
        {"file": file, "kept": name},
        (f"Forget it if it no longer fits (fairlead import --forget-mapping {name!r}).",),
    )


def _changes(
    file: str,
    renamed: list[tuple[ColumnMapping, str, str]],
    lost: list[ColumnMapping],
    unused: list[str],
) -> list[Finding]:
    found = []
    for column, name, why in renamed:
        field = column.field.replace("_", " ")
        found.append(
            Finding(
                "mapping_renamed",
                "warning",
                f"{file}: the column {column.column} is gone; {name} was taken for {field}",
                f"{why[0].upper()}{why[1:]}.",
                {"gone": column.column or "", "taken": name, "field": column.field},
                (f"Name the right column for {column.field} in a mapping (--mapping).",),
            )
        )
    if lost:
        listed = "; ".join(f"{c.column} ({c.field.replace('_', ' ')})" for c in lost)
        found.append(
            Finding(
                "mapping_column_gone",
                "serious",
                f"{file}: columns the kept mapping uses are gone and nothing fits instead",
                f"{listed}. These fields are unknown in this import.",
                {"columns": ", ".join(c.column or "" for c in lost)},
                ("Export these columns again, or give a new mapping (--mapping).",),
            )
        )
    if unused:
        listed = ", ".join(unused)
        found.append(
            Finding(
                "mapping_column_new",
                "info",
                f"{file}: {'a column is' if len(unused) == 1 else 'columns are'} new since the "
                "mapping was kept, and not used",
                listed,
                {"columns": listed},
                ("Add what you need to the mapping file and import with it (--mapping).",),
            )
        )
    return found
