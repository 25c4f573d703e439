"""Final verdicts are kept once, stay as they are, and teach the priorities."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from tests.verify.training_worlds import STEP, Setting, make

from fairlead.answers import Estimate
from fairlead.brief.trainings import LastVerdict, TrainingNews, UnderWay, trainings
from fairlead.errors import UnavailableError
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.workspace import Workspace, open_workspace
from fairlead.refresh.effects import own_effects
from fairlead.refresh.verdict_store import given, keep_given
from fairlead.refresh.verifying import _as_given
from fairlead.verify.report import TrainingReport, look_of, report_of

LATER = dt.date(2027, 1, 1)


@pytest.fixture(scope="module")
def report() -> TrainingReport:
    made = make(Setting(16, months=20, effect=0.6), 7)
    day = made.counted.book.window.as_of
    look = look_of(made.counted, made.training, day)
    return report_of(made.counted, made.training, (look,), (), with_path=False, orders=1)


@pytest.fixture
def home(odd_path: Path) -> Workspace:
    return open_workspace(odd_path / "home", create=True)


def test_a_final_verdict_is_kept_with_its_rule_and_state(
    home: Workspace, report: TrainingReport
) -> None:
    (kept,) = keep_given(home, Manifest(number=12), [report])
    (read,) = given(home, LATER)
    assert read == kept
    assert (read.manifest, read.slugs) == (12, (STEP.slug,))
    assert (read.smallest, read.looks, read.fixed) == (0.05, report.rule.looks, True)
    assert read.verdict == report.verdict
    assert isinstance(report.effect, Estimate)
    assert read.effect == (report.effect.value, report.effect.lower, report.effect.upper)
    assert read.n == report.effect.n > 0
    assert given(home, read.on - dt.timedelta(days=1)) == ()  # not known before its day
    assert len(given(home, read.on)) == 1


def test_a_verdict_that_was_given_stays(home: Workspace, report: TrainingReport) -> None:
    (kept,) = keep_given(home, Manifest(number=12), [report])
    other = replace(report.verdict, word="no effect of the size that matters", decision="stop")
    late = replace(report, verdict=other)
    assert keep_given(home, Manifest(number=13), [late]) == ()
    assert given(home, LATER) == (kept,)
    told = _as_given(late, {kept.key: kept})
    assert told.verdict == report.verdict
    assert [f.code for f in told.findings][-1] == "verdict_differs_now"
    assert _as_given(report, {kept.key: kept}).findings == report.findings


def test_a_rule_that_is_changed_after_its_verdict_counts_for_nothing(
    home: Workspace, report: TrainingReport
) -> None:
    (kept,) = keep_given(home, Manifest(number=12), [report])
    easier = replace(report, rule=replace(report.rule, smallest=0.01))
    told = _as_given(easier, {kept.key: kept})
    assert (told.rule, told.verdict) == (report.rule, report.verdict)
    last = told.findings[-1]
    assert last.code == "rule_changed_after_verdict"
    assert "given by 5 points on" in last.detail
    assert "the plan now says 1 points on" in last.detail
    usual = replace(report, rule=replace(report.rule, fixed=False, looks=(LATER,)))
    open_rule = {kept.key: replace(kept, fixed=False)}
    assert _as_given(usual, open_rule).findings == report.findings  # nobody changed anything


def test_nothing_is_kept_before_it_is_final(home: Workspace, report: TrainingReport) -> None:
    early = replace(report, verdict=replace(report.verdict, word="too early", on=None))
    assert keep_given(home, Manifest(number=1), [early]) == ()
    assert not home.verdicts.exists()


def test_priorities_learn_from_it_unless_the_file_says_otherwise(
    home: Workspace, report: TrainingReport
) -> None:
    (kept,) = keep_given(home, Manifest(number=12), [report])
    (judged,) = own_effects(home, (STEP,), LATER, "EUR").judged
    assert (judged.unit, judged.slugs, judged.judged_on) == ("spreads", (STEP.slug,), kept.on)
    assert (judged.value, judged.lower, judged.upper) == kept.spreads
    assert own_effects(home, (STEP,), kept.on - dt.timedelta(days=1), "EUR").judged == ()
    home.effects_file.write_text(
        "trainings:\n"
        f"  - training: {kept.training}\n    competency: {STEP.name}\n"
        "    judged_on: 2026-06-30\n    effect: 1\n    between: [-2, 4]\n",
        encoding="utf-8",
    )
    (judged,) = own_effects(home, (STEP,), LATER, "EUR").judged
    assert (judged.unit, judged.value) == ("points", 0.01)


def test_a_damaged_verdict_is_said(home: Workspace, report: TrainingReport) -> None:
    keep_given(home, Manifest(number=12), [report])
    (path,) = home.verdicts.glob("*.json")
    path.write_text("{", encoding="utf-8")
    with pytest.raises(UnavailableError, match="is damaged"):
        given(home, LATER)


def test_the_brief_says_what_is_under_way_and_the_last_verdict() -> None:
    day = dt.date(2026, 11, 20)
    one = UnderWay("Leave with a date", "Demo", 9, 3, 2, dt.date(2026, 12, 1), None)
    last = LastVerdict(
        "Ask", "Demo", "worked", "keep", dt.date(2026, 10, 1), "points", (0.08, 0.02, 0.14), 84
    )
    section = trainings(TrainingNews((one,), last), day)
    assert section is not None
    text = " ".join(line.text for line in section.lines)
    assert "start group 2 of 3 has started, the next on 1 Dec 2026" in text
    assert "Nobody fixed a day of the verdict" in text
    assert "it worked, +8.0 points (2.0 to 14.0) from 84 deals. Keep it." in text
    due = replace(one, started=3, next_on=None, due_on=day)
    again = trainings(TrainingNews((due,)), day)
    assert again is not None
    assert "has been due since 20 Nov 2026" in again.lines[0].text
    assert trainings(TrainingNews(), day) is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"due_on": dt.date(2027, 6, 28), "fixed": False},
            "Verdict due on 28 Jun 2027, by the usual rule, as nobody fixed a day; looking earlier",
        ),
        (
            {"due_on": dt.date(2026, 11, 2), "fixed": False},
            "due since 2 Nov 2026, by the usual rule, as nobody fixed a day: `fairlead verify`",
        ),
        (
            {"due_on": dt.date(2026, 11, 2), "untold": "no step or ratio is called 'juggling'"},
            "Its verdict cannot be known: no step or ratio is called 'juggling'.",
        ),
    ],
)
def test_the_brief_says_of_a_verdict_what_verify_says(
    changes: dict[str, object], said: str
) -> None:
    one = replace(UnderWay("Ask", "Demo", 9, 1, 1, None, None), **changes)  # type: ignore[arg-type]
    section = trainings(TrainingNews((one,)), dt.date(2026, 11, 20))
    assert section is not None
    assert said in section.lines[0].text
    assert ("due since" in section.lines[0].text) is ("due since" in said)


def test_a_kept_verdict_brings_the_effect_of_its_day(
    home: Workspace, report: TrainingReport
) -> None:
    (kept,) = keep_given(home, Manifest(number=12), [report])
    moved = replace(report, decided=None)
    assert _as_given(moved, {kept.key: kept}).decided == report.decided
