"""Keys that tables share: which column of one table names the rows of another."""

from __future__ import annotations

from dataclasses import dataclass

from fairlead.lake.readers.contract import TableMapping
from fairlead.lake.readers.names import tokens
from fairlead.lake.readers.options import TableView
from fairlead.lake.readers.profile import Profile, all_values

ENTITY_KEYS: dict[str, tuple[str, ...]] = {
    "people": ("id", "other_id", "email", "name"),
    "accounts": ("id", "name"),
    "contacts": ("id",),
    "products": ("id", "name"),
    "opportunities": ("id",),
}
FIELD_ENTITY: dict[str, str] = {
    "owner": "people",
    "person": "people",
    "created_by": "people",
    "actor": "people",
    "resource": "people",
    "manager": "people",
    "contact": "contacts",
    "account": "accounts",
    "product": "products",
    "opportunity": "opportunities",
    "case": "opportunities",
}
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Shared:
    """A column names rows of another table: `share` of its values are found there."""

    entity: str
    field: str
    file: str
    column: str
    share: float


@dataclass(frozen=True, slots=True)
class KeySet:
    """The values of a key column."""

    entity: str
    field: str
    file: str
    column: str
    values: frozenset[str]


def key_sets(tables: list[tuple[TableView, TableMapping]]) -> list[KeySet]:
    """Return the key columns of all tables that are entities."""
    sets: list[KeySet] = []
    for view, mapping in tables:
        for name in ENTITY_KEYS.get(mapping.target, ()):
            column = mapping.of(name)
            if column is not None and column.column is not None:
                values = all_values(view.raw, column.column)
                sets.append(KeySet(mapping.target, name, view.raw.file, column.column, values))
    return sets


def shared_keys(view: TableView, sets: list[KeySet]) -> dict[str, list[Shared]]:
    """Return for each column which key columns of other tables hold most of its values."""
    found: dict[str, list[Shared]] = {}
    for column, profile in view.profiles.items():
        if not _can_refer(profile):
            continue
        values = profile.set_of_values
        for keys in sets:
            if keys.file == view.raw.file or len(keys.values) < 2:
                continue
            share = len(values & keys.values) / len(values)
            if share >= _ENOUGH and _no_accident(column, profile, keys):
                shared = Shared(keys.entity, keys.field, keys.file, keys.column, share)
                found.setdefault(column, []).append(shared)
    return found


def best_for(shared: list[Shared], field: str) -> Shared | None:
    """Return the strongest evidence that a column fills `field`."""
    fitting = [s for s in shared if s.entity == FIELD_ENTITY.get(field)]
    return max(fitting, key=lambda s: (s.share, s.field == "id"), default=None)


def _can_refer(profile: Profile) -> bool:
    if profile.filled == 0 or profile.date_share > 0.5 or profile.is_flag:
        return False
    return len(profile.values) >= 2


def _no_accident(column: str, profile: Profile, keys: KeySet) -> bool:
    """Short numbers agree by chance; then the headers must agree too."""
    if profile.mean_length >= 6 or profile.number_share < 0.5:
        return True
    mine, theirs = set(tokens(column)), set(tokens(keys.column))
    return mine == theirs or "".join(tokens(column)) == "".join(tokens(keys.column))
