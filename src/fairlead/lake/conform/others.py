"""Everything around the deals: customers, contacts, activities, teams, plans."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fairlead.facts import TABLES, Table
from fairlead.lake.conform.deals import key_sql
from fairlead.lake.conform.merged import unite_merged
from fairlead.lake.conform.plans import PLANS
from fairlead.lake.conform.prices import PRICED, lines, whole_deals
from fairlead.lake.conform.prospects import prospects
from fairlead.lake.conform.staged import Staged
from fairlead.lake.store.schema import DUCKDB_TYPES, literal, quoted

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}


APART = {
    "trainings": ("started_on", "competency"),
    "contact_roles": ("role",),
    "submissions": ("to_on",),
}
"""Table -> what tells rows of one key apart: a training taken again, a second role on a deal."""


def conform_others(connection: Any, staged: list[Staged], known_at: str) -> None:
    """Fill ``new_<table>`` for every table that is not about people or deals themselves."""
    parts: dict[str, list[tuple[Staged, dict[str, str], str]]] = {
        name: []
        for name in (
            "accounts",
            "contacts",
            "contact_roles",
            "deal_lines",
            "prospects",
            "activities",
            "assignments",
            "targets",
            "submissions",
            "trainings",
            "splits",
            "deal_team",
        )
    }
    for part in staged:
        alive = (
            "WHERE NOT coalesce(m.is_deleted, false)"
            if "is_deleted" in part.given
            else "WHERE true"
        )
        build = _BUILDERS.get(part.target)
        if build is not None:
            name, values, condition = build(part)
            read = _with_names(part) if part.target == "people" else part
            parts[name].append((read, values, f"{alive} {condition}"))
        if part.target == "opportunities" and part.given & PRICED:
            parts["deal_lines"].append((part, *whole_deals(part, alive)))
        if part.target == "deal_lines":
            parts["deal_lines"].append((part, *lines(alive)))
        if part.target == "event_log":
            parts["activities"].append((part, _work(), _WORK_FILTER))
        if part.target == "opportunities" and "contact" in part.given:
            parts["contact_roles"].append(
                (part, _main_contact(), f"{alive} AND m.contact IS NOT NULL")
            )
    for name, bodies in parts.items():
        _fill(connection, BY_NAME[name], bodies, known_at)
    unite_merged(connection, staged)


def _fill(
    connection: Any, table: Table, bodies: list[tuple[Staged, dict[str, str], str]], known_at: str
) -> None:
    made = f"CREATE OR REPLACE TEMP TABLE new_{table.name} AS"
    if not bodies:
        nulls = ", ".join(
            f"NULL::{DUCKDB_TYPES[c.kind]} AS {quoted(c.name)}" for c in table.columns
        )
        connection.execute(f"{made} SELECT {nulls} WHERE false")
        return
    selects = []
    for part, given, condition in bodies:
        values = {
            "known_at": f"TIMESTAMPTZ '{known_at}'",
            **given,
            "source": literal(part.table.mapping.format),
        }
        columns = ", ".join(
            f"{values.get(c.name, 'NULL')}::{DUCKDB_TYPES[c.kind]} AS {quoted(c.name)}"
            for c in table.columns
        )
        selects.append(f"SELECT {columns}, m.line AS row_line FROM {part.relation} m {condition}")
    union = " UNION ALL ".join(selects)
    key = ", ".join(quoted(name) for name in table.key)
    apart = APART.get(table.name, ())
    also = "".join(f", {quoted(name)}" for name in apart)
    body = (
        f"SELECT * EXCLUDE (row_line) FROM ({union}) QUALIFY row_number() OVER "
        f"(PARTITION BY {key}{also} ORDER BY known_at DESC, row_line DESC) = 1"
    )
    if apart:
        body = _told_apart(key, apart, body)
    connection.execute(f"{made} {body}")


def _told_apart(key: str, apart: tuple[str, ...], body: str) -> str:
    """Return SQL of rows that share a key and differ in `apart`, all but the first renamed.

    The first keeps the plain key, so that a corrected date changes a row and adds none.
    """
    order = ", ".join(map(quoted, apart))
    return (
        f"SELECT * EXCLUDE (nth) REPLACE (CASE WHEN nth = 1 THEN {key} "
        f"ELSE key_id('again', {key} || '|' || nth) END AS {key}) FROM (SELECT *, "
        f"row_number() OVER (PARTITION BY {key} ORDER BY {order}) AS nth FROM ({body} "
        f"AND ({quoted(apart[0])} IS NOT NULL OR count({quoted(apart[0])}) "
        f"OVER (PARTITION BY {key}) = 0)))"
    )


def _accounts(_part: Staged) -> tuple[str, dict[str, str], str]:
    names = ("name", "industry", "segment", "size_band", "region")
    values = {n: f"m.{n}" for n in names}
    return "accounts", {**values, "account_id": "key_id('account', m.id)", "source_key": "m.id"}, ""


def _contacts(_part: Staged) -> tuple[str, dict[str, str], str]:
    return (
        "contacts",
        {
            "contact_id": "key_id('contact', m.id)",
            "source_key": "m.id",
            "account_id": key_sql("account", "m.account"),
            "name": "coalesce(m.name, nullif(trim(concat_ws(' ', m.first_name, m.last_name)), ''))",
            "title": "m.title",
        },
        "",
    )


def _role_values(role: str) -> dict[str, str]:
    return {
        "contact_role_id": "key_id('contact_role', m.contact || '|' || {0})",
        "contact_id": "key_id('contact', m.contact)",
        "opportunity_id": "key_id('opportunity', {0})",
        "role": role,
    }


def _contact_roles(_part: Staged) -> tuple[str, dict[str, str], str]:
    values = {k: v.format("m.opportunity") for k, v in _role_values("m.role").items()}
    return "contact_roles", values, ""


def _main_contact() -> dict[str, str]:
    return {k: v.format("m.id") for k, v in _role_values("NULL").items()}


def _activities(part: Staged) -> tuple[str, dict[str, str], str]:
    own_id = "m.id" if "id" in part.given else f"{literal(part.table.raw.fingerprint)} || m.line"
    kind = f"coalesce(m.kind, '{_kind_of_file(part)}')"
    return (
        "activities",
        {
            "activity_id": f"key_id('activity', {kind} || '|' || {own_id})",
            "source_key": own_id,
            "person_id": key_sql("person", "m.person"),
            "opportunity_id": f"coalesce({key_sql('opportunity', 'm.opportunity')}, CASE WHEN "
            f"m.related LIKE '006%' THEN {key_sql('opportunity', 'm.related')} END)",
            "account_id": f"coalesce({key_sql('account', 'm.account')}, CASE WHEN "
            f"m.related LIKE '001%' THEN {key_sql('account', 'm.related')} END)",
            "contact_id": key_sql("contact", "m.contact"),
            "kind": kind,
            "occurred_at": "m.occurred_at",
            "duration_s": "m.duration",
            "outcome": "m.outcome",
            "known_at": "m.occurred_at",
        },
        "",
    )


def _kind_of_file(part: Staged) -> str:
    """Say what a table of activities without a kind column holds, from its name."""
    name = part.table.raw.file.lower()
    for word, kind in (
        ("call", "call"),
        ("meeting", "meeting"),
        ("event", "meeting"),
        ("mail", "email"),
        ("task", "task"),
        ("note", "note"),
    ):
        if word in name:
            return kind
    return "other"


_WORK_FILTER = (
    "JOIN log_labels k ON k.label = m.label AND k.is_work "
    "WHERE coalesce(lower(m.lifecycle), 'complete') = 'complete'"
)


def _work() -> dict[str, str]:
    """Work items of an event log: one activity a completion."""
    own = "m.\"case\" || '|' || m.label || '|' || epoch_us(m.occurred_at)"
    return {
        "activity_id": f"key_id('activity', {own})",
        "source_key": own,
        "person_id": key_sql("person", "m.resource"),
        "opportunity_id": "key_id('opportunity', m.\"case\")",
        "kind": "'work'",
        "occurred_at": "m.occurred_at",
        "outcome": "m.label",
        "known_at": "m.occurred_at",
    }


def _with_names(part: Staged) -> Staged:
    """Return a table of people with ``who`` and ``boss``, told once.

    Written into every column that needs them, the macros below unfold into thousands of terms:
    planning that took longer than all else about a small import.
    """
    who = (
        "coalesce(m.id, person_key(m.email), person_key(coalesce(m.name, "
        "nullif(trim(concat_ws(' ', m.first_name, m.last_name)), ''))))"
    )
    by_role = "(SELECT min(l.leader) FROM role_leaders l WHERE l.person = m.id)"
    boss = f"coalesce(m.manager, {by_role})" if "role_key" in part.given else "m.manager"
    told = f"(SELECT m.*, {who} AS who, {boss} AS boss FROM {part.relation} m)"
    return replace(part, relation=told)


def _assignments(_part: Staged) -> tuple[str, dict[str, str], str]:
    own = "concat_ws('|', m.who, coalesce(m.boss, ''), coalesce(m.team, ''), "
    own += "coalesce(m.territory, ''), coalesce(m.from_on::VARCHAR, ''))"
    return (
        "assignments",
        {
            "assignment_id": f"key_id('assignment', {own})",
            "person_id": "key_id('person', person_key(m.who))",
            "manager_id": key_sql("person", "m.boss"),
            "team": "m.team",
            "territory": "m.territory",
            "role": "m.role",
            "from_on": "m.from_on",
            "to_on": "m.to_on",
        },
        "AND m.who IS NOT NULL AND coalesce(m.boss, m.team, m.territory) IS NOT NULL",
    )


_BUILDERS = {
    "accounts": _accounts,
    "contacts": _contacts,
    "contact_roles": _contact_roles,
    "prospects": prospects,
    "activities": _activities,
    "people": _assignments,
    **PLANS,
}
