"""Whoever reads a pure room finds a sentence for everything public in it."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "fairlead"


def pure_files() -> Iterator[Path]:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    pure = next(c for c in contracts["contracts"] if c["name"].startswith("Pure rooms"))
    for module in pure["source_modules"]:
        room = SOURCE / module.removeprefix("fairlead.")
        yield from sorted(room.rglob("*.py")) if room.is_dir() else [room.with_suffix(".py")]


def undocumented(tree: ast.Module) -> Iterator[str]:
    if not ast.get_docstring(tree):
        yield "the module"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                yield node.name
            for inner in node.body if isinstance(node, ast.ClassDef) else []:
                public = isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_")
                if public and not ast.get_docstring(inner):
                    yield f"{node.name}.{inner.name}"


def test_everything_public_is_explained() -> None:
    paths = list(pure_files())
    assert len(paths) > 200
    assert not [
        f"{path.relative_to(SOURCE)}: {name}"
        for path in paths
        for name in undocumented(ast.parse(path.read_text()))
    ]


def test_the_search_finds_what_it_is_for() -> None:
    source = 'class A:\n    "x"\n    def b(self): ...\n    def _c(self): ...\ndef d(): ...\n'
    assert list(undocumented(ast.parse(source))) == ["the module", "A.b", "d"]
