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


def team(material: Material, book: EvidenceBook) -> Section | None:
    """Return the team's counts for a manager or leader who asked by name; else nothing."""
    if material.question.audience != "manager" or material.question.name is None:
        return None
    people = material.summary.people
    if not people:
        return None
    number = book.add(
        "Deals per person",
        "Closed deals of the window by owner, with the interval chance alone would allow. "
        "Overlapping intervals tell nobody apart.",
        "people",
        row_count=sum(p.open + p.won + p.lost for p in people),
    )
    rows = tuple(
        (
            f"{p.name} (manager)" if p.person_id == material.person_id else p.name,
            words.count(p.open),
            words.count(p.overdue),
            words.money(p.amount_in_period, material.summary.totals.currency),
            words.ratio(p.won, p.won + p.lost),
            "not compared"
            if p.person_id == material.person_id
            else words.narrow(ratio(p.won, p.won + p.lost, kind="win_rate")),
        )
        for p in people
    )
    return Section(
        "people",
        "Lead the people",
        (
            Line(
                "In the order of names. Raw rates mix skill with luck and with the deals people "
                "were dealt: read the intervals, compare nobody by them.",
                number,
                "quiet",
            ),
        ),
        grid=Grid(
            ("person", "open", "overdue", "won in quarter", "won of closed", "win rate"),
            rows,
            "lrrrrr",
        ),
    )
