"""Pitfalls of stages: renamed, re-used, of two pipelines, skipped, reversed, in one second."""

from __future__ import annotations

from pathlib import Path

from tests.lake.pitfalls.exports import (
    brief_of,
    deal,
    imported,
    moves,
    rows_of,
    steps_of,
    take,
)
from tests.refresh.company import write_csv

from fairlead.lake.store.workspace import open_workspace

ONE_STAGE = """\
pipelines:
- name: default
  stages:
  - {stage: Discovery call, kind: open, also: [Discovery]}
  - {stage: Proposal, kind: open}
  - {stage: Closed Won, kind: won}
  - {stage: Closed Lost, kind: lost}
"""
RENAMED = (
    [deal(n, "Closed Won") for n in (1, 2)] + [deal(n, "Proposal") for n in (3, 4)]
    + [deal(5, "Discovery call"), deal(6, "Closed Lost")],
    moves(1, ("2026-10-01", "Discovery"), ("2026-10-08", "Proposal"), ("2026-11-10", "Closed Won"))
    + moves(2, ("2026-10-02", "Discovery"), ("2026-11-01", "Discovery call"),
            ("2026-11-05", "Proposal"), ("2026-11-10", "Closed Won"))
    + moves(3, ("2026-11-02", "Discovery call"), ("2026-11-09", "Proposal"))
    + moves(4, ("2026-11-02", "Discovery call"), ("2026-11-09", "Proposal"))
    + moves(5, ("2026-11-03", "Discovery call"))
    + moves(6, ("2026-10-02", "Discovery"), ("2026-11-10", "Closed Lost")),
)  # fmt: skip


def test_01_a_stage_renamed_mid_quarter_is_one_stage_once_process_yaml_says_so(
    tmp_path: Path,
) -> None:
    home, _result = imported(tmp_path, Opportunity=RENAMED[0], OpportunityHistory=RENAMED[1])
    by_name = steps_of(home)
    assert by_name["Discovery"] == (3, 2, 1, 0)
    assert by_name["Discovery call"] == (4, 3, 0, 1)

    home.process_file.write_text(ONE_STAGE)
    with brief_of(home) as (material, _brief):
        steps = {s.stage: (s.entered, s.advanced, s.lost, s.open) for s in material.steps}
        (days,) = [s.days for s in material.summary.steps if s.stage == "Discovery call"]
    assert steps == {"Discovery call": (6, 4, 1, 1), "Proposal": (4, 2, 0, 2)}
    assert days.tolist() == [7.0, 7.0, 7.0, 34.0]  # deal 2: from its first name to the proposal


def test_01_a_new_name_that_process_yaml_does_not_know_is_said(tmp_path: Path) -> None:
    home, _result = imported(tmp_path, Opportunity=RENAMED[0], OpportunityHistory=RENAMED[1])
    home.process_file.write_text(ONE_STAGE.replace(", also: [Discovery]", ""))
    with brief_of(home) as (material, _brief):
        assert material.process.pipeline("default").stages[0].also == ()
    from fairlead.refresh.opening import load_process, opened

    with opened(home, home.require()) as connection:
        _process, (said,) = load_process(home, connection)
    assert said.code == "stages_not_in_process"
    assert "default: Discovery" in said.title
    assert "'also'" in said.actions[0]


def test_02_a_stage_retired_and_set_up_anew_is_one_stage(tmp_path: Path) -> None:
    """Two weekly lists, the stage has a new name in the second: comparing them shows no move."""
    header = ("Deal ID", "Deal", "Owner", "Stage", "Amount", "Created", "Expected Close")
    home = open_workspace(tmp_path / "workspace", create=True)
    for day, demo in (("2026-11-02", "Demo"), ("2026-11-09", "Demo (2026)")):
        rows = [
            ("D1", "Alpha", "Ann Lee", demo, 100, "2026-10-05", "2026-12-20"),
            ("D2", "Beta", "Bob Ray", demo, 100, "2026-10-12", "2026-12-10"),
            ("D3", "Gamma", "Bob Ray", "Proposal" if demo != "Demo" else demo, 100,
             "2026-10-12", "2026-12-10"),
        ]  # fmt: skip
        take(home, write_csv(tmp_path / day / f"deals_{day}.csv", header, rows))
    assert rows_of(home, "SELECT count(*) FROM stage_changes") == [(3,)]
    assert steps_of(home)["Demo"] == (3, 3, 0, 0)  # as if all three had gone on
    home.process_file.write_text(
        "pipelines: [{name: default, stages: [{stage: Demo (2026), also: Demo}, "
        "{stage: Proposal}]}]"
    )
    assert steps_of(home) == {"Demo (2026)": (1, 1, 0, 0), "Proposal": (1, 0, 0, 1)}


def test_02_a_name_used_again_for_something_else_is_one_stage(tmp_path: Path) -> None:
    """Nothing in an export tells two meanings of one name apart: it counts as one stage."""
    home, _result = imported(
        tmp_path,
        Opportunity=[deal(1, "Closed Won"), deal(2, "Review")],
        OpportunityHistory=moves(1, ("2026-03-01", "Review"), ("2026-03-09", "Closed Won"))
        + moves(2, ("2026-11-01", "Review")),
    )
    assert steps_of(home) == {"Review": (2, 1, 0, 1)}


def test_03_two_pipelines_share_a_stage_name(tmp_path: Path) -> None:
    rows = [
        {**deal(1, "Closed Won"), "RecordTypeId": "New business"},
        {**deal(2, "Demo"), "RecordTypeId": "New business"},
        {**deal(3, "Closed Lost"), "RecordTypeId": "Partners"},
        {**deal(4, "Demo"), "RecordTypeId": "Partners"},
    ]
    history = [
        row
        for n, end in ((1, "Closed Won"), (2, None), (3, "Closed Lost"), (4, None))
        for row in moves(n, ("2026-10-01", "Demo"), *([("2026-11-10", end)] if end else []))
    ]
    home, _result = imported(tmp_path, Opportunity=rows, OpportunityHistory=history)
    with brief_of(home) as (material, _brief):
        found = {(s.pipeline, s.stage): (s.advanced, s.lost, s.open) for s in material.steps}
    assert found == {("New business", "Demo"): (1, 0, 1), ("Partners", "Demo"): (0, 1, 1)}


def test_25_several_changes_in_one_second_keep_the_order_of_the_file(tmp_path: Path) -> None:
    """A form saved twice, or an automation: all changes stay, and the last one counts."""
    home, _result = imported(
        tmp_path,
        Opportunity=[deal(1, "Proposal"), deal(2)],
        OpportunityHistory=moves(
            1, *[("2026-11-02T09:00:00.000Z", s) for s in ("Discovery", "Demo", "Proposal")]
        )
        + moves(2, ("2026-11-02", "Discovery")),
    )
    found = rows_of(
        home,
        "SELECT sequence, to_stage FROM stage_changes JOIN opportunities USING (opportunity_id) "
        "WHERE name = 'Deal 1' ORDER BY sequence",
    )
    assert found == [(1, "Discovery"), (2, "Demo"), (3, "Proposal")]
    with brief_of(home, "2026-11-02") as (material, _brief):
        dwell = {s.stage: (s.entered, s.advanced, s.open) for s in material.steps}
    assert dwell == {"Discovery": (2, 1, 1), "Demo": (1, 1, 0), "Proposal": (1, 0, 1)}


def test_42_a_stage_skipped_or_reversed_makes_no_step_up(tmp_path: Path) -> None:
    """A deal that never was in a stage does not count there; a step back undoes no advance."""
    usual = [
        row
        for n in (1, 2, 3)
        for row in moves(n, ("2026-10-01", "Discovery"), ("2026-10-05", "Demo"),
                         ("2026-10-09", "Proposal"))
    ]  # fmt: skip
    home, _result = imported(
        tmp_path,
        Opportunity=[*(deal(n, "Proposal") for n in (1, 2, 3)), deal(4, "Proposal"), deal(5)],
        OpportunityHistory=usual
        + moves(4, ("2026-10-01", "Discovery"), ("2026-10-09", "Proposal"))
        + moves(
            5, ("2026-10-01", "Discovery"), ("2026-10-05", "Demo"), ("2026-10-20", "Discovery")
        ),
    )
    assert steps_of(home) == {
        "Discovery": (5, 5, 0, 0),
        "Demo": (4, 3, 0, 1),
        "Proposal": (4, 0, 0, 4),
    }
