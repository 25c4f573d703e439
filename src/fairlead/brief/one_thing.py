"""TRAIN ONE THING: what is worth most, why people differ there, and who does beyond chance."""

from __future__ import annotations

from dataclasses import dataclass

from fairlead.answers import NotEstimable
from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.diagnosis import number, view_evidence, why_lines
from fairlead.brief.fair_words import standing
from fairlead.brief.model import Line, Section
from fairlead.brief.priorities import level_words, named, times_in_ten
from fairlead.diagnose.report import View
from fairlead.measure.fair import FairRow
from fairlead.measure.report import FairReport, Part
from fairlead.prioritise.report import Candidate, Priorities

TITLE = "Train one thing"
MOST_ELSEWHERE = 3


@dataclass(frozen=True, slots=True)
class OneThing:
    """What to train first in the deals most people work on, and who differs there.

    Parameters
    ----------
    deals
        The deals it is about where there are several kinds, ``new business``; ``""`` else.
    report
        Fair rates of the people of the scope, judged over everybody.
    priorities
        Of the scope.
    view
        Why people differ in what is worth most; None where nothing is.
    names_people
        Whether people may be named: only to who leads them, or to themselves.
    """

    deals: str
    report: FairReport
    priorities: Priorities
    view: View | None
    names_people: bool


def one_thing(found: OneThing | NotEstimable | None, book: EvidenceBook) -> Section | None:
    """Return the section; None where it was not asked for or nothing can be said of it."""
    if found is None or isinstance(found, NotEstimable):
        return None
    said = found.priorities.priority
    if isinstance(said, NotEstimable):
        return None
    lines = list(named(said, found.priorities))
    first = found.priorities.candidates[said.named[0]] if said.named else None
    if first is not None and found.view is not None:
        lines.append(_level(first, found.view, found, book))
        lines += why_lines(found.priorities.scope, found.view)
    lines += _people(first, found)
    lines += _teams(found)
    if found.deals:
        lines.append(Line(f"All of this is about {found.deals}.", weight="quiet"))
    lines.append(
        Line(
            "Good peers: where the best quarter of the people with the same job begins. Money: "
            "four quarters, if a training carries as far as trainings usually do, a guess until "
            "your own have been judged. All levels: `fairlead prioritise`.",
            weight="quiet",
        )
    )
    return Section("one_thing", TITLE, tuple(lines))


def _part(found: OneThing, slug: str) -> Part | None:
    return next((p for p in found.report.parts if p.competency.slug == slug), None)


def _level(first: Candidate, view: View, found: OneThing, book: EvidenceBook) -> Line:
    """Say where the people of the scope stand in what is worth most, beside good peers."""
    report, good, resolved = found.report, view.together[0], view.together[1]
    name, unit = first.competency.name, first.competency.unit
    now, peers = level_words(first.now), level_words(first.peers)
    if first.competency.kind == "conversion":
        waiting = f", {words.count(view.together[2])} still open" if view.together[2] else ""
        text = f"{name}: {words.rate(good, resolved)} in 12 months{waiting}; with the usual deals "
        text += f"{now} now, good peers {peers}."
    elif first.competency.kind == "size":
        text = f"{name}: with the usual deals {now} on average now, good peers {peers}."
    else:
        text = f"{name}: {now} {unit} each now, good peers {peers}."
    scope = found.priorities.scope
    return Line(text, view_evidence(view, scope, report.start, report.as_of, book))


def _people(first: Candidate | None, found: OneThing) -> list[Line]:
    """Say who differs in what is worth most, then elsewhere; to whom names may be told."""
    if not found.names_people:
        return []
    here = None if first is None else _part(found, first.competency.slug)
    lines = [] if here is None else [_differs(row) for row in here.differing]
    slug = None if first is None else first.competency.slug
    elsewhere = [
        row for part in found.report.parts for row in part.differing if part.competency.slug != slug
    ]
    lines += [_differs(row, where=True) for row in elsewhere[:MOST_ELSEWHERE]]
    more = len(elsewhere) - MOST_ELSEWHERE
    if more > 0:
        noun = "difference" if more == 1 else "differences"
        lines.append(Line(f"{more} more {noun} beyond chance: `fairlead measure`.", weight="quiet"))
    named_here = {row.person_id for row in (*elsewhere, *(here.differing if here else ()))}
    others = len({row.person_id for row in found.report.rows} - named_here)
    own = [(name, focus) for name, focus in found.priorities.foci if focus.own]
    for name, focus in own:
        instead = found.priorities.candidates[focus.gain.named[0]].competency.name
        chance = times_in_ten(focus.probability or 0.0)
        lines.append(Line(f"{name}: {instead} instead, worth most {chance}.", weight="item"))
    if found.priorities.scope.unit == "person":
        if not named_here:
            lines.append(Line("No difference from others beyond chance anywhere."))
        return lines
    if others:
        who = f"The other {number(others)}" if named_here else f"All {number(others)}"
        same = "" if own else " Same focus for everybody."
        lines.append(Line(f"{who}: no difference beyond chance.{same}", weight="item"))
    return lines


def _differs(row: FairRow, *, where: bool = False) -> Line:
    place = f", {row.competency.name}" if where else ""
    return Line(f"{row.person}{place}: {standing(row)}", weight="item")


def _teams(found: OneThing) -> list[Line]:
    """Say what is worth most in each team, to who leads several."""
    lines = []
    for scope, said in found.priorities.teams:
        names = [found.priorities.candidates[place].competency.name for place in said.named]
        if not names:
            text = "nothing that pays"
        elif said.verdict == "one":
            text = f"{names[0]}, the best {times_in_ten(said.probability)}"
        elif said.verdict == "two":
            text = f"{names[0]} or {names[1]}"
        else:
            text = f"no clear first, {names[0]} on average"
        lines.append(Line(f"{scope.name}'s team: {text}.", weight="item"))
    return lines


def cannot_name(found: OneThing | NotEstimable | None) -> NotEstimable | None:
    """Return why nothing can be named to train, None where something can or was not asked."""
    if found is None:
        return None
    if isinstance(found, NotEstimable):
        return found
    said = found.priorities.priority
    return said if isinstance(said, NotEstimable) else None
