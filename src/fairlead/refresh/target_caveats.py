"""What to know of targets before a total is set beside them."""

from __future__ import annotations

from typing import Any

from fairlead.answers import Finding
from fairlead.brief.words import joined
from fairlead.lake.counts.target_doubts import TargetDoubts, target_doubts
from fairlead.measure.question import Question

MOST_NAMED = 4


def target_findings(connection: Any, question: Question) -> tuple[Finding, ...]:
    """Return what to know of the targets of the running year and later, for whoever asks of all.

    `scope.prepare` must have run. Everybody reads it: teams are named, people neither named nor
    counted.
    """
    if question.name is not None:
        return ()
    year = question.company.calendar.period("year", question.as_of)
    found = target_doubts(connection, year.start)
    told = (_unknown_teams(found), _unknown_people(found), _twice(found))
    return tuple(f for f in told if f is not None)


def _unknown_teams(found: TargetDoubts) -> Finding | None:
    if not found.unknown_teams:
        return None
    named = joined(found.unknown_teams, most=MOST_NAMED)
    return Finding(
        "targets_team_unknown",
        "warning",
        f"The data know no team called {named}, which a target is given to",
        "Nobody's wins are set beside such a target.",
        {"teams": len(found.unknown_teams)},
        ("Write it as team.csv or the CRM has it; a team without a name goes by its manager's.",),
    )


def _unknown_people(found: TargetDoubts) -> Finding | None:
    if not found.unknown_people:
        return None
    return Finding(
        "targets_person_unknown",
        "warning",
        "Some targets are of people the data do not know",
        "They are in the sum, and nobody's wins are set beside them.",
        {},
        ("Check how names are written in targets.csv.",),
    )


def _twice(found: TargetDoubts) -> Finding | None:
    who = [*found.twice[:MOST_NAMED], *(["more"] if len(found.twice) > MOST_NAMED else [])]
    who += ["some people"] if found.twice_people else []
    if not who:
        return None
    return Finding(
        "targets_added_up",
        "warning",
        f"Two targets for the same days are added up, of {joined(who)}",
        "Such as that of a month and that of its quarter.",
        {"teams": len(found.twice)},
        ("Keep one of them in targets.csv, or take one away on the page of targets.",),
    )
