"""Contact roles, tasks, events, leads and quotas."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from fairlead.lake.writers import text
from fairlead.lake.writers.salesforce.keys import Columns, Keys, ids
from fairlead.lake.writers.text import Array
from fairlead.simulate import Simulation, Words
from fairlead.units import decimals


def contact_roles(sim: Simulation, keys: Keys) -> Columns:
    """Return OpportunityContactRole."""
    deal = sim.numbers("contact_roles", "deal")
    created = text.instants(sim.numbers("contact_roles", "created_at"))
    return {
        "Id": ids("00K", np.arange(len(deal))),
        "OpportunityId": keys.of(keys.deal, deal),
        "ContactId": keys.of(keys.contact, sim.numbers("contact_roles", "contact")),
        "Role": text.words(sim.words("contact_roles", "role")),
        "IsPrimary": text.flags(sim.numbers("contact_roles", "is_primary")),
        "CreatedDate": created,
        "LastModifiedDate": created,
        "SystemModstamp": created,
        "IsDeleted": text.constant("false", len(deal)),
    }


def _links(sim: Simulation, keys: Keys, rows: Array) -> Columns:
    deal = sim.numbers("activities", "deal")[rows]
    return {
        "WhoId": keys.of(keys.contact, sim.numbers("activities", "contact")[rows]),
        "WhatId": keys.of(keys.deal, deal),
        "AccountId": keys.of(keys.account, sim.numbers("deals", "account")[deal]),
        "OwnerId": keys.of(keys.user, sim.numbers("activities", "person")[rows]),
        "Subject": text.words(sim.words("activities", "subject").take(rows)),
    }


def tasks(sim: Simulation, keys: Keys) -> Columns:
    """Return Task: calls and emails, all done."""
    kind = sim.words("activities", "kind")
    rows = np.flatnonzero(kind.codes != kind.words.index("meeting"))
    at = sim.numbers("activities", "occurred_at")[rows]
    said, count = text.instants(at), len(rows)
    is_call = kind.codes[rows] == kind.words.index("call")
    subtype = text.words(kind.take(rows), {"call": "Call", "email": "Email"})
    outcome = sim.words("activities", "outcome").take(rows)
    disposition = Words(np.where(is_call, outcome.codes, -1), outcome.words)
    return {
        "Id": ids("00T", rows),
        **_links(sim, keys, rows),
        "ActivityDate": text.days(at.astype("datetime64[D]")),
        "Status": text.constant("Completed", count),
        "Priority": text.constant("Normal", count),
        "IsDeleted": text.constant("false", count),
        "IsClosed": text.constant("true", count),
        "CreatedDate": said,
        "LastModifiedDate": said,
        "SystemModstamp": said,
        "IsArchived": text.constant("false", count),
        "CallDurationInSeconds": text.whole(sim.numbers("activities", "duration_s")[rows], none=-1),
        "CallType": text.words(Words(np.where(is_call, 0, -1), ("Outbound",))),
        "CallDisposition": text.words(disposition),
        "TaskSubtype": subtype,
        "CompletedDateTime": said,
    }


def events(sim: Simulation, keys: Keys) -> Columns:
    """Return Event: meetings."""
    kind = sim.words("activities", "kind")
    rows = np.flatnonzero(kind.codes == kind.words.index("meeting"))
    at, count = sim.numbers("activities", "occurred_at")[rows], len(rows)
    length = sim.numbers("activities", "duration_s")[rows]
    start = text.instants(at)
    return {
        "Id": ids("00U", rows),
        **_links(sim, keys, rows),
        "ActivityDateTime": start,
        "ActivityDate": text.days(at.astype("datetime64[D]")),
        "DurationInMinutes": text.whole(length // 60),
        "StartDateTime": start,
        "EndDateTime": text.instants(at + length.astype("timedelta64[s]")),
        "IsAllDayEvent": text.constant("false", count),
        "IsPrivate": text.constant("false", count),
        "ShowAs": text.constant("Busy", count),
        "IsDeleted": text.constant("false", count),
        "IsChild": text.constant("false", count),
        "IsGroupEvent": text.constant("false", count),
        "CreatedDate": text.instants(at - np.timedelta64(2, "D")),
        "LastModifiedDate": start,
        "SystemModstamp": start,
        "IsRecurrence": text.constant("false", count),
        "IsArchived": text.constant("false", count),
        "EventSubtype": text.constant("Event", count),
    }


def leads(sim: Simulation, keys: Keys) -> Columns:
    """Return Lead: those that became deals and those that did not."""
    deal, table = sim.numbers("prospects", "deal"), sim.tables["prospects"]
    created, converted = (sim.numbers("prospects", name) for name in ("created_at", "converted_at"))
    account = np.where(deal < 0, -1, np.append(sim.numbers("deals", "account"), -1)[deal])
    contact = np.where(deal < 0, -1, np.append(sim.numbers("deals", "contact"), -1)[deal])
    changed = text.instants(np.where(np.isnat(converted), created, converted))
    return {
        "Id": ids("00Q", sim.numbers("prospects", "prospect")),
        "IsDeleted": text.constant("false", len(deal)),
        "LastName": text.words(sim.words("prospects", "last_name")),
        "FirstName": text.words(sim.words("prospects", "first_name")),
        "Company": pa.array(np.asarray(table["company"]).tolist(), pa.large_string()),
        "LeadSource": text.words(sim.words("prospects", "source")),
        "Status": text.words(sim.words("prospects", "status")),
        "OwnerId": keys.of(keys.user, sim.numbers("prospects", "owner")),
        "IsConverted": text.flags(deal >= 0),
        "ConvertedDate": text.days(converted.astype("datetime64[D]")),
        "ConvertedAccountId": keys.of(keys.account, account),
        "ConvertedContactId": keys.of(keys.contact, contact),
        "ConvertedOpportunityId": keys.of(keys.deal, deal),
        "CreatedDate": text.instants(created),
        "LastModifiedDate": changed,
        "SystemModstamp": changed,
        "Disqualified_Reason__c": text.words(sim.words("prospects", "disqualified_reason")),
    }


def quotas(sim: Simulation, keys: Keys) -> Columns:
    """Return ForecastingQuota: the monthly targets of people (teams and company: targets.csv)."""
    person = sim.numbers("targets", "person")
    rows = np.flatnonzero(person >= 0)
    month = sim.numbers("targets", "month")[rows].astype("datetime64[D]")
    made = text.instants(month.astype("datetime64[s]") - np.timedelta64(7 * 86_400, "s"))
    places = decimals(sim.organisation.currency)
    return {
        "Id": ids("0J9", np.arange(len(rows))),
        "QuotaOwnerId": keys.of(keys.user, person[rows]),
        "StartDate": text.days(month),
        "QuotaAmount": text.money(sim.numbers("targets", "amount")[rows], places, tail=".0"),
        "CurrencyIsoCode": text.constant(sim.organisation.currency, len(rows)),
        "IsAmount": text.constant("true", len(rows)),
        "IsQuantity": text.constant("false", len(rows)),
        "CreatedDate": made,
        "LastModifiedDate": made,
        "SystemModstamp": made,
    }
