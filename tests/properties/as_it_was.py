"""Briefs of a company as it was: from all that is stored, and from what was stored that evening."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from unittest import mock

from tests.lake.canonical import Rows, fill

from fairlead.lake.conform.values import MACROS
from fairlead.lake.counts.relations import relations
from fairlead.lake.store.manifest import ImportRecord, Manifest
from fairlead.lake.store.workspace import Workspace, connect, open_workspace
from fairlead.measure.question import Question
from fairlead.process.file import to_yaml
from fairlead.process.model import Process
from fairlead.refresh import briefing
from fairlead.refresh.brief_json import brief_json

AUDIENCES = ("all", "board", "leader", "manager", "rep")

ABOUT_THE_IMPORT = ("data_until", "asked_as_of", "sources", "unmatched_names")
"""Parts of the brief that tell of the files, not of the evening."""

PRESENT = "known_as_of_now"
"""The finding a brief of a past day carries; it says what is known in its present form only."""

NOT_OF_THE_DAY = (PRESENT, "deals_deleted", "stages_not_in_process")


@contextlib.contextmanager
def numbers_only() -> Iterator[None]:
    """Leave out of a brief what other tests cut at every evening, and what takes longest."""
    with contextlib.ExitStack() as stack:
        for name in (
            "count_people",  # see tests/lake/counts/test_book
            "book_of_quarter",  # see test_forecast_as_it_was
            "count_landing",
        ):
            stack.enter_context(mock.patch.object(briefing, name, return_value=None))
        yield


def holding(rows: Rows, process: Process) -> Any:
    """Return a connection whose canonical tables hold `rows`."""
    connection = connect()
    connection.execute(MACROS)
    connection.execute("SET threads = 1")
    fill(connection, rows)
    relations(connection, process)
    return connection


@dataclasses.dataclass(frozen=True)
class Stored:
    """A workspace in whose place rows of any evening can be put.

    `until` is how far all its data go.
    """

    workspace: Workspace
    until: dt.date
    process: Process

    @classmethod
    def make(cls, folder: Path, until_: dt.date, process: Process) -> Stored:
        """Make one with the process file, and no data."""
        workspace = open_workspace(folder, create=True)
        workspace.process_file.write_text(to_yaml(process), encoding="utf-8")
        return cls(workspace, until_, process)

    def brief(self, connection: Any, question: Question, *, until: dt.date) -> dict[str, Any]:
        """Return the brief of an evening as JSON, from a connection whose data go `until` a day."""
        manifest = Manifest(1, imports=(ImportRecord(1, (), until.isoformat()),))

        @contextlib.contextmanager
        def opened(_workspace: Workspace, _manifest: Manifest) -> Iterator[Any]:
            yield connection

        with (
            numbers_only(),
            mock.patch.object(briefing, "opened", opened),
            mock.patch.object(Workspace, "require", return_value=manifest),
        ):
            found = brief_json(
                briefing.brief_workspace(
                    self.workspace, today=self.until, as_of=question.as_of, question=question
                )
            )
        return dict(json.loads(json.dumps(found, default=str)))


def comparable(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return a brief without what is no number of the evening: the exemptions.

    - How far the files go, what was put aside, and names in them that match nobody are about the
      files, whatever evening is asked.
    - `PRESENT` is the finding that says what is known in its present form only.
    - Nothing tells when a deal was deleted, so it counts on no day; ``deals_deleted`` counts them.
    - The process is what is agreed today, on every day; ``stages_not_in_process`` sets its file
      beside all the data.
    - The next step: see `silent_on_next_steps`.
    """
    kept = {name: value for name, value in body.items() if name not in ABOUT_THE_IMPORT}
    kept["findings"] = [f for f in body["findings"] if f["code"] not in NOT_OF_THE_DAY]
    kept["hygiene"] = body["hygiene"] | {"without_next_step": None}
    kept["capabilities"] = [c for c in body["capabilities"] if c["code"] != "next_steps"]
    return kept


def silent_on_next_steps(body: Mapping[str, Any]) -> bool:
    """Say whether a brief shows nothing of next steps: of a past day only the present is known."""
    (told,) = [c for c in body["capabilities"] if c["code"] == "next_steps"]
    deals = (body["attention"] or {"deals": []})["deals"]
    shown = any(d["next_step"] or d["lacks_next_step"] for d in deals)
    return body["hygiene"]["without_next_step"] is None and not told["answerable"] and not shown


def differences(one: Any, other: Any, place: str = "") -> list[str]:
    """Return each place where two bodies differ, with both values."""
    if isinstance(one, dict) and isinstance(other, dict):
        names = [*one, *(n for n in other if n not in one)]
        return [d for n in names for d in differences(one.get(n), other.get(n), f"{place}.{n}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [d for n, (a, b) in pairs for d in differences(a, b, f"{place}[{n}]")]
    return [] if one == other else [f"{place}: {one!r} != {other!r}"]
