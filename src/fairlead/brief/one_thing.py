"""TRAIN ONE THING: what is worth most, why people differ there, and who does beyond chance."""

from __future__ import annotations

from dataclasses import dataclass

from fairlead.answers import Estimate, Finding, NotEstimable
from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.diagnosis import number, view_evidence, why_lines
from fairlead.brief.fair_words import standing
from fairlead.brief.model import Line, Section
from fairlead.brief.priorities import (
    carries,
    level_range,
    named,
    no_own_focus,
    own_focus,
    team_lines,
)
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
    findings
        What to read it with; nobody is named in them.
    """

    deals: str
    report: FairReport
    priorities: Priorities
    view: View | None
    names_people: bool
    findings: tuple[Finding, ...] = ()


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
    lines += team_lines(found.priorities)
    if found.deals:
        text = f"All of this is about {found.deals}, and weighed among it alone. Weighed with all "
        text += "deals, chances are smaller: `fairlead prioritise`."
        lines.append(Line(text, weight="quiet"))
    lines.append(
        Line(
            "Good peers: where the best quarter of the people with the same job begins. Money: "
            f"four quarters, if a training carries {carries(found.priorities)}. Ranges here hold 9 "
            f"times in 10.{'' if found.deals else ' All levels: `fairlead prioritise`.'}",
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
    now, peers = level_range(first.now), level_range(first.peers)
    if first.competency.kind == "conversion":
        waiting = f", {words.count(view.together[2])} still open" if view.together[2] else ""
        text = f"{name}: {words.rate(good, resolved)} in 12 months{waiting}; with the usual deals "
        text += f"{now} now, good peers {peers}."
    elif first.competency.kind in {"size", "price"}:
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
    own = [(name, focus) for name, focus in found.priorities.foci if focus.own]
    if found.priorities.scope.unit == "person" and first is not None and not own:
        lines.append(no_own_focus(found.priorities))
    lines += [own_focus(name, focus, found.priorities) for name, focus in own]
    return lines + _others(found, same_focus=first is not None and not own)


def _others(found: OneThing, *, same_focus: bool) -> list[Line]:
    """Say of how many nothing differs, and of how many nothing is known."""
    rows = found.report.rows
    differing = {row.person_id for row in rows if row.differs}
    known = {row.person_id for row in rows if isinstance(row.fair_rate, Estimate)} - differing
    unknown = {row.person_id for row in rows} - known - differing
    if found.priorities.scope.unit == "person":
        if differing:
            return []
        if not known:
            return [Line("Too little data to compare with others.")]
        return [Line("No difference from others beyond chance anywhere.")]
    lines = []
    if known:
        who = f"The other {number(len(known))}" if differing else f"All {number(len(known))}"
        who = who if differing or not unknown else number(len(known)).capitalize()
        same = " Same focus for everybody." if same_focus else ""
        lines.append(Line(f"{who}: no difference beyond chance.{same}", weight="item"))
    if unknown:
        people = words.counted(len(unknown), "person", "people")
        lines.append(Line(f"Too little data to say anything of {people}.", weight="item"))
    return lines


def _differs(row: FairRow, *, where: bool = False) -> Line:
    place = f", {row.competency.name}" if where else ""
    return Line(f"{row.person}{place}: {standing(row)}", weight="item")


def cannot_name(found: OneThing | NotEstimable | None) -> NotEstimable | None:
    """Return why nothing can be named to train, None where something can or was not asked."""
    if found is None:
        return None
    if isinstance(found, NotEstimable):
        return found
    said = found.priorities.priority
    return said if isinstance(said, NotEstimable) else None
