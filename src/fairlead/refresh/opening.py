"""Open a workspace for a question: its tables as views, its process as it was mended.

Imports count with this too, so it imports nothing of what a brief or a forecast needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from fairlead.answers import Finding
from fairlead.brief.words import counted, joined
from fairlead.lake.conform.values import MACROS
from fairlead.lake.counts.other_names import under_one_name
from fairlead.lake.counts.process_evidence import propose_process
from fairlead.lake.store.check import telling_damage
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.mended import replace_file
from fairlead.lake.store.workspace import Workspace, attach, connect, stored_rows
from fairlead.process.file import from_yaml, to_yaml
from fairlead.process.model import Pipeline, Process


@contextmanager
def opened(
    workspace: Workspace,
    manifest: Manifest,
    *,
    memory: str = "1GB",
    scratch: Path | None = None,
) -> Iterator[Any]:
    """Yield a connection whose views are the tables `manifest` names."""
    with telling_damage(workspace, manifest):
        rows = stored_rows(workspace, manifest)
        connection = connect(memory=memory, scratch=scratch, rows=rows)
        try:
            connection.execute(MACROS)
            attach(connection, workspace, manifest)
            yield connection
        finally:
            connection.close()


def load_process(workspace: Workspace, connection: Any) -> tuple[Process, tuple[Finding, ...]]:
    """Return the process file's content, or a proposal that is written there to be mended.

    Pipelines that are in the data but not in the file are proposed and used beside it; stages the
    file does not know are named in a Finding and left out of the steps. From here on `connection`
    shows a stage that has other names under its first one.
    """
    path = workspace.process_file
    if not path.exists():
        proposed = propose_process(connection)
        replace_file(path, to_yaml(proposed))
        return proposed, _doubtful(proposed)
    mended = from_yaml(path.read_text(encoding="utf-8-sig", errors="replace"), file=str(path))
    under_one_name(connection, mended)
    proposed = propose_process(connection)
    known = {p.name for p in mended.pipelines}
    added = tuple(p for p in proposed.pipelines if p.name not in known)
    strangers = [
        f"{p.name}: {s.stage}"
        for p in proposed.pipelines
        if p.name in known
        for s in p.stages
        if s.stage not in {t.stage for t in mended.pipeline(p.name).stages}
    ]
    findings: tuple[Finding, ...] = ()
    if strangers:
        findings = (
            Finding(
                "stages_not_in_process",
                "warning",
                f"{counted(len(strangers), 'stage')} in the data but not in process.yaml: "
                f"{joined(strangers, most=3)}",
                "It counts in no step." if len(strangers) == 1 else "They count in no step.",
                {"stages": len(strangers)},
                ("Add them to process.yaml; if renamed, under 'also' of the stage they were.",),
            ),
        )
    merged = Process(tuple(_counted(p, proposed) for p in mended.pipelines) + added)
    return merged, findings + _doubtful(merged)


def _counted(mended: Pipeline, proposed: Process) -> Pipeline:
    """Give a mended pipeline the deal counts of today's data."""
    counts = {
        s.stage: s.deal_count for p in proposed.pipelines if p.name == mended.name for s in p.stages
    }
    stages = tuple(replace(s, deal_count=counts.get(s.stage, 0)) for s in mended.stages)
    return replace(mended, stages=stages)


def _doubtful(process: Process) -> tuple[Finding, ...]:
    """Return one Finding on all pipelines whose order is a guess, the largest first."""
    guessed = [p for p in process.pipelines if p.is_guess]
    if not guessed:
        return ()
    first = guessed[0]
    noun = "pipeline" if len(guessed) == 1 else "pipelines"
    return (
        Finding(
            "stage_order_doubtful",
            "warning",
            f"The order of stages in {noun} {joined((p.name for p in guessed), most=3)} is a guess",
            f"Confidence {first.confidence:.0%}: {first.reason}. "
            "So no step is said to be the one where most is lost.",
            {"confidence": first.confidence, "pipelines": len(guessed)},
            ("Check the order in process.yaml; if it is right, write confidence: 1 there.",),
        ),
    )
