"""What happened to deals: stage changes and field changes from every kind of history."""

from __future__ import annotations

from typing import Any

from fairlead.lake.conform.deals import key_sql
from fairlead.lake.conform.owners import OWNER_FIELDS, OWNER_ID, OWNER_KEY
from fairlead.lake.conform.staged import Staged, release

STAGE_NAMES = (
    "stagename", "stage", "dealstage", "stage_name", "deal stage", "stage_id", "stepname",
    "salesstage", "pipeline phase",
)  # fmt: skip
FIELD_NAMES = {
    "amount": ("amount", "value", "deal amount", "estimatedvalue", "est. revenue",
               "expected_revenue", "expected revenue"),
    "currency": ("currencyisocode", "currency", "deal_currency_code"),
    "close_on": ("closedate", "close_date", "close date", "expected_close_date",
                 "estimatedclosedate", "est. close date", "date_deadline", "expected closing"),
    "owner_id": OWNER_FIELDS,
    "forecast_category": (
        "forecastcategoryname",
        "forecastcategory",
        "forecast_category",
        "hs_manual_forecast_category",
        "msdyn_forecastcategory",
    ),
}  # fmt: skip

WORK_LIFECYCLES = "('schedule', 'start', 'suspend', 'resume', 'assign')"


def conform_changes(connection: Any, staged: list[Staged]) -> None:
    """Fill ``new_stage_changes`` and ``new_field_changes``.

    `tied` marks events that share their instant with another one of the deal; only those need
    to be told apart and put in sequence.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE moves (opportunity_id BIGINT, occurred_at TIMESTAMPTZ, "
        "from_stage VARCHAR, to_stage VARCHAR, actor_id BIGINT, line BIGINT, tied BOOLEAN)"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE edits (opportunity_id BIGINT, occurred_at TIMESTAMPTZ, "
        "field VARCHAR, old VARCHAR, new VARCHAR, line BIGINT)"
    )
    parts = [p for p in staged if p.target in {"stage_history", "field_history", "event_log"}]
    for part in parts:
        if part.target == "stage_history":
            _from_stage_history(connection, part)
        elif part.target == "field_history":
            _from_field_history(connection, part)
        else:
            _from_event_log(connection, part)
    if len(parts) > 1:
        connection.execute("UPDATE moves SET tied = true")
    _finish(connection)


def _from_stage_history(connection: Any, part: Staged) -> None:
    """Rows of a history are whole states: what differs from the row before is a change.

    One pass over the ordered rows of each deal compares stage, amount, close date and category.
    """
    alive = "WHERE NOT coalesce(is_deleted, false)" if "is_deleted" in part.given else ""
    texts = {
        "amount": "round(amount * power(10, coalesce(d.places, 2)))::BIGINT",
        "currency": "upper(currency)",
        "close_on": "close_on",
        "forecast_category": "forecast_category",
    }
    fields = {name: text for name, text in texts.items() if name in part.given}
    values = "".join(f", {text} AS new_{name}" for name, text in fields.items())
    olds = "".join(f", lag(new_{name}) OVER w AS old_{name}" for name in fields)
    places = _places_join(connection, part) if "amount" in fields else ""
    if not places:
        values = values.replace("coalesce(d.places, 2)", "2")
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE ordered AS SELECT *, lag(stage) OVER w AS stage_before, "
        f"lag(occurred_at) OVER w AS at_before, row_number() OVER w AS nth, "
        f"coalesce(lag(occurred_at) OVER w = occurred_at, false) "
        f"OR coalesce(lead(occurred_at) OVER w = occurred_at, false) AS tied{olds} "
        f"FROM (SELECT opportunity, occurred_at, line, stage, from_stage, actor{values} "
        f"FROM {part.relation} {places} {alive}) "
        f"WINDOW w AS (PARTITION BY opportunity ORDER BY occurred_at, line)"
    )
    release(connection, part)  # the memory is needed
    connection.execute(
        f"INSERT INTO moves SELECT opportunity, occurred_at, from_stage, stage, "
        f"{key_sql('person', 'actor')}, line, tied FROM ordered "
        f"WHERE stage_before IS DISTINCT FROM stage"
    )
    for name in fields:
        connection.execute(
            f"INSERT INTO edits SELECT opportunity, occurred_at, '{name}', old_{name}::VARCHAR, "
            f"new_{name}::VARCHAR, line FROM ordered "
            f"WHERE nth > 1 AND old_{name} IS DISTINCT FROM new_{name}"
        )
    connection.execute("DROP TABLE ordered")


def _places_join(connection: Any, part: Staged) -> str:
    """Return the join that gives the decimals of a history's amounts, if they are not all two."""
    if "currency" in part.given:
        return "LEFT JOIN currency_places d ON d.code = upper(currency)"
    (other,) = connection.execute("SELECT count(*) FROM deal_places").fetchone()
    return "LEFT JOIN deal_places d ON d.opportunity_id = opportunity" if other else ""


def _from_field_history(connection: Any, part: Staged) -> None:
    """Field history: stage moves by name of the field, tracked fields in canonical text.

    Sources that give no old value (HubSpot property history) get it from the row before. Of the
    two rows Salesforce writes for an owner, the one with ids is taken.
    """
    stages = ", ".join(f"'{name}'" for name in STAGE_NAMES)
    known = " ".join(
        f"WHEN lower(field) IN ({', '.join(repr(n) for n in names)}) THEN '{field}'"
        for field, names in FIELD_NAMES.items()
    )
    old = "old" if "old" in part.given else "lag(new) OVER w"
    alive = "AND NOT coalesce(is_deleted, false)" if "is_deleted" in part.given else ""
    connection.execute(
        f"INSERT INTO moves SELECT opportunity, occurred_at, {old}, new, "
        f"{key_sql('person', 'actor')}, line, true FROM {part.relation} "
        f"WHERE lower(field) IN ({stages}) AND new IS NOT NULL {alive} "
        f"WINDOW w AS (PARTITION BY opportunity ORDER BY occurred_at, line)"
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE tracked AS SELECT *, {old} AS before, "
        f"row_number() OVER w AS nth FROM ("
        f"SELECT m.*, CASE {known} END AS tracked, coalesce(d.places, 2) AS places "
        f"FROM {part.relation} m LEFT JOIN deal_places d ON d.opportunity_id = opportunity) "
        f"WHERE tracked IS NOT NULL {alive} "
        f"WINDOW w AS (PARTITION BY opportunity, tracked ORDER BY occurred_at, line)"
    )
    first = "" if "old" in part.given else "AND nth > 1"
    owner_id = OWNER_ID.format("coalesce(new, before)")
    canonical = {
        "amount": "try_cast(round(try_cast({0} AS DOUBLE) * power(10, places)) AS BIGINT)::VARCHAR",
        "close_on": "coalesce(try_cast({0} AS DATE), written_day(make_timestamptz((CASE WHEN "
        "try_cast({0} AS BIGINT) BETWEEN 0 AND 7300000000000 THEN try_cast({0} AS BIGINT) END) "
        "* 1000)))::VARCHAR",
        "owner_id": f"key_id('person', {OWNER_KEY})::VARCHAR",
        "currency": "upper({0})",
        "forecast_category": "{0}",
    }
    for field, pattern in canonical.items():
        ids = (
            f"AND ({owner_id} OR NOT EXISTS (SELECT 1 FROM tracked o WHERE o.tracked = 'owner_id' "
            f"AND {owner_id.replace('new', 'o.new').replace('before', 'o.before')}))"
            if field == "owner_id"
            else ""
        )
        connection.execute(
            f"INSERT INTO edits SELECT opportunity, occurred_at, "
            f"'{field}', {pattern.format('before')}, {pattern.format('new')}, line FROM tracked "
            f"WHERE tracked = '{field}' AND before IS DISTINCT FROM new {first} {ids}"
        )


def event_log_kinds(connection: Any, part: Staged) -> None:
    """Fill ``log_labels``: which labels of an event log are stages, which are work.

    Work takes time: it is scheduled or started before it completes. A stage is only entered.
    """
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE log_labels AS SELECT label, "
        f"bool_or(lower(lifecycle) IN {WORK_LIFECYCLES}) IS TRUE AS is_work "
        f"FROM {part.relation} GROUP BY label"
    )


def _from_event_log(connection: Any, part: Staged) -> None:
    event_log_kinds(connection, part)
    connection.execute(
        f"INSERT INTO moves SELECT key_id('opportunity', \"case\"), occurred_at, NULL, label, "
        f"{key_sql('person', 'resource')}, line, true FROM {part.relation} m JOIN log_labels k "
        f"USING (label) WHERE NOT k.is_work"
    )
    if "resource" in part.given:
        connection.execute(f"INSERT INTO edits {_owner_changes(part)}")


def _owner_changes(part: Staged) -> str:
    """Return SQL of who led a case, event by event: whoever had worked on it most until then.

    A log has no owner, and the most frequent worker of the whole case is known only at its end.
    An event makes its worker the owner where nobody had as many events before; where two have the
    same number, whoever reached it first stays.
    """
    return (
        "SELECT opportunity, occurred_at, 'owner_id', before::VARCHAR, owner::VARCHAR, line FROM ("
        "SELECT *, lag(owner) OVER w AS before FROM ("
        "SELECT *, max(done) OVER (PARTITION BY opportunity ORDER BY occurred_at, line "
        "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS most FROM ("
        "SELECT key_id('opportunity', \"case\") AS opportunity, occurred_at, line, "
        "key_id('person', resource) AS owner, row_number() OVER "
        '(PARTITION BY "case", resource ORDER BY occurred_at, line) AS done '
        f"FROM {part.relation} WHERE resource IS NOT NULL)) WHERE done > coalesce(most, 0) "
        "WINDOW w AS (PARTITION BY opportunity ORDER BY occurred_at, line)) "
        "WHERE before IS DISTINCT FROM owner"
    )


def _finish(connection: Any) -> None:
    """Give every event its key; equal events of one instant count as one.

    `sequence` orders events of one instant as the file has them. The key of a stage change mixes
    the keys of deal and stage, which are hashes, with the time; no text is hashed for it again.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE new_stage_changes AS SELECT "
        "xor(xor(opportunity_id, epoch_us(occurred_at)), stage_key) AS change_id, "
        "opportunity_id, occurred_at, occurred_at AS known_at, "
        "from_stage, to_stage, actor_id, "
        "sequence, 'observed' AS provenance FROM ("
        "SELECT *, 1 AS sequence FROM moves WHERE NOT tied UNION ALL "
        "SELECT *, row_number() OVER (PARTITION BY opportunity_id, occurred_at ORDER BY line) "
        "FROM (FROM moves WHERE tied QUALIFY row_number() OVER "
        "(PARTITION BY opportunity_id, occurred_at, to_stage ORDER BY line) = 1)) "
        "JOIN (SELECT to_stage, key_id('stage', to_stage) AS stage_key "
        "FROM (SELECT DISTINCT to_stage FROM moves)) USING (to_stage)"
    )
    connection.execute("DROP TABLE moves")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE new_field_changes AS SELECT "
        "('0x' || substr(md5(opportunity_id || '|' || epoch_us(occurred_at) || '|' || field || "
        "'|' || coalesce(new, '')), 1, 15))::BIGINT AS change_id, opportunity_id, occurred_at, "
        "occurred_at AS known_at, field, old, new, "
        "row_number() OVER (PARTITION BY opportunity_id, occurred_at, field ORDER BY line) "
        "AS sequence, 'observed' AS provenance FROM (FROM edits QUALIFY row_number() OVER "
        "(PARTITION BY opportunity_id, occurred_at, field, new ORDER BY line) = 1)"
    )
    connection.execute("DROP TABLE edits")
