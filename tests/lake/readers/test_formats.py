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


OTHERS = {
    "pipedrive": (
        "deals-1.csv",
        (
            "Deal - ID,Deal - Title,Deal - Owner,Deal - Value,Deal - Currency of Value,"
            "Deal - Organization,Deal - Stage,Deal - Status,Deal - Pipeline,Deal - Deal created,"
            "Deal - Expected close date,Deal - Lost reason"
        ),
        "1,T,Ada North,5,EUR,Acme,Demo,Won,Sales,2026-01-01 09:00:00,2026-02-01,",
        {"id": "Deal - ID", "stage": "Deal - Stage", "outcome": "Deal - Status"},
    ),
    "dynamics": (
        "opportunity.csv",
        (
            "opportunityid,name,_customerid_value,_ownerid_value,estimatedvalue,estimatedclosedate,"
            "actualclosedate,statecode,stepname,createdon,modifiedon"
        ),
        "a-1,T,c,u,5,2026-02-01,,1,2-Develop,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z",
        {"owner": "_ownerid_value", "outcome": "statecode", "closed_at": "actualclosedate"},
    ),
    "zoho": (
        "Deals_001.csv",
        (
            "Record Id,Deal Owner.id,Deal Owner,Amount,Deal Name,Closing Date,Account Name,Stage,"
            "Created Time,Modified Time"
        ),
        "zcrm_1,zcrm_2,Ada North,5,T,2026-02-01,Acme,Closed Won,2026-01-01,2026-01-01",
        {"id": "Record Id", "owner": "Deal Owner.id", "close_on": "Closing Date"},
    ),
    "odoo": (
        "crm.lead.csv",
        "External ID,Opportunity,Salesperson,Stage,Expected Revenue,Probability,Created on",
        "crm_1,T,Ada North,Won,5,100.0,2026-01-01 09:00:00",
        {"id": "External ID", "name": "Opportunity", "outcome": "Probability"},
    ),
}


@pytest.mark.parametrize("name", list(OTHERS))
def test_other_crms(name, write, reading):
    file, header, row, expected = OTHERS[name]
    (table,) = reading(write(file, f"{header}\n{row}\n")).tables
    assert (table.mapping.format, table.mapping.target) == (name, "opportunities")
    got = fields(table)
    assert {f: got.get(f) for f in expected} == expected
    if name in {"pipedrive", "dynamics", "odoo"}:
        assert "won" in table.mapping.of("outcome").options["values"].values()
