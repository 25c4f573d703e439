"""Deals of a published review as the page goes through them, with their notes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.brief.risk_words import NAMES, is_worth_saying, seen
from fairlead.facts import OPPORTUNITIES
from fairlead.forecast.risk import Sign
from fairlead.web.imports.selectors import manifest
from fairlead.web.people.selectors import ids_of_data, led_by, names_of
from fairlead.web.pipeline.models import CrmAddress, Note
from fairlead.web.project import shown

SHOWN = ("all", "risk", "moved", "late", "bare")
"""Which deals: all, at risk, changed in a week, close date passed, without a next step."""
ORDERS = ("risk", "amount", "close")
A_PAGE = 25
ID = "{id}"
"""Where the id of a deal stands in a pattern of addresses."""


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note with who wrote it."""

    who: str
    week: dt.date
    text: str


@dataclass(frozen=True, slots=True)
class Deal:
    """One deal in words; `number` is its id in the CRM, `own_note` what the reader wrote."""

    key: str
    name: str
    number: str
    address: str
    head: str
    facts: tuple[str, ...]
    next_step: str
    why: tuple[str, ...]
    changes: tuple[str, ...]
    notes: tuple[NoteShown, ...]
    may_write: bool
    own_note: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for."""

    show: str = "all"
    order: str = "risk"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Gone:
    """One page of deals; `counts` says how many each choice of `SHOWN` has."""

    deals: tuple[Deal, ...]
    total: int
    pages: int
    counts: dict[str, int]
    is_cut: bool


def monday(day: dt.date) -> dt.date:
    """Return the first day of a week."""
    return day - dt.timedelta(days=day.weekday())


def gone_through(body: dict[str, Any], filters: Filters, reader: str | None) -> Gone:
    """Return the deals of a review that are asked for.

    Parameters
    ----------
    body
        The review as it is published.
    filters
        Which, in which order, which page of them.
    reader
        Id of the person who reads; notes are for the owner and whoever leads them.
    """
    numbers = body["numbers"]
    rows = numbers["deals"]
    day = dt.date.fromisoformat(body["as_of"])
    counts = {name: sum(1 for row in rows if _is(row, name, day)) for name in SHOWN}
    chosen = _sorted([row for row in rows if _is(row, filters.show, day)], filters.order)
    start = (filters.page - 1) * A_PAGE
    some = chosen[start : start + A_PAGE]
    return Gone(
        deals=tuple(_deals(some, numbers["currency"], day, reader)),
        total=len(chosen),
        pages=max(1, -(-len(chosen) // A_PAGE)),
        counts=counts,
        is_cut=numbers["open"]["deals"] > len(rows),
    )


def _is(row: dict[str, Any], show: str, day: dt.date) -> bool:
    if show == "risk":
        return bool(row["reasons"])
    if show == "moved":
        return bool(row["changes"])
    if show == "late":
        return bool(row["close_on"]) and row["close_on"] < day.isoformat()
    if show == "bare":
        return bool(row["lacks_next_step"])
    return True


def _sorted(rows: list[dict[str, Any]], order: str) -> list[dict[str, Any]]:
    if order == "amount":
        return sorted(rows, key=lambda row: -(row["amount"] or 0))
    if order == "close":
        return sorted(rows, key=lambda row: row["close_on"] or "9999")
    return rows


def _deals(
    rows: list[dict[str, Any]], currency: str | None, day: dt.date, reader: str | None
) -> list[Deal]:
    patterns = dict(CrmAddress.objects.values_list("source", "pattern"))
    people = ids_of_data({int(row["owner_id"] or 0) for row in rows})
    owners = {row["opportunity_id"]: people.get(int(row["owner_id"] or 0), "") for row in rows}
    mine = {reader, *led_by(reader, day)} if reader else set()
    notes: dict[str, list[Note]] = {}
    for note in Note.objects.filter(deal__in=owners):
        if note.author == reader or owners[note.deal] in mine:
            notes.setdefault(note.deal, []).append(note)
    names = names_of({note.author for each in notes.values() for note in each})
    return [
        _deal(row, currency, day, patterns, notes.get(row["opportunity_id"], []), names, reader,
              may_write=owners[row["opportunity_id"]] in mine)
        for row in rows
    ]  # fmt: skip


def _deal(  # noqa: PLR0917  one row of the page, part by part
    row: dict[str, Any],
    currency: str | None,
    day: dt.date,
    patterns: dict[str, str],
    notes: list[Note],
    names: dict[str, str],
    reader: str | None,
    *,
    may_write: bool,
) -> Deal:
    week = monday(day)
    own = next((n.text for n in notes if n.author == reader and n.week >= week), "")
    read = tuple(NoteShown(names.get(n.author, _("somebody")), n.week, n.text) for n in notes)
    signs = {s["code"]: Sign(s["code"], s["seen"], s["level"]) for s in row["seen"]}
    step = row["next_step"] or (_("none") if row["lacks_next_step"] else "")
    return Deal(
        key=row["opportunity_id"],
        name=row["name"],
        number=row["source_key"],
        address=row["url"] or address_of(patterns.get(row["source"]), row["source_key"]),
        head=_head(row, currency, day),
        facts=tuple(
            seen(sign)
            for code, sign in signs.items()
            if code not in row["reasons"] and is_worth_saying(sign)
        ),
        next_step=step,
        why=tuple(f"{NAMES[code]}: {seen(signs[code])}" for code in row["reasons"]),
        changes=tuple(_change(each, row) for each in row["changes"]),
        notes=read,
        may_write=may_write,
        own_note=own,
    )


def address_of(pattern: str | None, key: str) -> str:
    """Return the address of a deal in the CRM, empty where no pattern is known."""
    return pattern.replace(ID, quote(key, safe="")) if pattern else ""


def _head(row: dict[str, Any], currency: str | None, day: dt.date) -> str:
    foreign = row["currency"] != currency
    parts = [_("no amount")]
    if row["amount"] is not None:
        parts = [shown.money(row["amount"], row["currency"], named=foreign)]
    parts.append(row["stage"])
    if row["close_on"]:
        close = dt.date.fromisoformat(row["close_on"])
        ago = (day - close).days
        late = ngettext("due %(day)s, %(n)s day ago", "due %(day)s, %(n)s days ago", max(ago, 1))
        told = late if ago > 0 else _("due %(day)s")
        parts.append(told % {"day": shown.day(close), "n": shown.count(ago)})
    else:
        parts.append(_("no close date"))
    parts.append(row["owner"] or row["team"])
    return " | ".join(part for part in parts if part)


def _change(change: dict[str, Any], row: dict[str, Any]) -> str:
    old, new = change["old"], change["new"]
    if change["field"] == "amount":
        old, new = (shown.money(int(v), row["currency"]) if v else _("nothing") for v in (old, new))
    elif change["field"] == "close_on":
        old, new = (
            shown.day(dt.date.fromisoformat(v[:10])) if v else _("no day") for v in (old, new)
        )
    fields = {
        "close_on": _("close date"),
        "amount": _("amount"),
        "owner": _("owner"),
        "stage": _("stage"),
    }
    what = fields.get(change["field"], change["field"])
    told = {"what": what, "old": old, "new": new}
    told["day"] = shown.day(dt.date.fromisoformat(change["on"]))
    if change["field"] == "owner" and not (old or new):
        return _("another owner (%(day)s)") % told
    if old:
        return _("%(what)s: %(old)s to %(new)s (%(day)s)") % told
    return _("%(what)s: %(new)s (%(day)s)") % told


def owner_of(body: dict[str, Any], deal: str) -> str | None:
    """Return the person who owns a deal of a review; None where it is none of its deals."""
    for row in body["numbers"]["deals"]:
        if row["opportunity_id"] == deal and row["owner_id"]:
            return ids_of_data().get(int(row["owner_id"]))
    return None


def sources() -> list[tuple[str, str]]:
    """Return the kinds of export deals came from, with the pattern of their addresses."""
    patterns = dict(CrmAddress.objects.values_list("source", "pattern"))
    taken = {
        source.format
        for record in manifest().exports
        for source in record.sources
        if source.target == OPPORTUNITIES.name
    }
    return [(name, patterns.get(name, "")) for name in sorted(taken | set(patterns))]
