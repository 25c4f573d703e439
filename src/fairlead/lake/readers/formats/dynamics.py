"""Dynamics 365 Sales: Dataverse names and the labels of its view exports."""

from __future__ import annotations

from fairlead.lake.readers.formats.declare import Known, Options

_OUTCOMES: Options = {
    "values": {"0": "open", "1": "won", "2": "lost", "Open": "open", "Won": "won", "Lost": "lost"},
    "default": "open",
}

DYNAMICS = (
    Known(
        "dynamics",
        "Dynamics 365 opportunities",
        "opportunities",
        (
            "opportunityid|donotmodifyopportunity",
            "estimatedclosedate|estclosedate|estimatedvalue|estrevenue|actualclosedate",
            "statecode|statecodename|status|statusreason",
        ),
        {
            "id": ("opportunityid", "donotmodifyopportunity"),
            "name": ("name", "topic"),
            "account": (
                "customeridvalue",
                "customerid",
                "parentaccountidvalue",
                "parentaccountid",
                "potentialcustomer",
                "account",
            ),
            "contact": ("parentcontactidvalue", "parentcontactid", "contact"),
            "created_at": ("overriddencreatedon", "createdon"),
            "created_by": ("createdbyvalue", "createdby"),
            "owner": ("owneridvalue", "ownerid", "owner"),
            "source_channel": ("campaignidname", "sourcecampaign", "leadsource"),
            "amount": ("estimatedvalue", "estrevenue"),
            "currency": ("isocurrencycode", "transactioncurrencyidname", "currency"),
            "close_on": ("estimatedclosedate", "estclosedate"),
            "closed_at": ("actualclosedate",),
            "stage": ("stepname", "salesstage", "pipelinephase", "processstage"),
            "outcome": ("statecode", "statecodename", "status"),
            "forecast_category": ("msdynforecastcategory", "forecastcategory"),
            "modified_at": ("modifiedon", "donotmodifymodifiedon"),
        },
        {"outcome": _OUTCOMES},
        stems=("opportunit",),
    ),
    Known(
        "dynamics",
        "Dynamics 365 users",
        "people",
        ("systemuserid", "fullname|internalemailaddress|domainname"),
        {
            "id": ("systemuserid",),
            "name": ("fullname",),
            "email": ("internalemailaddress", "domainname"),
            "role": ("title", "jobtitle"),
            "is_active": ("isdisabled",),
            "manager": ("parentsystemuseridvalue", "parentsystemuserid"),
            "territory": ("territoryidname",),
        },
        stems=("systemuser",),
    ),
    Known(
        "dynamics",
        "Dynamics 365 accounts",
        "accounts",
        ("accountid|donotmodifyaccount", "name|accountname", "industrycode|owneridvalue|statecode"),
        {
            "id": ("accountid", "donotmodifyaccount"),
            "name": ("name", "accountname"),
            "industry": ("industrycodename", "industrycode", "industry"),
            "size_band": ("numberofemployees",),
            "region": ("address1country", "address1countryregion", "address1stateorprovince"),
        },
        never=("opportunityid", "contactid"),
        stems=("account",),
    ),
)
