"""RUN THE QUARTER: won so far, target, open pipeline and how it moved, deals to clean up."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from fairlead.answers import Estimate, NotEstimable
from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.capabilities import emptiness
from fairlead.brief.landing import Landing, landing_of_brief
from fairlead.brief.material import Material, Quarter
from fairlead.brief.model import Chart, Line, Section
from fairlead.brief.standing import NO_CHANCE, against_target, covered, not_compared, standing
from fairlead.brief.watch import watch
from fairlead.forecast.movement import LEAVES, Movement, Part
from fairlead.measure.results import MonthTotal
from fairlead.measure.summary import OtherCurrency, Summary

PART_WORDS = {
    "created": "new",
    "taken_over": "taken over from others",
    "pulled_in": "pulled in",
    "reopened": "reopened",
    "grown": "grown",
    "shrunk": "shrunk",
    "pushed": "pushed",
    "lost": "lost",
    "won": "won",
    "handed_over": "handed over to others",
    "removed": "removed",
    "revalued": "by exchange rates",
}


def run_the_quarter(material: Material, book: EvidenceBook) -> Section:
    """Return the section a leader reads first."""
    empty = emptiness(material)
    if empty is not None:
        said = [Line(f"Nothing to tell: {empty}.", weight="lead"), *_target(material, book)]
        return Section("run_the_quarter", "Run the quarter", tuple(said))
    lines = results(material, book)
    lines += open_pipeline(material, book)
    lines += watch(material, book)
    lines += to_clean_up(material, book)
    moved = material.movement
    chart = Chart("movement", moved) if isinstance(moved, Movement) and moves(moved) else None
    return Section("run_the_quarter", "Run the quarter", tuple(lines), chart=chart)


def results(material: Material, book: EvidenceBook) -> list[Line]:
    """Say where the quarter lands, and what was won in it, beside its target."""
    landing = landing_of_brief(material.landing, book)
    won = won_so_far(material, book)
    if any(line.weight == "lead" for line in landing):
        won = replace(won, weight="plain")
    return [*landing, won, *_target(material, book)]


def moves(moved: Movement) -> bool:
    """Say whether a bridge has anything in it."""
    return any(p.deal_count or p.amount for p in (*moved.parts, moved.opening, moved.closing))


def _period(material: Quarter) -> str:
    return material.question.period.label


def won_so_far(material: Quarter, book: EvidenceBook) -> Line:
    """Say what was won in the quarter so far."""
    summary = material.summary
    number = book.add(
        f"Won in {_period(material)}",
        "Deals won by the day of the brief and booked in the quarter. The booking date is the "
        "close date as the CRM has it. Compare with `fairlead reconcile`.",
        "won_between",
        row_count=summary.won_in_period,
        start=material.question.period_start.isoformat(),
        end=(material.question.period_end - dt.timedelta(days=1)).isoformat(),
    )
    text = f"Won in {_period(material)} so far: {_booked(summary)}."
    text += _without_rate([(o, o.booked_in_period, o.won_in_period) for o in summary.others])
    return Line(text, number, "lead")


def _booked(summary: Summary) -> str:
    """Write wins with their sum; an amount nobody entered is no 0."""
    won, valued = summary.won_in_period, summary.valued_in_period
    deals = words.counted(won, "deal")
    if not won:
        return "no deal yet"
    if not valued:
        return f"{deals}, {'without an' if won == 1 else 'none with an'} amount"
    money = words.money(summary.booked_in_period, summary.totals.currency, named=True)
    bare = f", {words.count(won - valued)} of them without an amount" if valued < won else ""
    return f"{money} in {deals}{bare}"


def _without_rate(sums: list[tuple[OtherCurrency, int, int]]) -> str:
    """Return the sentence with the money that is in no sum of the reporting currency, if any."""
    told = [
        (words.money(amount, o.currency, named=True) if o.currency else words.money(amount))
        + (" without a currency" if o.currency is None else "")
        + f" ({words.counted(deals, 'deal')})"
        for o, amount, deals in sums
        if deals
    ]
    return f" Not in that sum, for want of a rate: {words.joined(told, most=4)}." if told else ""


def _target(material: Material, book: EvidenceBook) -> list[Line]:
    target, found = material.summary.target, standing(material)
    if target is None or found is None:
        return []
    question = material.question
    number = book.add(
        f"Target for {_period(material)}",
        "Targets of the highest level given (company, else teams, else people without their own "
        "leaders' totals), by the days that fall into the quarter. Where people or teams have "
        "them, only wins of those are set beside them.",
        "targets_between",
        row_count=target.count,
        start=question.period_start.isoformat(),
        end=question.period_end.isoformat(),
    )
    lines = [Line(against_target(material, found), number)]
    apart = not_compared(target, material.summary.totals.currency)
    if apart:
        if isinstance(material.landing, Landing):
            apart += NO_CHANCE
        lines.append(Line(apart, weight="quiet"))
    if found.missing:
        lines.append(Line(covered(material, found)))
    return [*lines, *_backwards(material)]


def _backwards(material: Material) -> list[Line]:
    """Return the line that turns the target into new deals a month."""
    needed, have = material.needed, material.created_a_month
    if not isinstance(needed, Estimate) or have is None:
        return []
    text = (
        "With your win rate and deal size (all deal types together) that target takes "
        f"{needed.value:,.0f} new deals a month "
        f"({needed.lower:,.0f} to {needed.upper:,.0f}); you make {have:,.0f}."
    )
    return [Line(text)]


def open_pipeline(material: Quarter, book: EvidenceBook) -> list[Line]:
    """Say what is open and how it became what it is since the quarter began."""
    return open_deals(material, book) + _movement(material, book)


def open_deals(material: Quarter, book: EvidenceBook) -> list[Line]:
    """Say how many deals are open, and what they are worth."""
    totals = material.summary.totals
    number = book.add(
        "Open deals",
        "Deals neither won, lost nor deleted on the day of the brief.",
        "open_deals",
        row_count=totals.open,
    )
    text = f"Open: {words.counted(totals.open, 'deal')}"
    hindsight = material.question.as_of < material.data_until
    if totals.open_amount and (material.summary.known.open_amounts or not hindsight):
        text += f" worth {words.money(totals.open_amount, totals.currency)}"
    if totals.open_without_amount and not (hindsight and not material.summary.known.open_amounts):
        bare = totals.open_without_amount
        text += (
            "; none carries an amount"
            if bare == totals.open
            else f"; {words.count(bare)} of them {'carries' if bare == 1 else 'carry'} no amount"
        )
    others = [(o, o.open_amount, o.open) for o in material.summary.others]
    lines = [Line(f"{text}.{_without_rate(others)}", number)]
    if totals.undated:
        undated = book.add(
            "Open deals without any date",
            "The export gives neither a creation nor a closing date: they are kept as open and "
            "count in no rate and no time.",
            "undated_deals",
            row_count=totals.undated,
        )
        lines.append(
            Line(
                f"{words.counted(totals.undated, 'open deal')} "
                f"{'carries' if totals.undated == 1 else 'carry'} no date at all: kept as open, "
                "and in no rate.",
                undated,
                "quiet",
            )
        )
    return lines


def _movement(material: Quarter, book: EvidenceBook) -> list[Line]:
    moved = material.movement
    if isinstance(moved, NotEstimable) or not moves(moved):
        return []
    number = book.add(
        f"Movement since {words.day(moved.from_on)}",
        movement_definition(moved),
        "movement",
        row_count=sum(p.deal_count for p in moved.parts),
    )
    return bridge_lines(moved, number)


def movement_definition(moved: Movement) -> str:
    """Say what a bridge is made of."""
    return (
        f"Pipeline = {moved.scope}. Every deal is in one part; a deal that came and went in "
        "between counts in both; amounts that changed are grown or shrunk, and a deal leaves with "
        "its last amount. The parts add up to the cent."
    )


def bridge_lines(moved: Movement, number: int) -> list[Line]:
    """Write a bridge as one sum, and what of it cannot be told."""
    in_money = bool(moved.opening.amount or moved.closing.amount)
    like = max(abs(moved.opening.amount), abs(moved.closing.amount))

    def size(part: Part, *, signed: bool) -> str:
        if in_money:
            write = words.signed_money if signed else words.money
            return write(part.amount, moved.currency, like=like)
        sign = "-" if part.code in LEAVES else "+"
        return f"{sign if signed else ''}{words.count(part.deal_count)}"

    shown = [
        f"{size(p, signed=True)} {PART_WORDS[p.code]}"
        for p in moved.parts
        if (
            p.amount if in_money else p.deal_count and p.code not in {"grown", "shrunk", "revalued"}
        )
    ]
    scope = moved.scope[:1].upper() + moved.scope[1:]
    text = f"{scope}: {size(moved.opening, signed=False)} on {words.day(moved.from_on)}"
    text += f" {' '.join(shown)} = {size(moved.closing, signed=False)}"
    text += "" if in_money else f" deal{'' if moved.closing.deal_count == 1 else 's'}"
    lines = [Line(text + ".", number)]
    if moved.unknown:
        codes = " or ".join(PART_WORDS[c] for c in moved.unknown)
        reasons = sorted({why.reason for why in moved.unknown.values()})
        lines.append(Line(f"Not told: {codes}; {'; '.join(reasons)}.", weight="quiet"))
    return lines


def to_clean_up(material: Quarter, book: EvidenceBook) -> list[Line]:
    """Say which open deals look neglected, counted by what is wrong with them."""
    tidy, totals = material.summary.hygiene, material.summary.totals
    day = material.question.as_of.isoformat()
    lines = []
    if tidy.overdue:
        number = book.add(
            "Open deals with a close date in the past",
            "Open deals whose close date lies before the day of the brief.",
            "overdue_deals",
            row_count=tidy.overdue,
            day=day,
        )
        money = (
            f" ({words.money(tidy.overdue_amount, totals.currency)})" if tidy.overdue_amount else ""
        )
        lines.append(
            Line(
                f"Clean up: {words.counted(tidy.overdue, 'open deal')}{money} "
                f"{'has' if tidy.overdue == 1 else 'have'} a close date in the past.",
                number,
            )
        )
    others = []
    if tidy.without_next_step:
        others.append(f"{_have(tidy.without_next_step)} no next step")
    if tidy.without_close_date:
        others.append(f"{_have(tidy.without_close_date)} no close date")
    if tidy.stale:
        dated = "" if tidy.aged == totals.open else f" of the {words.count(tidy.aged)} with an age"
        are = "is" if tidy.stale == 1 else "are"
        others.append(f"{words.count(tidy.stale)}{dated} {are} older than 95% of wins ever got")
    if others:
        number = book.add(
            "Open deals to look at",
            "Open deals without next step or close date, or older than the age by which 95 % of "
            "the wins of the window were won.",
            "untidy_deals",
            row_count=None,
            start=material.question.window_start.isoformat(),
            end=day,
            next_steps=int(tidy.without_next_step is not None),
            close_dates=int(tidy.without_close_date is not None),
        )
        of = words.counted(totals.open, "open deal")
        lines.append(Line(f"Of {of} {', '.join(others)}.", number))
    return lines


def _have(number: int) -> str:
    return f"{words.count(number)} {'has' if number == 1 else 'have'}"


def months(material: Material, book: EvidenceBook) -> Section | None:
    """Return won per month beside its target, or nothing where nothing was won."""
    counted = material.summary.months
    if not any(m.won for m in counted):
        return None
    currency = material.summary.totals.currency
    evening = material.question.as_of
    periods = material.question.company.calendar.last("month", evening, len(counted))
    totals = tuple(
        MonthTotal(
            month=m.month,
            won_count=m.won,
            won_amount=m.amount,
            target=material.summary.month_targets.get(m.month),
            currency=currency,
            is_whole=period.end <= evening + dt.timedelta(days=1),
        )
        for m, period in zip(counted, periods, strict=True)
    )
    first, last = periods[0].start, periods[-1].end - dt.timedelta(days=1)
    number = book.add(
        "Won per month",
        "Deals won, by the calendar month of their booking date (the close date as the CRM has "
        "it). It begins with a whole month, so it is not the window of the rates.",
        "won_between",
        row_count=sum(m.won for m in counted),
        start=first.isoformat(),
        end=last.isoformat(),
    )
    best = max(counted, key=lambda m: (m.amount, m.won))
    most = words.counted(best.won, "win")
    if best.amount:
        most = f"{words.money(best.amount, currency, named=True)} in {most}"
    text = f"By calendar month since {words.month(first)}: most in {words.month(best.month)}, "
    text += most
    return Section(
        "won_by_month",
        "Won per month",
        (Line(text + ".", number),),
        chart=Chart("won_by_month", totals),
    )
