"""Write the reference pages that come from the code.

Run ``python docs/generate.py`` after changing a command, a table, an import field or an error,
and commit what it writes. ``python docs/generate.py --check`` writes nothing and fails if a page
is out of date; the tests do the same.
"""

from __future__ import annotations

import enum
import functools
import inspect
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import typer
from typer.main import get_command

from fairlead import errors
from fairlead.cli.main import app
from fairlead.errors import FairleadError
from fairlead.facts import TABLES, Kind, Table
from fairlead.lake.readers.formats.left_out import LEFT_OUT
from fairlead.lake.readers.vocabulary import OPTIONS, TARGETS, ImportTarget
from fairlead.measure.catalogue import METRICS, Metric

REFERENCE = Path(__file__).resolve().parent / "reference"

NOTE = "<!-- Made from the code by docs/generate.py: change the code, then run it again. -->"

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


def table_of(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; bars in cells are escaped."""
    lines = ["| " + " | ".join(header) + " |", "| " + " | ".join("---" for _ in header) + " |"]
    lines.extend("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in rows)
    return "\n".join(lines)


def page(title: str, *parts: str) -> str:
    """Return a page that ends in one newline."""
    return "\n\n".join([NOTE, f"# {title}", *parts]) + "\n"


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


# --- command line -------------------------------------------------------------------------------


def commands() -> dict[str, Any]:
    """Return the commands by their name as typed, groups flattened (``people list``).

    The command of a group that is meant where none is named goes by the group's name alone.
    """
    found: dict[str, Any] = {}

    def walk(command: Any, words: tuple[str, ...]) -> None:
        children = getattr(command, "commands", None)
        if children is None:
            found[" ".join(words)] = command
        else:
            meant = getattr(command, "default_command", None)
            for name, child in children.items():
                walk(child, words if name == meant else (*words, name))

    walk(get_command(app), ())
    return found


def names_of(parameter: Any) -> list[str]:
    """Return what a user types for a parameter: option names, or the argument's name."""
    if parameter.param_type_name == "argument":
        return [str(parameter.name).upper()]
    return [*parameter.opts, *parameter.secondary_opts]


def _default(parameter: Any) -> str:
    value = parameter.default
    if parameter.required:
        return "needed"
    if value is None or value in ((), []) or callable(value):
        return ""
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"`{value.value if isinstance(value, enum.Enum) else value}`"


def _plain(text: str | None) -> str:
    joined = re.sub(r"\s+", " ", inspect.cleandoc(text or "")).strip()
    return re.sub(r"\[/?(?:bold|dim|italic|green|red|yellow)\]", "", joined)


def _usage(name: str, command: Any) -> str:
    arguments = [
        names_of(p)[0] if p.required else f"[{names_of(p)[0]}]"
        for p in command.params
        if p.param_type_name == "argument"
    ]
    return " ".join(["fairlead", name, *arguments, "[OPTIONS]"])


def _choices(command: Any, parameter: Any) -> str:
    shown = (parameter.get_help_record(typer.Context(command)) or ("",))[0]
    shown = re.sub(r"list\[([^\[\]]*)\]", r"\1", shown)
    found = re.search(r"<([^<>]+(?:\|[^<>]+)+)>", shown)
    return f" One of {', '.join(f'`{c}`' for c in found[1].split('|'))}." if found else ""


def _options(command: Any) -> str:
    rows = [
        (
            ", ".join(f"`{n}`" for n in names_of(p)),
            _default(p),
            _plain(p.help) + _choices(command, p),
        )
        for p in command.params
        if not p.hidden and p.name != "help"
    ]
    return table_of(("argument or option", "default", "meaning"), rows) if rows else ""


def _command(name: str, command: Any) -> Iterator[str]:
    yield f"## {name}"
    for paragraph in inspect.cleandoc(command.help or "").split("\n\n"):
        if paragraph.startswith("\b"):
            yield f"```text\n{paragraph[1:].strip()}\n```"
        else:
            yield _plain(paragraph)
    yield f"```text\n{_usage(name, command)}\n```"
    if options := _options(command):
        yield options


def cli_page() -> str:
    """Return the page of commands and options."""
    visible = {n: c for n, c in commands().items() if not c.hidden}
    parts = [part for name, command in visible.items() for part in _command(name, command)]
    return page(
        "Commands",
        "Every command takes `--help`. Answers go to standard output, progress and warnings to "
        "standard error, so that a pipe gets the answer only. Exit codes: 0 done, 2 something you "
        "gave can be mended, 1 something else is in the way (see [Errors](errors.md)).",
        "## fairlead",
        _plain(get_command(app).help),
        _options(get_command(app)),
        *parts,
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


# --- HTTP API -----------------------------------------------------------------------------------

ASK = """
import django, json
django.setup()
from fairlead.web.project.api import api
print(json.dumps(api.get_openapi_schema(), default=str))
"""


@functools.cache
def openapi() -> dict[str, Any]:
    """Return what the server says of its API; asked in a process of its own, with its settings."""
    with tempfile.TemporaryDirectory() as place:
        env = {
            **os.environ,
            "FAIRLEAD_WORKSPACE": place,
            "FAIRLEAD_KEY_FILE": f"{place}/key",
            "DJANGO_SETTINGS_MODULE": "fairlead.web.project.settings",
        }
        done = subprocess.run(  # noqa: S603 -- our own text
            [sys.executable, "-c", ASK], env=env, capture_output=True, text=True, check=True
        )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return f"`{schema['$ref'].rsplit('/', 1)[-1]}`"
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return {"object": "object", "null": "null"}.get(schema.get("type", ""), schema.get("type", ""))


def _operation(method: str, place: str, told: dict[str, Any]) -> Iterator[str]:
    yield f"## {method.upper()} {place}"
    yield _plain(told["description"])
    rows = [
        (f"`{p['name']}`", p["in"], _type(p["schema"]), str(p["schema"].get("default", "needed")))
        for p in told.get("parameters", ())
    ]
    if "requestBody" in told:
        (content,) = told["requestBody"]["content"]
        rows.append(("`file`" if "form-data" in content else "body", "body", content, "needed"))
    if rows:
        yield table_of(("what", "where", "type", "default"), rows)
    answers = ((f"`{status}`", each["description"]) for status, each in told["responses"].items())
    yield table_of(("status", "when"), answers)


def api_page() -> str:
    """Return the page of the HTTP API."""
    schema = openapi()
    shapes = schema["components"]["schemas"]
    parts = [
        part
        for place, methods in sorted(schema["paths"].items())
        for method, told in methods.items()
        for part in _operation(method, place, told)
    ]
    for name, shape in sorted(shapes.items()):
        rows = ((f"`{field}`", _type(t)) for field, t in shape.get("properties", {}).items())
        text = re.sub(r"`([^`]+)`", r"`\1`", _plain(shape.get("description", "")))
        parts += [f"## {name}", *([text] if text else []), table_of(("field", "type"), rows)]
    return page(
        "HTTP API",
        f"{schema['info']['description']} How to get a token, what it may be for, and how lists "
        "come in pieces: [Serve](../how-to/serve.md#for-programs). Every error has the one shape "
        "of [Errors](errors.md). The same for programs: `/api/v1/openapi.json`.",
        *parts,
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
