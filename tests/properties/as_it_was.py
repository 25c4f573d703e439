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

from fairlead.company.model import DEFAULT
from fairlead.lake.conform.values import MACROS
from fairlead.lake.counts import scope, stints
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


STAND_IN = dt.date(1987, 6, 5)
"""A day no test asks about: the queries of an evening are compiled for it once, and the day they
name is put in afterwards. Compiling them anew for each evening would be four fifths of the work."""


class Queries:
    """The queries behind every brief, as text; they differ from evening to evening in one day."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.texts: dict[str, str] = {}
        connection = holding({}, process)
        tables = relations(connection, process)

        def kept(backend: Any, name: str, rows: Any, _asked: Any = None) -> Any:
            self.texts[name] = str(backend.compile(rows))
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {self.texts[name]}")
            return backend.table(name)

        deals = kept(tables.backend, "state", scope.state(tables, STAND_IN))
        with mock.patch("fairlead.lake.counts.relations.keep", kept):
            kept(tables.backend, "steps", stints.stints(tables, deals, STAND_IN))
        assert all(_day_in_sql(STAND_IN) in text for text in self.texts.values())
        assert _date_in_sql(STAND_IN) in self.texts["state"]

    def text(self, name: str, day: dt.date) -> str:
        """Return one query of one evening."""
        text = self.texts[name].replace(_day_in_sql(STAND_IN), _day_in_sql(day))
        return text.replace(_date_in_sql(STAND_IN), _date_in_sql(day))

    def keep(self, backend: Any, name: str, rows: tuple[str, dt.date]) -> None:
        """Stand in for `relations.keep` in the scope of a brief."""
        query, day = rows
        text = self.text(query, day)
        if query == "steps":
            observed = self.text("stints_observed", day).replace('"state"', '"state_now"')
            backend.raw_sql(f"CREATE OR REPLACE TEMP TABLE stints_observed AS {observed}")
            text = text.replace('"state"', '"state_now"')
        backend.raw_sql(f"CREATE OR REPLACE TEMP TABLE {name} AS {text}")

    def in_place(self, connection: Any) -> contextlib.ExitStack:
        """Use these queries, on a connection that `holding` made."""
        backend = mock.Mock(raw_sql=connection.execute)
        stack = contextlib.ExitStack()
        for module, name, value in (
            (scope, "keep", self.keep),
            (scope, "state", lambda _tables, day: ("state", day)),
            (scope, "stints", lambda _tables, _deals, day: ("steps", day)),
            (briefing, "relations", lambda *_given: mock.Mock(backend=backend)),
            (briefing, "count_one_thing", lambda *_given: None),  # see tests/lake/counts/test_book
            (briefing, "book_of_quarter", lambda *_given: None),  # see test_forecast_as_it_was
            (briefing, "count_landing", lambda *_given: None),
        ):
            stack.enter_context(mock.patch.object(module, name, value))
        return stack


def _day_in_sql(day: dt.date) -> str:
    end = DEFAULT.after_evening_of(day)
    return f"MAKE_TIMESTAMPTZ({end.year}, {end.month}, {end.day}, 0, 0, 0.0, 'UTC')"


def _date_in_sql(day: dt.date) -> str:
    return f"MAKE_DATE({day.year}, {day.month}, {day.day})"


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
    queries: Queries

    @classmethod
    def make(cls, folder: Path, until_: dt.date, process: Process) -> Stored:
        """Make one with the process file, and no data."""
        workspace = open_workspace(folder, create=True)
        workspace.process_file.write_text(to_yaml(process), encoding="utf-8")
        return cls(workspace, until_, process, Queries(process))

    def brief(self, connection: Any, question: Question, *, until: dt.date) -> dict[str, Any]:
        """Return the brief of an evening as JSON, from a connection whose data go `until` a day."""
        manifest = Manifest(1, imports=(ImportRecord(1, (), until.isoformat()),))

        @contextlib.contextmanager
        def opened(_workspace: Workspace, _manifest: Manifest) -> Iterator[Any]:
            yield connection

        with (
            self.queries.in_place(connection),
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
