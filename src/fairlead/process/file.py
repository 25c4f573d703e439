"""The process as a YAML file that people mend."""

from __future__ import annotations

import hashlib
import json
from typing import Any, get_args

import yaml

from fairlead.errors import DefinitionError, no_yaml
from fairlead.process.model import Basis, Pipeline, Process, Stage

HEADER = """\
# How we sell, as the data suggest it. Mend what is wrong, save, and run the brief again.
# kind: open (a step, in selling order), won, lost, or side (a state beside the road).
# Was a stage renamed? Keep one line and add the other name: also: [OLD NAME].
# Was the order a guess and is right? Write confidence: 1.
# as_proposed tells a pipeline you changed from one that is as proposed: leave it as it is.
# Delete this file to have it proposed anew.
"""
MENDED = "as mended in process.yaml"
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
                "as_proposed": _digest(p.stages, p.confidence),
                "stages": [
                    {"stage": s.stage, "kind": s.kind}
                    | ({"label": s.label} if s.label != s.stage else {})
                    | ({"also": list(s.also)} if s.also else {})
                    for s in p.stages
                ],
            }
            for p in process.pipelines
        ]
    }
    text = yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=100)
    return HEADER + str(text)


def _digest(stages: tuple[Stage, ...], confidence: float) -> str:
    """Return a mark that changes with what people mend: stages, kinds, names, confidence."""
    listed = [(s.stage, s.kind, s.label, *([s.also] if s.also else [])) for s in stages]
    said = [listed, confidence]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:12]


def from_yaml(text: str, *, file: str = "process.yaml") -> Process:
    """Return the process a file describes.

    A pipeline that is still as it was proposed keeps where its order comes from; one that was
    mended is what people say, and no guess any more.

    Raises
    ------
    DefinitionError
        The text is no YAML, or names a kind, pipeline or stage in a way that cannot be used; says
        which and what to write instead.
    """
    try:
        raw = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise no_yaml(error, file) from error
    if not isinstance(raw, dict) or not isinstance(raw.get("pipelines"), list):
        raise DefinitionError(
            f"{file} needs a list called 'pipelines'",
            hint="Delete the file to have it proposed anew.",
        )
    pipelines = tuple(_pipeline(item, file) for item in raw["pipelines"])
    names = [p.name for p in pipelines]
    doubled = {name for name in names if names.count(name) > 1}
    if doubled:
        raise DefinitionError(
            f"{file} describes pipeline {min(doubled)!r} twice", hint="Put them into one."
        )
    return Process(pipelines)


def _pipeline(item: Any, file: str) -> Pipeline:
    if not isinstance(item, dict) or "name" not in item or not isinstance(item.get("stages"), list):
        raise DefinitionError(f"every pipeline in {file} needs 'name' and a list 'stages'")
    name = _text(item["name"], "the name of a pipeline", file)
    stages = tuple(_stage(s, name, file) for s in item["stages"])
    _refuse_doubled(stages, name, file)
    confidence = item.get("confidence", 1.0)
    if isinstance(confidence, bool) or not isinstance(confidence, int | float):
        raise DefinitionError(
            f"{file}: pipeline {name!r} has confidence {confidence!r}",
            hint="Write a number from 0 to 1, or leave the line out.",
        )
    return _as_given(name, stages, float(confidence), item)


def _refuse_doubled(stages: tuple[Stage, ...], pipeline: str, file: str) -> None:
    """Stop where one name stands for two stages."""
    lines = [s.stage for s in stages]
    doubled = {stage for stage in lines if lines.count(stage) > 1}
    if doubled:
        raise DefinitionError(
            f"{file}: pipeline {pipeline!r} names {min(doubled)!r} twice",
            hint="Keep one of the two lines.",
        )
    every = [*lines, *(name for s in stages for name in s.also)]
    doubled = {name for name in every if every.count(name) > 1}
    if doubled:
        raise DefinitionError(
            f"{file}: pipeline {pipeline!r} has {min(doubled)!r} under 'also' and elsewhere",
            hint="A name is one stage: remove its own line, or take it out of 'also'.",
        )


def _as_given(name: str, stages: tuple[Stage, ...], confidence: float, item: Any) -> Pipeline:
    """Tell a pipeline that is as proposed from one that was mended or written by hand."""
    reason, mark = str(item.get("reason", "")), item.get("as_proposed")
    if mark is None:
        return Pipeline(name, stages, confidence, "file", reason or MENDED)
    if mark == _digest(stages, confidence) and item.get("basis") in get_args(Basis):
        return Pipeline(name, stages, confidence, item["basis"], reason)
    return Pipeline(name, stages, 1.0, "file", MENDED)


def _stage(item: Any, pipeline: str, file: str) -> Stage:
    if not isinstance(item, dict) or item.get("stage") in {None, ""}:
        raise DefinitionError(
            f"{file}: a stage of pipeline {pipeline!r} has no 'stage'",
            hint="Every line of 'stages' begins with '- stage: NAME'.",
        )
    stage = _text(item["stage"], f"a stage of pipeline {pipeline!r}", file)
    kind = item.get("kind", "open")
    if kind not in KINDS:
        raise DefinitionError(
            f"{file}: stage {stage!r} has kind {kind!r}",
            hint=f"Use one of {', '.join(KINDS)}.",
        )
    label = _text(item.get("label", stage), f"the label of {stage!r}", file)
    return Stage(stage, kind, label, also=_also(item.get("also"), stage, file))


def _also(given: Any, stage: str, file: str) -> tuple[str, ...]:
    """Return the other names of a stage; one name needs no brackets."""
    if given is None:
        return ()
    if isinstance(given, dict):
        raise DefinitionError(
            f"{file}: stage {stage!r} has 'also' that is no list of names",
            hint="Write also: [OLD NAME].",
        )
    names = given if isinstance(given, list) else [given]
    return tuple(_text(name, f"a name under 'also' of {stage!r}", file) for name in names)


def _text(value: Any, what: str, file: str) -> str:
    """Return a name; YAML reads some names without quotes as other things."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise DefinitionError(
        f"{file}: {what} is no text: YAML reads it as {value!r}",
        hint="Put the name into quotes, as in 'Yes' or '1.10'.",
    )
