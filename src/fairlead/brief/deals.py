"""HOW DEALS MOVE: step rates and time in stage; win rate, deal size and time to a win."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.material import Material, TypeRate
from fairlead.brief.model import Chart, Grid, Line, Section
from fairlead.measure.results import StepResult
from fairlead.measure.steps import main_group

MOST_GROUPS = 4
_CAPTION = "Days: median time in stage of the deals that went on."
_FEW = ' "3 of 5 needed": too little data yet.'
TYPE_WORDS = {
    "new_business": "new business",
    "expansion": "expansion",
    "renewal": "renewal",
    "unknown": "all deals",
}


def how_deals_move(material: Material, book: EvidenceBook) -> Section | None:
    """Return the steps of the main group of deals, or nothing without any step."""
    steps = main_group(material.steps)
    if not steps:
        return None
    number = _steps_evidence(material, steps, book)
    leak = _leak(steps)
    lines = [Line(leak[:1].upper() + leak[1:], number, "lead")]
    if _is_guess(steps, material):
        lines = [Line(_GUESSED[:1].upper() + _GUESSED[1:], number, "quiet")]
    lines += _other_groups(material, steps, book)
    if all(isinstance(s.days, NotEstimable) for s in steps) and material.summary.known.last_steps:
        lines.append(
            Line(
                "Read from the last step each deal reached: no times, and true only if no step "
                "was skipped.",
                weight="quiet",
            )
        )
    return Section(
        "how_deals_move",
        "How deals move",
        tuple(lines),
        grid=_grid(steps),
        chart=Chart("steps", steps),
    )


def _steps_evidence(material: Material, steps: tuple[StepResult, ...], book: EvidenceBook) -> int:
    first = steps[0]
    return book.add(
        f"Steps of {_group(first, material)}",
        "Step rate: of the deals that entered the stage in the window, those that ever went on, of "
        "those that went on or were lost. Deals still there stay open and count in neither. A step "
        "back or a re-opening undoes nothing.",
        "steps",
        row_count=sum(s.entered for s in steps),
        pipeline=first.pipeline,
        type=first.deal_type,
        start=material.question.window_start.isoformat(),
        end=material.question.as_of.isoformat(),
    )


def _other_groups(
    material: Material, main: tuple[StepResult, ...], book: EvidenceBook
) -> list[Line]:
    """Say the same of the other pipelines and deal types; rates of two kinds are never mixed."""
    groups: dict[tuple[str, str], list[StepResult]] = {}
    for step in material.steps:
        groups.setdefault((step.pipeline, step.deal_type), []).append(step)
    groups.pop((main[0].pipeline, main[0].deal_type))
    if not groups:
        return []
    lines = [Line(f"The table shows {_group(main[0], material)}.", weight="quiet")]
    for steps in list(groups.values())[:MOST_GROUPS]:
        number = _steps_evidence(material, tuple(steps), book)
        name = _group(steps[0], material)
        said = _GUESSED if _is_guess(steps, material) else _leak(tuple(steps))
        lines.append(Line(f"{name[:1].upper()}{name[1:]}: {said}", number))
    if len(groups) > MOST_GROUPS:
        more = words.counted(len(groups) - MOST_GROUPS, "smaller group")
        lines.append(Line(f"And {more}.", weight="quiet"))
    return lines


_GUESSED = "the order of these stages is a guess, so no step is named before somebody checked it."


def _is_guess(steps: Sequence[StepResult], material: Material) -> bool:
    return material.process.pipeline(steps[0].pipeline).is_guess


def _group(step: StepResult, material: Material) -> str:
    kind = TYPE_WORDS.get(step.deal_type, step.deal_type)
    if step.deal_type == "unknown" and len(material.process.pipelines) > 1:
        return f"pipeline {step.pipeline}"
    if len(material.process.pipelines) > 1:
        return f"{kind} in {step.pipeline}"
    return kind


def _leak(steps: tuple[StepResult, ...]) -> str:
    """Name the step with the lowest rate, and those that may be as low; not yet a priority."""
    told = [(s, s.rate) for s in steps if isinstance(s.rate, Estimate)]
    if not told:
        return "too few deals came to an end at any step to tell a rate."
    worst, rate = min(told, key=lambda pair: pair[1].value)
    if worst.lost == 0:
        return "no deal was lost at any step in the window."
    text = f"fewest go on from {worst.stage} to {worst.next_stage}: "
    text += f"{words.ratio(worst.advanced, worst.advanced + worst.lost)} = {words.estimate(rate)}"
    if worst.open:
        text += f"; {words.count(worst.open)} {'is' if worst.open == 1 else 'are'} still there"
    rivals = [s.stage for s, other in told if s is not worst and other.lower <= rate.upper]
    if rivals:
        text += f". From {words.joined(rivals, most=3)} it may be as few"
    return text + "."


def _grid(steps: tuple[StepResult, ...]) -> Grid:
    rows = tuple(
        (
            s.stage,
            words.count(s.entered),
            words.count(s.advanced),
            words.count(s.lost),
            words.count(s.open),
            words.narrow(s.rate),
            _days(s.days),
        )
        for s in steps
    )
    return Grid(
        ("stage", "entered", "went on", "lost", "open", "step rate", "days"),
        rows,
        "lrrrrrr",
        _CAPTION + (_FEW if any(" needed" in cell for row in rows for cell in row[5:]) else ""),
    )


def _days(answer: Answer) -> str:
    if isinstance(answer, NotEstimable):
        return words.lacking(answer)
    if answer.value < 1:
        hours = answer.value * 24
        return f"{hours:.0f} h" if hours >= 1 else "< 1 h"
    return f"{answer.value:.0f}"


def win_rate_size_time(material: Material, book: EvidenceBook) -> Section | None:
    """Return win rate per deal type, size of a win and time to it."""
    lines = []
    for index, rate in enumerate(material.win_rates):
        lines.append(_win_rate(rate, material, book, lead=index == 0))
    lines += _all_types(material)
    lines += _without_date(material, book)
    lines += _size(material, book)
    lines += _cycle(material, book)
    if not lines:
        return None
    return Section("win_rate", "Win rate, size and time", tuple(lines))


def _win_rate(rate: TypeRate, material: Material, book: EvidenceBook, *, lead: bool) -> Line:
    count, question = rate.count, material.question
    closed = count.won + count.lost
    name = "" if count.deal_type == "unknown" else f", {TYPE_WORDS[count.deal_type]}"
    number = book.add(
        f"Win rate{name}",
        "Won, of all deals closed (won or lost) with a booking date in the window. It is no step "
        "rate: it looks at deals that closed, a step rate at deals that entered.",
        "closed_between",
        row_count=closed,
        start=question.window_start.isoformat(),
        end=question.as_of.isoformat(),
        type=count.deal_type,
    )
    if isinstance(rate.rate, Estimate):
        text = f"Win rate (closed deals{name}): {words.ratio(count.won, closed)} = "
        text += f"{words.estimate(rate.rate)} in {_months(material)}."
    else:
        text = f"Win rate (closed deals{name}): {words.silence(rate.rate)}."
    return Line(text, number, "lead" if lead else "plain")


def _all_types(material: Material) -> list[Line]:
    """Return the wins of all types together: the number that size and time below start from."""
    if len(material.win_rates) < 2:
        return []
    wins = words.counted(material.summary.won_in_window, "win")
    return [Line(f"All deal types together: {wins} in those {_months(material)}.", weight="quiet")]


def _months(material: Material) -> str:
    return words.counted(material.question.window_months, "month")


def _without_date(material: Material, book: EvidenceBook) -> list[Line]:
    """Return how many closed deals no window can hold: left out, a rate may be far off."""
    totals = material.summary.totals
    won, lost = totals.won_without_date, totals.lost_without_date
    if not won + lost:
        return []
    number = book.add(
        "Deals closed without a closing date",
        "Won or lost deals of which no day is known. They may belong into the window or not, so "
        "they are in no rate of a window.",
        "closed_without_date",
        row_count=won + lost,
    )
    worth = words.money(totals.won_without_date_amount, totals.currency, named=True)
    sum_won = f" ({worth})" if totals.won_without_date_amount else ""
    text = f"Not in {'these rates' if len(material.win_rates) > 1 else 'this rate'}: "
    text += f"{words.counted(won + lost, 'deal')} closed without a closing date, "
    text += f"{words.count(won)} of them won{sum_won}."
    return [Line(text, number)]


def _too_few(what: str, silence: NotEstimable) -> list[Line]:
    return [Line(f"{what}: {words.silence(silence)} wins.", weight="quiet")]


def _size(material: Material, book: EvidenceBook) -> list[Line]:
    if isinstance(material.size, NotEstimable):
        return _too_few("Size of a win", material.size) if len(material.summary.sizes) else []
    sizes, currency = material.summary.sizes, material.summary.totals.currency
    number = book.add(
        "Size of a win",
        "Median and mean amount of deals won in the window with an amount above zero.",
        "sized_wins_between",
        row_count=len(sizes),
        start=material.question.window_start.isoformat(),
        end=material.question.as_of.isoformat(),
        currency=currency,
    )
    mean = words.money(round(float(sizes.mean())), currency)
    tied = _tied(material.size, sizes)
    if tied:
        value = words.money(round(material.size.value), currency)
        text = f"The middle win with an amount is {value}: {words.ratio(tied, len(sizes))} are "
        text += "exactly that"
    else:
        text = f"Half of the {words.counted(len(sizes), 'win')} with an amount are of "
        text += f"{words.estimate(material.size)} or more"
    return [Line(f"{text}; on average {mean}.", number)]


def _tied(middle: Estimate, values: npt.NDArray[np.float64]) -> int:
    """Return how many values are the median itself where so many are that its interval is it."""
    if middle.lower < middle.upper:
        return 0
    return int((values == middle.value).sum())


def _cycle(material: Material, book: EvidenceBook) -> list[Line]:
    if isinstance(material.cycle, NotEstimable):
        few = len(material.summary.cycle_days)
        return _too_few("Time to a win", material.cycle) if few else []
    number = book.add(
        "Time to a win",
        "Median days from creation to closing of deals won in the window. Deals closed before "
        "they were created are left out and named.",
        "timed_wins_between",
        row_count=len(material.summary.cycle_days),
        start=material.question.window_start.isoformat(),
        end=material.question.as_of.isoformat(),
    )
    timed = material.summary.cycle_days
    tied = _tied(material.cycle, timed)
    text = (
        f"The middle win took {words.days(material.cycle.value)} from creation to close: "
        f"{words.ratio(tied, len(timed))} took exactly that."
        if tied
        else f"Half of the {words.counted(len(timed), 'win')} with both days took "
        f"{words.estimate(material.cycle)} or longer from creation to close."
    )
    lines = [Line(text, number)]
    reversed_dates = material.summary.totals.closed_before_created
    if reversed_dates:
        number = book.add(
            "Deals closed before they were created",
            "The closing date lies before the creation date: kept, but in no time.",
            "closed_before_created",
            row_count=reversed_dates,
        )
        lines.append(
            Line(
                f"{words.counted(reversed_dates, 'deal')} closed before being created; "
                f"{'its time is' if reversed_dates == 1 else 'their times are'} left out.",
                number,
                "quiet",
            )
        )
    return lines
