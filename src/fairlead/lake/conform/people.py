"""Who is who: every key that files use for a person, brought together to one person each.

Two keys belong to one person when one row names both (an id with its mail and name). A name that
two different ids carry belongs to nobody in particular and is left out, with a Finding.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from fairlead.answers import Finding
from fairlead.lake.conform.keys import person_key
from fairlead.lake.conform.nameless import Numbers
from fairlead.lake.conform.owners import owners_in_history, still_used
from fairlead.lake.conform.staged import Staged
from fairlead.lake.conform.values import text_of
from fairlead.lake.readers.vocabulary import TARGETS
from fairlead.lake.store.erased import NOBODY, Erased
from fairlead.lake.store.schema import literal, quoted

RANK = {"id": 0, "email": 1, "name": 2}
GROUP_PREFIX = "00G"  # Salesforce queues and public groups
UNDATED = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class _Mention:
    """One row's keys for a person, best first, with what it says about them."""

    keys: tuple[tuple[str, str], ...]  # (kind, key)
    said_at: dt.datetime
    name: str | None = None
    email: str | None = None
    role: str | None = None
    is_active: bool | None = None
    is_queue: bool = False
    hired_on: object = None
    left_on: object = None

    @property
    def tells(self) -> bool:
        """Say whether it tells of the person; a deal that carries their name or id does not."""
        facts = (self.email, self.role, self.is_active, self.hired_on, self.left_on)
        strong = any(kind != "name" for kind, _key in self.keys)
        return any(f is not None for f in facts) or (strong and self.name is not None)


def conform_people(
    connection: Any,
    staged: list[Staged],
    known_at: str,
    *,
    dated: bool = True,
    erased: Erased = NOBODY,
) -> tuple[Finding, ...]:
    """Fill ``new_people`` and ``new_person_keys`` from this import and what is stored.

    What was said last counts, whatever the order of imports: a person's ``known_at`` is the day
    of the newest export that told of them, or where none did, that named them. What an import
    without any date says (not `dated`) is older than everything that has one.
    """
    stamp = dt.datetime.fromisoformat(known_at) if dated else UNDATED
    numbers = Numbers(connection, erased)
    stored = _stored(connection)
    mentions = [*stored, *_from_tables(connection, staged, stamp)]
    former = _former_owners(connection, staged)
    known = {key for m in mentions for _kind, key in m.keys if m.name not in {None, key}}
    spelt = {key: _first_name_first(name or key) for key, (name, _folded) in former.items()}
    spelt |= _references(connection, staged)
    mentions += [
        _Mention((("id", key), ("name", folded)), stamp, name=name)
        for key, (name, folded) in sorted(former.items())
        if name and key not in known and kind_of(key) == "id"
    ]
    mentions += [_named(key, stamp, spelt[key]) for key in sorted(spelt)]
    mentions = [_nameless(mention, numbers) for mention in mentions]
    groups, findings = _unite(mentions)
    lost = {key for m in stored for kind, key in m.keys if kind == "name" and key not in groups}
    if lost:
        mentions += [_named(key, stamp) for key in still_used(connection, sorted(lost))]
        groups, findings = _unite(mentions)
    _fill(connection, *_rows(groups, mentions, numbers))
    return findings


def _nameless(mention: _Mention, numbers: Numbers) -> _Mention:
    """Return a mention as it is told of somebody who was erased; of others as it is."""
    if not numbers.erased:
        return mention
    keys = tuple(dict.fromkeys((kind, numbers.called(key)) for kind, key in mention.keys))
    told = {key for _kind, key in keys} - {key for _kind, key in mention.keys}
    name, email = mention.name, mention.email
    name = name and numbers.erased.without(name)
    email = email and numbers.erased.without(email)
    if not told and (name, email) == (mention.name, mention.email):
        return mention
    return replace(mention, keys=keys, name=name, email=email)


def _former_owners(connection: Any, staged: list[Staged]) -> dict[str, tuple[str | None, str]]:
    """Return key -> name and its folded form, of the owners field histories name."""
    found: dict[str, str | None] = {}
    for part in staged:
        if part.target in {"field_history", "prospect_history"}:
            for key, name in owners_in_history(connection, part).items():
                found[key] = found.get(key) or name
    return {key: (name, person_key(name or "")) for key, name in found.items()}


def _named(key: str, said_at: dt.datetime, name: str | None = None) -> _Mention:
    kind = kind_of(key)
    return _Mention(((kind, key),), said_at, name=(name or key) if kind == "name" else None)


def kind_of(key: str) -> str:
    """Say what a canonical key is: ``email``, ``id`` (it has digits) or ``name``."""
    if "@" in key:
        return "email"
    return "id" if any(c.isdigit() for c in key) else "name"


def _stored(connection: Any) -> list[_Mention]:
    """Return what is known; a name stays a sign of its person where two people share it.

    An id that stands for a name nobody has told yet is no name: it must not beat an older real one.
    """
    rows = connection.execute(
        "SELECT list([k.key_kind, k.key] ORDER BY k.key_kind, k.key), epoch_us(p.known_at), "
        "p.name, p.email, p.role, p.is_active, p.is_queue, p.hired_on, p.left_on "
        "FROM people p JOIN person_keys k USING (person_id) GROUP BY ALL"
    ).fetchall()
    mentions = []
    for pairs, known, *facts in rows:
        keys = {key: kind for kind, key in pairs}
        facts[0] = None if keys.get(facts[0]) in {"id", "email"} else facts[0]
        if facts[0] and any(kind != "name" for kind in keys.values()):
            keys.setdefault(person_key(facts[0]), "name")
        said_at = UNDATED + dt.timedelta(microseconds=known)
        mentions.append(_Mention(tuple((kind, key) for key, kind in keys.items()), said_at, *facts))
    return mentions


def _from_tables(connection: Any, staged: list[Staged], said_at: dt.datetime) -> list[_Mention]:
    mentions = []
    second = _keys_used_twice(connection, staged)
    for part in staged:
        if part.target != "people":
            continue
        rows = connection.execute(
            f"SELECT DISTINCT id, other_id, email, coalesce(name, nullif(trim(concat_ws(' ', "
            f"first_name, last_name)), '')), role, is_active, is_queue, hired_on, left_on "
            f"FROM {part.relation} ORDER BY ALL"
        ).fetchall()
        named = connection.execute(
            "SELECT person_key(n) FROM (SELECT unnest($1) AS n)", [[r[3] for r in rows]]
        ).fetchall()
        for row, (folded,) in zip(rows, named, strict=True):
            keys: list[tuple[str, str]] = []
            if row[0]:
                keys.append(("id" if kind_of(row[0]) == "id" else "name", person_key(row[0])))
            if row[1] and row[1] not in second:
                keys.append(("id", row[1]))
            if row[2]:
                keys.append(("email", row[2].lower()))
            if folded:
                keys.append(("name", folded))
            if keys:
                mentions.append(
                    _Mention(
                        tuple(dict.fromkeys(keys)),
                        said_at,
                        row[3] or row[0],
                        row[2],
                        row[4],
                        row[5],
                        bool(row[6]),
                        row[7],
                        row[8],
                    )
                )
    return mentions


def _keys_used_twice(connection: Any, staged: list[Staged]) -> set[str]:
    """Return second ids that another person has as first id: they tell nobody apart."""
    found: set[str] = set()
    for part in staged:
        if part.target == "people":
            found.update(
                key
                for (key,) in connection.execute(
                    f"SELECT DISTINCT a.other_id FROM {part.relation} a "
                    f"JOIN {part.relation} b ON a.other_id = b.id AND a.id <> b.id"
                ).fetchall()
            )
    return found


def _references(connection: Any, staged: list[Staged]) -> dict[str, str]:
    """Return every key rows name people by, with the way a name is mostly written."""
    spelt: dict[str, str] = {}
    for part in staged:
        for field in TARGETS[part.target].fields:
            if field.kind == "person" and field.name in part.given:
                column = quoted(field.name)
                found = connection.execute(
                    f"SELECT DISTINCT {column} FROM {part.relation} WHERE {column} IS NOT NULL"
                ).fetchall()
                keys = {key for (key,) in found}
                spelt.update({key: key for key in keys if spelt.get(key) is None})
                spelt.update(_spellings(connection, part, field.name, keys))
    return spelt


def _spellings(connection: Any, part: Staged, field: str, keys: set[str]) -> dict[str, str]:
    """Return name key -> how this file mostly writes it, the first name first."""
    names = {key for key in keys if kind_of(key) == "name"}
    mapping = part.table.mapping.of(field)
    if not names or mapping is None or mapping.column is None:
        return {}
    rows = connection.execute(
        f"SELECT person_key(raw) AS key, arg_max(raw, (n, raw)) FROM (SELECT "
        f"{text_of(mapping.column)} AS raw, count(*) AS n "
        f"FROM read_parquet({literal(str(part.table.raw.staged))}) GROUP BY raw) "
        "WHERE raw IS NOT NULL GROUP BY key"
    ).fetchall()
    return {key: _first_name_first(raw) for key, raw in rows if key in names}


def _first_name_first(name: str) -> str:
    last, comma, first = name.partition(",")
    turned = f"{first} {last}" if comma and last and first and "," not in first else name
    return " ".join(turned.split())


class _Groups:
    """Union-find over keys."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}

    def find(self, key: str) -> str:
        """Return the representative of `key`'s group."""
        self.parent.setdefault(key, key)
        while self.parent[key] != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def union(self, keys: Iterable[str]) -> None:
        """Put all `keys` into one group."""
        first, *rest = keys
        root = self.find(first)
        for other in rest:
            self.parent[self.find(other)] = root


def _unite(mentions: list[_Mention]) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Return key -> representative key, and a Finding on names that are nobody's in particular."""
    groups = _Groups()
    ids_of_name: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        strong = [key for kind, key in mention.keys if kind != "name"]
        if strong:
            groups.union(strong)
            for kind, key in mention.keys:
                if kind == "name":
                    ids_of_name[key].add(strong[0])
    shared = sorted(
        name for name, ids in ids_of_name.items() if len({groups.find(key) for key in ids}) > 1
    )
    for mention in mentions:
        keys = [key for kind, key in mention.keys if kind != "name" or key not in shared]
        keys = keys or [key for _kind, key in mention.keys]  # only the name: one of its own
        if keys:
            groups.union(keys)
    return {key: groups.find(key) for key in groups.parent}, _shared_names(shared)


def _shared_names(shared: list[str]) -> tuple[Finding, ...]:
    if not shared:
        return ()
    return (
        Finding(
            "people_same_name",
            "warning",
            f"{len(shared)} {'name belongs' if len(shared) == 1 else 'names belong'} to more "
            f"than one person: {', '.join(shared[:3])}",
            "Rows that carry only the name stay with a person of their own.",
            {"names": len(shared)},
            ("Use ids or mail addresses in team.csv, targets.csv and trainings.csv.",),
        ),
    )


def _rows(
    groups: dict[str, str], mentions: list[_Mention], numbers: Numbers
) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    kinds: dict[str, str] = {}
    for mention in mentions:
        for kind, key in mention.keys:
            if key in groups and RANK[kind] <= RANK.get(kinds.get(key, "name"), 2):
                kinds[key] = kind
    members: dict[str, list[str]] = defaultdict(list)
    for key, root in groups.items():
        members[root].append(key)
    said: dict[str, list[_Mention]] = defaultdict(list)
    for mention in mentions:
        for _kind, key in sorted(mention.keys, key=lambda pair: RANK[pair[0]]):
            if key in groups:
                said[groups[key]].append(mention)
                break
    people, keys = [], []
    for root, own in members.items():
        best = min(own, key=lambda key: (RANK[kinds[key]], key))
        person = numbers.person(best)
        facts = sorted(said[root], key=_weight)
        telling = [m for m in facts if m.tells]
        people.append(
            (
                person,
                _last(telling, "name") or _last(facts, "name") or best,
                _last(facts, "email"),
                _last(facts, "role"),
                _last(facts, "is_active"),
                any(m.is_queue for m in facts) or best.startswith(GROUP_PREFIX),
                _last(facts, "hired_on"),
                _last(facts, "left_on"),
                max(m.said_at for m in telling or facts),
            )
        )
        keys += [(n, person, key, kinds[key]) for key in own for n in numbers.keys(key)]
    return people, keys


def _weight(mention: _Mention) -> tuple[object, ...]:
    """Order what was said, the latest last, and of one day what names an id; not by file."""
    best = min(RANK[kind] for kind, _key in mention.keys)
    said = (mention.name, mention.email, mention.role, mention.is_active, mention.hired_on)
    return (mention.said_at, -best, len(mention.keys), tuple(map(str, (*said, mention.left_on))))


def _last(facts: list[_Mention], name: str) -> Any:
    """Return what was said last about `name` by a row that says anything."""
    values = [v for m in facts if (v := getattr(m, name)) is not None]
    if name == "name":  # a proper name beats a folded key
        proper = [v for v in values if v != v.lower()]
        values = proper or values
    return values[-1] if values else None


def _fill(connection: Any, people: list[tuple[Any, ...]], keys: list[tuple[Any, ...]]) -> None:
    import pyarrow as pa

    def table(rows: list[tuple[Any, ...]], schema: pa.Schema) -> pa.Table:
        columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
        return pa.table(
            [pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema
        )

    person_schema = pa.schema(
        [
            ("person_id", pa.int64()),
            ("name", pa.string()),
            ("email", pa.string()),
            ("role", pa.string()),
            ("is_active", pa.bool_()),
            ("is_queue", pa.bool_()),
            ("hired_on", pa.date32()),
            ("left_on", pa.date32()),
            ("known_at", pa.timestamp("us", "UTC")),
        ]
    )
    key_schema = pa.schema(
        [
            ("key_id", pa.int64()),
            ("person_id", pa.int64()),
            ("key", pa.string()),
            ("key_kind", pa.string()),
        ]
    )
    by_id = operator.itemgetter(0)
    connection.register("people_rows", table(sorted(people, key=by_id), person_schema))
    connection.register("key_rows", table(sorted(keys), key_schema))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE new_people AS SELECT r.*, "
        "coalesce(p.source, 'import') AS source "
        "FROM people_rows r LEFT JOIN people p USING (person_id)"
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE new_person_keys AS FROM key_rows")
    connection.unregister("people_rows")
    connection.unregister("key_rows")
