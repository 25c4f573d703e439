"""Tags for what a brief tells: lines, tables, charts."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from functools import lru_cache
from itertools import groupby
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from fairlead.web.people.access import viewer_of
from fairlead.web.ui.selectors import may_open

register = template.Library()


@register.filter
def grouped(lines: list[dict[str, Any]]) -> list[tuple[bool, list[dict[str, Any]]]]:
    """Return lines in runs: is it a list, and its lines."""
    runs = groupby(lines, key=lambda line: bool(line["weight"] == "item"))
    return [(is_list, list(run)) for is_list, run in runs]


@register.simple_tag(takes_context=True)
def told_sections(
    context: Context, sections: list[dict[str, Any]], folded: Collection[str] | None = None
) -> str:
    """Return sections of an answer as they stand on a page; tables of `folded` codes are folded."""
    return _told("sections", context, sections=sections, folded=sorted(folded or ()))


@register.simple_tag(takes_context=True)
def told_findings(context: Context, findings: list[dict[str, Any]]) -> str:
    """Return what is to be known of the data behind an answer."""
    return _told("findings", context, findings=findings)


@register.simple_tag(takes_context=True)
def told_evidence(context: Context, evidence: list[dict[str, Any]], kind: str, key: str) -> str:
    """Return where the numbers of an answer come from, each with the way to its rows.

    `kind` of answer and `key` of whom it is about stand in that way; no kind: there is none.
    """
    return _told("evidence", context, evidence=evidence, kind=kind, key=key)


def _told(template: str, context: Context, **told: Any) -> SafeString:
    """Return a part of an answer; what is told again is written once.

    The text itself is what it is found by, so nobody is shown what was written of anything else.
    Pages the reader may not open are named in it and not linked.
    """
    viewer = viewer_of(context["request"])
    closed = sorted({page for page, _title in PAGES.values() if not may_open(viewer, page)})
    return _written(template, json.dumps(told | {"closed": closed}), get_language())


@lru_cache(maxsize=512)
def _written(template: str, told: str, _language: str | None) -> SafeString:
    return render_to_string(f"ui/{template}.html", json.loads(told))


PAGES = {
    "measure": ("measure", "Measure"),
    "diagnose": ("diagnose", "Diagnose"),
    "prioritise": ("prioritise", "Prioritise"),
    "brief": ("brief", "Brief"),
    "forecast": ("forecast", "Forecast"),
    "submissions": ("forecast", "Forecast"),
    "submit": ("forecast", "Forecast"),
    "pipeline": ("pipeline", "Pipeline"),
    "train": ("train", "Train"),
    "verify try-out": ("try_outs", "Try-outs"),
    "verify": ("verify", "Verify"),
    "numbers": ("numbers", "Numbers"),
    "playbook": ("process", "Process"),
}
"""Command -> the page that says the same, and what it is called; longer commands come first."""
_COMMAND = re.compile(rf"`fairlead ({'|'.join(PAGES)})\b[^`]*`")
_OPTION = re.compile(r" \((?:without |fairlead [a-z]+ )?--[a-z][^()]*\)")
"""An option in brackets behind what it does: ``start later (--start)``; for the terminal alone."""


@register.filter
def linked(text: str, closed: Collection[str] = ()) -> SafeString:
    """Return a text, escaped, as pages say it.

    What it says of commands leads to the pages of that name, but those of `closed` are only named;
    options in brackets are left out.
    """

    def to_page(found: re.Match[str]) -> str:
        page, title = PAGES[found[1]]
        return title if page in closed else f'<a href="{reverse(page)}">{title}</a>'

    whole = _COMMAND.sub(to_page, _OPTION.sub("", escape(text)))
    whole = whole.replace("with --json", "through the API")
    return mark_safe(whole)  # noqa: S308 -- escaped above


@register.filter
def cells(row: list[str], align: str) -> list[tuple[str, str]]:
    """Return the cells of a row with the class of their column."""
    return [(cell, "right" if side == "r" else "") for cell, side in zip(row, align, strict=True)]


@register.filter
def drawing(svg: str) -> SafeString:
    """Return a chart as it was drawn by `fairlead.charts`, which escapes every text in it."""
    return mark_safe(svg)  # noqa: S308 -- drawn and escaped by us


@register.filter
def web_address(link: str | None) -> str:
    """Return an address of the web, or nothing for any other."""
    return link if link and link.startswith(("https://", "http://")) else ""
