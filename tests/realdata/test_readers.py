"""Readers on real exports: every table recognised, every column with its meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairlead.errors import ImportFileError
from fairlead.lake.readers import MappedTable, Reading, mapping_from_yaml, mapping_to_yaml, read

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is absent"),
]


@pytest.fixture(scope="module")
def readings(tmp_path_factory):
    done: dict[str, Reading] = {}

    def get(name: str) -> Reading:
        if name not in done:
            done[name] = read(DATA / name, tmp_path_factory.mktemp("staging ü #1"))
        return done[name]

    return get


def tables(reading: Reading) -> dict[str, MappedTable]:
    return {t.mapping.file: t for t in reading.tables}


def fields(table: MappedTable) -> dict[str, str | None]:
    return {c.field: c.column for c in table.mapping.columns}


def test_maven(readings):
    found = tables(readings("maven_crm"))
    pipeline = found["sales_pipeline.csv"]
    assert (pipeline.mapping.target, pipeline.raw.row_count) == ("opportunities", 8800)
    assert fields(pipeline) == {
        "id": "opportunity_id",
        "owner": "sales_agent",
        "product": "product",
        "account": "account",
        "stage": "deal_stage",
        "outcome": "deal_stage",
        "created_at": "engage_date",
        "close_on": "close_date",
        "closed_at": "close_date",
        "amount": "close_value",
    }
    outcome = pipeline.mapping.of("outcome").options
    assert outcome == {"values": {"Won": "won", "Lost": "lost"}, "default": "open"}
    team = found["sales_teams.csv"]
    assert (team.mapping.target, team.raw.row_count) == ("people", 35)
    assert fields(team) == {
        "name": "sales_agent",
        "manager": "manager",
        "territory": "regional_office",
    }
    accounts = fields(found["accounts.csv"])
    assert accounts["id"] == accounts["name"] == "account"
    assert (accounts["industry"], accounts["region"]) == ("sector", "office_location")
    assert found["products.csv"].mapping.target == "products"
    assert fields(found["products.csv"])["id"] == "product"
    assert readings("maven_crm").findings == ()


def test_dynamics(readings):
    found = tables(readings("dynamics_sample"))
    deals = found["Opportunities.csv"]
    assert (deals.mapping.target, deals.raw.row_count) == ("opportunities", 20000)
    expected = {
        "id": "OpportunitySeq",
        "owner": "SystemUserSeq",
        "created_at": "Opportunity Created On",
        "close_on": "CloseDate",
        "outcome": "Status",
        "stage": "PipelineStep",
        "amount": "Value",
        "product": "Product Name",
        "source_channel": "Campaign Name",
        "account": "AccountSeq",
        "name": "Topic",
    }
    got = fields(deals)
    assert {f: got.get(f) for f in expected} == expected
    assert deals.mapping.of("outcome").options["values"] == {"Won": "won", "Lost": "lost"}
    assert found["Owners.csv"].mapping.target == "people"
    assert fields(found["Owners.csv"]) == {
        "id": "SystemUserSeq",
        "name": "Sales owner",
        "manager": "Manager",
    }
    assert found["Products.csv"].mapping.target == "products"
    assert found["Campaigns.csv"].mapping.target == "ignore"
    assert [s.file for s in readings("dynamics_sample").skipped] == ["LICENSE"]


def test_adventureworks(readings):
    found = tables(readings("adventureworks"))
    assert {f: t.mapping.target for f, t in found.items()} == {
        "Region.csv": "ignore",
        "Sales.csv": "order_lines",
        "Salesperson.csv": "people",
        "SalespersonRegion.csv": "ignore",
        "Targets.csv": "targets",
    }
    sales = fields(found["Sales.csv"])
    assert sales == {
        "id": "SalesOrderNumber",
        "closed_at": "OrderDate",
        "owner": "EmployeeKey",
        "account": "ResellerKey",
        "product": "ProductKey",
        "amount": "Sales",
        "segment": "SalesTerritoryKey",
    }
    people = fields(found["Salesperson.csv"])
    assert (people["id"], people["other_id"]) == ("EmployeeKey", "EmployeeID")
    assert (people["name"], people["email"], people["role"]) == ("Salesperson", "UPN", "Title")
    targets = fields(found["Targets.csv"])
    assert targets == {"person": "EmployeeID", "period": "TargetMonth", "amount": "TargetAmount"}
    assert found["Targets.csv"].mapping.of("period").options == {"formats": ["%Y/%m/%d"]}
    assert found["Sales.csv"].raw.row_count == 57851


def test_itschool(readings):
    found = tables(readings("itschool_crm"))
    deals = found["deals.xlsx#Deals"]
    assert (deals.mapping.target, deals.raw.row_count) == ("opportunities", 22129)
    expected = {
        "id": "Id",
        "owner": "Deal Owner Name",
        "contact": "Contact Name",
        "created_at": "Created Time",
        "close_on": "Closing Date",
        "closed_at": "Closing Date",
        "stage": "Stage",
        "outcome": "Stage",
        "lost_reason": "Lost Reason",
        "amount": "Offer Total Amount",
        "product": "Product",
        "source_channel": "Source",
    }
    got = fields(deals)
    assert {f: got.get(f) for f in expected} == expected
    assert deals.mapping.of("outcome").options == {
        "values": {"Payment Done": "won", "Lost": "lost"},
        "default": "open",
    }
    assert deals.mapping.of("created_at").options == {"formats": ["%d.%m.%Y %H:%M"]}
    assert deals.mapping.of("amount").options["decimal"] == ","
    assert deals.mapping.of("currency").constant == "EUR"
    assert {f.code for f in deals.raw.findings} == {"error_cells", "digits_lost"}
    calls = found["calls.parquet"]
    assert (calls.mapping.target, calls.raw.row_count) == ("activities", 95874)
    got = fields(calls)
    assert (got["contact"], got["person"]) == ("CONTACTID", "Call Owner Name")
    assert (got["occurred_at"], got["kind"]) == ("Call Start Time", "Call Type")
    assert calls.mapping.of("duration").options == {"unit": "s"}
    assert set(calls.mapping.of("kind").options["values"].values()) == {"call"}
    contacts = found["contacts.xlsx#Contacts"]
    assert (contacts.mapping.target, contacts.raw.row_count) == ("contacts", 18548)
    assert fields(contacts) == {"id": "Id"}


def test_leftover_rows_of_a_sheet_are_kept_for_conform_to_put_aside(readings):
    import pyarrow.parquet as pq

    raw = tables(readings("itschool_crm"))["deals.xlsx#Deals"].raw
    ids = pq.read_table(str(raw.staged), columns=["Id", "__line"])
    assert ids.column("Id").null_count == 536
    assert ids.column("__line").to_pylist() == list(range(2, 22131))


def test_bpic2012(readings):
    (table,) = readings("bpic2012").tables
    assert (table.mapping.format, table.mapping.target) == ("event_log", "event_log")
    assert table.raw.row_count == 262_200
    assert fields(table) == {
        "case": "case:concept:name",
        "label": "concept:name",
        "occurred_at": "time:timestamp",
        "resource": "org:resource",
        "lifecycle": "lifecycle:transition",
        "amount": "case:AMOUNT_REQ",
        "created_at": "case:REG_DATE",
    }


def test_fixtures_of_synchronisations(readings):
    found = {t.mapping.file.split("/")[-1]: t for t in readings("crm_fixtures").tables}
    assert {f: (t.mapping.format, t.mapping.target) for f, t in found.items()} == {
        "company_data.csv": ("hubspot", "accounts"),
        "contact_data.csv": ("hubspot", "contacts"),
        "deal_data.csv": ("hubspot", "opportunities"),
        "deal_pipeline_data.csv": ("hubspot", "pipelines"),
        "deal_pipeline_stage_data.csv": ("hubspot", "stages"),
        "deal_property_history_data.csv": ("hubspot", "field_history"),
        "deal_stage_data.csv": ("hubspot", "stage_history"),
        "engagement_meeting_data.csv": ("hubspot", "activities"),
        "owner_data.csv": ("hubspot", "people"),
        "sf_account_data.csv": ("salesforce", "accounts"),
        "sf_account_history_data.csv": ("salesforce", "ignore"),
        "sf_contact_data.csv": ("salesforce", "contacts"),
        "sf_contact_history_data.csv": ("salesforce", "ignore"),
        "sf_event_data.csv": ("salesforce", "activities"),
        "sf_lead_data.csv": ("salesforce", "prospects"),
        "sf_opportunity_data.csv": ("salesforce", "opportunities"),
        "sf_opportunity_history_data.csv": ("salesforce", "stage_history"),
        "sf_opportunity_line_item_data.csv": ("salesforce", "deal_lines"),
        "sf_order_data.csv": ("salesforce", "ignore"),
        "sf_product_2_data.csv": ("salesforce", "products"),
        "sf_task_data.csv": ("salesforce", "activities"),
        "sf_user_data.csv": ("salesforce", "people"),
        "sf_user_role_data.csv": ("salesforce", "roles"),
    }
    history = fields(found["sf_opportunity_history_data.csv"])
    assert (history["opportunity"], history["occurred_at"]) == ("id", "_fivetran_start")
    stages = fields(found["deal_stage_data.csv"])
    assert (stages["stage"], stages["occurred_at"]) == ("value", "date_entered")
    assert fields(found["deal_property_history_data.csv"])["field"] == "name"
    assert fields(found["sf_task_data.csv"])["related"] == "what_id"
    assert fields(found["sf_opportunity_data.csv"])["is_deleted"] == "is_deleted"
    assert all(t.mapping.reason for t in found.values())


@pytest.mark.parametrize("name", ["police_training", "did"])
def test_what_is_no_sales_data_is_refused_with_its_columns(name, tmp_path):
    with pytest.raises(ImportFileError) as error:
        read(DATA / name, tmp_path / "staging ü #1")
    assert error.value.exit_code == 2
    assert "Columns seen" in error.value.message


@pytest.mark.parametrize(
    "name", ["maven_crm", "dynamics_sample", "adventureworks", "itschool_crm", "crm_fixtures"]
)
def test_mapping_files_there_and_back(name, readings):
    reading = readings(name)
    assert mapping_from_yaml(mapping_to_yaml(reading), reading) == tuple(
        t.mapping for t in reading.tables
    )


@pytest.mark.parametrize(
    "name", ["maven_crm", "dynamics_sample", "adventureworks", "itschool_crm", "crm_fixtures"]
)
def test_every_record_is_staged_and_no_doubt_is_silent(name, readings):
    reading = readings(name)
    doubted = " ".join(f.detail for f in reading.findings if f.code == "mapping_doubtful")
    for table in reading.tables:
        assert table.raw.unreadable == ()
        for column in table.mapping.columns:
            assert column.confidence >= 0.6 or f"{column.field} from {column.column}" in doubted


@pytest.mark.slow
def test_bpic2012_as_xes_is_stored_as_its_csv_is(tmp_path):
    """Every stored table is equal, but for the file and line a deal came from."""
    import csv
    import gzip

    from tests.lake.readers.xes_logs import xes
    from tests.refresh.company import contents, take

    from fairlead.lake.store.workspace import Workspace

    plain = DATA / "bpic2012" / "events.csv.gz"
    with gzip.open(plain, "rt", newline="") as stream:
        rows = list(csv.DictReader(stream))
    packed = tmp_path / "BPI_Challenge_2012.xes.gz"
    packed.write_bytes(gzip.compress(xes(rows).encode(), 1))
    stored = []
    for name, path in (("csv", plain), ("xes", packed)):
        done = take(tmp_path / name, path)
        assert [(a.rows, a.put_aside) for a in done.accounts] == [(262_200, 0)]
        tables = contents(Workspace(tmp_path / name))
        from fairlead.facts import OPPORTUNITIES

        places = [OPPORTUNITIES.names.index(column) for column in ("file", "line")]
        tables["opportunities"] = [
            tuple(value for i, value in enumerate(row) if i not in places)
            for row in tables["opportunities"]
        ]
        stored.append({name: sorted(map(repr, found)) for name, found in tables.items()})
    assert stored[0] == stored[1]
    assert len(stored[0]["opportunities"]) == 13_087
    assert len(stored[0]["activities"]) > 60_000
