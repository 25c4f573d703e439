"""Trainings as they were planned, as far as they are known on the evening asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from fairlead.errors import DefinitionError
from fairlead.measure.question import Question
from fairlead.verify.training import Chosen, Training, as_day

WAYS = ("random", "numbers", "judgement")


def trainings(connection: Any, question: Question) -> tuple[Training, ...]:
    """Return every training, the one that began last first.

    Parameters
    ----------
    connection
        On which the company's days are defined (`scope.know` has run).
    question
        Gives the evening. A person's part is known from the day the data first said it, and from
        its first day at the latest: whoever took part knew it then.

    Raises
    ------
    DefinitionError
        Rows of one training contradict each other on what is fixed for all of it.
    """
    rows = connection.execute(
        f"""
        SELECT t.training, t.competency, k.person_id, any_value(p.name), min(t.started_on),
          arg_min(t.start_group, t.started_on), arg_min(t.drawn_within, t.started_on),
          list_sort(list(DISTINCT t.chosen_by)), list_sort(list(DISTINCT t.smallest_effect)),
          list_sort(list(DISTINCT t.look_on)), list_sort(list(DISTINCT t.last_look_on)),
          sum(t.hours), sum(t.cost), max(company_day(t.known_at)),
          min((t.started_on, t.ended_on)) FILTER (t.ended_on < t.started_on)
        FROM trainings t JOIN person_keys k ON k.key_id = t.person_id
        JOIN people p ON p.person_id = k.person_id
        WHERE t.started_on <= DATE '{question.as_of}'
          OR t.known_at < company_midnight(DATE '{question.as_of}' + 1)
        GROUP BY t.training, t.competency, k.person_id
        ORDER BY t.training, t.competency, k.person_id
        """
    ).fetchall()
    groups: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for row in rows:
        groups.setdefault((row[0], row[1]), []).append(row[2:])
    made = [_training(name, what, found) for (name, what), found in groups.items()]
    return tuple(sorted(made, key=lambda t: (-as_day(t.last_on), t.name, t.competency)))


def _training(name: str, competency: str, rows: list[tuple[Any, ...]]) -> Training:
    people, names, starts, groups, strata, ways, smallest, looks, last, *rest = zip(
        *rows, strict=True
    )
    hours, cost, known, backwards = rest
    wrong = [pair for pair in backwards if pair is not None]
    told = _one(name, "chosen_by", ways)
    days = [_one(name, "look_on", looks), _one(name, "last_look_on", last)]
    return Training(
        name=name,
        competency=competency,
        person_id=np.array(people, dtype=np.int64),
        person=tuple(str(n) for n in names),
        start=np.array([as_day(day) for day in starts], dtype=np.int64),
        group=groups,
        stratum=strata,
        chosen_by=cast("Chosen", told) if told in WAYS else "unknown",
        smallest=_one(name, "smallest_effect", smallest),
        looks=tuple(sorted({day for day in days if isinstance(day, dt.date)})),
        hours=_total(hours),
        cost=None if _total(cost) is None else round(_total(cost) or 0.0),
        known_on=max(known),
        backwards=min(wrong, default=None),
    )


def _one(training: str, column: str, told: Sequence[Sequence[Any]]) -> Any:
    """Return what all rows say; None where none does."""
    said = sorted({value for values in told for value in values if value is not None})
    if len(said) > 1:
        raise DefinitionError(
            f"training {training!r} says two things of {column}: {said[0]} and {said[1]}",
            hint=f"Write one {column} in all of its rows of trainings.csv and import it again.",
        )
    return said[0] if said else None


def _total(values: Sequence[float | None]) -> float | None:
    said = [value for value in values if value is not None]
    return float(sum(said)) if said else None
