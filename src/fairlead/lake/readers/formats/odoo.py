"""Odoo: names of its models and the labels of its list exports.

Odoo has no column for won and lost: a probability of 100 is won, of 0 lost.
"""

from __future__ import annotations

from fairlead.lake.readers.formats.declare import Known, Options

_OUTCOMES: Options = {
    "values": {"100": "won", "100.0": "won", "100.00": "won", "0": "lost", "0.0": "lost",
               "0.00": "lost"},
    "default": "open",
}  # fmt: skip

ODOO = (
    Known(
        "odoo",
        "Odoo opportunities",
        "opportunities",
        (
            "id|externalid",
            "stageid|stage",
            "expectedrevenue",
            "userid|salesperson",
            "probability",
        ),
        {
            "id": ("id", "externalid"),
            "name": ("name", "opportunity"),
            "account": ("partnerid", "partnername", "customer", "companyname", "company"),
            "created_at": ("createdate", "createdon"),
            "created_by": ("createuid", "createdby"),
            "owner": ("userid", "salesperson"),
            "source_channel": ("sourceid", "source", "mediumid", "medium"),
            "amount": ("expectedrevenue",),
            "close_on": ("datedeadline", "expectedclosing"),
            "closed_at": ("dateclosed", "closeddate"),
            "stage": ("stageid", "stage"),
            "outcome": ("probability",),
            "is_active": ("active",),
            "lost_reason": ("lostreasonid", "lostreason"),
            "modified_at": ("writedate", "lastupdatedon"),
        },
        {"outcome": _OUTCOMES},
        stems=("crmlead", "lead"),
    ),
    Known(
        "odoo",
        "Odoo stages",
        "stages",
        ("id", "name", "iswon", "sequence"),
        {
            "stage": ("id",),
            "label": ("name",),
            "position": ("sequence",),
            "is_won": ("iswon",),
        },
        stems=("crmstage",),
    ),
    Known(
        "odoo",
        "Odoo leads, and deals that were one (rows of crm.lead)",
        "prospects",
        ("leadid", "leadcreatedate", "becamedeal"),
        {
            "id": ("leadid",),
            "created_at": ("leadcreatedate",),
            "created_by": ("leadcreateuid",),
            "owner": ("leaduserid",),
            "source_channel": ("leadsourceid",),
            "status": ("leadstageid",),
            "opportunity": ("becamedeal",),
            "converted_at": ("dateconversion",),
            "disqualified_reason": ("leadlostreasonid",),
        },
    ),
    Known(
        "odoo",
        "Odoo tracked changes (mail.tracking.value of crm.lead)",
        "field_history",
        ("leadid", "trackedfield", "oldvalue", "newvalue", "changedon"),
        {
            "opportunity": ("leadid",),
            "occurred_at": ("changedon",),
            "field": ("trackedfield",),
            "old": ("oldvalue",),
            "new": ("newvalue",),
            "actor": ("changedby",),
        },
    ),
    Known(
        "odoo",
        "Odoo tracked values",
        "ignore",
        ("fieldid|field|fieldname", "newvaluechar|newvalueinteger", "oldvaluechar|oldvalueinteger"),
        reason="turned into one row a change (see its #changes)",
        stems=("mailtrackingvalue",),
    ),
    Known(
        "odoo",
        "Odoo messages",
        "ignore",
        ("id", "resid", "model", "date"),
        reason="only the time and the author of tracked changes are taken from them",
        stems=("mailmessage",),
    ),
    Known(
        "odoo",
        "Odoo users",
        "people",
        ("id", "login", "name|partnerid"),
        {
            "id": ("id",),
            "name": ("name", "partnerid"),
            "email": ("email", "login"),
            "is_active": ("active",),
            "team": ("saleteamid", "crmteamid", "teamid"),
        },
        never=("stageid", "systemmodstamp"),
        stems=("resusers",),
    ),
    Known(
        "odoo",
        "Odoo customers",
        "accounts",
        ("id", "name", "iscompany|companytype|customerrank"),
        {
            "id": ("id",),
            "name": ("name",),
            "industry": ("industryid",),
            "region": ("countryid", "stateid"),
        },
        never=("stageid",),
        stems=("respartner",),
    ),
    Known(
        "odoo",
        "Odoo exchange rates",
        "rates",
        ("currencyid", "rate|companyrate", "name|date"),
        {
            "currency": ("currencyid",),
            "per_base": ("rate", "companyrate"),
            "from_on": ("name", "date"),
        },
        never=("stageid", "opportunityid"),
        stems=("rescurrencyrate",),
    ),
)
