"""Practice in words: a person's five minutes, and for leaders counts without names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from fairlead.answers import NotEstimable
from fairlead.brief import words
from fairlead.brief.model import Brief, Line, Section
from fairlead.refresh.practising import Part, Practice, Taken
from fairlead.train.adoption import LiveDeal, adoption, offered
from fairlead.train.practice import Queue, Spacing, Turn, queue, recalled

TITLE = "What to practise today"
FEWEST = 5
"""How people practise is told for groups of at least so many; it is nobody's report."""

ANSWER = "Answer: `--answer KEY=again|hard|well|easy`; deals: `--used ID` or `--not-used ID`."


def compose_practice(found: Practice) -> Brief:
    """Return one person's practice as they read it."""
    today = queue(found.cards, found.spacing, found.today)
    sections = [_queue(found, today)]
    sections += [s for part in found.parts if (s := _use(found, part)) is not None]
    sections.append(_goes(found, today))
    return _brief(found.name, found.today, found.data_until, sections)


def _brief(
    whose: str, today: dt.date, until: dt.date, sections: Sequence[Section], title: str = TITLE
) -> Brief:
    return Brief(
        title=title,
        subtitle=f"{whose} | {words.day(today)}",
        freshness=f"Data until {words.day(until)}.",
        audience="all",
        as_of=today,
        data_until=until,
        sections=tuple(section for section in sections if section.lines),
        evidence=(),
        findings=(),
        plumbing=(),
    )


def headline(found: Practice, today: Queue) -> str:
    """Return what today asks for, in a sentence."""
    if not found.parts:
        return "No training of yours has begun, so there is nothing to practise."
    if not found.cards:
        return (
            "No routine is written yet for what is trained. Who does it best can write it down: "
            "`fairlead playbook write-routine`."
        )
    if today.turns:
        drills = words.counted(len(today.turns), "drill")
        text = f"{drills}, {words.counted(today.minutes, 'minute')} at most"
        return f"{text}." if not today.done_today else f"{text}; {today.done_today} done today."
    return _nothing_more(today)


def _nothing_more(today: Queue) -> str:
    if today.left_over:
        return "Five minutes are done: enough for today. The rest comes tomorrow."
    if today.done_today:
        return f"Done for today: {words.counted(today.done_today, 'drill')}."
    if today.next_on is not None:
        return f"Nothing is due today. Next: {words.day(today.next_on)}."
    return "All repetitions of your trainings are done."


def _queue(found: Practice, today: Queue) -> Section:
    lines = [Line(headline(found, today), weight="lead")]
    for turn in today.turns:
        lines += _turn(turn)
    if today.turns:
        lines.append(Line(ANSWER, weight="quiet"))
    return Section("practice", "Today", tuple(lines))


def _turn(turn: Turn) -> list[Line]:
    drill = turn.card.drill
    number = "first time" if turn.times == 0 else f"time {turn.times + 1}"
    lines = [
        Line(f"{drill.key}: {drill.scenario}. {drill.prompt} ({number})", weight="item"),
    ]
    if drill.fixed:
        lines.append(Line(f"Look afterwards: {_points(drill.fixed)}.", weight="quiet"))
    if drill.free:
        lines.append(Line(f"Your own way: {_points(drill.free)}.", weight="quiet"))
    return lines


def _points(points: tuple[str, ...]) -> str:
    return "; ".join(point.rstrip(".") for point in points)


def _use(found: Practice, part: Part) -> Section | None:
    """Return where to use a training, and how often it was used so far."""
    deals = offered(part.deals, found.done.ticks, part.training)
    lines = []
    if deals:
        which = "this one" if len(deals) == 1 else f"these {len(deals)}"
        lines.append(Line(f"Use it on {which}, and say afterwards whether you did:"))
        lines += [Line(f"{deal.number}: {told(deal)}", weight="item") for deal in deals]
    told_so_far = [(found.person_id, tick) for tick in found.done.ticks]
    so_far = adoption(told_so_far, part.training, until=found.today, since=part.start)
    if so_far.ticked:
        lines.append(Line(used(so_far.used, so_far.ticked, "you said so")))
    if not part.deals:
        lines.append(Line("No open deal of yours stands in this step.", weight="quiet"))
    title = f"{part.training} ({part.competency})"
    return Section("use", title, tuple(lines))


def told(deal: LiveDeal) -> str:
    """Return a deal as it is offered."""
    parts = [deal.name if deal.name != deal.number else "", deal.stage]
    if deal.entered_on is not None:
        parts.append(f"since {words.day(deal.entered_on)}")
    if deal.amount is not None:
        parts.append(words.money(deal.amount, deal.currency, named=True))
    return ", ".join(part for part in parts if part)


def used(k: int, n: int, by: str) -> str:
    """Return how often something was used; never as a cause of anything."""
    return f"Used on {k} of {words.counted(n, 'deal')}; {by}. That is use, not effect."


def _goes(found: Practice, today: Queue) -> Section:
    if not found.cards:
        return Section("goes", "How it goes", ())
    known = recalled(found.cards, found.today)
    lines = []
    if isinstance(known, NotEstimable):
        lines.append(Line(f"Recall: too little data, {known.reason}.", weight="quiet"))
    else:
        text = words.rate(known.successes or 0, known.n)
        lines.append(Line(f"Known when it came back: {text}. Your own word, for you alone."))
    if today.week:
        week = words.counted(today.week, "drill")
        lines.append(Line(f"The seven days from today: {week}, a minute each.", weight="quiet"))
    lines.append(Line(spaced(found.spacing), weight="quiet"))
    return Section("goes", "How it goes", tuple(lines))


def spaced(spacing: Spacing) -> str:
    """Return when drills come back."""
    if spacing.how == "fsrs":
        return (
            "Drills come back when they are about to be forgotten (FSRS), after "
            f"{words.counted(spacing.longest_days, 'day')} at the latest."
        )
    listed = words.joined(str(day) for day in spacing.days)
    noun = "day" if len(spacing.days) == 1 else "days"
    return f"Drills come back on {noun} {listed} after the start."


def compose_taken(
    found: Sequence[Taken], today: dt.date, until: dt.date, spacing: Spacing
) -> Brief:
    """Return how trainings are practised and used, for whoever leads; nobody is named."""
    if not found:
        line = Line("No training has begun. Plan one with `fairlead train design`.", weight="lead")
        return _brief("All trainings", today, until, [Section("practice", "Practice", (line,))])
    sections = [Section("practice", one.training, tuple(_taken(one))) for one in found]
    note = Line(f"{spaced(spacing)} One's own queue: add --person.", weight="quiet")
    last = sections[-1]
    sections[-1] = Section(last.code, last.title, (*last.lines, note))
    return _brief("All trainings", today, until, sections, "Who practises, and where it is used")


def _taken(one: Taken) -> list[Line]:
    lines = [Line(practised(one), weight="lead")]
    if not one.drills:
        text = "No routine is written yet for this step: `fairlead playbook write-routine`."
        lines.append(Line(text))
    told_use = use_of(one)
    if told_use:
        lines.append(Line(told_use))
    return lines


def practised(one: Taken) -> str:
    """Return how many people practise."""
    text = f"{one.competency}, since {words.day(one.first_on)}: "
    if one.people < FEWEST:
        who = words.counted(one.people, "person has", "people have")
        return f"{text}{who} started; how they practise is told from {FEWEST} people on."
    return f"{text}{one.practising} of {one.people} people practised in the last seven days."


def use_of(one: Taken) -> str:
    """Return where it was used; empty where fewer than `FEWEST` take part."""
    if one.people < FEWEST:
        return ""
    if not one.adoption.ticked:
        return "Nobody has said yet on which deals it was used."
    who = words.counted(one.adoption.people, "person", "people")
    return used(one.adoption.used, one.adoption.ticked, f"{who} of {one.people} said so")


def practice_json(found: Practice) -> dict[str, Any]:
    """Return one person's practice for machines."""
    today = queue(found.cards, found.spacing, found.today)
    known = recalled(found.cards, found.today)
    return {
        "person": found.name,
        "as_of": found.today,
        "turns": [
            {
                "key": turn.card.drill.key,
                "training": turn.card.training,
                "scenario": turn.card.drill.scenario,
                "prompt": turn.card.drill.prompt,
                "due_on": turn.due_on,
                "times": turn.times,
            }
            for turn in today.turns
        ],
        "left_over": today.left_over,
        "done_today": today.done_today,
        "week": today.week,
        "next_on": today.next_on,
        "recall": None if isinstance(known, NotEstimable) else [known.successes, known.n],
        "trainings": [_part_json(found, part) for part in found.parts],
    }


def _part_json(found: Practice, part: Part) -> dict[str, Any]:
    told_so_far = [(found.person_id, tick) for tick in found.done.ticks]
    so_far = adoption(told_so_far, part.training, until=found.today, since=part.start)
    deals = offered(part.deals, found.done.ticks, part.training)
    return {
        "training": part.training,
        "competency": part.competency,
        "start": part.start,
        "drills": len(part.drills),
        "use_it_on": [{"deal": d.number, "name": d.name, "stage": d.stage} for d in deals],
        "used": so_far.used,
        "ticked": so_far.ticked,
    }


def taken_json(found: Sequence[Taken]) -> list[dict[str, Any]]:
    """Return how trainings are practised and used for machines; counts of few people are null."""
    return [
        {
            "training": one.training,
            "competency": one.competency,
            "people": one.people,
            "practising": one.practising if one.people >= FEWEST else None,
            "used": one.adoption.used if one.people >= FEWEST else None,
            "ticked": one.adoption.ticked if one.people >= FEWEST else None,
        }
        for one in found
    ]
