"""Every number of a brief beside the rows it leads to, from one prepared connection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from fairlead.brief.compose import compose
from fairlead.lake.store.workspace import open_workspace
from fairlead.measure.question import Question
from fairlead.refresh import briefing
from fairlead.refresh.briefing import prepare_scope
from fairlead.refresh.explaining import behind
from fairlead.refresh.opening import load_process, opened

TODAY = dt.date(2026, 11, 22)


@contextmanager
def prepared(root: Path, *, as_of: dt.date | None = None, **question: Any) -> Iterator[Any]:
    """Yield a connection, the scope, the material and the brief of one question."""
    home = open_workspace(root)
    manifest = home.require()
    until = dt.date.fromisoformat(manifest.data_until or "")
    scope = Question(as_of or until, **question)
    with opened(home, manifest) as connection:
        process = load_process(home, connection)[0]
        prepare_scope(connection, process, scope)
        material = briefing._material(connection, process, scope, ())
        material = replace(material, data_until=until, sources=briefing._sources(manifest))
        yield connection, scope, material, compose(material)


def rows_and_claims(
    root: Path, *, as_of: dt.date | None = None, **question: Any
) -> dict[str, tuple[int | None, int]]:
    """Return what each number is about -> rows it claims and rows found."""
    found = {}
    with prepared(root, as_of=as_of, **question) as (connection, scope, _material, brief):
        for evidence in brief.evidence:
            rows = behind(connection, scope, evidence, limit=None)
            assert len(rows.rows) == rows.total
            claimed = rows.total if evidence.row_count is None else evidence.row_count
            found[f"{evidence.number} {evidence.claim}"] = (claimed, rows.total)
    return found
