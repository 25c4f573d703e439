"""People over time: matched with the CRM, mended, read from and written to team.csv."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.conftest import Cast, account

from fairlead.errors import ConflictError, InputError
from fairlead.refresh.directory import Directory, Known, Worked
from fairlead.web.people import selectors, services
from fairlead.web.people.models import Assignment, Person, User

DAY = dt.date(2026, 6, 1)


def person(name: str, **more: object) -> Person:
    return Person.objects.create(name=name, **more)


def known(*people: Known, worked: tuple[Worked, ...] = ()) -> Directory:
    return Directory(people, worked)


def test_people_are_matched_by_id_then_mail_then_a_name_nobody_shares() -> None:
    by_id = person("Old name", crm_id=1)
    by_mail = person("C. Marin", email="cleo@x.example")
    by_name = person("Dan Petrov")
    twins = [person("Kim Lee"), person("Kim Lee")]
    made = services.match_directory(
        known(
            Known(1, "New name", "a@x.example", ""),
            Known(2, "Cleo Marin", "CLEO@x.example", ""),
            Known(3, "dan petrov", "", ""),
            Known(4, "Kim Lee", "", ""),
        )
    )
    found = {p.crm_id: p.pk for p in Person.objects.filter(crm_id__isnull=False)}
    assert (found[1], found[2], found[3]) == (by_id.pk, by_mail.pk, by_name.pk)
    assert found[4] not in {t.pk for t in twins}, "one of two was guessed"
    assert made == 1


def test_matching_twice_changes_nothing_and_mended_assignments_stay() -> None:
    said = known(
        Known(1, "Ben", "", ""),
        Known(2, "Cleo", "", ""),
        worked=(Worked(2, 1, "North", None, None),),
    )
    services.match_directory(said)
    cleo = Person.objects.get(crm_id=2)
    services.assign(cleo, None, "Nobody's", DAY)
    before = list(Assignment.objects.values_list("team", "from_on", "to_on"))
    assert services.match_directory(said) == 0
    assert list(Assignment.objects.values_list("team", "from_on", "to_on")) == before
    assert before == [("North", dt.date.min, DAY), ("Nobody's", DAY, dt.date.max)]


def test_an_assignment_ends_the_one_before_and_never_overlaps_a_later_one() -> None:
    cleo, ben = person("Cleo"), person("Ben")
    services.assign(cleo, ben, "North", None)
    services.assign(cleo, None, "South", DAY)
    with pytest.raises(InputError, match="has an assignment from"):
        services.assign(cleo, ben, "West", dt.date(2026, 5, 1), None)
    with pytest.raises(InputError, match="ends before it begins"):
        services.assign(cleo, ben, "West", DAY, DAY)
    with pytest.raises(InputError, match="cannot work for themself"):
        services.assign(cleo, cleo, "West", dt.date(2027, 1, 1))
    spans = [(a.from_on, a.to_on) for a in cleo.assignments.all()]
    assert spans == [(dt.date.min, DAY), (DAY, dt.date.max)]


def upload(text: str, name: str = "team.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_team_csv_out_and_in_again_changes_nothing(cast: Cast) -> None:
    ops = cast.client("ops")
    given = ops.get("/people/team.csv").content.decode()
    before = selectors.team_table()
    assert ops.post("/people/take/", {"file": upload(given)}).status_code == 302
    assert selectors.team_table() == before
    assert len(before) == 6


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,manager\nCleo,Ben\n", "no column person"),
        ("person,manager,from\nCleo,Ben,soon\n", "line 2"),
        ("person,manager,from,to\nCleo,Ben,2026-02-01,2026-01-01\n", "ends before it begins"),
        ("person,manager\nKim,Ben\n", "2 people are called Kim"),
    ],
)
def test_a_bad_team_csv_says_where_and_changes_nothing(cast: Cast, text: str, says: str) -> None:
    person("Kim"), person("Kim")
    before = selectors.team_table()
    whole = text.replace("\n", "\nGil,Inès,,\n" if text.count(",") > 4 else "\n", 0)
    answer = cast.client("ops").post("/people/take/", {"file": upload(whole)})
    assert answer.status_code == 422
    assert says in answer.content.decode().replace("&#x27;", "'")
    assert selectors.team_table() == before


def test_a_team_csv_with_a_bad_second_row_is_not_half_taken(cast: Cast) -> None:
    before = selectors.team_table()
    text = "person,manager,team,from,to\nGil,Ines,South,,\nDan,Dan,South,,\n"
    assert cast.client("ops").post("/people/take/", {"file": upload(text)}).status_code == 422
    assert selectors.team_table() == before


def test_no_cell_is_a_formula() -> None:
    cleo = person("=HYPERLINK(1)")
    services.assign(cleo, person("+Ben"), "@North", None)
    assert selectors.team_table() == [("'=HYPERLINK(1)", "'+Ben", "'@North", "", "")]


def test_two_who_are_one_become_one() -> None:
    kept, twin = person("Cleo Marin"), person("C. Marin", crm_id=7, email="c@x.example")
    services.assign(twin, person("Ben"), "North", None)
    user = account("c@x.example", twin, "rep")
    services.join_persons(kept, twin)
    kept.refresh_from_db()
    assert (kept.crm_id, kept.email) == (7, "c@x.example")
    assert User.objects.get(pk=user.pk).person_id == kept.pk
    assert kept.assignments.count() == 1
    assert not Person.objects.filter(pk=twin.pk).exists()
    with pytest.raises(ConflictError):
        services.join_persons(kept, person("Other", crm_id=8))


def test_a_person_page_mends_an_assignment(cast: Cast) -> None:
    gil, ines = cast.people["gil"], cast.people["ines"]
    typed = {"manager": ines.pk, "team": "South", "from_on": "2026-12-01", "to_on": ""}
    assert cast.client("ops").post(f"/people/{gil.pk}/", typed).status_code == 302
    assert [a.manager_id for a in gil.assignments.all()] == [cast.people["ben"].pk, ines.pk]
    page = cast.client("ops").get(f"/people/{gil.pk}/").content.decode()
    assert "from 1 Dec 2026" in page
