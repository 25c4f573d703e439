"""The pipeline review: it adds up, sees nothing of later, and what it flags is truly won less."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.lake.cutting import cut, stored_rows
from tests.properties.as_it_was import holding

from fairlead.answers import NotEstimable
from fairlead.brief.pipeline import compose_pipeline
from fairlead.brief.risk_words import NAMES, TO_DO
from fairlead.errors import InputError
from fairlead.forecast.movement import Movement
from fairlead.forecast.review import Reviewed
from fairlead.lake.counts import at_risk as counting
from fairlead.lake.counts.review import review
from fairlead.lake.counts.summary import summarise
from fairlead.lake.store.workspace import Workspace, open_workspace
from fairlead.lake.writers import write_export
from fairlead.measure.question import Question
from fairlead.process.model import Process
from fairlead.refresh.briefing import prepare_scope
from fairlead.refresh.explaining import explain
from fairlead.refresh.importing import import_path
from fairlead.refresh.opening import load_process, opened
from fairlead.refresh.pipeline_json import pipeline_json
from fairlead.refresh.reviewing import ReviewedPipeline, Span, review_workspace
from fairlead.simulate import simulate
from fairlead.simulate.demo import END, demo_organisation

TODAY = dt.date(2026, 11, 22)
EARLIER = END - dt.timedelta(days=150)


@dataclass(frozen=True)
class Seasoned:
    """A company of 18 months, long enough for its signs to be checked."""

    home: Workspace
    process: Process
    rows: dict[str, Any]


@pytest.fixture(scope="module")
def seasoned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seasoned]:
    folder = tmp_path_factory.mktemp("Größe #9")
    settings = replace(demo_organisation(months=18, dirt=0.01), deals_per_month=6.0)
    company = simulate(settings, seed=17)
    written = write_export(company, folder / "export", format="salesforce")
    home = open_workspace(folder / "Arbeit ü", create=True)
    now = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
    manifest = import_path(home, written.folder, now=now, counting=False).manifest
    with opened(home, manifest) as connection:
        process, _findings = load_process(home, connection)
        yield Seasoned(home, process, stored_rows(connection))


@functools.cache
def told(home: Workspace, span: Span, team: str | None = None) -> ReviewedPipeline:
    """Review once; whoever asks for rows behind numbers reviews anew, for they are the last's."""
    return review_workspace(home, span, today=TODAY, team=team)


def reviewed(rows: Any, process: Process, question: Question, most: int = 8) -> Reviewed:
    connection = holding(rows, process)
    prepare_scope(connection, process, question)
    return review(connection, question, summarise(connection, question), most=most)


@pytest.mark.parametrize(
    ("team", "ago"), [(None, (300, 31)), pytest.param("Ben", (44, 9), marks=pytest.mark.slow)]
)
def test_the_bridge_closes_between_any_two_evenings(
    seasoned: Seasoned, team: str | None, ago: tuple[int, int]
) -> None:
    days = [END - dt.timedelta(days=n) for n in ago]
    told = review_workspace(seasoned.home, Span(days[0], days[1]), today=TODAY, team=team)
    bridge = told.found.bridge
    assert isinstance(bridge, Movement)
    assert (bridge.from_on, bridge.to_on) == (days[0], days[1])
    total = bridge.opening.amount + sum(part.amount for part in bridge.parts)
    assert total == bridge.closing.amount
    assert bridge.opening.deal_count > 0
    (number,) = [e.number for e in told.brief.evidence if e.query == "bridge"]
    rows = explain(seasoned.home, number, limit=None).rows
    assert rows.total == sum(p.deal_count for p in bridge.parts)
    place = rows.header.index("amount")
    assert sum(r[place] for r in rows.rows) == total - bridge.opening.amount


@pytest.mark.slow
def test_two_bridges_make_one(seasoned: Seasoned) -> None:
    """What the pipeline was in the middle is where one ends and the other begins."""
    first, middle, last = (END - dt.timedelta(days=n) for n in (40, 20, 0))
    one = told(seasoned.home, Span(first, middle)).found.bridge
    two = told(seasoned.home, Span(middle, last)).found.bridge
    assert isinstance(one, Movement)
    assert isinstance(two, Movement)
    assert (one.closing.amount, one.closing.deal_count) == (
        two.opening.amount,
        two.opening.deal_count,
    )


def test_an_evening_uses_nothing_known_later(seasoned: Seasoned) -> None:
    question = Question(EARLIER)
    late = reviewed(seasoned.rows, seasoned.process, question)
    then = reviewed(cut(seasoned.rows, seasoned.process, EARLIER), seasoned.process, question)
    assert late.risks.total > 20
    assert late.risks.telling
    assert late.risks.checks == then.risks.checks
    assert late.risks.together == then.risks.together
    facts = [(d.opportunity_id, d.amount, d.stage, d.signs) for d in late.risks.deals]
    assert facts == [(d.opportunity_id, d.amount, d.stage, d.signs) for d in then.risks.deals]
    assert sum(late.surprises.counts.values()) > 10
    assert late.surprises == then.surprises


def test_a_planted_leak_is_caught(seasoned: Seasoned, monkeypatch: pytest.MonkeyPatch) -> None:
    """If pushes were read to the end of the data, the two would differ."""
    question = Question(EARLIER)
    then = reviewed(cut(seasoned.rows, seasoned.process, EARLIER), seasoned.process, question)
    changes = "(SELECT count(*) FROM field_changes) / 1000"
    leak = {**counting.SIGN_SQL, "old": (f"age_days > age_level - {changes}", "age_wins")}
    monkeypatch.setattr(counting, "SIGN_SQL", leak)
    late = reviewed(seasoned.rows, seasoned.process, question)
    assert late.risks.checks != then.risks.checks


@pytest.mark.slow
def test_flagged_deals_are_truly_won_less(seasoned: Seasoned) -> None:
    """Flagged 150 days before the end, with what was known then; what became of them since."""
    found = reviewed(seasoned.rows, seasoned.process, Question(EARLIER), most=10_000).risks
    assert found.total == len(found.deals) > 20
    flagged = {deal.opportunity_id for deal in found.deals}
    became = {
        row["opportunity_id"]: row["outcome"]
        for row in seasoned.rows["opportunities"]
        if row["outcome"] != "deleted"
    }
    with_sign = [became[key] for key in flagged if became[key] in {"won", "lost"}]
    end = dt.datetime.combine(EARLIER + dt.timedelta(days=1), dt.time(), dt.UTC)
    others = [
        row["outcome"]
        for row in seasoned.rows["opportunities"]
        if row["created_at"] and row["created_at"] < end <= (row["closed_at"] or end)
        and row["outcome"] in {"won", "lost"} and row["opportunity_id"] not in flagged
    ]  # fmt: skip
    assert len(with_sign) > 20
    assert len(others) > 100
    rate = [sum(o == "won" for o in group) / len(group) for group in (with_sign, others)]
    assert rate[0] < 0.7 * rate[1]


def test_every_deal_at_risk_is_behind_its_number_with_its_signs(seasoned: Seasoned) -> None:
    told = review_workspace(seasoned.home, Span(), today=TODAY)
    by_query = {e.query: e for e in told.brief.evidence}
    risks, surprises = told.found.reviewed.risks, told.found.reviewed.surprises
    rows = explain(seasoned.home, by_query["at_risk"].number, limit=None).rows
    assert rows.total == risks.total
    assert all(row[rows.header.index("signs")] for row in rows.rows)
    place = rows.header.index("amount")
    assert sum(row[place] or 0 for row in rows.rows) == risks.amount
    rows = explain(seasoned.home, by_query["surprises"].number, limit=None).rows
    assert rows.total == sum(surprises.counts.values())
    for each in (e for e in told.brief.evidence if e.query == "commitments"):
        rows = explain(seasoned.home, each.number, limit=None).rows
        (record,) = [c for c in surprises.commitments if c.period == each.arguments["period"]]
        assert rows.total == record.kept + record.missed + record.pending


def test_teams_add_up_to_the_company(seasoned: Seasoned) -> None:
    everybody = told(seasoned.home, Span()).found.reviewed
    teams = [told(seasoned.home, Span(), name).found.reviewed for name in ("Ben", "Inès", "Stefan")]
    assert sum(t.risks.total for t in teams) == everybody.risks.total
    for kind, count in everybody.surprises.counts.items():
        assert sum(t.surprises.counts[kind] for t in teams) == count


def test_nobody_is_named_unless_asked_about(seasoned: Seasoned) -> None:
    owners = {p["name"] for p in seasoned.rows["people"] if p["name"]}
    one = told(seasoned.home, Span())
    text = "\n".join(line.text for s in one.brief.sections for line in s.lines)
    assert not [name for name in owners if name in text]
    body = pipeline_json(one.found, one.brief)
    assert {deal["owner"] for deal in body["at_risk"]["deals"]} == {None}
    assert {deal["owner"] for deal in body["surprises"]["deals"]} == {None}
    one = told(seasoned.home, Span(), "Ben")
    body = pipeline_json(one.found, one.brief)
    assert {deal["owner"] for deal in body["at_risk"]["deals"]} <= owners


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (Span(from_on=END, to_on=END), "is not before"),
        (Span(to_on=END + dt.timedelta(days=9)), "later than the evening"),
    ],
)
def test_evenings_in_no_order_are_refused(seasoned: Seasoned, span: Span, said: str) -> None:
    with pytest.raises(InputError, match=said):
        review_workspace(seasoned.home, span, today=TODAY)


def test_an_unknown_team_is_refused_with_those_there_are(seasoned: Seasoned) -> None:
    with pytest.raises(InputError) as told:
        review_workspace(seasoned.home, Span(), today=TODAY, team="Nobody")
    assert "Ben Okafor" in told.value.hint
    found = review_workspace(seasoned.home, Span(), today=TODAY, team="North").found
    assert found.scope == "Ben Okafor's team"


def test_a_young_company_says_what_it_cannot_tell(imported: Path) -> None:
    told = review_workspace(open_workspace(imported), Span(as_of=dt.date(2026, 4, 15)), today=TODAY)
    risks = told.found.reviewed.risks
    assert not risks.telling
    assert not risks.total
    assert all(isinstance(check.ratio, NotEstimable) for check in risks.checks)
    assert {"risk_signs_unknown", "risk_signs_unchecked"} & {f.code for f in told.brief.findings}


def test_what_to_do_is_said_of_telling_signs_only(seasoned: Seasoned) -> None:
    """A deal also shows signs that the next line says are no reason."""
    found = told(seasoned.home, Span()).found
    risks = found.reviewed.risks
    deal = next(d for d in risks.deals if any(s.code in risks.telling for s in d.signs))
    code = next(s.code for s in deal.signs if s.code in risks.telling)
    other = next(c for c in NAMES if c != code)
    both = replace(deal, signs=(*deal.signs, replace(deal.signs[0], code=other)))
    checks = [
        replace(c, verdict="does not tell" if c.code != code else "tells") for c in risks.checks
    ]
    one = replace(risks, deals=(both,), checks=tuple(checks))
    brief = compose_pipeline(replace(found, reviewed=replace(found.reviewed, risks=one)))
    lines = [line.text for section in brief.sections for line in section.lines]
    assert [t for t in lines if t.startswith("What to do")] == [
        f"What to do, {NAMES[code]}: {TO_DO[code]}."
    ]
