"""The deals that make a forecast's range wide: what can still be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fairlead.brief import words
from fairlead.brief.book import EvidenceBook
from fairlead.brief.forecast_words import Words, Writer, chance_text
from fairlead.brief.model import Grid, Line, Section

if TYPE_CHECKING:  # a brief without a forecast does not wait for its parts
    from fairlead.forecast.outlook import Outlook, WideDeal

MOST_NAMED = 6
LEAST_SHARE = 0.01
"""Of the range, from which on a deal is listed; as in `fairlead.forecast.outlook`."""


def wide_lines(found: Outlook, said: Words, book: EvidenceBook) -> list[Line]:
    """Say which open deals make the range wide, with what can still be done."""
    deals = found.width.deals
    if not deals or found.span.days[0] <= 0 or not Writer(found).has_width:
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
    held = "" if deal.amount is None else f" {write.single(deal.amount)}"
    return f"{_name(deal, said)}{held}"


def wide_section(found: Outlook, said: Words, book: EvidenceBook) -> Section | None:
    """Return the section of those deals, each with its next step and whose it is."""
    lines = wide_lines(found, said, book)
    write, title = Writer(found), "What can still be changed"
    if not lines and found.span.days[0] > 0 and found.open_count and write.has_width:
        text = f"No open deal stands out: none makes {words.percent(LEAST_SHARE)} of the range."
        return Section("wide", title, (Line(text),))
    if not lines:
        return None
    owners = any(d.owner for d in said.deals.values())
    teams = any(d.team for d in said.deals.values())
    header = ["deal", "amount", "chance", "share of the range"]
    rows = []
    for deal in found.width.deals:
        cells = [_name(deal, said), "-" if deal.amount is None else write.single(deal.amount)]
        cells += [chance_text(deal.here), words.percent(deal.share)]
        known = said.deals.get(deal.opportunity_id)
        if said.next_steps:
            cells.append(words.printable((known and known.next_step) or "none"))
        if owners:
            cells.append(words.printable((known and known.owner) or "-"))
        elif teams:
            cells.append(words.printable((known and known.team) or "-"))
        rows.append(tuple(cells))
    header += ["next step"] * said.next_steps + ["owner" if owners else "team"] * (owners or teams)
    caption = (
        f"Of all of the range, open deals make {words.percent(found.width.open)}, deals not yet "
        f"created {words.percent(found.width.new)}."
    )
    align = "lrrr" + "l" * (len(header) - 4)
    grid = Grid(tuple(header), tuple(rows), align, caption)
    return Section("wide", title, tuple(lines), grid)
