"""Known exports: told by their headers, in API names, names of synchronisations and labels."""

from __future__ import annotations

import pytest
from tests.lake.readers.conftest import fields
from tests.lake.readers.exports import text
from tests.lake.readers.salesforce_objects import SALESFORCE

from fairlead.lake.readers.formats import KNOWN, plain
from fairlead.lake.readers.vocabulary import TARGETS


def _values(header):
    dates = {"Date", "StartDate", "CloseDate", "CreatedDate", "SystemModstamp", "DateTime"}

    def one(name, i):
        if any(name.endswith(d) for d in dates):
            return f"2026-0{i + 1}-02T10:00:00.000Z"
        if name.startswith(("Is", "is_")):
            return "false"
        amounts = ("Amount", "Percentage", "Order", "Seconds", "Minutes", "Rate", "Probability")
        return str(10 + i) if name.endswith(amounts) else f"{name}{i}"

    return [[one(name, i) for name in header] for i in range(3)]


def _snake(name):
    import re

    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize("style", ["api", "snake", "renamed"])
def test_salesforce_objects(style, write, reading, place):
    for name, (header, _, _) in SALESFORCE.items():
        if style == "renamed" and name == "Case":
            continue  # objects Fairlead does not use are told by their file name
        columns = header.split(",")
        shown = [_snake(c) for c in columns] if style == "snake" else columns
        stem = {"api": name, "snake": f"sf_{_snake(name)}_data", "renamed": f"export {name[::-1]}"}
        write(f"{style}/{stem[style]}.csv", text(shown, _values(columns)))
    for table in reading(place / style).tables:
        stem = table.mapping.file.removesuffix(".csv")
        name = next(
            n for n in SALESFORCE if stem in {n, f"sf_{_snake(n)}_data", f"export {n[::-1]}"}
        )
        _, target, expected = SALESFORCE[name]
        assert (name, table.mapping.format, table.mapping.target) == (name, "salesforce", target)
        got = fields(table)
        turned = {
            f: _snake(c) if style == "snake" and not c.startswith("=") else c
            for f, c in expected.items()
        }
        assert {f: got.get(f) for f in turned} == turned
        assert table.mapping.confidence == 1.0
        assert table.mapping.reason


def test_salesforce_types_and_kinds(write, reading):
    header = SALESFORCE["Opportunity"][0].split(",")
    rows = _values(header)
    for row, kind in zip(rows, ["Existing Customer - Upgrade", "Renewal", "Neukunde"], strict=True):
        row[header.index("Type")] = kind
    (table,) = reading(write("Opportunity.csv", text(header, rows))).tables
    values = table.mapping.of("type").options["values"]
    assert values["Existing Customer - Upgrade"] == "expansion"
    assert values["Renewal"] == "renewal"
    assert values["New Customer"] == values["Neukunde"] == "new_business"


def test_task_done_time_is_used_only_where_it_is_filled(write, reading):
    header = ["Id", "WhatId", "Status", "CompletedDateTime", "ActivityDate", "OwnerId"]
    rows = [[i, "006", "Done", "", f"2026-01-0{i}", "005"] for i in range(1, 9)]
    (table,) = reading(write("Task.csv", text(header, rows))).tables
    assert fields(table)["occurred_at"] == "ActivityDate"
    for row in rows:
        row[3] = "2026-01-01T10:00:00Z"
    (table,) = reading(write("Task.csv", text(header, rows))).tables
    assert fields(table)["occurred_at"] == "CompletedDateTime"


def test_hubspot_label_export(write, reading):
    header = [
        "Record ID",
        "Deal Name",
        "Deal Stage",
        "Close Date",
        "Deal owner",
        "Amount",
        "Create Date",
        "Pipeline",
        "Deal Type",
        "Closed Lost Reason",
        "Currency",
        "Next step",
        "Associated Company",
        "Is Closed Won",
    ]
    rows = [
        [
            1000 + i,
            f"Deal {i}",
            "Closed Won",
            "2026-01-31 10:15",
            "Ada North",
            "1000",
            "2025-12-01",
            "Sales Pipeline",
            "New Business",
            "",
            "EUR",
            "",
            "Acme",
            "true",
        ]
        for i in range(5)
    ]
    (table,) = reading(write("hubspot-crm-exports-all-deals.csv", text(header, rows))).tables
    assert (table.mapping.format, table.mapping.target) == ("hubspot", "opportunities")
    assert fields(table) == {
        "id": "Record ID",
        "name": "Deal Name",
        "stage": "Deal Stage",
        "close_on": "Close Date",
        "closed_at": "Close Date",
        "owner": "Deal owner",
        "amount": "Amount",
        "created_at": "Create Date",
        "pipeline": "Pipeline",
        "type": "Deal Type",
        "lost_reason": "Closed Lost Reason",
        "currency": "Currency",
        "next_step": "Next step",
        "account": "Associated Company",
        "is_won": "Is Closed Won",
    }
    assert table.mapping.of("type").options["values"]["New Business"] == "new_business"


def test_hubspot_property_names(write, reading):
    header = [
        "hs_object_id",
        "dealname",
        "dealstage",
        "pipeline",
        "amount",
        "closedate",
        "createdate",
        "hubspot_owner_id",
        "dealtype",
        "hs_is_closed_won",
        "hs_is_closed",
        "deal_currency_code",
        "hs_lastmodifieddate",
    ]
    rows = [
        [
            i,
            "D",
            "closedwon",
            "default",
            5,
            "2026-01-01T00:00:00Z",
            "2025-01-01T00:00:00Z",
            7,
            "existingbusiness",
            "true",
            "true",
            "EUR",
            "2026-01-01T00:00:00Z",
        ]
        for i in range(3)
    ]
    (table,) = reading(write("deals.csv", text(header, rows))).tables
    got = fields(table)
    assert table.mapping.format == "hubspot"
    assert (got["id"], got["owner"], got["stage"]) == (
        "hs_object_id",
        "hubspot_owner_id",
        "dealstage",
    )
    assert table.mapping.of("type").options["values"]["existingbusiness"] == "expansion"


@pytest.mark.parametrize(
    ("name", "header", "row", "target", "expected"),
    [
        (
            "owners.csv",
            "id,email,firstName,lastName,userId,type,archived",
            "1,a@x.org,Ada,North,9,PERSON,false",
            "people",
            {"id": "id", "other_id": "userId", "is_active": "archived", "is_queue": "type"},
        ),
        (
            "stages.csv",
            "pipeline_id,stage_id,label,display_order,probability,is_closed,closed_won",
            "p,s,Demo,1,0.4,false,false",
            "stages",
            {"stage": "stage_id", "pipeline": "pipeline_id"},
        ),
        (
            "calls.csv",
            "id,hs_timestamp,hs_call_duration,hs_call_disposition,hubspot_owner_id",
            "1,2026-01-01T10:00:00Z,60000,x,7",
            "activities",
            {"duration": "hs_call_duration", "kind": "=call", "person": "hubspot_owner_id"},
        ),
        (
            "companies.csv",
            "Record ID,Company name,Create Date,Industry,Country/Region",
            "1,Acme,2026-01-01,Steel,Norway",
            "accounts",
            {
                "id": "Record ID",
                "name": "Company name",
                "industry": "Industry",
                "region": "Country/Region",
            },
        ),
        (
            "contacts.csv",
            "Record ID,First Name,Last Name,Email,Job Title,Create Date",
            "1,Ada,North,a@x.org,CEO,2026-01-01",
            "contacts",
            {"id": "Record ID", "title": "Job Title"},
        ),
    ],
)
def test_hubspot_tables(*, name, header, row, target, expected, write, reading, place):
    write(f"x/{name}", f"{header}\n{row}\n")
    write("x/deals.csv", "Record ID,Deal Name,Deal Stage\n1,A,Demo\n")
    tables = {t.mapping.file: t for t in reading(place / "x").tables}
    table = tables[name]
    assert (table.mapping.format, table.mapping.target) == ("hubspot", target)
    got = fields(table)
    assert {f: got.get(f) for f in expected} == expected


def test_archived_is_the_opposite_of_active(write, reading, place):
    write("x/owners.csv", "id,email,firstName,lastName,userId,archived\n1,a@x.org,A,N,9,false\n")
    write("x/deals.csv", "Record ID,Deal Name,Deal Stage\n1,A,Demo\n")
    owners = next(t for t in reading(place / "x").tables if t.mapping.target == "people")
    assert owners.mapping.of("is_active").options["values"] == {"true": "false", "false": "true"}


@pytest.mark.parametrize(
    "header",
    [
        "case:concept:name,concept:name,time:timestamp,org:resource,lifecycle:transition",
        "Case ID,Activity,Complete Timestamp,Resource,Lifecycle",
        "case_id,event,timestamp,user,transition",
        "CaseID,Activity,Timestamp,Resource,Lifecycle:Transition",
    ],
)
def test_event_logs(header, write, reading):
    rows = "".join(f"{i // 3},Step {i % 3},2026-01-01T10:00:0{i}Z,Ada,complete\n" for i in range(9))
    (table,) = reading(write("log.csv", f"{header}\n{rows}")).tables
    names = header.split(",")
    assert (table.mapping.format, table.mapping.target) == ("event_log", "event_log")
    assert list(fields(table).values()) == names


def test_own_small_files(write, reading, place):
    write(
        "team.csv",
        "person,manager,team,territory,role,from,to\n"
        "Cleo Reyes,Ben North,North,Nordics,rep,2026-01-01,\n",
    )
    write(
        "targets.csv", "person,team,measure,period,amount,currency\n,North,bookings,2026-Q1,5,EUR\n"
    )
    write(
        "trainings.csv",
        "training,person,competency,start_group,started_on,ended_on,chosen_by\n"
        "Demo,Cleo Reyes,demo,1,2026-02-01,,random\n",
    )
    write(
        "submissions.csv",
        "person,period,submitted_at,category,amount,currency\n"
        "Ben North,2026-Q1,2026-01-05T09:00:00Z,commit,5,EUR\n",
    )
    tables = {t.mapping.file: t for t in reading(place).tables}
    assert {f: t.mapping.target for f, t in tables.items()} == {
        "team.csv": "people",
        "targets.csv": "targets",
        "trainings.csv": "trainings",
        "submissions.csv": "submissions",
    }
    assert all(t.mapping.format == "fairlead" for t in tables.values())
    assert fields(tables["team.csv"])["name"] == "person"
    assert all(not t.mapping.unmapped for t in tables.values())


@pytest.mark.parametrize(
    ("person", "field"), [("cleo@x.org", "email"), ("Cleo Reyes", "name"), ("0053t00000A1", "id")]
)
def test_people_of_team_file_by_name_mail_or_id(person, field, write, reading):
    (table,) = reading(write("team.csv", f"person,manager,team\n{person},Ben,North\n")).tables
    assert fields(table)[field] == "person"


def test_every_declaration_speaks_the_vocabulary():
    for known in KNOWN:
        assert known.needs, known.what
        for need in known.needs:
            assert all(option == plain(option) for option in need.split("|")), (known.what, need)
        if known.target == "ignore":
            assert known.reason
            continue
        target = TARGETS[known.target]
        names = {f.name for f in target.fields}
        given = set(known.fields) | set(known.constants)
        assert given <= names, known.what
        assert {f.name for f in target.fields if f.required} <= given, known.what
        assert set(known.options) <= given, known.what
        for headers in known.fields.values():
            assert all(header == plain(header) for header in headers), known.what
