"""Targets of the four quarters ahead, of a company, a manager's team or a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fairlead.lake.counts.money import report_targets
from fairlead.lake.counts.targets import target
from fairlead.measure.ahead import TargetAhead
from fairlead.measure.question import Question

QUARTERS = 4


def target_ahead(connection: Any, question: Question) -> TargetAhead | None:
    """Return what is to be booked in the four quarters after that of the evening asked.

    Parameters
    ----------
    connection
        On which `scope.led` and `scope.know` have run.
    question
        Its audience and name say whose targets.

    Returns
    -------
    TargetAhead or None
        The targets given for those quarters; for those without one that of the last quarter that
        has one is carried on, and counted in `carried`. None where neither the present quarter nor
        the next has a target.
    """
    report_targets(connection, question.company)
    total = carried = 0
    last: int | None = None
    day = question.as_of
    for number in range(QUARTERS + 1):
        asked = replace(question, as_of=day)
        told = target(connection, asked)
        last = last if told is None else told.amount
        if number:
            if last is None:
                return None
            total += last
            carried += told is None
        day = asked.period_end
    return TargetAhead(total, QUARTERS, carried)
