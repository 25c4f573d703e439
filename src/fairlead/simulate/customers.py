"""Customers, their people, and who of them takes part in a deal."""

from __future__ import annotations

import numpy as np

from fairlead.simulate import names
from fairlead.simulate.ability import World
from fairlead.simulate.creation import NewDeals
from fairlead.simulate.journey import Journey
from fairlead.simulate.states import Log
from fairlead.simulate.tables import Columns, Flags, Floats, Ints, Streams, Words, array
from fairlead.simulate.worktime import DAY, instants

INDUSTRIES = (
    "Manufacturing",
    "Retail",
    "Logistics",
    "Financial services",
    "Healthcare",
    "Energy",
    "Media",
    "Public sector",
)
SIZES = ("1-49", "50-249", "250-999", "1000+")
TITLES = (
    "Head of Operations",
    "IT Manager",
    "CFO",
    "Managing Director",
    "Project Lead",
    "Procurement Manager",
    "Data Analyst",
    "Head of Sales",
)
CONTACT_ROLES = (
    "Decision Maker",
    "Economic Buyer",
    "Business User",
    "Technical Buyer",
    "Influencer",
    "Evaluator",
)
SECOND_TRY = 0.15
"""Share of new business that goes to a company that was tried before."""
CONTACTS_AN_ACCOUNT = 3


def choose_accounts(
    world: World, deals: NewDeals, journey: Journey, streams: Streams
) -> tuple[Ints, Columns]:
    """Return the account of each deal, and the accounts.

    New business opens an account or tries one again; expansion and renewal go to customers of the
    same team and segment: those from before the window, and those won since (after 90 days).
    """
    rng, created = streams.of("accounts"), deals.created
    team = np.maximum(world.roster.team[world.window.month_of(created), deals.person], 0)
    group = team * len(world.org.segments) + deals.codes["segment"]
    kinds = [level.name for level in world.org.types]
    is_new = deals.codes["type"] == (kinds.index("new_business") if "new_business" in kinds else -1)
    first_try = is_new & (rng.random(deals.count) >= SECOND_TRY)
    earlier = _pick(
        group,
        created,
        is_new & ~first_try,
        pool_group=group,
        pool_ready=created,
        usable=first_try,
        rng=rng,
    )
    opens = is_new & (earlier < 0)
    account = np.full(deals.count, -1, dtype=np.int64)
    account[opens] = np.arange(int(opens.sum()))
    again = earlier >= 0
    account[again] = account[earlier[again]]
    base = _installed_base(group[~is_new], rng)
    won = np.flatnonzero(opens & journey.won)
    pool_group = np.concatenate([base, group[won]])
    ready = np.concatenate([np.zeros(len(base), np.int64), journey.closed[won] + 90 * DAY])
    pool_account = np.concatenate([int(opens.sum()) + np.arange(len(base)), account[won]])
    everyone = np.ones(len(ready), dtype=bool)
    chosen = _pick(
        group,
        created,
        ~is_new,
        pool_group=pool_group,
        pool_ready=ready,
        usable=everyone,
        rng=rng,
    )
    account[~is_new] = pool_account[chosen[~is_new]]
    boss = world.roster.manager[0, base // len(world.org.segments)]
    return account, _accounts_table(
        world,
        np.append(group[opens], base),
        np.append(created[opens], np.zeros(len(base), np.int64)),
        np.append(deals.person[opens], boss),
        rng,
    )


def _installed_base(group: Ints, rng: np.random.Generator) -> Ints:
    """Return the groups of customers from before the window: one or more for each in use."""
    found, count = np.unique(group, return_counts=True)
    return rng.permutation(np.repeat(found, 1 + count // 4))


def _pick(
    group: Ints,
    created: Ints,
    asks: Flags,
    *,
    pool_group: Ints,
    pool_ready: Ints,
    usable: Flags,
    rng: np.random.Generator,
) -> Ints:
    """For each deal that asks: a row of the pool, same group, ready by then; -1 for none."""
    chosen = np.full(len(group), -1, dtype=np.int64)
    pool = np.flatnonzero(usable)
    pool = pool[np.lexsort((pool_ready[pool], pool_group[pool]))]
    key = pool_group[pool] * 2**33 + pool_ready[pool]
    rows = np.flatnonzero(asks)
    low = np.searchsorted(key, group[rows] * 2**33)
    high = np.searchsorted(key, group[rows] * 2**33 + created[rows], side="left")
    place = low + (rng.random(len(rows)) * (high - low)).astype(np.int64)
    got = high > low
    chosen[rows[got]] = pool[place[got]]
    return chosen


def _accounts_table(
    world: World, group: Ints, born: Ints, owner: Ints, rng: np.random.Generator
) -> Columns:
    count, segments = len(group), len(world.org.segments)
    segment = group % segments
    size = np.clip(segment + rng.integers(0, 2, count), 0, len(SIZES) - 1)
    before = int(world.window.edges[0]) - rng.integers(30, 1500, count) * DAY
    return {
        "account": np.arange(count),
        "name": names.company_names(count, rng),
        "industry": Words(rng.integers(0, len(INDUSTRIES), count), INDUSTRIES),
        "segment": Words(segment, tuple(level.name for level in world.org.segments)),
        "size_band": Words(size, SIZES),
        "region": Words(group // segments, world.org.teams),
        "created_at": instants(np.where(born > 0, born - 60, before)),
        "owner": owner,
    }


def contacts_table(accounts: int, streams: Streams) -> Columns:
    """Return one to five people at each account."""
    rng = streams.of("contacts")
    count = 1 + rng.binomial(4, 0.4, accounts)
    account = np.repeat(np.arange(accounts), count)
    first, last = names.contact_name_codes(len(account), rng)
    return {
        "contact": np.arange(len(account)),
        "account": account,
        "first_name": Words(first, names.FIRST),
        "last_name": Words(last, names.LAST),
        "title": Words(rng.integers(0, len(TITLES), len(account)), TITLES),
    }


def contact_roles_table(
    world: World, log: Log, account: Ints, contact_account: Ints, streams: Streams
) -> Columns:
    """Return who takes part in each deal: one from the start, more as the deal moves on.

    Later stages bring contacts, contacts bring no success: an analysis that finds otherwise has
    looked at the outcome first.
    """
    rng = streams.of("contact roles")
    moved = log.rows(log.moved & (log.stage < len(world.org.stages)))
    first = moved.first()
    joins = first | (rng.random(len(moved.deal)) < 0.35)
    deal, at, first = moved.deal[joins], moved.at[joins], first[joins]
    edges = np.searchsorted(contact_account, np.arange(int(account.max(initial=-1)) + 2))
    size = np.diff(edges)[account[deal]]
    start = np.flatnonzero(first)
    turn = np.arange(len(deal)) - np.repeat(start, np.diff(np.append(start, len(deal))))
    offset = rng.integers(0, 97, len(account))[deal]
    fits = turn < size
    contact = edges[account[deal]] + (offset + turn) % size
    role = rng.choice(len(CONTACT_ROLES), len(deal), p=_role_shares())
    return {
        "contact": contact[fits],
        "deal": deal[fits],
        "role": Words(role[fits], CONTACT_ROLES),
        "is_primary": first[fits],
        "created_at": instants(at[fits]),
    }


def _role_shares() -> Floats:
    return np.array([0.22, 0.12, 0.26, 0.14, 0.16, 0.10])


def main_contact(deal_count: int, roles: Columns) -> Ints:
    """Return the first contact of each deal, -1 for none."""
    main = np.full(deal_count, -1, dtype=np.int64)
    primary = array(roles, "is_primary")
    main[array(roles, "deal")[primary]] = array(roles, "contact")[primary]
    return main
