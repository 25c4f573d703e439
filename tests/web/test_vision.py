"""Vision, priorities and a leader's own page: who writes, who reads, and standards first."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.web.conftest import Cast
from tests.web.test_team import CANARY, everything_kept, held, promise, text
from tests.web.test_team import clock as clock_of_team  # noqa: F401  a fixture

from fairlead.leadership.pulse import round_of
from fairlead.web.leadership import services as own_services
from fairlead.web.leadership.models import Entry, Goal
from fairlead.web.people.services import assign
from fairlead.web.published.models import Answer
from fairlead.web.published.selectors import Found
from fairlead.web.team.models import Mentoring, Promise
from fairlead.web.vision import services
from fairlead.web.vision.models import Priority, Vision

AT = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for where in ("vision", "leadership", "feedback"):
        module = f"fairlead.web.{where}.views"
        monkeypatch.setattr(f"{module}.now", lambda: AT, raising=False)
        monkeypatch.setattr(f"{module}.today", AT.date)


def priority(cast: Cast, who: str, title: str) -> int:
    typed = {"title": title, "why": "it wins", "owner": cast.people["ada"].pk, "rate": "Demo"}
    return int(cast.client(who).post("/vision/priorities/", typed).status_code)


def test_leaders_write_the_vision_and_everybody_reads_it(cast: Cast) -> None:
    for who in ("ben", "cleo", "ops", "admin", "eve"):
        assert cast.client(who).post("/vision/write/", {"text": "x"}).status_code == 404
        assert priority(cast, who, "mine") == 404
    assert cast.client("gil").post("/vision/read/").status_code == 404, "there is none yet"
    assert cast.client("ada").post("/vision/write/", {"text": "They call us"}).status_code == 302
    for who in ("gil", "ben", "dan"):
        assert "They call us" in text(cast.client(who).get("/vision/"))
        assert cast.client(who).post("/vision/read/").status_code == 302
        assert cast.client(who).post("/vision/read/").status_code == 302
    assert "3 of 5 = 60% (23 to 88)" in text(cast.client("ada").get("/vision/"))
    cast.client("ada").post("/vision/write/", {"text": "They call us first"})
    assert Vision.objects.count() == 2
    assert "0 of 5 = 0%" in text(cast.client("ada").get("/vision/")), "a new text is read anew"
    assert services.held_about(cast.people["gil"].pk)["has_read"]
    services.forget(cast.people["gil"].pk)
    assert not services.held_about(cast.people["gil"].pk)["has_read"]


def test_a_priority_says_where_its_rate_stands(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over all kinds of deals: a ratio of sums."""
    step = {"kind": "conversion", "name": "Demo"}
    parts = [step | {"successes": 20, "n": 40}, step | {"successes": 16, "n": 20}]
    parts.append({"kind": "creation", "name": "Demo", "successes": 1, "n": 1})
    body = {"competencies": parts}
    found = Found(body, dt.date(2026, 11, 20), AT, 1, False)
    monkeypatch.setattr("fairlead.web.vision.selectors.answer", lambda *_question: found)
    assert priority(cast, "ada", "two contacts") == 302
    told = text(cast.client("gil").get("/vision/"))
    assert "Everybody together, 12 months to 20 Nov 2026: 36 of 60 = 60% (47 to 71)." in told
    now = cast.client("gil").get("/api/v1/vision").json()["priorities"][0]["rate_now"]
    assert (now["successes"], now["n"]) == (36, 60)
    Priority.objects.update(rate="smiles")
    assert "Everybody together" not in text(cast.client("gil").get("/vision/"))


def test_no_fourth_priority_is_live(cast: Cast) -> None:
    assert [priority(cast, "ada", f"thing {n}") for n in range(4)] == [302, 302, 302, 409]
    first = Priority.objects.first()
    assert first is not None
    Priority.objects.filter(pk=first.pk).update(start_on=AT.date() - dt.timedelta(days=30))
    ending = {"learned": "it was not the CFO"}
    for who in ("ben", "gil", "eve"):
        place = f"/vision/priorities/{first.pk}/end/"
        assert cast.client(who).post(place, ending).status_code == 404
    assert cast.client("ada").post(place, ending).status_code == 302
    assert priority(cast, "ada", "THING 1") == 422, "it is live already"
    assert priority(cast, "ada", "thing 4") == 302
    assert "it was not the CFO" in text(cast.client("gil").get("/vision/"))


def test_a_priority_comes_up_in_ones_own_1_1s(cast: Cast) -> None:
    priority(cast, "ada", "two contacts")
    number = Priority.objects.get().pk
    meeting = held(cast, "ben", "gil", AT.date() - dt.timedelta(days=3))
    place = f"/vision/priorities/{number}/talk/"
    assert "In none so far" in text(cast.client("gil").get("/vision/"))
    for who in ("ada", "ines", "gil", "ops"):
        assert cast.client(who).post(place, {"meeting": meeting.pk}).status_code == 404
    assert cast.client("ben").post(place, {"meeting": meeting.pk}).status_code == 302
    told = text(cast.client("gil").get("/vision/"))
    assert "Last on 20 Nov" in told
    assert "too little data: 1 of 5" in told, "one 1:1 is no share"


def test_the_team_sees_its_leaders_standards(cast: Cast) -> None:
    for _ in range(5):
        promise(cast, "ben", "gil", AT.date())
    Promise.objects.update(
        made_on=dt.date(2026, 10, 2), due_on=dt.date(2026, 10, 20), kept_on=dt.date(2026, 10, 19)
    )
    late = Promise.objects.first()
    assert late is not None
    Promise.objects.filter(pk=late.pk).update(kept_on=None)
    said = "4 of 5 = 80% (38 to 96)"
    assert said in text(cast.client("ben").get("/leadership/"))
    assert said in text(cast.client("gil").get("/leadership/"))
    cast.client("admin").post("/people/individuals/", {"shown": "no"})
    assert said not in text(cast.client("gil").get("/leadership/")), "a leader is a person too"
    assert said in text(cast.client("ben").get("/leadership/"))
    cast.client("admin").post("/people/individuals/", {"shown": "yes"})
    for who in ("ines", "cleo", "dan", "ada", "eve", "ops"):
        assert said not in text(cast.client(who).get("/leadership/")), who


def test_journal_and_own_goals_are_nobody_elses(cast: Cast) -> None:
    gil = cast.client("gil")
    goal = {"text": f"{CANARY} goal", "kind": "own", "shared": "no"}
    assert gil.post("/leadership/goals/", goal).status_code == 302
    shared = {"text": "lead a team in 2028", "kind": "stretch", "shared": "yes"}
    assert gil.post("/leadership/goals/", shared).status_code == 302
    assert gil.post("/leadership/journal/", {"text": f"{CANARY} page"}).status_code == 302
    assert text(gil.get("/leadership/")).count(CANARY) == 5
    for who in ("ada", "ben", "ines", "dan", "ops", "admin", "eve"):
        for page in ("/leadership/", "/team/", "/me/", "/me/export/", "/vision/"):
            assert CANARY.encode() not in cast.client(who).get(page).content, (who, page)
    assert CANARY.encode() not in everything_kept()
    assert CANARY not in str(own_services.held_about(cast.people["gil"].pk))
    assert "lead a team in 2028" in text(cast.client("ben").get("/leadership/"))
    for who in ("ada", "ines", "dan"):
        assert "lead a team in 2028" not in text(cast.client(who).get("/leadership/"))
    assign(cast.people["gil"], cast.people["ines"], "South", AT.date())
    assert "lead a team in 2028" not in text(cast.client("ben").get("/leadership/"))
    assert "lead a team in 2028" in text(cast.client("ines").get("/leadership/"))
    number = Goal.objects.get(is_shared=True).pk
    assert cast.client("ines").post("/leadership/goals/", {"reached": number}).status_code == 404
    assert gil.post("/leadership/goals/", {"reached": number}).status_code == 302
    assert "reached on 23 Nov 2026" in text(gil.get("/leadership/"))
    own_services.forget(cast.people["gil"].pk)
    assert not Goal.objects.exists()
    assert not Entry.objects.exists()


def test_thanks_reach_whom_they_are_for(cast: Cast) -> None:
    typed = {"receiver": cast.people["gil"].pk, "text": "the demo at Brandt"}
    assert cast.client("ben").post("/leadership/thanks/", typed).status_code == 302
    assert cast.client("dan").post("/leadership/thanks/", typed).status_code == 422
    assert "the demo at Brandt" in text(cast.client("gil").get("/leadership/"))
    assert "the demo at Brandt" not in text(cast.client("dan").get("/leadership/"))


def measured(name: str, direction: str | None, won: int, n: int) -> dict[str, Any]:
    slug = "p.new." + ("win" if name.endswith("Won") else "demo")
    step = {"name": name, "competency": slug, "kind": "conversion", "successes": won, "n": n}
    quarters = [{"start": "2026-07-01", "successes": won, "n": n, "open": 0, "rate": None}]
    return step | {"differs": direction is not None, "direction": direction, "quarters": quarters}


def test_growth_is_plain_sums_and_pairs_only_while_individuals_are_shown(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fairlead.web.published.selectors import Found

    rows = {
        "4": [measured("Created to Won", None, 6, 30), measured("Demo", "below", 3, 30)],
        "6": [measured("Created to Won", None, 4, 10), measured("Demo", "above", 9, 10)],
    }

    def answers(_kind: str, _unit: str, subjects: list[str]) -> dict[str, Found]:
        evening = dt.date(2026, 11, 20)
        known = {s: rows[s] for s in subjects if s in rows}
        return {s: Found({"rows": found}, evening, AT, 1, False) for s, found in known.items()}

    monkeypatch.setattr("fairlead.web.leadership.selectors.answers", answers)
    told = text(cast.client("ines").get("/leadership/"))
    assert "10 of 40 = 25%" in told
    assert "Dan could show Cleo how they do Demo (new)" in told
    for who in ("ben", "cleo", "dan", "gil"):
        assert "could show" not in text(cast.client(who).get("/leadership/"))
    cast.client("admin").post("/people/individuals/", {"shown": "no"})
    off = text(cast.client("ines").get("/leadership/"))
    assert "10 of 40" not in off
    assert "could show" not in off


def test_two_persons_who_are_one_keep_their_records(cast: Cast) -> None:
    from fairlead.web.feedback.models import Word
    from fairlead.web.leadership.models import Thanks
    from fairlead.web.people.models import Person
    from fairlead.web.people.services import assign, join_persons
    from fairlead.web.team.models import Feed, Meeting

    twin = Person.objects.create(name="Gil (CRM)")
    assign(twin, cast.people["ben"], "North", None)
    gil = cast.people["gil"]
    held(cast, "ben", "gil", AT.date())
    promise(cast, "ben", "gil", AT.date())
    for row in (Meeting, Promise):
        side = "person" if row is Meeting else "receiver"
        row.objects.update(**{side: twin.pk})
    Thanks.objects.create(giver=twin.pk, receiver=cast.people["ben"].pk, text="x", on=AT.date())
    Word.objects.create(giver=twin.pk, receiver=gil.pk, kind="given", text="x", on=AT.date())
    for who in (twin.pk, gil.pk):
        Feed.objects.create(person=who, hash=who, made_at=AT)
    join_persons(gil, twin)
    assert Meeting.objects.get().person == Promise.objects.get().receiver == gil.pk
    assert Thanks.objects.get().giver == Word.objects.get().giver == gil.pk
    assert Feed.objects.get().hash == gil.pk, "one of what there may be one of"


def mentoring(cast: Cast, who: str, **typed: Any) -> int:
    return int(cast.client(who).post("/leadership/mentoring/", typed).status_code)


def test_a_mentor_is_asked_agrees_and_sees_no_number(cast: Cast) -> None:
    """Before, during and after: what the pair may do changes, what a mentor sees does not."""
    ines = cast.people["ines"]
    wish = {"what": "ask", "mentor": ines.pk, "goal": "to say no upward"}
    assert mentoring(cast, "ben", **wish | {"mentor": cast.people["ada"].pk}) == 422, "leads him"
    assert mentoring(cast, "ben", **wish | {"mentor": cast.people["gil"].pk}) == 422, "leads nobody"
    assert mentoring(cast, "gil", **wish) == 302
    assert mentoring(cast, "gil", **wish) == 409, "one at a time"
    pair = Mentoring.objects.get()
    assert "asks you to be their mentor" in text(cast.client("ines").get("/leadership/"))
    promised = {"receiver": cast.people["gil"].pk, "text": "a book", "due_on": "2026-12-01"}
    assert cast.client("ines").post("/team/promises/", promised).status_code == 422, "not yet"
    for who in ("ada", "ben", "dan", "ops", "eve", "gil"):
        assert mentoring(cast, who, what="agree", number=pair.pk) == 404, who
    assert mentoring(cast, "ines", what="agree", number=pair.pk) == 302
    assert cast.client("ines").post("/team/promises/", promised).status_code == 302
    gil = cast.people["gil"].pk
    for place in (f"/measure/people/{gil}/", f"/diagnose/?whose=person:{gil}"):
        assert cast.client("ines").get(place).status_code == 404, "a mentor sees no number"
    meeting = held(cast, "ben", "gil", AT.date())
    assert cast.client("ines").get(f"/team/{meeting.pk}/").status_code == 404
    for who in ("ada", "ben", "dan", "eve"):
        assert "to say no upward" not in cast.client(who).get("/leadership/").content.decode()
        assert mentoring(cast, who, what="end", number=pair.pk) == 404
    assert mentoring(cast, "gil", what="end", number=pair.pk) == 302
    assert cast.client("ines").post("/team/promises/", promised).status_code == 422, "it is over"
    kept = Promise.objects.get()
    assert cast.client("ines").get(f"/team/promises/{kept.pk}/").status_code == 200
    assert "to say no upward" not in text(cast.client("ines").get("/leadership/"))


def test_a_priority_is_known_once_a_round_of_the_pulse_is_over(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ada says what matters, five answer, nobody hears before the day, then the score is there."""
    asks = next(n for n in range(20) if any(q.code == "known" for q in round_of(n).questions))
    asked = round_of(asks)

    def on(day: dt.date) -> None:
        for where in ("vision", "feedback"):
            monkeypatch.setattr(f"fairlead.web.{where}.views.today", lambda: day)

    on(asked.start)
    assert priority(cast, "ada", "two contacts") == 302
    for who, score in {"ben": 4, "ines": 5, "cleo": 4, "gil": 3}.items():
        assert cast.client(who).post("/feedback/pulse/", {"known": score}).status_code == 302
    on(asked.end - dt.timedelta(days=1))
    assert cast.client("dan").post("/feedback/pulse/", {"known": 4}).status_code == 302
    assert "nothing can be told yet" in text(cast.client("ada").get("/vision/"))
    on(asked.end)
    told = text(cast.client("ada").get("/vision/"))
    known = "I can name our priorities without looking them up.</span> (everybody below you)"
    assert f"{known} <strong>about 4 of 5</strong>, 5 people" in told
    assert "two contacts" in told
    for who in ("ben", "ines"):
        assert "nothing can be told yet" in text(cast.client(who).get("/vision/")), "too few"


def test_growth_of_my_people_is_told_plain_and_fair(cast: Cast) -> None:
    def rates(who: str, *trends: dict[str, Any]) -> None:
        rows = [
            {"competency": "default.new-business.win", "kind": "conversion", "name": "Won",
             "differs": False, "direction": None, "trend": trend,
             "quarters": [{"start": "2026-07-01", "successes": 20, "n": 40, "open": 1}]}
            for trend in trends
        ]  # fmt: skip
        Answer.objects.create(
            kind="measure", unit="person", subject=str(cast.people[who].crm_id), state=0,
            as_of=AT.date(), code_version="0", made_at=AT, body={"rows": rows},
        )  # fmt: skip

    rose = {"change": {"value": 0.1, "lower": 0.02, "upper": 0.2, "level": 0.95}}
    same = {"change": {"value": 0.1, "lower": -0.02, "upper": 0.2, "level": 0.95}}
    rates("cleo", rose, same)
    rates("dan", {"not_estimable": {"reason": "no data a year before"}})
    rates("gil", rose)
    told = text(cast.client("ines").get("/leadership/"))
    assert "60 of 120" in told, "plain, of Cleo's deals and Dan's"
    assert "1 of 2 rose beyond chance, 0 fell, 1 show no change" in told
    assert "of 1 more too little is known" in told
    assert "up to 0.1 of them" in told
    ben = text(cast.client("ben").get("/leadership/"))
    assert "1 of 1 rose beyond chance" in ben, "Gil alone works for him"
    ada = text(cast.client("ada").get("/leadership/"))
    assert "Everybody below you today" in ada, "the managers she leads sell little themselves"
    assert "80 of 160" in ada
    assert "2 of 3 rose beyond chance" in ada
    cast.client("admin").post("/people/individuals/", {"shown": "no"})
    for who in ("ines", "ada"):
        assert "rose beyond chance" not in text(cast.client(who).get("/leadership/"))
