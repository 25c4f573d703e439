"""Pitfalls of people: who moved, left, is a queue, shares a name, has two ids or no manager."""

from __future__ import annotations

from pathlib import Path

from tests.lake.pitfalls.exports import (
    ADA,
    BEN,
    CLEO,
    DAN,
    PEOPLE,
    brief_of,
    codes,
    deal,
    imported,
    rows_of,
    summary_of,
    text_of,
    user,
)

EVE = "005000000000005AAA"
WEST, EAST = "2026-07-01", "2026-11-01"


def test_09_a_person_who_changed_team_mid_quarter(tmp_path: Path) -> None:
    """An open deal is in the team its owner is in, a win stays in the team it was won in."""
    home, _result = imported(
        tmp_path,
        Opportunity=[deal(1, "Closed Won", CloseDate="2026-10-20"), deal(2), deal(3, OwnerId=DAN)],
        User=PEOPLE,
        team=[
            {"person": "cleo@example.org", "team": "West", "manager": "ben@example.org",
             "from": WEST, "to": EAST},
            {"person": "cleo@example.org", "team": "East", "manager": "ada@example.org",
             "from": EAST, "to": ""},
            {"person": "dan@example.org", "team": "West", "manager": "ben@example.org",
             "from": WEST, "to": ""},
        ],
    )  # fmt: skip
    for day, expected in (
        ("2026-10-31", {"West": (2, 1)}),
        ("2026-11-14", {"East": (1, 0), "West": (1, 1)}),
    ):
        teams = summary_of(home, day).teams
        assert {t.name: (t.open, t.won_in_period) for t in teams} == expected


def test_10_the_manager_changed(tmp_path: Path) -> None:
    """Dated in team.csv: a win stays with who led then, what is open is with who leads now."""
    home, _result = imported(
        tmp_path,
        Opportunity=[deal(1, "Closed Won", CloseDate="2026-10-20"), deal(2)],
        User=PEOPLE,
        team=[
            {"person": "cleo@example.org", "manager": "ben@example.org", "from": WEST, "to": EAST},
            {"person": "cleo@example.org", "manager": "ada@example.org", "from": EAST, "to": ""},
        ],
    )
    for name, expected in (("Ben Ito", (0, 1)), ("Ada North", (1, 0))):
        found = summary_of(home, audience="manager", name=name)
        assert (found.totals.open, found.won_in_period) == expected


def test_11_a_person_who_left_with_open_deals(tmp_path: Path) -> None:
    home, _result = imported(
        tmp_path,
        Opportunity=[deal(1), deal(2), deal(3, OwnerId=DAN)],
        User=[*PEOPLE[:2], {**PEOPLE[2], "IsActive": "false"}, PEOPLE[3]],
    )
    with brief_of(home) as (material, brief):
        (said,) = [f for f in material.findings if f.code == "owners_left"]
        assert said.evidence == {"deals": 2, "people": 1}
        assert "2 open deals belong to 1 person who left." in text_of(brief)
        assert material.summary.totals.open == 3  # they stay, and they are hers
        assert {p.name: p.open for p in material.summary.people}["Cleo Reyes"] == 2


def test_12_an_owner_that_is_a_queue_is_no_person(tmp_path: Path) -> None:
    queue = "00G000000000009AAA"
    home, _result = imported(
        tmp_path,
        Opportunity=[deal(1, OwnerId=queue), deal(2)],
        User=PEOPLE,
        Group=[{"Id": queue, "Name": "Inbound queue", "Type": "Queue", "DeveloperName": "Inbound"}],
    )
    with brief_of(home) as (material, _brief):
        assert [p.name for p in material.summary.people] == ["Cleo Reyes"]
        assert material.summary.totals.open == 2
        assert material.summary.totals.people_listed == 4


def test_35_people_called_null_na_and_none(tmp_path: Path) -> None:
    """Names are names: an empty cell is nobody, the word Null is somebody."""
    home, _result = imported(
        tmp_path,
        deals=[
            {"Deal ID": f"D{n}", "Deal": f"Deal {n}", "Owner": owner, "Stage": "Demo",
             "Amount": 100, "Created": "2026-10-01", "Expected Close": "2026-12-01"}
            for n, owner in enumerate(["Jan Null", "Null", "NA", "None", "", "Ann Lee"])
        ],
    )  # fmt: skip
    with brief_of(home) as (material, _brief):
        assert {p.name: p.open for p in material.summary.people} == {
            "Ann Lee": 1, "Jan Null": 1, "NA": 1, "None": 1, "Null": 1,
        }  # fmt: skip
        assert material.summary.totals.without_owner == 1


def test_38_two_people_with_one_name_stay_two(tmp_path: Path) -> None:
    home, result = imported(
        tmp_path,
        Opportunity=[deal(1), deal(2, OwnerId=EVE), deal(3, OwnerId=EVE)],
        User=[*PEOPLE, user(EVE, "Cleo Reyes", BEN, Email="cleo2@example.org")],
    )
    assert "people_same_name" in codes(result)
    found = sorted((p.name, p.open) for p in summary_of(home).people)
    assert found == [("Cleo Reyes", 1), ("Cleo Reyes", 2)]


def test_39_one_person_with_two_ids_is_one_where_a_mail_says_so(tmp_path: Path) -> None:
    """An account was closed and made anew: the mail is the same, so both ids are one person."""
    home, result = imported(
        tmp_path,
        Opportunity=[deal(1), deal(2, OwnerId=EVE), deal(3, OwnerId=DAN)],
        User=[*PEOPLE, user(EVE, "Cleo Reyes-Ito", BEN, Email="CLEO@example.org")],
    )
    assert sorted(p.open for p in summary_of(home).people) == [1, 2]
    assert rows_of(home, "SELECT count(*) FROM people") == [(4,)]
    assert "people_same_name" not in codes(result)


def test_39_one_person_with_two_ids_and_two_mails_stays_two(tmp_path: Path) -> None:
    """Nothing but the name is the same, and two people may share a name: they are not guessed."""
    home, result = imported(
        tmp_path,
        Opportunity=[deal(1), deal(2, OwnerId=EVE)],
        User=[*PEOPLE, user(EVE, "Cleo Reyes", BEN, Email="cleo@old.example.org")],
    )
    assert [p.open for p in summary_of(home).people] == [1, 1]
    assert "people_same_name" in codes(result)


def test_40_managers_in_a_ring_and_managers_that_are_missing(tmp_path: Path) -> None:
    home, _result = imported(
        tmp_path,
        Opportunity=[deal(1), deal(2, OwnerId=DAN)],
        User=[
            user(ADA, "Ada North", BEN),
            user(BEN, "Ben Ito", ADA),
            user(CLEO, "Cleo Reyes", "005000000000099AAA"),
            user(DAN, "Dan Sliwa", DAN),
        ],
    )
    for name, open_deals in (("Ada North", 0), ("Ben Ito", 0), ("Dan Sliwa", 1)):
        assert summary_of(home, audience="manager", name=name).totals.open == open_deals
    with brief_of(home) as (material, brief):
        found = {f.code: f.evidence for f in material.findings}
        assert {t.name: t.open for t in material.summary.teams} == {
            "005000000000099AAA": 1,
            "Dan Sliwa": 1,
        }
        assert "3 people are their own managers, directly or by way of others." in text_of(brief)
    assert found["managers_in_ring"] == {"people": 3}
    assert found["managers_unknown"] == {"managers": 1}
    usual, _result = imported(tmp_path / "usual", Opportunity=[deal(1)], User=PEOPLE)
    with brief_of(usual) as (material, _brief):
        assert not {f.code for f in material.findings} & {"managers_in_ring", "managers_unknown"}
