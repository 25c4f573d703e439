"""The reference says what the code says: no command, table, field or code is missing or made up."""

from __future__ import annotations

import re
from typing import Any

from typer.main import get_command

from fairlead.cli.main import app
from fairlead.facts import TABLES
from fairlead.lake.readers.vocabulary import OPTIONS, TARGETS, ImportField

CODE = re.compile(r"`([^`]+)`")


def sections(text: str) -> dict[str, str]:
    """Split a page at its second-level headings."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def first_cells(text: str) -> list[str]:
    """Return the code words in the first cell of every table row."""
    rows = re.findall(r"^\| (`[^|]*?) \|", text, flags=re.MULTILINE)
    return [word for row in rows for word in CODE.findall(row)]


def test_generated_pages_are_current(documentation: Any) -> None:
    assert documentation.generator.stale() == [], "run python docs/generate.py"


def test_the_check_sees_a_stale_page(documentation: Any, monkeypatch: Any, tmp_path: Any) -> None:
    monkeypatch.setattr(documentation.generator, "REFERENCE", tmp_path)
    assert set(documentation.generator.stale()) == set(documentation.generator.PAGES)
    assert documentation.generator.run([]) == 0
    assert documentation.generator.run(["--check"]) == 0
    (tmp_path / "errors.md").write_text("old")
    assert documentation.generator.run(["--check"]) == 1


def test_every_command_and_option_is_documented_and_no_other(documentation: Any) -> None:
    written = sections(documentation.pages["docs/reference/cli.md"])
    commands = {n: c for n, c in documentation.commands.items() if not c.hidden}
    assert set(written) == {*commands, "fairlead"}
    commands["fairlead"] = get_command(app)
    for name, command in commands.items():
        told = set(first_cells(written[name]))
        real = {
            word
            for parameter in command.params
            if not parameter.hidden and parameter.name != "help"
            for word in (
                [parameter.name.upper()]
                if parameter.param_type_name == "argument"
                else [*parameter.opts, *parameter.secondary_opts]
            )
        }
        assert told == real, name


def test_every_command_and_option_says_what_it_does(documentation: Any) -> None:
    for name, command in documentation.commands.items():
        assert (command.help or "").strip(), name
        for parameter in command.params:
            if parameter.name != "help" and not parameter.hidden:
                assert (parameter.help or "").strip(), f"{name} {parameter.name}"


def test_every_table_and_column_is_documented(documentation: Any) -> None:
    written = sections(documentation.pages["docs/reference/tables.md"])
    assert set(written) - {"Kinds"} == {table.name for table in TABLES}
    for table in TABLES:
        assert first_cells(written[table.name]) == list(table.names)


def test_every_import_field_is_documented(documentation: Any) -> None:
    written = sections(documentation.pages["docs/reference/import-vocabulary.md"])
    for name, target in TARGETS.items():
        assert first_cells(written[name]) == [field.name for field in target.fields]
    assert first_cells(written["Options of a column"]) == list(OPTIONS)
    kinds = {f.kind for t in TARGETS.values() for f in t.fields}
    assert kinds == set(documentation.generator.VALUE_KINDS)
    assert ImportField("x", "key", "y").required is False


def test_every_error_is_documented(documentation: Any) -> None:
    text = documentation.pages["docs/reference/errors.md"]
    for error in documentation.generator.error_classes():
        assert f"| `{error.code}` | `{error.__name__}` | {error.exit_code} |" in text


def test_workspace_page_names_what_a_workspace_holds(documentation: Any) -> None:
    from pathlib import Path

    from fairlead.lake.store.erased import AGAIN
    from fairlead.lake.store.erased import FILE as ERASED
    from fairlead.lake.store.individuals import FILE as OFF
    from fairlead.lake.store.pages import FILE, SERVED
    from fairlead.lake.store.workspace import MARKER, Workspace
    from fairlead.refresh.watching import REMEMBERED

    UPLOADS = "uploads"  # noqa: N806 -- its module needs the settings of a server

    told = first_cells(documentation.pages["docs/reference/workspace.md"])
    place = Workspace(Path("w"))
    mended = (place.process_file, place.mapping_file, place.company_file, place.effects_file)
    names = {p.name for p in mended}
    folders = {f"{p.name}/" for p in (place.staging, place.results)}
    others = {
        MARKER,
        "lock",
        SERVED,
        AGAIN,
        "tables/NAME/",
        "manifests/000123.json",
        "put-aside.csv",
    }
    others |= {REMEMBERED, FILE, ERASED, OFF, "playbook/000001.json", "try-outs/NAME.json"}
    others |= {"verdicts/NAME.json", "practice/ID.json"}
    folders.add(f"{UPLOADS}/")
    assert others | names | folders == set(told)
