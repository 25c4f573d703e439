"""What was known of a deal at entry, as small numbers: which level of which column it has.

Only what describes the deal from its beginning, never the lost reason or anything that follows
from the outcome. The amount counts only where the export keeps changes of it: else nobody knows
what it was at entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from fairlead.lake.counts.ground import Ground, is_ours
from fairlead.measure.cells import Ints
from fairlead.measure.dealt import NOT_GIVEN
from fairlead.units import decimals

MOST_LEVELS = 14
OTHER = "other"
BITS = 4
"""Bits of one column in the number of a combination."""
FEWEST_FILLED = 0.1
AMOUNT = "amount"
COLUMNS = {
    "segment": "coalesce(nullif(trim(o.segment), ''), nullif(trim(a.segment), ''))",
    "region": "nullif(trim(a.region), '')",
    "industry": "nullif(trim(a.industry), '')",
    "source": "nullif(trim(o.source_channel), '')",
    "product": "nullif(trim(o.product), '')",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns of what was dealt; `cuts` are those of the amount, a row a group, or None.

    `levels` are the names of the levels of each column but the amount, level 0 is `NOT_GIVEN`.
    """

    names: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    cuts: tuple[tuple[int, ...], ...] | None
    currency: str | None

    @property
    def every(self) -> tuple[str, ...]:
        """Names of all columns, the amount last."""
        return self.names if self.cuts is None else (*self.names, AMOUNT)

    def of_group(self, group: int) -> tuple[tuple[str, ...], ...]:
        """Return the names of the levels of all columns in one group of deals."""
        if self.cuts is None:
            return self.levels
        return (*self.levels, _amounts(self.cuts[group], self.currency))

    def codes(self, combo: Ints) -> Ints:
        """Return the level of each column from numbers of combinations (rows, columns)."""
        parts = [(combo >> (BITS * i)) & (2**BITS - 1) for i in range(len(self.every))]
        return np.column_stack(parts) if parts else np.zeros((len(combo), 0), dtype=np.int64)

    @property
    def joins(self) -> str:
        """SQL that joins what is needed to a row ``s`` of a deal whose group is ``c.grp``."""
        found = (
            "LEFT JOIN book_dealt d ON d.opportunity_id = s.opportunity_id " if self.names else ""
        )
        return found + ("LEFT JOIN book_cuts k ON k.grp = c.grp " if self.cuts is not None else "")

    def combo(self, amount: str) -> str:
        """Return SQL of the number of the combination, given that of the amount at entry."""
        parts = ["coalesce(d.combo, 0)"] if self.names else []
        if self.cuts is not None:
            parts.append(f"({self._fifth(amount)}) * {2 ** (BITS * len(self.names))}")
        return " + ".join(parts) or "0"

    def speed(self, amount: str) -> str:
        """Return SQL of the group of deals with a pace of its own: segment, else amount."""
        if "segment" in self.names:
            shift = BITS * self.names.index("segment")
            return f"(coalesce(d.combo, 0) >> {shift}) & {2**BITS - 1}"
        return self._fifth(amount) if self.cuts is not None else "0"

    def _fifth(self, amount: str) -> str:
        above = " + ".join(f"({amount} > k.cut{i})::INTEGER" for i in range(4))
        return (
            f"CASE WHEN {amount} > 0 AND {is_ours(self.currency)} AND k.cut0 IS NOT NULL "
            f"THEN 1 + {above} ELSE 0 END"
        )


def columns(ground: Ground) -> Columns:
    """Return the columns there are; fill ``book_dealt`` and ``book_cuts`` where needed."""
    names, levels = _named(ground)
    return Columns(names, levels, _cuts(ground), ground.currency)


def _named(ground: Ground) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    filled = ground.connection.execute(
        "SELECT count(segment) + count(account_id) + count(source_channel) + count(product) "
        "FROM opportunities"
    ).fetchone()
    if not filled[0]:
        return (), ()
    every = ", ".join(f"{sql} AS {name}" for name, sql in COLUMNS.items())
    ground.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE book_named AS SELECT opportunity_id, {every} "
        "FROM state_now JOIN opportunities o USING (opportunity_id) "
        "LEFT JOIN accounts a ON a.account_id = o.account_id"
    )
    found: dict[str, tuple[str, ...]] = {}
    for name in COLUMNS:
        levels = _levels(ground.connection, name)
        if levels:
            found[name] = levels
    _number(ground, found)
    return tuple(found), tuple(found.values())


def _levels(connection: Any, name: str) -> tuple[str, ...]:
    """Return the levels of a column, the usual ones first; none where it tells nothing apart."""
    rows = connection.execute(
        f"SELECT {name}, count(*) FROM book_named GROUP BY ALL ORDER BY 2 DESC, 1"
    ).fetchall()
    total = sum(count for _, count in rows)
    given = [(level, count) for level, count in rows if level is not None]
    if len(given) < 2 or sum(count for _, count in given) < FEWEST_FILLED * total:
        return ()
    kept = [str(level) for level, _ in given[:MOST_LEVELS]]
    return (NOT_GIVEN, *kept, *([OTHER] if len(given) > MOST_LEVELS else []))


def _number(ground: Ground, found: dict[str, tuple[str, ...]]) -> None:
    parts, joins = [], []
    for place, (name, levels) in enumerate(found.items()):
        kept = list(levels[1 : MOST_LEVELS + 1])
        ground.fill(
            f"book_{name}", {"level": kept, "code": np.arange(1, len(kept) + 1, dtype=np.int32)}
        )
        joins.append(f"LEFT JOIN book_{name} ON book_{name}.level = n.{name}")
        rest = f"CASE WHEN n.{name} IS NULL THEN 0 ELSE {MOST_LEVELS + 1} END"
        parts.append(f"coalesce(book_{name}.code, {rest}) * {2 ** (BITS * place)}")
    if parts:
        ground.connection.execute(
            "CREATE OR REPLACE TEMP TABLE book_dealt AS SELECT n.opportunity_id, "
            f"({' + '.join(parts)})::INTEGER AS combo FROM book_named n {' '.join(joins)}"
        )


def _cuts(ground: Ground) -> tuple[tuple[int, ...], ...] | None:
    """Return the amounts that cut each group into fifths; None where amounts at entry are unknown.

    An export that keeps no change of any amount has the last one only: for a lost deal that may
    be what it shrank to.
    """
    (known,) = ground.connection.execute(
        f"SELECT count(*) FROM field_changes WHERE field = 'amount' AND known_at < {ground.until}"
    ).fetchone()
    if not known or not ground.groups:
        return None
    rows = ground.connection.execute(
        "SELECT grp, quantile_disc(amount, [0.2, 0.4, 0.6, 0.8]) FROM book_money s "
        f"JOIN book_groups USING (pipeline, type) WHERE amount > 0 AND {is_ours(ground.currency)} "
        "GROUP BY grp"
    ).fetchall()
    cuts = dict(rows)
    made = tuple(tuple(cuts.get(g.code) or (None,) * 4) for g in ground.groups)
    ground.fill(
        "book_cuts",
        {"grp": np.arange(len(made), dtype=np.int16)}
        | {f"cut{i}": [row[i] for row in made] for i in range(4)},
    )
    return tuple(tuple(int(c or 0) for c in row) for row in made)


def _amounts(cuts: tuple[int, ...], currency: str | None) -> tuple[str, ...]:
    """Return the names of the fifths of amounts, lowest first behind `NOT_GIVEN`."""
    said = [_short(cut / 10 ** decimals(currency)) for cut in cuts]
    between = [f"{a} to {b}" for a, b in pairwise(said)]
    return (NOT_GIVEN, f"up to {said[0]}", *between, f"above {said[-1]}")


def _short(amount: float) -> str:
    """Return an amount in two or three digits: ``940``, ``62k``, ``1.3m``."""
    for size, unit in ((1_000_000, "m"), (1_000, "k")):
        if amount >= size:
            value = amount / size
            return f"{value:.1f}{unit}" if value < 10 else f"{value:.0f}{unit}"
    return f"{amount:.0f}"
