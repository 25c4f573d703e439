"""People's own forecasts in words: bias and spread, what each layer adds, what stands now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from fairlead.answers import Estimate, NotEstimable
from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.model import Brief, Grid, Line, Section
from fairlead.brief.setting import Setting, freshness
from fairlead.forecast.submission_report import SaidNow, SubmissionReport
from fairlead.forecast.submissions import RANGE, Layer, Track

TITLE = "Forecasts people gave"
LAYER_WORDS: dict[Layer, str] = {"rep": "Reps", "manager": "Managers", "leader": "Leaders"}
BELOW: dict[Layer, str] = {"manager": "reps", "leader": "managers"}


def compose_submissions(
    found: SubmissionReport, setting: Setting, *, scope: str, names: Mapping[int, str] | None
) -> Brief:
    """Return the report as it is read; `names` is None where nobody may be named."""
    book = EvidenceBook()
    sections = [_now(found, book, names), _layers(found, book), _added(found)]
    if names is not None:
        sections.append(_people(found, names))
    return Brief(
        title=f"{TITLE}: {scope}",
        subtitle=words.weekday(found.as_of),
        freshness=freshness(found.as_of, setting),
        audience="all",
        as_of=found.as_of,
        data_until=setting.data_until,
        sections=tuple(s for s in sections if s is not None),
        evidence=book.entries,
        findings=(*setting.findings, *found.findings),
        plumbing=_plumbing(found, named=names is not None),
    )


def _plumbing(found: SubmissionReport, *, named: bool) -> tuple[Line, ...]:
    lines = [
        Line(
            f"Forecasts of the category {found.category}. Bias: all that was said over all that "
            "came, less one, over finished periods; 95% ranges. Spread: how far a single forecast "
            "lies from its own bias. Corrections hold 8 times in 10."
        )
    ]
    if not named:
        lines.append(Line("People are named with --team or --person."))
    return tuple(lines)


def _keys(found: SubmissionReport) -> str | None:
    """Return the people asked about for the rows behind; None for everybody."""
    return ",".join(str(each.person) for each in found.people) or None


def bias_words(known: Track) -> str:
    """Write a bias: ``6% high (1 to 12) in 9 periods``, or how much is needed."""
    if isinstance(known.bias, NotEstimable):
        return words.silence(known.bias)
    low, value, high = (known.bias.lower, known.bias.value, known.bias.upper)
    side = "high" if value >= 0 else "low"
    ends = sorted((low, high) if value >= 0 else (-low, -high))
    shown = words.percent(abs(value))
    text = f"{shown} {side} ({_points(ends[0])} to {_points(ends[1])})"
    sure = "" if low > 0 or high < 0 else ", may be none"
    return f"{text} in {words.counted(known.bias.n, 'period')}{sure}"


def _points(share: float) -> str:
    return f"{round(100 * share)}"


def _now(
    found: SubmissionReport, book: EvidenceBook, names: Mapping[int, str] | None
) -> Section | None:
    if found.running is None:
        return Section("now", "Now", (Line("Nobody has said anything of the running period."),))
    start, end = found.running
    number = book.add(
        "Forecasts of the running period",
        "Each forecast of the period as it was given, the newest of each person last. Forecasts "
        "are frozen when given: a new one is a new row.",
        "forecasts_of",
        start=start.isoformat(),
        end=end.isoformat(),
        day=found.as_of.isoformat(),
        category=found.category,
        people=_keys(found),
    )
    lines: list[Line] = []
    for layer, total, count, comes_to in found.layers_now:
        one, many = LAYER_WORDS[layer][:-1].lower(), LAYER_WORDS[layer].lower()
        text = f"{words.counted(count, one, many)} say {words.money(total, found.currency)}"
        text = text if count > 1 else text.replace(" say ", " says ")
        lines.append(Line(f"{text}. {_comes(comes_to)}", number if not lines else None))
    left = words.counted(found.weeks_left, "whole week")
    if names is not None:
        lines += [Line(_person_now(each, found, names), weight="item") for each in found.now]
    title = f"{words.span(start, end - dt.timedelta(days=1))}, {left} to go"
    return Section("now", f"Now: {title}", tuple(lines))


def _comes(answer: object) -> str:
    if isinstance(answer, Estimate):
        return (
            f"With what came of such forecasts before: {words.estimate(answer)}, "
            f"{words.how_often(RANGE)}."
        )
    assert isinstance(answer, NotEstimable)  # noqa: S101  an answer is one of two
    return f"No correction: {words.silence(answer)}."


def _person_now(each: SaidNow, found: SubmissionReport, names: Mapping[int, str]) -> str:
    currency = found.currency
    like = max(each.amount, each.booked, each.below or 0)
    text = f"{names[each.person]}: {words.money(each.amount, currency, like=like)} on "
    text += f"{words.day(each.given_on)}, {words.money(each.booked, currency, like=like)} of it won"
    if each.below is not None:
        below = words.money(each.below, currency, like=like)
        change = words.signed_money(each.amount - each.below, currency, like=like)
        count = words.ratio(each.below_count, each.below_people)
        text += f"; their people ({count}) say {below}, the override is {change}"
    if each.reason:
        text += f" ({each.reason.rstrip('.')})"
    return f"{text}. {_comes(each.comes_to)}"


def _layers(found: SubmissionReport, book: EvidenceBook) -> Section | None:
    if not found.layers:
        return None
    number = book.add(
        "Forecasts beside what came",
        "Forecasts given by everybody for finished periods, with the day they were given.",
        "forecasts_of",
        start=None,
        end=None,
        day=found.as_of.isoformat(),
        category=found.category,
        people=_keys(found),
    )
    rows = [
        (LAYER_WORDS[layer], str(known.weeks), _bias_cell(known), _spread_cell(known), _n(known))
        for layer, tracks in found.layers
        for known in tracks
    ]
    lines = (Line(_headline(found), number, "lead"),)
    header = ("", "weeks to go", "bias", "spread", "periods")
    return Section("layers", "How good they were", lines, grid=Grid(header, tuple(rows), "lrrrr"))


def _headline(found: SubmissionReport) -> str:
    layer, tracks = found.layers[-1]
    first = next((t for t in tracks if isinstance(t.bias, Estimate)), None)
    if first is None:
        most = max(len(t.periods) for t in tracks)
        return f"Too little data yet: {most} of 6 finished periods with a forecast."
    return f"{LAYER_WORDS[layer]}, {first.weeks} weeks before the end: {bias_words(first)}."


def _bias_cell(known: Track) -> str:
    if isinstance(known.bias, NotEstimable):
        return words.lacking(known.bias)
    value, low, high = known.bias.value, known.bias.lower, known.bias.upper
    return f"{_signed(value)} ({_signed(low)} to {_signed(high)})"


def _signed(share: float) -> str:
    return f"{round(100 * share):+d}%"


def _spread_cell(known: Track) -> str:
    if isinstance(known.spread, NotEstimable):
        return words.lacking(known.spread)
    return words.estimate(known.spread)


def _n(known: Track) -> str:
    return words.count(len(known.periods))


def _added(found: SubmissionReport) -> Section | None:
    lines = []
    for layer, below in BELOW.items():
        told = [a for a in found.added if a.layer == layer and isinstance(a.value, Estimate)]
        if not told:
            silent = [a for a in found.added if a.layer == layer]
            if silent and isinstance(silent[0].value, NotEstimable):
                why = words.silence(silent[0].value)
                lines.append(Line(f"{LAYER_WORDS[layer]} beside {below}: {why}."))
            continue
        parts = [f"{_gain(a.value)} at {a.weeks}" for a in told if isinstance(a.value, Estimate)]
        lines.append(
            Line(
                f"{LAYER_WORDS[layer]} beside the sum of their {below}, weeks before the "
                f"end: {'; '.join(parts)}."
            )
        )
    if not lines:
        return None
    lines.append(
        Line(
            "Above 0: this layer makes the forecast better. Its error is that much smaller, as a "
            "share of what came. Where the range holds 0, nobody knows.",
            weight="quiet",
        )
    )
    return Section("added", "What each layer adds", tuple(lines))


def _gain(value: Estimate) -> str:
    points = [f"{100 * x:+.1f}" for x in (value.value, value.lower, value.upper)]
    return f"{points[0]} points ({points[1]} to {points[2]})"


def _people(found: SubmissionReport, names: Mapping[int, str]) -> Section | None:
    if not found.people:
        return None
    rows = []
    for each in found.people:
        cells = [_bias_cell(known).replace("%", "") for known in each.tracks]
        rows.append((names[each.person], *cells))
    weeks = [f"at {known.weeks}" for known in found.people[0].tracks]
    lines = (
        Line(
            "Bias of each one in per cent, weeks before the end, in the order of names; a range "
            "that holds 0 is no bias anybody knows of. Spread with --json.",
            weight="quiet",
        ),
    )
    header = ("", *weeks)
    return Section(
        "people", "Each one", lines, grid=Grid(header, tuple(rows), "l" + "r" * len(weeks))
    )
