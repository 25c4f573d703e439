"""HubSpot: property names, names of synchronisations, labels, and stage dates as a history."""

from __future__ import annotations

import pytest
from tests.lake.readers.conftest import fields, rows
from tests.lake.readers.exports import text

from fairlead.lake.readers import mapping_from_yaml, mapping_to_yaml


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


STAGED = """Record ID,Deal Name,Deal Stage,{0},{1},{2}
1,A,Closed Won,2026-01-01 10:00,,2026-01-09 09:30
2,B,Demo,,2026-01-05 10:00,
"""
LABELS = (
    'Date entered ""Lead (Sales Pipeline)""',
    'Date entered ""Demo (Sales Pipeline)""',
    'Entered ""Closed Won"" stage',
)


@pytest.mark.parametrize(
    ("headers", "stages"),
    [
        ([f'"{label}"' for label in LABELS], ["Lead", "Closed Won", "Demo"]),
        (
            ["hs_v2_date_entered_1", "hs_date_entered_demo", "property_hs_date_entered_closedwon"],
            ["1", "closedwon", "demo"],
        ),
    ],
)
def test_hubspot_stage_dates_become_a_history(headers, stages, write, reading):
    read = reading(write("deals.csv", STAGED.format(*headers)))
    deals, history = read.tables
    assert deals.mapping.target == "opportunities"
    assert (history.mapping.file, history.mapping.target) == (
        "deals.csv#stage dates",
        "stage_history",
    )
    entered = sorted(
        (r["Deal id"], r["Date entered"], r["Stage entered"], r["__line"])
        for r in rows(history.raw)
    )
    assert entered == [
        ("1", "2026-01-01 10:00", stages[0], 2),
        ("1", "2026-01-09 09:30", stages[1], 2),
        ("2", "2026-01-05 10:00", stages[2], 3),
    ]
    assert mapping_from_yaml(mapping_to_yaml(read), read)[1] == history.mapping


def test_stage_dates_give_way_to_a_real_history(write, reading, place):
    write("x/deals.csv", STAGED.format(*(f'"{label}"' for label in LABELS)))
    write("x/deal_stage.csv", "deal_id,value,date_entered\n1,Lead,2026-01-01\n")
    got = {t.mapping.file: t.mapping.target for t in reading(place / "x").tables}
    assert got["deals.csv#stage dates"] == "ignore"
    assert got["deal_stage.csv"] == "stage_history"
