"""The process as a YAML file that people mend."""

from __future__ import annotations

from typing import Any

import yaml

from fairlead.errors import DefinitionError
from fairlead.process.model import Pipeline, Process, Stage

HEADER = """\
# How we sell, as the data suggest it. Mend what is wrong, save, and run the brief again.
# kind: open (a step, in selling order), won, lost, or side (a state beside the road).
# Delete this file to have it proposed anew.
"""
KINDS = ("open", "won", "lost", "side")


def to_yaml(process: Process) -> str:
    """Return the file's text."""
    body = {
        "pipelines": [
            {
                "name": p.name,
                "confidence": p.confidence,
                "basis": p.basis,
                "reason": p.reason,
                "stages": [
                    {"stage": s.stage, "kind": s.kind}
                    | ({"label": s.label} if s.label != s.stage else {})
                    for s in p.stages
                ],
            }
            for p in process.pipelines
        ]
    }
    text = yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=100)
    return HEADER + str(text)


def from_yaml(text: str, *, file: str = "process.yaml") -> Process:
    """Return the process a file describes.

    Raises
    ------
    DefinitionError
        The text is no YAML, or names a kind, pipeline or stage in a way that cannot be used; says
        which and what to write instead.
    """
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        raise DefinitionError(
            f"{file}{line} is no valid YAML", hint="Check indentation and quotes there."
        ) from error
    if not isinstance(raw, dict) or not isinstance(raw.get("pipelines"), list):
        raise DefinitionError(
            f"{file} needs a list called 'pipelines'",
            hint="Delete the file to have it proposed anew.",
        )
    return Process(tuple(_pipeline(item, file) for item in raw["pipelines"]))


def _pipeline(item: Any, file: str) -> Pipeline:
    if not isinstance(item, dict) or "name" not in item or not isinstance(item.get("stages"), list):
        raise DefinitionError(f"every pipeline in {file} needs 'name' and a list 'stages'")
    stages = tuple(_stage(s, str(item["name"]), file) for s in item["stages"])
    doubled = {s.stage for s in stages if sum(t.stage == s.stage for t in stages) > 1}
    if doubled:
        raise DefinitionError(
            f"{file}: pipeline {item['name']!r} names {min(doubled)!r} twice",
            hint="Keep one of the two lines.",
        )
    confidence = float(item.get("confidence", 1.0))
    return Pipeline(str(item["name"]), stages, confidence, "file", str(item.get("reason", "")))


def _stage(item: Any, pipeline: str, file: str) -> Stage:
    if not isinstance(item, dict) or "stage" not in item:
        raise DefinitionError(f"{file}: a stage of pipeline {pipeline!r} has no 'stage'")
    kind = item.get("kind", "open")
    if kind not in KINDS:
        raise DefinitionError(
            f"{file}: stage {item['stage']!r} has kind {kind!r}",
            hint=f"Use one of {', '.join(KINDS)}.",
        )
    return Stage(str(item["stage"]), kind, str(item.get("label", item["stage"])))
