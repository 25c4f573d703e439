"""Who is who: keys that mean one person, names that mean two, queues that mean nobody."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.refresh.company import (
    BEN,
    CLEO,
    DAN,
    contents,
    deal,
    rows_of,
    take,
    write_company,
    write_csv,
    write_deals,
    write_users,
)

from fairlead.lake.conform.keys import key_id, salesforce_id
from fairlead.lake.store.workspace import Workspace, open_workspace

TEAM = ("person", "manager", "team", "territory", "role", "from", "to")


def owners(home: Workspace) -> dict[str, str | None]:
    """Return deal -> name of its owner."""
    return dict(
        rows_of(
            home,
            "SELECT o.source_key, p.name FROM opportunities o LEFT JOIN person_keys k "
            "ON k.key_id = o.owner_id LEFT JOIN people p USING (person_id)",
        )
    )


def people(home: Workspace) -> list[tuple[Any, ...]]:
    return rows_of(home, "SELECT name, email, is_queue FROM people ORDER BY name, email")


def test_id_mail_and_name_are_one_person(odd_path: Path) -> None:
    folder = write_company(odd_path / "x")
    write_csv(
        folder / "team.csv",
        TEAM,
        [
            ("Reyes, Cleo", "ben@example.org", "North", "", "", "2026-01-01", ""),
            ("DAN  ŚLIWA", "Ben Ito", "North", "", "", "2026-01-01", ""),
        ],
    )
    home = open_workspace(odd_path / "ws", create=True)
    take(home, folder)
    assert [row[0] for row in people(home)] == ["Ada North", "Ben Ito", "Cleo Reyes", "Dan Śliwa"]
    led = rows_of(
        home,
        "SELECT p.name, m.name FROM assignments a JOIN person_keys k ON k.key_id = a.person_id "
        "JOIN people p ON p.person_id = k.person_id "
        "JOIN person_keys mk ON mk.key_id = a.manager_id "
        "JOIN people m ON m.person_id = mk.person_id WHERE a.team = 'North' ORDER BY ALL",
    )
    assert led == [("Cleo Reyes", "Ben Ito"), ("Dan Śliwa", "Ben Ito")]


def test_ids_of_15_and_18_characters_are_one_person(odd_path: Path) -> None:
    """Reports write 15 characters, data exports 18, and team.csv whatever was copied."""
    write_deals(odd_path / "x", [deal(1, ownerid=CLEO), deal(2, ownerid=CLEO[:15])])
    write_users(
        odd_path / "x", [(CLEO, "Cleo Reyes", "", "true", ""), (BEN, "Ben", "", "true", "")]
    )
    write_csv(odd_path / "x" / "team.csv", TEAM, [(CLEO[:15], BEN[:15], "North", "", "", "", "")])
    home = open_workspace(odd_path / "ws", create=True)
    take(home, odd_path / "x")
    assert set(owners(home).values()) == {"Cleo Reyes"}
    assert len(people(home)) == 2


def test_two_people_of_one_name_stay_two(odd_path: Path) -> None:
    users = [
        (CLEO, "Alex Kim", "alex@example.org", "true", BEN),
        (DAN, "Alex Kim", "alex.kim@example.org", "true", BEN),
        (BEN, "Ben Ito", "ben@example.org", "true", ""),
    ]
    write_users(odd_path / "x", users)
    write_deals(odd_path / "x", [deal(1, ownerid=CLEO), deal(2, ownerid=DAN)])
    write_csv(odd_path / "x" / "team.csv", TEAM, [("Alex Kim", "Ben Ito", "North", "", "", "", "")])
    result = take(odd_path / "ws", odd_path / "x")
    (told,) = [f for f in result.findings if f.code == "people_same_name"]
    assert "alex kim" in told.title
    home = open_workspace(odd_path / "ws")
    mails = rows_of(home, "SELECT email FROM people WHERE name = 'Alex Kim' ORDER BY email")
    assert mails == [("alex.kim@example.org",), ("alex@example.org",), (None,)]


def test_one_person_with_two_ids_and_one_mail(odd_path: Path) -> None:
    write_users(
        odd_path / "x",
        [
            (CLEO, "Cleo Reyes", "cleo@example.org", "false", ""),
            (DAN, "Cleo Reyes-Holm", "Cleo@Example.org", "true", ""),
        ],
    )
    write_deals(odd_path / "x", [deal(1, ownerid=CLEO), deal(2, ownerid=DAN)])
    home = open_workspace(odd_path / "ws", create=True)
    take(home, odd_path / "x")
    assert len(people(home)) == 1
    assert len(set(owners(home).values())) == 1


def test_a_name_shared_later_keeps_its_deals(odd_path: Path) -> None:
    """Deals that carry only the name get a person of their own, whichever file came first."""
    deals = write_csv(
        odd_path / "deals.csv",
        ("Deal ID", "Owner", "Created", "Closed", "Amount", "Status"),
        [(f"D-{n:03d}", "Alex Kim", "2026-10-01", "2026-11-01", 5, "Won") for n in range(30)],
    )
    one = write_users(odd_path / "one", [(CLEO, "Alex Kim", "a@example.org", "true", "")])
    two = write_users(odd_path / "two", [(DAN, "Alex Kim", "b@example.org", "true", "")])
    states = []
    for index, order in enumerate([(one, deals, two), (two, one, deals), (deals, two, one)]):
        home = open_workspace(odd_path / f"ws {index}", create=True)
        for path in order:
            take(home, path)
        assert set(owners(home).values()) in ({"alex kim"}, {"Alex Kim"})
        assert len(people(home)) == 3
        states.append(sorted(row[:4] for row in contents(home)["person_keys"]))
    assert states[0] == states[1] == states[2]


def test_queues_are_nobody(odd_path: Path) -> None:
    queue = "00G000000000001AAA"
    write_deals(odd_path / "x", [deal(1, ownerid=queue), deal(2, ownerid=DAN)])
    home = open_workspace(odd_path / "ws", create=True)
    take(home, odd_path / "x")
    found = rows_of(home, "SELECT person_id, is_queue FROM people ORDER BY is_queue")
    assert found == [(key_id("person", DAN), False), (key_id("person", queue), True)]


def test_names_are_shown_as_they_are_written(odd_path: Path) -> None:
    rows = [
        (
            f"D-{n:03d}",
            "Low, Spencer" if n % 2 else "Zoë McRae",
            "2026-10-01",
            "2026-11-01",
            5,
            "Won",
        )
        for n in range(30)
    ]
    header = ("Deal ID", "Owner", "Created", "Closed", "Amount", "Status")
    home = open_workspace(odd_path / "ws", create=True)
    take(home, write_csv(odd_path / "deals.csv", header, rows))
    assert [row[0] for row in people(home)] == ["Spencer Low", "Zoë McRae"]


def test_ids_with_leading_zeros_and_like_numbers_stay_apart(odd_path: Path) -> None:
    keys = ["007", "7", "07", "1E5", "100000", "1e5"]
    rows = [(key, "Ada North", "2026-10-01", "2026-11-01", 5, "Won") for key in keys * 1]
    rows += [(f"x{n}", "Ada North", "2026-10-01", "2026-11-01", 5, "Won") for n in range(30)]
    header = ("Deal ID", "Owner", "Created", "Closed", "Amount", "Status")
    home = open_workspace(odd_path / "ws", create=True)
    take(home, write_csv(odd_path / "deals.csv", header, rows))
    found = {row[0] for row in rows_of(home, "SELECT source_key FROM opportunities")}
    assert set(keys) <= found


def test_closing_before_creation_is_kept(odd_path: Path) -> None:
    late = "2026-10-29T00:00:00Z"
    write_deals(odd_path / "x", [deal(1, "Closed Won", createddate=late), deal(2)])
    home = open_workspace(odd_path / "ws", create=True)
    take(home, odd_path / "x")
    assert rows_of(home, "SELECT count(*) FROM opportunities WHERE closed_at < created_at") == [
        (1,)
    ]


def test_histories_and_targets_take_the_decimals_of_the_deals(odd_path: Path) -> None:
    """Yen have no cents, also where a history or a target names no currency."""
    folder = write_company(odd_path / "x", deals=3)
    path = folder / "Opportunity.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0] + ",CurrencyIsoCode", *(f"{x},JPY" for x in lines[1:])]))
    write_csv(
        folder / "targets.csv",
        ("person", "team", "measure", "period", "amount", "currency"),
        [
            ("Cleo Reyes", "", "bookings", "2026-Q4", "5000", ""),
            ("", "", "bookings", "2026", "7", "EUR"),
        ],
    )
    home = open_workspace(odd_path / "ws", create=True)
    take(home, folder)
    assert rows_of(home, "SELECT DISTINCT amount FROM opportunities") == [(1000,)]
    assert rows_of(home, "SELECT DISTINCT old, new FROM field_changes WHERE field = 'amount'") == [
        ("1000", "1001")
    ]
    targets = rows_of(home, "SELECT amount, to_on - from_on FROM targets ORDER BY amount")
    assert targets == [(700, 365), (5000, 92)]


def test_former_owners_are_people_with_the_name_the_history_tells(odd_path: Path) -> None:
    """Salesforce writes each change of the owner twice: with names and with ids."""
    gone, queue = salesforce_id("00500000000000X"), "00G000000000001AAA"
    folder = write_company(odd_path / "x", deals=3)
    one, two = (f"006{n:012d}AAA" for n in (1, 2))
    header = ("Id", "OpportunityId", "CreatedDate", "Field", "OldValue", "NewValue")
    rows = [
        ("1", one, "2026-09-10T09:00:00Z", "Owner", "Gus Young", "Cleo Reyes"),
        ("2", one, "2026-09-10T09:00:00Z", "Owner", gone[:15], CLEO),
        ("3", two, "2026-09-11T09:00:00Z", "Owner", "Inbound", "Dan Sliwa (old name)"),
        ("4", two, "2026-09-11T09:00:00Z", "Owner", queue, DAN),
    ]
    write_csv(folder / "OpportunityFieldHistory.csv", header, rows)
    home = open_workspace(odd_path / "ws", create=True)
    take(home, folder)
    former = (
        "SELECT f.old, p.name, p.is_queue FROM field_changes f "
        "LEFT JOIN person_keys k ON k.key_id = f.old::BIGINT LEFT JOIN people p USING (person_id) "
        "WHERE f.field = 'owner_id' ORDER BY p.name"
    )
    expected = [
        (str(key_id("person", gone)), "Gus Young", False),
        (str(key_id("person", queue)), "Inbound", True),
    ]
    assert rows_of(home, former) == expected
    assert "Dan Śliwa" in {name for name, _mail, _queue in people(home)}  # User.csv knows better
    assert not take(home, folder).changed


def test_former_owners_that_are_only_names_are_people_too(odd_path: Path) -> None:
    deals = [(f"D-{n}", "Ada North", "2026-10-01", "2026-11-01", 5, "Won") for n in range(30)]
    header = ("Deal ID", "Owner", "Created", "Closed", "Amount", "Status")
    write_csv(odd_path / "x" / "deals.csv", header, deals)
    write_csv(
        odd_path / "x" / "OpportunityFieldHistory.csv",
        ("OpportunityId", "CreatedDate", "Field", "OldValue", "NewValue"),
        [("D-1", "2026-10-02T09:00:00Z", "Owner", "Young, Gus", "Ada North")],
    )
    home = open_workspace(odd_path / "ws", create=True)
    take(home, odd_path / "x")
    assert [row[0] for row in people(home)] == ["Ada North", "Gus Young"]
