"""Scenarios of the playbook measured like any step: fair rates of the deals that are in them."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

from fairlead.answers import Evidence, Finding, NotEstimable
from fairlead.brief.fair import compose_fair
from fairlead.brief.setting import Setting
from fairlead.errors import InputError
from fairlead.lake.counts.book import count_book
from fairlead.lake.counts.scenarios import unknown_tags
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.cells import Book
from fairlead.measure.question import Question
from fairlead.measure.report import fair_report
from fairlead.process.documents import from_markdown, to_markdown
from fairlead.process.playbook import HandTag, Playbook, Scenario, check
from fairlead.refresh.briefing import as_it_was, ask
from fairlead.refresh.evidence import keep_evidence, question_json, with_rows
from fairlead.refresh.measuring import Measured, Progress, of_person
from fairlead.refresh.opening import opened

RULES, TAGGED_DEALS, TAGGED_ACTIVITIES = "scenario_rules", "scenario_deals", "scenario_activities"
"""Arguments of evidence: the document, and the deals and activities tagged by hand."""

ONLY_LOST = NotEstimable(
    "a rule looks at why deals were lost, so its deals cannot have gone on; tell it by what is "
    "known before"
)


def measure_scenarios(
    workspace: Workspace,
    playbook: Playbook,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    question: Question | None = None,
    person: str | None = None,
    progress: Progress | None = None,
) -> Measured:
    """Return the fair rates of every scenario; parameters as in `measure_workspace`.

    Raises
    ------
    InputError
        The playbook has no scenario, or nobody, or more than one person, is called so.
    DefinitionError
        The playbook names a step or scenario that does not exist.
    """
    if not playbook.scenarios:
        raise InputError(
            "the playbook has no scenario",
            hint="Write one: `fairlead playbook write-scenario FOLDER`.",
        )
    manifest = workspace.require()
    with opened(workspace, manifest) as connection:
        asked = ask(workspace, manifest, connection, today=today, as_of=as_of, question=question)
        check(playbook, asked.process)
        if progress is not None:
            progress("Counting", 0, 1)
        book = count_book(connection, asked.question, asked.process, playbook=playbook)
        book, slugs = _scenarios_of(book, playbook)
        report = fair_report(book, progress=progress, only=slugs)
        name = None
        if person is not None:
            report, name = of_person(report, person)
        findings = (
            *as_it_was(connection, asked, as_of),
            *unknown_tags(connection),
            PRESENT,
            *asked.findings,
        )
        setting = Setting(today, asked.until, findings)
        brief = with_rows(connection, compose_fair(report, setting, name))
    brief = replace(brief, evidence=tuple(_with_rules(e, playbook) for e in brief.evidence))
    kept = replace(brief, title="scenarios" if name is None else f"scenarios of {name}")
    mark = keep_evidence(workspace, manifest, question_json(asked.question), kept)
    return Measured(report, brief, mark)


def _with_rules(evidence: Evidence, playbook: Playbook) -> Evidence:
    """Return evidence that says which deals are in its scenario, for `told_scenario`."""
    name = evidence.arguments.get("scenario")
    if name is None:
        return evidence
    scenario = next(each for each in playbook.scenarios if each.name == name)
    tagged = [tag for tag in playbook.by_hand if tag.scenario == name]
    return replace(
        evidence,
        arguments={
            **evidence.arguments,
            RULES: to_markdown(scenario),
            TAGGED_DEALS: json.dumps([tag.deal for tag in tagged if tag.deal]),
            TAGGED_ACTIVITIES: json.dumps([tag.activity for tag in tagged if tag.activity]),
        },
    )


def told_scenario(evidence: Evidence) -> Playbook | None:
    """Return the scenario evidence is about, as it was when it was measured; None for a step."""
    given = evidence.arguments
    if given.get("scenario") is None:
        return None
    name = str(given["scenario"])
    deals = json.loads(str(given[TAGGED_DEALS]))
    activities = json.loads(str(given.get(TAGGED_ACTIVITIES, "[]")))  # not there in older answers
    tags = (
        *(HandTag(deal, name, 0) for deal in deals),
        *(HandTag("", name, 0, activity) for activity in activities),
    )
    scenario = from_markdown(str(given[RULES]), "scenario", name)
    assert isinstance(scenario, Scenario)  # noqa: S101  by its kind
    return Playbook(scenarios=(scenario,), by_hand=tags)


PRESENT = Finding(
    "scenarios_by_present_fields",
    "info",
    "Deals are in a scenario by what is noted on them now",
    "A competitor, product or next step noted after the step was decided counts as well, so a "
    "scenario may look harder or easier than it was. Contacts and activities count as far as they "
    "were known on the evening asked.",
)


def _scenarios_of(book: Book, playbook: Playbook) -> tuple[Book, frozenset[str]]:
    """Return the book without rates that would follow from a rule, and the slugs of scenarios."""
    lost = {scenario.name for scenario in playbook.scenarios if scenario.is_afterwards}
    cells = tuple(
        ONLY_LOST if competency.scenario in lost else counted
        for competency, counted in zip(book.competencies, book.cells, strict=True)
    )
    slugs = frozenset(c.slug for c in book.competencies if c.scenario is not None)
    return replace(book, cells=cells), slugs
