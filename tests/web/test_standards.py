"""Standards of a team beside the company's: of teams within reach only, and of this version."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from tests.web.answered import keep
from tests.web.conftest import CHANGE, Cast
from tests.web.test_playbook import AT, HOME, PROCESS, begun, status
from tests.web.test_playbook import process as process_of_playbook  # noqa: F401  a fixture
from tests.web.test_team import text

from fairlead.refresh.playbook import keep as keep_files
from fairlead.refresh.playbook import version
from fairlead.web.jobs.models import DONE, FAILED, Job
from fairlead.web.published.models import Answer
from fairlead.web.published.services import Asked, written

EVENING = CHANGE + dt.timedelta(days=20)
PLACE = "/process/"


def told(met: int, deals: int) -> dict[str, Any]:
    row = {"pipeline": "default", "stage": "demo", "title": "Demo", "need": "a next step"}
    return row | ({"met": met, "deals": deals} if deals else silent())


def silent() -> dict[str, Any]:
    return {"not_estimable": {"reason": "no open deal has left this stage"}}


def body(version: int, met: int, deals: int) -> dict[str, Any]:
    return {"as_of": EVENING.isoformat(), "version": version, "rows": [told(met, deals)]}


@pytest.fixture
def published(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """Ada above Ben (Cleo until the change, Gil) and Inès (Cleo since, Dan), counted once."""
    begun(cast)
    for where in ("process.forms", "process.views", "published.forms"):
        monkeypatch.setattr(f"fairlead.web.{where}.has_data", lambda: True)
    monkeypatch.setattr("fairlead.web.published.forms.data_day", lambda: EVENING)
    led: dict[str, list[list[str | None]]] = {
        "2": [["4", None, CHANGE.isoformat()], ["5", None, None]],
        "3": [["4", CHANGE.isoformat(), None], ["6", None, None]],
    }
    for manager, rows in led.items():
        keep("directory", "team", manager, {"as_of": EVENING.isoformat(), "led": rows}, 0)
    keep("standards", "company", "", body(2, 121, 164), 0)
    keep("standards", "team", "2", body(2, 7, 9), 0)
    keep("standards", "team", "3", body(2, 0, 0), 0)
    keep("scenarios", "company", "", {"as_of": "2026-10-21", "version": 2, "rows": [],
                                      "findings": []}, 0)  # fmt: skip
    Job.objects.all().delete()
    yield cast
    shutil.rmtree(HOME.playbook, ignore_errors=True)


def rows_of(page: str) -> list[str]:
    part = page.split('id="standards"')[1].split("</section>", maxsplit=1)[0]
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td>.*?</td>", part)]


def test_a_manager_finds_their_team_beside_the_company(published: Cast) -> None:
    page = text(published.client("ben").get(PLACE))
    assert rows_of(page) == ["a next step", "7 of 9 = 78%", "121 of 164 = 74%"]
    assert "Ben&#x27;s team" in page
    assert "Beside the company" not in page, "there is nothing to choose"
    page = text(published.client("ines").get(PLACE))
    assert rows_of(page)[1] == "no open deal has left this stage", "unknown is not zero"


def test_a_leader_chooses_and_nobody_sees_beyond_their_reach(published: Cast) -> None:
    keys = {who: f"team:{published.people[who].pk}" for who in ("ada", "ben", "ines")}
    plain = text(published.client("ada").get(PLACE))
    assert rows_of(plain) == ["a next step", "121 of 164 = 74%"]
    assert keys["ben"] in plain
    chosen = text(published.client("ada").get(PLACE, {"whose": keys["ben"]}))
    assert "7 of 9 = 78%" in chosen
    sees = {"ada": {"ben", "ines"}, "ben": {"ben"}, "ines": {"ines"}}
    for who in ("ada", "ben", "ines", "cleo", "gil", "dan", "ops", "admin", "eve"):
        for whom in ("ben", "ines"):
            expected = 200 if whom in sees.get(who, set()) else 404
            found = published.client(who).get(PLACE, {"whose": keys[whom]})
            assert found.status_code == expected, (who, whom)
    for who in ("cleo", "gil", "dan", "ops"):
        assert rows_of(text(published.client(who).get(PLACE))) == [
            "a next step",
            "121 of 164 = 74%",
        ]
    for bad in ("company", "team:", f"person:{published.people['gil'].pk}", "team:' OR 1=1"):
        assert published.client("ada").get(PLACE, {"whose": bad}).status_code == 404


def test_where_numbers_of_single_people_are_off_no_team_is_told(published: Cast) -> None:
    key = f"team:{published.people['ben'].pk}"
    assert (
        published.client("admin").post("/people/individuals/", {"shown": "no"}).status_code == 302
    )
    assert rows_of(text(published.client("ben").get(PLACE))) == ["a next step", "121 of 164 = 74%"]
    assert published.client("ada").get(PLACE, {"whose": key}).status_code == 404


def test_who_may_changes_the_card_a_standard_stands_on(published: Cast) -> None:
    card = "/process/documents/stages/default.demo/"
    for who in ("ada", "ben", "gil", "ops"):
        assert f'href="{card}"' in published.client(who).get(PLACE).content.decode(), who
    typed = {"title": "Demo", "needs": ["contact"], "why": "who signs", "based_on": 2}
    assert status(published, "ben", f"{card}edit/", typed) == 404
    assert status(published, "ada", f"{card}edit/", typed) == 302
    page = text(published.client("ben").get(PLACE))
    assert 'id="standards"' not in page, "nothing of a version before"
    assert "keep the standards is being counted" in text(published.client("gil").get(PLACE))
    keys = set(Job.objects.values_list("key", flat=True))
    assert {k.split(":")[2] for k in keys if ":standards:" in k} == {"company", "team"}


@pytest.mark.parametrize(("state", "again"), [(DONE, 2), (FAILED, 1)])
def test_a_version_kept_at_the_terminal_is_counted_anew(
    published: Cast, state: str, again: int
) -> None:
    published.client("ben").get(PLACE)
    files = dict(version(HOME).files) | {
        "stages/default.demo.md": "---\ntitle: Demo\npipeline: default\nstage: demo\n---\n"
    }
    keep_files(HOME, files, by="Ada", why="x", now=AT, process=PROCESS)
    for kind in ("standards:team:2", "standards:company:", "scenarios:company:"):
        Job.objects.create(kind="publish", key=f"publish:{kind}:0", payload={}, made_at=AT,
                           state=state)  # fmt: skip
    published.client("ben").get(PLACE)
    assert Job.objects.filter(key="publish:standards:team:2:0").count() == again
    assert Job.objects.filter(key="publish:standards:company::0").count() == again


def test_the_answer_of_a_team_is_that_of_the_terminal(
    monkeypatch: pytest.MonkeyPatch,
    published: Cast,
) -> None:
    """What it is made from is tested in tests/cli; here, that the team is asked."""
    asked: list[Any] = []

    def counted(*_given: Any, team: str | None, **_more: Any) -> Any:
        asked.append(team)
        return SimpleNamespace(as_dict=lambda: body(2, 1, 2))

    monkeypatch.setattr(written, "standards_of", counted)
    monkeypatch.setattr(written, "today_of", lambda *_: AT.date())
    state = SimpleNamespace(data_until="2026-10-21")
    home: Any = SimpleNamespace(playbook=HOME.playbook, require=lambda: state)
    for wanted in (Asked("standards", "company"), Asked("standards", "team", "2", "Ben")):
        ((_asked, made),) = written.standards(home, wanted, AT, lambda *_: None)
        assert made["rows"] == [told(1, 2)]
    assert asked == [None, "Ben"]


def test_a_situation_of_several_kinds_of_deals_says_which(published: Cast) -> None:
    def row(deals: str, won: int) -> dict[str, Any]:
        rate = {"value": won / 100, "lower": 0.4, "upper": 0.9, "level": 0.95}
        slug = f"default.{deals}.demo.a-rival"
        return {"competency": slug, "name": "Demo to Proposal: A rival", "kind": "conversion",
                "successes": won, "n": 100, "open": 3, "rate": rate}  # fmt: skip

    def page(*rows: dict[str, Any]) -> str:
        found = {"as_of": "2026-10-21", "version": 2, "rows": list(rows), "findings": []}
        Answer.objects.filter(kind="scenarios").update(body=found)
        return text(published.client("ben").get(PLACE))

    both = page(row("new-business", 64), row("renewal", 75))
    assert "A rival, new business</th><td>64 of 100" in both
    assert "A rival, renewal</th><td>75 of 100" in both
    assert "A rival</th><td>64 of 100" in page(row("new-business", 64)), "one kind needs no word"
