"""What the book of counts promises whatever the data: credit, time, people, silence."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import numpy as np
import pytest
from tests.lake.canonical import Row, Rows, database, deal, edits, moves, on, people, process
from tests.lake.counts.test_book import by_slug

from fairlead.answers import NotEstimable
from fairlead.company.model import Company
from fairlead.errors import InputError
from fairlead.lake.counts.book import NO_PRICES, count_book
from fairlead.lake.counts.timed import NO_HISTORY
from fairlead.measure.cells import UNKNOWN, AmountCells, Book, CountCells, StepCells
from fairlead.measure.question import Question

STEPS = process(default="Lead Demo | Won | Lost")
WIN = "default.new-business.win"
LEAD = "default.new-business.lead"
DEMO = "default.new-business.demo"
ASKED = on("2026-09-30")


def days(start: str, count: int) -> str:
    return (on(start) + dt.timedelta(days=count)).isoformat()


def walked(number: int, owner: int, start: str, outcome: str | None, *, after: int = 40) -> Rows:
    """A deal that goes to Demo after ten days and ends `after` days from its start."""
    path = [(start, "Lead"), (days(start, 10), "Demo")]
    if outcome is not None:
        path.append((days(start, after), outcome.capitalize()))
    return {
        "opportunities": [
            deal(
                number,
                start,
                owner_id=owner,
                currency="EUR",
                amount=1_000_00 + number,
                outcome=outcome or "open",
                stage=path[-1][1],
                close_on=on(path[-1][0]) if outcome else None,
            )
        ],
        "stage_changes": moves(number, *path),
    }


def together(*several: Rows) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for rows in several:
        for name, more in rows.items():
            found.setdefault(name, []).extend(more)
    return found


def company(marks_lost: dict[int, bool], *, each: int = 60) -> dict[str, list[Row]]:
    """Each person wins two deals of five; who does not mark lost deals leaves them open."""
    several, number = [dict(people(*marks_lost))], 0
    for owner, marks in marks_lost.items():
        for nth in range(each):
            number += 1
            outcome = "won" if nth % 5 < 2 else ("lost" if marks else None)
            after = 15 + nth % 30 if outcome == "won" else 30 + nth % 40
            start = days("2025-10-01", nth * 355 // each)
            if days(start, after) > ASKED.isoformat():
                outcome = None
            several.append(walked(number, owner, start, outcome, after=after))
    return together(*several)


def book(rows: Rows, as_of: dt.date = ASKED, **more: Any) -> Book:
    return count_book(database(rows), Question(as_of, **more), STEPS)


def likeliest(cells: StepCells, person: int) -> float:
    """The share a person's cells say is likeliest, open trials counted in."""
    here = cells.person == person
    s, f = cells.successes[here].sum(), cells.failures[here].sum()
    waiting, sw = cells.open[here], cells.waiting_success[here]
    sf = cells.waiting_failure[here]
    p = np.linspace(0.001, 0.999, 999)
    value = s * np.log(p) + f * np.log(1 - p)
    for number, won, lost in zip(waiting.ravel(), sw.ravel(), sf.ravel(), strict=True):
        if number:
            value = value + number * np.log(p * won + (1 - p) * lost)
    return float(p[np.argmax(value)])


def test_whoever_never_marks_deals_lost_gains_nothing() -> None:
    honest = by_slug(book(company({1: True, 2: True, 3: True, 4: True})))
    rows = company({1: True, 2: False, 3: True, 4: True})
    tricky = by_slug(book(rows))
    for slug in (WIN, DEMO):
        before, after = likeliest(honest[slug], 1), likeliest(tricky[slug], 1)
        assert 0.2 < before < 0.6
        assert after <= before + 0.02
        lost = [d for d in rows["opportunities"] if (d["owner_id"], d["outcome"]) == (2, "lost")]
        assert not lost  # by closed deals alone they would have won every one


def test_successes_never_become_fewer() -> None:
    """Some wins are taken back later, some deals go back a step: what was reached stays reached."""
    rows = company({1: True, 2: True, 3: False}, each=100)
    for nth, won in enumerate([d for d in rows["opportunities"] if d["outcome"] == "won"]):
        if nth % 4 == 0:
            back = days(won["close_on"].isoformat(), 20)
            if back <= ASKED.isoformat():
                number = won["opportunity_id"]
                event = moves(number, (back, "Lost" if nth % 8 else "Lead"))[0]
                rows["stage_changes"].append(event | {"change_id": -number})
    connection = database(rows)
    before: Counter[str] = Counter()
    grown = 0
    for month in range(2, 10, 2):
        found = count_book(connection, Question(dt.date(2026, month, 28)), STEPS)
        for slug, cells in by_slug(found).items():
            if isinstance(cells, StepCells):
                assert cells.unowned == 0
                now = int(cells.successes.sum() + cells.late.sum())
                assert now >= before[slug]
                grown += now > before[slug]
                before[slug] = now
    assert grown > 7


def test_who_takes_a_deal_over_the_day_before_the_win_gets_no_credit() -> None:
    rows = company({1: True, 2: True, 3: True})
    won = next(d for d in rows["opportunities"] if d["outcome"] == "won" and d["owner_id"] == 1)
    number = won["opportunity_id"]
    handed = {name: list(several) for name, several in rows.items()}
    handed["opportunities"] = [
        d | {"owner_id": 3} if d["opportunity_id"] == number else d for d in rows["opportunities"]
    ]
    handed["field_changes"] = edits(
        number, "owner_id", ((won["close_on"] - dt.timedelta(days=1)).isoformat(), 1, 3)
    )
    plain, late = by_slug(book(rows)), by_slug(book(handed))
    for slug in (WIN, LEAD, DEMO):
        assert _by_person(plain[slug], "successes") == _by_person(late[slug], "successes")
    size = WIN.replace("win", "size")
    assert _by_person(plain[size], "count") == _by_person(late[size], "count")
    new = WIN.replace("win", "creation")
    assert _by_person(plain[new], "events") == _by_person(late[new], "events")


def _by_person(cells: Any, column: str) -> Counter[int]:
    found: Counter[int] = Counter()
    for person, number in zip(cells.person.tolist(), getattr(cells, column).tolist(), strict=True):
        found[person] += number
    return found


def test_a_deal_of_a_second_owner_is_taken_over() -> None:
    rows = company({1: True, 2: True, 3: True})
    early = [d for d in rows["opportunities"] if d["owner_id"] == 1][:12]
    rows["field_changes"] = [
        row
        for d in early
        for row in edits(
            d["opportunity_id"], "owner_id", (days(d["created_at"].date().isoformat(), 9), 2, 1)
        )
    ]
    found = by_slug(book(rows))
    taken = found[DEMO].taken_over == 1
    assert (found[DEMO].successes + found[DEMO].failures)[taken].sum() == 12
    assert set(found[DEMO].person[taken].tolist()) == {0}
    assert not found[LEAD].taken_over.any()
    assert not found[WIN].taken_over.any()


def test_calling_people_otherwise_changes_nothing_but_the_names() -> None:
    rows = company({1: True, 2: False, 3: True})
    new = {1: 53, 2: 7, 3: 21}
    other = dict(rows) | people(*new.values())
    other["opportunities"] = [d | {"owner_id": new[d["owner_id"]]} for d in rows["opportunities"]]
    plain, turned = book(rows), book(other)
    assert turned.roster.name == ("P7", "P21", "P53")
    for left, right in zip(plain.cells, turned.cells, strict=True):
        if isinstance(left, StepCells | CountCells):
            column = "successes" if isinstance(left, StepCells) else "events"
            mine, theirs = _by_person(left, column), _by_person(right, column)
            renamed = {new[int(plain.roster.person_id[p])]: n for p, n in mine.items()}
            assert renamed == {int(turned.roster.person_id[p]): n for p, n in theirs.items()}


def test_the_order_is_that_of_the_process_and_then_of_what_people_do() -> None:
    rows = company({1: True, 2: True})
    rows["activities"] = [
        {
            "activity_id": 1_000 + i,
            "person_id": 1 + i % 2,
            "kind": ("call", "call", "call", "meeting")[i // 2 % 4],
            "occurred_at": dt.datetime(2026, 1 + i % 9, 10, 12, tzinfo=dt.UTC),
            "known_at": dt.datetime(2026, 1 + i % 9, 10, 12, tzinfo=dt.UTC),
        }
        for i in range(480)
    ]
    found = book(rows)
    base = "default.new-business"
    steps = [
        f"{base}.{name}"
        for name in ("lead", "demo", "win", "creation", "size", "duration", "price")
    ]
    done = ["activity.call", "activity.meeting", "activity.meetings-per-call"]
    assert [c.slug for c in found.competencies] == steps + done
    assert [c.name for c in found.competencies[:3]] == [
        "Lead to Demo",
        "Demo to Won",
        "Created to Won",
    ]
    assert [c.rank for c in found.competencies[:3]] == [0, 1, None]
    cells = by_slug(found)
    assert cells["activity.call"].events.sum() == 360
    assert cells["activity.meeting"].events.sum() == 120
    ratio = cells["activity.meetings-per-call"]
    assert (ratio.events.sum(), ratio.exposure.sum()) == (120, 360)
    weeks = found.roster.workdays.sum() / 5
    assert cells["activity.call"].exposure.sum() == pytest.approx(weeks)
    assert cells[f"{base}.price"] == NotEstimable(NO_PRICES)


def test_silence_where_a_step_has_no_history() -> None:
    rows = company({1: True, 2: True})
    bare = {k: v for k, v in rows.items() if k != "stage_changes"}
    bare["opportunities"] = [
        d
        | {
            "stage": "Demo",
            "closed_at": None
            if d["close_on"] is None
            else dt.datetime.combine(d["close_on"], dt.time(), dt.UTC),
        }
        for d in rows["opportunities"]
    ]
    found = by_slug(book(bare))
    assert found[LEAD] == NotEstimable(NO_HISTORY)
    assert found[DEMO] == NotEstimable(NO_HISTORY)
    whole = by_slug(book(rows))[WIN]
    assert isinstance(found[WIN], StepCells)
    assert found[WIN].successes.sum() == whole.successes.sum() > 0
    assert found[WIN].failures.sum() == whole.failures.sum() > 0


def test_few_deals_make_no_competency_and_no_deals_an_empty_book() -> None:
    few = company({1: True}, each=20)
    assert [c.slug for c in book(few).competencies] == []
    nothing = book({})
    assert (nothing.competencies, nothing.cells, nothing.roster.count) == ((), (), 0)
    assert nothing.window.month_count == 1


def test_a_type_that_is_left_out_is_in_no_competency() -> None:
    rows = company({1: True, 2: True})
    rows["opportunities"] = [
        d | {"type": "renewal" if d["opportunity_id"] % 2 else "new_business"}
        for d in rows["opportunities"]
    ]
    both = {c.deal_type for c in book(rows).competencies}
    assert both == {"new_business", "renewal"}
    rest = {c.deal_type for c in book(rows, leave_out_types=("renewal",)).competencies}
    assert rest == {"new_business"}
    with pytest.raises(InputError, match="no type called 'expansion'"):
        book(rows, leave_out_types=("expansion",))


def test_the_book_is_the_companys_whoever_asks() -> None:
    rows = company({1: True, 2: True})
    everybody, mine = book(rows), book(rows, audience="rep", name="P1")
    assert mine.roster.name == everybody.roster.name == ("P1", "P2")
    assert [type(c) for c in mine.cells] == [type(c) for c in everybody.cells]


def test_the_largest_amounts_are_cut_and_that_is_said() -> None:
    rows = company({1: True, 2: True, 3: True, 4: True, 5: True})
    won = [d for d in rows["opportunities"] if d["outcome"] == "won"]
    huge = won[0]["opportunity_id"]
    rows["opportunities"] = [
        d | ({"amount": 10**12} if d["opportunity_id"] == huge else {})
        for d in rows["opportunities"]
    ]
    cells = by_slug(book(rows))[WIN.replace("win", "size")]
    assert isinstance(cells, AmountCells)
    assert cells.winsorised == 1
    assert cells.ceiling is not None
    assert 1_000_00 < cells.ceiling < 1_010_00
    assert cells.amount.sum() > 10**12
    assert np.exp(cells.total.sum() / cells.count.sum()) == pytest.approx(100_150, rel=0.01)


def test_a_machine_is_nobody() -> None:
    rows = company({1: True, 2: True, 3: True})
    plain = by_slug(book(rows))[WIN]
    rows["people"] = [p | {"is_queue": p["person_id"] == 2} for p in rows["people"]]
    found = book(rows)
    assert found.roster.name == ("P1", "P3")
    cells = by_slug(found)[WIN]
    lost = plain.person == 1
    total = (plain.successes + plain.failures + plain.open.sum(axis=1))[lost].sum()
    assert cells.unowned == total == 60
    assert _by_person(cells, "successes")[1] == _by_person(plain, "successes")[2]


def test_who_was_where_and_for_how_long() -> None:
    rows = company({1: True, 2: True, 3: True})
    rows["people"] = [
        rows["people"][0] | {"hired_on": on("2026-02-10"), "role": "Closer"},
        rows["people"][1] | {"left_on": on("2026-03-12")},
        rows["people"][2],
    ]
    rows["assignments"] = [
        {"person_id": 1, "assignment_id": 1, "manager_id": 3, "team": "North",
         "from_on": on("2026-02-10"), "to_on": on("2026-07-16"), "role": "rep"},
        {"person_id": 1, "assignment_id": 2, "manager_id": 2, "team": "South",
         "from_on": on("2026-07-16"), "to_on": None, "role": "rep"},
    ]  # fmt: skip
    sunday_to_thursday = Company(working_week=(6, 0, 1, 2, 3))
    found = book(rows, on("2026-09-16"), company=sunday_to_thursday)
    roster, window = found.roster, found.window
    assert window.first == on("2025-10-01")
    assert window.month_count == 12
    february, march, july, september = 4, 5, 9, 11
    assert window.month_of_year[february] == 1
    # hired on Tuesday 10 February: 13 Sundays to Thursdays are left of the month
    assert roster.workdays[:, 0].tolist()[: february + 1] == [0, 0, 0, 0, 13]
    # 12 March 2026 is a Thursday, the last day there
    assert roster.workdays[march, 1] == 10
    assert roster.workdays[march + 1 :, 1].sum() == 0
    # 16 September 2026 is a Wednesday
    assert roster.workdays[september, 2] == 12
    assert roster.tenure[february, 0] == pytest.approx(5 / 30.4375)
    assert roster.tenure[february - 1, 0] < 0
    assert np.isnan(roster.tenure[:, 2]).all()
    assert roster.role == ("Closer", None, None)
    assert [roster.teams[t] if t >= 0 else None for t in roster.team[[3, 4, 9, 10], 0]] == [
        None, "North", "North", "South",
    ]  # fmt: skip
    assert roster.managers[roster.manager[july, 0]] == "P3"
    assert roster.managers[roster.manager[july + 1, 0]] == "P2"
    assert (roster.team[:, 1] == UNKNOWN).all()
    new = by_slug(found)[WIN.replace("win", "creation")]
    months = new.month[new.person == 0]
    assert months.min() == february  # what they created before they came was not theirs
    weeks = roster.workdays[february, 0] / 5
    assert new.exposure[(new.person == 0) & (new.month == february)][0] == pytest.approx(weeks)


def test_whose_last_assignment_ended_has_left_unless_deals_say_otherwise() -> None:
    rows = company({1: True, 2: True, 3: True})
    rows["opportunities"] = [
        d
        for d in rows["opportunities"]
        if d["owner_id"] != 2 or d["created_at"].date() < on("2026-05-01")
    ]
    team = {"manager_id": 3, "team": "North", "from_on": on("2025-10-01"), "role": "rep"}
    rows["assignments"] = [
        team | {"person_id": 1, "assignment_id": 1, "to_on": None},
        team | {"person_id": 2, "assignment_id": 2, "to_on": on("2026-07-16")},
        team | {"person_id": 3, "assignment_id": 3, "to_on": on("2025-12-01")},
    ]
    july, august = 9, 10
    found = book(rows, on("2026-09-16")).roster
    assert found.workdays[august:, 0].min() > 0
    assert found.workdays[july, 1] == 11  # 1 to 15 July 2026
    assert found.workdays[august:, 1].sum() == 0
    assert found.workdays[august:, 2].min() > 0  # deals entered well after December
    before = book(rows, on("2026-07-15")).roster
    assert before.workdays[july, 1] == 11  # nobody knows of the end before its day


def test_who_began_well_after_the_data_did_joined_then() -> None:
    rows = company({1: True, 2: True})
    late = [d for d in rows["opportunities"] if d["owner_id"] == 2]
    gone = {d["opportunity_id"] for d in late if d["created_at"].date() < on("2026-03-01")}
    rows["opportunities"] = [d for d in rows["opportunities"] if d["opportunity_id"] not in gone]
    first = min(d["created_at"].date() for d in rows["opportunities"] if d["owner_id"] == 2)
    found = book(rows).roster
    assert np.isnan(found.tenure[:, 0]).all()
    assert found.tenure[6, 1] == pytest.approx((on("2026-04-15") - first).days / 30.4375)
    assert found.workdays[:4, 1].sum() == 0


def test_hard_deals_get_a_band_of_their_own() -> None:
    """Enterprise deals are won a third as often, by everybody; small ones as the others."""
    several, number = [dict(people(*range(1, 9)))], 0
    for owner in range(1, 9):
        for nth in range(40):
            number += 1
            hard = nth % 2 == 0
            won = nth % 10 in ({0} if hard else {1, 3, 5, 7})
            rows = walked(
                number, owner, days("2025-11-01", nth * 5), "won" if won else "lost", after=20 + nth
            )
            rows["opportunities"][0]["segment"] = "Enterprise" if hard else "Small"
            rows["opportunities"][0]["lost_reason"] = None if won else "price"
            several.append(rows)
    found = by_slug(book(together(*several)))[WIN]
    assert found.bands.columns == ("segment",)
    assert found.bands.labels == ("Enterprise", "Small")
    rate = [
        found.successes[found.mix == b].sum()
        / (found.successes + found.failures)[found.mix == b].sum()
        for b in (0, 1)
    ]
    assert rate == [pytest.approx(0.2, abs=0.06), pytest.approx(0.8, abs=0.06)]
