"""Try-outs: declared, drawn, watched every week, decided on the first sure day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest
from tests.calibration.tryout_study import Stream, make, study

from fairlead.answers import Estimate, NotEstimable
from fairlead.errors import DefinitionError
from fairlead.verify.training import as_day
from fairlead.verify.tryout import Guardrail, draw_people, tries
from fairlead.verify.tryout_effect import Tried, difference, effect_on, told
from fairlead.verify.tryout_file import EXAMPLE, read_try_out
from fairlead.verify.tryout_power import Past, detectable
from fairlead.verify.tryout_verdict import Counted, Watched, ratio_chance, report_try_out

PLAN = read_try_out(EXAMPLE, name="ask", where="ask.md")
START = as_day(PLAN.start_on)
WAIT = 21


def deals(seed: int, effect: float, number: int = 1600, share: float = 0.5) -> Tried:
    """Deals of half a year, those that try it with a lift in points."""
    rng = np.random.default_rng(seed)
    tried = rng.random(number) < share
    entered = np.sort(rng.integers(0, 170, number))
    success = rng.random(number) < 0.4 + effect * tried
    none = np.zeros(number, dtype=np.int64)
    return Tried(np.arange(number), tried, success, START + entered + WAIT, none, none)


def counted(tried: Tried, day: int, guard: Tried | None = None) -> Counted:
    arm = tried.tries
    sides = int(arm.sum()), int((~arm).sum())
    rails = () if guard is None else (Watched(PLAN.guardrails[0], guard),)
    return Counted(
        PLAN.start_on + dt.timedelta(days=day), tried, sides, sides, rails, WAIT, PLAN.stop_on
    )


def test_a_declaration_is_read_and_everything_wrong_in_it_is_said() -> None:
    assert (PLAN.unit, PLAN.smallest, PLAN.most_deals) == ("deal", 0.05, 200)
    assert PLAN.guardrails == (Guardrail("Proposal to Negotiation", 0.08),)
    assert PLAN.plan_for("guardrail") is not None
    assert PLAN.plan_for("harm") is None
    for old, new, said in (
        ("unit: deal", "unit: account", "cannot be drawn"),
        ("smallest_effect: 5", "smallest_effect: five", "is no number"),
        ("smallest_effect: 5", "smallest_effect: 500", "not between 0 and 100"),
        ("stop_on: 2027-06-30", "stop_on: 2026-06-30", "before it starts"),
        ("start_on: 2027-01-04", "start_on: soon", "is no date"),
        ("at_risk: Up to 200 demos; a prospect may feel pushed.\n", "", "does not say its at_risk"),
        ("when: guardrail", "when: bad luck", "cannot wait for"),
        ("most_deals: 200", "most_deals: 0", "lets nothing be tried"),
        ("seed: 4711", "colour: red", "colour is not known"),
        ("title: Ask", "title: [Ask", "no valid YAML"),
    ):
        assert old in EXAMPLE
        with pytest.raises(DefinitionError, match=said):
            read_try_out(EXAMPLE.replace(old, new), name="ask", where="ask.md")
    with pytest.raises(DefinitionError, match="front matter"):
        read_try_out("just text", name="ask", where="ask.md")


def test_the_draw_is_kept_by_the_seed_and_even() -> None:
    keys = [f"006{number:05d}" for number in range(4000)]
    on = np.array([tries(4711, key, 0.5) for key in keys])
    assert 0.47 < on.mean() < 0.53
    assert (on == [tries(4711, key, 0.5) for key in keys]).all()
    other = np.array([tries(4712, key, 0.5) for key in keys])
    assert 0.45 < (on == other).mean() < 0.55  # another seed is another draw
    assert np.mean([tries(1, key, 0.2) for key in keys]) == pytest.approx(0.2, abs=0.02)


def test_people_are_drawn_within_teams_whatever_their_order() -> None:
    people = list(range(100, 121))
    teams = ["North"] * 8 + ["South"] * 8 + ["West"] * 5
    for seed in range(40):
        drawn = draw_people(people, teams, 0.5, seed)
        assert drawn.sum() in {10, 11}
        sizes = [drawn[[t == team for t in teams]].sum() for team in ("North", "South", "West")]
        assert sizes[0] in {3, 4, 5}
        assert sizes[2] in {2, 3}
        order = np.random.default_rng(seed).permutation(21)
        again = draw_people([people[i] for i in order], [teams[i] for i in order], 0.5, seed)
        assert (again == drawn[order]).all()
    each = np.mean([draw_people(people, teams, 0.5, seed) for seed in range(600)], axis=0)
    assert each == pytest.approx(np.full(21, 0.5), abs=0.09)


def test_the_verdict_comes_on_the_first_sure_day_and_stays() -> None:
    tried = deals(1, 0.15)
    early = report_try_out(PLAN, counted(tried, 60))
    assert (early.word, early.decision) == ("too early", "wait")
    assert early.due_on == PLAN.stop_on + dt.timedelta(days=WAIT)
    late = report_try_out(PLAN, counted(tried, 190))
    assert (late.word, late.decision) == ("worked", "keep")
    assert late.on is not None
    assert late.on < PLAN.start_on + dt.timedelta(days=190)
    then = report_try_out(PLAN, counted(tried, (late.on - PLAN.start_on).days))
    assert (then.word, then.on) == (late.word, late.on)
    assert late.path[: len(then.path)] == then.path  # nothing known later moves what was said
    before = report_try_out(PLAN, counted(tried, -3))
    assert before.word == "not begun"


def test_no_effect_harm_and_a_guardrail_stop_it() -> None:
    none = report_try_out(replace(PLAN, smallest=0.1), counted(deals(2, 0.0), 200))
    assert (none.word, none.decision) == ("no effect of the size that matters", "stop")
    harm = report_try_out(PLAN, counted(deals(3, -0.2), 200))
    assert (harm.word, harm.decision) == ("did harm", "stop")
    assert harm.set_off is None
    assert [f.code for f in harm.findings] == ["try_out_without_plan"]
    rail = report_try_out(PLAN, counted(deals(1, 0.15), 200, guard=deals(4, -0.3)))
    assert (rail.word, rail.decision) == ("did harm", "stop")
    assert rail.set_off is not None
    assert rail.set_off[0] == "guardrail"
    assert rail.guards[0][2] is not None
    calm = report_try_out(PLAN, counted(deals(1, 0.15), 200, guard=deals(4, 0.0)))
    assert calm.word == "worked"
    assert calm.guards[0][2] is None


def test_ended_without_an_answer_says_so_and_names_the_plan() -> None:
    thin = report_try_out(PLAN, counted(deals(5, 0.03, number=300), 210))
    assert (thin.word, thin.decision) == ("cannot be known", "change")
    assert thin.set_off is not None
    assert thin.set_off[0] == "no answer"


def test_sides_that_were_not_drawn_so_are_not_believed() -> None:
    assert ratio_chance((500, 500), 0.5) == pytest.approx(1.0)
    # chi-square 10.0 with one degree of freedom: 0.001565, any table
    assert ratio_chance((550, 450), 0.5) == pytest.approx(0.001565, abs=1e-6)
    assert ratio_chance((3, 4), 0.5) is None
    uneven = report_try_out(PLAN, counted(deals(6, 0.2, share=0.35), 200))
    assert uneven.word == "cannot be known"
    assert [f.code for f in uneven.findings] == ["try_out_uneven"]


def test_too_few_deals_or_people_are_told_and_not_guessed() -> None:
    few = deals(7, 0.0, number=50)
    said = effect_on(few, "deal", 0.05, START + 400)
    assert isinstance(said, NotEstimable)
    assert (said.needed, said.have) == (30, min(few.tries.sum(), 50 - few.tries.sum()))
    three = make(Stream("person", 6), np.random.default_rng(1))
    none = difference(three, "person")
    assert isinstance(none, NotEstimable)
    assert "people" in none.reason


def test_people_with_the_same_deals_are_known_less_well_than_deals() -> None:
    stream = Stream("person", 12, deals=30.0, sigma=0.6, past=0)
    tried = make(stream, np.random.default_rng(3))
    by_person, by_deal = difference(tried, "person"), difference(tried, "deal")
    assert not isinstance(by_person, NotEstimable)
    assert not isinstance(by_deal, NotEstimable)
    assert by_person.error > by_deal.error
    assert by_person.freedom == 10


def test_the_past_of_people_makes_them_comparable() -> None:
    """Known past rates take most of the difference between people out."""
    errors = []
    for past in (0, 300):
        stream = Stream("person", 40, deals=100.0, sigma=0.6, past=past)
        found = [difference(make(stream, np.random.default_rng(s)), "person") for s in range(12)]
        errors.append(np.mean([f.error for f in found if not isinstance(f, NotEstimable)]))
    assert errors[1] < 0.8 * errors[0]


def test_looking_every_week_is_seldom_fooled() -> None:
    """A slice of the study: false alarms far below what a plain test gives."""
    found = study(Stream(weeks=40, deals=30.0), 120)
    assert found[:, 0].mean() <= 0.08
    assert found[:, 2].mean() > 0.12
    people = study(Stream("person", 12, weeks=40), 60)
    assert people[:, 0].mean() <= 0.08


def test_what_could_be_shown_is_tried_on_the_own_past() -> None:
    rng = np.random.default_rng(2)
    past = Past(rng.integers(0, 10, 2000), rng.random(2000) < 0.4, 365)
    plan = replace(PLAN, most_deals=None)
    found = detectable(plan, past, rng=np.random.default_rng(1))
    assert found is not None
    # closed form: the width in errors at that information, with the chance of 8 in 10 beyond
    planned = 2000 / 365 * (plan.stop_on - plan.start_on).days
    error = 2 * np.sqrt(0.4 * 0.6 / planned)
    assert 3.3 * error < found < 4.3 * error
    longer = replace(plan, stop_on=plan.stop_on + dt.timedelta(days=365))
    more = detectable(longer, past, rng=np.random.default_rng(1))
    assert more is not None
    assert more < found
    assert detectable(plan, Past(past.owner[:20], past.success[:20], 365), rng=rng) is None


def test_more_deals_never_widen_the_range() -> None:
    one, two = (told(_known(n), 0.05) for n in (400, 4000))
    assert one.upper - one.lower > two.upper - two.lower
    assert isinstance(two, Estimate)


def _known(number: int):  # type: ignore[no-untyped-def]
    found = difference(deals(9, 0.05, number=number), "deal")
    assert not isinstance(found, NotEstimable)
    return found
