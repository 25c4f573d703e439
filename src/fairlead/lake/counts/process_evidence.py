"""What the tables say about pipelines and stages: evidence for `process.propose`."""

from __future__ import annotations

from typing import Any

from fairlead.process.model import Process
from fairlead.process.propose import StageEvidence, propose_pipeline

MOST_DEALS = 200_000
"""Deals looked at for the order of stages; beyond that a fixed share by key decides as well."""


def propose_process(connection: Any) -> Process:
    """Return the process the stored tables suggest, one pipeline each, largest first."""
    _visits(connection)
    pipelines = connection.execute(
        "SELECT pipeline, count(*) AS n FROM opportunities WHERE outcome <> 'deleted' "
        "GROUP BY pipeline ORDER BY n DESC, pipeline"
    ).fetchall()
    befores = _before(connection)
    return Process(
        tuple(
            propose_pipeline(name, _evidence(connection, name), befores.get(name, {}))
            for name, _count in pipelines
        )
    )


def _visits(connection: Any) -> None:
    """Fill ``visits``: first entry of each deal into each stage, as far as history goes.

    The stage a deal's first event left is its first visit, at number 0 of that instant.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE visits AS "
        "WITH sampled AS (SELECT opportunity_id, pipeline FROM opportunities "
        "WHERE outcome <> 'deleted' AND ((SELECT count(*) FROM opportunities) <= $1 "
        "OR opportunity_id % ((SELECT count(*) FROM opportunities) // $1 + 1) = 0)) "
        "SELECT o.pipeline, c.opportunity_id, c.to_stage AS stage, "
        "min({'t': c.occurred_at, 'n': c.sequence}) AS entered FROM stage_changes c "
        "JOIN sampled o USING (opportunity_id) GROUP BY ALL",
        [MOST_DEALS],
    )
    connection.execute(
        "INSERT INTO visits SELECT * FROM (SELECT o.pipeline, c.opportunity_id, arg_min("
        "c.from_stage, {'t': c.occurred_at, 'n': c.sequence}) AS stage, "
        "{'t': min(c.occurred_at), 'n': 0::BIGINT} AS entered FROM stage_changes c "
        "JOIN (SELECT DISTINCT pipeline, opportunity_id FROM visits) o USING (opportunity_id) "
        "WHERE EXISTS (SELECT 1 FROM stage_changes WHERE from_stage IS NOT NULL) "
        "GROUP BY o.pipeline, c.opportunity_id HAVING min(c.occurred_at) = "
        "min(c.occurred_at) FILTER (c.from_stage IS NOT NULL)) v WHERE NOT EXISTS "
        "(FROM visits w WHERE w.opportunity_id = v.opportunity_id AND w.stage = v.stage)"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE places AS SELECT *, "
        "row_number() OVER w AS place, count(*) OVER (PARTITION BY opportunity_id) AS stage_count "
        "FROM visits WINDOW w AS (PARTITION BY opportunity_id ORDER BY entered)"
    )


def _before(connection: Any) -> dict[str, dict[tuple[str, str], int]]:
    rows = connection.execute(
        "SELECT a.pipeline, a.stage, b.stage, count(*) FROM places a JOIN places b "
        "ON a.opportunity_id = b.opportunity_id AND a.place < b.place GROUP BY ALL"
    ).fetchall()
    found: dict[str, dict[tuple[str, str], int]] = {}
    for pipeline, first, second, count in rows:
        found.setdefault(pipeline, {})[first, second] = count
    return found


def _evidence(connection: Any, pipeline: str) -> list[StageEvidence]:
    rows = connection.execute(
        """
        WITH history AS (
          SELECT stage, count(*) AS deal_count,
                 count(*) FILTER (place = stage_count) AS last_count,
                 avg(CASE WHEN stage_count > 1 THEN (place - 1) / (stage_count - 1) END) AS place
          FROM places WHERE pipeline = $1 GROUP BY stage
        ), present AS (
          SELECT stage, count(*) AS deal_count,
                 count(*) FILTER (outcome = 'won') AS won_count,
                 count(*) FILTER (outcome = 'lost') AS lost_count,
                 count(*) FILTER (outcome = 'open') AS open_count
          FROM opportunities WHERE pipeline = $1 AND outcome <> 'deleted' AND stage IS NOT NULL
          GROUP BY stage
        ), setting AS (
          SELECT stage, any_value(label) AS label, min(position) AS position,
                 any_value(is_closed) AS is_closed, any_value(is_won) AS is_won
          FROM stages
          WHERE pipeline = $1
             OR (pipeline IS NULL AND stage NOT IN
                 (SELECT s.stage FROM stages s WHERE s.pipeline = $1))
          GROUP BY stage
        ), named AS (
          SELECT stage FROM history UNION SELECT stage FROM present
          UNION SELECT stage FROM setting
          WHERE EXISTS (SELECT 1 FROM stages WHERE pipeline = $1)
        )
        SELECT n.stage, coalesce(h.deal_count, p.deal_count, 0), coalesce(h.last_count, 0),
               coalesce(p.won_count, 0), coalesce(p.lost_count, 0), coalesce(p.open_count, 0),
               h.place, s.label, s.position, s.is_closed, s.is_won
        FROM named n LEFT JOIN history h USING (stage) LEFT JOIN present p USING (stage)
        LEFT JOIN setting s USING (stage) ORDER BY n.stage
        """,
        [pipeline],
    ).fetchall()
    return [
        StageEvidence(
            stage=row[0],
            deal_count=row[1],
            last_count=row[2],
            won_count=row[3],
            lost_count=row[4],
            open_count=row[5],
            mean_place=row[6],
            label=row[7],
            position=row[8],
            is_closed=row[9],
            is_won=row[10],
        )
        for row in rows
    ]
