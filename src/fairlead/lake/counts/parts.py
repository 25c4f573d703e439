"""Counts of some of the deals, added to those of the others or taken away from them.

Every count is a sum of integers over deals, and what one deal adds depends on its own rows, the
process, the company and the evening asked. So the deals may be counted in parts, and a day later
only those that changed: what they added before is taken away, what they add now is added, and the
sum is the same to the last unit. What reaches other deals is in `Shared`; whoever finds it changed
counts everything anew (docs/decisions/0012).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from fairlead.company.model import Company
from fairlead.lake.counts.money import fill_factors, reported
from fairlead.lake.counts.queries import Queries, dealt, evening
from fairlead.lake.counts.relations import process_table
from fairlead.lake.counts.waiting import EVERY, WAITING
from fairlead.lake.store.schema import literal
from fairlead.process.model import Process

STEPS = "part_steps"
STORED = "stored_steps"
"""View of the published `STEPS` that are carried on."""

WATCHED = "part_watched"
PARTS = (STEPS, WAITING, WATCHED)
"""Temp tables that parts are added to: counts of resolved stints with ``provenance``, open stints
one by one, and deals whose stints may change although nothing happens to them (`_WATCHED`)."""

SUMS = (
    "successes", "failures", "n_days", "sum_ln_days", "sum_ln2_days", "n_amount", "sum_ln_amount",
    "sum_ln2_amount", "sum_amount",
)  # fmt: skip

GROUPS = (
    "person_id", "pipeline", "type", "stage", "rank", "month", "mix_band", "currency", "mix_version"
)  # fmt: skip

LAST_STEP = "last step"


@dataclass(slots=True)
class Shared:
    """What counts took from all deals together; every part is counted with the same.

    `began` is the first event (microseconds since 1970). `telling` counts, by pipeline, won deals
    without history that still show a step: where there is none, last steps tell nothing.
    `currencies` counts deals that are not deleted by the currency they name, `named` all that name
    one. `strangers` are owners nobody knew.
    """

    began: int | None = None
    telling: Counter[str] = field(default_factory=Counter)
    currencies: Counter[str] = field(default_factory=Counter)
    named: int = 0
    strangers: set[int] = field(default_factory=set)

    def add(self, connection: Any, sign: int) -> None:
        """Add (or with -1 take away) what the deals of ``opportunities`` say of currencies."""
        for code, live, every in connection.execute(
            "SELECT currency, count(*) FILTER (outcome <> 'deleted'), count(*) FROM opportunities "
            "WHERE currency IS NOT NULL GROUP BY currency"
        ).fetchall():
            self.currencies[code] += sign * live
            self.named += sign * every

    @property
    def deals_in(self) -> tuple[tuple[str, int], ...]:
        """Currencies with the deals that name them, the most frequent first."""
        found = ((code, count) for code, count in self.currencies.items() if count)
        return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))


def begin(connection: Any) -> None:
    """Drop what parts were added before."""
    connection.execute(f"DROP VIEW IF EXISTS {STORED}")
    for name in PARTS:
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def first_event(connection: Any, end: dt.datetime) -> int | None:
    """Return the first event of a deal that is not deleted, as known before `end`.

    The earliest events are looked up until one of them is of such a deal.
    """
    before = "occurred_at < $1 AND known_at < $1"
    (count,) = connection.execute("SELECT count(*) FROM stage_changes").fetchone()
    most = 1_000
    while True:
        (found,) = connection.execute(
            "SELECT min(epoch_us(occurred_at)) FROM (SELECT opportunity_id, occurred_at FROM "
            f"stage_changes WHERE {before} ORDER BY occurred_at LIMIT {most}) "
            "SEMI JOIN (FROM opportunities WHERE outcome <> 'deleted') USING (opportunity_id)",
            [end],
        ).fetchone()
        if found is not None or most >= count:
            return None if found is None else int(found)
        most *= 100


def add_part(
    connection: Any,
    process: Process,
    company: Company,
    as_of: dt.date,
    shared: Shared,
    *,
    queries: Queries,
    sign: int = 1,
) -> None:
    """Add the deals of ``opportunities`` to `PARTS` and `shared`; with `sign` -1 take them away.

    Open stints and watched deals are only added: whoever takes deals away drops their rows.

    Parameters
    ----------
    connection
        Its tables ``opportunities``, ``stage_changes`` and ``field_changes`` hold some deals
        (all rows of each), the other canonical tables everything.
    process, company
        What the stages are, and how amounts are told.
    as_of
        The evening.
    shared
        `began` and `named` must be right already.
    queries
        Those asked before, or none yet: then they are made, and kept there.
    sign
        1 or -1.
    """
    evening(connection, company, as_of, shared.began)
    dealt(connection, process, company, as_of, queries)
    fill_factors(connection, company)
    day = f"coalesce(company_day(entered_at), DATE '{as_of}')"
    money = reported(
        connection, "stints_in_money", company, day, "amount_at_entry", named=shared.named > 0
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE counted_stints AS {money}")
    connection.execute("DROP TABLE stints_in_money")
    signed = ", ".join(f"{sign} * {name} AS {name}" for name in SUMS)
    steps = queries.steps(connection, "counted_stints")
    _into(connection, STEPS, f"SELECT * REPLACE ({signed}) FROM ({steps})")
    if sign > 0:
        _into(connection, WAITING, _WAITING)
        _into(connection, WATCHED, _watched(company, company.after_evening_of(as_of)))
    shared.strangers |= {key for (key,) in connection.execute(_STRANGERS).fetchall()}
    for pipeline, count in connection.execute(_TELLING).fetchall():
        shared.telling[pipeline] += sign * count
    for name in ("counted_deals", "counted_stints", "stints_observed", "stage_moves"):
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def _into(connection: Any, name: str, body: str) -> None:
    connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name} AS FROM ({body}) LIMIT 0")
    connection.execute(f"INSERT INTO {name} BY NAME {body}")


_WAITING = (
    "SELECT opportunity_id, person_id, pipeline, type, stage, rank, entered_at, outcome, "
    "dwell_s IS NOT NULL AS is_timed, inherited, amount_at_entry, currency, provenance "
    "FROM counted_stints WHERE outcome = 'open'"
)

_TELLING = (
    "SELECT d.pipeline, count(*) FROM counted_deals d JOIN process_stages p "
    "ON p.pipeline = d.pipeline AND p.stage = d.stage AND p.kind = 'open' "
    "WHERE NOT d.has_history AND d.outcome = 'won' GROUP BY d.pipeline"
)

_STRANGERS = (
    "SELECT key FROM (SELECT owner_id AS key FROM opportunities UNION "
    "SELECT try_cast(unnest([old, new]) AS BIGINT) FROM field_changes WHERE field = 'owner_id') "
    "WHERE key IS NOT NULL AND key NOT IN (SELECT key_id FROM person_keys)"
)


def _watched(company: Company, end: dt.datetime) -> str:
    """Return SQL of deals whose stints may change with the evening alone.

    Something about them is dated behind it; or they wait in a stage and had several owners, so
    that credit may pass on; or an amount is told at the rate of the evening.
    """
    limit = f"TIMESTAMPTZ '{end.isoformat()}'"
    row = " OR ".join(f"{name} >= {limit}" for name in ("created_at", "closed_at", "known_at"))
    event = f"occurred_at >= {limit} OR known_at >= {limit}"
    currency = literal(company.reporting_currency or "")
    return (
        f"SELECT opportunity_id FROM opportunities WHERE {row} "
        f"UNION SELECT opportunity_id FROM stage_changes WHERE {event} "
        f"UNION SELECT opportunity_id FROM field_changes WHERE {event} "
        "UNION SELECT opportunity_id FROM counted_stints WHERE outcome = 'open' AND opportunity_id "
        "IN (SELECT opportunity_id FROM field_changes WHERE field = 'owner_id') "
        "UNION SELECT opportunity_id FROM counted_stints WHERE entered_at IS NULL "
        f"AND own_amount IS NOT NULL AND own_currency IS DISTINCT FROM {currency}"
    )


def summed_steps(connection: Any) -> None:
    """Let `STEPS` have one row a group, without those that add up to nothing.

    Where counts are carried on, most groups of `STORED` are none of those that were added to: they
    pass as they are.
    """
    groups, sums = ", ".join(GROUPS), ", ".join(f"sum({n})::BIGINT AS {n}" for n in SUMS)
    summed = (
        f"SELECT {groups}, provenance, {sums} FROM {{}} "
        "GROUP BY ALL HAVING sum(successes) <> 0 OR sum(failures) <> 0"
    )
    if connection.execute("SELECT 1 FROM duckdb_views() WHERE view_name = $1", [STORED]).fetchone():
        mark = f"hash({groups}, provenance)"  # two groups of one mark are only added up for nothing
        added = f"{mark} IN (SELECT {mark} FROM {STEPS})"
        both = f"(FROM {STEPS} UNION ALL BY NAME FROM {STORED} WHERE {added})"
        rest = f"SELECT * FROM {STORED} WHERE NOT {added}"
        body = f"{summed.format(both)} UNION ALL BY NAME {rest}"
    else:
        body = summed.format(STEPS)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {STEPS} AS {body}")


def adds_up(connection: Any) -> bool:
    """Say whether no group has less than nothing: what was taken away had been there."""
    negative = " OR ".join(f"{name} < 0" for name in ("successes", "failures", "n_days"))
    found = connection.execute(f"SELECT 1 FROM {STEPS} WHERE {negative} LIMIT 1").fetchone()
    return found is None


def results(
    connection: Any, shared: Shared, company: Company, as_of: dt.date, queries: Queries
) -> dict[str, str]:
    """Return SQL of the counts of the evening: ``step_counts`` and ``open_stints``.

    `waiting.EVERY` shows the open stints of all deals.
    """
    telling = ", ".join(literal(name) for name, count in sorted(shared.telling.items()) if count)
    told = f"(provenance <> '{LAST_STEP}'" + (f" OR pipeline IN ({telling}))" if telling else ")")
    end = f"epoch_us(TIMESTAMPTZ '{company.after_evening_of(as_of).isoformat()}')"
    connection.execute(
        f"CREATE OR REPLACE TEMP VIEW told_waiting AS SELECT *, CASE WHEN is_timed "
        f"THEN ({end} - epoch_us(entered_at)) // 1000000 END AS dwell_s FROM {EVERY} WHERE {told}"
    )
    return {
        "step_counts": _told_steps(connection, told),
        "open_stints": queries.waiting(connection, "told_waiting"),
    }


def _told_steps(connection: Any, told: str) -> str:
    """Return SQL of `STEPS` without ``provenance``; added up only where there are several."""
    (several,) = connection.execute(
        f"SELECT count(DISTINCT provenance) > 1 FROM {STEPS} WHERE {told}"
    ).fetchone()
    sums = [f"sum({n})::BIGINT AS {n}" if several else f"{n}::BIGINT AS {n}" for n in SUMS]
    kinds = {"month": "DATE", "mix_band": "BIGINT", "mix_version": "BIGINT"}
    typed = [f"{n}::{kinds[n]} AS {n}" if n in kinds else n for n in GROUPS]
    listed = ", ".join([*typed[:-1], *sums, typed[-1]])
    return f"SELECT {listed} FROM {STEPS} WHERE {told}" + (" GROUP BY ALL" if several else "")


def signature(process: Process) -> str:
    """Return what of a process decides the counts, as text."""
    names = sorted(process.other_names().items())
    return repr([sorted(map(repr, process_table(process).to_pylist())), names])
