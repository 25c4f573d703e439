"""LEAD THE PEOPLE, as far as this stage goes: counts per person for their own manager.

People stand in the order of their names, never of their results, and no rate is called better or
worse: that takes fair rates, see `one_thing`.
"""

from __future__ import annotations

from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.material import Material
from fairlead.brief.model import Grid, Line, Section
from fairlead.measure.comparison import weakest_steps
from fairlead.measure.rates import ratio
from fairlead.measure.steps import main_group
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
        "their owner when they were booked. A team's target is the one given to it, else the sum "
        "of its people's by the days they were there.",
        "open_or_closed",
        row_count=sum(t.open + t.won + t.lost for t in teams),
        start=material.question.window_start.isoformat(),
        end=material.question.as_of.isoformat(),
    )
    aimed = any(t.target is not None for t in teams)
    rows = tuple(_team_row(t, material, aimed=aimed) for t in teams)
    line = Line(
        "In the order of names, all deal types together. Results stay with the team of the day. "
        "Raw rates mix skill with "
        "luck and with the deals a team was dealt.",
        number,
        "quiet",
    )
    header = _AIMED if aimed else ("team (people)", *_HEADER)
    caption = (
        "In brackets: people who had deals there. Won, target, to go: this quarter. Late: close "
        "date passed."
    )
    caption = caption if aimed else ""
    grid = Grid(header, rows, "l" + "r" * (len(header) - 1), caption)
    return Section("teams", "The teams", (line, *_weakest(material)), grid=grid)


_AIMED = ("team", "open", "late", "won", "target", "to go", "won of closed", "win rate")


def _team_row(team: TeamCount, material: Material, *, aimed: bool) -> tuple[str, ...]:
    name = f"{team.name} ({words.count(team.people)})"
    row = _row(name, team, material, compared=True)
    if not aimed:
        return row
    return (*row[:4], *_aim(team, material), *row[4:])


def _aim(team: TeamCount, material: Material) -> tuple[str, str]:
    """Write a team's target and what is left of it; a team without one has none, not 0."""
    if team.target is None:
        return "-", "-"
    currency = material.summary.totals.currency
    left = team.target - team.amount_in_period
    gap = words.money(left, currency) if left > 0 else f"{words.money(-left, currency)} above"
    return words.money(team.target, currency), gap


def _weakest(material: Material) -> list[Line]:
    """Say per team the step furthest below that of the others, where chance is ruled out."""
    main = main_group(material.steps)
    if not main or material.process.pipeline(main[0].pipeline).is_guess:
        return []
    pipeline, deal_type = main[0].pipeline, main[0].deal_type
    stages = material.process.pipeline(pipeline).open_stages()
    teams = {t.name: t.steps for t in material.summary.teams}
    found = weakest_steps(teams, pipeline, deal_type)
    lines, level = [], []
    for name, gap in found.items():
        if gap is None:
            level.append(name)
            continue
        after = stages[gap.rank + 1].label if gap.rank + 1 < len(stages) else "Won"
        text = f"{name}: fewer go on from {stages[gap.rank].label} to {after} than elsewhere: "
        text += f"{words.ratio(*gap.own_counts)} = {words.narrow(gap.own)}; the others "
        text += f"{words.ratio(*gap.others_counts)} = {words.narrow(gap.others)}."
        lines.append(Line(text, weight="item"))
    if level:
        text = f"{words.joined(level, most=6)}: no step below the others beyond chance."
        lines.append(Line(text, weight="item"))
    return lines


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
