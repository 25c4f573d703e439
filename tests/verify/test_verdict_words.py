"""What is read of a verdict: the day that decided first, then what is known now."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.verify.test_verdict import training
from tests.verify.training_worlds import STEP

from fairlead.answers import Estimate, Finding, NotEstimable
from fairlead.brief.model import Brief
from fairlead.brief.setting import Setting
from fairlead.refresh.verdict_words import compose_verdicts
from fairlead.verify.report import TrainingReport
from fairlead.verify.training import Rule, Training
from fairlead.verify.verdict import Verdict

DAY = dt.date(2026, 6, 30)
EVENING = dt.date(2026, 11, 20)


def effect(value: float, n: int) -> Estimate:
    return Estimate(value, value - 0.1, value + 0.1, 0.9, n, "points", "effect")


def report(plan: Training | None = None) -> TrainingReport:
    """Return a report whose day said -11 points while today's data say +4."""
    plan = training(looks=(DAY,)) if plan is None else plan
    then, now = effect(-0.11, 137), effect(0.04, 412)
    return TrainingReport(
        training=plan,
        competencies=(STEP,),
        rule=Rule(0.05, (DAY,), fixed=True),
        verdict=Verdict("no effect of the size that matters", "stop", DAY, None, "ruled out"),
        as_of=EVENING,
        started=8,
        others=12,
        entered=412,
        ripe=400,
        unit="points",
        effect=now,
        spread_share=replace(now, value=0.3, lower=0.1, upper=0.5),
        money=NotEstimable("no amounts"),
        decided=(then, replace(then, value=-0.8, lower=-1.2, upper=-0.4)),
    )


def told(found: TrainingReport) -> Brief:
    return compose_verdicts((found,), (), Setting(EVENING, EVENING, ()), found.as_of, whole=True)


def text_of(found: TrainingReport) -> str:
    return " ".join(line.text for part in told(found).sections for line in part.lines)


def rows_of(found: TrainingReport) -> list[tuple[str, ...]]:
    (part,) = (part for part in told(found).sections if part.code == "answers")
    assert part.grid is not None
    return [tuple(row) for row in part.grid.rows]


def test_the_effect_of_the_day_that_decided_is_said_before_todays() -> None:
    text = text_of(report())
    then = "On 30 Jun 2026: -11.0 points (-21.0 to -1.0) from 137 deals."
    now = "As of 20 Nov 2026: +4.0 points (-6.0 to 14.0), from 412 deals of 8 trained"
    assert f"{then} {now}" in text
    assert "it moved -0.8 (-1.2 to -0.4)" in text
    assert rows_of(report())[:2] == [
        ("fair comparison, 30 Jun 2026", "-11.0 points (-21.0 to -1.0)", "decides"),
        ("fair comparison, all data", "+4.0 points (-6.0 to 14.0)", "as of 20 Nov 2026"),
    ]


def test_where_the_day_is_the_evening_the_effect_is_said_once() -> None:
    same = replace(report(), as_of=DAY, effect=effect(-0.11, 137))
    assert "On 30 Jun 2026: -11.0 points (-21.0 to -1.0), from 137 deals of 8" in text_of(same)
    assert "As of" not in text_of(same)
    assert rows_of(same) == [("fair comparison", "-11.0 points (-21.0 to -1.0)", "decides")]


def test_a_day_of_which_nothing_is_known_does_not_borrow_todays_effect() -> None:
    silent = replace(report(), decided=None)
    assert "On 30 Jun 2026: nothing could be estimated. As of 20 Nov 2026: +4.0" in text_of(silent)
    early = replace(report(), decided=None, verdict=Verdict("too early", "wait", None, DAY, ""))
    assert "So far +4.0 points" in text_of(early)
    assert rows_of(early)[0][2] == "decides on its day"


def test_a_rule_the_data_mention_late_is_not_called_fixed_beforehand() -> None:
    assert "Fixed beforehand: judged on 30 Jun 2026" in text_of(report())
    late = training(looks=(DAY,), known_on=dt.date(2026, 7, 2))
    text = text_of(report(late))
    assert "Fixed beforehand" not in text
    plan = "Written in the plan, which the data first mention on 2 Jul 2026, after the start"
    assert f"{plan}: judged on 30 Jun 2026" in text
    assert "Start groups were drawn at random, so" in text
    alone = replace(late, group=("1", "1", "1"))
    assert "The plan says that start groups were drawn at random, so" in text_of(report(alone))


def test_a_doubt_that_two_trainings_share_is_said_once() -> None:
    doubt = Finding("trainings_overlap", "warning", "A and B trained the same people", "3 people")
    one = replace(report(), findings=(doubt,))
    two = replace(report(training(name="B", looks=(DAY,))), findings=(replace(doubt),))
    found = compose_verdicts((one, two), (), Setting(EVENING, EVENING, ()), EVENING, whole=False)
    assert found.findings == (doubt,)
