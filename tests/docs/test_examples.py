"""Every example that can run, runs; every command that is shown, exists with its options."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from fairlead.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
FIRST = ("README", "docs/tutorial")
"""Where the examples are that a reader meets first; the long run has those of every page."""

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def test_python_examples_run(documentation: Any) -> None:
    blocks = list(documentation.blocks("python"))
    assert blocks
    runner = doctest.DocTestRunner(verbose=False)
    parser = doctest.DocTestParser()
    for block in blocks:
        where = f"{block.page}:{block.line}"
        test = parser.get_doctest(block.body, {}, where, block.page, block.line)
        assert test.examples, f"{where} has no example to run"
        told: list[str] = []
        assert runner.run(test, out=told.append).failed == 0, "".join(told)


def commands_shown(documentation: Any) -> list[tuple[str, list[str]]]:
    """Return where and what for each `fairlead` command in a console block."""
    shown = []
    for block in documentation.blocks("console"):
        for typed in block.commands:
            words = shlex.split(re.split(r"\s[|>]\s", typed)[0])
            if words and words[0] == "fairlead":
                shown.append((f"{block.page}:{block.line}", words[1:]))
    return shown


def test_commands_shown_exist_with_their_options(documentation: Any) -> None:
    shown = commands_shown(documentation)
    assert len(shown) > 20
    for where, words in shown:
        names = [" ".join(words[:count]) for count in (2, 1)]
        name = next((n for n in names if n in documentation.commands), None)
        assert name is not None, f"{where}: fairlead {names[0]}"
        rest = words[len(name.split()) :]
        known = {
            option
            for parameter in documentation.commands[name].params
            for option in [*parameter.opts, *parameter.secondary_opts]
        }
        used = {word.split("=")[0] for word in rest if word.startswith("-")}
        assert used <= known | {"--help"}, where


def test_options_in_running_text_exist(documentation: Any) -> None:
    known = {"--help", "--check"}
    for command in [get_command(app), *documentation.commands.values()]:
        for parameter in command.params:
            known |= {*parameter.opts, *parameter.secondary_opts}
    for page, text in documentation.pages.items():
        if page.startswith(("docs/decisions", "README", "CHANGELOG")):
            continue
        used = set(re.findall(r"`(--[a-z][a-z-]+)(?: [^`]*)?`", text))
        assert used - known <= {"--strict"}, page


@pytest.mark.parametrize("pages", [FIRST, pytest.param("", marks=pytest.mark.slow)])
def test_console_examples_run(
    documentation: Any, odd_path: Path, monkeypatch: Any, pages: str | tuple[str, ...]
) -> None:
    """All marked blocks, in one folder, the lesson that makes the demo company first."""
    monkeypatch.chdir(odd_path)
    blocks = [b for b in documentation.blocks("console") if b.exit_code is not None]
    blocks.sort(key=lambda b: (b.page != "docs/tutorial/first-brief.md", b.page, b.line))
    assert len(blocks) > 8
    blocks = [b for b in blocks if b.page.startswith(pages)]
    assert blocks
    for block in blocks:
        for typed in block.commands:
            words = shlex.split(typed)
            assert words[0] == "fairlead", f"{block.page}:{block.line}: only fairlead can be run"
            done = CliRunner().invoke(app, words[1:])
            said = f"{block.page}:{block.line}: {typed}\n{done.output}"
            assert done.exit_code == block.exit_code, said
            assert done.exception is None or isinstance(done.exception, SystemExit), said


def test_links_between_files_lead_somewhere(documentation: Any) -> None:
    for page, text in documentation.pages.items():
        without_code = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
        for target in LINK.findall(without_code):
            if not re.match(r"[a-z]+:", target):
                assert ((ROOT / page).parent / target).exists(), f"{page}: {target}"


@pytest.mark.parametrize("name", ["README", "LICENSE", "TENETS", "GLOSSARY", "CONTRIBUTING"])
def test_files_people_look_for_are_at_the_top(name: str) -> None:
    assert any(path.stat().st_size > 0 for path in ROOT.glob(f"{name}*"))
