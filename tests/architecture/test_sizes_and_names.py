"""Files and functions stay readable in one sitting; names say what a thing is."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "fairlead"
FILE_LINES = 400
FUNCTION_LINES = 40
BANNED_ROOMS = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
FILES = sorted(SOURCE.rglob("*.py"))

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _name(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def functions(tree: ast.AST) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines_of_code(text: str) -> set[int]:
    """Lines that hold more than texts, brackets and comments.

    A sentence or a query over several lines is one thing to read, however long it is.
    """
    counted, inside = set(), 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        name = tokenize.tok_name[token.type]  # since Python 3.12 an f-string is many tokens
        inside += (name == "FSTRING_START") - (name == "FSTRING_END")
        if not inside and name in {"NAME", "NUMBER"}:
            counted.add(token.start[0])
    return counted


def code_lines(function: Function, lines: set[int]) -> int:
    """Lines of code from ``def`` to the end of a function."""
    return sum(n in lines for n in range(function.lineno, (function.end_lineno or 0) + 1))


def identifiers(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Names the file gives to things (not the names it uses of others)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.alias) and node.asname:
            yield node.asname, node.lineno


def test_files_are_short_enough() -> None:
    assert len(FILES) > 800
    lengths = {_name(path): len(path.read_text().splitlines()) for path in FILES}
    assert not {name: lines for name, lines in lengths.items() if lines > FILE_LINES}


def test_functions_are_short_enough() -> None:
    long = {}
    for path in FILES:
        text = path.read_text()
        lines = lines_of_code(text)
        long |= {
            f"{_name(path)}:{f.lineno} {f.name}": count
            for f in functions(ast.parse(text))
            if (count := code_lines(f, lines)) > FUNCTION_LINES
        }
    assert not long


def test_names_say_what_a_thing_is() -> None:
    bad = []
    for path in FILES:
        parts = path.relative_to(SOURCE).with_suffix("").parts
        bad += [_name(path) for p in parts if p in BANNED_ROOMS or re.search(r"_v\d+$", p)]
        bad += [
            f"{_name(path)}:{line} {name}"
            for name, line in identifiers(ast.parse(path.read_text()))
            if name == "df" or re.search(r"_(v|V)\d+$|_df$", name)
        ]
    assert not bad


def test_the_rules_catch_what_they_are_for() -> None:
    body = "\n".join(f"    x = {n}" for n in range(FUNCTION_LINES))
    long = f'def f():\n    """One.\n\n    Two.\n    """\n    # why\n\n{body}\n'
    (function,) = functions(ast.parse(long))
    assert code_lines(function, lines_of_code(long)) == FUNCTION_LINES + 1
    query = (
        'def f():\n    return run(\n        """\n        SELECT\n        1\n        """,\n    )\n'
    )
    (function,) = functions(ast.parse(query))
    assert code_lines(function, lines_of_code(query)) == 2
    found = {name for name, _ in identifiers(ast.parse("import polars as df\ndef g_v2(a): b = a"))}
    assert found == {"df", "g_v2", "a", "b"}
