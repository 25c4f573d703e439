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
)
