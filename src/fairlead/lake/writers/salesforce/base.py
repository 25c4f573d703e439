"""Users, roles, accounts, contacts and the list of stages."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from fairlead.lake.writers import text
from fairlead.lake.writers.people import current_manager, current_team, person_names
from fairlead.lake.writers.salesforce.keys import CATEGORY_NAMES, TITLES, Columns, Keys, ids
from fairlead.simulate import Simulation


def users(sim: Simulation, keys: Keys) -> Columns:
    """Return User: everybody who was ever there."""
    people, count = sim.tables["people"], len(sim.numbers("people", "person"))
    team, role = current_team(sim), sim.words("people", "role")
    gone = ~np.isnat(sim.numbers("people", "left_on"))
    hired = sim.numbers("people", "hired_on").astype("datetime64[s]") + np.timedelta64(8, "h")
    email = pa.array(np.asarray(people["email"]).tolist(), pa.large_string())
    place = np.where(role.codes == 2, 0, np.where(team < 0, -1, 1 + 2 * team + (role.codes == 0)))
    return {
        "Id": keys.of(keys.user, sim.numbers("people", "person")),
        "Username": email,
        "LastName": pa.array(np.asarray(people["last_name"]).tolist(), pa.large_string()),
        "FirstName": pa.array(np.asarray(people["first_name"]).tolist(), pa.large_string()),
        "Name": person_names(sim).slice(0, count),
        "Email": email,
        "Title": text.words(role, TITLES),
        "Department": text.constant("Sales", count),
        "Division": text.looked_up(_territories(sim), team),
        "IsActive": text.flags(~gone),
        "ManagerId": keys.of(keys.user, current_manager(sim)),
        "UserRoleId": keys.of(keys.role, place),
        "UserType": text.constant("Standard", count),
        "ForecastEnabled": text.constant("true", count),
        "TimeZoneSidKey": text.constant("Europe/Berlin", count),
        "LocaleSidKey": text.constant("en_GB", count),
        "LanguageLocaleKey": text.constant("en_US", count),
        "CurrencyIsoCode": text.constant(sim.organisation.currency, count),
        "CreatedDate": text.instants(hired),
    }


def _territories(sim: Simulation) -> pa.Array:
    return text.with_blank(np.array(sim.words("assignments", "territory").words))


def roles(sim: Simulation, keys: Keys) -> Columns:
    """Return UserRole: a tree of head, managers and teams."""
    teams = sim.organisation.teams
    names = ["Head of Sales"]
    for team in teams:
        names += [f"Manager {team}", f"Sales {team}"]
    number = np.arange(len(names))
    parent = np.where(number == 0, -1, np.where(number % 2 == 1, 0, number - 1))
    plain = [name.replace(" ", "_").replace("&", "and") for name in names]
    return {
        "Id": keys.of(keys.role, number),
        "Name": pa.array(names, pa.large_string()),
        "ParentRoleId": keys.of(keys.role, parent),
        "RollupDescription": pa.array(names, pa.large_string()),
        "DeveloperName": pa.array(plain, pa.large_string()),
    }


def accounts(sim: Simulation, keys: Keys) -> Columns:
    """Return Account."""
    table, count = sim.tables["accounts"], len(sim.numbers("accounts", "account"))
    created = text.instants(sim.numbers("accounts", "created_at"))
    employees = {"1-49": "25", "50-249": "120", "250-999": "500", "1000+": "4000"}
    return {
        "Id": keys.of(keys.account, sim.numbers("accounts", "account")),
        "IsDeleted": text.constant("false", count),
        "Name": pa.array(np.asarray(table["name"]), pa.large_string()),
        "Type": text.constant("", count),
        "BillingState": text.words(sim.words("accounts", "region")),
        "Industry": text.words(sim.words("accounts", "industry")),
        "NumberOfEmployees": text.words(sim.words("accounts", "size_band"), employees),
        "OwnerId": keys.of(keys.user, sim.numbers("accounts", "owner")),
        "CreatedDate": created,
        "LastModifiedDate": created,
        "SystemModstamp": created,
        "Segment__c": text.words(sim.words("accounts", "segment")),
    }


def contacts(sim: Simulation, keys: Keys) -> Columns:
    """Return Contact."""
    account = sim.numbers("contacts", "account")
    created = text.instants(sim.numbers("accounts", "created_at")[account])
    return {
        "Id": keys.of(keys.contact, sim.numbers("contacts", "contact")),
        "IsDeleted": text.constant("false", len(account)),
        "AccountId": keys.of(keys.account, account),
        "LastName": text.words(sim.words("contacts", "last_name")),
        "FirstName": text.words(sim.words("contacts", "first_name")),
        "Title": text.words(sim.words("contacts", "title")),
        "OwnerId": keys.of(keys.user, sim.numbers("accounts", "owner")[account]),
        "CreatedDate": created,
        "LastModifiedDate": created,
        "SystemModstamp": created,
    }


def stages(sim: Simulation, _keys: Keys) -> Columns:
    """Return OpportunityStage."""
    org = sim.organisation
    names, count = org.stage_names, len(org.stage_names)
    number = np.arange(count)
    chance = [round(100 * s.probability) for s in org.stages] + [100, 0]
    categories = [s.forecast_category for s in org.stages] + ["Closed", "Omitted"]
    return {
        "Id": ids("01J", number),
        "MasterLabel": pa.array(names, pa.large_string()),
        "ApiName": pa.array(names, pa.large_string()),
        "IsActive": text.constant("true", count),
        "SortOrder": text.whole(number + 1),
        "IsClosed": text.flags(number >= count - 2),
        "IsWon": text.flags(number == count - 2),
        "ForecastCategory": pa.array(categories, pa.large_string()),
        "ForecastCategoryName": pa.array(
            [CATEGORY_NAMES.get(c, c) for c in categories], pa.large_string()
        ),
        "DefaultProbability": text.whole(np.array(chance)),
    }
