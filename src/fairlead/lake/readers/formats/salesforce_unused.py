"""Salesforce objects that are known and not used, each with the reason."""

from __future__ import annotations

from fairlead.lake.readers.formats.declare import Known

_MARKS = ("systemmodstamp", "createdbyid", "lastmodifieddate", "lastmodifiedbyid", "isdeleted")
MARKED = "|".join((*_MARKS, "fivetransynced", "fivetranactive"))


def _ignored(what: str, needs: tuple[str, ...], reason: str, stem: str) -> Known:
    return Known("salesforce", what, "ignore", needs, reason=reason, stems=(stem,))


IGNORED = (
    Known(
        "salesforce",
        "past versions of Salesforce records, kept by a synchronisation",
        "ignore",
        ("id", "fivetranstart", "fivetranend"),
        never=("stagename", "dealid"),
        reason="past versions of a table whose present rows are enough",
        stems=("accounthistory", "contacthistory", "history"),
    ),
    _ignored(
        "Salesforce Order",
        ("ordernumber", "effectivedate|activateddate", "accountid|totalamount", MARKED),
        "orders follow won opportunities, which are counted already",
        "order",
    ),
    _ignored(
        "Salesforce Campaign",
        ("id", "name", "numberofleads|numberofopportunities|expectedresponse|actualcost"),
        "marketing campaigns; the source of a deal is taken from the deal",
        "campaign",
    ),
    _ignored(
        "Salesforce PricebookEntry",
        ("pricebook2id", "product2id", "unitprice"),
        "price lists are not used",
        "pricebookentry",
    ),
)

UNUSED_STEMS = frozenset(
    "asset attachment campaignmember case casecomment contentdocument contract contractlineitem "
    "document emailmessage feeditem note permissionset pricebook2 profile quote quotelineitem "
    "solution forecastingtype forecastingitem forecastingadjustment topic "
    "fiscalyearsettings territory2 userterritory2association organization".split()
)
"""Objects of a full export that Fairlead does not use; told by file name and the usual marks."""
UNUSED = Known(
    "salesforce",
    "another Salesforce object",
    "ignore",
    ("id", MARKED),
    reason="an object Fairlead does not use",
)
