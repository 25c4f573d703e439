"""Customers and deals that the CRM merged: who was taken over counts under who took over.

Salesforce keeps a merged account as a deleted row that names its master; HubSpot lists the ids a
record swallowed on the record that is left. A deal that is there twice without such a sign cannot
be told from two deals.
"""

from __future__ import annotations

from typing import Any

from fairlead.lake.conform.keys import key_id
from fairlead.lake.conform.staged import Staged

HOLDERS = ("opportunities", "contacts", "activities")
"""Tables of this import whose rows name an account."""


def unite_merged(connection: Any, staged: list[Staged]) -> None:
    """Let rows of this import name the account that is left, and drop the ones taken over.

    Runs after ``new_accounts`` and `HOLDERS` are filled. A chain of merges leads to its end; a ring
    of them names nobody and is left as it is.
    """
    pairs = _pairs(connection, staged, "accounts", "account")
    winners = [(loser, winner) for loser in pairs if (winner := _end(pairs, loser)) is not None]
    if not winners:
        return
    connection.execute("CREATE OR REPLACE TEMP TABLE taken_over (loser BIGINT, winner BIGINT)")
    connection.executemany("INSERT INTO taken_over VALUES (?, ?)", winners)
    for table in HOLDERS:
        connection.execute(
            f"UPDATE new_{table} SET account_id = t.winner FROM taken_over t "
            f"WHERE t.loser = new_{table}.account_id"
        )
    connection.execute(
        "DELETE FROM new_accounts WHERE account_id IN (SELECT loser FROM taken_over)"
    )
    connection.execute("DROP TABLE taken_over")


def find_swallowed(connection: Any, staged: list[Staged]) -> None:
    """Fill ``swallowed``: deals that another deal swallowed, as this import says."""
    pairs = _pairs(connection, staged, "opportunities", "opportunity")
    losers = [(loser,) for loser in pairs if _end(pairs, loser) is not None]
    connection.execute("CREATE OR REPLACE TEMP TABLE swallowed (opportunity_id BIGINT)")
    if losers:
        connection.executemany("INSERT INTO swallowed VALUES (?)", losers)


def delete_merged_deals(connection: Any, known_at: str) -> None:
    """Mark deals that another deal swallowed as deleted, also those an earlier import stored.

    Runs on ``new_opportunities`` after `find_swallowed`, before it is compared with what is stored.
    """
    if connection.execute("SELECT count(*) FROM swallowed").fetchone() == (0,):
        return
    connection.execute(
        "UPDATE new_opportunities SET outcome = 'deleted' WHERE opportunity_id IN (FROM swallowed)"
    )
    connection.execute(
        "INSERT INTO new_opportunities BY NAME SELECT * REPLACE ('deleted' AS outcome, "
        f"greatest(known_at, TIMESTAMPTZ '{known_at}') AS known_at) FROM known_opportunities "
        "WHERE opportunity_id IN (FROM swallowed) AND outcome <> 'deleted' "
        "AND opportunity_id NOT IN (SELECT opportunity_id FROM new_opportunities)"
    )


def _pairs(connection: Any, staged: list[Staged], target: str, kind: str) -> dict[int, int]:
    """Return key of who was taken over -> key of who took over, as this import says."""
    found: dict[int, int] = {}
    for part in staged:
        if part.target != target:
            continue
        queries = []
        if "merged_into" in part.given:
            queries.append(
                f"SELECT id, merged_into FROM {part.relation} WHERE merged_into IS NOT NULL"
            )
        if "merged_ids" in part.given:
            queries.append(
                "SELECT trim(unnest(string_split(merged_ids, ';'))) AS loser, id "
                f"FROM {part.relation} WHERE merged_ids IS NOT NULL"
            )
        for query in queries:
            rows = connection.execute(f"{query} ORDER BY ALL").fetchall()
            found |= {key_id(kind, a): key_id(kind, b) for a, b in rows if a and a != b}
    return found


def _end(pairs: dict[int, int], start: int) -> int | None:
    """Return who is left at the end of a chain of merges; None in a ring."""
    seen, here = {start}, pairs[start]
    while here in pairs:
        if here in seen:
            return None
        seen.add(here)
        here = pairs[here]
    return here
