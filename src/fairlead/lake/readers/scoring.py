"""Every column against every field of a target: names and values together."""

from __future__ import annotations

from dataclasses import dataclass

from fairlead.lake.readers.evidence import Shared, best_for
from fairlead.lake.readers.fits import fit, looks_like_codes, own_key
from fairlead.lake.readers.grammar import speaks_of
from fairlead.lake.readers.names import field_score, key_score, tokens, without_entity
from fairlead.lake.readers.options import TableView
from fairlead.lake.readers.profile import Profile
from fairlead.lake.readers.shapes import KEYED_BY_NAME, MEANINGS, SHAPES
from fairlead.lake.readers.vocabulary import TARGETS, ImportField

USED_FROM = 0.5
_CODES = 0.43
_NO_KEY = frozenset("phone postcode taxno invoice account owner contact product date".split())
_REFERRED = frozenset("owner person contact account product opportunity case".split())
"""Fields a shared key fills whatever the header says."""
_VALUES_ALONE = {("email", "text"): 0.75, ("outcome", "outcome"): 0.66}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One column for one field, with how sure we are and why."""

    field: str
    column: str
    score: float
    name_score: float
    reason: str
    shared: Shared | None = None


def candidates(
    view: TableView, target: str, shared: dict[str, list[Shared]]
) -> dict[str, list[Candidate]]:
    """Return the columns that may fill each field of a target, best first."""
    found: dict[str, list[Candidate]] = {}
    for field in TARGETS[target].fields:
        rows = [
            candidate
            for column, profile in view.profiles.items()
            if (candidate := _candidate(field, target, column, profile, shared.get(column, [])))
        ]
        rows.sort(key=lambda c: -c.score)
        if rows:
            found[field.name] = rows
    return found


def _candidate(
    field: ImportField, target: str, column: str, profile: Profile, shared: list[Shared]
) -> Candidate | None:
    evidence = best_for(shared, field.name)
    suits = fit(field, target, profile)
    if field.name in {"id", "other_id"}:
        name, suits = _own(target, column, profile, field.name)
    else:
        name = field_score(column, target, field.name)
    if field.name in SHAPES[target].repeated and profile.distinct > 0.97 * profile.filled:
        suits *= 0.3
    score = _combined(name, suits)
    if not name and suits > 0.8:
        score = _VALUES_ALONE.get((field.name, field.kind), 0.0) * suits
    if evidence is not None and (field.name in _REFERRED or name >= 0.6):
        score = max(score, 0.72 + 0.2 * evidence.share + 0.06 * name)
    elif shared and field.name not in {"id", "other_id", "name"}:
        score *= 0.6  # the column names rows of something else
    if score < 0.35:
        return None
    reason = _reason(field, column, name, profile, evidence)
    return Candidate(field.name, column, min(score, 0.98), name, reason, evidence)


def _own(target: str, column: str, profile: Profile, field: str) -> tuple[float, float]:
    name = key_score(column, target)
    if target == "people" and profile.name_share > 0.5:
        return 0.0, 0.0  # names of people are names, not ids
    if target in KEYED_BY_NAME and field == "id":
        name = max(name, 0.8 * field_score(column, target, "name"))
    if target == "opportunities" and not name and field == "id":
        stands_in = max(field_score(column, target, f) for f in ("name", "account"))
        name = 0.42 * (stands_in > 0.8 and profile.unique)
        if name < _CODES and looks_like_codes(profile) and not speaks_of(column, _NO_KEY):
            name = _CODES
    if SHAPES[target].own_key:
        return name, own_key(profile)
    return name, 0.9 if name >= 0.7 else 0.0


def _combined(name: float, suits: float) -> float:
    if not name or not suits:
        return 0.0
    score = 0.68 * name + 0.3 * suits
    return score if suits >= 0.4 else score * 0.6


def _reason(
    field: ImportField, column: str, name: float, profile: Profile, shared: Shared | None
) -> str:
    parts: list[str] = []
    if shared is not None:
        parts.append(
            f"{shared.share:.0%} of its values are found in {shared.column} of {shared.file}"
        )
    seen = _seen(field, profile)
    if seen:
        parts.append(seen)
    meaning = MEANINGS.get(field.name, field.meaning)
    if name >= 0.9:
        parts.append(f"the header means {meaning}")
    elif name > 0:
        parts.append(f"the header may mean {meaning}")
    return ", ".join(parts) or f"the values suit {column}"


def _seen(field: ImportField, profile: Profile) -> str:
    of = f"of {profile.filled:,} values"
    if field.kind in {"instant", "day"}:
        return f"{round(profile.date_share * profile.filled):,} {of} are dates"
    if field.kind in {"money", "duration"}:
        return f"{round(profile.number_share * profile.filled):,} {of} are numbers"
    if field.name == "id":
        return f"{profile.distinct:,} {of} are different"
    if field.name == "email":
        return f"{round(profile.email_share * profile.filled):,} {of} are mail addresses"
    if field.kind in {"text", "outcome", "person"} and profile.distinct <= 100:
        return f"{profile.distinct} different values"
    return ""


def assign(found: dict[str, list[Candidate]], target: str, view: TableView) -> dict[str, Candidate]:
    """Return the best column for each field; a column serves one field.

    Exceptions follow later: stage and outcome, close date and closing time may share one.
    """
    chosen: dict[str, Candidate] = {}
    used: set[str] = set()
    if "id" in found and SHAPES[target].own_key and found["id"][0].score >= USED_FROM:
        chosen["id"] = _best_key(found["id"], view)
        used.add(chosen["id"].column)
    weights = SHAPES[target].weights
    pairs = [c for field, rows in found.items() if field != "id" or not chosen for c in rows]
    pairs.sort(key=lambda c: (-round(c.score, 3), -weights.get(c.field, 0.3)))
    for candidate in pairs:
        if candidate.score < USED_FROM or candidate.field in chosen or candidate.column in used:
            continue
        chosen[candidate.field] = candidate
        used.add(candidate.column)
    if target in KEYED_BY_NAME and "id" in chosen and "name" not in chosen:
        named = next((c for c in found.get("name", []) if c.column == chosen["id"].column), None)
        if named is not None:
            chosen["name"] = named
    return chosen


def _best_key(rows: list[Candidate], view: TableView) -> Candidate:
    """Of equally good keys the first in the file wins."""
    best = rows[0].score
    order = {column: i for i, column in enumerate(view.profiles)}
    close = [c for c in rows if c.score > best - 0.02]
    return min(close, key=lambda c: order[c.column])


def words_of(header: str, target: str) -> tuple[str, ...]:
    """Return the words of a header without the target's own name."""
    return without_entity(tokens(header), target)
