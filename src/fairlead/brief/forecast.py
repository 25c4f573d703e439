"""A forecast in words: where the period lands, what it takes, and what can still be changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fairlead.answers import NotEstimable
from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.model import Brief, Chart, Grid, Line, Section
from fairlead.brief.setting import Setting, freshness
from fairlead.forecast.landed import landed
from fairlead.stats.scoring import holds

if TYPE_CHECKING:  # a brief without a forecast does not wait for its parts
    from fairlead.forecast.ahead import Told
    from fairlead.forecast.backtest import Said
    from fairlead.forecast.outlook import Outlook, Range, WideDeal

TITLE = "Forecast"
MOST_NAMED = 6
AIMED = ("target", "chance")
LITTLE = 0.05


@dataclass(frozen=True, slots=True)
class DealSaid:
    """What a single deal is called; `next_step` None where none is written or known of that day."""

    name: str
    next_step: str | None
    link: str | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """Names for a forecast.

    Parameters
    ----------
    deals
        By key of the opportunity.
    hanging
        What each `Hanging` is called, by kind; a kind that is not to be named is missing.
    next_steps
        Whether next steps are known of that evening: without, none is said to be missing.
    by
        What the parts are, in words; empty without parts.
    aside
        Why the forecast is not set beside the target there is; empty where it is, or none is.
    """

    deals: dict[int, DealSaid]
    hanging: dict[str, str]
    next_steps: bool
    by: str = ""
    aside: str = ""


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
            _wide(found, said, book),
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


def silent(why: NotEstimable) -> str:
    """Say why there is no forecast: ``too little data, 4 of 30 closed deals to learn from``."""
    if why.needed is None or why.have is None:
        return why.reason
    return f"too little data, {words.count(why.have)} of {words.count(why.needed)} {why.reason}"


class Writer:
    """Writes amounts of one forecast in one unit: money, or wins where amounts are too few."""

    def __init__(self, found: Outlook) -> None:
        self.found = found
        low, high = found.here.between(0.8)
        self.like = round(max(abs(low), abs(high), found.target or 0, found.here.so_far))

    def __call__(self, amount: float, *, named: bool = False) -> str:
        """Return an amount in words."""
        if not self.found.in_money:
            return words.counted(round(amount), "win")
        return words.money(round(amount), self.found.currency, like=self.like, named=named)


def near_line(found: Outlook, book: EvidenceBook, *, of: str = "") -> Line:
    """Say where the period lands and how sure that is."""
    write = Writer(found)
    number = book.add(
        f"Forecast of {found.span.period.label}",
        "Deals won and booked in the period, and every open deal with its chance to be won in it, "
        "by stage, time there and what sets it apart, and deals not yet created. The range holds "
        "as often as it says if the future is like the past; how often it held before, `fairlead "
        "forecast backtest` says. The rows are the open deals.",
        "open_deals",
        row_count=None,
    )
    low, high = found.here.between(0.8)
    text = (
        f"We land near {write(found.here.middle, named=True)}{of}; {words.how_often(0.8)} between "
        f"{write(low)} and {write(high)}."
    )
    return Line(text, number, "lead")


def landing_lines(found: Outlook, book: EvidenceBook) -> list[Line]:
    """Say where the period lands, how sure that is, and the chance of the target."""
    write = Writer(found)
    label = found.span.period.label
    if found.span.days[0] <= 0:
        text = f"{label} is over: {write(found.here.so_far, named=True)} won."
        return [Line(text, weight="lead")]
    of = "" if found.target is None else f" of {write(found.target)}"
    so_far = f"Won so far {write(found.here.so_far)}"
    if found.chance is not None:
        so_far = f"Chance of target {chance_text(found.chance)}. {so_far}"
    text = (
        f"{so_far}; open deals bring {write(found.here.open)} on average, deals not yet "
        f"created {write(found.here.new)}."
    )
    return [near_line(found, book, of=of), Line(text)]


def chance_text(chance: float) -> str:
    """Write a chance in whole per cents: what two thousand draws can tell."""
    if chance < 0.01:
        return "under 1%"
    return "over 99%" if chance > 0.99 else words.percent(round(chance, 2))


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


def wide_lines(found: Outlook, said: Words, book: EvidenceBook) -> list[Line]:
    """Say which open deals make the range wide, with what can still be done."""
    deals = found.width.deals
    if not deals or found.span.days[0] <= 0:
        return []
    listed = ",".join(str(deal.opportunity_id) for deal in deals)
    number = book.add(
        "Deals that make the range wide",
        "Open deals by their share of the variance of the period's total: the covariance of what a "
        "deal brings with the total, over the variance of the total. Shares of all open deals and "
        "of deals not yet created add up to 100%.",
        "listed_deals",
        row_count=len(deals),
        keys=listed,
    )
    write = Writer(found)
    told = deals[: min(found.width.half or MOST_NAMED, MOST_NAMED)]
    named = ", ".join(_deal(deal, said, write) for deal in told)
    if found.width.half:
        count = found.width.half
        makes = "deal makes" if count == 1 else "deals make"
        more = f" and {words.count(count - MOST_NAMED)} more" if count > MOST_NAMED else ""
        text = f"{_number(count)} {makes} half of that range: {named}{more}."
    else:
        text = f"No few deals make that range. The largest: {named}."
    lines = [Line(text, number)]
    if said.next_steps:
        bare = [_name(d, said) for d in told if not _step(d, said)]
        if bare:
            has = "has" if len(bare) == 1 else "have"
            lines.append(Line(f"{words.joined(bare)} {has} no next step."))
    return lines


NUMBERS = "No One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve".split()


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else words.count(count)


def _name(deal: WideDeal, said: Words) -> str:
    known = said.deals.get(deal.opportunity_id)
    return words.printable(known.name) if known else str(deal.opportunity_id)


def _step(deal: WideDeal, said: Words) -> str | None:
    known = said.deals.get(deal.opportunity_id)
    return known.next_step if known else None


def _deal(deal: WideDeal, said: Words, write: Writer) -> str:
    held = "" if deal.amount is None else f" {write(deal.amount)}"
    return f"{_name(deal, said)}{held}"


def _wide(found: Outlook, said: Words, book: EvidenceBook) -> Section | None:
    lines = wide_lines(found, said, book)
    if not lines:
        return None
    write = Writer(found)
    owners = any(d.owner for d in said.deals.values())
    header = ["deal", "amount", "chance", "share of the range"]
    rows = []
    for deal in found.width.deals:
        cells = [_name(deal, said), "-" if deal.amount is None else write(deal.amount)]
        cells += [chance_text(deal.here), words.percent(deal.share)]
        known = said.deals.get(deal.opportunity_id)
        if said.next_steps:
            cells.append(words.printable((known and known.next_step) or "none"))
        if owners:
            cells.append(words.printable((known and known.owner) or "-"))
        rows.append(tuple(cells))
    header += ["next step"] * said.next_steps + ["owner"] * owners
    caption = (
        f"Of all of the range, open deals make {words.percent(found.width.open)}, deals not yet "
        f"created {words.percent(found.width.new)}."
    )
    align = "lrrr" + "l" * (len(header) - 4)
    grid = Grid(tuple(header), tuple(rows), align, caption)
    return Section("wide", "What can still be changed", tuple(lines), grid)


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
    write = Writer(found)
    rows, aimed = [], any(part.target is not None for part in found.parts)
    for part in found.parts:
        cells = [words.printable(part.name), write(part.here.so_far), write(part.here.middle)]
        cells.append(_span(part.here, write))
        if aimed:
            cells.append("-" if part.target is None else write(part.target))
            cells.append("-" if part.chance is None else chance_text(part.chance))
        rows.append((*cells, _span(part.after, write)))
    after = found.span.after.label
    header = (said.by, "won so far", "lands near", "8 times in 10", *AIMED[: 2 * aimed])
    caption = "Do not add the ranges up: luck evens out, so that of the company is narrower."
    header = (*header, f"{after}, 8 times in 10")
    grid = Grid(header, tuple(rows), "l" + "r" * (len(header) - 1), caption)
    return Section("parts", f"By {said.by}", (), grid)


def _span(found: Range, write: Writer) -> str:
    low, high = found.between(0.8)
    return f"{write(low)} to {write(high)}"


def _before(told: Told) -> Section | None:
    """Say what would have been said in earlier periods with as much time left, misses included."""
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
    what = "period" if len(said) == 1 else words.counted(len(said), "period")
    text = (
        f"In the last {what}, with as much time left, the range that is "
        f"to hold {words.how_often(0.8)} held {words.counted(held, 'time')}."
    )
    return Section("before", "How it held before", (Line(text),), before_grid(said, told.outlook))


def before_grid(said: tuple[Said, ...], found: Outlook) -> Grid:
    """Return one row a period: what was said, what came, and whether it held."""
    write = Writer(found)
    rows = []
    for one in said:
        low, high = one.quantiles[1], one.quantiles[5]
        cells = [one.period.label, words.day(one.as_of), write(one.quantiles[3])]
        cells += [f"{write(low)} to {write(high)}", write(one.actual)]
        rows.append((*cells, "held" if holds(low, high, one.actual) else "missed"))
    header = ("period", "said on", "near", "8 times in 10", "came", "")
    return Grid(header, tuple(rows), "llrrrl")


def _plumbing(told: Told | NotEstimable) -> tuple[Line, ...]:
    if isinstance(told, NotEstimable):
        return ()
    found = told.outlook
    text = (
        "Chances by stage and weeks there, checked on "
        f"{words.counted(found.earlier, 'earlier evening')} with as much time left. All deals of a "
        f"period share a shock of {words.percent(found.shock)} (one standard deviation)."
    )
    if found.recalibrated:
        text += f" Recalibrated by {words.count(found.recalibrated)} earlier periods."
    return (Line(text),)
