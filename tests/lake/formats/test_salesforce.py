"""A Salesforce data export with every history, plan and setting: what is stored of it, in full."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.lake.formats.stored import bring, table
from tests.refresh.company import take, write_csv

from fairlead.lake.conform.keys import salesforce_id

ADA, BEN, CLEO, DAN, EVE, GUS = (salesforce_id(f"00500000000000{n}") for n in "ABCDEF")
NAMES = dict(zip((ADA, BEN, CLEO, DAN, EVE, GUS), "Ada Ben Cleo Dan Eve Gus".split(), strict=True))
D1, D2 = (salesforce_id(f"00600000000000{n}") for n in "12")
L1, L2, L3 = (salesforce_id(f"00Q00000000000{n}") for n in "123")
TOP, NORTH, REPS, SDRS = (salesforce_id(f"00E00000000000{n}") for n in "1234")
C1, C2 = (salesforce_id(f"00300000000000{n}") for n in "12")
P1, P2 = (salesforce_id(f"02600000000000{n}") for n in "12")
REVENUE, OVERLAY = (salesforce_id(f"14900000000000{n}") for n in "12")

DEAL = (
    "Id IsDeleted Name StageName Amount CloseDate IsClosed IsWon OwnerId CreatedDate CreatedById "
    "ContactId CurrencyIsoCode ForecastCategoryName LeadSource SystemModstamp"
).split()
FILES: dict[str, list[Any]] = {
    "User.csv": [
        "Id Name Email IsActive ManagerId UserRoleId Title".split(),
        (ADA, "Ada", "ada@example.org", "true", "", TOP, "Head of sales"),
        (BEN, "Ben", "ben@example.org", "true", "", NORTH, "Manager"),
        (CLEO, "Cleo", "cleo@example.org", "true", "", REPS, "Rep"),
        (DAN, "Dan", "dan@example.org", "true", ADA, REPS, "Rep"),
        (EVE, "Eve", "eve@example.org", "true", "", SDRS, "SDR"),
    ],
    "UserRole.csv": [
        "Id Name ParentRoleId ForecastUserId DeveloperName".split(),
        (TOP, "Sales", "", "", "Sales"),
        (NORTH, "North", TOP, BEN, "North"),
        (REPS, "Reps", NORTH, "", "Reps"),
        (SDRS, "SDRs", REPS, "", "SDRs"),
    ],
    "Opportunity.csv": [
        DEAL,
        (D1, "false", "One", "Closed Won", "900", "2026-10-20", "true", "true", DAN,
         "2026-09-01T08:00:00.000Z", EVE, C1, "EUR", "Closed", "Web", "2026-10-20T10:00:00.000Z"),
        (D2, "false", "Two", "Demo", "500", "2026-12-01", "false", "false", CLEO,
         "2026-09-02T08:00:00.000Z", CLEO, "", "JPY", "Pipeline", "", "2026-10-21T10:00:00.000Z"),
    ],
    "OpportunityHistory.csv": [
        "Id OpportunityId StageName Amount CloseDate ForecastCategory CreatedById CreatedDate "
        "CurrencyIsoCode IsDeleted PrevAmount".split(),
        ("1", D1, "Lead", "700", "2026-10-01", "Pipeline", EVE, "2026-09-01T08:00:00.000Z", "EUR",
         "false", ""),
        ("2", D1, "Demo", "700", "2026-10-01", "Pipeline", CLEO, "2026-09-10T08:00:00.000Z", "EUR",
         "false", ""),
        ("3", D1, "Demo", "900", "2026-10-20", "Forecast", CLEO, "2026-09-15T08:00:00.000Z", "EUR",
         "false", "700"),
        ("4", D1, "Closed Won", "900", "2026-10-20", "Closed", DAN, "2026-10-20T09:00:00.000Z",
         "EUR", "false", "900"),
        ("5", D2, "Demo", "500", "2026-12-01", "Pipeline", CLEO, "2026-09-02T08:00:00.000Z", "JPY",
         "false", ""),
    ],
    "OpportunityFieldHistory.csv": [
        "Id IsDeleted OpportunityId CreatedById CreatedDate Field OldValue NewValue".split(),
        ("1", "false", D1, EVE, "2026-09-05T08:00:00.000Z", "Owner", "Gus", "Cleo"),
        ("2", "false", D1, EVE, "2026-09-05T08:00:00.000Z", "Owner", GUS, CLEO),
        ("3", "false", D1, CLEO, "2026-10-18T08:00:00.000Z", "Owner", "Cleo", "Dan"),
        ("4", "false", D1, CLEO, "2026-10-18T08:00:00.000Z", "Owner", CLEO, DAN),
        ("5", "false", D1, EVE, "2026-09-01T08:00:00.000Z", "created", "", ""),
    ],
    "Lead.csv": [
        "Id IsDeleted LastName LeadSource Status OwnerId IsConverted ConvertedDate "
        "ConvertedOpportunityId CreatedDate CreatedById Disqualified_Reason__c".split(),
        (L1, "false", "A", "Web", "Converted", CLEO, "true", "2026-09-01", D1,
         "2026-08-20T08:00:00.000Z", EVE, ""),
        (L2, "false", "B", "Event", "Closed", EVE, "false", "", "", "2026-08-21T08:00:00.000Z",
         EVE, "No budget"),
        (L3, "true", "C", "Web", "Open", EVE, "false", "", "", "2026-08-22T08:00:00.000Z", EVE, ""),
    ],
    "LeadHistory.csv": [
        "Id IsDeleted LeadId CreatedById CreatedDate Field OldValue NewValue".split(),
        ("1", "false", L1, EVE, "2026-08-25T08:00:00.000Z", "Owner", "Eve", "Cleo"),
        ("2", "false", L1, EVE, "2026-08-25T08:00:00.000Z", "Owner", EVE, CLEO),
        ("3", "false", L1, CLEO, "2026-09-01T08:00:00.000Z", "Status", "Open", "Converted"),
        ("4", "false", L1, CLEO, "2026-09-01T08:00:00.000Z", "leadConverted", "", ""),
    ],
    "Contact.csv": [
        "Id IsDeleted AccountId LastName FirstName Name Title OwnerId CreatedDate".split(),
        (C1, "false", "", "Ray", "X", "X Ray", "CFO", CLEO, "2026-08-01T08:00:00.000Z"),
        (C2, "false", "", "Yes", "Y", "Y Yes", "CTO", CLEO, "2026-08-01T08:00:00.000Z"),
    ],
    "OpportunityContactRole.csv": [
        "Id IsDeleted OpportunityId ContactId Role IsPrimary".split(),
        ("1", "false", D1, C1, "Decision Maker", "true"),
        ("2", "false", D1, C1, "Economic Buyer", "false"),
        ("3", "false", D1, C2, "Evaluator", "false"),
        ("4", "true", D2, C2, "Evaluator", "false"),
    ],
    "OpportunitySplit.csv": [
        "Id IsDeleted OpportunityId SplitOwnerId SplitPercentage SplitTypeId".split(),
        ("1", "false", D1, DAN, "60", REVENUE),
        ("2", "false", D1, CLEO, "40", REVENUE),
        ("3", "false", D1, EVE, "100", OVERLAY),
        ("4", "true", D1, GUS, "10", REVENUE),
    ],
    "OpportunitySplitType.csv": [
        "Id DeveloperName MasterLabel SplitEntity SplitField IsTotalValidated IsActive".split(),
        (REVENUE, "Revenue", "Revenue", "Opportunity", "Amount", "true", "true"),
        (OVERLAY, "Overlay", "Overlay", "Opportunity", "Amount", "false", "true"),
    ],
    "OpportunityTeamMember.csv": [
        "Id IsDeleted OpportunityId UserId TeamMemberRole OpportunityAccessLevel".split(),
        ("1", "false", D1, GUS, "Sales Engineer", "Edit"),
        ("2", "false", D1, ADA, "Executive Sponsor", "Read"),
        ("3", "true", D1, BEN, "Executive Sponsor", "Read"),
    ],
    "Period.csv": [
        "Id StartDate EndDate Type Number PeriodLabel IsForecastPeriod".split(),
        (P1, "2026-09-28", "2026-11-01", "Month", "1", "P1", "true"),
        (P2, "2026-11-02", "2026-11-29", "Month", "2", "P2", "true"),
        ("026Q", "2026-09-28", "2026-12-27", "Quarter", "1", "Q1", "false"),
    ],
    "ForecastingQuota.csv": [
        "Id QuotaOwnerId PeriodId StartDate QuotaAmount QuotaQuantity CurrencyIsoCode "
        "ProductFamily ForecastingTypeId".split(),
        ("1", CLEO, P1, "2026-09-28", "1000", "", "EUR", "", "0DbA"),
        ("2", CLEO, "", "2026-11-02", "1100", "", "EUR", "", "0DbA"),
        ("3", DAN, P1, "2026-09-28", "600", "", "EUR", "Hardware", "0DbA"),
        ("4", DAN, P1, "2026-09-28", "400", "", "EUR", "Service", "0DbA"),
        ("5", EVE, P1, "2026-09-28", "", "12", "EUR", "", "0DbA"),
        ("6", CLEO, P1, "2026-09-28", "5000", "", "EUR", "", "0DbB"),
    ],
    "CurrencyType.csv": [
        "Id IsoCode ConversionRate DecimalPlaces IsActive IsCorporate".split(),
        ("1", "EUR", "1", "2", "true", "true"),
        ("2", "JPY", "160.5", "0", "true", "false"),
    ],
    "DatedConversionRate.csv": [
        "Id IsoCode StartDate NextStartDate ConversionRate".split(),
        ("1", "JPY", "2026-01-01", "2026-07-01", "150"),
        ("2", "JPY", "2026-07-01", "9999-12-31", "160.5"),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: Any) -> Any:
    folder: Path = tmp_path_factory.mktemp("Büro Süd #1")
    workspace, result = bring(folder, FILES)
    assert {a.target for a in result.accounts} >= {"prospect_history", "rates", "periods", "roles"}
    assert "ignore" not in {a.target for a in result.accounts}
    return workspace


def test_moves_and_edits_of_deals(home: Any) -> None:
    assert table(home, "stage_changes") == [
        (D1, "2026-09-01 08:00", None, "Lead", "Eve", 1),
        (D1, "2026-09-10 08:00", None, "Demo", "Cleo", 1),
        (D1, "2026-10-20 09:00", None, "Closed Won", "Dan", 1),
        (D2, "2026-09-02 08:00", None, "Demo", "Cleo", 1),
    ]
    assert table(home, "field_changes") == [
        (D1, "2026-09-05 08:00", "owner_id", "Gus", "Cleo", 1),
        (D1, "2026-09-15 08:00", "amount", "70000", "90000", 1),
        (D1, "2026-09-15 08:00", "close_on", "2026-10-01", "2026-10-20", 1),
        (D1, "2026-09-15 08:00", "forecast_category", "Pipeline", "Forecast", 1),
        (D1, "2026-10-18 08:00", "owner_id", "Cleo", "Dan", 1),
        (D1, "2026-10-20 09:00", "forecast_category", "Forecast", "Closed", 1),
    ]


def test_who_created_who_owned_first_and_who_owns_now_are_three_people(home: Any) -> None:
    assert table(home, "opportunities", "source_key", "created_by", "owner_id") == [
        (D1, "Eve", "Dan"),
        (D2, "Cleo", "Cleo"),
    ]
    columns = ("source_key", "created_by", "owner_id", "opportunity_id", "converted_at", "status")
    assert table(home, "prospects", *columns) == [
        (L1, "Eve", "Cleo", D1, "2026-09-01 00:00", "Converted"),
        (L2, "Eve", "Eve", None, None, "Closed"),
    ]
    assert table(home, "prospects", "source_key", "source_channel", "disqualified_reason") == [
        (L1, "Web", None),
        (L2, "Event", "No budget"),
    ]
    assert table(home, "prospect_changes") == [
        (L1, "2026-08-25 08:00", "owner_id", "Eve", "Cleo", 1),
        (L1, "2026-09-01 08:00", "status", "Open", "Converted", 1),
    ]


def test_people_and_managers_by_the_role_tree_where_nobody_is_named(home: Any) -> None:
    assert sorted(p for (p,) in table(home, "people", "name")) == sorted(NAMES.values())
    assert table(home, "assignments", "person_id", "manager_id") == [
        ("Ben", "Ada"),  # nobody answers for Sales; Ada alone has that role
        ("Cleo", "Ben"),  # who answers for North
        ("Dan", "Ada"),  # the CRM names a manager
        ("Eve", "Ben"),  # two people are Reps, so one role higher
    ]


def test_shares_roles_and_helpers(home: Any) -> None:
    assert table(home, "splits") == [
        (D1, "Cleo", 0.4, "Revenue"),
        (D1, "Dan", 0.6, "Revenue"),
        (D1, "Eve", 1.0, "Overlay"),
    ]
    assert table(home, "contact_roles") == [
        (C1, D1, "Decision Maker"),
        (C1, D1, "Economic Buyer"),
        (C2, D1, "Evaluator"),
    ]
    assert table(home, "deal_team") == [
        (D1, "Ada", "Executive Sponsor"),
        (D1, "Gus", "Sales Engineer"),
    ]


def test_quotas_take_the_days_of_the_fiscal_calendar(home: Any) -> None:
    october, november = ("2026-09-28", "2026-11-02"), ("2026-11-02", "2026-11-30")
    assert table(home, "targets") == [
        ("Cleo", None, "bookings of 0DbB", None, *october, 500000, "EUR", None),
        ("Cleo", None, "bookings", None, *october, 100000, "EUR", None),
        ("Cleo", None, "bookings", None, *november, 110000, "EUR", None),
        ("Dan", None, "bookings", "Hardware", *october, 60000, "EUR", None),
        ("Dan", None, "bookings", "Service", *october, 40000, "EUR", None),
        ("Eve", None, "quantity", None, *october, 12, "EUR", None),
    ]
    assert table(home, "fiscal_periods") == [
        (P1, "month", "P1", *october, True),
        (P2, "month", "P2", *november, True),
        ("026Q", "quarter", "Q1", "2026-09-28", "2026-12-28", False),
    ]


def test_rates_are_against_the_currency_of_the_company(home: Any) -> None:
    assert table(home, "rates") == [
        ("EUR", "EUR", 1.0, None, None, 2, True),
        ("JPY", "EUR", 150.0, "2026-01-01", "2026-07-01", None, None),
        ("JPY", "EUR", 160.5, "2026-07-01", None, None, None),
        ("JPY", "EUR", 160.5, None, None, 0, True),
    ]


def test_a_quota_of_an_unknown_period_is_put_aside(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    for name in ("User.csv", "Opportunity.csv"):
        write_csv(folder / name, FILES[name][0], FILES[name][1:])
    header, *_rows = FILES["ForecastingQuota.csv"]
    rows = [
        ("1", CLEO, P1, "", "1000", "", "EUR", "", ""),
        ("2", CLEO, "", "2026-11-01", "1000", "", "EUR", "", ""),
        ("3", CLEO, "", "2026-12-01", "", "", "EUR", "", ""),
    ]
    write_csv(folder / "ForecastingQuota.csv", header, rows)
    result = take(tmp_path / "ws", folder, most_put_aside=0.5)
    assert [(a.line, a.code, a.value) for a in result.put_aside] == [
        (2, "missing_value", P1),
        (4, "missing_value", None),
    ]
    assert all(a.rows == a.stored + a.put_aside for a in result.accounts)
