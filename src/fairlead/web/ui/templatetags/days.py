"""A day as it stands in data, written for the reader."""

from __future__ import annotations

import datetime as dt

from django import template

from fairlead.web.project import shown

register = template.Library()


@register.filter
def written_day(text: str) -> str:
    """Return ``2026-11-20``, or an instant that begins so, as ``20 Nov 2026``; else the text."""
    try:
        return shown.day(dt.date.fromisoformat(text[:10]))
    except ValueError:
        return text
