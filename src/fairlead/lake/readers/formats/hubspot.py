"""HubSpot: property names, the names synchronisations give them, and the labels of CSV exports."""

from __future__ import annotations

from fairlead.lake.readers.formats.declare import Known, Options

_DELETED = ("isdeleted", "isdealdeleted", "fivetrandeleted", "archived")
_DEAL_TYPES: Options = {
    "values": {
        "newbusiness": "new_business",
        "New Business": "new_business",
        "existingbusiness": "expansion",
        "Existing Business": "expansion",
        "renewal": "renewal",
        "Renewal": "renewal",
    },
    "default": "unknown",
}
_INVERTED: Options = {"values": {"true": "false", "false": "true"}}
_QUEUES: Options = {"values": {"QUEUE": "true", "PERSON": "false"}}
_NOT_PEOPLE = ("portalid", "sourceid")


def _engagement(what: str, kind: str, needs: tuple[str, ...], **more: tuple[str, ...]) -> Known:
    return Known(
        "hubspot",
        f"HubSpot {what}",
        "activities",
        needs,
        {
            "id": ("engagementid", "id", "hsobjectid", "recordid"),
            "person": ("hubspotownerid", "ownerid", "activityassignedto"),
            "opportunity": ("dealid", "associateddealids"),
            "account": ("companyid", "associatedcompanyids"),
            "contact": ("contactid", "associatedcontactids"),
            "is_deleted": _DELETED,
            **more,
        },
        {"duration": {"unit": "ms"}} if "duration" in more else {},
        constants={"kind": kind},
        stems=(what.casefold(),),
    )


HUBSPOT = (
    Known(
        "hubspot",
        "HubSpot deals",
        "opportunities",
        (
            "dealname",
            "dealid|recordid|hsobjectid|id",
            "dealstage|dealpipelinestageid|pipeline|dealpipelineid|closedate|dealowner",
        ),
        {
            "id": ("recordid", "dealid", "hsobjectid", "id"),
            "name": ("dealname",),
            "account": (
                "associatedcompanyids",
                "associatedcompanyidsprimary",
                "associatedcompanyid",
                "companyid",
                "associatedcompanyprimary",
                "associatedcompany",
            ),
            "contact": ("associatedcontactids", "associatedcontactid", "contactid"),
            "pipeline": ("pipeline", "dealpipelineid", "pipelineid"),
            "type": ("dealtype",),
            "created_at": ("createdate", "hscreatedate", "createdat"),
            "created_by": ("createdbyuserid", "hscreatedbyuserid"),
            "owner": ("hubspotownerid", "dealowner", "ownerid"),
            "source_channel": (
                "dealsource",
                "leadsource",
                "hsanalyticssource",
                "originaltrafficsource",
                "originalsourcetype",
            ),
            "product": ("product", "producttype"),
            "competitor": ("competitor", "maincompetitor"),
            "next_step": ("hsnextstep", "nextstep"),
            "amount": ("amount",),
            "currency": ("dealcurrencycode", "currency"),
            "close_on": ("closedate",),
            "closed_at": ("closedate",),
            "stage": ("dealstage", "dealpipelinestageid"),
            "is_closed": ("hsisclosed", "isdealclosed", "isclosed"),
            "is_won": ("hsisclosedwon", "isclosedwon"),
            "is_deleted": _DELETED,
            "lost_reason": ("closedlostreason",),
            "forecast_category": ("hsmanualforecastcategory", "forecastcategory"),
            "modified_at": ("hslastmodifieddate", "lastmodifieddate", "updatedat"),
        },
        {"type": _DEAL_TYPES},
        never=("closingdate", "modifiedtime", "dealownerid"),
        stems=("deal",),
    ),
    Known(
        "hubspot",
        "HubSpot deal stages over time",
        "stage_history",
        ("dealid", "value", "dateentered"),
        {
            "opportunity": ("dealid",),
            "occurred_at": ("dateentered",),
            "stage": ("value",),
        },
        stems=("dealstage",),
    ),
    Known(
        "hubspot",
        "HubSpot stage dates (one a stage: repeated visits are not in it)",
        "stage_history",
        ("dealid", "stageentered", "dateentered"),
        {
            "opportunity": ("dealid",),
            "occurred_at": ("dateentered",),
            "stage": ("stageentered",),
        },
    ),
    Known(
        "hubspot",
        "HubSpot property history of deals",
        "field_history",
        ("dealid|objectid", "name|property", "value", "timestamp|changedate"),
        {
            "opportunity": ("dealid", "objectid"),
            "occurred_at": ("timestamp", "changedate"),
            "field": ("name", "property"),
            "new": ("value",),
            "actor": ("updatedbyuserid", "changedby"),
        },
        never=("dateentered",),
        stems=("dealpropertyhistory",),
    ),
    Known(
        "hubspot",
        "HubSpot pipelines",
        "pipelines",
        ("pipelineid", "label", "displayorder"),
        {"id": ("pipelineid",), "label": ("label",)},
        never=("stageid", "closedwon"),
        stems=("dealpipeline",),
    ),
    Known(
        "hubspot",
        "HubSpot pipeline stages",
        "stages",
        ("stageid", "label", "displayorder|probability"),
        {
            "pipeline": ("pipelineid",),
            "stage": ("stageid",),
            "label": ("label",),
            "position": ("displayorder",),
            "is_closed": ("isclosed",),
            "is_won": ("closedwon",),
            "is_active": ("active",),
            "probability": ("probability",),
        },
        {"probability": {"unit": "fraction"}},
        stems=("dealpipelinestage",),
    ),
    Known(
        "hubspot",
        "HubSpot owners",
        "people",
        ("ownerid|id", "email", "firstname|lastname", "activeuserid|userid|portalid|type"),
        {
            "id": ("ownerid", "id"),
            "other_id": ("activeuserid", "userid", "useridincludinginactive"),
            "first_name": ("firstname",),
            "last_name": ("lastname",),
            "email": ("email",),
            "is_active": ("isactive", "archived"),
            "is_queue": ("type",),
            "team": ("primaryteamname", "teamname"),
        },
        {"is_queue": _QUEUES},
        never=("createdate", "company", "lifecyclestage", "profileid", "lastmodifieddate"),
        stems=("owner",),
    ),
    Known(
        "hubspot",
        "HubSpot companies",
        "accounts",
        (
            "id|companyid|recordid|hsobjectid",
            "name|companyname",
            "createdate|createdat",
            "industry|country|annualrevenue|companyowner|companydomainname|domain",
        ),
        {
            "id": ("recordid", "companyid", "hsobjectid", "id"),
            "name": ("companyname", "name"),
            "industry": ("industry",),
            "segment": ("segment", "companysegment", "type"),
            "size_band": ("companysize", "numberofemployees"),
            "region": ("country", "countryregion", "state"),
        },
        never=("dealname", "firstname", "stagename", "systemmodstamp", "dealid"),
        stems=("compan",),
    ),
    Known(
        "hubspot",
        "HubSpot contacts",
        "contacts",
        (
            "id|contactid|recordid|vid|hsobjectid",
            "firstname|lastname",
            "createdate|createdat",
            "email|jobtitle|contactowner|lifecyclestage",
        ),
        {
            "id": ("recordid", "contactid", "vid", "hsobjectid", "id"),
            "account": ("associatedcompanyid", "associatedcompanyids", "companyid", "company"),
            "first_name": ("firstname",),
            "last_name": ("lastname",),
            "title": ("jobtitle",),
        },
        never=("dealname", "activeuserid", "systemmodstamp", "portalid"),
        stems=("contact",),
    ),
    Known(
        "hubspot",
        "HubSpot associations of deals and contacts",
        "contact_roles",
        ("dealid", "contactid"),
        {
            "opportunity": ("dealid",),
            "contact": ("contactid",),
            "role": ("label", "associationlabel", "type"),
        },
        never=("engagementid", "dealname", "timestamp", "dateentered", "amount"),
        stems=("dealcontact",),
    ),
    _engagement(
        "meeting",
        "meeting",
        ("engagementid|hsmeetingstarttime", "starttime|hsmeetingstarttime"),
        occurred_at=("hsmeetingstarttime", "starttime", "hstimestamp", "timestamp"),
        outcome=("hsmeetingoutcome", "meetingoutcome"),
    ),
    _engagement(
        "call",
        "call",
        (
            "engagementid|id|hsobjectid|recordid",
            "hscallduration|callduration|durationmilliseconds|hscalldisposition|calloutcome",
        ),
        occurred_at=("hstimestamp", "timestamp", "activitydate", "createdat"),
        duration=("hscallduration", "durationmilliseconds", "callduration"),
        outcome=("hscalldisposition", "disposition", "calloutcome", "hscallstatus", "status"),
    ),
    _engagement(
        "task",
        "task",
        ("engagementid|hstaskstatus", "tasktype|completiondate|hstaskstatus|hstasktype"),
        occurred_at=(
            "hstaskcompletiondate",
            "completiondate",
            "hstimestamp",
            "timestamp",
            "createdat",
        ),
        outcome=("hstaskstatus", "status"),
    ),
    Known(
        "hubspot",
        "HubSpot engagements",
        "activities",
        ("id|engagementid", "type|engagementtype", "timestamp|hstimestamp", "ownerid|portalid"),
        {
            "id": ("engagementid", "id"),
            "person": ("ownerid", "hubspotownerid"),
            "kind": ("engagementtype", "type"),
            "occurred_at": ("hstimestamp", "timestamp", "createdat"),
            "is_deleted": _DELETED,
        },
        {
            "kind": {
                "values": {
                    "CALL": "call",
                    "MEETING": "meeting",
                    "EMAIL": "email",
                    "INCOMING_EMAIL": "email",
                    "FORWARDED_EMAIL": "email",
                    "TASK": "task",
                    "NOTE": "note",
                },
                "default": "other",
            }
        },
        never=_NOT_PEOPLE[1:],
        stems=("engagement",),
    ),
)
INVERTED_FLAGS: dict[str, Options] = {"archived": _INVERTED, "isdisabled": _INVERTED}
"""Headers that say the opposite of `is_active`."""
