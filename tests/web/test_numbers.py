"""From a target back: the page says what the terminal says, from counts that are kept."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from django.utils.html import escape
from tests.web.answered import EVENING, keep, text
from tests.web.conftest import Cast

from fairlead.answers import Finding
from fairlead.lake.published.typed import to_text
from fairlead.plan.road import StageTraffic, Traffic
from fairlead.refresh.numbers import Counted, tell_numbers
from fairlead.refresh.numbers_words import sentences
from fairlead.web.audit.models import Look
from fairlead.web.people.models import Grant

RNG_FREE = np.array([100_000.0 + 500.0 * n for n in range(60)]) * 100


@pytest.fixture
def counted(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Counted:
    """Cleo closed 60 of 150 deals in a year."""
    monkeypatch.setattr("fairlead.web.published.selectors.newest_state", lambda: 3)
    for where in ("published.forms", "numbers.views"):
        monkeypatch.setattr(f"fairlead.web.{where}.has_data", lambda: True)
    monkeypatch.setattr("fairlead.web.published.forms.data_day", lambda: EVENING)
    stages = (StageTraffic("Demo", 120, 100, 50),)
    own = Traffic("Cleo", 12.0, 160, 60, 90, RNG_FREE, stages, {"call": 1600}, "person", 4)
    told = Finding("few_wins", "info", "Few wins", "Only sixty.")
    found = Counted(
        "Cleo", (own, own), "EUR", 90_000_000, EVENING, EVENING - dt.timedelta(365), (told,)
    )
    keep("numbers", "person", "4", {"as_of": "2026-11-20", "kept": to_text({"counted": found})})
    return found


def test_the_page_says_what_the_terminal_says(cast: Cast, counted: Counted) -> None:
    page = text(cast.client("cleo"), "/numbers/?target=2m&per=year")
    for sentence in sentences(tell_numbers(counted, 2_000_000, "year")):
        assert escape(sentence) in page
    assert "EUR 2,000k a year" in page
    assert "into Demo" in page
    assert "Few wins" in page
    given = text(cast.client("cleo"), "/numbers/")
    assert "EUR 900k a quarter" in given
    assert "The target is the one that is given" in given


def test_what_is_no_target_is_told(cast: Cast, counted: Counted) -> None:
    del counted
    for bad in ("many", "-1", "0", "1e400", "9" * 18):
        page = cast.client("cleo").get("/numbers/", {"target": bad})
        assert page.status_code == 422, bad
        assert "Write it as 200000" in page.content.decode()
    assert cast.client("cleo").get("/numbers/", {"per": "decade"}).status_code == 200


def test_a_team_has_no_numbers_of_its_own(cast: Cast, counted: Counted) -> None:
    """A manager is asked about themself or one person, never their own numbers as the team's."""
    del counted
    keep("directory", "team", "2", {"as_of": "2026-11-20", "led": [["5", None, None]]})
    ben = cast.people["ben"].pk
    assert cast.client("ben").get(f"/numbers/?whose=team:{ben}").status_code == 404
    told = text(cast.client("ben"), "/numbers/")
    assert f'value="person:{ben}"' in told
    assert f'value="team:{ben}"' not in told


def test_nobody_is_looked_at_before_a_person_is_chosen(cast: Cast, counted: Counted) -> None:
    """A look is noted for whom it is about: nobody stands there because their name is first."""
    del counted
    before = Look.objects.count()
    page = text(cast.client("ines"), "/numbers/")
    assert "Choose a person" in page
    assert "Nothing was imported" not in page
    assert "being made" not in page
    assert Look.objects.count() == before
    cleo = cast.people["cleo"].pk
    page = text(cast.client("ines"), f"/numbers/?whose=person:{cleo}")
    assert "Choose a person" not in page
    assert "EUR 900k a quarter" in page
    assert Look.objects.count() == before + 1


def test_whoever_leads_and_sells_begins_with_themself(cast: Cast, counted: Counted) -> None:
    del counted
    Grant.objects.create(user=cast.accounts["ben"], role="rep")
    ben = cast.people["ben"].pk
    assert f'value="person:{ben}" selected' in text(cast.client("ben"), "/numbers/")


def test_the_days_of_the_rates_follow_the_language(cast: Cast, counted: Counted) -> None:
    del counted
    browser = cast.client("cleo")
    assert "rates of 20 Nov 2025 to 20 Nov 2026" in text(browser, "/numbers/")
    browser.post("/language/", {"language": "de", "back": "/help/"})
    told = text(browser, "/numbers/")
    assert "Quoten vom 20. Nov. 2025 bis 20. Nov. 2026" in told
