"""The brief at the terminal: 80 columns, conclusions first, plain text where it is piped.

Texts come from files of the user: nothing in them may steer the terminal or be read as markup.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from fairlead.answers import Evidence, Finding
from fairlead.brief import words
from fairlead.brief.model import Brief, Grid, Line, Section
from fairlead.brief.words import printable
from fairlead.cli.cells import GAP, columns, sides, wrap
from fairlead.cli.listing import listing
from fairlead.errors import FairleadError, ImportFileError

WIDTH = 80
_NARROWEST = 20
SAYS_FINDINGS = frozenset({"cannot_say", "findings"})
"""Codes of sections that say the findings themselves; then they are not listed again."""

_SEVERITIES = {"serious": "Serious: ", "warning": "Take care: ", "info": ""}
_FINDINGS_SHOWN = 7


def render(brief: Brief, console: Console, *, charts: bool = False) -> None:
    """Print the brief.

    Parameters
    ----------
    brief
        What to say, in its order.
    console
        Where to; never more than 80 columns are used, fewer if it is narrower.
    charts
        Print the data of each chart as a table too. Without it, only a section that has nothing
        but a chart does so.
    """
    sheet = _Sheet(console)
    sheet.title(brief.title, brief.subtitle)
    sheet.say(brief.freshness, first="", style="dim")
    for section in brief.sections:
        _section(sheet, section, charts=charts)
    if not any(section.code in SAYS_FINDINGS for section in brief.sections):
        render_findings(brief.findings, console, most=_FINDINGS_SHOWN)
    if brief.plumbing or brief.evidence:
        sheet.blank()
    for line in brief.plumbing:
        sheet.say(line.text, style="dim")
    if brief.evidence:
        number = brief.evidence[0].number
        sheet.say(f"The rows behind a number: fairlead why {number}", style="dim")


def render_findings(
    findings: Iterable[Finding], console: Console, *, most: int | None = None
) -> None:
    """Print what the data cannot say, the worst first; nothing where there is nothing.

    `most` limits the list; the rest is counted.
    """
    order = list(_SEVERITIES)
    found = sorted(findings, key=lambda finding: order.index(finding.severity))
    if not found:
        return
    sheet = _Sheet(console)
    sheet.heading("About the data")
    shown = found if most is None else found[:most]
    for finding in shown:
        text = _finding(finding)
        sheet.say(text, first="  - ", style="dim" if finding.severity == "info" else "")
    if len(found) > len(shown):
        sheet.say(f"And {words.count(len(found) - len(shown))} more.", first="    ", style="dim")


def render_evidence(
    evidence: Evidence,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    total: int,
    console: Console,
    *,
    whose: str = "",
) -> None:
    """Print one claim, how it is defined, and rows behind it.

    Parameters
    ----------
    header, rows
        Names and cells of the rows shown, already words. Long cells are cut with an ellipsis;
        columns that say the same in every row, or have no room, are named below.
    total
        Rows there are, of which `rows` is the beginning.
    whose
        Which brief the number stands in; there may have been others.
    """
    sheet = _Sheet(console)
    sheet.say(whose, first="", style="dim")
    sheet.say(evidence.claim, first=f"[{evidence.number}] ", style="bold")
    sheet.say(evidence.definition, first=" " * len(f"[{evidence.number}] "))
    sheet.blank()
    if not rows:
        sheet.say("No rows." if total == 0 else f"{words.counted(total, 'row')}, none shown.")
        return
    listed = listing(header, rows, sheet.width - 1)
    for number, line in enumerate(listed.lines):
        sheet.put(f" {line}", "" if number else "bold")
    sheet.blank()
    everything = len(rows) == total
    showing = f"all {words.counted(total, 'row')}"
    if not everything:
        showing = f"showing {words.ratio(len(rows), total)}"
    sheet.say(showing if total != 1 else "showing the only row", style="dim")
    if listed.same:
        sheet.say(f"in each of them: {', '.join(listed.same)}", style="dim")
    if listed.left_out:
        sheet.say(f"no room for: {', '.join(listed.left_out)} (--csv has all)", style="dim")


def render_error(error: FairleadError, console: Console) -> None:
    """Print an error: what is wrong, where, what was expected, what to do, and its code."""
    sheet = _Sheet(console)
    sheet.say(error.message, first="Error: ", style="bold")
    facts = [("to do", error.hint), ("code", error.code)]
    if isinstance(error, ImportFileError):
        facts = [("where", str(error.place)), ("expected", error.expected), *facts]
    for name, text in facts:
        if text:
            sheet.say(text, first=f"  {name:<9} ", style="dim" if name == "code" else "")


def terminal_picture(brief: Brief) -> str:
    """Return the brief at the terminal as an SVG picture, without any outside address."""
    console = Console(
        record=True,
        width=WIDTH,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
        _environ={},
    )
    render(brief, console)
    return console.export_svg(
        title="fairlead brief", theme=_THEME, code_format=_PICTURE, unique_id="brief"
    )


class _Sheet:
    """Writes lines that fit the width, as plain text with a style, never as markup."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.width = max(min(console.width, WIDTH), _NARROWEST)

    def put(self, line: str, style: str = "", *, then: str = "", then_style: str = "") -> None:
        """Print one line that fits, with an end in another style."""
        text = Text(line, style=style)
        text.append(then, style=then_style)
        self.console.print(text, soft_wrap=True, highlight=False)

    def blank(self) -> None:
        self.put("")

    def title(self, title: str, subtitle: str) -> None:
        """Print title and subtitle on one line, or below each other where they do not fit."""
        left, right = printable(title), printable(subtitle)
        blanks = self.width - cell_len(left) - cell_len(right)
        if right and blanks >= GAP:
            self.put(left, "bold", then=" " * blanks + right, then_style="not bold")
            return
        self.say(left, first="", style="bold")
        self.say(right, first="")

    def heading(self, title: str) -> None:
        self.blank()
        for line in wrap(title.upper(), self.width):
            self.put(line, "bold")

    def say(
        self, text: str, *, first: str = " ", style: str = "", reference: int | None = None
    ) -> None:
        """Print a text behind `first`; further lines hang below its beginning."""
        if not printable(text):
            return
        mark = f"[{reference}]" if reference is not None else ""
        *lines, last = wrap(f"{text} {mark}", self.width - len(first))
        lead = first
        for line in lines:
            self.put(lead + line, style)
            lead = " " * len(first)
        self.put(lead + last.removesuffix(mark), style, then=mark, then_style="not bold cyan")


_FIRST = {"lead": " ", "plain": " ", "quiet": " ", "item": "  - "}
_STYLE = {"lead": "bold", "plain": "", "quiet": "dim", "item": ""}


def _section(sheet: _Sheet, section: Section, *, charts: bool) -> None:
    sheet.heading(section.title)
    for line in section.lines:
        _line(sheet, line)
    if section.grid is not None:
        _grid(sheet, section.grid)
    if section.chart is not None and (charts or not (section.lines or section.grid)):
        from fairlead.charts import figures

        for figure in figures(section.chart):
            sheet.say(figure.caption)
            _grid(sheet, figure.table)


def _line(sheet: _Sheet, line: Line) -> None:
    sheet.say(
        line.text,
        first=_FIRST[line.weight],
        style=_STYLE[line.weight],
        reference=line.evidence,
    )
    if line.link:
        sheet.say(line.link, first=" " * len(_FIRST[line.weight]), style="dim")


def _grid(sheet: _Sheet, grid: Grid) -> None:
    indent = "   "
    sheet.blank()
    if grid.caption:
        sheet.say(grid.caption, style="dim")
    fitted = columns(grid.header, grid.rows, grid.align, sheet.width - len(indent))
    for line in fitted.wrapped(grid.header):
        sheet.put(indent + line, "dim")
    for row in grid.rows:
        for line in fitted.wrapped(row):
            sheet.put(indent + line)
    if fitted.left_out:
        sheet.say(f"no room for: {', '.join(fitted.left_out)}", first=indent, style="dim")


def _finding(finding: Finding) -> str:
    """Write a finding as one paragraph; what to do stands last, as it is (it may be a command)."""
    parts = [_sentence(_SEVERITIES[finding.severity] + finding.title)]
    if finding.detail:
        parts.append(_sentence(finding.detail))
    *others, last = finding.actions or ("",)
    steps = [*map(_sentence, others), printable(last)]
    return " ".join(parts + (["What to do:", *steps] if last else []))


def _sentence(text: str) -> str:
    trimmed = printable(text)
    return trimmed if trimmed.endswith((".", "!", "?", ":")) else f"{trimmed}."


_THEME = TerminalTheme(
    (251, 250, 246),
    (38, 36, 32),
    [(38, 36, 32), (150, 60, 20), (11, 122, 92), (130, 100, 20), (11, 100, 150), (110, 70, 130),
     (11, 100, 150), (96, 93, 86)],
)  # fmt: skip

_PICTURE = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{
  font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px;
  line-height: {line_height}px;
}}
.{unique_id}-title {{ font: 600 15px system-ui, sans-serif; opacity: 0.6; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def render_table(header: Sequence[str], rows: Sequence[Sequence[str]], console: Console) -> None:
    """Print a plain table that fits; numbers to the right, long cells cut."""
    sheet = _Sheet(console)
    if not rows:
        return
    fitted = columns(header, rows, sides(header, rows), sheet.width - 1)
    sheet.put(" " + fitted.short(header), "bold")
    for row in rows:
        sheet.put(" " + fitted.short(row))
    if fitted.left_out:
        sheet.say(f"no room for: {', '.join(fitted.left_out)}", style="dim")


def evidence_cells(
    header: Sequence[str], rows: Sequence[Sequence[object]]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return rows as words: amounts in major units of the row's currency, empty for unknown."""
    names = tuple(name.replace("_", " ") for name in header)
    place = header.index("currency") if "currency" in header else None
    money = {i for i, name in enumerate(header) if name.startswith("amount")}

    def cell(row: Sequence[object], index: int) -> str:
        value = row[index]
        if value is None:
            return ""
        if index in money and isinstance(value, int):
            code = row[place] if place is not None else None
            return words.major(value, code if isinstance(code, str) else None)
        return f"{value}"

    return names, tuple(tuple(cell(row, i) for i in range(len(header))) for row in rows)
