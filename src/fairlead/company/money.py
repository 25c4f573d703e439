"""What a minor unit of each currency was worth in the reporting currency, and from when to when.

Docs: docs/explanation/money-and-time.md. Silent (no slice) on days without a rate: an amount that
cannot be converted is said in its own currency, never counted as 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from fairlead.units import decimals

HAND_WRITTEN = "fairlead"
"""Source of rates.csv; for the currencies it names it comes before the CRM's own rates."""

ALWAYS, NEVER_ENDS = dt.date.min, dt.date.max


@dataclass(frozen=True, slots=True)
class RateRow:
    """A stored rate: an amount in `currency` divided by `per_base` is that amount in `base`.

    Days are ``[from_on, to_on)``. Without a first day it is the rate of a CRM that keeps no dates.
    """

    currency: str
    base: str | None
    per_base: float
    from_on: dt.date | None = None
    to_on: dt.date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """Minor units of the reporting currency for one minor unit of `currency`, ``[from_on, to_on)``.

    Decimals of both currencies are in it: a yen has no minor unit, a dinar a thousand.
    """

    currency: str
    from_on: dt.date
    to_on: dt.date
    factor: float


@dataclass(frozen=True, slots=True)
class _Slice:
    """What one unit of a currency is worth in the base on some days."""

    from_on: dt.date
    to_on: dt.date
    value: float


def factors(rows: Iterable[RateRow], reporting: str) -> tuple[Factor, ...]:
    """Return the factors of every currency that can be turned into `reporting`.

    Parameters
    ----------
    rows
        Rates as stored, of any source.
    reporting
        The reporting currency; it needs no rate itself.

    Returns
    -------
    tuple of Factor
        Per currency ascending and without overlap. A currency with dated rates has none on days
        before the first of them and in gaps; one with an undated rate only has that one always.
        Two currencies that are both against a third go by way of it, on the same day. Where the
        export does not say what its rates are against, it is the currency whose rate is always 1.
    """
    by_base: dict[tuple[bool, str, str], list[RateRow]] = {}
    listed = list(rows)
    for source in sorted({row.source for row in listed}):
        own = [row for row in listed if row.source == source]
        silent = _base_of(own)
        for row in own:
            base = row.base or silent
            if base is not None:
                by_base.setdefault((source != HAND_WRITTEN, source, base), []).append(row)
    found: dict[str, tuple[Factor, ...]] = {}
    for (_second, _source, base), group in sorted(by_base.items()):
        for currency in sorted({row.currency for row in group} | {base}):
            if currency == reporting or currency in found:
                continue
            told = _between(_worth(currency, base, group), _worth(reporting, base, group))
            scale = 10.0 ** (decimals(reporting) - decimals(currency))
            if told:
                found[currency] = tuple(
                    Factor(currency, s.from_on, s.to_on, s.value * scale) for s in told
                )
    return tuple(f for currency in sorted(found) for f in found[currency])


def _base_of(rows: list[RateRow]) -> str | None:
    """Return the currency whose rate is always 1, if there is exactly one."""
    ones = {row.currency for row in rows if row.per_base == 1}
    others = {row.currency for row in rows if row.per_base != 1}
    alone = ones - others
    return alone.pop() if len(alone) == 1 else None


def _worth(currency: str, base: str, rows: list[RateRow]) -> list[_Slice]:
    """Return what one unit of a currency is worth in the base, day by day in slices."""
    if currency == base:
        return [_Slice(ALWAYS, NEVER_ENDS, 1.0)]
    own = [row for row in rows if row.currency == currency]
    dated = sorted((row for row in own if row.from_on), key=lambda r: r.from_on or ALWAYS)
    if not dated:
        return [_Slice(ALWAYS, NEVER_ENDS, 1.0 / row.per_base) for row in own[-1:]]
    ends = [row.from_on or NEVER_ENDS for row in dated[1:]] + [NEVER_ENDS]
    return [
        _Slice(row.from_on or ALWAYS, min(row.to_on or NEVER_ENDS, end), 1.0 / row.per_base)
        for row, end in zip(dated, ends, strict=True)
    ]


def _between(ours: list[_Slice], theirs: list[_Slice]) -> list[_Slice]:
    """Return the ratio of two values on the days both are known."""
    found, i, k = [], 0, 0
    while i < len(ours) and k < len(theirs):
        start = max(ours[i].from_on, theirs[k].from_on)
        end = min(ours[i].to_on, theirs[k].to_on)
        if start < end:
            found.append(_Slice(start, end, ours[i].value / theirs[k].value))
        if ours[i].to_on <= theirs[k].to_on:
            i += 1
        else:
            k += 1
    return found
