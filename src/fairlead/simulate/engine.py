"""Simulate a sales organisation: settings and a seed in, tables and truth out."""

from __future__ import annotations

import numpy as np

from fairlead.simulate import (
    ability,
    creation,
    customers,
    deals,
    dirt,
    journey,
    plans,
    prices,
    roster,
    states,
    terms,
    truth,
    work,
    worktime,
)
from fairlead.simulate.ability import World
from fairlead.simulate.organisation import Organisation
from fairlead.simulate.tables import Columns, Progress, Simulation, Streams


def simulate(
    organisation: Organisation, *, seed: int, progress: Progress | None = None
) -> Simulation:
    """Simulate an organisation with known truth.

    Parameters
    ----------
    organisation
        Settings, see `Organisation`.
    seed
        Any whole number from 0; the same seed gives the same tables to the last bit.
    progress
        Called with a sentence before each longer part.

    Returns
    -------
    Simulation
        What the CRM would hold on the evening of the last day, and the truth behind it.
    """
    if seed < 0:
        raise ValueError("the seed must be 0 or more")
    say = progress or (lambda _: None)
    streams = Streams(seed)
    window = worktime.window(organisation.months, organisation.end)
    staff = roster.staff(organisation, window, streams.of("roster"))
    people = roster.people_table(organisation, staff, streams.of("names"))
    effects = ability.draw_effects(organisation, window, staff, roster.full_names(people), streams)
    world = World(organisation, window, staff, effects)
    say(f"Simulating {staff.count:,} people over {window.count} months")
    new = creation.create(world, streams)
    say(f"Playing {new.count:,} deals through {len(organisation.stages)} stages")
    way = journey.travel(world, new, streams)
    worth = terms.amounts(world, new, way, streams)
    dates = terms.close_dates(world, new, way, streams)
    log = states.write_log(world, new, way, amounts=worth, dates=dates, streams=streams)
    say(f"Writing down {len(log.deal):,} changes, customers, work and plans")
    tables, known = _tables(world, new, way, log, streams)
    start = window.months[0].astype("datetime64[D]").item()
    return Simulation(organisation, seed, start, {"people": people, **tables}, known)


def _tables(
    world: World,
    new: creation.NewDeals,
    way: journey.Journey,
    log: states.Log,
    streams: Streams,
) -> tuple[dict[str, Columns], dict[str, Columns]]:
    org = world.org
    account, accounts = customers.choose_accounts(world, new, way, streams)
    contacts = customers.contacts_table(_count(accounts), streams)
    contact_account = np.asarray(contacts["account"])
    roles = customers.contact_roles_table(world, log, account, contact_account, streams)
    main = customers.main_contact(new.count, roles)
    shown = deals.deals_table(world, new, log, account=account, contact=main, streams=streams)
    won = plans.wins(new, way, log)
    said, bias = plans.submissions(world, won, streams)
    inside = way.stints.rows(way.stints.entered < world.window.end)
    tables = {
        "assignments": roster.assignments_table(org, world.roster, world.window),
        "accounts": accounts,
        "contacts": contacts,
        "contact_roles": roles,
        "deals": shown,
        "stage_changes": states.stage_changes_table(world, log),
        "states": states.states_table(world, log),
        "owner_changes": states.owner_changes_table(log),
        "activities": work.activities_table(world, log, inside, main, streams),
        "prospects": work.prospects_table(world, new, streams),
        "targets": plans.targets_table(world, won, streams),
        "submissions": said,
        "trainings": ability.trainings_table(world),
    }
    known = _truth(world, new, way, streams)
    known["submission_bias"] = bias
    if org.price_kept is not None:
        tables["deal_lines"], known["price_abilities"] = prices.deal_lines(world, shown, streams)
    known["dirt"] = dirt.plan(shown, org.dirt, np.datetime64(org.end, "D"), streams)
    return tables, known


def _truth(
    world: World, new: creation.NewDeals, way: journey.Journey, streams: Streams
) -> dict[str, Columns]:
    org = world.org
    return {
        "competencies": truth.competency_truth(org),
        "abilities": truth.ability_truth(world),
        "stints": states.stints_truth(world, way.stints),
        "fates": deals.fates_truth(world, new, way),
        "training_effects": ability.everybody_drawn(world),
        "mix_effects": truth.mix_truth(org),
        "preferences": truth.preference_truth(world),
        **truth.group_truth(world),
        "timing": truth.timing_truth(org),
        "settings": truth.settings_truth(org, streams.seed),
    }


def _count(accounts: Columns) -> int:
    return len(accounts["account"])
