"""effects.yaml: read as of an evening, refused where it is wrong, taken over from an export."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.refresh.company import take, write_company

from fairlead.errors import DefinitionError
from fairlead.lake.store.workspace import open_workspace
from fairlead.measure.cells import Competency
from fairlead.refresh.effects import entries, own_effects

DEMO = Competency("sales.new.demo", "Demo to Proposal", "conversion", "fraction")
SIZE = Competency("sales.new.size", "Amount of a win", "size", "EUR minor")
TEXT = """
trainings:
  - training: Leave with a date
    competency: demo to proposal
    judged_on: 2026-06-30
    effect: 4
    between: [1, 7]
    cost_per_person: 400
  - training: Ask for more
    competency: size
    judged_on: 2026-09-30
    effect: 0.5
    between: [0.1, 0.9]
    unit: spreads
  - training: Old
    competency: nothing we have
    cost_per_person: 1
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    workspace = open_workspace(tmp_path / "Wörk #1", create=True)
    workspace.effects_file.write_text(TEXT, encoding="utf-8")
    return workspace.root


def test_verdicts_are_known_from_their_day_on(home: Path) -> None:
    workspace = open_workspace(home)
    late = own_effects(workspace, (DEMO, SIZE), dt.date(2026, 9, 30), "EUR")
    assert [(j.training, j.slugs, j.unit) for j in late.judged] == [
        ("Leave with a date", (DEMO.slug,), "points"),
        ("Ask for more", (SIZE.slug,), "spreads"),
    ]
    first = late.judged[0]
    assert (first.value, first.lower, first.upper) == pytest.approx((0.04, 0.01, 0.07))
    assert late.costs == {DEMO.slug: 40_000}
    assert [f.code for f in late.findings] == ["effect_matches_nothing"]
    early = own_effects(workspace, (DEMO, SIZE), dt.date(2026, 9, 29), "EUR")
    assert [j.slugs for j in early.judged] == [(DEMO.slug,)]
    before = own_effects(workspace, (DEMO, SIZE), dt.date(2026, 6, 29), "EUR")
    assert before.judged == ()
    assert before.costs == {}


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "empty", create=True)
    found = own_effects(workspace, (DEMO,), dt.date(2026, 9, 30), None)
    assert (found.judged, dict(found.costs), found.findings) == ((), {}, ())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("between: [1, 7]", "between: [5, 7]", "does not lie between"),
        ("between: [1, 7]", "between: [4, 4]", "does not lie between"),
        ("    between: [1, 7]\n", "", "says no range"),
        ("effect: 4", "effect: many", "is no number"),
        ("judged_on: 2026-06-30", "judged_on: June", "is no date"),
        ("    judged_on: 2026-06-30\n", "", "no judged_on"),
        ("unit: spreads", "unit: stars", "unit stars is not known"),
        ("cost_per_person: 400", "cost_per_person: -4", "not below 0"),
        ("training: Old", "trainer: Old", "trainer is not known"),
        ("competency: size", "competency:", "has no competency"),
        ("trainings:", "courses:", "lists no trainings"),
        ("trainings:", "trainings: [", "not valid YAML"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(DefinitionError) as told:
        entries(TEXT.replace(old, new, 1), file="effects.yaml")
    assert said in told.value.message
    assert "effects.yaml" in told.value.message
    assert told.value.hint
    assert told.value.exit_code == 2


def test_a_file_beside_an_export_is_taken_over(tmp_path: Path) -> None:
    export = write_company(tmp_path / "export ß")
    (export / "effects.yaml").write_text(TEXT, encoding="utf-8")
    workspace = open_workspace(tmp_path / "home", create=True)
    take(workspace, export)
    assert workspace.effects_file.read_text(encoding="utf-8") == TEXT
    wrong = TEXT.replace("effect: 4", "effect: x")
    (export / "effects.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(DefinitionError):
        take(workspace, export)
    assert workspace.effects_file.read_text(encoding="utf-8") == TEXT
