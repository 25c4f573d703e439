"""Who is who: every key that files use for a person, brought together to one person each.

Two keys belong to one person when one row names both (an id with its mail and name). A name that
two different ids carry belongs to nobody in particular and is left out, with a Finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fairlead.answers import Finding
from fairlead.lake.conform.keys import key_id
from fairlead.lake.conform.staged import Staged
from fairlead.lake.readers.vocabulary import TARGETS
from fairlead.lake.store.schema import quoted

RANK = {"id": 0, "email": 1, "name": 2}
GROUP_PREFIX = "00G"  # Salesforce queues and public groups


@dataclass(frozen=True, slots=True)
class _Mention:
    """One row's keys for a person, best first, with what it says about them."""

    keys: tuple[tuple[str, str], ...]  # (kind, key)
    name: str | None = None
    email: str | None = None
    role: str | None = None
    is_active: bool | None = None
    is_queue: bool = False
    hired_on: object = None
    left_on: object = None


def conform_people(connection: Any, staged: list[Staged], known_at: str) -> tuple[Finding, ...]:
    """Fill ``new_people`` and ``new_person_keys`` from this import and what is stored."""
    mentions = [*_stored(connection), *_from_tables(connection, staged)]
    mentions += [
        _Mention(((kind_of(key), key),), name=key if kind_of(key) == "name" else None)
        for key in _references(connection, staged)
    ]
    groups, findings = _unite(mentions)
    people, keys = _rows(groups, mentions)
    _fill(connection, people, keys, known_at)
    return findings


def kind_of(key: str) -> str:
    """Say what a canonical key is: ``email``, ``id`` (it has digits) or ``name``."""
    if "@" in key:
        return "email"
    return "id" if any(c.isdigit() for c in key) else "name"


def _stored(connection: Any) -> list[_Mention]:
    rows = connection.execute(
        "SELECT p.name, p.email, p.role, p.is_active, p.is_queue, p.hired_on, p.left_on, "
        "list([k.key_kind, k.key] ORDER BY k.key_kind, k.key) "
        "FROM people p JOIN person_keys k USING (person_id) GROUP BY ALL"
    ).fetchall()
    return [_Mention(tuple((k[0], k[1]) for k in row[7]), *row[:7]) for row in rows]


def _from_tables(connection: Any, staged: list[Staged]) -> list[_Mention]:
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
                keys.append(("id" if kind_of(row[0]) == "id" else "name", _fold(row[0])))
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


def _fold(key: str) -> str:
    from fairlead.lake.conform.keys import person_key

    return person_key(key)


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


def _references(connection: Any, staged: list[Staged]) -> list[str]:
    keys: set[str] = set()
    for part in staged:
        for field in TARGETS[part.target].fields:
            if field.kind == "person" and field.name in part.given:
                column = quoted(field.name)
                keys.update(
                    key
                    for (key,) in connection.execute(
                        f"SELECT DISTINCT {column} FROM {part.relation} WHERE {column} IS NOT NULL"
                    ).fetchall()
                )
    return sorted(keys)


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
    groups: dict[str, str], mentions: list[_Mention]
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
        for _kind, key in mention.keys:
            if key in groups:
                said[groups[key]].append(mention)
                break
    people, keys = [], []
    for root, own in members.items():
        best = min(own, key=lambda key: (RANK[kinds[key]], key))
        person = key_id("person", best)
        facts = said[root]
        people.append(
            (
                person,
                _last(facts, "name") or best,
                _last(facts, "email"),
                _last(facts, "role"),
                _last(facts, "is_active"),
                any(m.is_queue for m in facts) or best.startswith(GROUP_PREFIX),
                _last(facts, "hired_on"),
                _last(facts, "left_on"),
            )
        )
        keys += [(key_id("person", key), person, key, kinds[key]) for key in own]
    return people, keys


def _last(facts: list[_Mention], name: str) -> Any:
    """Return what was said last about `name` by a row that says anything."""
    values = [v for m in facts if (v := getattr(m, name)) is not None]
    if name == "name":  # a proper name beats a folded key
        proper = [v for v in values if v != v.lower()]
        values = proper or values
    return values[-1] if values else None


def _fill(
    connection: Any, people: list[tuple[Any, ...]], keys: list[tuple[Any, ...]], known_at: str
) -> None:
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
    connection.register("people_rows", table(sorted(people), person_schema))
    connection.register("key_rows", table(sorted(keys), key_schema))
    # a person known before keeps the day they were first known
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE new_people AS SELECT r.*, "
        "coalesce(p.source, 'import') AS source, "
        f"least(p.known_at, TIMESTAMPTZ '{known_at}') AS known_at "
        "FROM people_rows r LEFT JOIN people p USING (person_id)"
    )
    connection.execute("CREATE OR REPLACE TEMP TABLE new_person_keys AS FROM key_rows")
    connection.unregister("people_rows")
    connection.unregister("key_rows")
