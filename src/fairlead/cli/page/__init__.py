"""The brief as one file for a browser: no script, no request, light, dark and print.

It lives with the command line, which writes it; the pages of the web have their own templates.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from importlib import resources
from string import Template

from fairlead.brief import words
from fairlead.brief.model import Brief
from fairlead.charts import Figure, look
from fairlead.cli.page import parts

__all__ = ["page"]


def page(brief: Brief, drawn: Mapping[str, tuple[Figure, ...]] | None = None) -> str:
    """Return the brief as a complete HTML document.

    `drawn` holds further figures by the code of their section. The same brief gives the same
    bytes. All texts are escaped; the style is in the file, the charts are drawn into it, and
    nothing is loaded from anywhere.
    """
    sections = brief.sections
    names = parts.anchors([section.code for section in sections])
    numbers = frozenset(evidence.number for evidence in brief.evidence)
    claims = parts.Claims(numbers)
    body = [
        parts.section(s, name, claims, (drawn or {}).get(s.code, ()))
        for s, name in zip(sections, names, strict=True)
    ]
    return _template("page.html").substitute(
        tab_title=parts.text(" | ".join(t for t in (brief.title, brief.subtitle) if t)),
        style=look(),
        title=parts.text(brief.title),
        subtitle=parts.paragraph(brief.subtitle, "subtitle"),
        freshness=parts.paragraph(brief.freshness, "freshness"),
        sections="\n".join(body),
        findings=parts.findings(brief.findings),
        evidence=parts.evidence(brief.evidence, claims),
        plumbing=parts.plumbing(brief.plumbing),
        as_of=f'<time datetime="{brief.as_of.isoformat()}">{words.day(brief.as_of)}</time>',
        data_until=(
            f'<time datetime="{brief.data_until.isoformat()}">{words.day(brief.data_until)}</time>'
        ),
    )


@functools.cache
def _resource(name: str) -> str:
    return resources.files(__name__).joinpath(name).read_text(encoding="utf-8")


def _template(name: str) -> Template:
    return Template(_resource(name))
