"""A HubSpot account: CSV files with internal property names, and the history of deal properties."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from fairlead.lake.writers import text
from fairlead.lake.writers.people import current_team, deal_names
from fairlead.lake.writers.spoil import Headers, spoil
from fairlead.lake.writers.text import Array
from fairlead.simulate import Simulation
from fairlead.units import decimals

TYPES = {"new_business": "newbusiness", "expansion": "existingbusiness", "renewal": "renewal"}
CATEGORIES = {
    "Omitted": "OMIT",
    "Pipeline": "PIPELINE",
    "BestCase": "BEST_CASE",
    "Forecast": "COMMIT",
    "Closed": "CLOSED",
}
PIPELINE = "default"
_FIRST = {"people": 41_000_000, "deals": 17_300_000_000, "accounts": 9_200_000_000}
_CONTACTS, _CALLS, _MEETINGS = 51_000_000, 33_100_000_000, 44_700_000_000
_LINES = 62_000_000_000

Columns = dict[str, pa.Array]


def write(sim: Simulation, folder: Path) -> Iterator[tuple[str, int]]:
    """Write every file; yields file name and rows as they are done."""
    makers: dict[str, Callable[[Simulation], Columns]] = {
        "owners": _owners,
        "deal_pipelines": _pipelines,
        "deal_pipeline_stages": _stages,
        "companies": _companies,
        "contacts": _contacts,
        "deals": _deals,
        "deal_stage_history": _stage_history,
        "deal_property_history": _property_history,
        "deal_contacts": _deal_contacts,
        "calls": _calls,
        "meetings": _meetings,
    }
    if "deal_lines" in sim.tables:
        makers["line_items"] = _line_items
    for name, make in makers.items():
        yield f"{name}.csv", text.write_csv(folder / f"{name}.csv", make(sim), quoted=False)


def _id(first: int, rows: Array) -> pa.Array:
    return text.whole(np.where(rows < 0, -1, first + rows * 3), none=-1)


def _when(values: Array) -> pa.Array:
    return text.instants(values, tail="Z")


def stage_ids(sim: Simulation) -> tuple[str, ...]:
    """Return stage ids: numbers for own stages, names for the two closed ones."""
    own = [str(148_265_390 + n) for n in range(len(sim.organisation.stages))]
    return (*own, "closedwon", "closedlost")


def _stage(sim: Simulation, codes: Array) -> pa.Array:
    return text.looked_up(pa.array(stage_ids(sim), pa.large_string()), codes)


def _owners(sim: Simulation) -> Columns:
    people, person = sim.tables["people"], sim.numbers("people", "person")
    created = sim.numbers("people", "hired_on").astype("datetime64[s]") + np.timedelta64(9, "h")
    teams = text.with_blank(np.array(sim.organisation.teams))
    gone = ~np.isnat(sim.numbers("people", "left_on"))
    return {
        "owner_id": _id(_FIRST["people"], person),
        "type": text.constant("PERSON", len(person)),
        "email": pa.array(np.asarray(people["email"]).tolist(), pa.large_string()),
        "first_name": pa.array(np.asarray(people["first_name"]).tolist(), pa.large_string()),
        "last_name": pa.array(np.asarray(people["last_name"]).tolist(), pa.large_string()),
        "user_id": text.whole(7_000_000 + person * 11),
        "archived": text.flags(gone),
        "primary_team_name": text.looked_up(teams, current_team(sim)),
        "created_at": _when(created),
        "updated_at": _when(created),
    }


def _pipelines(sim: Simulation) -> Columns:
    start = _when(np.array([sim.start], dtype="datetime64[s]"))
    return {
        "pipeline_id": pa.array([PIPELINE], pa.large_string()),
        "label": pa.array(["Sales Pipeline"], pa.large_string()),
        "display_order": pa.array(["0"], pa.large_string()),
        "active": pa.array(["true"], pa.large_string()),
        "created_at": start,
        "updated_at": start,
    }


def _stages(sim: Simulation) -> Columns:
    org = sim.organisation
    count = len(org.stage_names)
    number = np.arange(count)
    chance = [f"{s.probability:.1f}" for s in org.stages] + ["1.0", "0.0"]
    return {
        "pipeline_id": text.constant(PIPELINE, count),
        "stage_id": pa.array(stage_ids(sim), pa.large_string()),
        "label": pa.array(org.stage_names, pa.large_string()),
        "display_order": text.whole(number),
        "probability": pa.array(chance, pa.large_string()),
        "is_closed": text.flags(number >= count - 2),
        "closed_won": text.flags(number == count - 2),
        "active": text.constant("true", count),
    }


def _companies(sim: Simulation) -> Columns:
    table = sim.tables["accounts"]
    created = _when(sim.numbers("accounts", "created_at"))
    staff = {"1-49": "25", "50-249": "120", "250-999": "500", "1000+": "4000"}
    return {
        "hs_object_id": _id(_FIRST["accounts"], sim.numbers("accounts", "account")),
        "name": pa.array(np.asarray(table["name"]).tolist(), pa.large_string()),
        "industry": text.words(sim.words("accounts", "industry")),
        "state": text.words(sim.words("accounts", "region")),
        "numberofemployees": text.words(sim.words("accounts", "size_band"), staff),
        "segment": text.words(sim.words("accounts", "segment")),
        "hubspot_owner_id": _id(_FIRST["people"], sim.numbers("accounts", "owner")),
        "createdate": created,
        "hs_lastmodifieddate": created,
    }


def _contacts(sim: Simulation) -> Columns:
    account = sim.numbers("contacts", "account")
    created = _when(sim.numbers("accounts", "created_at")[account])
    return {
        "hs_object_id": _id(_CONTACTS, sim.numbers("contacts", "contact")),
        "firstname": text.words(sim.words("contacts", "first_name")),
        "lastname": text.words(sim.words("contacts", "last_name")),
        "jobtitle": text.words(sim.words("contacts", "title")),
        "associatedcompanyid": _id(_FIRST["accounts"], account),
        "createdate": created,
        "lastmodifieddate": created,
    }


def _deals(sim: Simulation) -> Columns:
    stage, outcome = sim.numbers("deals", "stage"), sim.numbers("deals", "outcome")
    count, close = len(outcome), sim.numbers("deals", "close_on").astype("datetime64[s]")
    closed_at = sim.numbers("deals", "closed_at")
    closes = np.where(np.isnat(closed_at), close + np.timedelta64(17, "h"), closed_at)
    chance = [f"{s.probability:.1f}" for s in sim.organisation.stages] + ["1.0", "0.0"]
    columns = {
        "hs_object_id": _id(_FIRST["deals"], sim.numbers("deals", "deal")),
        "dealname": deal_names(sim),
        "amount": text.money(sim.numbers("deals", "amount"), decimals(sim.organisation.currency)),
        "deal_currency_code": text.constant(sim.organisation.currency, count),
        "dealstage": _stage(sim, stage),
        "pipeline": text.constant(PIPELINE, count),
        "closedate": _when(closes),
        "createdate": _when(sim.numbers("deals", "created_at")),
        "hs_lastmodifieddate": _when(sim.numbers("deals", "modified_at")),
        "hubspot_owner_id": _id(_FIRST["people"], sim.numbers("deals", "owner")),
        "dealtype": text.words(sim.words("deals", "type"), TYPES),
        "hs_is_closed": text.flags(outcome > 0),
        "hs_is_closed_won": text.flags(outcome == 1),
        "closed_lost_reason": text.words(sim.words("deals", "lost_reason")),
        "hs_manual_forecast_category": text.words(
            sim.words("deals", "forecast_category"), CATEGORIES
        ),
        "hs_deal_stage_probability": text.looked_up(pa.array(chance, pa.large_string()), stage),
        "hs_next_step": text.words(sim.words("deals", "next_step")),
        "deal_source": text.words(sim.words("deals", "source")),
        "product": text.words(sim.words("deals", "product")),
        "competitor": text.words(sim.words("deals", "competitor")),
        "associated_company_id": _id(_FIRST["accounts"], sim.numbers("deals", "account")),
        "associated_contact_id": _id(_CONTACTS, sim.numbers("deals", "contact")),
    }
    names = Headers("hs_object_id", "dealname", "amount", "createdate", "closedate", "T17:00:00Z")
    return spoil(columns, sim, names)


def _line_items(sim: Simulation) -> Columns:
    deal, places = sim.numbers("deal_lines", "deal"), decimals(sim.organisation.currency)
    return {
        "hs_object_id": _id(_LINES, deal),
        "deal_id": _id(_FIRST["deals"], deal),
        "quantity": text.constant("1", len(deal)),
        "price": text.money(sim.numbers("deal_lines", "list_amount"), places),
        "hs_discount_percentage": text.whole(sim.numbers("deal_lines", "percent")),
        "amount": text.money(sim.numbers("deal_lines", "sold_amount"), places),
        "hs_lastmodifieddate": _when(sim.numbers("deal_lines", "modified_at")),
    }


def _stage_history(sim: Simulation) -> Columns:
    deal = sim.numbers("stage_changes", "deal")
    person = sim.numbers("stage_changes", "person")
    return {
        "deal_id": _id(_FIRST["deals"], deal),
        "value": _stage(sim, sim.numbers("stage_changes", "stage")),
        "date_entered": _when(sim.numbers("stage_changes", "occurred_at")),
        "source": text.constant("CRM_UI", len(deal)),
        "source_id": text.join("userId:", text.whole(7_000_000 + person * 11)),
    }


def _property_history(sim: Simulation) -> Columns:
    """Owner, amount and close date over time; the stage has a file of its own."""
    places = decimals(sim.organisation.currency)
    person = sim.numbers("states", "person")
    priced, dated = (np.flatnonzero(sim.numbers("states", n)) for n in ("priced", "dated"))
    close = sim.numbers("states", "close_on")[dated].astype("datetime64[s]")
    created = sim.numbers("deals", "created_by")
    handed = sim.tables["owner_changes"]
    handed_deal, handed_at, old, new = (
        np.asarray(handed[n]) for n in ("deal", "occurred_at", "old_person", "new_person")
    )
    deal, at = sim.numbers("states", "deal"), sim.numbers("states", "occurred_at")
    values = [
        _id(_FIRST["people"], np.append(created, new)),
        text.money(sim.numbers("states", "amount")[priced], places),
        _when(close + np.timedelta64(17, "h")),
    ]
    deals = [np.append(sim.numbers("deals", "deal"), handed_deal), deal[priced], deal[dated]]
    times = [np.append(sim.numbers("deals", "created_at"), handed_at), at[priced], at[dated]]
    actors = [np.append(created, old), person[priced], person[dated]]
    of, when, who = np.concatenate(deals), np.concatenate(times), np.concatenate(actors)
    kind = np.repeat(np.arange(3), [len(part) for part in deals])
    order = np.lexsort((kind, when, of))
    names = pa.array(["hubspot_owner_id", "amount", "closedate"], pa.large_string())
    rows = pa.array(order)
    return {
        "deal_id": _id(_FIRST["deals"], of[order]),
        "property": names.take(pa.array(kind[order])),
        "value": pa.concat_arrays([v.cast(pa.large_string()) for v in values]).take(rows),
        "timestamp": _when(when[order]),
        "source_type": text.constant("CRM_UI", len(order)),
        "updated_by_user_id": text.whole(7_000_000 + who[order] * 11),
    }


def _deal_contacts(sim: Simulation) -> Columns:
    return {
        "deal_id": _id(_FIRST["deals"], sim.numbers("contact_roles", "deal")),
        "contact_id": _id(_CONTACTS, sim.numbers("contact_roles", "contact")),
        "label": text.words(sim.words("contact_roles", "role")),
    }


def _done(sim: Simulation, kind: str, first: int) -> tuple[Array, Columns]:
    column = sim.words("activities", "kind")
    rows = np.flatnonzero(column.codes == column.words.index(kind))
    deal = sim.numbers("activities", "deal")[rows]
    return rows, {
        "hs_object_id": _id(first, rows),
        "hubspot_owner_id": _id(_FIRST["people"], sim.numbers("activities", "person")[rows]),
        "deal_id": _id(_FIRST["deals"], deal),
        "company_id": _id(_FIRST["accounts"], sim.numbers("deals", "account")[deal]),
        "contact_id": _id(_CONTACTS, sim.numbers("activities", "contact")[rows]),
        "hs_timestamp": _when(sim.numbers("activities", "occurred_at")[rows]),
    }


def _calls(sim: Simulation) -> Columns:
    rows, columns = _done(sim, "call", _CALLS)
    return {
        **columns,
        "hs_call_title": text.words(sim.words("activities", "subject").take(rows)),
        "hs_call_direction": text.constant("OUTBOUND", len(rows)),
        "hs_call_duration": text.whole(sim.numbers("activities", "duration_s")[rows] * 1000),
        "hs_call_status": text.constant("COMPLETED", len(rows)),
        "hs_call_disposition": text.words(sim.words("activities", "outcome").take(rows)),
    }


def _meetings(sim: Simulation) -> Columns:
    rows, columns = _done(sim, "meeting", _MEETINGS)
    at = sim.numbers("activities", "occurred_at")[rows]
    length = sim.numbers("activities", "duration_s")[rows].astype("timedelta64[s]")
    outcomes = {"Completed": "COMPLETED", "Cancelled": "CANCELED", "No answer": "NO_SHOW"}
    return {
        **columns,
        "hs_meeting_title": text.words(sim.words("activities", "subject").take(rows)),
        "hs_meeting_start_time": _when(at),
        "hs_meeting_end_time": _when(at + length),
        "hs_meeting_outcome": text.words(
            sim.words("activities", "outcome").take(rows),
            {**outcomes, "Left message": "RESCHEDULED"},
        ),
    }
