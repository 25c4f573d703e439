"""Pages about one thing say nothing that nobody can translate: situations, meetings, try-outs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.web.conftest import Cast
from tests.web.test_languages import bare, bracketed, choose  # noqa: F401  a fixture among them
from tests.web.test_mentors import clock as clock_of_mentors  # noqa: F401  a fixture
from tests.web.test_mentors import first
from tests.web.test_playbook import ROUTINE, status
from tests.web.test_playbook import process as process_of_playbook  # noqa: F401  a fixture
from tests.web.test_standards import published  # noqa: F401  a fixture
from tests.web.test_train import trained  # noqa: F401  a fixture
from tests.web.test_try_outs import PLAY, ask, company, team, work  # noqa: F401  a fixture among them

pytestmark = pytest.mark.usefixtures("bracketed")


WRITTEN = re.compile(
    r"A CFO has to agree|It waits until finance agrees|three deals hung there|Ask who signs"
    r"|Ask in the demo|ask before the price|write the name down|how you ask|he wins them"
    r"|role: cfo, finance\*|lost reason: budget; segment: enterprise"
    r"|(?:Mon|Tue|Wed|Thu|Fri), \d+\. \w+\.?|they bring procurement"
    r"|Ask for the date|to say no upward|\b(?:Demo|Proposal)\b(?: to Won)?|\bWon\b"
)
"""What people wrote in these tests."""


def told_bare(cast: Cast, who: str, *places: str) -> dict[str, list[str]]:
    """Return what pages say that is neither translated nor data."""
    browser = cast.client(who)
    choose(browser, "de")
    found: dict[str, list[str]] = {}
    for place in places:
        page = browser.get(place)
        assert page.status_code == 200, place
        if left := left_bare(page):
            found[place] = left
    return found


def left_bare(page: Any) -> list[str]:
    said = [WRITTEN.sub("", each) for each in bare(page.content.decode())]
    return [each for each in said if re.search(r"[^\W\d_]{2}", each)]


def test_a_situation_its_routine_and_the_standards_of_a_team(published: Cast) -> None:  # noqa: F811
    team = f"/process/?whose=team:{published.people['ben'].pk}"
    assert told_bare(published, "ada", "/process/", team) == {}
    assert told_bare(published, "ines", "/process/") == {}, "nothing is known of this team"
    assert status(published, "ops", "/process/new/routine/", ROUTINE | {"based_on": 2}) == 302
    one = "/process/documents/scenarios/a-cfo-has-to-agree/"
    routine = "/process/documents/routines/ask-who-signs/"
    new = ("/process/new/routine/", "/process/new/scenario/")
    assert told_bare(published, "ada", one, routine, f"{one}edit/", f"{routine}edit/", *new) == {}
    assert told_bare(published, "gil", one, routine) == {}


def test_a_meeting_with_a_mentor_and_where_it_stands(cast: Cast) -> None:
    met = first(cast)
    place = f"/team/{met.pk}/"
    for who in ("gil", "ines"):
        assert told_bare(cast, who, place, "/leadership/", "/team/") == {}


def test_a_play_that_is_declared(company: Cast) -> None:  # noqa: F811
    made = ask(company)
    place = f"/verify/try-outs/{made.pk}/"
    assert told_bare(company, "ines", place, "/verify/try-outs/new/") == {}
    work()
    assert told_bare(company, "ines", place, "/verify/try-outs/") == {}


def test_what_a_form_refuses(company: Cast) -> None:  # noqa: F811
    ines = company.client("ines")
    choose(ines, "de")
    wrong = PLAY | {"start": "2020-01-01", "stop": "2019-01-01", "plan_guardrail": ""}
    page = ines.post(
        "/verify/try-outs/new/", wrong | {"worse_2": "5", "who": team(company, "ines")}
    )
    assert page.status_code == 422
    assert page.content.decode().count('class="problem"') == 4
    assert left_bare(page) == []
