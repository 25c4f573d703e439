"""Questions that help to write a scenario or a routine down; answers are drafted to be mended."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from fairlead.errors import InputError
from fairlead.process.asking import QUESTIONS, drafted
from fairlead.process.model import Process, slug
from fairlead.process.playbook import ROAD, Playbook, Routine, Scenario
from fairlead.process.rules import FIELDS, Condition, Rule, plain


def ask_scenario(process: Process) -> Scenario:
    """Ask for a scenario: in which step, what it is called, how its deals are told apart.

    Raises
    ------
    InputError
        The process has no step.
    """
    steps = process.steps()
    if not steps:
        raise InputError("the process has no step", hint="See `fairlead process`.")
    typer.echo("In which step does it occur?")
    roads = [f"{slug(p.name)}.{ROAD}" for p in process.pipelines]
    number = _chosen(
        [f"{step.slug} (to {step.next_stage})" for step in steps]
        + [f"{road} (the whole deal)" for road in roads]
    )
    title = _said("How do people call this situation?")
    text = _said("What happens in it, in two or three sentences?")
    typer.echo(
        "\nHow can one tell from the CRM that a deal is in it? One field and its words, like"
    )
    typer.echo("  role: CFO, finance        Empty: deals are tagged by hand.")
    typer.echo(f"Fields: {', '.join(FIELDS)}.")
    return Scenario(
        "scenario",
        slug(title),
        title,
        text,
        step=[*(step.slug for step in steps), *roads][number],
        rules=tuple(_rules()),
    )


def _rules() -> list[Rule]:
    found: list[Rule] = []
    while True:
        answer = str(typer.prompt("rule" if not found else "or", default="", show_default=False))
        if not answer.strip():
            return found
        field, colon, words = answer.partition(":")
        name = field.strip().casefold()
        said = tuple(plain(word) for word in words.split(",") if plain(word))
        if not colon or name not in FIELDS or not said:
            typer.echo("  Write FIELD: WORD, WORD with one of the fields above.")
            continue
        found.append(Rule((Condition(name, said),)))


def ask_routine(playbook: Playbook) -> Routine:
    """Ask whoever handles a scenario best how they do it, question by question.

    Raises
    ------
    InputError
        The playbook has no scenario yet.
    """
    if not playbook.scenarios:
        raise InputError(
            "there is no scenario yet", hint="Begin with `fairlead playbook write-scenario FOLDER`."
        )
    typer.echo("Which situation is it for?")
    scenario = playbook.scenarios[_chosen([s.title for s in playbook.scenarios])]
    by = _said("Who is asked?")
    title = _said("How do you call what you do?")
    typer.echo("\nThink of the last time it went well.")
    answers = {}
    for question in QUESTIONS:
        if question.kind == "points":
            typer.echo(f"\n{question.text} An empty line ends.")
            answers[question.name] = "\n".join(_listed())
        else:
            answers[question.name] = _said(question.text)
    return drafted(scenario.name, by, title, answers)


def _chosen(options: Sequence[str]) -> int:
    for number, option in enumerate(options, start=1):
        typer.echo(f"  {number}  {option}")
    while True:
        answer = str(typer.prompt("number"))
        if answer.strip().isdigit() and 1 <= int(answer) <= len(options):
            return int(answer) - 1
        typer.echo(f"  A number from 1 to {len(options)}.")


def _said(question: str) -> str:
    return str(typer.prompt(question)).strip()


def _listed() -> tuple[str, ...]:
    found: list[str] = []
    while True:
        answer = str(typer.prompt("-", default="", show_default=False, prompt_suffix=" ")).strip()
        if not answer:
            return tuple(found)
        found.append(answer)
