"""``fairlead refresh``: work out every usual answer once and publish it with its state."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from fairlead.diagnose.scope import Scope, present
from fairlead.errors import UnavailableError
from fairlead.lake.counts.book import book_of
from fairlead.lake.counts.journal import journal
from fairlead.lake.counts.relations import relations
from fairlead.lake.counts.scope import know, lay_out, led
from fairlead.lake.published.answers import (
    EVERYBODY,
    Answered,
    answered,
    read_answers,
    write_answers,
)
from fairlead.lake.published.fair_rates import write_fair_rates
from fairlead.lake.published.keep import (
    ANSWERS,
    FAIR_RATES,
    PEOPLE,
    Basis,
    Index,
    basis_of,
    changes,
    draft_path,
    drafts,
    file_name,
    index_of,
    publish,
)
from fairlead.lake.store.manifest import Manifest, latest
from fairlead.lake.store.sweep import is_running
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.report import report_of
from fairlead.plan.road import Traffic
from fairlead.refresh.answering import (
    Asking,
    called,
    diagnosis_answer,
    fair_answer,
    fair_rate_rows,
    leaders,
    numbers_answer,
    priorities_answer,
    reader_answers,
    rows_of,
)
from fairlead.refresh.briefing import as_it_was, ask
from fairlead.refresh.grounds import Progress, evening_from
from fairlead.refresh.one_thing import GUESS, deals_of, is_guess
from fairlead.refresh.opening import opened

PEOPLE_A_PIECE = 25
"""People whose answers are kept at once: what a killed refresh has to do again at most."""

MEMORY = "3GB"
SCRATCH = ".refresh-"

READERS = ("all", "leader", "board")


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did.

    Parameters
    ----------
    state
        Number of the state the answers are of.
    as_of
        Evening they tell.
    made
        Answers worked out now; 0 where everything was published already.
    answers
        Answers that are published.
    people
        Everybody who is measured.
    why
        Why it had to be done: what changed since the answers before; empty for the first time.
    taken_up
        Answers an earlier, killed refresh had left, that were not worked out again.
    """

    state: int
    as_of: str
    made: int
    answers: int
    people: int
    why: tuple[str, ...] = ()
    taken_up: int = 0


def refresh_workspace(
    workspace: Workspace, *, today: dt.date, progress: Progress | None = None
) -> Refreshed:
    """Publish the answers to the usual questions about the newest state of a workspace.

    First fair rates of everybody, and diagnosis and priorities of the company and each team, which
    readers see as soon as they are there; then numbers, briefs and what is about a person.
    Killed, it goes on where it was; with nothing changed it does nothing.

    Parameters
    ----------
    workspace
        A workspace with data.
    today
        The reader's day; no published answer depends on it.
    progress
        Told what is being worked out.

    Raises
    ------
    InputError
        There is nothing to answer: no data, or data without any date.
    UnavailableError
        The newest state is damaged.
    ConflictError
        Data were imported meanwhile; nothing of this refresh is shown.
    """
    manifest = workspace.require()
    if manifest.number != latest(workspace.manifests).number:
        raise UnavailableError(
            "the newest state of the workspace is damaged; nothing was refreshed",
            hint="Run `fairlead doctor`, then go back with `fairlead import --undo`.",
        )
    before = index_of(workspace, manifest)
    if (
        before is not None
        and before.whole
        and not changes(before.basis, basis_of(workspace, manifest))
    ):
        return _told(before, 0)
    with (
        _scratch(workspace) as scratch,
        opened(workspace, manifest, memory=MEMORY, scratch=scratch) as connection,
    ):
        work = _Work(workspace, manifest, connection, today, progress)
        return work.run(before)


@contextmanager
def _scratch(workspace: Workspace) -> Iterator[Path]:
    """Yield a folder of our own for what the engine has no memory for.

    Not the one of imports, which each of them empties.
    """
    for left in workspace.root.glob(f"{SCRATCH}*"):
        number = left.name.removeprefix(SCRATCH)
        if not (number.isdigit() and is_running(int(number))):
            shutil.rmtree(left, ignore_errors=True)
    folder = workspace.root / f"{SCRATCH}{os.getpid()}"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _told(index: Index, made: int, why: tuple[str, ...] = (), taken_up: int = 0) -> Refreshed:
    return Refreshed(
        index.state,
        index.basis.as_of or "",
        made,
        index.answers,
        len(index.names),
        why,
        taken_up,
    )


class _Work:
    """One refresh: counts and fits once, then answer after answer."""

    def __init__(
        self,
        workspace: Workspace,
        manifest: Manifest,
        connection: Any,
        today: dt.date,
        progress: Progress | None,
    ) -> None:
        self.workspace, self.manifest, self.connection = workspace, manifest, connection
        self.today, self.progress = today, progress
        self.traffic: dict[str, Traffic] = {}

    def run(self, before: Index | None) -> Refreshed:
        """Work out and publish what is missing."""
        asking = self._asking()
        basis = basis_of(self.workspace, self.manifest)  # files are there now that were missing
        why = () if before is None else changes(before.basis, basis)
        index = before if before is not None and not why else None
        first = 0
        if index is None:
            index = self._company(asking, basis)
            first = index.answers
        self._say("Scopes", 0, 1)
        self._for_readers(asking)
        question = asking.evening.asked.question
        earlier = question.opening_on
        lay_out(self.connection, asking.tables, question, earlier=earlier, many=True)
        kept = drafts(self.workspace, basis, self.manifest.number)
        there = answered(kept)
        if ("brief", READERS[-1], EVERYBODY) not in there:
            self._keep(list(self._of_company(asking)), basis, kept)
        self._people(asking, basis, kept, there)
        whole = [one for path in kept for one in read_answers([path])]
        name = file_name(self.manifest.number, PEOPLE, basis)
        write_answers(self.workspace.results / name, whole)
        index = replace(index, whole=True, answers=index.answers + len(whole))
        files = {PEOPLE: name}
        results = latest(self.workspace.manifests).results
        files |= {kind: results[kind] for kind in (ANSWERS, FAIR_RATES)}
        publish(self.workspace, index, files)
        for path in kept:
            path.unlink(missing_ok=True)
        made = first + len(whole) - len(there)
        return _told(index, made, why, len(there))

    def _say(self, what: str, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(what, done, total)

    def _asking(self) -> Asking:
        """Count and fit the evening."""
        self._say("Counting", 0, 1)
        connection = self.connection
        asked = ask(
            self.workspace,
            self.manifest,
            connection,
            today=self.today,
            as_of=None,
            question=None,
        )
        question = asked.question
        tables = relations(connection, asked.process, question.company)
        led(connection)
        know(connection, tables, question)
        book = book_of(connection, tables, question, asked.process)
        evening = evening_from(
            self.workspace,
            self.manifest,
            connection,
            asked,
            book,
            told=as_it_was(connection, asked, None),
            progress=self.progress,
        )
        self._say("Fair rates", 0, 1)
        report = report_of(book, evening.jobs, evening.fits, evening.found)
        rows = rows_of(connection, report, book)
        return Asking(evening, tables, report, GUESS, rows, self.today, None)

    def _for_readers(self, asking: Asking) -> None:
        """Add what briefs, forecasts and reviews take besides; the first answers do not wait."""
        evening, asked = asking.evening, asking.evening.asked
        if not is_guess(asked.process):
            asking.main = deals_of(
                evening.book, asked.process, known=asking.report, effects=evening.own
            )
        asking.book = journal(self.connection, asking.tables, asked.question, asked.process)

    def _company(self, asking: Asking, basis: Basis) -> Index:
        """Publish fair rates, and the company's and the teams' answers."""
        teams = asking.evening.weighed.teams
        roster = asking.evening.book.roster
        made = [fair_answer(asking)]
        for number, (scope, key) in enumerate(
            [(Scope("company", "", present(roster)), -1), *((t, i) for i, t in enumerate(teams))]
        ):
            self._say("Diagnosis and priorities", number, 1 + len(teams))
            made += [diagnosis_answer(asking, scope, key), priorities_answer(asking, scope, key)]
        state, results = self.manifest.number, self.workspace.results
        files = {name: file_name(state, name, basis) for name in (ANSWERS, FAIR_RATES)}
        results.mkdir(parents=True, exist_ok=True)
        write_fair_rates(results / files[FAIR_RATES], fair_rate_rows(asking))
        write_answers(results / files[ANSWERS], made)
        index = Index(
            state=state,
            basis=basis,
            whole=False,
            answers=len(made),
            names=roster.name,
            people=tuple(int(key) for key in roster.person_id),
            teams=tuple(team.name for team in teams),
        )
        publish(self.workspace, index, files)
        return index

    def _people(
        self, asking: Asking, basis: Basis, kept: list[Path], there: set[tuple[str, str, int]]
    ) -> None:
        """Work out what is missing of each person and keep it piece by piece."""
        roster = asking.evening.book.roster
        everybody = [(int(place), int(roster.person_id[place])) for place in present(roster)]
        at_work = {person for _, person in everybody}
        everybody += [(-1, person) for person in leaders(asking) if person not in at_work]
        for start in range(0, len(everybody), PEOPLE_A_PIECE):
            piece = everybody[start : start + PEOPLE_A_PIECE]
            self._say("People", start, len(everybody))
            self._keep(list(self._of_people(asking, piece, there)), basis, kept)

    def _of_company(self, asking: Asking) -> Iterator[Answered]:
        """Yield what is asked about everybody besides the answers that were published first."""
        yield numbers_answer(asking, None, self.traffic)
        for number, reader in enumerate(READERS):
            self._say("Briefs", number, len(READERS))
            yield from reader_answers(asking, self.manifest, reader)

    def _keep(self, found: list[Answered], basis: Basis, kept: list[Path]) -> None:
        """Keep a piece until all are there."""
        if found:
            path = draft_path(self.workspace, basis, self.manifest.number, len(kept))
            write_answers(path, found)
            kept.append(path)

    def _of_people(
        self,
        asking: Asking,
        people: list[tuple[int, int]],
        there: set[tuple[str, str, int]],
    ) -> Iterator[Answered]:
        """Yield what is missing of some people: place in the roster (-1: only leads), and key."""
        connection, roster = self.connection, asking.evening.book.roster
        names = {person: called(connection, person) for _, person in people}
        leading = set(leaders(asking))
        for place, person in people:
            name = names[person]
            if place >= 0 and name is not None and ("numbers", "person", person) not in there:
                yield numbers_answer(asking, (person, name), self.traffic)
        for place, person in people:
            if place >= 0 and ("diagnosis", "person", person) not in there:
                scope = Scope("person", roster.name[place], np.array([place], dtype=np.int64))
                yield diagnosis_answer(asking, scope, person)
                yield priorities_answer(asking, scope, person)
            for reader, wanted in (("rep", place >= 0), ("manager", person in leading)):
                name = names[person]
                if wanted and name is not None and ("brief", reader, person) not in there:
                    yield from reader_answers(asking, self.manifest, reader, (person, name))
