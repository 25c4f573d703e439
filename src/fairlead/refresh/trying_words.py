"""Try-outs in words: what a leader reads of them, conclusion first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from fairlead.answers import Answer, NotEstimable
from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.model import Brief, Grid, Line, Section
from fairlead.brief.setting import Setting, competency_evidence, freshness
from fairlead.measure.cells import Book
from fairlead.refresh.trying_mine import Open
from fairlead.refresh.trying_store import Begun
from fairlead.refresh.verdict_words import change
from fairlead.verify.tryout import TRIGGERS, TryOut
from fairlead.verify.tryout_verdict import TryOutReport

TITLE = "Did the play work?"

SAID = {
    "worked": "It worked.",
    "no effect of the size that matters": "No effect of the size that matters.",
    "did harm": "It did harm.",
}
NEXT = {
    "keep": "Next: keep it, write it into the routine, and let everybody use it.",
    "stop": "Next: stop it, and put the effort elsewhere.",
    "change": "Next: change it: plan it again with more deals, or on another step.",
    "wait": "Next: go on. Looking is allowed on any day; the range allows for it.",
}


def compose_begun(made: Begun, *, is_kept: bool = True, people: bool = False) -> Brief:
    """Return what was declared and drawn, as it is read when a try-out begins.

    Parameters
    ----------
    made
        The declaration with its draw.
    is_kept
        Whether it has begun; else it says what would be fixed.
    people
        Say who tries, by name, where people are drawn.
    """
    plan = made.plan
    lines = [
        Line(
            f"{plan.title}: begins on {words.day(plan.start_on)}, nothing new from "
            f"{words.day(plan.stop_on)} on.",
            weight="lead",
        ),
        Line(f"The play: {plan.what}"),
        Line(_drawn(made)),
        Line(_promise(made)),
    ]
    what = "What was fixed" if is_kept else "What would be fixed"
    sections = [Section("begun", what, tuple(lines)), _rule(plan, made)]
    if people and plan.unit == "person":
        sections.append(_who(made, ()))
    begun = f"begun on {words.day(made.day)}" if is_kept else "not begun yet"
    kept = "Kept as declared. Nothing of it can be changed any more."
    return Brief(
        title=TITLE,
        subtitle=f"{plan.title} | {begun}",
        freshness=kept if is_kept else "Nothing is kept yet.",
        audience="all",
        as_of=made.day,
        data_until=made.day,
        sections=tuple(sections),
        evidence=(),
        findings=(),
        plumbing=(Line(f"Seed {plan.seed}: the same seed draws the same sides again."),),
    )


def _drawn(made: Begun) -> str:
    plan = made.plan
    if plan.unit == "deal":
        who = words.counted(len(made.people), "person", "people")
        return (
            f"Drawn by deal: {words.percent(plan.share)} of the deals of {who} get the play, told "
            "by the deal's id (--drawn lists them)."
        )
    on = sum(bool(person.tries) for person in made.people)
    return (
        f"Drawn by person, within teams: {on} try it, {len(made.people) - on} go on as before "
        "(--drawn says who)."
    )


def _promise(made: Begun) -> str:
    if made.detectable is None:
        return "Your past deals are too few to say what it could show: take it as practice."
    text = f"{100 * made.detectable:.0f} points"
    wanted = f"{100 * made.plan.smallest:g}"
    if made.detectable <= made.plan.smallest:
        return f"A lift of {text} or more would show 8 times in 10 by its end."
    return (
        f"Only a lift of {text} or more would show 8 times in 10 by its end; you want to know "
        f"about {wanted}. More deals, more people or more time would help."
    )


def _rule(plan: TryOut, made: Begun) -> Section:
    weeks = words.days(made.wait_days)
    lines = [
        Line(
            f"Judged by {plan.outcome}: worked from {100 * plan.smallest:g} points on, a deal has "
            f"{weeks} to decide. Everybody counts as drawn."
        ),
        Line(f"At risk: {plan.at_risk}"),
    ]
    if plan.most_deals is not None:
        lines.append(Line(f"At most {plan.most_deals} deals get the play."))
    lines += [
        Line(f"Guardrail: {g.step} may not fall by {100 * g.worse_by:g} points.", weight="item")
        for g in plan.guardrails
    ]
    lines += [Line(f"If {TRIGGERS[c.when]}: {c.plan}", weight="item") for c in plan.contingencies]
    return Section("rule", "How it is judged", tuple(lines))


def compose_try_outs(
    reports: Sequence[tuple[Begun, TryOutReport]],
    untold: Sequence[tuple[Begun, NotEstimable]],
    setting: Setting,
    as_of: dt.date,
    *,
    book: Book,
    whole: bool,
    drawn: Sequence[Open] | None = None,
) -> Brief:
    """Return try-outs as they are read.

    Parameters
    ----------
    reports, untold
        What is known, and try-outs of which nothing can be said.
    setting, as_of
        What stands around it, and the evening.
    book
        For the rows behind the numbers.
    whole
        Say everything (of one), or only the verdicts.
    drawn
        Open deals, to say who tries and which get the play; None to name nobody.
    """
    notes = EvidenceBook()
    sections = []
    if not reports and not untold:
        text = "No try-out is known. Begin one with `fairlead verify try-out --begin FILE`."
        sections.append(Section("try_out", "Try-outs", (Line(text, weight="lead"),)))
    for made, report in reports:
        number = _evidence(made, report, book, notes)
        sections.append(_verdict(report, made, number))
        if whole:
            sections += [_rule(report.plan, made), _guards(report), _path(report)]
        if drawn is not None:
            sections.append(_who(made, [each for each in drawn if each.play == made.name]))
    for made, reason in untold:
        text = f"Cannot be known: {words.silence(reason)}."
        sections.append(Section("try_out", made.plan.title, (Line(text, weight="lead"),)))
    title = reports[0][1].plan.title if whole and reports else "All try-outs"
    return Brief(
        title=TITLE,
        subtitle=f"{title} | {words.day(as_of)}",
        freshness=freshness(as_of, setting),
        audience="all",
        as_of=as_of,
        data_until=setting.data_until,
        sections=tuple(s for s in sections if s.lines or s.grid),
        evidence=notes.entries,
        findings=(*setting.findings, *(f for _, report in reports for f in report.findings)),
        plumbing=(
            Line(
                "Drawn sides against each other; a deal counts once its time has passed. Ranges "
                "hold on every day at once, 19 times in 20, so looking early is allowed."
            ),
        ),
    )


def _evidence(made: Begun, report: TryOutReport, book: Book, notes: EvidenceBook) -> int | None:
    named = next((c for c in book.competencies if c.slug in made.outcome), None)
    if named is None:
        return None
    return competency_evidence(
        named,
        " of those in the try-out",
        "All that entered since the first day and are credited to people who take part, on either "
        "side.",
        notes,
        people=[p.person for p in made.people],
        days=(report.plan.start_on, report.as_of),
    )


def _verdict(report: TryOutReport, made: Begun, number: int | None) -> Section:
    plan = report.plan
    if report.word == "not begun":
        lead = f"Begins on {words.day(plan.start_on)}."
    elif report.word == "too early":
        due = "" if report.due_on is None else f": it ends on {words.day(report.due_on)}"
        lead = f"Too early to say{due}."
    elif report.word == "cannot be known":
        lead = f"Cannot be known: {report.because}."
    else:
        when = "" if report.on is None else f" Sure since {words.day(report.on)}."
        lead = f"{SAID[report.word]}{when}"
    lines = [Line(lead, weight="lead"), Line(f"The play: {plan.what}")]
    lines.append(Line(_found(report, plan), evidence=number))
    if report.set_off is not None:
        trigger, told = report.set_off
        lines.append(Line(f"Planned if {TRIGGERS[trigger]}: {told}", weight="lead"))
    lines.append(Line(NEXT[report.decision]))
    if report.word in {"not begun", "too early"}:
        lines.append(Line(_promise(made), weight="quiet"))
    return Section("try_out", plan.title, tuple(lines))


def _found(report: TryOutReport, plan: TryOut) -> str:
    (won, of), (others_won, others) = report.counts
    entered = sum(report.entered)
    told = f"{plan.outcome}: "
    if of and others:
        told += f"{words.rate(won, of)} with the play, {words.rate(others_won, others)} without; "
    told += f"{of + others} of {entered} deals have had their time"
    if isinstance(report.effect, NotEstimable):
        return f"{told}. Effect: {words.silence(report.effect)}."
    return f"{told}. Effect {_points(report.effect)}."


def _points(found: Answer) -> str:
    return change(found, "points")


def _guards(report: TryOutReport) -> Section:
    lines = []
    for rail, found, crossed in report.guards:
        limit = f"{100 * rail.worse_by:g} points"
        if crossed is not None:
            text = f"{rail.step}: crossed on {words.day(crossed)}, {_points(found)}."
        elif isinstance(found, NotEstimable):
            text = f"{rail.step}: not crossed; {words.silence(found)}."
        else:
            text = f"{rail.step}: not crossed, {_points(found)}; the limit is -{limit}."
        lines.append(Line(text, weight="item"))
    tries, others = report.drawn
    unit = "deals" if report.plan.unit == "deal" else "people"
    if report.ratio_p is not None:
        fit = "as drawn" if report.ratio_p >= 0.001 else "not as drawn"
        lines.append(
            Line(
                f"Sides: {tries} {unit} with, {others} without, {fit}: sides as uneven come by "
                f"luck {words.percent(report.ratio_p)} of the time.",
                weight="quiet",
            )
        )
    return Section("guards", "Guardrails", tuple(lines))


def _path(report: TryOutReport) -> Section:
    """Show the range week by week: every fourth week, and the last."""
    points = report.path
    chosen = [p for i, p in enumerate(points) if i % 4 == 0 or i == len(points) - 1]
    rows = tuple((words.day(day), _points(found), words.count(found.n)) for day, found in chosen)
    if not rows:
        return Section("path", "Week by week", ())
    grid = Grid(("looked at on", "effect so far", "deals"), rows, "lrr")
    return Section("path", "Week by week", (), grid=grid)


def _who(made: Begun, drawn: Sequence[Open]) -> Section:
    if made.plan.unit == "person":
        sides = [(True, "Try it"), (False, "Go on as before")]
        lines = [
            Line(f"{title}: {words.joined(p.name for p in made.people if p.tries is side)}.")
            for side, title in sides
        ]
        return Section("drawn", "Who tries", tuple(lines))
    rows = tuple(
        (
            each.key,
            each.name,
            each.owner_name,
            "use the play" if each.tries else "as before",
            words.day(each.entered_on),
        )
        for each in drawn
    )
    if not rows:
        nobody = Line(f"No deal of the try-out is open in {made.plan.outcome} now.")
        return Section("drawn", "Open deals", (nobody,))
    lead = Line(f"{words.counted(len(rows), 'open deal')} in {made.plan.outcome} now.")
    grid = Grid(("deal", "name", "owner", "drawn", "entered"), rows, "lllll")
    return Section("drawn", "Open deals", (lead,), grid=grid)
