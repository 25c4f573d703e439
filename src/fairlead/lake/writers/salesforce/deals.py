"""Opportunities with their history."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fairlead.lake.writers import text
from fairlead.lake.writers.people import deal_names, person_names
from fairlead.lake.writers.salesforce.keys import CATEGORY_NAMES, TYPES, Columns, Keys, ids
from fairlead.lake.writers.spoil import Headers, spoil
from fairlead.lake.writers.text import Array
from fairlead.simulate import Simulation
from fairlead.units import decimals


def chances(sim: Simulation) -> Array:
    """Per cent of winning the CRM shows for each stage code."""
    shown = [round(100 * s.probability) for s in sim.organisation.stages]
    return np.array([*shown, 100, 0], dtype=np.int64)


def _expected(sim: Simulation, amount: Array, stage: Array) -> pa.Array:
    places = decimals(sim.organisation.currency)
    return text.money(amount * chances(sim)[stage] // 100, places, tail=".0")


def opportunities(sim: Simulation, keys: Keys) -> Columns:
    """Return Opportunity, with the planned dirt."""
    stage, outcome = sim.words("deals", "stage"), sim.numbers("deals", "outcome")
    amount, count = sim.numbers("deals", "amount"), len(outcome)
    places, category = decimals(sim.organisation.currency), sim.words("deals", "forecast_category")
    modified = text.instants(sim.numbers("deals", "modified_at"))
    columns = {
        "Id": keys.of(keys.deal, sim.numbers("deals", "deal")),
        "IsDeleted": text.constant("false", count),
        "AccountId": keys.of(keys.account, sim.numbers("deals", "account")),
        "IsPrivate": text.constant("false", count),
        "Name": deal_names(sim),
        "StageName": text.words(stage),
        "Amount": text.money(amount, places, tail=".0"),
        "Probability": text.looked_up(text.whole(chances(sim)), stage.codes),
        "ExpectedRevenue": _expected(sim, amount, stage.codes),
        "CloseDate": text.days(sim.numbers("deals", "close_on")),
        "Type": text.words(sim.words("deals", "type"), TYPES),
        "NextStep": text.words(sim.words("deals", "next_step")),
        "LeadSource": text.words(sim.words("deals", "source")),
        "IsClosed": text.flags(outcome > 0),
        "IsWon": text.flags(outcome == 1),
        "ForecastCategory": text.words(category),
        "ForecastCategoryName": text.words(category, CATEGORY_NAMES),
        "CurrencyIsoCode": text.constant(sim.organisation.currency, count),
        "OwnerId": keys.of(keys.user, sim.numbers("deals", "owner")),
        "CreatedDate": text.instants(sim.numbers("deals", "created_at")),
        "CreatedById": keys.of(keys.user, sim.numbers("deals", "created_by")),
        "LastModifiedDate": modified,
        "SystemModstamp": modified,
        "LastStageChangeDate": text.instants(sim.numbers("deals", "stage_entered_at")),
        "ContactId": keys.of(keys.contact, sim.numbers("deals", "contact")),
        "Product__c": text.words(sim.words("deals", "product")),
        "MainCompetitors__c": text.words(sim.words("deals", "competitor")),
        "Loss_Reason__c": text.words(sim.words("deals", "lost_reason")),
    }
    return spoil(columns, sim, Headers("Id", "Name", "Amount", "CreatedDate", "CloseDate"))


def line_items(sim: Simulation, keys: Keys) -> Columns:
    """Return OpportunityLineItem: one line a deal, the discount in per cent of its sales price."""
    deal, places = sim.numbers("deal_lines", "deal"), decimals(sim.organisation.currency)
    listed = text.money(sim.numbers("deal_lines", "list_amount"), places)
    modified = text.instants(sim.numbers("deal_lines", "modified_at"))
    return {
        "Id": ids("00k", deal),
        "OpportunityId": keys.of(keys.deal, deal),
        "Quantity": text.constant("1.0", len(deal)),
        "ListPrice": listed,
        "UnitPrice": listed,
        "Discount": text.whole(sim.numbers("deal_lines", "percent")),
        "TotalPrice": text.money(sim.numbers("deal_lines", "sold_amount"), places),
        "LastModifiedDate": modified,
        "SystemModstamp": modified,
        "IsDeleted": text.constant("false", len(deal)),
    }


def history(sim: Simulation, keys: Keys) -> Columns:
    """Return OpportunityHistory: one row for each change of stage, amount or close date."""
    deal, stage = sim.numbers("states", "deal"), sim.words("states", "stage")
    amount, at = sim.numbers("states", "amount"), sim.numbers("states", "occurred_at")
    places, count = decimals(sim.organisation.currency), len(deal)
    same = np.append(deal[1:] == deal[:-1], False)
    superseded = np.where(same, np.append(at[1:], at[-1:]), at)
    before = sim.numbers("states", "previous_amount")
    close, was = sim.numbers("states", "close_on"), sim.numbers("states", "previous_close_on")
    category = [s.forecast_category for s in sim.organisation.stages] + ["Closed", "Omitted"]
    return {
        "Id": ids("008", np.arange(count)),
        "OpportunityId": keys.of(keys.deal, deal),
        "CreatedById": keys.of(keys.user, sim.numbers("states", "person")),
        "CreatedDate": text.instants(at),
        "StageName": text.words(stage),
        "Amount": text.money(amount, places, tail=".0"),
        "ExpectedRevenue": _expected(sim, amount, stage.codes),
        "CloseDate": text.days(close),
        "Probability": text.looked_up(text.whole(chances(sim)), stage.codes),
        "ForecastCategory": text.looked_up(pa.array(category, pa.large_string()), stage.codes),
        "CurrencyIsoCode": text.constant(sim.organisation.currency, count),
        "PrevAmount": text.money(
            np.maximum(before, 0), places, tail=".0", missing=(before < 0) | (before == amount)
        ),
        "PrevCloseDate": text.days(np.where(was == close, np.datetime64("NaT", "D"), was)),
        "SystemModstamp": text.instants(superseded),
        "IsDeleted": text.constant("false", count),
    }


def owner_history(sim: Simulation, keys: Keys) -> Columns:
    """Two rows a change, as for every tracked lookup: first the names, then the ids."""
    table = sim.tables["owner_changes"]
    deal, at, old, new = (
        np.repeat(np.asarray(table[name]), 2)
        for name in ("deal", "occurred_at", "old_person", "new_person")
    )
    named = pa.array(np.arange(len(deal)) % 2 == 0)
    names = person_names(sim)

    def value(person: Array) -> pa.Array:
        as_name, as_id = text.looked_up(names, person), keys.of(keys.user, person)
        return pc.if_else(named, as_name, as_id)

    kinds = pa.array(["Text", "EntityId"], pa.large_string())
    return {
        "Id": ids("017", np.arange(len(deal))),
        "IsDeleted": text.constant("false", len(deal)),
        "OpportunityId": keys.of(keys.deal, deal),
        "CreatedById": keys.of(keys.user, old),
        "CreatedDate": text.instants(at),
        "Field": text.constant("Owner", len(deal)),
        "DataType": kinds.take(pa.array(np.arange(len(deal)) % 2)),
        "OldValue": value(old),
        "NewValue": value(new),
    }
