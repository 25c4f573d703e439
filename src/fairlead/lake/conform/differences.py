"""Two exports make history: what differs between a deal as stored and as exported now.

A company that can only export a list of deals gets its history week by week. A difference is dated
by the best that is known: the closing date of a deal that closed in between, else when the CRM
says the row was last touched, else the day of the newer export. What the history of the CRM itself
tells is never told twice.
"""

from __future__ import annotations

from typing import Any

from fairlead.answers import Finding
from fairlead.facts.changes import TRACKED_FIELDS
from fairlead.lake.conform.staged import Staged
from fairlead.lake.store.schema import quoted

PROVENANCE = "difference"

FIELD_OF = {
    "account_id": "account",
    "amount": "amount",
    "close_on": "close_on",
    "competitor": "competitor",
    "contact_id": "contact",
    "created_at": "created_at",
    "created_by": "created_by",
    "currency": "currency",
    "forecast_category": "forecast_category",
    "lost_reason": "lost_reason",
    "name": "name",
    "next_step": "next_step",
    "owner_id": "owner",
    "pipeline": "pipeline",
    "product": "product",
    "segment": "segment",
    "source_channel": "source_channel",
    "stage": "stage",
    "type": "type",
    "type_label": "type",
    "url": "url",
}
"""Which field of an export fills which column of a deal."""

_UNTOLD = "CASE WHEN late THEN t.opportunity_id IS NULL ELSE t.told IS DISTINCT FROM {new} END"
"""Whether no change tells this already; between two stored exports a third one has no place."""

MISSING_SHARE = 0.5
"""An export that holds at least this share of the stored open deals is taken for a whole one."""


def keep_unexported(connection: Any, staged: list[Staged], *, few: bool) -> None:
    """Give deals that are stored already the columns this import does not carry.

    A list of deals without their source says nothing about the source. A column that is there and
    empty was emptied in the CRM, and stays empty. A `few` deals are made anew, which is quicker
    than changing them in place.
    """
    parts = [p for p in staged if p.target == "opportunities"]
    given = {name for part in parts for name in part.given}
    absent = [column for column, field in FIELD_OF.items() if field not in given]
    if not parts or not absent:
        return
    if few:
        values = ", ".join(
            f"CASE WHEN s.opportunity_id IS NULL THEN n.{quoted(c)} ELSE s.{quoted(c)} END "
            f"AS {quoted(c)}"
            for c in absent
        )
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE new_opportunities AS SELECT n.* REPLACE ({values}) "
            "FROM new_opportunities n LEFT JOIN known_opportunities s "
            "ON s.opportunity_id = n.opportunity_id"
        )
        return
    values = ", ".join(f"{quoted(c)} = s.{quoted(c)}" for c in absent)
    connection.execute(
        f"UPDATE new_opportunities SET {values} FROM known_opportunities s "
        "WHERE s.opportunity_id = new_opportunities.opportunity_id"
    )


def add_differences(connection: Any, staged: list[Staged], stamp: str) -> tuple[Finding, ...]:
    """Add to ``new_stage_changes`` and ``new_field_changes`` what differs from the stored deals.

    An export that is older than what is stored tells how a deal was before, if nothing else does.

    Parameters
    ----------
    connection
        Holds ``new_opportunities`` and what is stored of its deals (`touched.fetch_touched`).
    staged
        The tables of this import.
    stamp
        Instant of this export (ISO 8601).

    Returns
    -------
    tuple of Finding
        Open deals of an earlier export that are missing in this one.
    """
    if not any(part.target == "opportunities" for part in staged):
        return ()
    if connection.execute("SELECT 1 FROM known_opportunities LIMIT 1").fetchone() is None:
        return ()
    sides = ("stage", "outcome", "closed_at", "known_at", *TRACKED_FIELDS)
    tracked = ", ".join(
        f"CASE WHEN late THEN n.{c} ELSE s.{c} END AS old_{c}, "
        f"CASE WHEN late THEN s.{c} ELSE n.{c} END AS new_{c}"
        for c in sides
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE differing AS SELECT *, "
        "CASE WHEN new_known_at > old_known_at THEN new_known_at "
        f"ELSE greatest(TIMESTAMPTZ '{stamp}', old_known_at) END AS seen_at, "
        "CASE WHEN new_closed_at > old_known_at AND new_closed_at <= new_known_at "
        "AND old_outcome = 'open' THEN new_closed_at END AS closed_between "
        f"FROM (SELECT n.opportunity_id, n.known_at < s.known_at AS late, {tracked} "
        "FROM new_opportunities n JOIN known_opportunities s USING (opportunity_id) "
        "WHERE s.source <> 'event_log')"
    )
    _stage_differences(connection)
    for field in TRACKED_FIELDS:
        changed = f"old_{field} IS DISTINCT FROM new_{field}"
        _field_differences(connection, field, changed, "seen_at")
    _field_differences(connection, "outcome", _FLIPPED, "coalesce(closed_between, seen_at)")
    connection.execute("DROP TABLE differing")
    return _missing(connection, stamp)


def _stage_differences(connection: Any) -> None:
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE last_told AS SELECT opportunity_id, "
        "arg_max(to_stage, epoch_us(occurred_at) * 1024 + least(sequence, 1023)) AS told FROM ("
        "SELECT opportunity_id, to_stage, occurred_at, sequence FROM new_stage_changes UNION ALL "
        "SELECT opportunity_id, to_stage, occurred_at, sequence FROM known_stage_changes) "
        "SEMI JOIN (FROM differing WHERE old_stage IS DISTINCT FROM new_stage) "
        "USING (opportunity_id) GROUP BY opportunity_id"
    )
    connection.execute(
        "INSERT INTO new_stage_changes BY NAME SELECT "
        "xor(xor(opportunity_id, epoch_us(occurred_at)), key_id('stage', to_stage)) AS change_id, "
        "opportunity_id, occurred_at, occurred_at AS known_at, from_stage, to_stage, "
        f"NULL::BIGINT AS actor_id, 1 AS sequence, '{PROVENANCE}' AS provenance FROM ("
        "SELECT d.opportunity_id, coalesce(closed_between, seen_at) AS occurred_at, "
        "old_stage AS from_stage, new_stage AS to_stage FROM differing d "
        "LEFT JOIN last_told t USING (opportunity_id) WHERE new_stage IS NOT NULL "
        f"AND old_stage IS DISTINCT FROM new_stage AND {_UNTOLD.format(new='new_stage')})"
    )


_FLIPPED = (
    "old_outcome <> new_outcome AND old_stage IS NOT DISTINCT FROM new_stage "
    "AND 'deleted' NOT IN (old_outcome, new_outcome)"
)
"""Won, lost or reopened in the stage it was in: where the CRM says so beside the stage."""


def _field_differences(connection: Any, field: str, changed: str, at: str) -> None:
    """Add the changes of one field, dated `at`."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE last_told AS SELECT opportunity_id, arg_max("
        "coalesce(new, ''), epoch_us(occurred_at) * 1024 + least(sequence, 1023)) AS told FROM ("
        "SELECT opportunity_id, field, new, occurred_at, sequence FROM new_field_changes "
        "UNION ALL "
        "SELECT opportunity_id, field, new, occurred_at, sequence FROM known_field_changes) "
        f"SEMI JOIN (FROM differing WHERE {changed}) USING (opportunity_id) "
        f"WHERE field = '{field}' GROUP BY opportunity_id"
    )
    connection.execute(
        "INSERT INTO new_field_changes BY NAME SELECT "
        "('0x' || substr(md5(opportunity_id || '|' || epoch_us(seen_at) || '|' || field || "
        "'|' || coalesce(new, '')), 1, 15))::BIGINT AS change_id, opportunity_id, "
        "seen_at AS occurred_at, seen_at AS known_at, field, old, new, 1 AS sequence, "
        f"'{PROVENANCE}' AS provenance FROM (SELECT opportunity_id, {at} AS seen_at, "
        f"'{field}' AS field, old_{field}::VARCHAR AS old, new_{field}::VARCHAR AS new "
        f"FROM differing d LEFT JOIN last_told t USING (opportunity_id) WHERE {changed} "
        f"AND {_UNTOLD.format(new=f'coalesce(new_{field}::VARCHAR, {chr(39) * 2})')})"
    )


def _missing(connection: Any, stamp: str) -> tuple[Finding, ...]:
    """Say which open deals of before are not in an export that holds most of them.

    A deal may be gone because it was deleted, merged, archived or filtered out; nothing says which,
    so it stays as it was.
    """
    before = f"s.outcome = 'open' AND s.known_at < TIMESTAMPTZ '{stamp}'"
    (there,) = connection.execute(
        "SELECT count(*) FROM known_opportunities s "
        f"SEMI JOIN new_opportunities USING (opportunity_id) WHERE {before}"
    ).fetchone()
    for stored in ("moving_opportunities", "opportunities"):  # the first are few and tell mostly
        (known,) = connection.execute(f"SELECT count(*) FROM {stored} s WHERE {before}").fetchone()
        if there < MISSING_SHARE * known:
            return ()
    if there == known:
        return ()
    gone, amount = connection.execute(
        "SELECT count(*), coalesce(sum(s.amount), 0)::BIGINT FROM opportunities s "
        f"ANTI JOIN new_opportunities USING (opportunity_id) WHERE {before}"
    ).fetchone()
    return (
        Finding(
            "deals_missing",
            "warning",
            f"{gone:,} of {known:,} open deals of the last export are not in this one",
            "They stay open as they were. They may be deleted, merged or filtered out in the CRM.",
            {"deals": gone, "known": known, "amount_minor": int(amount)},
            ("Export deleted rows too, or check the filter of the export.",),
        ),
    )
