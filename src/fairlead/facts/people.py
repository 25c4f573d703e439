"""People who sell or lead, and the keys their CRM knows them by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fairlead.facts.schema import Kind, Table


@dataclass(frozen=True, slots=True)
class Person:
    """One person, whatever number of keys the exports use for them."""

    person_id: Annotated[int, Kind.KEY, "the person, stable across imports"]
    name: Annotated[str | None, Kind.TEXT, "name as the CRM shows it"]
    email: Annotated[str | None, Kind.TEXT, "work address, lower case"]
    role: Annotated[str | None, Kind.TEXT, "what the CRM calls their job"]
    is_active: Annotated[bool | None, Kind.FLAG, "false once their account was closed"]
    is_queue: Annotated[bool, Kind.FLAG, "an owner that is no person: a queue or a machine"]
    hired_on: Annotated[dt.date | None, Kind.DAY, "first day, if the export says"]
    left_on: Annotated[dt.date | None, Kind.DAY, "last day, if the export says"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


@dataclass(frozen=True, slots=True)
class PersonKey:
    """One way a file names a person: an id, an email address or a name."""

    key_id: Annotated[int, Kind.KEY, "hash of the key as files write it"]
    person_id: Annotated[int, Kind.KEY, "whose key it is"]
    key: Annotated[str, Kind.TEXT, "the key as files write it"]
    key_kind: Annotated[str, Kind.TEXT, "id, email or name"]


PEOPLE = Table("people", Person, "person", ("person_id",))
PERSON_KEYS = Table("person_keys", PersonKey, "key of a person", ("key_id",))
