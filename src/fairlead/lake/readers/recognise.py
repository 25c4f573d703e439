"""Known exports, told by their headers; file names help, they never decide alone."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from fairlead.lake.readers.contract import ColumnMapping, RawTable, TableMapping
from fairlead.lake.readers.formats import (
    INVERTED_FLAGS,
    KNOWN,
    UNUSED,
    UNUSED_STEMS,
    Known,
    plain,
)
from fairlead.lake.readers.options import TableView, merged, options_for
from fairlead.lake.readers.profile import Profile, filled_shares, profiles
from fairlead.lake.readers.vocabulary import TARGETS

_STEM_POINTS = 4
_MOSTLY_FILLED = 0.5
_PROFILED = frozenset(
    "instant day period money fraction integer duration deal_type activity_kind flag "
    "outcome".split()
)


def recognise(raw: RawTable) -> tuple[TableMapping, TableView] | None:
    """Return the mapping of a table of a known format, None if it is none.

    Parameters
    ----------
    raw
        A staged table; only the columns that matter are looked at.
    """
    headers: dict[str, str] = {}
    for column in raw.columns:
        headers.setdefault(plain(column), column)
    known = _best(set(headers), stem_of(raw.file))
    if known is None:
        return None
    if known.target == "ignore":
        reason = f"{known.what}: {known.reason}"
        mapping = TableMapping(raw.file, known.format, "ignore", 1.0, reason, (), raw.columns)
        return mapping, TableView(raw, {})
    return _mapped(raw, known, headers)


def stem_of(file: str) -> str:
    """Return what a file name says: no folder, no ending, no sheet number, only letters."""
    name = re.split(r"[!#]", file)[-1]
    stem = PurePosixPath(name).name.split(".")[0]
    return plain(re.sub(r"^(sf|hs|stg|raw)_|_(data|export)$", "", stem.casefold()))


def _best(headers: set[str], stem: str) -> Known | None:
    scored = [(score, i) for i, k in enumerate(KNOWN) if (score := _score(k, headers, stem)) > 0]
    if scored:
        return KNOWN[max(scored, key=lambda pair: (pair[0], -pair[1]))[1]]
    if stem in UNUSED_STEMS and all(_present(need, headers) for need in UNUSED.needs):
        return UNUSED
    return None


def _present(need: str, headers: set[str]) -> bool:
    return any(option in headers for option in need.split("|"))


def _score(known: Known, headers: set[str], stem: str) -> float:
    if not all(_present(need, headers) for need in known.needs):
        return 0.0
    if any(name in headers for name in known.never):
        return 0.0
    usable = {name for names in known.fields.values() for name in names}
    needed = {option for need in known.needs for option in need.split("|")}
    if known.only and not headers <= usable | needed:
        return 0.0
    score = 2.0 * len(known.needs) + len(headers & (usable | set(known.typical) | needed))
    if any(part == stem or (len(part) > 4 and part in stem) for part in known.stems):
        score += _STEM_POINTS
    if any(part == stem or part + "s" == stem for part in known.stems):
        score += _STEM_POINTS
    return score


def _mapped(raw: RawTable, known: Known, headers: dict[str, str]) -> tuple[TableMapping, TableView]:
    filled = filled_shares(raw)
    chosen: dict[str, str] = {}
    for name, candidates in known.fields.items():
        present = [headers[c] for c in candidates if c in headers]
        if present:
            mostly = [c for c in present if filled[c] >= _MOSTLY_FILLED]
            chosen[name] = mostly[0] if mostly else max(present, key=lambda c: filled[c])
    target = TARGETS[known.target]
    looked_at = {c for n, c in chosen.items() if target.field(n).kind in _PROFILED}
    looked_at |= {c for n, c in chosen.items() if known.what == "team.csv" and n == "name"}
    view = TableView(raw, _profiles_of(raw, looked_at))
    mappings = [_column(known, name, chosen[name], view) for name in chosen]
    mappings += [
        ColumnMapping(name, None, constant, confidence=1.0, reason=f"always so in {known.what}")
        for name, constant in known.constants.items()
        if name not in chosen
    ]
    if known.what == "team.csv":
        mappings = _person_field(mappings, view)
    used = {c.column for c in mappings}
    mapping = TableMapping(
        raw.file,
        known.format,
        known.target,
        1.0,
        f"headers of {known.what}",
        tuple(mappings),
        tuple(c for c in raw.columns if c not in used),
    )
    return mapping, view


def _profiles_of(raw: RawTable, columns: set[str]) -> dict[str, Profile]:
    ordered = tuple(c for c in raw.columns if c in columns)
    return profiles(raw, ordered)


def _column(known: Known, name: str, column: str, view: TableView) -> ColumnMapping:
    kind = TARGETS[known.target].field(name).kind
    declared = dict(known.options.get(name, {}))
    if name in {"is_active", "is_deleted"} and plain(column) in INVERTED_FLAGS:
        declared = dict(INVERTED_FLAGS[plain(column)]) if name == "is_active" else declared
    options = declared
    if column in view.profiles:
        options = merged(declared, options_for(kind, name, column, view))
    return ColumnMapping(name, column, None, options, 1.0, f"header of {known.what}")


def _person_field(mappings: list[ColumnMapping], view: TableView) -> list[ColumnMapping]:
    """Say whether the people of team.csv are named by name, mail address or id."""
    named = next((m for m in mappings if m.field == "name"), None)
    if named is None or named.column is None or named.column not in view.profiles:
        return mappings
    profile = view.profiles[named.column]
    digits = sum(w for v, w in profile.values if any(c.isdigit() for c in v) and "@" not in v)
    field = "name"
    if profile.email_share > 0.5 and not any(m.field == "email" for m in mappings):
        field = "email"
    elif profile.filled and digits > 0.5 * profile.filled:
        field = "id"
    person = ColumnMapping(field, named.column, None, {}, 1.0, f"people are given by {field}")
    return [person if m is named else m for m in mappings]
