"""Figures into SVG: drawn once, kept by their specification, free of addresses and scripts."""

from __future__ import annotations

import functools
import hashlib
import html
import json
import re
from collections.abc import Callable

from fairlead.charts.figure import Figure, Spec, Width

_ROOT = re.compile(r"^<svg\b[^>]*?\bviewBox=\"([^\"]*)\"[^>]*>")
_SPOKEN = re.compile(r' (?:role|aria-[a-z]+|class)="[^"]*"')
_EMPTY = re.compile(r'<path (?:aria-hidden="true" )?d="[^"]*"(?: display="none")?/>')


Drawn = tuple[str, str]
"""The view box of a drawing, and what is inside its root."""
Keep = Callable[[str, Callable[[str], Drawn]], Drawn]
"""Given a specification and how to draw it: returns the drawing, drawn or kept from before."""


def svg(figure: Figure, width: Width = "wide", *, place: str = "", keep: Keep | None = None) -> str:
    """Return the figure as one ``<svg>`` element for use inside a page.

    It has a role, a title and a description for screen readers, scales with its container, takes
    font and colours from the page, and holds no address, no script and no other element with an
    id.

    Parameters
    ----------
    width
        Which of the two drawings.
    place
        Added to the ids of title and description; name the place where one page shows the same
        figure twice.
    """
    spec = figure.wide if width == "wide" else figure.narrow
    text = json.dumps(spec, sort_keys=True, ensure_ascii=False)
    box, inner = keep(text, _drawn) if keep else _drawn(text)
    name = hashlib.sha256(f"{place}|{text}".encode()).hexdigest()[:10]
    title, description = html.escape(figure.title), html.escape(figure.caption)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" '
        f'aria-labelledby="t{name}" aria-describedby="d{name}">'
        f'<title id="t{name}">{title}</title><desc id="d{name}">{description}</desc>{inner}</svg>'
    )


@functools.lru_cache(maxsize=512)
def _drawn(spec: str) -> Drawn:
    """Draw a specification (canonical JSON); returns the view box and what is inside the root."""
    return _frame(_convert(json.loads(spec)))


def _convert(spec: Spec) -> str:
    import vl_convert  # noqa: PLC0415 - 84 MB and 0.4 s, only when a chart is drawn

    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def _frame(drawing: str) -> Drawn:
    """Split a drawing of vl-convert, leaving out what screen readers would stumble over."""
    root = _ROOT.match(drawing)
    if root is None:
        raise ValueError("the drawing has no view box")
    inner = drawing[root.end() :].removesuffix("</svg>")
    return root.group(1), _EMPTY.sub("", _SPOKEN.sub("", inner))
