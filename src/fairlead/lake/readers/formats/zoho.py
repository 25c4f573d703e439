"""Zoho CRM: labels of its module exports (``Record Id``, ``Deal Owner``, ``Closing Date``)."""

from __future__ import annotations

from fairlead.lake.readers.formats.declare import Known, Options

_DEAL_TYPES: Options = {
    "values": {
        "New Business": "new_business",
        "Existing Business": "expansion",
        "Renewal": "renewal",
    },
    "default": "unknown",
}

ZOHO = (
    Known(
        "zoho",
        "Zoho deals",
        "opportunities",
        ("recordid", "dealname", "stage", "closingdate", "modifiedtime|createdtime"),
        {
            "id": ("recordid",),
            "name": ("dealname",),
            "account": ("accountnameid", "accountname"),
            "contact": ("contactnameid", "contactname"),
            "pipeline": ("pipeline", "layout"),
            "type": ("type",),
            "created_at": ("createdtime",),
            "created_by": ("createdbyid", "createdby"),
            "owner": ("dealownerid", "dealowner"),
            "source_channel": ("leadsource",),
            "next_step": ("nextstep",),
            "amount": ("amount",),
            "currency": ("currency",),
            "close_on": ("closingdate",),
            "closed_at": ("closingdate",),
            "stage": ("stage",),
            "lost_reason": ("reasonforloss",),
            "modified_at": ("modifiedtime",),
        },
        {"type": _DEAL_TYPES},
        stems=("deal",),
    ),
    Known(
        "zoho",
        "Zoho users",
        "people",
        ("recordid|userid|id", "fullname|lastname", "reportingto|reportingtoid", "role|profile"),
        {
            "id": ("recordid", "userid", "id"),
            "name": ("fullname",),
            "first_name": ("firstname",),
            "last_name": ("lastname",),
            "email": ("email",),
            "role": ("role",),
            "manager": ("reportingtoid", "reportingto"),
        },
        never=("accountname", "accountnameid"),
        stems=("user",),
    ),
    Known(
        "zoho",
        "Zoho accounts",
        "accounts",
        ("recordid", "accountname", "accountowner|accountownerid", "createdtime|modifiedtime"),
        {
            "id": ("recordid",),
            "name": ("accountname",),
            "industry": ("industry",),
            "segment": ("accounttype",),
            "size_band": ("employees",),
            "region": ("billingcountry", "shippingcountry"),
        },
        never=("dealname", "contactowner"),
        stems=("account",),
    ),
    Known(
        "zoho",
        "Zoho contacts",
        "contacts",
        ("recordid", "lastname|fullname", "contactowner|contactownerid"),
        {
            "id": ("recordid",),
            "account": ("accountnameid", "accountname"),
            "name": ("contactname", "fullname"),
            "first_name": ("firstname",),
            "last_name": ("lastname",),
            "title": ("title",),
        },
        never=("dealname", "createdate"),
        stems=("contact",),
    ),
    Known(
        "zoho",
        "Zoho stage history",
        "stage_history",
        ("stage", "modifiedtime", "dealnameid|dealid|potentialid", "durationdays|stageduration"),
        {
            "opportunity": ("dealnameid", "dealid", "potentialid"),
            "occurred_at": ("modifiedtime",),
            "stage": ("stage",),
            "actor": ("modifiedbyid", "modifiedby"),
            "amount": ("amount",),
            "close_on": ("closingdate",),
        },
        stems=("stagehistory", "dealhistory"),
    ),
)
