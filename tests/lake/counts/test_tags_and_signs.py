"""k of n by what is noted on deals, and what was done on them before their end."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from tests.lake import lives
from tests.lake.canonical import Row, Rows, at, database, moves, on
from tests.lake.counts.test_book import same
from tests.lake.counts.test_book_rules import ASKED, DEMO, STEPS, WIN, company, days

from fairlead.answers import NotEstimable
from fairlead.errors import DefinitionError
from fairlead.lake.counts.book import count_book
from fairlead.lake.counts.signs import count_signs
from fairlead.lake.counts.tags import count_tags
from fairlead.measure.cells import Book, StepCells
from fairlead.measure.question import Question
from fairlead.measure.signs import Signs
from fairlead.measure.tags import Tag, Tagged, Tags
from fairlead.process.model import Process
from fairlead.stats.timing import FAILURE, OPEN, SUCCESS

SOURCES = ("Inbound", "Partner", None)


def asked(
    rows: Rows, slug: str, *, whose: Callable[[Book], Any] | None = None, as_of: dt.date = ASKED,
    steps: Process = STEPS, **more: Any,
) -> tuple[Book, Tags | NotEstimable]:  # fmt: skip
    connection, question = database(rows), Question(as_of)
    book = count_book(connection, question, steps)
    inside = np.ones_like(book.roster.workdays, dtype=bool)
    if whose is not None:
        inside &= whose(book)
    return book, count_tags(connection, question, book, slug, inside, **more)


def first_person(book: Book) -> Any:
    return np.arange(book.roster.count)[None, :] == 0


def of(tags: Tags | NotEstimable, name: str) -> dict[str, tuple[int, int, int, int]]:
    assert isinstance(tags, Tags)
    (tag,) = [t for t in tags.tags if t.name == name]
    return _numbers(tag)


def _numbers(tag: Tag) -> dict[str, tuple[int, int, int, int]]:
    return {v.value: (v.successes, v.trials, v.other_successes, v.other_trials) for v in tag.values}


def noted() -> dict[str, list[Row]]:
    """Three people; sources in turn, two reasons, contacts on every second deal."""
    rows = company({1: True, 2: True, 3: True})
    rows["opportunities"] = [
        d
        | {
            "source_channel": SOURCES[d["opportunity_id"] % 3],
            "lost_reason": ("price", "timing")[d["opportunity_id"] % 2]
            if d["outcome"] == "lost"
            else None,
        }
        for d in rows["opportunities"]
    ]
    rows["contact_roles"] = [
        {"contact_role_id": 10 * n + k, "contact_id": 10 * n + k, "opportunity_id": n,
         "role": ("Decision Maker", "User", "User", "User")[k], "known_at": at("2026-09-01")}
        for n in range(1, 181) for k in range(n % 5 if n % 2 else 0) if k < 4
    ]  # fmt: skip
    return rows


def _resolved(rows: Rows, book: Book) -> list[tuple[Row, bool]]:
    """Deals of the last 12 months that were won or lost within the horizon of the whole road."""
    (cells,) = [c for k, c in zip(book.competencies, book.cells, strict=True) if k.slug == WIN]
    assert isinstance(cells, StepCells)
    found = []
    for d in rows["opportunities"]:
        ended = [m for m in rows["stage_changes"] if m["opportunity_id"] == d["opportunity_id"]]
        closed = ended[-1]["occurred_at"] if d["outcome"] != "open" else None
        age = ((closed or at("2026-10-01")) - d["created_at"]).days
        if closed is None and age < cells.horizon_days:
            continue
        if d["created_at"].date() >= on("2025-10-01"):
            found.append((d, d["outcome"] == "won" and age <= cells.horizon_days))
    return found


def test_each_tag_counts_the_deals_it_is_on() -> None:
    rows = noted()
    book, tags = asked(rows, WIN, whose=first_person)
    deals = _resolved(rows, book)
    assert len(deals) > 120
    for name, column in (("source", "source_channel"),):
        wanted: dict[str, list[int]] = {}
        for d, won in deals:
            numbers = wanted.setdefault(d[column] or "not given", [0, 0, 0, 0])
            place = 0 if d["owner_id"] == 1 else 2
            numbers[place] += won
            numbers[place + 1] += 1
        assert of(tags, name) == {value: tuple(n) for value, n in wanted.items()}
    assert isinstance(tags, Tags)
    whole = tags.whole
    assert whole.successes + whole.other_successes == sum(won for _, won in deals)
    assert whole.trials + whole.other_trials == len(deals)
    contacts = Counter(
        min(3, d["opportunity_id"] % 5 * (d["opportunity_id"] % 2)) for d, _ in deals
    )
    got = {k: v[1] + v[3] for k, v in of(tags, "number of contacts").items()}
    assert got == {f"{k} or more" if k == 3 else str(k): n for k, n in contacts.items()}
    roles = of(tags, "role of a contact")
    assert roles["User"][1] < roles["Decision Maker"][1]
    assert next(t for t in tags.tags if t.name == "role of a contact").is_several


def test_reasons_are_shares_of_the_lost() -> None:
    rows = noted()
    book, tags = asked(rows, WIN, whose=first_person)
    assert isinstance(tags, Tags)
    assert tags.lost_reasons is not None
    lost = [d for d, _ in _resolved(rows, book) if d["outcome"] == "lost"]
    mine = [d for d in lost if d["owner_id"] == 1]
    for value, numbers in _numbers(tags.lost_reasons).items():
        assert numbers == (
            sum(d["lost_reason"] == value for d in mine),
            len(mine),
            sum(d["lost_reason"] == value for d in lost)
            - sum(d["lost_reason"] == value for d in mine),
            len(lost) - len(mine),
        )


def test_a_tag_nobody_fills_in_is_not_there() -> None:
    rows = company({1: True, 2: True})
    _, tags = asked(rows, WIN)
    assert isinstance(tags, Tags)
    assert tags.tags == ()
    assert tags.lost_reasons is None
    assert tags.whole.other_trials == 0


def test_contacts_noted_after_the_evening_asked_do_not_count() -> None:
    rows = noted()
    early = on("2026-08-15")
    _, before = asked(rows, WIN, as_of=early)
    _, after = asked(rows, WIN)
    assert isinstance(before, Tags)
    assert isinstance(after, Tags)
    contacts = {"role of a contact", "number of contacts"}
    assert not contacts & {t.name for t in before.tags}
    assert contacts <= {t.name for t in after.tags}


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_tags_add_up_to_the_cells_and_know_nothing_later(seed: int) -> None:
    many = lives.company(lives.dice_of(seed), 260)
    day = on("2026-07-14")
    compared = 0
    question = Question(day)
    sides = [database(lives.export(many, known)) for known in (day, lives.LAST_DAY)]
    books = [count_book(side, question, lives.PROCESS) for side in sides]
    for competency, cells in zip(books[1].competencies, books[1].cells, strict=True):
        if competency.kind != "conversion":
            continue
        then, now = (
            count_tags(
                side, question, book, competency.slug, np.ones_like(book.roster.workdays, bool)
            )
            for side, book in zip(sides, books, strict=True)
        )
        assert same(then, now)
        if isinstance(now, Tags):
            assert isinstance(cells, StepCells)
            assert now.whole.successes == cells.successes.sum()
            assert now.whole.trials == (cells.successes + cells.failures).sum()
            compared += now.whole.trials
            for tag in now.tags:
                assert tag.name == "taken over"
                assert sum(v.trials for v in tag.values) == now.whole.trials
    assert compared > 100


def test_a_step_that_is_none_is_refused() -> None:
    rows = company({1: True})
    for wrong in ("no-such-step", WIN.replace("win", "size")):
        with pytest.raises(DefinitionError, match="there is no step called"):
            asked(rows, wrong)


def acts(*several: tuple[int, str, str, int | None]) -> list[Row]:
    return [
        {"activity_id": 7_000 + i, "opportunity_id": deal, "kind": kind, "occurred_at": at(when),
         "known_at": at(when), "contact_id": contact, "person_id": 1}
        for i, (deal, kind, when, contact) in enumerate(several)
    ]  # fmt: skip


def measured(rows: Rows, slug: str, as_of: dt.date = ASKED) -> Signs | NotEstimable:
    connection, question = database(rows), Question(as_of)
    return count_signs(connection, question, count_book(connection, question, STEPS), slug)


def busy() -> dict[str, list[Row]]:
    """A deal entered Demo on 11 October 2025, when activities had been kept for ten days."""
    rows = company({1: True, 2: True})
    first = rows["opportunities"][0]
    assert first["created_at"] == at("2025-10-01")
    filler = [
        (9_999, kind, days("2025-10-05", i), None)
        for i in range(110)
        for kind in ("call", "meeting")
    ]
    rows["activities"] = acts(*filler)
    rows["contacts"] = [
        {"contact_id": 1, "title": "CFO"},
        {"contact_id": 2, "title": "Data Analyst"},
    ]
    return rows


def with_acts(rows: Rows, *more: tuple[int, str, str, int | None]) -> dict[str, list[Row]]:
    made = [a | {"activity_id": a["activity_id"] + 10_000} for a in acts(*more)]
    return dict(rows) | {"activities": [*rows["activities"], *made]}


def _of_deal(signs: Signs | NotEstimable, number: int) -> dict[str, float]:
    assert isinstance(signs, Signs)
    (row,) = np.flatnonzero(signs.trial == number)
    return {s.name: float(v) for s, v in zip(signs.signs, signs.values[row], strict=True)}


def test_signs_are_what_was_done_in_the_first_two_weeks() -> None:
    rows = busy()
    kept = next(d for d in rows["opportunities"] if d["created_at"] > at("2026-01-01"))
    number, entered = kept["opportunity_id"], days(kept["created_at"].date().isoformat(), 10)
    done = [
        (number, "meeting", days(entered, -1), 1),  # before
        (number, "call", days(entered, 2) + " 12:00", 2),
        (number, "call", days(entered, 3), 2),
        (number, "meeting", days(entered, 3), 1),
        (number, "meeting", days(entered, 15), 1),  # after the two weeks
    ]
    rows = with_acts(rows, *done)
    found = _of_deal(measured(rows, DEMO), number)
    assert found["calls in the first 14 days"] == 2
    assert found["meetings in the first 14 days"] == 1
    assert found["different contacts in the first 14 days"] == 2
    assert found["days to the first activity"] == pytest.approx(2.5)
    assert "meetings with a decision maker in the first 14 days" not in found  # too few in all


def test_meetings_with_who_decides_are_seen_by_title_or_role() -> None:
    """Contact 1 is a CFO, 2 a data analyst; what a deal says of their role goes before titles."""
    rows = busy()
    all_deals = [
        (d["opportunity_id"], days(d["created_at"].date().isoformat(), 11))
        for d in rows["opportunities"]
    ]
    numbers = [n for n, _ in all_deals]
    by_role, no_say, analyst, chief = numbers[60:64]
    met = {by_role: 2, no_say: 1, analyst: 2}
    rows = with_acts(rows, *((n, "meeting", day, met.get(n, 1)) for n, day in all_deals))
    rows["contact_roles"] = [
        {
            "contact_role_id": 1,
            "contact_id": 2,
            "opportunity_id": by_role,
            "role": "Economic Buyer",
        },
        {"contact_role_id": 2, "contact_id": 1, "opportunity_id": no_say, "role": "User"},
    ]
    signs = measured(rows, DEMO)
    name = "meetings with a decision maker in the first 14 days"
    found = {n: _of_deal(signs, n)[name] for n in (by_role, no_say, analyst, chief)}
    assert found == {by_role: 1, no_say: 0, analyst: 0, chief: 1}


def test_what_comes_after_the_end_is_no_sign() -> None:
    rows = busy()
    quick = next(
        d
        for d in rows["opportunities"]
        if d["outcome"] == "won"
        and d["created_at"] > at("2026-01-01")
        and (d["close_on"] - d["created_at"].date()).days < 20
    )
    number, end = quick["opportunity_id"], quick["close_on"].isoformat()
    plain = measured(rows, DEMO)
    after = measured(with_acts(rows, (number, "call", days(end, 1), None)), DEMO)
    before = measured(with_acts(rows, (number, "call", days(end, -1), None)), DEMO)
    assert same(plain, after)
    name = "calls in the first 14 days"
    assert _of_deal(before, number)[name] == _of_deal(plain, number)[name] + 1 == 1
    assert isinstance(plain, Signs)
    (row,) = np.flatnonzero(plain.trial == number)
    assert plain.lag[row] == 0
    assert plain.outcome[row] == SUCCESS


def test_outcomes_and_lags_are_those_of_the_step() -> None:
    rows = busy()
    connection, question = database(rows), Question(ASKED)
    book = count_book(connection, question, STEPS)
    signs = count_signs(connection, question, book, DEMO)
    (cells,) = [c for k, c in zip(book.competencies, book.cells, strict=True) if k.slug == DEMO]
    assert isinstance(signs, Signs)
    assert isinstance(cells, StepCells)
    for code, number in (
        (SUCCESS, cells.successes.sum()),
        (FAILURE, cells.failures.sum()),
        (OPEN, cells.open.sum()),
    ):
        assert (signs.outcome == code).sum() == number
    for row, number in enumerate(signs.trial.tolist()):
        (deal,) = [d for d in rows["opportunities"] if d["opportunity_id"] == number]
        entered = deal["created_at"] + dt.timedelta(days=10)
        end = at("2026-10-01") if deal["close_on"] is None else at(deal["close_on"].isoformat())
        decided = min(end, entered + dt.timedelta(days=cells.horizon_days))
        lag = (decided - min(decided, entered + dt.timedelta(days=14))) / dt.timedelta(days=1)
        assert signs.lag[row] == pytest.approx(lag)
        assert book.roster.person_id[signs.person[row]] == deal["owner_id"]
        assert signs.month[row] == (entered.year - 2025) * 12 + entered.month - 10


def test_before_activities_were_kept_nothing_is_known() -> None:
    rows = busy()
    rows["activities"] = [a for a in rows["activities"] if a["occurred_at"] >= at("2025-12-01")]
    rows = with_acts(rows, *((9_999, "call", days("2025-12-01", i), None) for i in range(120)))
    signs = measured(rows, DEMO)
    assert isinstance(signs, Signs)
    early = np.array([
        d["created_at"] + dt.timedelta(days=10) < at("2025-12-01")
        for n in signs.trial.tolist() for d in rows["opportunities"] if d["opportunity_id"] == n
    ])  # fmt: skip
    assert early.any()
    assert (np.isnan(signs.values).all(axis=1) == early).all()


def test_signs_of_an_evening_know_nothing_later() -> None:
    rows = busy()
    day = on("2026-06-30")
    spread = [
        (d["opportunity_id"], "call", days(d["created_at"].date().isoformat(), 10 + n % 30), None)
        for n, d in enumerate(rows["opportunities"])
    ]
    rows = with_acts(rows, *spread)
    end = at("2026-07-01")
    then = dict(rows)
    for name in ("stage_changes", "activities"):
        then[name] = [r for r in rows[name] if r["occurred_at"] < end]
    assert same(measured(rows, DEMO, day), measured(then, DEMO, day))


def test_silence_where_no_activity_names_a_deal() -> None:
    found = measured(company({1: True, 2: True}), DEMO)
    assert isinstance(found, NotEstimable)
    assert "activity" in found.reason


def test_a_deal_lost_again_after_its_win_stays_a_success() -> None:
    rows = noted()
    won = next(d for d in rows["opportunities"] if d["outcome"] == "won")
    back = moves(won["opportunity_id"], (days(won["close_on"].isoformat(), 5), "Lost"))[0]
    rows["stage_changes"] = [*rows["stage_changes"], back | {"change_id": -1}]
    _, before = asked(noted(), WIN)
    _, after = asked(rows, WIN)
    assert isinstance(before, Tags)
    assert isinstance(after, Tags)
    assert after.whole == before.whole
    assert isinstance(after.whole, Tagged)
