"""Every number of a brief beside the rows it leads to, from one prepared connection."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from fairlead.lake.store.workspace import open_workspace
from fairlead.measure.question import Question
from fairlead.refresh.briefing import brief_workspace, load_process, opened, prepare_scope
from fairlead.refresh.explaining import behind

TODAY = dt.date(2026, 11, 22)


def rows_and_claims(
    root: Path, *, as_of: dt.date | None = None, **question: Any
) -> dict[str, tuple[int | None, int]]:
    """Return what each number is about -> rows it claims and rows found."""
    home = open_workspace(root)
    asked = Question(as_of or TODAY, **question)
    made = brief_workspace(home, today=TODAY, as_of=as_of, question=asked)
    scope = replace(asked, as_of=made.brief.as_of)
    found = {}
    with opened(home, home.manifest()) as connection:
        prepare_scope(connection, load_process(home, connection)[0], scope)
        for evidence in made.brief.evidence:
            rows = behind(connection, scope, evidence, limit=None)
            assert len(rows.rows) == rows.total
            found[f"{evidence.number} {evidence.claim}"] = (evidence.row_count, rows.total)
    return found
