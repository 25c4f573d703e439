"""Tags for what a brief tells: lines, tables, charts."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from functools import lru_cache
from itertools import groupby
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.filter
def grouped(lines: list[dict[str, Any]]) -> list[tuple[bool, list[dict[str, Any]]]]:
    """Return lines in runs: is it a list, and its lines."""
    runs = groupby(lines, key=lambda line: bool(line["weight"] == "item"))
    return [(is_list, list(run)) for is_list, run in runs]


@register.simple_tag
def told_sections(sections: list[dict[str, Any]], folded: Collection[str] | None = None) -> str:
    """Return sections of an answer as they stand on a page; tables of `folded` codes are folded."""
    return _told("sections", sections=sections, folded=sorted(folded or ()))


@register.simple_tag
def told_findings(findings: list[dict[str, Any]]) -> str:
    """Return what is to be known of the data behind an answer."""
    return _told("findings", findings=findings)


@register.simple_tag
def told_evidence(evidence: list[dict[str, Any]], kind: str, key: str) -> str:
    """Return where the numbers of an answer come from, each with the way to its rows.

    `kind` of answer and `key` of whom it is about stand in that way; no kind: there is none.
    """
    return _told("evidence", evidence=evidence, kind=kind, key=key)


def _told(template: str, **told: Any) -> SafeString:
    """Return a part of an answer; what is told again is written once.

    The text itself is what it is found by, so nobody is shown what was written of anything else.
    """
    return _written(template, json.dumps(told), get_language())


@lru_cache(maxsize=512)
def _written(template: str, told: str, _language: str | None) -> SafeString:
    return render_to_string(f"ui/{template}.html", json.loads(told))


PAGES = {
    "measure": "measure",
    "diagnose": "diagnose",
    "prioritise": "prioritise",
    "brief": "brief",
    "forecast": "forecast",
    "submissions": "forecast",
    "submit": "forecast",
    "pipeline": "pipeline",
    "train": "train",
    "verify": "verify",
    "numbers": "numbers",
}
"""Command -> the page that says the same."""
_COMMAND = re.compile(rf"`fairlead ({'|'.join(PAGES)})\b[^`]*`")


@register.filter
def linked(text: str) -> SafeString:
    """Return a text, escaped; what it says of commands leads to the pages of that name."""
    whole = _COMMAND.sub(_to_page, escape(text))
    whole = whole.replace("with --json", "through the API")
    return mark_safe(whole)  # noqa: S308 -- escaped above


def _to_page(found: re.Match[str]) -> str:
    page = PAGES[found[1]]
    return f'<a href="{reverse(page)}">{page.capitalize()}</a>'


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
