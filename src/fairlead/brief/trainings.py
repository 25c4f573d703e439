"""TRAININGS: what is under way and when its verdict is due; the last verdict and what follows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from fairlead.brief import words
from fairlead.brief.model import Line, Section
from fairlead.verify.verdict import Decision, Word

NEXT: dict[Decision, str] = {
    "keep": "Keep it",
    "stop": "Stop it",
    "change": "Plan it again so that it can be known",
    "wait": "Wait",
}


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A training that has no verdict yet.

    Parameters
    ----------
    name, competency
        As written.
    people
        Who take part, of the scope.
    groups, started
        Start groups, and how many of them have started.
    next_on
        First day of the next start group; None after the last.
    due_on
        Next day of the verdict, the last one where all have come; None where it is not known.
    fixed
        Whether the plan says the day; else it is the usual rule's.
    untold
        Why no verdict can be given; None where one can.
    """

    name: str
    competency: str
    people: int
    groups: int
    started: int
    next_on: dt.date | None
    due_on: dt.date | None
    fixed: bool = True
    untold: str | None = None


@dataclass(frozen=True, slots=True)
class LastVerdict:
    """The verdict given last; `effect` is value, lower and upper of `n` trials as fractions."""

    name: str
    competency: str
    word: Word
    decision: Decision
    on: dt.date
    unit: str
    effect: tuple[float, float, float] | None
    n: int


@dataclass(frozen=True, slots=True)
class TrainingNews:
    """What a brief says of trainings; nobody is named in it."""

    under_way: tuple[UnderWay, ...] = ()
    last: LastVerdict | None = None


def trainings(found: TrainingNews | None, as_of: dt.date) -> Section | None:
    """Return the section; None where no training is known."""
    if found is None or (not found.under_way and found.last is None):
        return None
    lines = [Line(_under_way(one, as_of), weight="item") for one in found.under_way]
    if found.last is not None:
        lines.append(Line(_last(found.last)))
    lines.append(Line("More, and how it is judged: `fairlead verify`.", weight="quiet"))
    return Section("trainings", "Trainings", tuple(lines))


def _under_way(one: UnderWay, as_of: dt.date) -> str:
    who = words.counted(one.people, "person", "people")
    text = f"{one.name} ({one.competency}, {who}): "
    if one.started == 0:
        text += f"starts on {words.day(one.next_on)}" if one.next_on else "not started"
    elif one.started < one.groups:
        text += f"start group {one.started} of {one.groups} has started"
        text += f", the next on {words.day(one.next_on)}" if one.next_on else ""
    else:
        text += "everybody has started"
    return f"{text}. {_due(one, as_of)}"


def _due(one: UnderWay, as_of: dt.date) -> str:
    if one.untold is not None:
        return f"Its verdict cannot be known: {one.untold}."
    if one.due_on is None:
        return "Nobody fixed a day of the verdict; `fairlead verify` says when it is due."
    usual = "" if one.fixed else ", by the usual rule, as nobody fixed a day"
    if one.due_on <= as_of:
        return f"Its verdict has been due since {words.day(one.due_on)}{usual}: `fairlead verify`."
    due = f"Verdict due on {words.day(one.due_on)}{usual}"
    return f"{due}; looking earlier decides nothing."


def _last(last: LastVerdict) -> str:
    said = {"worked": "it worked", "cannot be known": "it cannot be known"}.get(
        last.word, last.word
    )
    text = f"Last verdict, {words.day(last.on)}: {last.name} ({last.competency}): {said}"
    if last.effect is not None:
        unit = " points" if last.unit == "points" else "%"
        value, low, high = (f"{100 * x:.1f}" for x in last.effect)
        sign = "+" if last.effect[0] > 0 else ""
        what = "deals" if last.unit == "points" else "events"
        text += f", {sign}{value}{unit} ({low} to {high}) from {words.count(last.n)} {what}"
    return f"{text}. {NEXT[last.decision]}."
