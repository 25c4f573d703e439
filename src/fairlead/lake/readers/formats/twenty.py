"""Twenty: names of its objects as exported, with composite fields flattened.

Its only history is the time line; `lake.readers.derived` turns it into one row a change.
"""

from __future__ import annotations

from fairlead.lake.readers.formats.declare import Known, Options

_MICROS: Options = {"unit": "micros"}
_OUTCOMES: Options = {"values": {"CUSTOMER": "won"}, "default": "open"}
"""Of the stages a new workspace has, only this one is an end; lost ones are told by their name."""

TWENTY = (
    Known(
        "twenty",
        "Twenty opportunities",
        "opportunities",
        (
            "id",
            "name",
            "amountamountmicros|amountcurrencycode",
            "stage",
            "closedate",
            "pointofcontactid|companyid|deletedat|createdbysource",
        ),
        {
            "id": ("id",),
            "name": ("name",),
            "account": ("companyid",),
            "contact": ("pointofcontactid",),
            "created_at": ("createdat",),
            "created_by": ("createdbyworkspacememberid", "createdbyname"),
            "owner": ("ownerid",),
            "source_channel": ("createdbysource",),
            "amount": ("amountamountmicros",),
            "currency": ("amountcurrencycode",),
            "close_on": ("closedate",),
            "stage": ("stage",),
            "outcome": ("stage",),
            "deleted_at": ("deletedat",),
            "modified_at": ("updatedat",),
        },
        {"amount": _MICROS, "outcome": _OUTCOMES},
        stems=("opportunit",),
    ),
    Known(
        "twenty",
        "Twenty changes of opportunities (from the time line)",
        "field_history",
        ("opportunityid", "changedfield", "before", "after", "happensat"),
        {
            "opportunity": ("opportunityid",),
            "occurred_at": ("happensat",),
            "field": ("changedfield",),
            "old": ("before",),
            "new": ("after",),
            "actor": ("workspacememberid",),
        },
    ),
    Known(
        "twenty",
        "Twenty time line",
        "ignore",
        ("name", "properties", "happensat"),
        reason="turned into one row a change (see its #changes)",
        stems=("timelineactivit",),
    ),
    Known(
        "twenty",
        "Twenty workspace members",
        "people",
        ("id", "useremail|namefirstname", "namelastname|userid"),
        {
            "id": ("id",),
            "first_name": ("namefirstname",),
            "last_name": ("namelastname",),
            "email": ("useremail",),
        },
        never=("companyid", "jobtitle"),
        stems=("workspacemember",),
    ),
    Known(
        "twenty",
        "Twenty companies",
        "accounts",
        ("id", "name", "idealcustomerprofile|accountownerid|domainnameprimarylinkurl"),
        {
            "id": ("id",),
            "name": ("name",),
            "size_band": ("employees",),
            "region": ("addressaddresscountry",),
        },
        never=("stage",),
        stems=("compan",),
    ),
    Known(
        "twenty",
        "Twenty people",
        "contacts",
        ("id", "namefirstname", "namelastname", "companyid"),
        {
            "id": ("id",),
            "account": ("companyid",),
            "first_name": ("namefirstname",),
            "last_name": ("namelastname",),
            "title": ("jobtitle",),
        },
        stems=("person", "people"),
    ),
)
