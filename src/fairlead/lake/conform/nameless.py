"""People who were erased stay so: what an import says of them is told of their made-up names.

The numbers by which rows refer to a person stay as they were, so that every total does too.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from fairlead.facts import TABLES, Kind
from fairlead.lake.conform.keys import key_id
from fairlead.lake.store.erased import Erased
from fairlead.lake.store.schema import quoted


class Numbers:
    """The numbers of keys whose text is not what they were made from: those of erased people."""

    def __init__(self, connection: Any, erased: Erased) -> None:
        self.erased = erased
        self.of_key: dict[str, set[int]] = defaultdict(set)
        self.of_person: dict[str, int] = {}
        if erased:
            rows = connection.execute("SELECT key, key_id, person_id FROM person_keys").fetchall()
            for key, number, person in rows:
                if number != key_id("person", key):
                    self.of_key[key].add(number)
                    self.of_person[key] = person

    def called(self, key: str) -> str:
        """Return a key as it is told now, and remember the number rows have for it."""
        new = self.erased.instead(key) if self.erased else None
        if new is None:
            return key
        told = new.lower()
        self.of_key[told].add(key_id("person", key))
        return told

    def keys(self, key: str) -> tuple[int, ...]:
        """Return the numbers rows have for a key."""
        return tuple(sorted(self.of_key.get(key, ()))) or (key_id("person", key),)

    def person(self, best: str) -> int:
        """Return the number of the person whose best key this is."""
        return self.of_person.get(best) or min(self.keys(best))


def without_names(connection: Any, prefix: str, erased: Erased) -> int:
    """Take erased people's names out of every text of canonical tables; return how many changed.

    Parameters
    ----------
    connection
        Holds one temporary table ``<prefix><name>`` for each canonical table.
    prefix
        ``new_`` in an import.
    erased
        Who; nobody changes nothing.
    """
    if not erased:
        return 0
    return sum(
        _column(connection, f"{prefix}{table.name}", column.name, erased)
        for table in TABLES
        for column in table.columns
        if column.kind is Kind.TEXT
    )


def _column(connection: Any, relation: str, column: str, erased: Erased) -> int:
    import pyarrow as pa

    place, name = quoted(relation), quoted(column)
    values = connection.execute(
        f"SELECT DISTINCT {name} FROM {place} WHERE {name} IS NOT NULL"
    ).fetchall()
    changed = [(text, new) for (text,) in values if (new := erased.without(text)) != text]
    if relation.endswith("person_keys") and column == "key":
        changed = [(text, new.lower()) for text, new in changed]
    if not changed:
        return 0
    columns = {"old": [text for text, _new in changed], "new": [new for _text, new in changed]}
    connection.register("said_instead", pa.table(columns))
    connection.execute(
        f"UPDATE {place} SET {name} = s.new FROM said_instead s WHERE {name} = s.old"
    )
    connection.unregister("said_instead")
    return len(changed)
