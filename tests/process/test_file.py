"""process.yaml: written, mended, read; and what is said where it cannot be used."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.errors import DefinitionError
from fairlead.process.file import HEADER, KINDS, from_yaml, to_yaml
from fairlead.process.model import Pipeline, Process, Stage

AWKWARD = st.one_of(
    st.sampled_from(["Yes", "no", "null", "1.10", "2026-01-01", "a: b", "#1", "- x", "Büro", "'"]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=30),
)


@st.composite
def pipelines(draw: st.DrawFn) -> Pipeline:
    names = draw(st.lists(AWKWARD, min_size=1, max_size=6, unique=True))
    stages = tuple(
        Stage(
            name,
            draw(st.sampled_from(KINDS)),
            draw(st.one_of(st.just(name), AWKWARD)),
            also=tuple(f"{name} {n}" for n in range(draw(st.integers(0, 2))))
            if not any(other.startswith(f"{name} ") for other in names)
            else (),
        )
        for name in names
    )
    confidence = draw(st.floats(0, 1))
    return Pipeline(draw(AWKWARD), stages, confidence, "history", draw(AWKWARD))


@given(st.lists(pipelines(), max_size=3, unique_by=lambda p: p.name))
def test_what_is_written_is_read_again(given_: list[Pipeline]) -> None:
    """Nobody mended anything: where the order comes from stays, only deals are counted anew."""
    text = to_yaml(Process(tuple(given_)))
    assert text.startswith(HEADER)
    assert from_yaml(text) == Process(tuple(given_))


def test_a_mended_pipeline_is_no_guess_any_more() -> None:
    guess = Pipeline("a", (Stage("Demo", "open", "Demo"), Stage("Lead", "open", "Lead")), 0.5,
                     "names", "order read from names")  # fmt: skip
    text = to_yaml(Process((guess, replace(guess, name="b"))))
    assert [p.is_guess for p in from_yaml(text).pipelines] == [True, True]
    swapped = text.replace("Demo", "X").replace("Lead", "Demo").replace("X", "Lead")
    for mended in (swapped, text.replace("confidence: 0.5", "confidence: 1")):
        first = from_yaml(mended).pipelines[0]
        assert (first.is_guess, first.basis, first.confidence) == (False, "file", 1.0)
        assert "names" not in first.reason
        assert "mended" in first.reason


STAGES = "stages: [{stage: Lead}, {stage: Won, kind: won}]"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("pipelines:\n  - name: a\n   stages: []", "line 3 is no valid YAML", "indentation"),
        ("", "needs a list called 'pipelines'", "Delete the file"),
        ("pipelines: {}", "needs a list called 'pipelines'", "Delete the file"),
        ("pipelines: [{stages: []}]", "needs 'name' and a list 'stages'", ""),
        ("pipelines: [{name: a}]", "needs 'name' and a list 'stages'", ""),
        ("pipelines: [{name: a, stages: [{kind: won}]}]", "'a' has no 'stage'", "- stage: NAME"),
        ("pipelines: [{name: a, stages: [{stage: }]}]", "'a' has no 'stage'", "- stage: NAME"),
        (
            "pipelines: [{name: a, stages: [{stage: Demo, kind: closed}]}]",
            "stage 'Demo' has kind 'closed'",
            "open, won, lost, side",
        ),
        (
            "pipelines: [{name: a, stages: [{stage: Demo}, {stage: Demo}]}]",
            "names 'Demo' twice",
            "Keep one",
        ),
        (
            f"pipelines: [{{name: a, {STAGES}}}, {{name: a, {STAGES}}}]",
            "describes pipeline 'a' twice",
            "into one",
        ),
        (
            f"pipelines: [{{name: a, confidence: high, {STAGES}}}]",
            "has confidence 'high'",
            "from 0 to 1",
        ),
        (
            "pipelines: [{name: a, stages: [{stage: No}]}]",
            "YAML reads it as False",
            "into quotes",
        ),
        ("pipelines: [{name: 1.10, stages: []}]", "YAML reads it as 1.1", "into quotes"),
        (
            "pipelines: [{name: a, stages: [{stage: Demo, also: [Lead]}, {stage: Lead}]}]",
            "has 'Lead' under 'also' and elsewhere",
            "remove its own line",
        ),
        (
            "pipelines: [{name: a, stages: [{stage: A, also: X}, {stage: B, also: [X]}]}]",
            "has 'X' under 'also' and elsewhere",
            "take it out",
        ),
        (
            "pipelines: [{name: a, stages: [{stage: Demo, also: {old: Lead}}]}]",
            "'Demo' has 'also' that is no list",
            "also: [OLD NAME]",
        ),
        ("pipelines: [{name: a, stages: [{stage: A, also: [No]}]}]", "reads it as False", "quotes"),
    ],
)
def test_what_cannot_be_used_is_said(text: str, message: str, hint: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        from_yaml(text, file="Büro Süd #1/process.yaml")
    assert message in caught.value.message
    assert "process.yaml" in caught.value.message
    assert hint in caught.value.hint


def test_a_mended_file() -> None:
    """Names without quotes, without kind and label: what people type."""
    found = from_yaml(
        "pipelines:\n- name: default\n  stages:\n  - stage: Lead\n  - stage: 2\n    label: Demo\n"
        "  - {stage: Won, kind: won}\n"
    )
    (pipeline,) = found.pipelines
    assert [(s.stage, s.kind, s.label) for s in pipeline.stages] == [
        ("Lead", "open", "Lead"),
        ("2", "open", "Demo"),
        ("Won", "won", "Won"),
    ]
    assert (pipeline.confidence, pipeline.basis) == (1.0, "file")


def test_other_names_of_a_stage_are_read_and_make_the_pipeline_mended() -> None:
    proposed = Pipeline("a", (Stage("Demo", "open", "Demo"), Stage("Lead", "open", "Lead")), 0.5,
                        "names", "order read from names")  # fmt: skip
    text = to_yaml(Process((proposed,)))
    mended = text.replace("- stage: Lead\n    kind: open", "").replace(
        "- stage: Demo\n", "- stage: Demo\n    also: [Lead, 7]\n"
    )
    (pipeline,) = from_yaml(mended).pipelines
    assert [(s.stage, s.also) for s in pipeline.stages] == [("Demo", ("Lead", "7"))]
    assert (pipeline.basis, pipeline.is_guess) == ("file", False)
    assert Process((pipeline,)).other_names() == {("a", "Lead"): "Demo", ("a", "7"): "Demo"}


def test_an_unknown_pipeline_is_named_with_those_there_are() -> None:
    with pytest.raises(DefinitionError, match="no pipeline 'x'") as caught:
        from_yaml(f"pipelines: [{{name: a, {STAGES}}}]").pipeline("x")
    assert "a" in caught.value.hint


def test_competencies_go_from_step_to_step_and_to_the_win() -> None:
    found = from_yaml(
        "pipelines: [{name: Neu Geschäft, stages: [{stage: Lead}, {stage: Demo 1, label: Demo},"
        " {stage: Won, kind: won}]}]"
    ).steps()
    assert [(c.slug, c.stage, c.next_stage) for c in found] == [
        ("neu-geschäft.lead", "Lead", "Demo"),
        ("neu-geschäft.demo-1", "Demo 1", "Won"),
    ]
