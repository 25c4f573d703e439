"""What the numbers of the last answer mean, kept for ``fairlead why``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from fairlead.answers import Evidence
from fairlead.brief.model import Brief
from fairlead.company import file as company_file
from fairlead.company.model import Proposal
from fairlead.lake.published.rows import rows_behind
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.mended import replace_file
from fairlead.lake.store.workspace import Workspace
from fairlead.measure.question import Question

LAST_BRIEF = "brief.json"

Rows = Mapping[tuple[str, int], int]
"""Competency and person -> rows behind it."""


def with_rows(connection: Any, brief: Brief) -> Brief:
    """Return the brief with the number of rows behind every number it gives."""
    evidence = tuple(
        replace(e, row_count=rows_behind(connection, e, limit=0).total)
        if e.row_count is None
        else e
        for e in brief.evidence
    )
    return replace(brief, evidence=evidence)


def with_known_rows(brief: Brief, rows: Rows) -> Brief:
    """Return the same where every number is about a competency of some people: rows add up."""

    def count(evidence: Evidence) -> int:
        given = evidence.arguments
        people = [int(key) for key in str(given["people"]).split(",") if key]
        return sum(rows.get((str(given["slug"]), person), 0) for person in people)

    return replace(brief, evidence=tuple(replace(e, row_count=count(e)) for e in brief.evidence))


def question_json(question: Question) -> dict[str, Any]:
    """Return what was asked, as it is kept beside the numbers of an answer."""
    return {
        "as_of": question.as_of.isoformat(),
        "audience": question.audience,
        "name": question.name,
        "leave_out_pipelines": list(question.leave_out_pipelines),
        "leave_out_types": list(question.leave_out_types),
        "window_months": question.window_months,
        "first_export": question.first_export and question.first_export.isoformat(),
        "company": company_file.to_yaml(Proposal(question.company, {})),
    }


def keep_evidence(
    workspace: Workspace, manifest: Manifest, question: Mapping[str, Any], brief: Brief
) -> str:
    """Keep what the numbers of the last brief mean; replaced as a whole or not at all.

    Return the mark of the brief: equal for equal briefs only.
    """
    workspace.results.mkdir(parents=True, exist_ok=True)
    body: dict[str, Any] = {
        "manifest": manifest.number,
        "title": brief.title,
        "question": dict(question),
        "evidence": [asdict(e) for e in brief.evidence],
    }
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    body["mark"] = hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]
    replace_file(workspace.results / LAST_BRIEF, json.dumps(body, ensure_ascii=False, indent=1))
    return str(body["mark"])
