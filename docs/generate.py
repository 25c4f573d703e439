"""Write the reference pages that come from the code.

Run ``python docs/generate.py`` after changing a command, a table, an import field or an error,
and commit what it writes. ``python docs/generate.py --check`` writes nothing and fails if a page
is out of date; the tests do the same.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from api_reference import api_page
from as_markdown import page, table_of
from cli_reference import cli_page

from fairlead import errors
from fairlead.errors import FairleadError
from fairlead.facts import TABLES, Kind, Table
from fairlead.lake.readers.formats.left_out import LEFT_OUT
from fairlead.lake.readers.vocabulary import OPTIONS, TARGETS, ImportTarget
from fairlead.measure.catalogue import METRICS, Metric

REFERENCE = Path(__file__).resolve().parent / "reference"

STORED_AS = {
    Kind.KEY: "64-bit integer; a hash of the source's own key",
    Kind.TEXT: "text",
    Kind.INSTANT: "timestamp in microseconds, UTC",
    Kind.DAY: "calendar date, no time zone",
    Kind.MONEY: "64-bit integer, minor units (cents) of the row's currency",
    Kind.INTEGER: "64-bit integer",
    Kind.FRACTION: "number from 0 to 1",
    Kind.NUMBER: "number of any size",
    Kind.FLAG: "true or false",
}

VALUE_KINDS = {
    "key": "a row's own id or a reference to one; read as text, so leading zeros stay",
    "person": "a person, by id, email address or name",
    "text": "text as it is",
    "instant": "a date with a time",
    "day": "a date",
    "money": "an amount; stored in minor units",
    "integer": "a whole number",
    "fraction": "a share, 0 to 1 or 0 to 100, decided for the whole column",
    "flag": "yes or no",
    "duration": "a length of time; stored in seconds",
    "outcome": "open, won, lost or deleted",
    "deal_type": "new business, expansion or renewal",
    "activity_kind": "call, meeting, email, task, note, work or other",
    "rate": "a number above 0, such as an exchange rate",
    "period": "a month, quarter or year; stored as its first day",
}

MEANT_FOR = {
    "error": "Base of all errors; you meet one of those below.",
    "input": "Something you gave can be mended: a path, an option, a name.",
    "import_file": "A file cannot be read as it is. The message names file, row, column and value.",
    "definition": "A mapping, process file or setting contradicts itself or names what is missing.",
    "not_found": "It does not exist, or it is not yours to see.",
    "conflict": "Somebody else changed the same thing first, or is changing it now. Try again.",
    "numerical": "A calculation did not settle. Nothing was stored.",
    "unavailable": "A disk, folder or service does not answer now. Try again later.",
}


# --- canonical tables ---------------------------------------------------------------------------


def _canonical(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    doc = inspect.getdoc(table.row) or ""
    doc = re.sub(r"``([^`]+)``|`([^`]+)`", r"`\1\2`", doc)
    keys = ", ".join(f"`{name}`" for name in table.key)
    kept = f" Kept by the month of `{table.month_of}`." if table.month_of else ""
    yield f"{doc}\n\nOne row: {table.grain}. Key: {keys}.{kept}"
    yield table_of(
        ("column", "kind", "may be empty", "meaning"),
        (
            (f"`{c.name}`", c.kind.value, "yes" if c.nullable else "no", c.meaning)
            for c in table.columns
        ),
    )


def tables_page() -> str:
    """Return the page of canonical tables."""
    kinds = table_of(("kind", "stored as"), ((k.value, v) for k, v in STORED_AS.items()))
    parts = [part for table in TABLES for part in _canonical(table)]
    return page(
        "Canonical tables",
        "Whatever the export looked like, an import ends in these tables. They lie in the "
        "workspace as Delta tables (see [Workspace](workspace.md)). `known_at` is in nearly every "
        "one: a question about a past day uses only rows known on that day.",
        "## Kinds",
        kinds,
        *parts,
    )


# --- import vocabulary --------------------------------------------------------------------------


def _target(target: ImportTarget) -> Iterator[str]:
    yield f"## {target.name}"
    yield f"{target.grain[0].upper()}{target.grain[1:]}."
    yield table_of(
        ("field", "kind", "needed", "meaning"),
        ((f"`{f.name}`", f.kind, "yes" if f.required else "", f.meaning) for f in target.fields),
    )


def vocabulary_page() -> str:
    """Return the page of words a mapping file may use."""
    parts = [part for target in TARGETS.values() for part in _target(target)]
    return page(
        "Import vocabulary",
        "What a table and a column of an export can mean. [Mapping files]"
        "(../how-to/mend-a-mapping.md) use these words. A field marked *needed* must be mapped, "
        "else the table cannot be taken.",
        "## Kinds of value",
        table_of(("kind", "what is read"), VALUE_KINDS.items()),
        "## Options of a column",
        table_of(("option", "meaning"), ((f"`{k}`", v) for k, v in OPTIONS.items())),
        *parts,
    )


# --- errors -------------------------------------------------------------------------------------


def error_classes() -> list[type[FairleadError]]:
    """Return the tree of errors, base first."""
    return [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, FairleadError)
    ]


def errors_page() -> str:
    """Return the page of error codes."""
    rows = (
        (f"`{e.code}`", f"`{e.__name__}`", str(e.exit_code), MEANT_FOR[e.code])
        for e in error_classes()
    )
    shape = """{
  "error": {
    "code": "import_file",
    "message": "what is wrong, in one sentence",
    "file": "deals.csv",
    "row": 14,
    "column": "CloseDate",
    "value": "soon",
    "expected": "what would have been right",
    "hint": "what to do about it, in one sentence"
  }
}"""
    return page(
        "Errors",
        "Every error says what is wrong and what to do. Exit code 2 means that you can mend it; "
        "1 means that something else is in the way; 0 is success. Too little data is no error: "
        "it is an answer.",
        table_of(("code", "class", "exit code", "when"), rows),
        "## Shape in JSON",
        "With `--json` an error is printed in one shape. `file`, `row`, `column`, `value` and "
        "`expected` are there for `import_file` only. Rows are counted as a text editor counts "
        "them: the header is row 1.",
        f"```json\n{shape}\n```",
    )


# --- columns that are not read ------------------------------------------------------------------


def left_out_page() -> str:
    """Return the page of columns that are known and not read."""
    parts = []
    for name, columns in LEFT_OUT.items():
        parts.append(f"## {name}")
        rows = ((f"`{header}`", reason) for header, reason in sorted(columns.items()))
        parts.append(table_of(("column", "why"), rows))
    return page(
        "Columns that are not read",
        "Columns vendors document for deals and what is around them that Fairlead leaves out, with "
        "the reason. Names are written without case, blanks and signs. Any of them can be read as "
        "something else with a [mapping file](../how-to/mend-a-mapping.md).",
        *parts,
    )


# --- metric catalogue ---------------------------------------------------------------------------


BETTER = {"more": "more is better", "less": "less is better", "neither": "neither is better"}


def _metric(metric: Metric) -> Iterator[str]:
    yield f"## {metric.kind}"
    facts = (
        ("name", metric.name),
        ("rate", f"{metric.rate}; {BETTER[metric.better]}"),
        ("unit", metric.unit),
        ("counted", metric.numerator),
        ("over", metric.denominator),
        ("window", metric.window),
        ("people add up to a team", metric.totals),
        ("silent", metric.silent),
        ("assumes", metric.assumes),
    )
    yield table_of(("", f"`{metric.kind}`"), facts)


def metrics_page() -> str:
    """Return the catalogue of kinds of competencies."""
    return page(
        "Metric catalogue",
        "What `fairlead measure` measures. A competency is a step (or the whole road), new deals, "
        "sizes, times, prices or activities of one pipeline and type of deal; each follows the "
        "declaration of its kind. Its slug is `pipeline.type.stage` for a step, and "
        "`pipeline.type.win`, `.creation`, `.size`, `.duration` and `.price` for the others; "
        "`activity.call` and the like for what is done. How they are read: "
        "[Fair rates](../how-to/fair-rates.md).",
        *(part for metric in METRICS for part in _metric(metric)),
    )


PAGES = {
    "api.md": api_page,
    "metrics.md": metrics_page,
    "columns-left-out.md": left_out_page,
    "tables.md": tables_page,
    "import-vocabulary.md": vocabulary_page,
    "errors.md": errors_page,
    "cli.md": cli_page,
}


def stale() -> list[str]:
    """Return the pages that differ from what the code says."""
    return [
        name
        for name, render in PAGES.items()
        if not (REFERENCE / name).is_file()
        or (REFERENCE / name).read_text(encoding="utf-8") != render()
    ]


def run(arguments: Sequence[str]) -> int:
    """Write the pages, or with ``--check`` only compare them."""
    if "--check" in arguments:
        for name in (old := stale()):
            sys.stderr.write(f"docs/reference/{name} is out of date: run python docs/generate.py\n")
        return 1 if old else 0
    for name, render in PAGES.items():
        (REFERENCE / name).write_text(render(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
