"""Exports through the browser: hostile ones refused kindly, good ones in, once, and out again."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.conftest import WORKSPACE, Cast

from fairlead.lake.store.workspace import MARKER, Workspace
from fairlead.web.imports.models import Upload
from fairlead.web.imports.services import SOMEBODY_WAITS, import_soon, safe_name
from fairlead.web.jobs import services as jobs
from fairlead.web.jobs.models import Job
from fairlead.web.people.models import Person
from fairlead.web.project.clock import now

HEADER = "Deal ID,Deal Name,Owner,Stage,Amount,Created Date,Close Date"
ROWS = [
    f"D{n},Deal {n},{'Cleo Marin' if n % 2 else 'Dan Petrov'},{'Won' if n % 3 == 0 else 'Lost'},"
    f"{1000 + n},2024-0{1 + n % 9}-01,2024-0{1 + n % 9}-2{n % 9}"
    for n in range(60)
]
GOOD = ("\n".join([HEADER, *ROWS]) + "\n").encode()


@pytest.fixture
def home() -> Any:
    (WORKSPACE / MARKER).write_text("{}")
    yield Workspace(WORKSPACE)
    for path in WORKSPACE.iterdir():
        if not path.name.startswith("web.sqlite3"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def send(cast: Cast, name: str, body: bytes) -> Any:
    file = SimpleUploadedFile(name, body)
    file._name = name  # as a hostile browser would name it  # type: ignore[attr-defined]
    return cast.client("ops").post("/imports/", {"file": file})


def work() -> list[Job]:
    """Do what waits, but for answers, which take long."""
    Job.objects.filter(kind__in=["publish", "answers"]).delete()
    done = []
    while (job := jobs.work_once(now)) is not None:
        done.append(Job.objects.get(pk=job.pk))
        Job.objects.filter(kind__in=["publish", "answers"]).delete()
    return done


def test_an_export_goes_in_once_and_comes_out_again(cast: Cast, home: Workspace) -> None:
    sent = send(cast, "deals.csv", GOOD)
    assert sent.status_code == 302
    assert [(j.kind, j.state) for j in work()] == [("import", "done"), ("refresh", "done")]
    page = cast.client("ops").get(sent["Location"]).content.decode()
    assert "It is in. Data until 2024-09-28." in page
    assert home.manifest().number == 1
    assert not any((WORKSPACE / "uploads").glob("*/*")), "the file of a person's export stayed"
    assert Person.objects.filter(name="Cleo Marin", crm_id__isnull=False).count() == 1

    again = send(cast, "deals.csv", GOOD)
    work()
    assert "Nothing new" in cast.client("ops").get(again["Location"]).content.decode()
    assert home.manifest().number == 1

    history = cast.client("ops").get("/imports/").content.decode()
    assert "deals.csv (60 rows, 0 put aside)" in history
    assert cast.client("ops").post("/imports/undo/", {"state": 1}).status_code == 302
    work()
    assert home.manifest().number == 2
    assert not home.manifest().tables


def test_an_undo_that_was_killed_after_it_was_done_is_not_done_again(
    cast: Cast, home: Workspace
) -> None:
    from fairlead.web.imports.services import go_back

    send(cast, "deals.csv", GOOD)
    work()
    for _ in range(3):  # the worker died before it could say so
        go_back({"state": 1}, lambda _text: None)
    assert home.manifest().number == 2
    assert not home.manifest().tables


def test_a_killed_import_goes_on_and_stores_everything_once(cast: Cast, home: Workspace) -> None:
    from fairlead.web.imports.services import take_export

    send(cast, "deals.csv", GOOD)
    payload = Job.objects.get(kind="import").payload
    take_export(payload, lambda _text: None)  # killed between the import and its end
    assert home.manifest().number == 1
    done = work()
    assert done[0].state == "done"
    assert home.manifest().number == 1
    assert len(home.manifest().imports) == 1


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("deals.csv", b"0" * 300_000_000)
    return made.getvalue()


def escaping() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("../../../escaped.csv", GOOD)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("bomb.zip", bomb),
        ("escaping.zip", escaping),
        ("no.zip", lambda: b"PK\x03\x04 not a zip"),
        ("no.xlsx", lambda: b"\x00\x01\x02"),
        ("nothing.csv", lambda: b"just a text\n"),
        ("binary.csv", lambda: bytes(range(256)) * 40),
        ("no.parquet", lambda: b"PAR1PAR1"),
    ],
)
def test_hostile_files_are_refused_with_words_and_change_nothing(
    cast: Cast, home: Workspace, name: str, body: Any
) -> None:
    sent = send(cast, name, body())
    assert sent.status_code == 302
    (job,) = work()
    assert job.state == "failed"
    page = cast.client("ops").get(sent["Location"]).content.decode()
    assert job.error["message"]
    assert "Nothing was changed" in page
    assert "Traceback" not in page
    assert home.manifest().number == 0
    assert not list(WORKSPACE.parent.rglob("escaped.csv"))
    assert not any((WORKSPACE / "uploads").glob("*")), "a refused file stayed"


@pytest.mark.parametrize("name", ["run.exe", "deals.csv.html", "picture.svg", "no ending"])
def test_files_of_other_kinds_are_refused_at_the_door(
    cast: Cast, home: Workspace, name: str
) -> None:
    answer = send(cast, name, GOOD)
    assert answer.status_code == 422
    assert "no export Fairlead can read" in answer.content.decode()
    assert not Upload.objects.exists()


def test_an_empty_or_too_large_file_is_refused(
    cast: Cast, home: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send(cast, "deals.csv", b"").status_code == 422
    monkeypatch.setattr("django.conf.settings.LARGEST_UPLOAD", 100)
    answer = send(cast, "deals.csv", GOOD)
    assert answer.status_code == 422
    assert "is larger than" in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\eve\\deals.csv", "deals.csv"),
        ("a[b]*?.csv", "a_b___.csv"),
        ("..", "export"),
        ("Büro Süd #1.csv", "Büro Süd #1.csv"),
        ("x" * 300 + ".csv", "x" * 96 + ".csv"),
        ("a\x00b.csv", "a_b.csv"),
    ],
)
def test_names_of_files_are_made_harmless(given: str, kept: str) -> None:
    assert safe_name(given) == kept
    assert Path(kept).name == kept


def test_the_list_of_what_is_left_knows_what_was_done(cast: Cast, home: Workspace) -> None:
    """From an empty workspace to the total compared, and open again once newer data are in."""
    from dataclasses import asdict

    from fairlead.web.published.services import Asked, make

    def told(who: str = "ops", place: str = "/setup/") -> str:
        page = cast.client(who).get(place)
        assert page.status_code == 200, place
        return str(page.content.decode())

    def add_up() -> None:
        make(asdict(Asked("totals", "company")), lambda _text: None).effect()

    assert "Next: Drop your export." in told()
    assert "Somebody with the role ops does it." in told("admin")
    assert "/imports/" not in told("admin").split("<main")[1]
    assert "Nothing was imported yet" in told(place="/imports/totals/")
    send(cast, "deals.csv", GOOD)
    work()
    assert "The last import put 0 of 60 rows aside." in told()
    assert "Next: Check the total" in told()
    assert "being added up" in told(place="/imports/totals/")
    add_up()
    page = told(place="/imports/totals/")
    won = [row for row in ROWS if ",Won," in row]
    whole = sum(int(row.split(",")[4]) for row in won)
    assert f"{len(won)} won deals, {whole:,}" in page
    assert "2024-04" in page
    assert "Cleo" not in page.split("<main")[1], "ops see no numbers of people"
    noted = cast.client("ops").post("/imports/totals/", {"same": "yes", "note": "Won 2024"})
    assert noted.status_code == 302
    assert "The same in state 1 of the data." in told()
    assert "Won 2024" in told(place="/imports/totals/")
    send(cast, "more.csv", GOOD.replace(b"D1,", b"X1,"))
    work()
    assert "The same in state 1 of the data. Newer data are in." in told()
    assert "Next: Check the total" in told(), "the newer total was compared by nobody"
    late = cast.client("ops").post("/imports/totals/", {"same": "yes"})
    assert late.status_code == 409, "what is compared is what counts"
    add_up()
    cast.client("ops").post("/imports/totals/", {"same": "no", "note": "March"})
    assert "Not the same in state 2 of the data." in told()
    assert "Next: Check the total" in told()


def test_what_a_killed_server_left_is_swept_and_nothing_else(cast: Cast, home: Workspace) -> None:
    import datetime as dt

    from fairlead.web.imports.services import sweep_uploads

    send(cast, "deals.csv", GOOD)
    waits = Upload.objects.get().folder
    stray = home.root / "uploads" / "nobody knows"
    stray.mkdir()
    soon, before = now() + dt.timedelta(hours=1), now() - dt.timedelta(hours=1)
    assert sweep_uploads(before) == 0, "somebody may be sending just now"
    assert sweep_uploads(soon) == 1
    assert (home.root / "uploads" / waits).is_dir(), "this one waits for its import"
    assert not stray.exists()


def test_pages_go_on_where_the_newest_state_is_damaged(cast: Cast, home: Workspace) -> None:
    from fairlead.web.published.selectors import has_data, newest_state

    send(cast, "deals.csv", GOOD)
    work()
    send(cast, "more.csv", GOOD.replace(b"D1,", b"X1,"))
    work()
    assert newest_state() == 2
    (home.manifests / "000002.json").write_text("{")
    assert (newest_state(), has_data()) == (1, True)
    for who, place in (("ben", "/"), ("ben", "/measure/"), ("cleo", "/me/"), ("ops", "/setup/")):
        assert cast.client(who).get(place).status_code == 200, place
    page = cast.client("ops").get("/imports/").content.decode()
    assert "The newest state of the data cannot be read" in page
    for path in home.manifests.glob("*.json"):
        path.write_text("{")
    assert cast.client("ben").get("/").status_code == 503, "nothing is left to show"


def test_answers_for_everybody_let_an_import_and_a_look_go_first(
    cast: Cast, home: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answers take minutes; whoever mended an export waited for all of those of the old state."""
    send(cast, "deals.csv", GOOD)
    work()
    begun = []

    def slow(_home: Any, *, today: Any, progress: Any) -> Any:
        begun.append(today)
        progress("People", 0, 9)
        file = SimpleUploadedFile("mended.csv", GOOD.replace(b"1001", b"2001"))
        cast.client("ops").post("/imports/", {"file": file, "look": "yes"})
        looked = jobs.work_once(now, only=SOMEBODY_WAITS)
        assert looked is not None
        assert looked.kind == "look", "the second worker takes it"
        assert jobs.work_once(now, only=SOMEBODY_WAITS) is None
        progress("People", 25, 99)
        import_soon(Upload.objects.latest("id").pk, now())
        progress("People", 50, 99)
        raise AssertionError("an import waits, and the old answers go on")

    monkeypatch.setattr("fairlead.web.imports.services.states.refresh_workspace", slow)
    jobs.queue("answers", "1", {}, now(), urgency=5)
    for _ in range(jobs.MOST_ATTEMPTS + 2):
        Job.objects.filter(kind__in=["import", "publish"]).delete()
        Job.objects.filter(kind="answers").update(due_at=None)
        assert jobs.work_once(now) is not None
    answers = Job.objects.get(kind="answers")
    assert (answers.state, answers.attempts) == ("waiting", 0), "to step aside is no failure"
    assert len(begun) == jobs.MOST_ATTEMPTS + 2
    taken = jobs.work_once(now)
    assert taken is not None
    assert taken.kind == "import"
