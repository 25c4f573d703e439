"""Every export holds the simulation, row for row, under the names its CRM documents."""

from __future__ import annotations

import csv
import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from fairlead.errors import ConflictError
from fairlead.lake.readers.sources import find_sources
from fairlead.lake.writers import Export, write_export
from fairlead.simulate import Simulation, row_count
from fairlead.simulate.tables import array, words

SALESFORCE = {
    "User": "Id Username LastName FirstName Name Email Title Department Division IsActive "
    "ManagerId UserRoleId UserType ForecastEnabled TimeZoneSidKey LocaleSidKey "
    "LanguageLocaleKey CurrencyIsoCode CreatedDate",
    "UserRole": "Id Name ParentRoleId RollupDescription DeveloperName",
    "OpportunityStage": "Id MasterLabel ApiName IsActive SortOrder IsClosed IsWon "
    "ForecastCategory ForecastCategoryName DefaultProbability",
    "Opportunity": "Id IsDeleted AccountId IsPrivate Name StageName Amount Probability "
    "ExpectedRevenue CloseDate Type NextStep LeadSource IsClosed IsWon ForecastCategory "
    "ForecastCategoryName CurrencyIsoCode OwnerId CreatedDate CreatedById LastModifiedDate "
    "SystemModstamp LastStageChangeDate ContactId Product__c MainCompetitors__c Loss_Reason__c",
    "OpportunityHistory": "Id OpportunityId CreatedById CreatedDate StageName Amount "
    "ExpectedRevenue CloseDate Probability ForecastCategory CurrencyIsoCode PrevAmount "
    "PrevCloseDate SystemModstamp IsDeleted",
    "OpportunityFieldHistory": "Id IsDeleted OpportunityId CreatedById CreatedDate Field "
    "DataType OldValue NewValue",
    "OpportunityContactRole": "Id OpportunityId ContactId Role IsPrimary CreatedDate "
    "LastModifiedDate SystemModstamp IsDeleted",
    "ForecastingQuota": "Id QuotaOwnerId StartDate QuotaAmount CurrencyIsoCode IsAmount "
    "IsQuantity CreatedDate LastModifiedDate SystemModstamp",
}
HUBSPOT = {
    "owners": "owner_id type email first_name last_name user_id archived primary_team_name "
    "created_at updated_at",
    "deals": "hs_object_id dealname amount deal_currency_code dealstage pipeline closedate "
    "createdate hs_lastmodifieddate hubspot_owner_id dealtype hs_is_closed hs_is_closed_won "
    "closed_lost_reason hs_manual_forecast_category hs_deal_stage_probability hs_next_step "
    "deal_source product competitor associated_company_id associated_contact_id",
    "deal_stage_history": "deal_id value date_entered source source_id",
    "deal_property_history": "deal_id property value timestamp source_type updated_by_user_id",
    "deal_pipeline_stages": "pipeline_id stage_id label display_order probability is_closed "
    "closed_won active",
}
BESIDE = {
    "team": "person manager team territory role from to",
    "targets": "person team measure period amount currency",
    "trainings": "training person competency start_group started_on ended_on chosen_by",
    "submissions": "person period submitted_at category amount currency",
}


REFERENCES = """
Opportunity.AccountId>Account Opportunity.OwnerId>User Opportunity.ContactId>Contact
OpportunityHistory.OpportunityId>Opportunity OpportunityFieldHistory.OpportunityId>Opportunity
Task.WhatId>Opportunity Event.WhoId>Contact User.ManagerId>User User.UserRoleId>UserRole
Lead.ConvertedOpportunityId>Opportunity ForecastingQuota.QuotaOwnerId>User
OpportunityContactRole.ContactId>Contact UserRole.ParentRoleId>UserRole
"""


def rows(export: Export, name: str) -> list[dict[str, str]]:
    with (export.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def header(export: Export, name: str) -> list[str]:
    with (export.folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def dirty(sim: Simulation, kind: str) -> np.ndarray:
    plan = sim.truth["dirt"]
    return array(plan, "deal")[words(plan, "kind").text() == kind]


@pytest.mark.parametrize(
    ("name", "headers"),
    [("salesforce", {**SALESFORCE, **BESIDE}), ("hubspot", {**HUBSPOT, **BESIDE}), ("csv", BESIDE)],
)
def test_headers_are_the_documented_names(
    exports: dict[str, Export], name: str, headers: dict[str, str]
) -> None:
    for file, expected in headers.items():
        assert header(exports[name], file) == expected.split(), file


@pytest.mark.parametrize("name", ["salesforce", "hubspot", "csv"])
def test_counts_are_those_of_the_files(exports: dict[str, Export], name: str) -> None:
    export = exports[name]
    written = {p.relative_to(export.folder).as_posix() for p in export.folder.rglob("[!.]*.*")}
    assert written == set(export.row_counts)
    for file, count in export.row_counts.items():
        path = export.folder / file
        if path.suffix == ".csv":
            assert len(rows(export, path.stem)) == count, file
        else:
            assert pq.read_metadata(path).num_rows == count, file


def check_digits(key: str) -> str:
    """Make the last three characters anew, by the rule as people write it down."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    made = ""
    for block in (key[0:5], key[5:10], key[10:15]):
        bits = sum(1 << place for place, letter in enumerate(block) if letter in alphabet[:26])
        made += alphabet[bits]
    return made


def test_salesforce_ids_are_right_and_lead_somewhere(exports: dict[str, Export]) -> None:
    export = exports["salesforce"]
    prefixes = {
        "Account": "001", "User": "005", "Opportunity": "006", "OpportunityHistory": "008",
        "UserRole": "00E", "Task": "00T", "Event": "00U", "OpportunityContactRole": "00K",
        "Contact": "003", "Lead": "00Q", "OpportunityFieldHistory": "017",
    }  # fmt: skip
    ids: dict[str, set[str]] = {}
    for name, prefix in prefixes.items():
        keys = [row["Id"] for row in rows(export, name) if row["Id"]]
        assert all(len(key) == 18 and key.startswith(prefix) for key in keys), name
        assert all(check_digits(key[:15]) == key[15:] for key in keys[:500]), name
        ids[name] = set(keys)
        assert len(ids[name]) == len(keys) - sum(c - 1 for c in Counter(keys).values())
    folded = {key[:15].lower() for key in ids["Task"]}
    assert len(folded) < len(ids["Task"]), "some ids differ by case only, as real ones do"
    assert len({key.lower() for key in ids["Task"]}) == len(ids["Task"]), "but not all 18 letters"
    for reference in REFERENCES.split():
        name, column, target = reference.replace(">", ".").split(".")
        named = {row[column] for row in rows(export, name)} - {""}
        assert named, (name, column)
        assert named <= ids[target], (name, column)


def test_salesforce_quotes_everything_and_writes_utc(exports: dict[str, Export]) -> None:
    export = exports["salesforce"]
    line = (export.folder / "OpportunityHistory.csv").read_text(encoding="utf-8").splitlines()[1]
    assert all(cell.startswith('"') and cell.endswith('"') for cell in line.split(","))
    assert '""' in line
    for row in rows(export, "OpportunityHistory")[:50]:
        stamp = dt.datetime.strptime(row["CreatedDate"], "%Y-%m-%dT%H:%M:%S.000Z")  # noqa: DTZ007
        assert stamp.year in {2025, 2026}
        dt.date.fromisoformat(row["CloseDate"])


def test_owner_changes_stand_as_names_and_as_ids(exports: dict[str, Export], sim: Any) -> None:
    export = exports["salesforce"]
    found = rows(export, "OpportunityFieldHistory")
    names = {row["Id"]: row["Name"] for row in rows(export, "User")}
    assert len(found) == 2 * row_count(sim.tables["owner_changes"]) > 100
    for by_name, by_id in zip(found[::2], found[1::2], strict=True):
        assert (by_name["Field"], by_name["DataType"], by_id["DataType"]) == (
            "Owner",
            "Text",
            "EntityId",
        )
        for side in ("OldValue", "NewValue"):
            assert names[by_id[side]] == by_name[side]
        assert by_name["CreatedDate"] == by_id["CreatedDate"]


def test_the_same_deals_in_every_format(exports: dict[str, Export], sim: Simulation) -> None:
    """Amounts by outcome are the simulation's, whatever the format calls the columns."""
    outcome, amount = sim.words("deals", "outcome").text(), sim.numbers("deals", "amount")
    missing = set(dirty(sim, "missing_amount").tolist())
    twice = set(dirty(sim, "duplicate_row").tolist()) | set(dirty(sim, "blank_id").tolist())
    expected: Counter[str] = Counter()
    for deal, (word, value) in enumerate(zip(outcome.tolist(), amount.tolist(), strict=True)):
        expected[word] += (0 if deal in missing else value) * (2 if deal in twice else 1)
    for name, file, column, word_of in (
        ("salesforce", "Opportunity", "Amount", lambda r: _word(r["IsClosed"], r["IsWon"])),
        ("hubspot", "deals", "amount", lambda r: _word(r["hs_is_closed"], r["hs_is_closed_won"])),
        ("csv", "deals", "amount", lambda r: r["outcome"]),
    ):
        seen: Counter[str] = Counter()
        for row in rows(exports[name], file):
            seen[word_of(row)] += round(float(row[column] or 0) * 100)
        assert seen == expected, name


def _word(closed: str, won: str) -> str:
    return "won" if won == "true" else "lost" if closed == "true" else "open"


@pytest.mark.parametrize(
    ("name", "file", "key", "created", "close", "title"),
    [
        ("salesforce", "Opportunity", "Id", "CreatedDate", "CloseDate", "Name"),
        ("hubspot", "deals", "hs_object_id", "createdate", "closedate", "dealname"),
        ("csv", "deals", "deal_id", "created_at", "close_date", "deal_name"),
    ],
)
def test_dirt_is_where_the_truth_says(
    exports: dict[str, Export], sim: Simulation, *, name: str, file: str, key: str, created: str,
    close: str, title: str,
) -> None:  # fmt: skip
    found = rows(exports[name], file)
    twice, blank = dirty(sim, "duplicate_row"), dirty(sim, "blank_id")
    assert len(found) == row_count(sim.tables["deals"]) + len(twice) + len(blank)
    assert sum(not row[key] for row in found) == len(blank) > 0
    by_key = Counter(row[key] for row in found if row[key])
    keys = sorted(by_key) if name == "csv" else list(dict.fromkeys(r[key] for r in found if r[key]))
    assert sorted(k for k, n in by_key.items() if n == 2) == sorted(keys[d] for d in twice)
    rows_of = {row[key]: row for row in found if row[key]}
    bad = dirty(sim, "unreadable_date")
    assert len(bad) > 0
    for deal in range(len(keys)):
        readable = rows_of[keys[deal]][created][:2] == "20"
        assert readable == (deal not in set(bad.tolist()))
    past = array(sim.truth["dirt"], "close_on")
    for deal, day in zip(array(sim.truth["dirt"], "deal"), past, strict=True):
        if not np.isnat(day):
            assert rows_of[keys[deal]][close][:10] == str(day)
    odd = [rows_of[keys[d]][title] for d in dirty(sim, "odd_name")]
    assert any("\n" in text for text in odd)
    assert any(text.startswith("=") for text in odd)


def test_hubspot_history_ends_where_the_deals_are(exports: dict[str, Export]) -> None:
    export = exports["hubspot"]
    stage_now = {r["hs_object_id"]: r["dealstage"] for r in rows(export, "deals")}
    last = {row["deal_id"]: row["value"] for row in rows(export, "deal_stage_history")}
    assert all(stage_now[deal] == stage for deal, stage in last.items())
    owners = {r["hs_object_id"]: r["hubspot_owner_id"] for r in rows(export, "deals")}
    history = rows(export, "deal_property_history")
    final = {r["deal_id"]: r["value"] for r in history if r["property"] == "hubspot_owner_id"}
    assert all(owners[deal] == owner for deal, owner in final.items())
    assert {r["property"] for r in history} == {"hubspot_owner_id", "amount", "closedate"}
    chances = [float(r["probability"]) for r in rows(export, "deal_pipeline_stages")]
    assert chances[-2:] == [1.0, 0.0]
    assert all(0 <= chance <= 1 for chance in chances)


def test_targets_add_up_and_are_nowhere_twice(exports: dict[str, Export]) -> None:
    for name in ("hubspot", "csv"):
        sums: dict[tuple[str, str], int] = Counter()
        for row in rows(exports[name], "targets"):
            kind = "person" if row["person"] else "team" if row["team"] else "company"
            sums[kind, row["period"]] += int(row["amount"])
        for period in {p for _, p in sums}:
            assert sums["person", period] == sums["team", period] == sums["company", period]
    crm = rows(exports["salesforce"], "targets")
    assert not any(row["person"] for row in crm)
    quota = sum(
        round(float(r["QuotaAmount"])) for r in rows(exports["salesforce"], "ForecastingQuota")
    )
    assert quota == sum(int(row["amount"]) for row in crm if row["team"])


def test_team_names_people_the_export_knows(exports: dict[str, Export]) -> None:
    known = {row["Name"] for row in rows(exports["salesforce"], "User")}
    for row in rows(exports["salesforce"], "team"):
        assert {row["person"], row["manager"]} - {""} <= known
        assert row["from"]
    assert {r["person"] for r in rows(exports["csv"], "submissions")} <= known


@pytest.mark.parametrize("name", ["salesforce", "hubspot", "csv"])
def test_the_truth_is_never_imported(exports: dict[str, Export], name: str, odd_path: Path) -> None:
    found, _ = find_sources(exports[name].folder, odd_path)
    files = {source.file for source in found}
    assert files == {file for file in exports[name].row_counts if not file.startswith("truth/")}


def test_a_full_folder_is_left_alone(sim: Simulation, odd_path: Path) -> None:
    (odd_path / "mine.txt").write_text("keep")
    with pytest.raises(ConflictError, match="not empty"):
        write_export(sim, odd_path)
    assert [p.name for p in odd_path.iterdir()] == ["mine.txt"]
