"""Somebody leaves: no name or address of theirs is anywhere, no total moves, none comes back."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from tests.longer import slow
from tests.web.conftest import WORKSPACE, Cast, account
from tests.web.test_imports import home, send, work  # noqa: F401  the same workspace

from fairlead.errors import ConflictError, UnavailableError
from fairlead.lake.store import anew
from fairlead.lake.store.erased import AGAIN, note_erased
from fairlead.lake.store.workspace import Workspace, attach, connect
from fairlead.refresh.erasing import erase_again, erase_person, erased_of
from fairlead.refresh.importing import import_path
from fairlead.web.imports.services import erase_again_soon
from fairlead.web.jobs.models import Job
from fairlead.web.people.models import Person, User
from fairlead.web.people.services import held_everywhere, make_token, take_team_file
from fairlead.web.people.services.records import _RECORDS
from fairlead.web.people.services.teams import TeamRow
from fairlead.web.project.clock import today
from fairlead.web.published.models import Answer
from fairlead.web.team.models import Plan

NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
PLAIN = "the cfo sat in the meeting all along"
WHO, MAIL = "Zoë Quandt", "zoe.quandt@x.example"
USERS = f"id,name,email\n7,{WHO},{MAIL}\n8,Dan Petrov,dan@x.example\n"
DEALS = "\n".join(
    [
        "Deal ID,Deal Name,Owner,Stage,Amount,Created Date,Close Date",
        *(
            f'D{n},"{"Quandt, Zoë: Deal" if n == 3 else "Deal"} {n}",'
            f"{(WHO, 'Dan Petrov', MAIL)[n % 3]},{'Won' if n % 2 else 'Lost'},{1000 + n},"
            f"2024-0{1 + n % 9}-01,2024-0{1 + n % 9}-2{n % 9}"
            for n in range(60)
        ),
    ]
)


def export(place: Path) -> Path:
    folder = place / "export"
    folder.mkdir(exist_ok=True)
    (folder / "users.csv").write_text(USERS)
    (folder / "deals.csv").write_text(DEALS + "\n")
    return folder


def totals(home: Workspace) -> list[Any]:  # noqa: F811
    connection = connect()
    attach(connection, home, home.manifest())
    rows: list[Any] = connection.execute(
        "SELECT k.person_id, o.outcome, count(*), sum(o.amount) FROM opportunities o "
        "JOIN person_keys k ON o.owner_id = k.key_id GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    connection.close()
    return rows


def said(home: Workspace) -> str:  # noqa: F811
    """Return everything that is kept: every row of every version, every file, every table here."""
    parts = []
    connection = connect()
    for path in (home.root / "tables").rglob("*.parquet"):
        quoted = str(path).replace("'", "''")
        rows = connection.execute(f"SELECT t::VARCHAR FROM read_parquet('{quoted}') t").fetchall()
        parts += [row for (row,) in rows]
    connection.close()
    for path in home.root.rglob("*"):
        if path.is_file() and path.suffix != ".parquet" and "web.sqlite3" not in path.name:
            parts.append(path.read_text(errors="replace"))
    for model in apps.get_models():
        parts += [str(row) for row in model._default_manager.values()]
    return "\n".join(parts).casefold()


@pytest.fixture
def known(home: Workspace, tmp_path: Path, monkeypatch: Any) -> Workspace:  # noqa: F811
    """A workspace that knows Zoë by id, name and address."""
    monkeypatch.setenv("FAIRLEAD_KEY_FILE", str(tmp_path / "key"))
    import_path(home, export(tmp_path), now=NOW)
    return home


def crm_id(home: Workspace, name: str = WHO) -> int:  # noqa: F811
    from fairlead.refresh.directory import directory_of

    return next(p.person_id for p in directory_of(home).people if p.name == name)


def test_no_name_is_left_and_no_total_moves(known: Workspace, cast: Cast, tmp_path: Path) -> None:
    person = Person.objects.create(name=WHO, email=MAIL, crm_id=crm_id(known))
    user = account(MAIL, person, "rep")
    make_token(user.pk, f"{WHO}'s sheet", NOW)
    Answer.objects.create(
        kind="brief",
        unit="all",
        subject="",
        state=1,
        as_of=NOW.date(),
        code_version="0",
        made_at=NOW,
        body={"title": f"{WHO} won", "deep": [{"mail": MAIL}]},
    )
    Job.objects.create(kind="x", key="x", payload={"who": WHO}, state="done", made_at=NOW)
    (known.root / "put-aside.csv").write_text(f"file,line,value\nx.csv,3,{WHO}\n")
    for folder in ("try-outs", "verdicts", "playbook"):
        (known.root / folder).mkdir(exist_ok=True)
        told = json.dumps({"text": f"by {WHO} <{MAIL}>", "people": [{"name": WHO}]})
        (known.root / folder / "000001.json").write_text(told)
    before = totals(known)
    assert WHO.casefold() in said(known)
    assert MAIL in said(known)
    ops = cast.client("ops")
    address = f"/imports/leaving/{person.pk}/"
    assert ops.post(address, {"name": "Zoe"}).status_code == 422
    assert ops.post(address, {"name": WHO}).status_code == 302
    done = work()
    assert ("erase", "done") in [(job.kind, job.state) for job in done]
    told = said(known)
    for text in (WHO, MAIL, "quandt, zoë", "zoë quandt", "quandt"):
        assert text.casefold() not in told, text
    assert totals(known) == before
    after = Person.objects.get(pk=person.pk)
    assert after.name.startswith("Former colleague")
    gone = User.objects.get(pk=user.pk)
    assert (gone.is_active, gone.has_usable_password(), gone.tokens.count()) == (False, False, 0)
    assert "Dan Petrov" in said_plainly(known)
    assert after.crm_id == person.crm_id, "who they are to the numbers has changed"


def ids_kept(person: str) -> list[str]:
    """Return which tables still hold the id of a person, but for who they were and who led whom."""
    stays = {"people.person", "people.user", "people.assignment", "audit.look", "jobs.job"}
    return sorted(
        {
            model._meta.label_lower
            for model in apps.get_models()
            if model._meta.label_lower not in stays
            for row in model._default_manager.values()
            if person in {str(value) for value in row.values()}
        }
    )


def test_what_lies_between_people_is_in_their_file_and_goes_with_them(
    known: Workspace, cast: Cast
) -> None:
    """Erasing on the page People reaches every app, and so does the file on the page Me."""
    gil = cast.people["gil"]
    Person.objects.filter(pk=gil.pk).update(crm_id=crm_id(known), name=WHO)
    ben, zoe = cast.client("ben"), cast.client("gil")
    day = today() + dt.timedelta(days=3)
    promised = {"receiver": gil.pk, "text": PLAIN, "due_on": day}
    assert ben.post("/team/promises/", promised).status_code == 302
    assert zoe.post("/team/coaching/", {"what": PLAIN}).status_code == 302
    assert ben.post("/team/plans/", {"person": gil.pk}).status_code == 302
    (plan,) = Plan.objects.all()
    words = {"what": "write", "causes": "", "person_says": PLAIN, "cause": "", "rate": ""}
    assert zoe.post(f"/team/plans/{plan.pk}/", words).status_code == 302
    said_to = {"receiver": cast.people["ben"].pk, "kind": "given", "text": PLAIN}
    assert zoe.post("/feedback/words/", said_to).status_code == 302
    assert zoe.post("/feedback/remarks/", {"text": PLAIN, "signed": "no"}).status_code == 302
    assert zoe.post("/leadership/journal/", {"text": PLAIN}).status_code == 302
    goal = {"text": PLAIN, "kind": "own", "due_on": "", "shared": "no"}
    assert zoe.post("/leadership/goals/", goal).status_code == 302
    assert ben.post("/leadership/thanks/", {"receiver": gil.pk, "text": PLAIN}).status_code == 302
    digest = {"is_on": "on", "zone": "UTC", "hour": 7, "quiet_from": 19, "quiet_to": 7}
    assert zoe.post("/notify/", digest).status_code == 302
    file = json.loads(zoe.get("/me/export/").content)
    assert file["team"]["promises"][0]["text"] == PLAIN
    assert file["team"]["plans"][0]["person_says"] == PLAIN
    assert file["feedback"]["words"][0]["text"] == PLAIN
    assert file["leadership"]["journal_pages"] == 1
    assert file["notify"]["digest"]
    assert len(ids_kept(gil.pk)) >= 6, "the search finds what is kept"
    assert cast.client("ops").post(f"/imports/leaving/{gil.pk}/", {"name": WHO}).status_code == 302
    work()
    assert ids_kept(gil.pk) == []
    assert PLAIN not in said(known)
    left = held_everywhere(gil.pk)
    assert {name for name, held in left.items() if _something(held)} == set()


def _something(held: Any) -> bool:
    return any(held.values()) if isinstance(held, dict) else bool(held)


def test_every_app_that_can_forget_is_asked_to() -> None:
    from importlib import import_module

    for config in apps.get_app_configs():
        if config.name.startswith("fairlead.web."):
            try:
                services = import_module(f"{config.name}.services")
            except ModuleNotFoundError:
                continue
            named = {records.forget for records in _RECORDS.values()}
            if hasattr(services, "forget"):
                assert services.forget in named, f"{config.label} is left out of erasures"


def said_plainly(home: Workspace) -> str:  # noqa: F811
    from fairlead.refresh.directory import directory_of

    return " ".join(p.name for p in directory_of(home).people)


def test_a_later_import_does_not_bring_the_name_back(known: Workspace, tmp_path: Path) -> None:
    before, person = totals(known), crm_id(known)
    done = erase_person(known, [], person_id=person)
    again = import_path(known, export(tmp_path), now=NOW)
    assert not again.changed, (again.inserted, again.updated)
    more = tmp_path / "more"
    more.mkdir()
    rows = DEALS.replace("D", "E").replace("Eeal ID", "Deal ID").replace("Eeal Name", "Deal Name")
    rows = rows.replace("Elate", "Date").replace("Eate", "Date").replace("Ean", "Dan")
    (more / "deals.csv").write_text(rows + f"\nE99,a present of {WHO}.,{WHO},Won,,2024-01-01,x\n")
    import_path(known, more, now=NOW)
    told = said(known)
    assert WHO.casefold() not in told
    assert MAIL not in told
    assert done.pseudonym in said_plainly(known)
    assert crm_id(known, done.pseudonym) == person
    grown = {row[:2]: row[2] for row in totals(known)}
    was = {row[:2]: row[2] for row in before}
    assert set(grown) == set(was), "somebody became two"
    assert all(grown[key] > was[key] for key in was)
    take_team_file("team.csv", [TeamRow(2, "Dan Petrov", WHO, "North", None, None)])
    take_team_file("team.csv", [TeamRow(2, MAIL, "Dan Petrov", "North", None, None)])
    names = " ".join(f"{p.name} {p.email}" for p in Person.objects.all())
    assert WHO not in names
    assert MAIL not in names


def test_without_the_key_nothing_is_imported(known: Workspace, tmp_path: Path) -> None:
    erase_person(known, [], person_id=crm_id(known))
    (tmp_path / "key").write_text("another key")
    with pytest.raises(UnavailableError, match="cannot be read without its key"):
        import_path(known, export(tmp_path), now=NOW)
    told = json.loads((known.root / "erased.json").read_text())
    assert all(len(each) == 64 for each in told["names"]), "the list holds hashes only"


@pytest.mark.parametrize("step", ["between exchanges", *slow("before exchange", "after exchange")])
def test_a_killed_erasure_is_finished_by_the_next(
    step: str, known: Workspace, monkeypatch: Any
) -> None:
    before, person = totals(known), crm_id(known)

    def die(here: str) -> None:
        if here == step:
            raise KeyboardInterrupt

    monkeypatch.setattr(anew, "_passed", die)
    with pytest.raises(KeyboardInterrupt):
        erase_person(known, [WHO, MAIL], person_id=person, pseudonym="Former colleague Bcdfghjk")
    monkeypatch.setattr(anew, "_passed", lambda _step: None)
    erase_person(known, [WHO, MAIL], person_id=person, pseudonym="Former colleague Bcdfghjk")
    assert totals(known) == before
    assert WHO.casefold() not in said(known)
    assert not (known.root / anew.FOLDER).exists()


def test_names_in_texts_and_only_whole_ones(tmp_path: Path, monkeypatch: Any) -> None:
    from fairlead.lake.store.erased import note_erased

    monkeypatch.setenv("FAIRLEAD_KEY_FILE", str(tmp_path / "key"))
    erased = note_erased(tmp_path, [WHO, MAIL], "Former colleague Bcd")
    for text, told in (
        (f"call {WHO}, then Dan", "call Former colleague Bcd, then Dan"),
        ("QUANDT, ZOË", "Former colleague Bcd"),
        (f"{WHO}'s deal", "Former colleague Bcd's deal"),
        (f"mail <{MAIL}>.", "mail <bcd@erased.invalid>."),
        ("Zoë Quandtner", "Zoë Quandtner"),
        ("Zoë", "Zoë"),
        ("", ""),
    ):
        assert erased.without(text) == told
    assert erased_of(tmp_path).without(WHO) == "Former colleague Bcd"


def test_a_name_two_people_have_is_not_erased_by_guess(known: Workspace, tmp_path: Path) -> None:
    (tmp_path / "export" / "users.csv").write_text(USERS + f"9,{WHO},other@x.example\n")
    import_path(known, tmp_path / "export", now=NOW)
    with pytest.raises(ConflictError, match="the same name"):
        erase_person(known, [WHO], person_id=crm_id(known))


def test_my_file_holds_all_rows_about_me(known: Workspace, cast: Cast) -> None:
    cleo = cast.people["cleo"]
    Person.objects.filter(pk=cleo.pk).update(crm_id=crm_id(known), name=WHO)
    make_token(cast.accounts["cleo"].pk, "a spreadsheet", NOW)
    held = json.loads(cast.client("cleo").get("/me/export/").content)
    rows = held["rows_of_the_data"]
    assert len(rows["opportunities"]) == 40
    assert {row["key"] for row in rows["person_keys"]} >= {"7", MAIL}
    assert held["account"]["tokens"][0]["name"] == "a spreadsheet"
    assert held["account"]["roles"] == ["rep"]
    assert WORKSPACE.exists()


def test_who_was_erased_stays_so_under_an_older_backup(
    known: Workspace, tmp_path: Path, cast: Cast
) -> None:
    from fairlead.lake.store.backup import back_up
    from fairlead.lake.store.restore import restore

    back_up(known, tmp_path / "old.zip", now=NOW)
    copy = Workspace(tmp_path / "copy")
    restore(tmp_path / "old.zip", copy.root)
    done = erase_person(copy, [], person_id=crm_id(copy))
    assert WHO.casefold() not in said(copy)
    restore(tmp_path / "old.zip", copy.root, replace=True)
    assert erase_again(copy) == 1
    assert WHO.casefold() not in said(copy), "the data: at once"
    cleo = cast.people["cleo"]
    Person.objects.filter(pk=cleo.pk).update(name=WHO, email=MAIL, crm_id=crm_id(known))
    shutil.copy2(copy.root / "erased.json", known.root)
    shutil.copy2(copy.root / AGAIN, known.root)
    erase_again_soon(NOW)
    assert not (known.root / AGAIN).exists()
    work()
    again = Person.objects.get(pk=cleo.pk)
    assert (again.name, again.email.partition("@")[2]) == (done.pseudonym, "erased.invalid")
    assert not User.objects.get(person=again).is_active
    erase_again_soon(NOW)
    assert not Job.objects.filter(kind="erase", state="waiting").exists()


def test_nobody_is_erased_again_who_only_has_the_name(known: Workspace, cast: Cast) -> None:
    """Somebody new may be called as somebody was who left: only a restored backup counts."""
    erase_person(known, [WHO, MAIL], person_id=crm_id(known))
    Person.objects.filter(pk=cast.people["cleo"].pk).update(name=WHO)
    erase_again_soon(NOW)
    assert erase_again(known) == 0
    assert not Job.objects.filter(kind="erase").exists()


def test_the_last_administrator_waits_to_be_erased_again(known: Workspace, cast: Cast) -> None:
    admin = cast.accounts["admin"]
    admin.person = Person.objects.create(name=WHO, email=admin.email)
    admin.save()
    note_erased(known.root, [WHO], "Former colleague Bcd")
    (known.root / AGAIN).write_text(json.dumps(sorted(erased_of(known.root).names)))
    erase_again_soon(NOW)
    assert (known.root / AGAIN).exists()
    assert not Job.objects.filter(kind="erase").exists()
