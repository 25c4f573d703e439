"""What a CRM's settings say: names behind ids, the fiscal calendar, who leads whom by role."""

from __future__ import annotations

from typing import Any

from fairlead.answers import Finding
from fairlead.lake.conform.staged import Staged
from fairlead.lake.store.schema import literal

NAMES = (
    ("product_names", "products", "name"),
    ("pipeline_names", "pipelines", "label"),
    ("split_names", "split_types", "label"),
)


def lookups(connection: Any, staged: list[Staged]) -> None:
    """Fill a table of names by id for each of `NAMES`, from this import."""
    for name, target, label in NAMES:
        bodies = [
            f"SELECT id, {label} AS label FROM {p.relation} WHERE {label} IS NOT NULL"
            for p in staged
            if p.target == target
        ]
        union = " UNION ALL ".join(bodies) or "SELECT ''::VARCHAR, ''::VARCHAR WHERE false"
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS "
            f"SELECT id, min(label) AS label FROM ({union}) t(id, label) GROUP BY id"
        )


def fiscal_calendar(connection: Any, staged: list[Staged], known_at: str) -> None:
    """Fill ``new_fiscal_periods``, and ``period_days`` with what is stored too."""
    bodies = [
        "SELECT key_id('fiscal_period', id) AS period_id, id AS source_key, "
        "lower(kind) AS kind, label, from_on, (last_on + INTERVAL 1 DAY)::DATE AS to_on, "
        f"is_forecast, {literal(p.table.mapping.format)} AS source, "
        f"TIMESTAMPTZ '{known_at}' AS known_at FROM {p.relation}"
        for p in staged
        if p.target == "periods"
    ]
    union = " UNION ALL ".join(bodies) or "FROM fiscal_periods WHERE false"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE new_fiscal_periods AS {union}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE period_days AS SELECT source_key AS id, from_on, to_on, "
        "is_forecast FROM (FROM new_fiscal_periods UNION ALL FROM fiscal_periods WHERE period_id "
        "NOT IN (SELECT period_id FROM new_fiscal_periods))"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE forecast_periods AS SELECT from_on, max(to_on) AS to_on "
        "FROM period_days WHERE is_forecast GROUP BY from_on HAVING count(DISTINCT to_on) = 1"
    )


def rates(connection: Any, staged: list[Staged], known_at: str) -> None:
    """Fill ``new_rates``; those that name no base are against the one the export marks."""
    bodies = [
        "SELECT upper(currency) AS currency, per_base, from_on, "
        "to_on, places, is_active, upper(base) AS against, "
        f"coalesce(is_base, false) AS is_base, {literal(p.table.mapping.format)} AS source "
        f"FROM {p.relation}"
        for p in staged
        if p.target == "rates"
    ]
    union = " UNION ALL ".join(bodies) or (
        "SELECT currency, per_base, from_on, to_on, places, is_active, base AS against, "
        "false AS is_base, source "
        "FROM rates WHERE false"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE rates_said AS {union}")
    base = (
        "coalesce(s.against, (SELECT min(b.currency) FROM rates_said b WHERE b.is_base AND "
        "b.source = s.source HAVING count(DISTINCT b.currency) = 1), "
        "(SELECT min(r.base) FROM rates r WHERE r.source = s.source "
        "HAVING count(DISTINCT r.base) = 1))"
    )
    key = "key_id('rate', concat_ws('|', s.source, s.currency, coalesce(s.from_on::VARCHAR, '')))"
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE new_rates AS SELECT {key} AS rate_id, s.currency, "
        f"{base} AS base, s.per_base, s.from_on, s.to_on, s.places, s.is_active, s.source, "
        f"TIMESTAMPTZ '{known_at}' AS known_at FROM rates_said s"
    )
    connection.execute("DROP TABLE rates_said")


def role_leaders(connection: Any, staged: list[Staged]) -> tuple[Finding, ...]:
    """Fill ``role_leaders``: who leads the people of a role that names no manager.

    That is who answers for the forecast of the role above, else the only active person who has
    it, else the same one role higher. The tree of roles is not the line of managers, so a manager
    the CRM names always comes first, and a Finding says for how many people the tree was used.
    """
    roles: dict[str, tuple[str | None, str | None]] = {}
    for part in staged:
        if part.target == "roles":
            rows = connection.execute(f"SELECT id, parent, leader FROM {part.relation}").fetchall()
            roles |= {key: (parent, leader) for key, parent, leader in rows}
    holders: dict[str, list[str]] = {}
    people: list[tuple[str, str]] = []
    parts = [p for p in staged if p.target == "people" and {"id", "role_key"} <= p.given]
    for part in parts:
        for person, role, active, manager in connection.execute(
            "SELECT id, role_key, coalesce(is_active, true), manager "
            f"FROM {part.relation} WHERE id IS NOT NULL AND role_key IS NOT NULL ORDER BY id"
        ).fetchall():
            if active:
                holders.setdefault(role, []).append(person)
                if manager is None:
                    people.append((person, role))
    found = [(p, leader) for p, r in people if (leader := _leader(roles, holders, r, p))]
    connection.execute("CREATE OR REPLACE TEMP TABLE role_leaders (person VARCHAR, leader VARCHAR)")
    if not found:
        return ()
    connection.executemany("INSERT INTO role_leaders VALUES (?, ?)", found)
    return (
        Finding(
            "managers_from_roles",
            "info",
            f"{len(found):,} people name no manager; the role tree gives them one",
            "Who answers for the role above counts as their manager.",
            {"people": len(found)},
            ("Fill the manager in the CRM, or write team.csv, where that is not so.",),
        ),
    )


def _leader(
    roles: dict[str, tuple[str | None, str | None]],
    holders: dict[str, list[str]],
    role: str,
    person: str,
) -> str | None:
    """Return who leads `person` by the tree; None at its top, or where the tree is a ring."""
    seen = {role}
    above = roles.get(role, (None, None))[0]
    while above is not None and above not in seen:
        seen.add(above)
        parent, leader = roles.get(above, (None, None))
        alone = holders.get(above, [])
        candidate = leader or (alone[0] if len(alone) == 1 else None)
        if candidate is not None and candidate != person:
            return candidate
        above = parent
    return None
