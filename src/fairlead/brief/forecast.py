"""A forecast in words: where the period lands, what it takes, and what can still be changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from fairlead.answers import NotEstimable
from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.forecast_words import Words, Writer, chance_text, of_target, silent
from fairlead.brief.model import Brief, Chart, Grid, Line, Section
from fairlead.brief.setting import Setting, freshness
from fairlead.brief.wide import wide_section
from fairlead.forecast.landed import landed
from fairlead.stats.scoring import holds

if TYPE_CHECKING:  # a brief without a forecast does not wait for its parts
    from fairlead.forecast.ahead import Told
    from fairlead.forecast.backtest import Said
    from fairlead.forecast.outlook import Outlook, PartOutlook, Range

TITLE = "Forecast"
AIMED = ("target", "chance")
LITTLE = 0.05


def compose_forecast(
    told: Told | NotEstimable, said: Words, setting: Setting, as_of: dt.date, period: str
) -> Brief:
    """Return a forecast as it is read, on a terminal or a page.

    Parameters
    ----------
    told
        What to say, or why there is nothing.
    said
        Names of deals and people.
    setting
        What stands around it.
    as_of, period
        The evening, and what the period is called.
    """
    book = EvidenceBook()
    if isinstance(told, NotEstimable):
        line = Line(f"No forecast: {silent(told)}.", weight="lead")
        sections: list[Section | None] = [Section("landing", "Where it lands", (line,))]
    else:
        found = told.outlook
        sections = [
            _landing(found, said, book),
            wide_section(found, said, book),
            _hanging(found, said),
            _parts(found, said),
            _before(told),
        ]
    return Brief(
        title=TITLE,
        subtitle=f"{period}, as it was on {words.weekday(as_of)}",
        freshness=freshness(as_of, setting),
        audience="leader",
        as_of=as_of,
        data_until=setting.data_until,
        sections=tuple(s for s in sections if s is not None),
        evidence=book.entries,
        findings=setting.findings,
        plumbing=_plumbing(told),
    )


def near_line(found: Outlook, book: EvidenceBook, *, of: str = "") -> Line:
    """Say where the period lands and how sure that is."""
    write = Writer(found)
    number = book.add(
        f"Forecast of {found.span.period.label}",
        "Deals won and booked in the period, and every open deal with its chance to be won in it, "
        f"by {_chances_by(found)} and what sets it apart, and deals not yet created. "
        "The range holds as often as it says if the future is like the past; how often it held "
        "before, `fairlead forecast backtest` says. The rows are the open deals.",
        "open_deals",
        row_count=None,
    )
    low, high = found.here.between(0.8)
    text = f"We land near {write(found.here.middle, named=True)}{of}"
    if write.has_width:
        text += f"; {words.how_often(0.8)} between {write(low)} and {write(high)}"
    text += "."
    return Line(text, number, "lead")


def landing_lines(found: Outlook, book: EvidenceBook) -> list[Line]:
    """Say where the period lands, how sure that is, and the chance of the target."""
    write = Writer(found)
    label = found.span.period.label
    if found.span.days[0] <= 0:
        text = f"{label} is over: {write(found.here.so_far, named=True)} won."
        return [Line(text, weight="lead")]
    of = of_target(found)
    so_far = f"Won so far {write(found.here.so_far)}"
    if found.chance is not None:
        so_far = f"Chance of target {chance_text(found.chance)}. {so_far}"
    text = (
        f"{so_far}; open deals bring {write.bring(found.here.open)} on average, deals not yet "
        f"created {write.bring(found.here.new)}."
    )
    return [near_line(found, book, of=of), Line(text)]


def _landing(found: Outlook, said: Words, book: EvidenceBook) -> Section:
    write = Writer(found)
    lines = landing_lines(found, book)
    if said.aside and found.span.days[0] > 0:
        lines.append(Line(said.aside, weight="quiet"))
    if found.takes is not None and found.target is not None and found.span.days[0] > 0:
        lines += _takes(found, write)
    low, high = found.after.between(0.8)
    text = (
        f"{found.span.after.label}: near {write(found.after.middle)}; {words.how_often(0.8)} "
        f"between {write(low)} and {write(high)}."
    )
    lines.append(Line(text))
    chart = Chart("landing", landed(found)) if found.span.days[0] > 0 else None
    title = f"Where {found.span.period.label} lands"
    return Section("landing", title, tuple(lines), chart=chart)


def _takes(found: Outlook, write: Writer) -> list[Line]:
    """Say what would make the target as likely as not."""
    takes = found.takes
    if takes is None:
        return []
    if takes.missing <= 0:
        return [Line(f"The middle is {write(-takes.missing)} above the target.")]
    ways = []
    if takes.open_more is not None:
        ways.append(f"{write(takes.open_more)} more in open deals like those there are")
    if takes.new_deals is not None and takes.new_deals < 1e5:
        ways.append(f"{words.count(max(round(takes.new_deals), 1))} new deals made now")
    way = f": that takes {' or '.join(ways)}" if ways else ""
    text = f"{write(takes.missing)} are missing to make the target as likely as not{way}."
    return [Line(text)]


def _hanging(found: Outlook, said: Words) -> Section | None:
    """Say how much of what is still to come hangs on one of a kind; little not one by one."""
    lines, little = [], []
    for one in found.hanging:
        what = {"account": "customer"}.get(one.kind, one.kind)
        if one.share < LITTLE:
            little.append(what)
            continue
        named = said.hanging.get(one.kind)
        who = f"one {what}" + (f", {words.printable(named)}" if named else "")
        lines.append(
            Line(f"{words.percent(one.share)} of what is still to come on {who}.", weight="item")
        )
    if little:
        text = f"No {' or '.join(little)} makes {words.percent(LITTLE)} of it."
        lines.append(Line(text, weight="item"))
    if not lines:
        return None
    return Section("hanging", f"What {found.span.period.label} hangs on", tuple(lines))


def _parts(found: Outlook, said: Words) -> Section | None:
    if not found.parts:
        return None
    write = Writer(found, parts=True)
    rows, aimed = [], any(part.target is not None for part in found.parts)
    named: list[tuple[str, PartOutlook | Outlook]] = [(p.name, p) for p in found.parts]
    for name, part in (*named, ("all", found)):
        cells = [words.printable(name), write(part.here.so_far), write(part.here.middle)]
        cells.append(write(part.here.mean))
        cells.append(_span(part.here, write))
        if aimed:
            cells.append("-" if part.target is None else write(part.target))
            cells.append("-" if part.chance is None else chance_text(part.chance))
        rows.append((*cells, _span(part.after, write)))
    after = found.span.after.label
    header = (said.by, "won", "near", "expected", "8 times in 10", *AIMED[: 2 * aimed], after)
    caption = (
        "What is won so far and what is expected (the mean) add up. Where each lands near (as "
        "likely above as below) and ranges do not: luck evens out, the whole is narrower. Of "
        f"{after} the range of 8 times in 10."
    )
    if aimed and any(p.target is None and p.name != f"no {said.by}" for p in found.parts):
        caption += " No target: none is given, or somebody there sells without one."
    grid = Grid(header, tuple(rows), "l" + "r" * (len(header) - 1), caption)
    return Section("parts", f"By {said.by}", (), grid)


def _span(found: Range, write: Writer) -> str:
    low, high = found.between(0.8)
    return f"{write(low)} to {write(high)}"


def _before(told: Told) -> Section | None:
    """Say what would have been said in earlier periods with as much time left, misses included.

    Earlier periods are the whole company's: amounts are told beside the company's forecast only.
    """
    if told.outlook.span.days[0] <= 0:
        return None
    if not told.before:
        return Section(
            "before",
            "How it held before",
            (Line("No earlier period can be forecast as it was: the data begin too late."),),
        )
    said = told.before[-8:]
    held = sum(s.held(0.8) for s in said)
    if not told.of_company:
        return Section("before", "How it held before", _of_company(held, len(said)))
    what = "period" if len(said) == 1 else words.counted(len(said), "period")
    text = (
        f"In the last {what}, with as much time left, the range that is "
        f"to hold {words.how_often(0.8)} held {words.counted(held, 'time')}."
    )
    return Section("before", "How it held before", (Line(text),), before_grid(said, told.outlook))


def _of_company(held: int, count: int) -> tuple[Line, ...]:
    """Say beside some people's forecast how often the company's held, and none of its amounts."""
    text = (
        "Of the whole company's forecast: with as much time left, its range that is to hold "
        f"{words.how_often(0.8)} held in {words.ratio(held, count)} earlier "
        f"{'period' if count == 1 else 'periods'}."
    )
    note = "How the forecast of these deals alone held was not looked back at."
    return Line(text), Line(note, weight="quiet")


def before_grid(said: tuple[Said, ...], found: Outlook) -> Grid:
    """Return one row a period: what was said, what came, and whether it held."""
    write = Writer(found)
    rows = []
    for one in said:
        low, high = one.quantiles[1], one.quantiles[5]
        cells = [one.period.label, words.day(one.as_of), write(one.quantiles[3])]
        cells += [f"{write(low)} to {write(high)}", write(one.actual)]
        rows.append((*cells, "held" if holds(low, high, one.actual) else "missed"))
    header = ("period", "said on", "near", "8 times in 10", "came", "range")
    return Grid(header, tuple(rows), "llrrrl")


def _chances_by(found: Outlook) -> str:
    return "stage and weeks there" if found.stages_told else "weeks since a deal was created"


def _plumbing(told: Told | NotEstimable) -> tuple[Line, ...]:
    if isinstance(told, NotEstimable):
        return ()
    found = told.outlook
    text = (
        f"Chances by {_chances_by(found)}, checked on "
        f"{words.counted(found.earlier, 'earlier evening')} with as much time left. All deals of a "
        f"period share a shock of {words.percent(found.shock)} (one standard deviation)."
    )
    if found.recalibrated:
        text += f" Recalibrated by {words.count(found.recalibrated)} earlier periods."
    return (Line(text),)
