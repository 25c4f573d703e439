"""Targets that cannot be quite right: of nobody the data know, or two for the same days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from fairlead.lake.counts.targets import KNOWN_TEAMS, TARGET_LEVELS

COMPANY = "the company"


@dataclass(frozen=True, slots=True)
class TargetDoubts:
    """Doubts about targets of a period and later; everybody reads them, so people are not counted.

    `unknown_teams` are called by names the data do not hold, `unknown_people` says whether some
    people are. `twice` are teams (and the company) with two targets that share days and are added
    up, `twice_people` says whether some people have.
    """

    unknown_teams: tuple[str, ...]
    unknown_people: bool
    twice: tuple[str, ...]
    twice_people: bool


def target_doubts(connection: Any, since: dt.date) -> TargetDoubts:
    """Return the doubts about targets that end after `since`; `scope.prepare` must have run.

    Of two for exactly the same days the one known last counts, which is no doubt.
    """
    late = f"to_on > DATE '{since}'"
    teams = connection.execute(
        f"SELECT DISTINCT team FROM reported_targets WHERE {late} AND person_id IS NULL "
        f"AND team IS NOT NULL AND team NOT IN ({KNOWN_TEAMS}) ORDER BY ALL"
    ).fetchall()
    (people,) = connection.execute(
        f"""
        SELECT count(*) > 0 FROM reported_targets t JOIN person_keys k ON k.key_id = t.person_id
        WHERE {late} AND k.person_id NOT IN (
          SELECT person_id FROM person_keys WHERE key_kind = 'id'
          UNION SELECT d.person_id FROM person_keys d JOIN opportunities o ON o.owner_id = d.key_id
          UNION SELECT person_id FROM led
          UNION SELECT manager_id FROM led WHERE manager_id IS NOT NULL)
        """
    ).fetchone()
    twice = connection.execute(
        f"""
        WITH held AS (
          SELECT t.*, k.person_id AS who FROM ({TARGET_LEVELS}) t
          LEFT JOIN person_keys k ON k.key_id = t.person_id WHERE {late}
        )
        SELECT DISTINCT a.level, a.team FROM held a JOIN held b
          ON a.target_id < b.target_id AND a.level = b.level AND a.from_on < b.to_on
          AND b.from_on < a.to_on AND a.who IS NOT DISTINCT FROM b.who
          AND (a.who IS NOT NULL OR a.team IS NOT DISTINCT FROM b.team)
          AND (a.part IS NOT DISTINCT FROM b.part OR a.part IS NULL OR b.part IS NULL)
        ORDER BY ALL
        """
    ).fetchall()
    return TargetDoubts(
        unknown_teams=tuple(str(name) for (name,) in teams),
        unknown_people=bool(people),
        twice=tuple(COMPANY if lvl == "company" else str(t) for lvl, t in twice if lvl != "people"),
        twice_people=any(level == "people" for level, _team in twice),
    )
