"""Every caveat and every reason to put a row aside is explained, and nothing else is."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fairlead.lake.readers.vocabulary import TARGETS

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "fairlead"
CODE = re.compile(r"[a-z]+(?:_[a-z0-9]+)*")
ASIDE_CLASSES = {"UnreadableRow": 3, "PutAside": 5}
"""Calls that make a row put aside, and where their code stands."""


def argument(call: ast.Call, position: int) -> ast.expr | None:
    """Return what is given as `code`, by name or by position."""
    for keyword in call.keywords:
        if keyword.arg == "code":
            return keyword.value
    return call.args[position] if len(call.args) > position else None


def texts(node: ast.expr | None, names: dict[str, list[ast.expr]]) -> list[str]:
    """Return the literal codes an expression can be; ValueError if that cannot be seen."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=one, orelse=other):
            return [*texts(one, names), *texts(other, names)]
        case ast.Name(id=name) if name in names:
            return [text for value in names[name] for text in texts(value, names)]
    raise ValueError(
        f"a code is written out, so that it can be found: {ast.dump(node or ast.Pass())}"
    )


def assigned(tree: ast.AST) -> dict[str, list[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found.setdefault(node.target.id, []).append(node.value)
    return found


def handed_over(tree: ast.AST) -> dict[str, list[ast.expr]]:
    """Return what the functions of a file are given by their callers in it, by parameter."""
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    found: dict[str, list[ast.expr]] = {}
    for call, _ in calls(tree, dict.fromkeys(functions, 0)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        names = [argument.arg for argument in functions[name].args.args if argument.arg != "self"]
        for parameter, value in zip(names, call.args, strict=False):
            found.setdefault(parameter, []).append(value)
        for keyword in call.keywords:
            found.setdefault(str(keyword.arg), []).append(keyword.value)
    return found


def calls(tree: ast.AST, wanted: dict[str, int]) -> Iterator[tuple[ast.Call, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            stored = bool(node.keywords) and all(k.arg is None for k in node.keywords)
            if name in wanted and (node.args or not stored):  # Finding(**stored) has its code
                yield node, wanted[name]


@functools.cache
def read(source: str) -> tuple[ast.AST, dict[str, list[ast.expr]]]:
    """Return a file's tree, and what its names stand for."""
    tree = ast.parse(source)
    return tree, {**handed_over(tree), **assigned(tree)}


def severities(source: str) -> dict[str, set[str]]:
    """Return for each finding the severities it is raised with, as far as they are literal."""
    tree, names = read(source)
    found: dict[str, set[str]] = {}
    for call, position in calls(tree, {"Finding": 0}):
        given = [k.value for k in call.keywords if k.arg == "severity"] or call.args[1:2]
        for code in texts(argument(call, position), names):
            found.setdefault(code, set()).update(*(texts(g, names) for g in given))
    return found


def codes_of(source: str, wanted: dict[str, int]) -> set[str]:
    tree, names = read(source)
    return {
        text
        for call, position in calls(tree, wanted)
        for text in texts(argument(call, position), names)
    }


def sql_codes(source: str) -> set[str]:
    """Codes in SQL that fills the table of rows put aside; ``unreadable_*`` stands for a family."""
    tree, names = read(source)
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr | ast.Constant):
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            found |= _codes_in_statement(parts, names)
    return found


def _codes_in_statement(parts: list[ast.expr], names: dict[str, list[ast.expr]]) -> set[str]:
    written = [p.value if isinstance(p, ast.Constant) else "\x00" for p in parts]
    if "INTO aside" not in "".join(map(str, written)):
        return set()
    found = set(re.findall(r"'([a-z]+(?:_[a-z0-9]+)+)'", "".join(map(str, written))))
    found |= {f"{p}*" for p in re.findall(r"'([a-z]+_)\x00'", "".join(map(str, written)))}
    for before, part, after in zip(written, parts[1:], written[2:], strict=False):
        quoted = str(before).endswith("'") and str(after).startswith("'")
        if quoted and isinstance(part, ast.FormattedValue):
            found |= set(texts(part.value, names))
    return found


def finding_codes() -> dict[str, str]:
    """Codes of all findings, with the file that raises them."""
    return {
        code: str(path.relative_to(SOURCE))
        for path in sorted(SOURCE.rglob("*.py"))
        for code in codes_of(path.read_text(), {"Finding": 0})
    }


def aside_codes() -> dict[str, str]:
    """Codes of all reasons to put a row aside, with the file that gives them."""
    from fairlead.lake.conform.values import EXPECTED

    found = {}
    for path in sorted((SOURCE / "lake").rglob("*.py")):
        text = path.read_text()
        for code in codes_of(text, ASIDE_CLASSES) | sql_codes(text):
            family = [code.replace("*", kind) for kind in EXPECTED] if "*" in code else [code]
            found.update(dict.fromkeys(family, str(path.relative_to(SOURCE))))
    return found


def documented(text: str) -> list[str]:
    """Codes that have a row of their own on a page."""
    return re.findall(r"^\| `([a-z0-9_]+)` \|", text, flags=re.MULTILINE)


def test_every_finding_is_explained_and_no_other(documentation: Any) -> None:
    raised = finding_codes()
    told = documented(documentation.pages["docs/reference/findings.md"])
    assert len(told) == len(set(told))
    missing = {code: where for code, where in raised.items() if code not in told}
    assert not missing, "explain them in docs/reference/findings.md"
    assert not set(told) - set(raised), "no code raises these"


def test_every_finding_is_explained_with_its_severity(documentation: Any) -> None:
    page = documentation.pages["docs/reference/findings.md"]
    rows = re.findall(r"^\| `([a-z0-9_]+)` \| ([a-z ]+) \|", page, flags=re.MULTILINE)
    told = {code: set(words.split(" or ")) for code, words in rows}
    raised: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        for code, found in severities(path.read_text()).items():
            raised.setdefault(code, set()).update(found)
    assert told == raised


def test_every_reason_to_put_aside_is_explained_and_no_other(documentation: Any) -> None:
    given = aside_codes()
    told = documented(documentation.pages["docs/reference/put-aside.md"])
    assert len(told) == len(set(told))
    missing = {code: where for code, where in given.items() if code not in told}
    assert not missing, "explain them in docs/reference/put-aside.md"
    assert not set(told) - set(given), "no code gives these"


def test_codes_are_words_and_mean_one_thing() -> None:
    raised, given = finding_codes(), aside_codes()
    assert len(raised) > 5
    assert len(given) > 5
    assert all(CODE.fullmatch(code) for code in [*raised, *given])
    assert not set(raised) & set(given)
    assert {f"unreadable_{f.kind}" for t in TARGETS.values() for f in t.fields} & set(given)


def test_the_search_finds_what_it_is_for() -> None:
    source = (
        'late = "late_start" if x else "no_history"\n'
        'Finding("a_b", "info", "t")\nanswers.Finding(code="c_d", title="t")\n'
        'Finding(late, "info", "t")\nUnreadableRow(1, None, "x", "open_quote", "r")\n'
    )
    assert codes_of(source, {"Finding": 0}) == {"a_b", "c_d", "late_start", "no_history"}
    assert codes_of(source, ASIDE_CLASSES) == {"open_quote"}
    passed = (
        'def note(x, code):\n    Finding(code, "info", "t")\nnote(1, "e_f")\nnote(2, code="g_h")\n'
    )
    assert codes_of(passed, {"Finding": 0}) == {"e_f", "g_h"}
    statement = (
        'code = "no_id" if x else "no_value"\n'
        "run(f\"INSERT INTO aside SELECT '{code}', 'unreadable_{kind}' \" f\", 'twice_there' {y}\")"
    )
    assert sql_codes(statement) == {"no_id", "no_value", "unreadable_*", "twice_there"}
    with pytest.raises(ValueError, match="written out"):
        codes_of('Finding(f"x_{n}", "info", "t")', {"Finding": 0})
