"""LEAD THE PEOPLE, as far as this stage goes: counts per person for their own manager.

People stand in the order of their names, never of their results, and no rate is called better or
worse: that needs the fair rates of a later stage.
"""

from __future__ import annotations

from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.material import Material
from fairlead.brief.model import Grid, Line, Section
from fairlead.measure.rates import ratio
from fairlead.measure.summary import PersonCount, TeamCount


def team(material: Material, book: EvidenceBook) -> Section | None:
    """Return people for their manager, teams for the leader of all; else nothing."""
    question, summary = material.question, material.summary
    if question.audience == "manager" and question.name is not None and summary.people:
        return _people(material, book)
    if question.audience == "leader" and len(summary.teams) > 1:
        return _teams(material, book)
    return None


def _people(material: Material, book: EvidenceBook) -> Section:
    people = material.summary.people
    number = book.add(
        "Deals per person",
        "Open deals, and deals closed in the window, by owner, with the interval chance alone "
        "would allow. Overlapping intervals tell nobody apart.",
        "open_or_closed",
        row_count=sum(p.open + p.won + p.lost for p in people),
        start=material.question.window_start.isoformat(),
        end=material.question.as_of.isoformat(),
    )
    rows = tuple(
        _row(f"{p.name} (manager)", p, material, compared=False)
        if p.person_id == material.person_id
        else _row(p.name, p, material, compared=True)
        for p in people
    )
    line = Line(
        "In the order of names, all deal types together. Raw rates mix skill with luck and with "
        "the deals people were "
        "dealt: read the intervals, compare nobody by them.",
        number,
        "quiet",
    )
    grid = Grid(("person", *_HEADER), rows, "lrrrrr")
    return Section("people", "Lead the people", (line,), grid=grid)


def _teams(material: Material, book: EvidenceBook) -> Section:
    teams = material.summary.teams
    number = book.add(
        "Deals per team",
        "Open deals by the team of their owner today, closed deals of the window by the team of "
        "their owner when they were booked.",
        "open_or_closed",
        row_count=sum(t.open + t.won + t.lost for t in teams),
        start=material.question.window_start.isoformat(),
        end=material.question.as_of.isoformat(),
    )
    rows = tuple(
        _row(f"{t.name} ({words.count(t.people)})", t, material, compared=True) for t in teams
    )
    line = Line(
        "In the order of names, all deal types together. Results stay with the team of the day. "
        "Raw rates mix skill with "
        "luck and with the deals a team was dealt.",
        number,
        "quiet",
    )
    return Section(
        "teams", "The teams", (line,), grid=Grid(("team (people)", *_HEADER), rows, "lrrrrr")
    )


_HEADER = ("open", "overdue", "won in quarter", "won of closed", "win rate")


def _row(
    name: str, part: PersonCount | TeamCount, material: Material, *, compared: bool
) -> tuple[str, ...]:
    closed = part.won + part.lost
    dated = material.summary.known.close_dates
    return (
        name,
        words.count(part.open),
        words.count(part.overdue) if dated or part.overdue else "-",
        words.money(part.amount_in_period, material.summary.totals.currency),
        words.ratio(part.won, closed),
        words.narrow(ratio(part.won, closed, kind="win_rate")) if compared else "not compared",
    )
