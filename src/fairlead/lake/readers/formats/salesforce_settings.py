"""Salesforce around the deals: shares, helpers, quotas, the fiscal calendar, rates, roles."""

from __future__ import annotations

from fairlead.lake.readers.formats.declare import Known, Options
from fairlead.lake.readers.formats.salesforce_unused import MARKED

_DELETED = ("isdeleted", "fivetrandeleted")
_PERCENT: Options = {"unit": "percent"}

SETTINGS = (
    Known(
        "salesforce",
        "Salesforce OpportunitySplit",
        "splits",
        ("opportunityid", "splitownerid", "splitpercentage"),
        {
            "opportunity": ("opportunityid",),
            "person": ("splitownerid",),
            "share": ("splitpercentage",),
            "kind": ("splittypeid", "splittype"),
            "is_deleted": _DELETED,
        },
        {"share": _PERCENT},
        stems=("opportunitysplit",),
    ),
    Known(
        "salesforce",
        "Salesforce OpportunitySplitType",
        "split_types",
        ("id", "masterlabel|developername", "splitfield|splitentity|istotalvalidated"),
        {"id": ("id",), "label": ("masterlabel", "developername")},
        stems=("opportunitysplittype",),
    ),
    Known(
        "salesforce",
        "Salesforce OpportunityTeamMember",
        "deal_team",
        ("opportunityid", "userid", "teammemberrole|opportunityaccesslevel"),
        {
            "opportunity": ("opportunityid",),
            "person": ("userid",),
            "role": ("teammemberrole",),
            "is_deleted": _DELETED,
        },
        stems=("opportunityteammember",),
    ),
    Known(
        "salesforce",
        "Salesforce ForecastingQuota",
        "targets",
        ("quotaownerid", "quotaamount|quotaquantity", "startdate|periodid"),
        {
            "person": ("quotaownerid",),
            "kind": ("forecastingtypeid",),
            "part": ("productfamily", "territory2id", "forecastinggroupitemid"),
            "period": ("startdate",),
            "period_id": ("periodid",),
            "from_on": ("startdate",),
            "amount": ("quotaamount",),
            "quantity": ("quotaquantity",),
            "currency": ("currencyisocode",),
        },
        stems=("forecastingquota",),
    ),
    Known(
        "salesforce",
        "Salesforce Period",
        "periods",
        ("id", "startdate", "enddate", "type|periodlabel|quarterlabel|isforecastperiod"),
        {
            "id": ("id",),
            "kind": ("type",),
            "label": ("fullyqualifiedlabel", "periodlabel", "quarterlabel"),
            "from_on": ("startdate",),
            "last_on": ("enddate",),
            "is_forecast": ("isforecastperiod",),
        },
        never=("ownerid", "opportunityid", "campaignid", "numberofleads", "subject"),
        typical=("fiscalyearsettingsid", "number"),
        stems=("period",),
    ),
    Known(
        "salesforce",
        "Salesforce CurrencyType",
        "rates",
        ("isocode", "conversionrate"),
        {
            "currency": ("isocode",),
            "per_base": ("conversionrate",),
            "places": ("decimalplaces",),
            "is_base": ("iscorporate",),
            "is_active": ("isactive",),
        },
        never=("startdate", "nextstartdate"),
        stems=("currencytype",),
    ),
    Known(
        "salesforce",
        "Salesforce DatedConversionRate",
        "rates",
        ("isocode", "conversionrate", "startdate"),
        {
            "currency": ("isocode",),
            "per_base": ("conversionrate",),
            "from_on": ("startdate",),
            "to_on": ("nextstartdate",),
        },
        stems=("datedconversionrate",),
    ),
    Known(
        "salesforce",
        "Salesforce UserRole",
        "roles",
        ("id", "parentroleid|rollupdescription|forecastuserid", "name"),
        {
            "id": ("id",),
            "label": ("name",),
            "parent": ("parentroleid",),
            "leader": ("forecastuserid",),
        },
        never=("username", "profileid"),
        stems=("userrole",),
    ),
    Known(
        "salesforce",
        "Salesforce RecordType",
        "pipelines",
        ("id", "name", "sobjecttype", "developername|isactive"),
        {"id": ("id",), "label": ("name",)},
        stems=("recordtype",),
    ),
    Known(
        "salesforce",
        "Salesforce Product2",
        "products",
        ("id", "name", "productcode|family|stockkeepingunit", MARKED),
        {"id": ("id",), "name": ("name",)},
        never=("stagename", "opportunityid", "pricebookentryid", "billingcity"),
        stems=("product2",),
    ),
)
