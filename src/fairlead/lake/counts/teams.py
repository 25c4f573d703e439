"""Teams for the leader of all: results, targets and steps of each, with the team of the day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from fairlead.lake.counts.targets import TARGET_LEVELS, Span, highest_level, shares
from fairlead.measure.question import Question
from fairlead.measure.summary import StepCount, TeamCount

NAME = "coalesce(l.team, m.name, 'no team')"
"""A team without a name goes by its manager's."""

NO_DAYS = np.empty(0, dtype=np.float64)


def with_targets_and_steps(
    connection: Any, question: Question, teams: tuple[TeamCount, ...]
) -> tuple[TeamCount, ...]:
    """Return `teams` with what each was to book in the quarter and the steps of its deals."""
    targets = targets_of_teams(connection, (question.period_start, question.period_end))[0]
    steps = _steps(connection, question)
    return tuple(
        replace(t, target=targets.get(t.name), steps=tuple(steps.get(t.name, ()))) for t in teams
    )


def targets_of_teams(connection: Any, span: Span) -> tuple[dict[str, int], str]:
    """Return team -> target in `span`: as given to teams, else the sum of their people's.

    And at which level they were given. A person who changed teams counts for each by the days
    there.
    """
    start, end = span
    for level in ("teams", "people"):
        body = f"SELECT * FROM ({TARGET_LEVELS}) WHERE level = '{level}'"
        if highest_level(connection, body, start, end) is None:
            continue
        counted = shares(body, level, start, end)
        parts = (
            f"SELECT t.team AS name, s.part FROM ({counted}) s "
            "JOIN reported_targets t USING (target_id)"
        )
        if level == "people":
            first = f"greatest(t.from_on, l.from_on, DATE '{start}')"
            after = f"least(t.to_on, l.to_on, DATE '{end}')"
            parts = (
                f"SELECT {NAME} AS name, t.amount * date_diff('day', {first}, {after}) "
                f"/ date_diff('day', t.from_on, t.to_on) AS part FROM ({counted}) s "
                "JOIN reported_targets t USING (target_id) "
                "JOIN person_keys k ON k.key_id = t.person_id "
                "JOIN led l ON l.person_id = k.person_id "
                f"LEFT JOIN people m ON m.person_id = l.manager_id WHERE {first} < {after}"
            )
        rows = connection.execute(
            f"SELECT name, round(sum(part))::BIGINT FROM ({parts}) GROUP BY name"
        ).fetchall()
        return {name: int(amount) for name, amount in rows if amount is not None}, level
    return {}, ""


def _steps(connection: Any, question: Question) -> dict[str, list[StepCount]]:
    """Return team -> its steps of the window, credited as step rates are, without their times."""
    day = f"coalesce(company_day(s.entered_at), DATE '{question.as_of}')"
    rows = connection.execute(
        f"""
        SELECT {NAME} AS name, s.pipeline, s.type, any_value(s.stage), s."rank", count(*),
          count(*) FILTER (s.outcome = 'advanced'), count(*) FILTER (s.outcome = 'lost'),
          count(*) FILTER (s.outcome = 'open'), count(*) FILTER (s.provenance <> 'observed')
        FROM steps s LEFT JOIN led l ON l.person_id = s.person_id
          AND l.from_on <= {day} AND {day} < l.to_on
        LEFT JOIN people m ON m.person_id = l.manager_id
        WHERE s.entered_at IS NULL OR company_day(s.entered_at)
          BETWEEN DATE '{question.window_start}' AND DATE '{question.as_of}'
        GROUP BY ALL ORDER BY ALL
        """
    ).fetchall()
    found: dict[str, list[StepCount]] = {}
    for name, *counts in rows:
        found.setdefault(name, []).append(_step(counts))
    return found


def _step(row: list[Any]) -> StepCount:
    pipeline, deal_type, stage, rank, entered, advanced, lost, still_open, inferred = row
    return StepCount(
        pipeline, deal_type, stage, rank, entered, advanced, lost, still_open, inferred, NO_DAYS
    )
