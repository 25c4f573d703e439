"""A brief as data a template shows, with its charts drawn once and kept."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict

from fairlead import __version__
from fairlead.brief.model import Brief, Section
from fairlead.charts import Drawn, Figure, figures, svg
from fairlead.web.project.clock import now
from fairlead.web.published.models import Drawing
from fairlead.web.published.services.asked import Plain

DRAWINGS_KEPT = dt.timedelta(days=90)
_FRESH: ContextVar[list[Drawing] | None] = ContextVar("drawings of the answer being made")
"""They are kept with the answer: one that is given up for an erasure must leave no name."""


@contextmanager
def drawings() -> Iterator[list[Drawing]]:
    """Collect what is drawn anew while an answer is made."""
    fresh: list[Drawing] = []
    token = _FRESH.set(fresh)
    try:
        yield fresh
    finally:
        _FRESH.reset(token)


def kept_drawing(spec: str, draw: Callable[[str], Drawn]) -> Drawn:
    """Return a chart as it was drawn before, by any worker at any time; else draw and keep it.

    One that no answer used for `DRAWINGS_KEPT` is removed when the next answer is made.
    """
    mark, today = hashlib.sha256(f"{__version__}|{spec}".encode()).hexdigest(), now().date()
    found = Drawing.objects.filter(pk=mark).first()
    if found is None:
        box, inner = draw(spec)
        fresh = _FRESH.get(None)
        if fresh is not None:
            fresh.append(Drawing(mark=mark, box=box, inner=inner, used_on=today))
        return box, inner
    if found.used_on != today:
        Drawing.objects.filter(pk=mark).update(used_on=today)
    return found.box, found.inner


def brief_body(brief: Brief) -> Plain:
    """Return a brief as data a template shows, its charts drawn."""
    return {
        "title": brief.title,
        "subtitle": brief.subtitle,
        "freshness": brief.freshness,
        "as_of": brief.as_of.isoformat(),
        "data_until": brief.data_until.isoformat(),
        "sections": [_section(part) for part in brief.sections],
        "evidence": [asdict(each) for each in brief.evidence],
        "findings": [asdict(each) for each in brief.findings],
        "plumbing": [line.text for line in brief.plumbing],
    }


def _section(part: Section) -> Plain:
    drawn = figures(part.chart) if part.chart is not None else ()
    return {
        "code": part.code,
        "title": part.title,
        "lines": [asdict(line) for line in part.lines],
        "grid": None if part.grid is None else asdict(part.grid),
        "figures": [figure_body(each, f"{part.code}-{n}") for n, each in enumerate(drawn)],
    }


def figure_body(figure: Figure, place: str) -> Plain:
    """Return a chart as data a template shows, drawn for wide and for narrow pages."""
    return {
        "title": figure.title,
        "caption": figure.caption,
        "table": asdict(figure.table),
        "wide": svg(figure, "wide", place=place, keep=kept_drawing),
        "narrow": svg(figure, "narrow", place=f"{place}-narrow", keep=kept_drawing),
    }


def plain(body: Plain) -> Plain:
    """Return the same with days as text."""
    import json

    made: Plain = json.loads(json.dumps(body, default=str))
    return made
