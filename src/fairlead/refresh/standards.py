"""From a workspace and its playbook to how many deals keep the standards."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from fairlead.lake.counts.meant import about
from fairlead.lake.counts.standards import count_standards
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question
from fairlead.measure.standards import Standards
from fairlead.process.playbook import Playbook, check
from fairlead.refresh.briefing import as_it_was, ask, prepare_scope
from fairlead.refresh.opening import opened


def standards_of(
    workspace: Workspace,
    playbook: Playbook,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    person: str | None = None,
    team: str | None = None,
) -> Standards:
    """Return how many open deals keep the standards of the stages they have left.

    Parameters
    ----------
    workspace
        A workspace with data.
    playbook
        Whose stage cards say what is needed.
    today, as_of
        As for `refresh.briefing.brief_workspace`.
    person
        Only the deals of one person.
    team
        Only the deals of one team: its manager's name, or its own. None of both: the company.

    Raises
    ------
    InputError
        Nobody is called `person`, or no team `team`.
    DefinitionError
        The playbook names a stage that does not exist.
    """
    manifest = workspace.require()
    wanted = Question(today, "all" if person is None else "rep", person)
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=as_of, question=wanted)
        check(playbook, asked.process)
        if team is not None:
            meant = about(connection, asked.question, person=None, team=team)
            asked = replace(asked, question=meant)
        prepare_scope(connection, asked.process, asked.question)
        rows = count_standards(connection, asked.question, asked.process, playbook.stages)
        findings = as_it_was(connection, asked, as_of)
    whose = person if team is None else f"The team of {asked.question.name}"
    return Standards(whose or "The company", asked.question.as_of, rows, findings)
