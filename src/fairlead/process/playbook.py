"""The process written down: stages and their standards, scenarios, routines; what is fixed or free.

A playbook is a folder of Markdown files with front matter, so that it can live in git. It is
checked as a whole: everything named in one document exists in another, or in the process.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from fairlead.errors import DefinitionError
from fairlead.process.model import Process, slug
from fairlead.process.rules import Rule

DocumentKind: TypeAlias = Literal["stage", "competency", "scenario", "routine"]

ROAD = "win"
"""Stands for a stage where a scenario is about whole deals, from creation to their end."""

NEEDS = {
    "amount": "an amount",
    "close date": "a close date that has not passed",
    "next step": "a next step",
    "contact": "a contact",
    "two contacts": "at least two contacts",
    "competitor": "a competitor, or the word none",
    "recent activity": "something done in the last 30 days",
}
"""Exit standards that data can tell, and how they are said."""


@dataclass(frozen=True, slots=True)
class Document:
    """What all documents have: where they are, what they are called, their text.

    `name` is the file's, without folder and ending; by it others refer to the document.
    """

    kind: DocumentKind
    name: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class StageCard(Document):
    """One stage: what must be true to enter and to leave it, and what data can tell of it."""

    pipeline: str = ""
    stage: str = ""
    entry: tuple[str, ...] = ()
    exit: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CompetencyCard(Document):
    """One step of the process as an ability: what it is, in our words. `step` is its slug."""

    step: str = ""


@dataclass(frozen=True, slots=True)
class Scenario(Document):
    """One of the situations that occur in a step, and how its deals are told apart.

    `step` is that of a step, or ``PIPELINE.win`` for whole deals.
    `rules`: one of them must hold. Without any, deals and activities are tagged by hand only.
    """

    step: str = ""
    rules: tuple[Rule, ...] = ()

    @property
    def is_afterwards(self) -> bool:
        """Say whether some of its deals are known only because they were lost."""
        return any(rule.is_afterwards for rule in self.rules)


@dataclass(frozen=True, slots=True)
class Routine(Document):
    """How a scenario is handled: what is fixed, what everybody is free to do their own way.

    `drills` are tasks of a minute to practise it; without any, the whole routine is one.
    """

    scenario: str = ""
    by: str = ""
    fixed: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    drills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandTag:
    """Somebody says that a deal, or an activity done for one, is in a scenario.

    `deal` and `activity` are the CRM's ids; one of the two is empty. `line` is that of the file.
    """

    deal: str
    scenario: str
    line: int
    activity: str = ""


@dataclass(frozen=True, slots=True)
class Playbook:
    """All documents of a company, and the deals and activities tagged by hand."""

    stages: tuple[StageCard, ...] = ()
    competencies: tuple[CompetencyCard, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    routines: tuple[Routine, ...] = ()
    by_hand: tuple[HandTag, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """Everything, in the order of the process."""
        return (*self.stages, *self.competencies, *self.scenarios, *self.routines)


def check(playbook: Playbook, process: Process) -> tuple[str, ...]:
    """Return what is missing without being wrong: scenarios without routine, routines without text.

    Raises
    ------
    DefinitionError
        A document names a stage, step or scenario that does not exist.
    """
    steps = {c.slug: c for c in process.steps()}
    stages = {(p.name, s.stage) for p in process.pipelines for s in p.open_stages()}
    for card in playbook.stages:
        if (card.pipeline, card.stage) not in stages:
            known = ", ".join(sorted(f"{s} ({p})" for p, s in stages))
            raise DefinitionError(
                f"{path_of(card)}: there is no open stage {card.stage!r} in {card.pipeline!r}",
                hint=f"Known: {known}.",
            )
    roads = [f"{slug(p.name)}.{ROAD}" for p in process.pipelines]
    told: list[tuple[str, str, list[str]]] = [
        (card.step, path_of(card), []) for card in playbook.competencies
    ]
    told += [(scenario.step, path_of(scenario), roads) for scenario in playbook.scenarios]
    for step, where, also in told:
        if step not in {*steps, *also}:
            raise DefinitionError(
                f"{where}: there is no step {step!r}", hint=f"Known: {', '.join([*steps, *also])}."
            )
    scenarios = {s.name for s in playbook.scenarios}
    named = [(routine.scenario, path_of(routine)) for routine in playbook.routines]
    named += [(tag.scenario, f"tagged.csv, row {tag.line}") for tag in playbook.by_hand]
    for name, where in named:
        if name not in scenarios:
            known = ", ".join(sorted(scenarios)) or "none yet"
            raise DefinitionError(
                f"{where}: there is no scenario {name!r}", hint=f"Known: {known}."
            )
    return (*_untagged(playbook), *_unwritten(playbook))


def _untagged(playbook: Playbook) -> list[str]:
    tagged = {tag.scenario for tag in playbook.by_hand}
    return [
        f"Nothing says which deals are in {s.title!r}: give it a rule, or tag deals by hand."
        for s in playbook.scenarios
        if not s.rules and s.name not in tagged
    ]


def _unwritten(playbook: Playbook) -> list[str]:
    written = {routine.scenario for routine in playbook.routines}
    said = [f"{s.title!r} has no routine yet." for s in playbook.scenarios if s.name not in written]
    for routine in playbook.routines:
        missing = [n for n in ("fixed", "free") if not getattr(routine, n)]
        if missing:
            said.append(f"{routine.title!r} does not say what is {' and what is '.join(missing)}.")
    return said


def path_of(document: Document) -> str:
    """Return where a document lies in the folder, with slashes."""
    return f"{FOLDERS[document.kind]}/{document.name}.md"


FOLDERS: dict[DocumentKind, str] = {
    "stage": "stages",
    "competency": "competencies",
    "scenario": "scenarios",
    "routine": "routines",
}
"""Folder of each kind of document."""


def first_playbook(process: Process) -> Playbook:
    """Return a playbook to begin with: a card for each stage and step, nothing invented."""
    stages = tuple(
        StageCard(
            "stage",
            f"{slug(p.name)}.{slug(s.stage)}",
            s.label,
            pipeline=p.name,
            stage=s.stage,
            needs=("amount", "close date", "next step"),
        )
        for p in process.pipelines
        for s in p.open_stages()
    )
    label = {(p.name, s.stage): s.label for p in process.pipelines for s in p.stages}
    steps = tuple(
        CompetencyCard(
            "competency",
            c.slug,
            f"{label[c.pipeline, c.stage]} to {c.next_stage}",
            step=c.slug,
        )
        for c in process.steps()
    )
    return Playbook(stages, steps)
