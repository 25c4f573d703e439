"""A tag for the texts of documents: paragraphs, points and bold, nothing else of Markdown."""

from __future__ import annotations

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@register.filter
def prose(text: str) -> SafeString:
    """Return a text as HTML; whatever looks like a tag in it is shown as it was typed."""
    parts = [part.strip() for part in re.split(r"\n\s*\n", str(text).strip()) if part.strip()]
    return mark_safe("".join(_part(part) for part in parts))  # noqa: S308  escaped in `_words`


def _part(part: str) -> str:
    lines = part.splitlines()
    if all(line.lstrip()[:2] in {"- ", "* "} for line in lines):
        return "<ul>" + "".join(f"<li>{_words(line.lstrip()[2:])}</li>" for line in lines) + "</ul>"
    if lines[0].startswith("#"):
        head = f"<p><strong>{_words(lines[0].lstrip('# '))}</strong></p>"
        return head + (_part("\n".join(lines[1:])) if lines[1:] else "")
    return f"<p>{'<br>'.join(_words(line) for line in lines)}</p>"


def _words(text: str) -> str:
    return _BOLD.sub(r"<strong>\1</strong>", escape(text))
