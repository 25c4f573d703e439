"""The parts of the page: each turns a piece of the brief into escaped HTML."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from fairlead.answers import Evidence, Finding
from fairlead.brief import words
from fairlead.brief.model import Chart, Grid, Line, Section
from fairlead.charts import Figure, figures, svg

_RIGHT_TO_LEFT = (
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_NAME_FROM_RIGHT = re.compile(f"{_RIGHT_TO_LEFT}+(?:[ ,.&#;'x0-9-]*{_RIGHT_TO_LEFT}+)*")
_SHORT = 18
"""Cells up to this length stay on one line; a date or an amount is not to be broken."""

SEVERITIES = {"serious": "Serious", "warning": "Take care", "info": "Note"}
"""What the severities of findings are called on screen, the worst first."""


@dataclass(slots=True)
class Claims:
    """Which numbers have evidence, and how often each was referred to on this page."""

    numbers: frozenset[int]
    seen: Counter[int] = field(default_factory=Counter)

    def link(self, number: int | None) -> str:
        """Return `[n]` as a link to its evidence; without evidence it stays plain."""
        if number is None:
            return ""
        if number not in self.numbers:
            return f"&nbsp;[{number}]"
        self.seen[number] += 1
        anchor = f' id="claim-{number}"' if self.seen[number] == 1 else ""
        return (
            f'&nbsp;<a class="why" href="#why-{number}"{anchor}>'
            f'<span class="unseen">Where this comes from: </span>[{number}]</a>'
        )


def text(raw: str) -> str:
    """Escape a text; names from right to left keep to themselves within an English sentence."""
    escaped = html.escape(words.printable(raw))
    return _NAME_FROM_RIGHT.sub(lambda found: f"<bdi>{found.group()}</bdi>", escaped)


def paragraph(raw: str, style: str) -> str:
    """Return a paragraph, or nothing for an empty text."""
    return f'<p class="{style}">{text(raw)}</p>' if raw else ""


def anchors(codes: Iterable[str]) -> list[str]:
    """Return an anchor for each code, each only once."""
    used: Counter[str] = Counter()
    names = []
    for code in codes:
        name = "part-" + (re.sub(r"[^a-z0-9]+", "-", code.lower()).strip("-") or "section")
        used[name] += 1
        names.append(name if used[name] == 1 else f"{name}--{used[name]}")
    return names


def section(part: Section, anchor: str, claims: Claims, drawn: tuple[Figure, ...] = ()) -> str:
    """Return one section with its lines, its table and its charts, those `drawn` among them."""
    pieces = [lines(part.lines, claims)]
    if part.grid is not None:
        pieces.append(table(part.grid, part.title))
    if part.chart is not None:
        pieces.append(charts(part.chart, anchor))
    pieces += [_figure(figure, f"{anchor}-drawn-{n}") for n, figure in enumerate(drawn)]
    return _headed(anchor, part.title, "\n".join(piece for piece in pieces if piece))


def _headed(anchor: str, title: str, body: str, style: str = "") -> str:
    kind = f' class="{style}"' if style else ""
    return (
        f'<section{kind} aria-labelledby="{anchor}">\n<h2 id="{anchor}">{text(title)}</h2>\n'
        f'<div class="body">\n{body}\n</div>\n</section>'
    )


def lines(all_lines: Iterable[Line], claims: Claims) -> str:
    """Return lines as paragraphs; items that follow each other become one list."""
    pieces = []
    for is_item, group in groupby(all_lines, key=lambda line: line.weight == "item"):
        tag = "li" if is_item else "p"
        rows = [
            f"<{tag}{_style(line)}>{text(line.text)}{claims.link(line.evidence)}"
            f"{_to_the_crm(line.link)}</{tag}>"
            for line in group
        ]
        pieces.append("<ul>\n" + "\n".join(rows) + "\n</ul>" if is_item else "\n".join(rows))
    return "\n".join(pieces)


def _to_the_crm(address: str | None) -> str:
    """Return a link to a deal in the CRM; an address that is none on the web stays text."""
    if not address:
        return ""
    if not address.startswith(("https://", "http://")):
        return f" {text(address)}"
    where = html.escape(words.printable(address), quote=True)
    return f' <a href="{where}" rel="noreferrer noopener">Open in the CRM</a>'


def _style(line: Line) -> str:
    return f' class="{line.weight}"' if line.weight in {"lead", "quiet"} else ""


def table(grid: Grid, name: str) -> str:
    """Return a table that scrolls by itself where it is wider than the page."""
    head = "".join(
        f'<th scope="col"{_cell_style(cell, side)}>{text(cell)}</th>'
        for cell, side in zip(grid.header, grid.align, strict=True)
    )
    rows = [_row(row, grid.align) for row in grid.rows]
    caption = f"<caption>{text(grid.caption)}</caption>\n" if grid.caption else ""
    spoken = html.escape(words.printable(grid.caption or name))
    return (
        f'<div class="table" role="region" aria-label="{spoken}" tabindex="0">\n<table>\n{caption}'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n" + "\n".join(rows) + "\n</tbody>\n</table>\n"
        "</div>"
    )


def _row(row: tuple[str, ...], align: str) -> str:
    """Return a row; its first cell names it."""
    cells = []
    for index, (cell, side) in enumerate(zip(row, align, strict=True)):
        tag, scope = ("th", ' scope="row"') if index == 0 else ("td", "")
        cells.append(f"<{tag}{scope}{_cell_style(cell, side)}>{text(cell)}</{tag}>")
    return f"<tr>{''.join(cells)}</tr>"


def _cell_style(cell: str, side: str) -> str:
    width = "short" if len(cell) <= _SHORT else "long"
    return f' class="{"right " if side == "r" else ""}{width}"'


def charts(chart: Chart, anchor: str) -> str:
    """Return the figures of a chart, each with its sentence and its data as a table."""
    return "\n".join(
        _figure(figure, f"{anchor}-{number}") for number, figure in enumerate(figures(chart))
    )


def _figure(figure: Figure, place: str) -> str:
    return (
        f"<figure>\n<figcaption><strong>{text(figure.title)}</strong> {text(figure.caption)}"
        "</figcaption>\n"
        f'<div class="wide">{_drawn(figure, "wide", place)}</div>\n'
        f'<div class="narrow">{_drawn(figure, "narrow", place)}</div>\n'
        f'<details>\n<summary>The same as a table<span class="unseen">: {text(figure.title)}</span>'
        f"</summary>\n{table(figure.table, figure.title)}\n</details>\n</figure>"
    )


def _drawn(figure: Figure, width: str, place: str) -> str:
    drawing = svg(figure, "wide" if width == "wide" else "narrow", place=place)
    return drawing.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)  # HTML knows <svg>


def findings(found: Iterable[Finding]) -> str:
    """Return what to know about the data, the worst first; notes are folded away."""
    by_severity: dict[str, list[Finding]] = {severity: [] for severity in SEVERITIES}
    for finding in found:
        by_severity[finding.severity].append(finding)
    loud = by_severity["serious"] + by_severity["warning"]
    notes = by_severity["info"]
    pieces = [_finding_list(loud)] if loud else []
    if notes and loud:
        summary = words.counted(len(notes), "note")
        pieces.append(
            f"<details>\n<summary>{summary}</summary>\n{_finding_list(notes)}\n</details>"
        )
    elif notes:
        pieces.append(_finding_list(notes))
    if not pieces:
        return ""
    return _headed("about-the-data", "About the data", "\n".join(pieces), "small")


def _finding_list(found: list[Finding]) -> str:
    return '<ul class="findings">\n' + "\n".join(_finding(finding) for finding in found) + "\n</ul>"


def _finding(finding: Finding) -> str:
    detail = f"\n{paragraph(finding.detail, 'detail')}" if finding.detail else ""
    heads = ['<span class="quiet">What to do:</span> ', *[""] * len(finding.actions)]
    actions = "".join(
        f'\n<p class="action">{head}{text(action)}</p>'
        for head, action in zip(heads, finding.actions, strict=False)
    )
    return (
        f'<li><p><span class="severity">{SEVERITIES[finding.severity]}</span> '
        f"<strong>{text(finding.title)}</strong></p>{detail}{actions}</li>"
    )


def evidence(all_evidence: Iterable[Evidence], claims: Claims) -> str:
    """Return where the numbers come from, with the command that lists the rows."""
    rows = [_evidence(e, claims) for e in sorted(all_evidence, key=lambda e: e.number)]
    if not rows:
        return ""
    body = '<ol class="evidence">\n' + "\n".join(rows) + "\n</ol>"
    return _headed("where-the-numbers-come-from", "Where the numbers come from", body, "small")


def _evidence(one: Evidence, claims: Claims) -> str:
    count = f"{words.counted(one.row_count, 'row')}: " if one.row_count is not None else ""
    back = ""
    if claims.seen[one.number]:
        back = (
            f' <a href="#claim-{one.number}">Back to the claim'
            f'<span class="unseen"> {one.number}</span></a>'
        )
    return (
        f'<li id="why-{one.number}" value="{one.number}" tabindex="-1">'
        f"<p><strong>{text(one.claim)}</strong></p>\n<p>{text(one.definition)}</p>\n"
        f'<p class="quiet">{count}<code>fairlead why {one.number}</code>{back}</p></li>'
    )


def plumbing(all_lines: Iterable[Line]) -> str:
    """Return the quiet lines of the footer: files, rows, assumptions."""
    rows = [f"<li>{text(line.text)}</li>" for line in all_lines]
    return "<ul>\n" + "\n".join(rows) + "\n</ul>" if rows else ""
