"""Exports of Pipedrive, Dynamics 365, Odoo and Zoho with history: what is stored, in full.

Made up by hand after the vendors' own names; each with a reopened, lost, deleted or archived deal.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.lake.formats.stored import DEAL, LEAD, bring, table

PIPEDRIVE: dict[str, list[Any]] = {
    "users.csv": [
        "id name email active_flag role_id".split(),
        ("11", "Ada", "ada@example.org", "true", "1"),
        ("12", "Ben", "ben@example.org", "false", "1"),
    ],
    "pipelines.csv": [
        "id name url_title order_nr active".split(),
        ("1", "Sales", "default", "1", "true"),
    ],
    "stages.csv": [
        "id name order_nr pipeline_id active_flag deal_probability".split(),
        ("5", "Qualified", "1", "1", "true", "20"),
        ("6", "Offer", "2", "1", "true", "60"),
    ],
    "deals.csv": [
        "id title owner_id creator_user_id person_id org_id pipeline_id stage_id value currency "
        "add_time update_time status lost_reason close_time won_time lost_time "
        "expected_close_date is_deleted is_archived probability".split(),
        ("1", "One", "12", "11", "71", "81", "1", "6", "900", "EUR", "2026-09-01 08:00:00",
         "2026-10-02 08:00:00", "won", "", "2026-10-01 12:00:00", "2026-10-01 12:00:00", "",
         "2026-12-31", "false", "true", ""),
        ("2", "Two", "11", "11", "72", "81", "1", "5", "100", "EUR", "2026-09-02 08:00:00",
         "2026-10-03 08:00:00", "lost", "Price", "2026-10-03 07:00:00", "", "2026-10-03 07:00:00",
         "2026-11-30", "false", "false", ""),
        ("3", "Three", "11", "11", "", "", "1", "5", "50", "EUR", "2026-09-03 08:00:00",
         "2026-10-04 08:00:00", "open", "", "", "", "", "2026-11-15", "false", "false", ""),
        ("4", "Four", "11", "11", "", "", "1", "5", "60", "EUR", "2026-09-04 08:00:00",
         "2026-10-05 08:00:00", "deleted", "", "", "", "", "", "true", "false", ""),
    ],
    "deal_changelog.csv": [
        "deal_id field_key old_value new_value actor_user_id time change_source".split(),
        ("1", "stage_id", "5", "6", "12", "2026-09-10 08:00:00", "app"),
        ("1", "user_id", "11", "12", "11", "2026-09-05 08:00:00", "app"),
        ("1", "value", "700", "900", "12", "2026-09-11 08:00:00", "app"),
        ("1", "expected_close_date", "2026-10-31", "2026-12-31", "12", "2026-09-11 08:00:00", ""),
        ("1", "title", "Uno", "One", "12", "2026-09-11 08:00:00", "app"),
    ],
    "leads.csv": [
        "id title owner_id creator_id add_time source_name is_archived person_id".split(),
        ("ab-1", "A lead", "12", "11", "2026-08-01 08:00:00", "Web", "false", "71"),
    ],
    "deal_participants.csv": [
        "id deal_id person_id add_time added_by_user_id".split(),
        ("1", "1", "72", "2026-09-01 08:00:00", "11"),
    ],
    "organizations.csv": [
        "id name owner_id address_country won_deals_count".split(),
        ("81", "Acme", "11", "Norway", "1"),
    ],
    "persons.csv": [
        "id name first_name last_name org_id owner_id".split(),
        ("71", "X Ray", "X", "Ray", "81", "11"),
        ("72", "Y Yes", "Y", "Yes", "81", "11"),
    ],
}  # fmt: skip


def test_pipedrive(tmp_path: Path) -> None:
    home, _result = bring(tmp_path, PIPEDRIVE)
    assert table(home, "opportunities", *DEAL) == [
        ("1", "Ada", "Ben", 90000, "EUR", "2026-10-01", "6", "won", "2026-10-01 12:00", None),
        ("2", "Ada", "Ada", 10000, "EUR", "2026-10-03", "5", "lost", "2026-10-03 07:00", "Price"),
        ("3", "Ada", "Ada", 5000, "EUR", "2026-11-15", "5", "open", None, None),
        ("4", "Ada", "Ada", 6000, "EUR", None, "5", "deleted", None, None),
    ]
    assert table(home, "stage_changes") == [("1", "2026-09-10 08:00", "5", "6", "Ben", 1)]
    assert table(home, "field_changes") == [
        ("1", "2026-09-05 08:00", "owner_id", "Ada", "Ben", 1),
        ("1", "2026-09-11 08:00", "amount", "70000", "90000", 1),
        ("1", "2026-09-11 08:00", "close_on", "2026-10-31", "2026-12-31", 1),
    ]
    assert table(home, "stages") == [
        ("Sales", "5", "Qualified", 1, None, False, True),
        ("Sales", "6", "Offer", 2, None, False, True),
    ]
    assert table(home, "prospects", *LEAD) == [
        ("ab-1", "2026-08-01 08:00", "Ada", "Ben", "Web", None, None, None),
    ]
    assert table(home, "contact_roles") == [("71", "1", None), ("72", "1", None), ("72", "2", None)]
    assert table(home, "accounts", "source_key", "name", "region") == [("81", "Acme", "Norway")]
    assert table(home, "people", "name", "is_active") == [("Ada", True), ("Ben", False)]


A, B, C, D = (f"{n}0000000-0000-0000-0000-00000000000{n}" for n in "1234")
ADA, BEN = (f"a0000000-0000-0000-0000-00000000000{n}" for n in "12")
DYNAMICS: dict[str, list[Any]] = {
    "systemusers.csv": [
        "systemuserid fullname internalemailaddress isdisabled parentsystemuserid title".split(),
        (ADA, "Ada", "ada@example.org", "false", "", "Head"),
        (BEN, "Ben", "ben@example.org", "true", ADA, "Rep"),
    ],
    "opportunities.csv": [
        "opportunityid name _customerid_value _ownerid_value _createdby_value estimatedvalue "
        "actualvalue estimatedclosedate actualclosedate statecode statuscodename stepname "
        "createdon modifiedon isocurrencycode msdyn_forecastcategory closeprobability".split(),
        (A, "One", "c1", BEN, ADA, "900", "950.5", "2026-12-01", "2026-10-02", "1", "Won",
         "3-Propose", "2026-09-01T08:00:00Z", "2026-10-02T09:00:00Z", "EUR", "100000005", "100"),
        (B, "Two", "c1", ADA, ADA, "100", "", "2026-12-01", "2026-10-03", "2", "Out-Sold",
         "1-Qualify", "2026-09-02T08:00:00Z", "2026-10-03T09:00:00Z", "EUR", "100000006", "0"),
        (C, "Three", "c1", ADA, ADA, "50", "", "2026-12-05", "", "0", "On Hold", "1-Qualify",
         "2026-09-03T08:00:00Z", "2026-10-04T09:00:00Z", "EUR", "100000001", "20"),
    ],
    "audit.csv": [
        "auditid objectid attributename oldvalue newvalue createdon _userid_value action".split(),
        ("1", A, "stepname", "1-Qualify", "2-Develop", "2026-09-10T08:00:00Z", ADA, "Update"),
        ("2", A, "stepname", "2-Develop", "3-Propose", "2026-09-20T08:00:00Z", BEN, "Update"),
        ("3", A, "ownerid", ADA, BEN, "2026-09-11T08:00:00Z", ADA, "Assign"),
        ("4", A, "estimatedvalue", "800", "900", "2026-09-12T08:00:00Z", BEN, "Update"),
        ("5", A, "estimatedclosedate", "2026-11-01", "2026-12-01", "2026-09-12T08:00:00Z", BEN,
         "Update"),
    ],
    "leads.csv": [
        "leadid fullname createdon _createdby_value _ownerid_value leadsourcecodename "
        "statecodename statuscodename _qualifyingopportunityid_value qualifiedon".split(),
        ("l1", "X", "2026-08-01T08:00:00Z", ADA, BEN, "Web", "Qualified", "", A,
         "2026-09-01T08:00:00Z"),
        ("l2", "Y", "2026-08-02T08:00:00Z", ADA, ADA, "Event", "Disqualified", "No interest", "",
         ""),
    ],
    "goals.csv": [
        "goalid _goalownerid_value goalstartdate goalenddate targetmoney targetinteger".split(),
        ("g1", BEN, "2026-10-01", "2026-12-31", "5000", ""),
        ("g2", ADA, "2026-10-01", "2026-12-31", "", "12"),
    ],
    "transactioncurrencies.csv": [
        "transactioncurrencyid isocurrencycode currencyname exchangerate currencyprecision".split(),
        ("t1", "EUR", "Euro", "1.0000000000", "2"),
        ("t2", "NOK", "Krone", "11.5", "2"),
    ],
}  # fmt: skip


def test_dynamics(tmp_path: Path) -> None:
    home, _result = bring(tmp_path, DYNAMICS)
    assert table(home, "opportunities", *DEAL) == [
        (A, "Ada", "Ben", 95050, "EUR", "2026-10-02", "3-Propose", "won", "2026-10-02 00:00", None),
        (B, "Ada", "Ada", 10000, "EUR", "2026-10-03", "1-Qualify", "lost", "2026-10-03 00:00",
         "Out-Sold"),
        (C, "Ada", "Ada", 5000, "EUR", "2026-12-05", "1-Qualify", "open", None, None),
    ]  # fmt: skip
    assert table(home, "stage_changes") == [
        (A, "2026-09-10 08:00", "1-Qualify", "2-Develop", "Ada", 1),
        (A, "2026-09-20 08:00", "2-Develop", "3-Propose", "Ben", 1),
    ]
    assert table(home, "field_changes") == [
        (A, "2026-09-11 08:00", "owner_id", "Ada", "Ben", 1),
        (A, "2026-09-12 08:00", "amount", "80000", "90000", 1),
        (A, "2026-09-12 08:00", "close_on", "2026-11-01", "2026-12-01", 1),
    ]
    assert table(home, "prospects", *LEAD) == [
        ("l1", "2026-08-01 08:00", "Ada", "Ben", "Web", A, "2026-09-01 08:00", None),
        ("l2", "2026-08-02 08:00", "Ada", "Ada", "Event", None, None, "No interest"),
    ]
    assert table(home, "targets", "person_id", "measure", "from_on", "to_on", "amount") == [
        ("Ada", "quantity", "2026-10-01", "2027-01-01", 12),
        ("Ben", "bookings", "2026-10-01", "2027-01-01", 500000),
    ]
    assert table(home, "rates", "currency", "base", "per_base", "from_on", "places") == [
        ("EUR", None, 1.0, None, 2),
        ("NOK", None, 11.5, None, 2),
    ]
    assert table(home, "assignments", "person_id", "manager_id") == [("Ben", "Ada")]


LEADS = (
    "id type name stage_id user_id create_uid expected_revenue probability active date_deadline "
    "date_closed date_conversion lost_reason_id source_id create_date write_date partner_id"
).split()
ODOO: dict[str, list[Any]] = {
    "res.users.csv": [
        "id login name active".split(),
        ("2", "ada@example.org", "Ada", "True"),
        ("3", "ben@example.org", "Ben", "False"),
    ],
    "crm.stage.csv": [
        "id name sequence is_won fold".split(),
        ("1", "New", "1", "False", "False"),
        ("2", "Offer", "2", "False", "False"),
        ("4", "Won", "3", "True", "False"),
    ],
    "crm.lead.csv": [
        LEADS,
        ("1", "opportunity", "One", "4", "3", "2", "900.0", "100.0", "True", "2026-12-01",
         "2026-10-02 10:00:00", "2026-09-01 09:00:00", "", "Web", "2026-08-20 08:00:00",
         "2026-10-02 10:00:00", "Acme"),
        ("2", "opportunity", "Two", "2", "2", "2", "100.0", "0.0", "False", "2026-12-01",
         "2026-10-03 10:00:00", "", "Too dear", "", "2026-09-02 08:00:00", "2026-10-03 10:00:00",
         "Acme"),
        ("3", "opportunity", "Three", "1", "2", "2", "50.0", "0.0", "True", "2026-12-05", "", "",
         "", "", "2026-09-03 08:00:00", "2026-10-04 10:00:00", ""),
        ("4", "opportunity", "Four", "1", "2", "2", "50.0", "12.5", "False", "2026-12-05", "", "",
         "", "", "2026-09-04 08:00:00", "2026-10-05 10:00:00", ""),
        ("5", "lead", "Five", "1", "2", "2", "0.0", "5.0", "True", "", "", "", "", "Event",
         "2026-09-05 08:00:00", "2026-10-06 10:00:00", ""),
    ],
    "mail.tracking.value.csv": [
        "id field_id field_desc field_type old_value_integer old_value_char old_value_float "
        "old_value_datetime new_value_integer new_value_char new_value_float new_value_datetime "
        "mail_message_id".split(),
        ("1", "77", "Stage", "many2one", "1", "New", "0", "", "2", "Offer", "0", "", "901"),
        ("2", "77", "Stage", "many2one", "2", "Offer", "0", "", "4", "Won", "0", "", "902"),
        ("3", "78", "Salesperson", "many2one", "2", "Ada", "0", "", "3", "Ben", "0", "", "901"),
        ("4", "79", "Expected Revenue", "monetary", "0", "", "700", "", "0", "", "900", "", "901"),
        ("5", "80", "Expected Closing", "date", "0", "", "0", "2026-11-01", "0", "", "0",
         "2026-12-01", "902"),
        ("6", "77", "Stage", "many2one", "1", "New", "0", "", "2", "Offer", "0", "", "903"),
    ],
    "mail.message.csv": [
        "id model res_id date author_id subject".split(),
        ("901", "crm.lead", "1", "2026-09-10 08:00:00", "Ada", ""),
        ("902", "crm.lead", "1", "2026-10-02 10:00:00", "Ben", ""),
        ("903", "project.task", "1", "2026-10-02 10:00:00", "Ben", ""),
    ],
    "res.currency.rate.csv": [
        "id currency_id name rate company_id".split(),
        ("1", "NOK", "2026-01-01", "11.5", "1"),
        ("2", "NOK", "2026-07-01", "11.8", "1"),
    ],
}  # fmt: skip


def test_odoo(tmp_path: Path) -> None:
    home, _result = bring(tmp_path, ODOO)
    assert table(home, "opportunities", *DEAL) == [
        ("1", "Ada", "Ben", 90000, None, "2026-10-02", "4", "won", "2026-10-02 10:00", None),
        ("2", "Ada", "Ada", 10000, None, "2026-10-03", "2", "lost", "2026-10-03 10:00", "Too dear"),
        ("3", "Ada", "Ada", 5000, None, "2026-12-05", "1", "open", None, None),
        ("4", "Ada", "Ada", 5000, None, "2026-12-05", "1", "deleted", None, None),
    ]
    assert table(home, "stage_changes") == [
        ("1", "2026-09-10 08:00", "1", "2", "Ada", 1),
        ("1", "2026-10-02 10:00", "2", "4", "Ben", 1),
    ]
    assert table(home, "field_changes") == [
        ("1", "2026-09-10 08:00", "amount", "70000", "90000", 1),
        ("1", "2026-09-10 08:00", "owner_id", "Ada", "Ben", 1),
        ("1", "2026-10-02 10:00", "close_on", "2026-11-01", "2026-12-01", 1),
    ]
    assert table(home, "stages") == [
        (None, "1", "New", 1, None, False, None),
        (None, "2", "Offer", 2, None, False, None),
        (None, "4", "Won", 3, None, True, None),
    ]
    assert table(home, "prospects", *LEAD) == [
        ("1", "2026-08-20 08:00", "Ada", "Ben", "Web", "1", "2026-09-01 09:00", None),
        ("5", "2026-09-05 08:00", "Ada", "Ada", "Event", None, None, None),
    ]
    assert table(home, "rates", "currency", "per_base", "from_on") == [
        ("NOK", 11.5, "2026-01-01"),
        ("NOK", 11.8, "2026-07-01"),
    ]


def test_odoo_tracking_with_names_and_its_message_beside_it(tmp_path: Path) -> None:
    """As the list export of Odoo joins it; deals that name stages get names in their history."""
    header, *rows = ODOO["crm.lead.csv"]
    stage, user = header.index("stage_id"), header.index("user_id")
    named = [list(row) for row in rows]
    for row in named:
        row[stage] = {"1": "New", "2": "Offer", "4": "Won"}[row[stage]]
        row[user] = {"2": "Ada", "3": "Ben"}[row[user]]
    tracked = [
        "field_id field_desc field_type old_value_char new_value_char mail_message_id/res_id "
        "mail_message_id/date mail_message_id/author_id mail_message_id/model".split(),
        ("Stage", "Stage", "many2one", "New", "Offer", "1", "2026-09-10 08:00:00", "Ada",
         "crm.lead"),
        ("Salesperson", "Salesperson", "many2one", "False", "Ben", "1", "2026-09-10 08:00:00",
         "Ada", "crm.lead"),
    ]  # fmt: skip
    home, _result = bring(
        tmp_path, {"crm.lead.csv": [header, *named], "mail.tracking.value.csv": tracked}
    )
    assert table(home, "stage_changes") == [("1", "2026-09-10 08:00", "New", "Offer", "Ada", 1)]
    assert table(home, "field_changes") == [("1", "2026-09-10 08:00", "owner_id", None, "Ben", 1)]


ZOHO: dict[str, list[Any]] = {
    "Deals_001.csv": [
        ["Record Id", "Deal Owner.id", "Deal Owner", "Amount", "Deal Name", "Closing Date",
         "Account Name", "Stage", "Type", "Lead Source", "Created By.id", "Created By",
         "Created Time", "Modified Time", "Reason For Loss", "Currency"],
        ("zcrm_1", "zcrm_92", "Ben", "900", "One", "2026-10-02", "Acme", "Closed Won",
         "New Business", "Web", "zcrm_91", "Ada", "2026-09-01 08:00:00", "2026-10-02 08:00:00", "",
         "EUR"),
        ("zcrm_2", "zcrm_91", "Ada", "100", "Two", "2026-10-03", "Acme", "Closed Lost",
         "Existing Business", "", "zcrm_91", "Ada", "2026-09-02 08:00:00", "2026-10-03 08:00:00",
         "Price", "EUR"),
        ("zcrm_3", "zcrm_91", "Ada", "50", "Three", "2026-12-05", "Acme", "Qualification", "", "",
         "zcrm_91", "Ada", "2026-09-03 08:00:00", "2026-10-04 08:00:00", "", "EUR"),
    ],
    "Stage_History.csv": [
        ["Deal Name.id", "Stage", "Amount", "Probability", "Closing Date", "Modified Time",
         "Modified By.id", "Modified By", "Duration (Days)"],
        ("zcrm_1", "Qualification", "700", "10", "2026-10-31", "2026-09-01 08:00:00", "zcrm_91",
         "Ada", "9"),
        ("zcrm_1", "Proposal", "900", "60", "2026-10-31", "2026-09-10 08:00:00", "zcrm_92", "Ben",
         "22"),
        ("zcrm_1", "Closed Won", "900", "100", "2026-10-02", "2026-10-02 08:00:00", "zcrm_92",
         "Ben", ""),
    ],
    "Leads_001.csv": [
        ["Record Id", "Lead Owner.id", "Lead Owner", "Company", "Last Name", "Lead Source",
         "Lead Status", "Created By.id", "Created By", "Created Time", "Converted Deal.id",
         "Converted Time"],
        ("zcrm_51", "zcrm_92", "Ben", "Acme", "Ray", "Web", "Qualified", "zcrm_91", "Ada",
         "2026-08-01 08:00:00", "zcrm_1", "2026-09-01 08:00:00"),
        ("zcrm_52", "zcrm_91", "Ada", "Bcme", "Yes", "Event", "Junk Lead", "zcrm_91", "Ada",
         "2026-08-02 08:00:00", "", ""),
    ],
    "Users.csv": [
        ["Record Id", "Full Name", "Email", "Role", "Profile", "Reporting To.id"],
        ("zcrm_91", "Ada", "ada@example.org", "CEO", "Administrator", ""),
        ("zcrm_92", "Ben", "ben@example.org", "Rep", "Standard", "zcrm_91"),
    ],
}  # fmt: skip


def test_zoho(tmp_path: Path) -> None:
    home, _result = bring(tmp_path, ZOHO)
    one = ("zcrm_1", "Ada", "Ben", 90000, "EUR", "2026-10-02", "Closed Won", "won")
    assert table(home, "opportunities", *DEAL) == [
        (*one, "2026-10-02 00:00", None),
        ("zcrm_2", "Ada", "Ada", 10000, "EUR", "2026-10-03", "Closed Lost", "lost",
         "2026-10-03 00:00", "Price"),
        ("zcrm_3", "Ada", "Ada", 5000, "EUR", "2026-12-05", "Qualification", "open", None, None),
    ]  # fmt: skip
    assert table(home, "opportunities", "source_key", "type", "type_label") == [
        ("zcrm_1", "new_business", "New Business"),
        ("zcrm_2", "expansion", "Existing Business"),
        ("zcrm_3", "unknown", None),
    ]
    assert table(home, "stage_changes") == [
        ("zcrm_1", "2026-09-01 08:00", None, "Qualification", "Ada", 1),
        ("zcrm_1", "2026-09-10 08:00", None, "Proposal", "Ben", 1),
        ("zcrm_1", "2026-10-02 08:00", None, "Closed Won", "Ben", 1),
    ]
    assert table(home, "field_changes") == [
        ("zcrm_1", "2026-09-10 08:00", "amount", "70000", "90000", 1),
        ("zcrm_1", "2026-10-02 08:00", "close_on", "2026-10-31", "2026-10-02", 1),
    ]
    assert table(home, "prospects", *LEAD) == [
        ("zcrm_51", "2026-08-01 08:00", "Ada", "Ben", "Web", "zcrm_1", "2026-09-01 08:00", None),
        ("zcrm_52", "2026-08-02 08:00", "Ada", "Ada", "Event", None, None, None),
    ]
    assert table(home, "assignments", "person_id", "manager_id") == [("Ben", "Ada")]
