"""How much trials of one account hang together."""

from __future__ import annotations

import numpy as np

from fairlead.lake.counts.bands import part_of, whole
from fairlead.lake.counts.ground import Ground
from fairlead.stats.clusters import design_effect
from fairlead.stats.timing import SUCCESS


def clustering(ground: Ground) -> dict[int, float]:
    """Return the design effect of accounts for each competency; needs ``book_placed``.

    Resolved trials whose account is known are grouped by person and band of mix. (Where accounts
    are filled in at the end only, deals without one have other outcomes, which is no likeness
    within accounts.) A competency none of whose deals shares an account with another is absent.
    """
    (shared,) = ground.connection.execute(
        "SELECT count(account_id) - count(DISTINCT account_id) FROM opportunities"
    ).fetchone()
    if not shared:
        return {}
    rows = whole(
        ground.columns(
            f"""
            WITH known AS (
              SELECT opportunity_id, account_id,
                count(*) OVER (PARTITION BY account_id) > 1 AS is_shared
              FROM opportunities WHERE account_id IS NOT NULL
            ), resolved AS (
              SELECT comp, person, mix, account_id, is_shared,
                (outcome = {SUCCESS} AND age <= horizon)::BIGINT AS good
              FROM book_placed JOIN known USING (opportunity_id)
              WHERE NOT is_open AND person >= 0
            ), clusters AS (
              SELECT comp, person, mix, sum(good)::BIGINT AS s, count(*) AS n
              FROM resolved WHERE is_shared GROUP BY comp, person, mix, account_id
            ), told AS (
              SELECT comp, person, mix, sum(s) AS good, sum(n) AS number, sum(s * s) AS square,
                sum(s * n) AS product, sum(n * n) AS size FROM clusters GROUP BY ALL
              UNION ALL
              SELECT comp, person, mix, sum(good), count(*), sum(good), sum(good), count(*)
              FROM resolved WHERE NOT is_shared GROUP BY ALL
            )
            SELECT comp, sum(good)::BIGINT AS good, sum(number)::BIGINT AS number,
              sum(square)::BIGINT AS square, sum(product)::BIGINT AS product,
              sum(size)::BIGINT AS size, sum(size) > sum(number) AS holds
            FROM told GROUP BY comp, person, mix ORDER BY comp, person, mix
            """
        )
    )
    found = {}
    for comp in np.unique(rows["comp"]).tolist():
        here = part_of(rows, comp)
        if here["holds"].any():
            found[comp] = design_effect(
                here["good"], here["number"], here["square"], here["product"], here["size"]
            )
    return found
