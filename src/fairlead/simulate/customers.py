"""Customers, their people, and who of them takes part in a deal."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class _Pool:
    """Candidates by group, each ready from a time on; sorted by both."""

    rows: Ints
    key: Ints

    @classmethod
    def of(cls, group: Ints, ready: Ints, rows: Ints) -> _Pool:
        order = rows[np.lexsort((ready[rows], group[rows]))]
        return cls(order, group[order] * 2**33 + ready[order])

    def pick(self, group: Ints, at: Ints, rng: np.random.Generator) -> Ints:
        """Return a candidate of each group that is ready before `at`; -1 for none."""
        low = np.searchsorted(self.key, group * 2**33)
        high = np.searchsorted(self.key, group * 2**33 + at, side="left")
        place = low + (rng.random(len(group)) * (high - low)).astype(np.int64)
        chosen = np.full(len(group), -1, dtype=np.int64)
        got = high > low
        chosen[got] = self.rows[place[got]]
        return chosen


def choose_accounts(
    world: World, deals: NewDeals, journey: Journey, streams: Streams
) -> tuple[Ints, Columns]:
    """Return the account of each deal, and the accounts.

    New business opens an account or tries one again; expansion and renewal go to customers of the
    same team and segment: those from before the window, and those won since (after 90 days).
    """
    rng, created = streams.of("accounts"), deals.created
    team = np.maximum(world.roster.team[world.window.month_of(created), deals.person], 0)
    segments = len(world.org.segments)
    group = team * segments + deals.codes["segment"]
    is_new = np.array([t.name == "new_business" for t in world.org.types])[deals.codes["type"]]
    account, opens = _new_business(group, created, is_new, rng)
    base = _installed_base(group[~is_new], rng)
    won = np.flatnonzero(opens & journey.won)
    customers = np.concatenate([int(opens.sum()) + np.arange(len(base)), account[won]])
    ready = np.concatenate([np.zeros(len(base), np.int64), journey.closed[won] + 90 * DAY])
    pool = _Pool.of(np.concatenate([base, group[won]]), ready, np.arange(len(ready)))
    account[~is_new] = customers[pool.pick(group[~is_new], created[~is_new], rng)]
    accounts = _accounts_table(
        world,
        np.append(group[opens], base),
        np.append(created[opens], np.zeros(len(base), np.int64)),
        np.append(deals.person[opens], world.roster.manager[0, base // segments]),
        rng,
    )
    return account, accounts


def _new_business(
    group: Ints, created: Ints, is_new: Flags, rng: np.random.Generator
) -> tuple[Ints, Flags]:
    """Return the account of each new deal (-1 for others), and which deals open their own."""
    first_try = is_new & (rng.random(len(group)) >= SECOND_TRY)
    asks = np.flatnonzero(is_new & ~first_try)
    pool = _Pool.of(group, created, np.flatnonzero(first_try))
    earlier = pool.pick(group[asks], created[asks], rng)
    opens = first_try.copy()
    opens[asks[earlier < 0]] = True
    account = np.full(len(group), -1, dtype=np.int64)
    account[opens] = np.arange(int(opens.sum()))
    account[asks[earlier >= 0]] = account[earlier[earlier >= 0]]
    return account, opens


def _installed_base(group: Ints, rng: np.random.Generator) -> Ints:
    """Return the groups of customers from before the window: one or more for each in use."""
    found, count = np.unique(group, return_counts=True)
    return rng.permutation(np.repeat(found, 1 + count // 4))


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
