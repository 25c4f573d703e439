"""What a forecast says, for machines: money in minor units, shares as fractions."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fairlead.answers import NotEstimable
from fairlead.brief.forecast_words import DealSaid, Words
from fairlead.brief.landing import Landing

if TYPE_CHECKING:
    from fairlead.forecast.outlook import Outlook, Range

Plain = dict[str, Any]


def landing_json(found: Landing | NotEstimable | None) -> Plain | None:
    """Return the forecast of a brief; nobody is named in it."""
    if found is None:
        return None
    if isinstance(found, NotEstimable):
        return {"not_estimable": asdict(found)}
    return outlook_json(found.outlook, None, found.said)


def outlook_json(found: Outlook, names: tuple[str, ...] | None, said: Words) -> Plain:
    """Return an outlook.

    Parameters
    ----------
    found
        What the forecast says.
    names
        Of the staff, None where nobody is to be named.
    said
        What deals are called, and why no target is set beside it though there is one.
    """
    silent = _silences(found, said.aside)
    return {
        "unit": f"{found.currency or ''} minor".strip() if found.in_money else "wins",
        "period": _period(found, "period"),
        "next": _period(found, "after"),
        "target": found.target,
        "chance_of_target": found.chance,
        "it_takes": None if found.takes is None or silent else asdict(found.takes),
        "not_told": {what: asdict(why) for what, why in silent.items()},
        "deals": [
            {
                "opportunity_id": deal.opportunity_id,
                "amount": deal.amount,
                "chance": deal.here,
                "chance_next": deal.after,
                "share_of_range": deal.share,
            }
            | _said_of(said.deals.get(deal.opportunity_id))
            | ({} if names is None else {"owner": names[deal.owner] if deal.owner >= 0 else None})
            for deal in found.width.deals
        ],
        "deals_that_make_half": found.width.half or None,
        "share_of_range": {"open": found.width.open, "new": found.width.new},
        "hangs_on": {one.kind: one.share for one in found.hanging},
        "parts": [
            {
                "name": part.name,
                "period": _range(part.here),
                "next": _range(part.after),
                "target": part.target,
                "chance_of_target": part.chance,
            }
            for part in found.parts
        ],
        "open_deals": found.open_count,
        "shock": found.shock,
        "earlier_evenings": found.earlier,
        "recalibrated_by": found.recalibrated,
    }


def _said_of(deal: DealSaid | None) -> Plain:
    """Return what a deal is called and what is to be done next; its team, never its owner."""
    if deal is None:
        return {"name": None, "next_step": None, "team": None}
    return {"name": deal.name, "next_step": deal.next_step, "team": deal.team}


def _silences(found: Outlook, aside: str) -> dict[str, NotEstimable]:
    """Return why the target's numbers are null."""
    if aside:
        return dict.fromkeys(("chance_of_target", "it_takes"), NotEstimable(aside))
    if found.takes is not None and found.takes.missing <= 0:
        return {"it_takes": NotEstimable("the middle reaches the target: nothing is missing")}
    return {}


def _period(found: Outlook, which: str) -> Plain:
    period = found.span.period if which == "period" else found.span.after
    span = {"label": period.label, "start": period.start, "end": period.end}
    return span | _range(found.here if which == "period" else found.after)


def _range(found: Range) -> Plain:
    from fairlead.forecast.outlook import TAILS

    return {
        "won_so_far": found.so_far,
        "open": found.open,
        "new": found.new,
        "mean": found.mean,
        "quantiles": dict(zip(map(str, TAILS), found.quantiles, strict=True)),
    }
