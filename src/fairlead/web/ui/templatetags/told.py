"""Tags for what a brief tells: lines, tables, charts."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def grouped(lines: list[dict[str, Any]]) -> list[tuple[bool, list[dict[str, Any]]]]:
    """Return lines in runs: is it a list, and its lines."""
    runs = groupby(lines, key=lambda line: bool(line["weight"] == "item"))
    return [(is_list, list(run)) for is_list, run in runs]


_COMMAND = re.compile(r"`fairlead (measure|diagnose|prioritise|brief)\b[^`]*`")


@register.filter
def linked(text: str) -> SafeString:
    """Return a text, escaped; what it says of commands leads to the pages of that name."""
    whole = _COMMAND.sub(
        lambda found: f'<a href="{reverse(found[1])}">{found[1].capitalize()}</a>', escape(text)
    )
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
