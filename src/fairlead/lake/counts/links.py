"""Activities and the deals they belong to: named, or through the contact."""

from __future__ import annotations

from typing import Any

ACTIVITY_DEALS = """
    SELECT a.activity_id, k.person_id,
      coalesce(a.opportunity_id, before.opportunity_id, after.opportunity_id) AS opportunity_id
    FROM {activities} a
    LEFT JOIN {person_keys} k ON k.key_id = a.person_id
    ASOF LEFT JOIN (SELECT contact_id, coalesce(created_at, TIMESTAMPTZ '1970-01-01') AS since,
      max(opportunity_id) AS opportunity_id FROM contact_deals GROUP BY ALL) before
      ON before.contact_id = a.contact_id AND a.occurred_at >= before.since
    ASOF LEFT JOIN (SELECT contact_id, coalesce(created_at, TIMESTAMPTZ '1970-01-01') AS since,
      max(opportunity_id) AS opportunity_id FROM contact_deals GROUP BY ALL) after
      ON after.contact_id = a.contact_id AND a.occurred_at < after.since
"""
"""An activity with a contact belongs to the contact's newest deal at that time; a call that came
before the first deal belongs to that first deal."""


def link_counts(connection: Any) -> dict[str, int]:
    """Return how many activities of the import in hand have a person and a deal.

    Uses the relations of an import (``new_...``) together with what is stored.
    """
    (count,) = connection.execute("SELECT count(*) FROM new_activities").fetchone()
    if not count:
        return {}
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE contact_deals AS "
        "SELECT DISTINCT r.contact_id, r.opportunity_id, o.created_at FROM "
        "(SELECT contact_id, opportunity_id FROM new_contact_roles UNION "
        "SELECT contact_id, opportunity_id FROM contact_roles) r "
        "SEMI JOIN new_activities USING (contact_id) JOIN "
        "(SELECT opportunity_id, created_at FROM new_opportunities UNION "
        "SELECT opportunity_id, created_at FROM opportunities) o USING (opportunity_id)"
    )
    body = ACTIVITY_DEALS.format(activities="new_activities", person_keys="new_person_keys")
    row = connection.execute(
        f"SELECT count(*), count(person_id), count(opportunity_id) FROM ({body})"
    ).fetchone()
    return {"activities": row[0], "with_person": row[1], "with_deal": row[2]}
