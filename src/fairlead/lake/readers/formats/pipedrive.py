"""Pipedrive: names of its API and the labels of its list exports (``Deal - Title``)."""

from __future__ import annotations

from fairlead.lake.readers.formats.declare import Known, Options

_OUTCOMES: Options = {
    "values": {"won": "won", "lost": "lost", "deleted": "deleted", "open": "open"},
    "default": "open",
}
_KINDS: Options = {
    "values": {
        "call": "call",
        "meeting": "meeting",
        "lunch": "meeting",
        "email": "email",
        "task": "task",
        "deadline": "task",
    },
    "default": "other",
}

PIPEDRIVE = (
    Known(
        "pipedrive",
        "Pipedrive deals",
        "opportunities",
        (
            "id|dealid",
            "title|dealtitle",
            "status|dealstatus",
            "stageid|dealstage",
            "addtime|dealdealcreated|dealcreated",
        ),
        {
            "id": ("id", "dealid"),
            "name": ("title", "dealtitle"),
            "account": ("orgid", "dealorganizationid", "dealorganization"),
            "contact": ("personid", "dealcontactpersonid", "dealcontactperson"),
            "pipeline": ("pipelineid", "dealpipeline"),
            "created_at": ("addtime", "dealdealcreated", "dealcreated"),
            "created_by": ("creatoruserid", "dealcreator"),
            "owner": ("ownerid", "userid", "dealowner"),
            "source_channel": ("channel", "dealsourcechannel", "origin", "dealsourceorigin"),
            "amount": ("value", "dealvalue"),
            "currency": ("currency", "dealcurrencyofvalue"),
            "close_on": ("expectedclosedate", "dealexpectedclosedate"),
            "closed_at": ("closetime", "dealdealclosedon", "dealclosedon"),
            "stage": ("stageid", "dealstage"),
            "outcome": ("status", "dealstatus"),
            "is_deleted": ("isdeleted", "deleted"),
            "lost_reason": ("lostreason", "deallostreason"),
            "modified_at": ("updatetime", "dealupdatetime"),
        },
        {"outcome": _OUTCOMES},
        stems=("deal",),
    ),
    Known(
        "pipedrive",
        "Pipedrive stages",
        "stages",
        ("id", "name", "ordernr", "pipelineid"),
        {
            "pipeline": ("pipelineid",),
            "stage": ("id",),
            "label": ("name",),
            "position": ("ordernr",),
            "is_active": ("activeflag",),
            "probability": ("dealprobability",),
        },
        {"probability": {"unit": "percent"}},
        stems=("stage",),
    ),
    Known(
        "pipedrive",
        "Pipedrive pipelines",
        "pipelines",
        ("id", "name", "urltitle|ordernr", "dealprobability|active|isdealprobabilityenabled"),
        {"id": ("id",), "label": ("name",)},
        never=("pipelineid",),
        stems=("pipeline",),
    ),
    Known(
        "pipedrive",
        "Pipedrive users",
        "people",
        ("id", "name", "email", "activeflag|roleid|iconurl"),
        {"id": ("id",), "name": ("name",), "email": ("email",), "is_active": ("activeflag",)},
        never=("firstname", "orgid", "ownerid"),
        stems=("user",),
    ),
    Known(
        "pipedrive",
        "Pipedrive changes of deals",
        "field_history",
        ("dealid|itemid|objectid", "fieldkey", "newvalue", "time|logtime"),
        {
            "opportunity": ("dealid", "itemid", "objectid"),
            "occurred_at": ("time", "logtime"),
            "field": ("fieldkey",),
            "old": ("oldvalue",),
            "new": ("newvalue",),
            "actor": ("actoruserid", "userid"),
        },
        stems=("changelog",),
    ),
    Known(
        "pipedrive",
        "Pipedrive activities",
        "activities",
        ("id", "dealid", "duedate", "done|markedasdonetime"),
        {
            "id": ("id",),
            "person": ("ownerid", "userid", "assignedtouserid"),
            "opportunity": ("dealid",),
            "account": ("orgid",),
            "contact": ("personid",),
            "kind": ("type",),
            "occurred_at": ("markedasdonetime", "duedate", "addtime"),
            "duration": ("duration",),
            "is_deleted": ("isdeleted",),
        },
        {"kind": _KINDS},
        stems=("activit",),
    ),
)
