"""Event logs as process mining tools write them (XES names, or plain headers)."""

from __future__ import annotations

from fairlead.lake.readers.formats.declare import Known

_CASE = ("caseconceptname", "caseid", "case", "traceid", "processid", "vorgangsid", "fallid")
_LABEL = ("conceptname", "activity", "activityname", "event", "eventname", "task", "aktivitat")
_TIME = (
    "timetimestamp",
    "timestamp",
    "completetimestamp",
    "endtime",
    "eventtime",
    "time",
    "starttimestamp",
    "zeitstempel",
)
_RESOURCE = ("orgresource", "resource", "user", "orggroup", "performer", "ressource")
_FIELDS = {
    "case": _CASE,
    "label": _LABEL,
    "occurred_at": _TIME,
    "resource": _RESOURCE,
    "lifecycle": ("lifecycletransition", "lifecycle", "transition", "eventtype"),
    "amount": ("caseamountreq", "caseamount", "caserequestedamount", "caseloanamount", "amount"),
    "created_at": ("caseregdate", "casestarttime", "casecreated", "casecreatedat", "regdate"),
    "segment": ("casesegment", "caseloangoal", "caseregion"),
    "product": ("caseproduct", "caseapplicationtype", "casetype"),
}

EVENT_LOG = (
    Known(
        "event_log",
        "an event log with XES names",
        "event_log",
        ("caseconceptname", "conceptname", "timetimestamp"),
        _FIELDS,
        stems=("event", "log"),
    ),
    Known(
        "event_log",
        "an event log",
        "event_log",
        ("|".join(_CASE), "|".join(_LABEL[:5]), "|".join(_TIME)),
        _FIELDS,
        never=("stagename", "opportunityid", "dealid", "whatid", "subject"),
        stems=("event", "log"),
    ),
)
