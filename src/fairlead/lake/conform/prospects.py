"""Prospects: leads before they are deals, who brought them in, and who worked them when."""

from __future__ import annotations

from typing import Any

from fairlead.lake.conform.deals import key_sql
from fairlead.lake.conform.owners import OWNER_FIELDS, OWNER_ID, OWNER_KEY
from fairlead.lake.conform.plans import Built
from fairlead.lake.conform.staged import Staged

STATUS_FIELDS = ("status", "lead status", "hs_lead_status", "lead_status", "statuscode")


def prospects(_part: Staged) -> Built:
    """Return what makes rows of ``prospects``."""
    return (
        "prospects",
        {
            "prospect_id": "key_id('prospect', m.id)",
            "source_key": "m.id",
            "created_at": "m.created_at",
            "created_by": key_sql("person", "m.created_by"),
            "owner_id": key_sql("person", "m.owner"),
            "source_channel": "m.source_channel",
            "status": "m.status",
            "opportunity_id": key_sql("opportunity", "m.opportunity"),
            "converted_at": "m.converted_at",
            "disqualified_reason": "m.disqualified_reason",
        },
        "",
    )


def conform_prospect_changes(connection: Any, staged: list[Staged]) -> None:
    """Fill ``new_prospect_changes`` with changes of owner and status.

    Of the two rows Salesforce writes for an owner, the one with ids is taken. A history without
    old values gets them from the row before.
    """
    bodies = [_changes(part) for part in staged if part.target == "prospect_history"]
    union = " UNION ALL ".join(bodies) or (
        "SELECT 0::BIGINT, NULL::TIMESTAMPTZ, '', '', '', 0::BIGINT WHERE false"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE new_prospect_changes AS SELECT "
        "('0x' || substr(md5(prospect_id || '|' || epoch_us(occurred_at) || '|' || field || '|' "
        "|| coalesce(new, '')), 1, 15))::BIGINT AS change_id, prospect_id, occurred_at, "
        "occurred_at AS known_at, field, old, new, row_number() OVER "
        "(PARTITION BY prospect_id, occurred_at, field ORDER BY line, new) AS sequence, "
        "'observed' AS provenance FROM (SELECT * FROM "
        f"({union}) t(prospect_id, occurred_at, field, old, new, line) "
        "QUALIFY row_number() OVER "
        "(PARTITION BY prospect_id, occurred_at, field, new ORDER BY line) = 1)"
    )


def _changes(part: Staged) -> str:
    owners, states = (
        ", ".join(repr(name) for name in names) for names in (OWNER_FIELDS, STATUS_FIELDS)
    )
    old = "old" if "old" in part.given else "lag(new) OVER w"
    alive = "AND NOT coalesce(is_deleted, false)" if "is_deleted" in part.given else ""
    is_id = OWNER_ID.format("coalesce(new, before)")
    said = (
        f"SELECT *, {old} AS before FROM (SELECT *, CASE WHEN lower(field) IN ({owners}) "
        f"THEN 'owner_id' WHEN lower(field) IN ({states}) THEN 'status' END AS tracked "
        f"FROM {part.relation}) WHERE tracked IS NOT NULL {alive} "
        "WINDOW w AS (PARTITION BY prospect, tracked ORDER BY occurred_at, line)"
    )

    def canonical(value: str) -> str:
        owner = f"key_id('person', {OWNER_KEY.format(value)})::VARCHAR"
        return f"CASE tracked WHEN 'owner_id' THEN {owner} ELSE {value} END"

    return (
        f"SELECT key_id('prospect', prospect), occurred_at, tracked, {canonical('before')}, "
        f"{canonical('new')}, line FROM (SELECT *, {is_id} AS is_id, bool_or({is_id}) OVER "
        f"(PARTITION BY tracked) AS any_id FROM ({said})) "
        "WHERE before IS DISTINCT FROM new AND (tracked = 'status' OR is_id OR NOT any_id)"
    )
