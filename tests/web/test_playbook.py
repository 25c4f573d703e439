"""The playbook on screen: the same versions as at the terminal, and routines by questions."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.conftest import WORKSPACE, Cast
from tests.web.test_team import text

from fairlead.lake.store.workspace import Workspace
from fairlead.process.file import to_yaml
from fairlead.process.model import Pipeline, Process, Stage
from fairlead.refresh.playbook import read_folder, versions, write_folder
from fairlead.web.jobs.models import Job
from fairlead.web.people.services import held_everywhere
from fairlead.web.process import services
from fairlead.web.process.models import Draft
from fairlead.web.published.models import Answer

AT = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
OPEN = [Stage(s, "open", s.title()) for s in ("demo", "proposal")]
PROCESS = Process(
    (Pipeline("default", (*OPEN, Stage("won", "won", "Won")), 1.0, "file", "written"),)
)
HOME = Workspace(WORKSPACE)
CFO = {
    "title": "A CFO has to agree",
    "step": "default.demo",
    "text": "It waits until finance agrees.",
    "rules": "role: cfo, finance*\nlost reason: budget; segment: enterprise",
    "why": "three deals hung there",
}
ROUTINE = {
    "title": "Ask who signs",
    "scenario": "a-cfo-has-to-agree",
    "by": "Gil",
    "text": "Ask in the demo.",
    "fixed": "- ask before the price\n- write the name down",
    "free": "how you ask",
    "why": "he wins them",
}
SAID = {
    "what": "answers",
    "scenario": "",
    "situation": "They bring procurement",
    "step": "default.proposal",
    "title": "Two papers",
    "signal": "a mail from procurement",
    "first": "I call the user",
    "fixed": "call on the same day",
    "free": "",
    "wrong": "they ask for a discount",
    "after": "a date",
}


@pytest.fixture(autouse=True)
def process() -> Iterator[None]:
    body = {"as_of": "2026-11-23", "pipelines": [], "written": to_yaml(PROCESS)}
    Answer.objects.create(
        kind="process", unit="company", state=0, as_of=AT.date(), code_version="0", made_at=AT,
        body=body,
    )  # fmt: skip
    yield
    shutil.rmtree(HOME.playbook, ignore_errors=True)


def said_of(response: Any) -> str:
    """Return a page that refuses something."""
    assert response.status_code in {409, 422}
    told: str = response.content.decode()
    return told


def status(cast: Cast, who: str, place: str, typed: dict[str, Any] | None = None) -> int:
    browser = cast.client(who)
    response = browser.get(place) if typed is None else browser.post(place, typed)
    return int(response.status_code)


def begun(cast: Cast, *, routine: bool = False) -> None:
    assert status(cast, "ada", "/process/begin/", {}) == 302
    assert status(cast, "ada", "/process/new/scenario/", CFO | {"based_on": 1}) == 302
    if routine:
        assert status(cast, "ops", "/process/new/routine/", ROUTINE | {"based_on": 2}) == 302


def test_what_is_written_on_screen_is_what_the_terminal_reads(cast: Cast, tmp_path: Path) -> None:
    begun(cast, routine=True)
    first, second, third = versions(HOME)
    assert (first.by, second.by, third.by) == ("Ada", "Ada", "ops@x.example")
    assert second.why == "three deals hung there"
    write_folder(tmp_path / "book", third.files)
    assert read_folder(tmp_path / "book") == third.files
    (scenario,), (routine,) = third.playbook.scenarios, third.playbook.routines
    assert [len(rule.conditions) for rule in scenario.rules] == [1, 2]
    assert routine.fixed == ("ask before the price", "write the name down")
    page = text(cast.client("gil").get("/process/documents/routines/ask-who-signs/"))
    assert "everybody does it the same way" in page
    assert "how you ask" in page
    assert "Change it" not in page, "reps read it"


def test_everybody_reads_and_few_write(cast: Cast) -> None:
    begun(cast, routine=True)
    one = "/process/documents/scenarios/a-cfo-has-to-agree/"
    reads = (one, "/process/versions/", "/process/versions/2/", "/process/versions/2/playbook.zip")
    writes = (f"{one}edit/", "/process/new/scenario/", "/process/new/routine/")
    for who in ("ada", "ben", "ines", "cleo", "gil", "dan", "ops", "admin", "eve"):
        for place in reads:
            assert status(cast, who, place) == 200, (who, place)
        for place in writes:
            expected = 200 if who in {"ada", "ops"} else 404
            assert status(cast, who, place) == expected, (who, place)
            if expected == 404:
                assert status(cast, who, place, CFO) == 404
    for place in (*reads, *writes):
        assert cast.client(None).get(place).status_code == 302
    assert status(cast, "ada", "/process/new/stage/") == 404
    assert status(cast, "ada", "/process/documents/scenarios/none/") == 404
    assert status(cast, "ada", "/process/documents/elsewhere/x/") == 404


def test_who_changed_what_and_why_can_be_compared_and_put_back(cast: Cast) -> None:
    begun(cast, routine=True)
    place = "/process/documents/routines/ask-who-signs/"
    changed = ROUTINE | {"fixed": "ask before the price", "why": "one is enough", "based_on": 3}
    assert status(cast, "ada", f"{place}edit/", changed) == 302
    told = text(cast.client("dan").get("/process/versions/4/"))
    assert "<del>- - write the name down</del>" in told
    assert "one is enough" in told
    assert "<ins>+ - ask before the price</ins>" in text(
        cast.client("dan").get("/process/versions/4/?since=1")
    )
    history = text(cast.client("dan").get(place))
    assert "Version 4" in history
    assert "Version 3" in history
    assert "Version 2" not in history, "that one changed another document"
    assert status(cast, "ada", "/process/versions/3/restore/", {"why": "both help"}) == 302
    last = versions(HOME)[-1]
    assert (last.number, last.files) == (5, versions(HOME)[2].files)
    assert status(cast, "dan", "/process/versions/9/") == 404
    assert status(cast, "dan", "/process/versions/4/?since=99") == 404


def test_nobody_writes_over_what_somebody_else_wrote(cast: Cast) -> None:
    begun(cast)
    place = "/process/documents/scenarios/a-cfo-has-to-agree/edit/"
    mine = CFO | {"text": "written by me", "based_on": 2}
    assert status(cast, "ada", place, CFO | {"text": "written by her", "based_on": 2}) == 302
    refused = cast.client("ops").post(place, mine)
    assert refused.status_code == 409
    assert "written by me" in said_of(refused), "what was typed is not lost"
    assert "somebody kept version 3" in said_of(refused)
    assert len(versions(HOME)) == 3


def test_what_contradicts_itself_is_not_kept(cast: Cast) -> None:
    begun(cast, routine=True)
    bad = CFO | {"rules": "shoe size: 44", "based_on": 3}
    refused = cast.client("ada").post("/process/new/scenario/", bad)
    assert refused.status_code == 422
    assert "cannot look at" in said_of(refused)
    gone = {"why": "not needed", "based_on": 3}
    place = "/process/documents/scenarios/a-cfo-has-to-agree/remove/"
    assert status(cast, "ada", place, gone) == 422, "a routine handles it"
    routine = "/process/documents/routines/ask-who-signs/remove/"
    assert status(cast, "ada", routine, gone | {"why": " "}) == 422
    assert status(cast, "ada", routine, gone) == 302
    assert status(cast, "ada", place, gone | {"based_on": 4}) == 302
    assert not versions(HOME)[-1].playbook.scenarios


def test_lines_of_the_front_matter_we_do_not_know_stay(cast: Cast) -> None:
    begun(cast)
    files = dict(versions(HOME)[-1].files)
    path = "scenarios/a-cfo-has-to-agree.md"
    files[path] = files[path].replace("---\ntitle", "---\nreviewed: in spring\ntitle", 1)
    services.keep_files(files, "Ada", "from git", AT)
    typed = CFO | {"text": "Shorter.", "based_on": 3}
    assert status(cast, "ada", f"/process/documents/{path[:-3]}/edit/", typed) == 302
    kept = versions(HOME)[-1].files[path]
    assert "reviewed: in spring" in kept
    assert "Shorter." in kept


def test_deals_are_tagged_by_hand_by_whoever_leads(cast: Cast) -> None:
    begun(cast)
    place = "/process/documents/scenarios/a-cfo-has-to-agree/deals/"
    typed = {"deals": "006A\n006B\n006A\n", "why": "I sat in", "based_on": 2}
    assert status(cast, "gil", place, typed) == 404
    assert status(cast, "ben", place, typed) == 302
    last = versions(HOME)[-1]
    assert [tag.deal for tag in last.playbook.by_hand] == ["006A", "006B"]
    assert last.by == "Ben"
    assert "006A, 006B" in text(cast.client("gil").get(place.removesuffix("deals/")))
    assert status(cast, "ben", place, typed | {"deals": "006B", "based_on": 3}) == 302
    assert [tag.deal for tag in versions(HOME)[-1].playbook.by_hand] == ["006B"]
    assert status(cast, "ada", place, typed | {"deals": "", "based_on": 4}) == 302
    assert versions(HOME)[-1].playbook.by_hand == ()


def test_activities_are_tagged_where_deals_are(cast: Cast) -> None:
    begun(cast)
    place = "/process/documents/scenarios/a-cfo-has-to-agree/deals/"
    typed = {"deals": "006A", "activities": "00T1\n 00T2 \n00T1", "why": "it came up"}
    for who, expected in (("gil", 404), ("admin", 404), ("eve", 404), ("ines", 302)):
        assert status(cast, who, place, typed | {"based_on": 2}) == expected, who
    last = versions(HOME)[-1]
    assert [tag.activity for tag in last.playbook.by_hand if tag.activity] == ["00T1", "00T2"]
    assert (last.by, last.why) == ("Ines", "it came up")
    page = text(cast.client("gil").get(place.removesuffix("deals/")))
    assert "1 deal (006A), 2 activities (00T1, 00T2)" in page
    assert "<textarea" not in page, "reps read it"
    form = text(cast.client("ben").get(place.removesuffix("deals/")))
    assert "00T1\n00T2</textarea>" in form, "what is there stays in the form"
    assert status(cast, "ben", place, typed | {"based_on": 2}) == 409, "somebody tagged meanwhile"
    many = typed | {"activities": "\n".join(str(n) for n in range(5001)), "based_on": 3}
    assert "5001 activities are more than" in said_of(cast.client("ben").post(place, many))
    assert cast.client("gil").get("/api/v1/process").json()["documents"]["tagged.csv"] == (
        "deal,activity,scenario\n006A,,a-cfo-has-to-agree\n,00T1,a-cfo-has-to-agree\n"
        ",00T2,a-cfo-has-to-agree\n"
    )


def zipped(files: dict[str, str]) -> SimpleUploadedFile:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as inside:
        for path, written in files.items():
            inside.writestr(path, written)
    return SimpleUploadedFile("book.zip", packed.getvalue())


def test_a_folder_goes_out_and_comes_in(cast: Cast) -> None:
    begun(cast, routine=True)
    out = cast.client("dan").get("/process/versions/3/playbook.zip")
    again = cast.client("dan").get("/process/versions/3/playbook.zip")
    assert out.content == again.content
    files = versions(HOME)[-1].files
    with zipfile.ZipFile(io.BytesIO(out.content)) as inside:
        assert {n: inside.read(n).decode() for n in inside.namelist()} == {
            f"playbook/{path}": written for path, written in files.items()
        }
    changed = {f"my book/{path}": written for path, written in files.items()}
    routine = "my book/routines/ask-who-signs.md"
    changed[routine] = changed[routine].replace("how you ask", "when you ask")
    changed["my book/.git/config"] = "[core]"
    changed["../../routines/up.md"] = changed[routine]
    sent = {"file": zipped(changed), "why": "from git"}
    assert status(cast, "ops", "/process/take/", sent) == 302
    kept = versions(HOME)[-1]
    assert "when you ask" in kept.files["routines/ask-who-signs.md"]
    assert set(kept.files) == {*files, "routines/up.md"}, "names lead nowhere outside the folder"
    assert not (WORKSPACE.parent / "routines").exists()
    for bad, said in (
        (SimpleUploadedFile("x.zip", b"no zip"), "no zip of a playbook"),
        (zipped({"notes.txt": "x"}), "holds no document"),
        (zipped({"routines/x.md": "no front"}), "front matter"),
        (zipped({"routines/x.md": files["routines/ask-who-signs.md"]}), "no scenario"),
    ):
        refused = cast.client("ops").post("/process/take/", {"file": bad, "why": "x"})
        assert refused.status_code == 422
        assert said in said_of(refused)
    assert len(versions(HOME)) == 4, "all of it or nothing"


def test_a_routine_is_written_by_who_is_good_and_kept_by_who_keeps(cast: Cast) -> None:
    begun(cast)
    gil = cast.people["gil"].pk
    asked = {"person": gil, "about": "Demo to Proposal"}
    for who in ("dan", "ines", "eve", "ops"):
        assert status(cast, who, "/process/drafts/", asked) == 404, who
    assert status(cast, "ben", "/process/drafts/", asked) == 302
    assert status(cast, "ben", "/process/drafts/", asked) == 302
    (draft,) = Draft.objects.all()
    place = f"/process/drafts/{draft.pk}/"
    assert "Ben asks you to write it down: 6 questions" in text(cast.client("gil").get("/process/"))
    assert "Gil is asked" in text(cast.client("ben").get("/process/"))
    for who in ("ada", "ben", "ines", "dan", "ops", "admin", "eve"):
        assert status(cast, who, place) == 404, "nobody reads it before it is offered"
        assert status(cast, who, place, SAID) == 404
    blank = SAID | {"situation": " "}
    assert status(cast, "gil", place, blank) == 422
    assert "I call the user" in said_of(cast.client("gil").post(place, blank)), "nothing is lost"
    assert status(cast, "gil", place, SAID) == 302
    page = text(cast.client("gil").get(place))
    assert "<strong>The sign.</strong> a mail from procurement" in page
    mended = {
        "what": "mend",
        "title": "Two papers",
        "text": "Call first.",
        "fixed": "call",
        "free": "who",
    }
    assert status(cast, "gil", place, mended) == 302
    keep = f"{place}keep/"
    assert status(cast, "ada", keep, {"why": "x"}) == 404, "not offered yet"
    assert status(cast, "gil", place, {"what": "offer"}) == 302
    assert status(cast, "gil", place, mended) == 404, "offered is offered"
    assert status(cast, "ben", place) == 404, "he asked, but does not keep the playbook"
    assert "offered by Gil" in text(cast.client("ada").get("/process/"))
    assert status(cast, "gil", keep, {"why": "x"}) == 404
    assert status(cast, "ada", keep, {"why": "how Gil does it"}) == 302
    assert status(cast, "ada", keep, {"why": "again"}) == 404
    last = versions(HOME)[-1]
    routine = last.playbook.routines[0]
    assert (routine.by, routine.title, routine.fixed, routine.free) == (
        "Gil", "Two papers", ("call",), ("who",),
    )  # fmt: skip
    situation = next(s for s in last.playbook.scenarios if s.name == routine.scenario)
    assert (situation.title, situation.step) == ("They bring procurement", "default.proposal")
    assert (last.by, last.why) == ("Ada", "how Gil does it")
    assert held_everywhere(gil)["process"]["drafts_of_routines"][0]["kept_as"] == last.number
    services.forget(gil)
    assert held_everywhere(gil)["process"]["drafts_of_routines"] == []


def test_a_leader_keeps_their_own_at_once(cast: Cast) -> None:
    begun(cast)
    browser = cast.client("ada")
    place = browser.post("/process/drafts/", {"scenario": "a-cfo-has-to-agree"})["Location"]
    said = SAID | {"scenario": "a-cfo-has-to-agree", "situation": ""}
    assert browser.post(place, said).status_code == 302
    assert "Offer it" not in text(browser.get(place))
    assert browser.post(f"{place}keep/", {"why": "my own first"}).status_code == 302
    routine = versions(HOME)[-1].playbook.routines[0]
    assert (routine.by, routine.scenario) == ("Ada", "a-cfo-has-to-agree")


def test_who_is_better_is_told_to_whom_it_concerns_only(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"kind": "conversion", "differs": True, "direction": "above", "name": "Demo to Proposal",
           "competency": "default.demo"}  # fmt: skip
    crm = str(cast.people["gil"].crm_id)
    Answer.objects.create(
        kind="measure", unit="person", subject=crm, state=0, as_of=AT.date(), code_version="0",
        made_at=AT, body={"rows": [row, row | {"direction": "below", "name": "Other"}]},
    )  # fmt: skip
    monkeypatch.setattr("fairlead.web.process.views.has_data", lambda: True)
    monkeypatch.setattr("fairlead.web.process.selectors.day_of_answers", AT.date)
    told = {
        who: text(cast.client(who).get("/process/")) for who in ("ada", "ben", "ines", "gil", "dan")
    }
    for who, page in told.items():
        assert ("Gil does Demo to Proposal" in page) == (who in {"ada", "ben"}), who
        assert ("You do Demo to Proposal" in page) == (who == "gil"), who
        assert "does Other" not in page


def test_programs_read_it_too(cast: Cast) -> None:
    assert cast.client("gil").get("/api/v1/process").json()["version"] == 0
    begun(cast)
    told = cast.client("gil").get("/api/v1/process").json()
    assert (told["version"], told["by"]) == (2, "Ada")
    assert told["documents"] == versions(HOME)[-1].files
    assert cast.client(None).get("/api/v1/process").status_code == 401


def test_what_looks_like_a_tag_is_shown_as_typed(cast: Cast) -> None:
    begun(cast)
    evil = CFO | {"text": "**<script>alert(1)</script>**", "based_on": 2}
    place = "/process/documents/scenarios/a-cfo-has-to-agree/"
    assert status(cast, "ada", f"{place}edit/", evil) == 302
    page = cast.client("gil").get(place).content.decode()
    assert "<script>alert" not in page
    assert re.search(r"<strong>&lt;script&gt;", page)


def test_a_process_an_older_version_read_is_read_anew(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fairlead.web.process.selectors.has_data", lambda: True)
    Answer.objects.filter(kind="process").update(body={"as_of": "2026-11-23", "pipelines": []})
    assert status(cast, "ada", "/process/begin/", {}) == 409
    assert Job.objects.filter(key__contains="process").count() == 1
    assert not versions(HOME)
