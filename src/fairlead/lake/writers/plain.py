"""Plain tables, and the small files a CRM does not know (team, targets, trainings, forecasts)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fairlead.lake.writers import text
from fairlead.lake.writers.people import deal_names, person_names
from fairlead.lake.writers.spoil import Headers, spoil
from fairlead.lake.writers.text import Array
from fairlead.simulate import Simulation
from fairlead.units import decimals

Columns = dict[str, pa.Array]


def write(sim: Simulation, folder: Path) -> Iterator[tuple[str, int]]:
    """Write deals and stage history; yields file name and rows as they are done."""
    makers: dict[str, Callable[[Simulation], Columns]] = {
        "deals": _deals,
        "stage_history": _stage_history,
    }
    for name, make in makers.items():
        yield f"{name}.csv", text.write_csv(folder / f"{name}.csv", make(sim), quoted=False)


def write_beside(
    sim: Simulation, folder: Path, *, quotas_in_crm: bool
) -> Iterator[tuple[str, int]]:
    """Write the small files; people's targets are left out where the CRM holds their quotas."""
    files = {
        "team": team(sim),
        "targets": targets(sim, people=not quotas_in_crm),
        "trainings": trainings(sim),
        "submissions": submissions(sim),
    }
    for name, columns in files.items():
        yield f"{name}.csv", text.write_csv(folder / f"{name}.csv", columns, quoted=False)


def _when(values: Array) -> pa.Array:
    return text.instants(values, middle=" ", tail="")


def _key(rows: Array) -> pa.Array:
    return text.join("D", text.fixed(text.digits(rows + 1, 7)))


def _deals(sim: Simulation) -> Columns:
    names, count = person_names(sim), len(sim.numbers("deals", "deal"))
    customers = pa.array(np.asarray(sim.tables["accounts"]["name"]).tolist(), pa.large_string())
    columns = {
        "deal_id": _key(sim.numbers("deals", "deal")),
        "deal_name": deal_names(sim),
        "account": customers.take(pa.array(sim.numbers("deals", "account"))),
        "segment": text.words(sim.words("deals", "segment")),
        "type": text.words(sim.words("deals", "type")),
        "source": text.words(sim.words("deals", "source")),
        "product": text.words(sim.words("deals", "product")),
        "competitor": text.words(sim.words("deals", "competitor")),
        "owner": text.looked_up(names, sim.numbers("deals", "owner")),
        "created_at": _when(sim.numbers("deals", "created_at")),
        "amount": text.money(sim.numbers("deals", "amount"), decimals(sim.organisation.currency)),
        "currency": text.constant(sim.organisation.currency, count),
        "close_date": text.days(sim.numbers("deals", "close_on")),
        "closed_at": _when(sim.numbers("deals", "closed_at")),
        "stage": text.words(sim.words("deals", "stage")),
        "outcome": text.words(sim.words("deals", "outcome")),
        "lost_reason": text.words(sim.words("deals", "lost_reason")),
        "next_step": text.words(sim.words("deals", "next_step")),
        "forecast_category": text.words(sim.words("deals", "forecast_category")),
    }
    if "deal_lines" in sim.tables:
        columns["discount"] = text.join(text.whole(sim.numbers("deal_lines", "percent")), "%")
    names_of = Headers("deal_id", "deal_name", "amount", "created_at", "close_date")
    return spoil(columns, sim, names_of)


def _stage_history(sim: Simulation) -> Columns:
    names = person_names(sim)
    return {
        "deal_id": _key(sim.numbers("stage_changes", "deal")),
        "changed_at": _when(sim.numbers("stage_changes", "occurred_at")),
        "from_stage": text.words(sim.words("stage_changes", "from_stage")),
        "stage": text.words(sim.words("stage_changes", "stage")),
        "changed_by": text.looked_up(names, sim.numbers("stage_changes", "person")),
    }


def team(sim: Simulation) -> Columns:
    """Return team.csv: who worked for whom, when; `to` is the day after the last."""
    names = person_names(sim)
    return {
        "person": text.looked_up(names, sim.numbers("assignments", "person")),
        "manager": text.looked_up(names, sim.numbers("assignments", "manager")),
        "team": text.words(sim.words("assignments", "team")),
        "territory": text.words(sim.words("assignments", "territory")),
        "role": text.words(sim.words("assignments", "role")),
        "from": text.days(sim.numbers("assignments", "from_on")),
        "to": text.days(sim.numbers("assignments", "to_on")),
    }


def targets(sim: Simulation, *, people: bool) -> Columns:
    """Return targets.csv: people, teams (person empty), company (both empty), month by month."""
    person = sim.numbers("targets", "person")
    rows = np.flatnonzero(people | (person < 0))
    month = sim.numbers("targets", "month")[rows].astype("datetime64[D]")
    return {
        "person": text.looked_up(person_names(sim), person[rows]),
        "team": text.words(sim.words("targets", "team").take(rows)),
        "measure": text.words(sim.words("targets", "measure").take(rows)),
        "period": _months(month),
        "amount": text.money(
            sim.numbers("targets", "amount")[rows], decimals(sim.organisation.currency)
        ),
        "currency": text.constant(sim.organisation.currency, len(rows)),
    }


def _months(first_days: Array) -> pa.Array:
    return pc.utf8_slice_codeunits(text.days(first_days), 0, 7)


def trainings(sim: Simulation) -> Columns:
    """Return trainings.csv."""
    groups = sim.numbers("trainings", "start_group")
    return {
        "training": text.words(sim.words("trainings", "training")),
        "person": text.looked_up(person_names(sim), sim.numbers("trainings", "person")),
        "competency": text.words(sim.words("trainings", "competency")),
        "start_group": text.whole(groups),
        "started_on": text.days(sim.numbers("trainings", "started_on")),
        "ended_on": text.days(sim.numbers("trainings", "ended_on")),
        "chosen_by": text.words(sim.words("trainings", "chosen_by")),
    }


def submissions(sim: Simulation) -> Columns:
    """Return submissions.csv: every Monday, for the quarter."""
    month = sim.numbers("submissions", "quarter").astype(np.int64)
    year = text.whole(1970 + month // 12)
    return {
        "person": text.looked_up(person_names(sim), sim.numbers("submissions", "person")),
        "period": text.join(year, "-Q", text.whole(month % 12 // 3 + 1)),
        "submitted_at": text.instants(sim.numbers("submissions", "submitted_at"), tail="Z"),
        "category": text.words(sim.words("submissions", "category")),
        "amount": text.money(
            sim.numbers("submissions", "amount"), decimals(sim.organisation.currency)
        ),
        "currency": text.constant(sim.organisation.currency, len(month)),
    }
