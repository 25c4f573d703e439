"""What pages say of published answers: in reach only, with their doubts, safe to read."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from tests.cli.conftest import brief as composed
from tests.web.answered import EVENING, NOW, SCRIPT, keep, row, text
from tests.web.conftest import WORKSPACE, Cast

from fairlead.web.audit.models import Look
from fairlead.web.audit.services import broken_at, note_all
from fairlead.web.people import services as people_services
from fairlead.web.people.models import Person
from fairlead.web.published.models import Answer


def test_each_reader_gets_their_own_brief(published: Cast) -> None:
    assert "Everybody by name" in text(published.client("ada"), "/")
    for name in ("ben", "ines", "cleo", "dan"):
        assert f"Brief of {name}" in text(published.client(name), "/")
    assert published.client("ops").get("/")["Location"] == "/setup/"
    assert "Nothing is known about you yet" in text(published.client("eve"), "/")


def test_texts_of_data_are_never_markup(published: Cast) -> None:
    told = text(published.client("ben"), "/")
    assert SCRIPT not in told
    assert "&lt;script&gt;" in told


def test_a_brief_shows_numbers_with_their_way_back(published: Cast) -> None:
    told = text(published.client("ben"), "/")
    assert "Chance of target 32%" in told
    assert 'href="#why-1"' in told
    assert 'id="why-1"' in told
    assert told.count("<svg") >= 4, "charts in two widths"
    assert "The same as a table" in told
    assert "Source missing on 11% of deals" in told
    assert "from state 3 of the data" in told


def test_a_chart_is_never_drawn_twice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not by another worker either, and not after a restart; erasing forgets it."""
    from dataclasses import asdict
    from types import SimpleNamespace

    from fairlead.charts import drawing
    from fairlead.web.published import services
    from fairlead.web.published.models import Drawing
    from fairlead.web.published.services import making

    drawn: list[str] = []

    def draw(spec: Any) -> str:
        drawn.append(str(spec))
        return '<svg viewBox="0 0 9 9"><path d="M0,0h9"/></svg>'

    def answered() -> None:
        drawing._drawn.cache_clear()  # as another process has it
        asked = asdict(services.Asked("brief", "all"))
        services.make(asked, lambda _text: None).effect()

    monkeypatch.setattr(drawing, "_convert", draw)
    monkeypatch.setattr(making, "today_of", lambda *_args: EVENING)
    monkeypatch.setattr(making, "published", lambda *_args: None)
    monkeypatch.setattr(services.Workspace, "require", lambda _home: SimpleNamespace(number=3))
    told = SimpleNamespace(brief=composed())
    monkeypatch.setattr(making, "brief_workspace", lambda *_args, **_more: told)
    answered()
    count, first = len(drawn), Answer.objects.get().body
    assert count == len(set(drawn)) == Drawing.objects.count() >= 4
    answered()
    assert len(drawn) == count, "drawn again"
    assert Answer.objects.get().body == first
    Drawing.objects.update(used_on=dt.date(2020, 1, 1))
    answered()
    assert (Drawing.objects.count(), len(drawn)) == (count, count), "one that is used stays"
    services.forget_answers()
    answered()
    assert len(drawn) == 2 * count, "erasing forgets drawings: names may be in them"
    drawing._drawn.cache_clear()


def test_measure_shows_whom_one_may_see_and_nobody_else(published: Cast) -> None:
    assert sorted(names(published.client("ben"))) == ["Ben", "Gil"]
    assert sorted(names(published.client("ines"))) == ["Cleo", "Dan", "Ines"]
    assert names(published.client("cleo")) == ["Cleo"]
    assert len(names(published.client("ada"))) == 6
    assert names(published.client("admin")) == []
    told = text(published.client("ines"), "/measure/")
    assert "4 of 50" in told
    assert "43% (34 to 53)" in told
    assert "below what deals like theirs give" in told
    assert "90 of 200" in told
    whose = "3 of 3 differ beyond chance: Cleo (below), Dan (below), Ines (below)."
    assert whose in told, "a sentence before the table, in the order of names"
    assert "<summary>All" not in told, "three rows stand open"
    assert "beyond chance:" not in text(published.client("cleo"), "/measure/"), "one alone"


def test_steps_of_several_kinds_of_deals_say_which(published: Cast) -> None:
    from fairlead.web.measure.selectors import _deals_of

    company = Answer.objects.get(kind="measure", unit="company")
    (part,) = company.body["competencies"]
    other = part | {"competency": "Sales.new-business.Demo"}
    company.body["competencies"] = [part, other]
    company.save()
    told = text(published.client("ada"), "/measure/")
    assert "Demo to Proposal, Sales, new" in told
    assert _deals_of("default.new-business.demo") == "new business"
    assert _deals_of("activity.call") == ""


def test_a_long_table_of_people_is_opened_by_who_wants_it(published: Cast) -> None:
    from fairlead.web.people.models import Assignment, Person

    for n in range(10, 16):
        person = Person.objects.create(name=f"P{n}", crm_id=n)
        Assignment.objects.create(person=person, manager=published.people["ben"], team="North")
        keep("measure", "person", str(n), {"rows": [row(f"P{n}", 30, 60) | {"differs": False}]})
    told = text(published.client("ada"), "/measure/")
    assert "6 of 12 differ beyond chance" in told
    assert "<details><summary>All 12" in told


def names(browser: Any) -> list[str]:
    return re.findall(r'/measure/people/[0-9a-f]{16}/">([^<]+)</a>', text(browser, "/measure/"))


@pytest.mark.parametrize(
    ("direction", "told"),
    [("above", "faster than deals like theirs"), ("below", "slower than deals like theirs")],
)
def test_who_takes_fewer_days_is_faster_and_not_above(
    published: Cast, direction: str, told: str
) -> None:
    """36 days where 41 were to be expected stood there as "above what is usual"."""
    slug = "Sales.new.duration"
    part = {"competency": slug, "name": "Created to closed", "kind": "duration", "unit": "days"}
    part |= {"role": "", "successes": 90, "n": 200, "open": 0, "rate": None}
    found = Answer.objects.get(kind="measure", unit="company")
    Answer.objects.filter(kind="measure").delete()
    keep("measure", "company", "", found.body | {"competencies": [part]})
    fair = {"value": 36.2, "lower": 32.5, "upper": 40.2, "level": 0.9}
    own = row("Cleo", 139, 139) | part | {"fair_rate": fair, "direction": direction}
    own |= {"successes": 139, "observed": 33.84, "expected": 41.37, "usual": 42.41}
    keep("measure", "person", "4", found.body | {"rows": [own]})
    page = text(published.client("ines"), f"/measure/people/{published.people['cleo'].pk}/")
    assert told in page
    assert "usual for the job" not in page
    for number in ("139; 33.8 days", "41.4 days", "36.2 (32.5 to 40.2) days, usual 42.4 days"):
        assert number in page


def test_quarters_of_another_managers_days_are_left_out(published: Cast) -> None:
    cleo = published.people["cleo"].pk
    told = text(published.client("ines"), f"/measure/people/{cleo}/")
    assert "7 of 13" in told
    assert "5 of 11" not in told
    assert "6 of 12" not in told
    assert "5 of 11" in text(published.client("cleo"), "/me/")


def test_a_team_the_data_know_otherwise_is_not_offered(published: Cast) -> None:
    gil = published.people["gil"]
    gil.assignments.all().delete()
    told = text(published.client("ben"), "/")
    assert "Ben&#x27;s team" not in told
    team = f"team:{published.people['ben'].pk}"
    assert published.client("ben").get("/", {"whose": team}).status_code == 404
    assert published.client("ines").get("/", {"whose": team}).status_code == 404


def test_a_leader_is_offered_a_team_older_than_its_manager(published: Cast) -> None:
    """Gil is in the team for ever, Ben has been here for a year: nobody led before that."""
    people = published.people
    team = f'value="team:{people["ben"].pk}"'
    people["ben"].assignments.update(from_on=dt.date(2025, 10, 1))
    assert team in text(published.client("ada"), "/")


@pytest.mark.parametrize(("moved", "offered"), [("2023-10-01", True), ("2025-10-01", False)])
def test_a_leader_is_offered_no_team_another_led_in_the_months_of_its_answer(
    published: Cast, moved: str, *, offered: bool
) -> None:
    people, day = published.people, dt.date.fromisoformat(moved)
    people["ben"].assignments.update(from_on=day)
    other = Person.objects.create(name="Bo", crm_id=9)
    people["ben"].assignments.create(manager=other, from_on=dt.date.min, to_on=day)
    told = text(published.client("ada"), "/")
    assert (f'value="team:{people["ben"].pk}"' in told) == offered
    assert f'value="team:{people["ines"].pk}"' in told


def test_a_leader_of_some_gets_no_answer_that_names_all(published: Cast) -> None:
    services = people_services
    services.give_roles(published.accounts["ben"], {"leader"})
    told = text(published.client("ben"), "/")
    assert "Everybody by name" not in told
    assert published.client("ben").get("/", {"whose": "company"}).status_code == 404


def test_without_individuals_pages_name_nobody_else(published: Cast) -> None:
    people_services.set_individuals(shown=False)
    told = text(published.client("ben"), "/")
    assert "The company" in told
    assert names(published.client("ada")) == []
    told = text(published.client("ada"), "/measure/")
    assert "90 of 200" in told
    assert "No team is large enough" in told
    assert not [n for n in ("Cleo", "Gil", "Dan") if n in told]
    assert "4 of 50" in text(published.client("cleo"), "/me/")


def test_groups_of_five_are_shown_as_sums(published: Cast) -> None:
    from fairlead.web.people.models import Assignment, Person

    for n in range(10, 20):
        person = Person.objects.create(name=f"P{n}", crm_id=n)
        team = "Large" if n < 15 else "Rest"
        Assignment.objects.create(person=person, team=team)
        keep("measure", "person", str(n), {"rows": [row(f"P{n}", 3, 10)]})
    people_services.set_individuals(shown=False)
    told = text(published.client("ada"), "/measure/")
    assert "Large" in told
    assert "15 of 50" in told
    assert "North" not in told


def test_an_old_answer_says_so_and_is_made_anew(
    published: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fairlead.web.jobs.models import Job

    text(published.client("ben"), "/")
    assert not Job.objects.exists(), "a fresh answer was made again"
    monkeypatch.setattr("fairlead.web.published.selectors.newest_state", lambda: 4)
    monkeypatch.setattr("fairlead.web.published.selectors.reads_since", lambda _kind: 4)
    for _ in range(3):
        assert "Newer data are in" in text(published.client("ben"), "/")
    assert Job.objects.count() == 1


def test_a_missing_answer_is_made_and_a_failed_one_says_why(published: Cast) -> None:
    from fairlead.web.jobs.models import FAILED, Job

    told = text(published.client("ben"), "/diagnose/")
    assert "Being made from the newest data" in told
    job = Job.objects.get()
    assert job.payload["who"] == "Ben"
    Job.objects.update(state=FAILED, error={"message": "too few deals", "hint": "Import more."})
    assert "too few deals" in text(published.client("ben"), "/diagnose/")
    assert Job.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "question"),
    [("/diagnose/", "Why do people differ?"), ("/prioritise/", "What do we train first?")],
)
def test_a_page_that_waits_says_its_question(
    published: Cast, monkeypatch: pytest.MonkeyPatch, address: str, question: str
) -> None:
    monkeypatch.setattr("fairlead.web.prioritise.views.has_data", lambda: True)
    Answer.objects.filter(kind=address.strip("/")).delete()
    told = text(published.client("ben"), address)
    assert "Being made from the newest data" in told
    assert f"<title>{question} | Fairlead</title>" in told
    assert f"<h1>{question}</h1>" in told


def test_days_are_written_as_the_reader_writes_them(published: Cast) -> None:
    told = text(published.client("ben"), "/measure/")
    period = re.search(r'class="subtitle">([^<]*)<', told)
    assert period is not None
    assert "20 Nov 2026" in period[1]
    assert "2026-11-20" not in period[1]


def test_what_waits_for_everybodys_turn_goes_first_once_somebody_opens_it(
    published: Cast,
) -> None:
    from fairlead.web.imports.services import SOMEBODY_WAITS
    from fairlead.web.jobs.models import Job
    from fairlead.web.published.services import IN_TIME, Asked, ask

    ask(Asked("diagnose", "company"), NOW, urgency=IN_TIME)
    assert "Being made from the newest data" in text(published.client("ada"), "/diagnose/")
    job = Job.objects.get()
    assert job.urgency >= SOMEBODY_WAITS.urgency
    assert job.kind in SOMEBODY_WAITS.kinds


def test_the_menu_groups_pages_and_says_where_one_is(published: Cast) -> None:
    told = text(published.client("ada"), "/measure/")
    summaries = re.findall(r"<summary>([A-Za-z]+)</summary>", told)
    assert summaries[:4] == ["Run", "Improve", "Lead", "You"], "ops keep; Ada has nothing to keep"
    assert told.count('href="/measure/" aria-current="page"') == 2
    assert '<nav class="beside" aria-label="Improve">' in told
    below = text(published.client("ada"), f"/measure/people/{published.people['cleo'].pk}/")
    assert below.count('href="/measure/" aria-current="true"') == 2
    kept = text(published.client("ops"), "/setup/")
    assert re.findall(r"<summary>([A-Za-z]+)</summary>", kept) == [
        "Run", "Improve", "Lead", "Keep", "You",
    ]  # fmt: skip
    assert 'href="/pipeline/"' not in kept, "ops sell nothing: that page would be empty"


def test_find_knows_pages_and_people_within_reach_only(published: Cast) -> None:
    found = text(published.client("ines"), "/find/?q=le")
    assert "Cleo" in found
    assert 'href="/team/"' in found, "Lead is the group's word"
    for name, word in (("ben", "cleo"), ("ops", "cleo"), ("cleo", "dan")):
        told = text(published.client(name), f"/find/?q={word}")
        assert "/measure/people/" not in told, name
    assert "/measure/people/" not in text(published.client("ada"), "/find/?q=")
    people_services.set_individuals(shown=False)
    assert "/measure/people/" not in text(published.client("ines"), "/find/?q=cleo")
    people_services.set_individuals(shown=True)


def test_what_is_published_with_the_workspace_is_not_worked_out_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fairlead.lake.store.workspace import Workspace
    from fairlead.refresh.published import Decided
    from fairlead.web.published import services
    from fairlead.web.published.services import making

    class Kept:
        def brief(self, question: Any, today: dt.date) -> Decided:
            return Decided(composed(title=f"For {question.name}"), {}, "mark")

        def decided(self, kind: str, whose: Any, today: dt.date) -> Decided:
            return Decided(composed(title=f"{kind} of {whose.team}"), {"n": 1}, "mark")

    def never(*_args: Any, **_more: Any) -> None:
        raise AssertionError("it was worked out again")

    monkeypatch.setattr(making, "published", lambda *_args: Kept())
    monkeypatch.setattr(making, "today_of", lambda *_args: EVENING)
    for name in ("brief_workspace", "diagnose_workspace", "prioritise_workspace"):
        monkeypatch.setattr(making, name, never)
    told = {}
    for kind, unit in (("brief", "manager"), ("diagnose", "team"), ("prioritise", "team")):
        asked = services.Asked(kind, unit, "2", "Ben")
        ((_asked, body),) = making.MAKERS[kind](
            Workspace(WORKSPACE), asked, NOW, lambda *_args: None
        )
        told[kind] = body["title"]
    assert told == {
        "brief": "For Ben",
        "diagnose": "diagnosis of Ben",
        "prioritise": "priorities of Ben",
    }


def test_who_looked_is_told_to_whom_they_looked_at(published: Cast) -> None:
    cleo = published.people["cleo"].pk
    for _ in range(2):
        text(published.client("ines"), f"/measure/people/{cleo}/")
    text(published.client("cleo"), "/")
    looks = list(Look.objects.filter(subject=cleo))
    assert [look.viewer for look in looks] == [published.people["ines"].pk]
    told = text(published.client("cleo"), "/me/")
    assert "Ines: your fair rates" in told
    held = published.client("cleo").get("/me/export/").json()
    assert held["who_looked"][0]["who"] == "Ines"
    assert held["answers"]["measure"]["rows"][0]["n"] == 50
    assert "Dan" not in str(held)


def test_a_changed_look_shows() -> None:
    for n in range(5):
        note_all(f"viewer {n}", ["cleo", "dan"], "brief", NOW)
    assert Look.objects.count() == 10
    assert broken_at() is None
    first = Look.objects.order_by("id")[3]
    Look.objects.filter(pk=first.pk).update(viewer="nobody")
    assert broken_at() == first.pk
    Look.objects.filter(pk=first.pk).delete()
    assert broken_at() == first.pk + 1


def test_headers_keep_strangers_out(published: Cast) -> None:
    page = published.client("ben").get("/")
    policy = page["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert page["X-Frame-Options"] == "DENY"
    assert page["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(cast: Cast, back: str) -> None:
    answer = cast.client("ben").post("/theme/", {"theme": "dark", "back": back})
    assert answer["Location"] == "/"
    assert cast.client("ben").post("/theme/", {"back": "/me/"})["Location"] == "/me/"


def test_a_form_from_elsewhere_is_refused(cast: Cast) -> None:
    from django.test import Client

    browser = Client(enforce_csrf_checks=True, HTTP_HOST="localhost")
    browser.force_login(
        cast.accounts["admin"], backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    assert browser.post("/people/individuals/", {"shown": "no"}).status_code == 403
