"""The rows behind a number of the last brief, from the state that brief was made of."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from fairlead.answers import Evidence
from fairlead.company.file import from_yaml
from fairlead.errors import InputError
from fairlead.lake.counts.attention import fill_attention
from fairlead.lake.counts.book import count_book
from fairlead.lake.counts.movement import movement
from fairlead.lake.counts.review import review
from fairlead.lake.counts.summary import summarise
from fairlead.lake.counts.targets import fill_counted_targets
from fairlead.lake.counts.unmatched import fill_unmatched
from fairlead.lake.published.rows import EvidenceRows, rows_behind
from fairlead.lake.store.check import refuse_damage
from fairlead.lake.store.manifest import Manifest, kept
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question
from fairlead.process.model import Process
from fairlead.refresh.briefing import prepare_scope
from fairlead.refresh.company import with_periods
from fairlead.refresh.evidence import LAST_BRIEF
from fairlead.refresh.opening import load_process, opened
from fairlead.refresh.scenarios import told_scenario

COMPETENCY = "competency"
"""Query of the rows behind a fair rate: they need the book of counts, and no scope."""

BRIDGE = "bridge"
"""Query of the rows behind a movement between two evenings of its own."""

REVIEWED = frozenset({"at_risk", "commitments", "surprises"})
"""Queries of the rows behind a pipeline review."""


class Told(NamedTuple):
    """Which brief a number belongs to: whose, and as of which day."""

    title: str
    audience: str
    as_of: dt.date


class Explained(NamedTuple):
    """What a number means, the rows behind it, and the brief it stands in."""

    evidence: Evidence
    rows: EvidenceRows
    told: Told


def _kept(workspace: Workspace) -> dict[str, Any]:
    path: Path = workspace.results / LAST_BRIEF
    if not path.exists():
        raise InputError(
            "no brief was printed from this workspace yet", hint="Run `fairlead brief` first."
        )
    try:
        body: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        complete = {"manifest", "title", "question", "evidence", "mark"} <= set(body)
        complete = complete and "company" in body["question"]
    except (ValueError, TypeError):
        complete = False
    if not complete:
        raise InputError(
            f"what the last brief noted in {path} cannot be read",
            hint="Run `fairlead brief` again, then ask for the number.",
        )
    return body


def explain(
    workspace: Workspace, number: int, *, limit: int | None = 20, mark: str | None = None
) -> Explained:
    """Return what number `number` of the last brief means, with the rows behind it.

    The rows are those of the state the brief was made from, also after a later import. With `mark`
    it must be the brief that carries it.

    Raises
    ------
    InputError
        No brief was printed from this workspace, another one was since, or it has no such number.
    """
    newest = workspace.require()
    said = _kept(workspace)
    told = Told(
        said["title"],
        said["question"]["audience"],
        dt.date.fromisoformat(said["question"]["as_of"]),
    )
    if mark is not None and said["mark"] != mark:
        raise InputError(
            f"another brief was printed from {workspace.root} since yours: {told.title}, as it was "
            f"on {told.as_of}",
            hint="Print yours again, or ask about that one with --workspace.",
        )
    found = [e for e in said["evidence"] if e["number"] == number]
    if not found:
        raise InputError(
            f"the last brief has no number {number}",
            hint=f"Its numbers go from 1 to {len(said['evidence'])}.",
        )
    manifest = newest
    if said["manifest"] != newest.number:
        state = kept(workspace.manifests, said["manifest"])
        if state is None:
            raise InputError(
                "the data have changed too often since the last brief",
                hint="Run `fairlead brief` again, then ask for the number.",
            )
        manifest = state
        refuse_damage(workspace, manifest)
    question = _question(said["question"])
    evidence = Evidence(**found[0])
    return Explained(evidence, rows_for(workspace, manifest, question, evidence, limit=limit), told)


def rows_for(
    workspace: Workspace,
    manifest: Manifest,
    question: Question,
    evidence: Evidence,
    *,
    limit: int | None = 20,
) -> EvidenceRows:
    """Return the rows behind a number of one question, from one state of a workspace.

    Parameters
    ----------
    workspace, manifest
        The state.
    question
        Evening and scope of the answer the number stands in.
    evidence
        The number; of a fair rate the rows of the people it names, whoever asks.
    limit
        How many rows; None for all.
    """
    with opened(workspace, manifest) as connection:
        process = load_process(workspace, connection)[0]
        question = replace(question, company=with_periods(question.company, connection))
        if evidence.query == COMPETENCY:
            count_book(connection, question, process, playbook=told_scenario(evidence))
        elif evidence.query == BRIDGE:
            question = _of_the_bridge(connection, process, question, evidence)
        else:
            prepare_scope(connection, process, question)
        return behind(connection, question, evidence, limit=limit)


def _of_the_bridge(
    connection: Any, process: Process, question: Question, evidence: Evidence
) -> Question:
    """Prepare the scope of a movement's two evenings; return the question of the second."""
    given = evidence.arguments
    asked = replace(question, as_of=dt.date.fromisoformat(str(given["end"])))
    prepare_scope(connection, process, asked, dt.date.fromisoformat(str(given["start"])))
    return asked


def _question(given: dict[str, Any]) -> Question:
    """Return the question a brief kept beside its numbers."""
    first = given.get("first_export")
    return Question(
        as_of=dt.date.fromisoformat(given["as_of"]),
        audience=given["audience"],
        name=given["name"],
        leave_out_pipelines=tuple(given["leave_out_pipelines"]),
        leave_out_types=tuple(given["leave_out_types"]),
        window_months=given["window_months"],
        first_export=dt.date.fromisoformat(first) if first else None,
        company=from_yaml(given["company"]),
    )


def behind(
    connection: Any, question: Question, evidence: Evidence, *, limit: int | None = 20
) -> EvidenceRows:
    """Return the rows behind a number of a scope that `prepare_scope` prepared."""
    if evidence.query == "movement":
        summary = summarise(connection, question)
        movement(connection, question, summary, question.opening_on)
    elif evidence.query == BRIDGE:
        given = evidence.arguments
        summary = summarise(connection, question)
        start = dt.date.fromisoformat(str(given["start"]))
        movement(connection, question, summary, start, every=bool(given["every"]))
    elif evidence.query in REVIEWED:
        review(connection, question, summarise(connection, question))
    elif evidence.query == "attention":
        fill_attention(connection, question, summarise(connection, question))
    elif evidence.query == "unmatched_names":
        fill_unmatched(connection)
    elif evidence.query == "targets_between":
        fill_counted_targets(connection, question)
    return rows_behind(connection, evidence, limit=limit)
