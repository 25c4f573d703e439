"""A HubSpot export with property history, leads and goals: what is stored of it, in full."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.lake.formats.stored import bring, table

FILES: dict[str, list[Any]] = {
    "owners.csv": [
        "id email firstName lastName userId type archived".split(),
        ("501", "ada@example.org", "Ada", "North", "901", "PERSON", "false"),
        ("502", "ben@example.org", "Ben", "Ito", "902", "PERSON", "false"),
    ],
    "deal_pipelines.csv": [
        "pipeline_id label display_order".split(),
        ("p1", "Sales", "0"),
    ],
    "deal_pipeline_stages.csv": [
        "pipeline_id stage_id label display_order probability is_closed".split(),
        ("p1", "s1", "Demo", "0", "0.2", "false"),
        ("p1", "s2", "Won", "1", "1.0", "true"),
        ("p1", "s3", "Lost", "2", "0.0", "true"),
    ],
    "deals.csv": [
        "hs_object_id dealname dealstage pipeline amount deal_currency_code closedate createdate "
        "hubspot_owner_id hs_created_by_user_id dealtype hs_is_closed hs_is_closed_won "
        "closed_lost_reason hs_lastmodifieddate hs_manual_forecast_category".split(),
        ("1", "One", "s2", "p1", "900", "EUR", "2026-10-02T08:00:00Z", "2026-09-01T08:00:00Z",
         "502", "901", "newbusiness", "true", "true", "", "2026-10-02T08:00:00Z", "COMMIT"),
        ("2", "Two", "s3", "p1", "100", "EUR", "2026-10-03T08:00:00Z", "2026-09-02T08:00:00Z",
         "501", "901", "existingbusiness", "true", "false", "Price", "2026-10-03T08:00:00Z", ""),
    ],
    "deal_property_history.csv": [
        "deal_id name value timestamp updated_by_user_id source".split(),
        ("1", "dealstage", "s1", "2026-09-01T08:00:00Z", "901", "CRM_UI"),
        ("1", "dealstage", "s2", "2026-10-02T08:00:00Z", "902", "CRM_UI"),
        ("1", "amount", "700", "2026-09-01T08:00:00Z", "901", "CRM_UI"),
        ("1", "amount", "900", "2026-09-10T08:00:00Z", "902", "CRM_UI"),
        ("1", "hubspot_owner_id", "503", "2026-09-01T08:00:00Z", "901", "CRM_UI"),
        ("1", "hubspot_owner_id", "502", "2026-09-05T08:00:00Z", "901", "CRM_UI"),
        ("1", "hs_manual_forecast_category", "PIPELINE", "2026-09-01T08:00:00Z", "901", "CRM_UI"),
        ("1", "hs_manual_forecast_category", "COMMIT", "2026-09-12T08:00:00Z", "902", "CRM_UI"),
        ("1", "closedate", "2026-12-31T00:00:00Z", "2026-09-01T08:00:00Z", "901", "CRM_UI"),
        ("1", "closedate", "2026-10-02T08:00:00Z", "2026-10-02T08:00:00Z", "902", "CRM_UI"),
    ],
    "leads.csv": [
        "hs_object_id hs_lead_name hs_lead_label hs_lead_type hubspot_owner_id hs_createdate "
        "hs_created_by_user_id associated_deal_id".split(),
        ("71", "A", "HOT", "NEW BUSINESS", "502", "2026-08-01T08:00:00Z", "901", "1"),
        ("72", "B", "COLD", "NEW BUSINESS", "501", "2026-08-02T08:00:00Z", "901", ""),
    ],
    "goals.csv": [
        "hs_object_id hs_target_amount hs_start_datetime hs_end_datetime hubspot_owner_id".split(),
        ("81", "5000", "2026-10-01T00:00:00Z", "2026-12-31T23:59:59Z", "502"),
    ],
    "deal_contacts.csv": [
        "deal_id contact_id label".split(),
        ("1", "61", "Decision maker"),
        ("1", "61", "Champion"),
    ],
}  # fmt: skip


def test_hubspot(tmp_path: Path) -> None:
    home, _result = bring(tmp_path, FILES)
    ada, ben = "Ada North", "Ben Ito"
    columns = ("source_key", "created_by", "owner_id", "amount", "outcome", "type", "lost_reason")
    assert table(home, "opportunities", *columns) == [
        ("1", ada, ben, 90000, "won", "new_business", None),
        ("2", ada, ada, 10000, "lost", "expansion", "Price"),
    ]
    assert table(home, "stage_changes") == [
        ("1", "2026-09-01 08:00", None, "s1", ada, 1),
        ("1", "2026-10-02 08:00", "s1", "s2", ben, 1),
    ]
    assert table(home, "field_changes") == [
        ("1", "2026-09-05 08:00", "owner_id", "503", ben, 1),  # gone, and still somebody
        ("1", "2026-09-10 08:00", "amount", "70000", "90000", 1),
        ("1", "2026-09-12 08:00", "forecast_category", "PIPELINE", "COMMIT", 1),
        ("1", "2026-10-02 08:00", "close_on", "2026-12-31", "2026-10-02", 1),
    ]
    lead = ("source_key", "created_at", "created_by", "owner_id", "status", "opportunity_id")
    assert table(home, "prospects", *lead) == [
        ("71", "2026-08-01 08:00", ada, ben, "HOT", "1"),
        ("72", "2026-08-02 08:00", ada, ada, "COLD", None),
    ]
    assert table(home, "targets", "person_id", "measure", "from_on", "to_on", "amount") == [
        (ben, "bookings", "2026-10-01", "2027-01-01", 500000),
    ]
    assert table(home, "contact_roles", "opportunity_id", "role") == [
        ("1", "Champion"),
        ("1", "Decision maker"),
    ]
