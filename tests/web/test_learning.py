"""What somebody wants to learn: one thing at a time, theirs, and read by whom they let read it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.web.conftest import CHANGE, Cast
from tests.web.test_team import everything_kept, text
from tests.web.test_vision import AT
from tests.web.test_vision import clock as clock_of_vision  # noqa: F401  a fixture

from fairlead.web.leadership import selectors, services
from fairlead.web.leadership.models import Learning, LearningStep
from fairlead.web.people.models import Assignment
from fairlead.web.published.models import Answer

CANARY = "plover-on-the-sandbank"
PLACE = "/leadership/learning/"
TYPED = {
    "what": "begin",
    "competency": "Demo to Proposal",
    "text": f"ask who signs, {CANARY}",
    "how": "pair",
    "due_on": "2027-02-01",
    "shared": "no",
}


def begin(cast: Cast, who: str = "gil", **more: Any) -> int:
    return int(cast.client(who).post(PLACE, TYPED | more).status_code)


def test_one_thing_at_a_time_with_few_steps(cast: Cast) -> None:
    assert begin(cast, due_on="2026-11-22") == 422, "the day is over"
    assert begin(cast, how="magic") == 422
    assert begin(cast) == 302
    assert begin(cast, competency="Discovery") == 409
    gil = cast.client("gil")
    step = {"what": "step", "text": "sit in a demo of Dan's", "due_on": "2026-12-01"}
    assert gil.post(PLACE, step | {"due_on": "2026-11-01"}).status_code == 422
    for _ in range(5):
        assert gil.post(PLACE, step).status_code == 302
    assert gil.post(PLACE, step).status_code == 409
    number = LearningStep.objects.first().pk  # type: ignore[union-attr]
    for who in ("ben", "ada", "ines", "cleo", "ops"):
        assert cast.client(who).post(PLACE, {"done": number}).status_code == 404
    assert gil.post(PLACE, {"done": number}).status_code == 302
    assert gil.post(PLACE, {"done": number}).status_code == 404
    told = text(gil.get("/leadership/"))
    assert told.count("done on 23 Nov") == 1
    assert "A worksheet for the two" in told, "a pair gets its worksheet"
    assert gil.post(PLACE, {"what": "end", "learned": "not there yet"}).status_code == 302
    assert gil.post(PLACE, {"what": "end", "learned": "x"}).status_code == 404
    assert begin(cast, competency="Discovery") == 302
    assert "Demo to Proposal, until 23 Nov 2026: not there yet" in text(gil.get("/leadership/"))


def test_it_is_read_by_oneself_and_by_who_leads_one_where_shared(cast: Cast) -> None:
    begin(cast)
    others = ("ada", "ben", "ines", "cleo", "dan", "ops", "admin", "eve")

    def readers() -> set[str]:
        told = {who: cast.client(who).get("/leadership/").content.decode() for who in others}
        return {who for who, page in told.items() if CANARY in page}

    assert CANARY in text(cast.client("gil").get("/leadership/"))
    assert readers() == set()
    assert cast.client("gil").post(PLACE, {"what": "share"}).status_code == 302
    assert readers() == {"ben"}, "not the leader above, no peer"
    Assignment.objects.filter(person=cast.people["gil"]).update(to_on=AT.date())
    Assignment.objects.create(
        person=cast.people["gil"], manager=cast.people["ines"], team="South",
        from_on=AT.date(), to_on=dt.date.max,
    )  # fmt: skip
    assert readers() == {"ines"}, "who leads today, and no longer who led"
    cast.client("gil").post(PLACE, {"what": "keep"})
    assert readers() == set()


def test_a_former_manager_reads_nothing(cast: Cast) -> None:
    begin(cast, "cleo", shared="yes")
    assert AT.date() > CHANGE
    assert CANARY not in text(cast.client("ben").get("/leadership/"))
    assert CANARY in text(cast.client("ines").get("/leadership/"))


def test_it_is_sealed_counted_in_the_file_and_erased(cast: Cast) -> None:
    begin(cast)
    cast.client("gil").post(PLACE, {"what": "step", "text": CANARY, "due_on": "2026-12-01"})
    cast.client("gil").post(PLACE, {"what": "end", "learned": CANARY})
    assert CANARY.encode() not in everything_kept()
    assert "Demo to Proposal" not in str(list(Learning.objects.values()))
    gil = cast.people["gil"].pk
    (held,) = services.held_about(gil)["things_to_learn"]
    assert (held["how"], held["due_on"]) == ("pair", dt.date(2027, 2, 1))
    services.take_over(cast.people["dan"].pk, gil)
    assert Learning.objects.get().person == cast.people["dan"].pk
    services.forget(cast.people["dan"].pk)
    assert not LearningStep.objects.exists()


@pytest.mark.parametrize("amount", [12_000_000, None])
def test_the_target_stands_beside_it(cast: Cast, amount: int | None) -> None:
    rows = []
    if amount is not None:
        rows = [
            {"person_id": "5", "team": "", "start": "2026-10-01", "end": "2027-01-01",
             "amount": amount, "currency": "EUR", "known_at": "2026-10-01T00:00:00+00:00",
             "ramp_share": None, "source": "fairlead"}
        ]  # fmt: skip
    periods = [{"label": "Q4 2026", "start": "2026-10-01", "end": "2027-01-01", "kind": "quarter"}]
    body = {"rows": rows, "periods": periods, "places": 2, "currency": "EUR"}
    Answer.objects.create(
        kind="targets", unit="company", state=0, as_of=AT.date(), code_version="0", made_at=AT,
        body=body,
    )  # fmt: skip
    stretch = {"text": "run a panel", "kind": "stretch", "shared": "no"}
    cast.client("gil").post("/leadership/goals/", stretch)
    told = text(cast.client("gil").get("/leadership/"))
    assert ("My target, Q4 2026: EUR 120k" in told) == (amount is not None)
    assert "run a panel" in told.split("What I want to learn")[1].split("My goals")[0]
    if amount is None:
        assert selectors.own_target(cast.people["gil"].pk, AT.date()) is None
