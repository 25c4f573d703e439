"""Counts that add up: integer sums of resolved stints, and open stints aged to the day.

Resolved stints are counted per person, pipeline, deal type, stage, month of entry and mix band.
Everything is an integer (logarithms in millionths), so that DuckDB, Spark and increments agree to
the last unit and counts add up over any grouping. Below a tenth of the stints they sum, once there
are enough of them a group.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fairlead.lake.counts.relations import day_of
from fairlead.units import MICROS, NO_DECIMALS, THREE_DECIMALS

SECONDS_A_DAY = 86_400
SHORTEST_S = 3_600
"""Dwell below an hour counts as an hour: the logarithm of nothing is no number."""

AGE_BANDS_WEEKS = (1, 2, 3, 4, 6, 8, 13, 26, 52)
MOST_BANDS = 12


@dataclass(frozen=True, slots=True)
class MixScore:
    """How a deal's mix at entry becomes one of at most twelve bands.

    `points` give, per column (``type``, ``amount_band``) and level, an expected log-odds in
    millionths; their sum is cut at `cuts` (ascending). Version 0 has no points: one band for all.
    """

    version: int = 0
    points: dict[str, dict[str, int]] = field(default_factory=dict)
    cuts: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if len(self.cuts) >= MOST_BANDS:
            raise ValueError(f"at most {MOST_BANDS} bands, {len(self.cuts) + 1} given")
        if list(self.cuts) != sorted(set(self.cuts)):
            raise ValueError("cuts must ascend")


def with_band(stints: Any, mix: MixScore) -> Any:
    """Return `stints` with ``mix_band`` (0..11) by what was known at entry."""
    import ibis

    columns = {
        "type": stints.type,
        "inherited": stints.inherited.cast("string"),
        "amount_band": amount_band(stints.amount_at_entry),
    }
    score = ibis.literal(0, type="int64")
    for name, levels in mix.points.items():
        cases = [(columns[name] == level, points) for level, points in levels.items()]
        if cases:
            score += ibis.cases(*cases, else_=0)
    band = ibis.literal(0, type="int64")
    for cut in mix.cuts:
        band += (score >= cut).cast("int64")
    return stints.mutate(mix_band=band)


def amount_band(amount: Any) -> Any:
    """Return the band of an amount in minor units: ``none``, or its power of ten as text."""
    import ibis

    digits = amount.cast("string").length()
    return ibis.cases((amount.isnull(), "none"), (amount <= 0, "none"), else_=digits.cast("string"))


def step_counts(stints: Any, mix: MixScore | None = None, also: tuple[str, ...] = ()) -> Any:
    """Return the counts of resolved stints.

    Parameters
    ----------
    stints
        Relation of `lake.counts.stints.stints`.
    mix
        Bands of mix; None = one band.
    also
        Further columns to count by.

    Returns
    -------
    ibis table
        person_id, pipeline, type, stage, month (first day of the month of entry, null where only
        the last step is known), mix_band, currency, mix_version; successes, failures; n_days,
        sum_ln_days, sum_ln2_days (millionths, of stints with known dwell); n_amount,
        sum_ln_amount, sum_ln2_amount (millionths of ln of major units), sum_amount (minor units of
        ``currency``: amounts of two currencies are never added).
    """
    import ibis

    mix = mix or MixScore()
    resolved = with_band(stints.filter(stints.outcome != "open"), mix)
    days = ibis.greatest(resolved.dwell_s, SHORTEST_S).cast("float64") / SECONDS_A_DAY
    amount = ibis.ifelse(resolved.amount_at_entry > 0, resolved.amount_at_entry, ibis.null())
    ln_days = ibis.ifelse(resolved.dwell_s.notnull(), days.ln(), ibis.null("float64"))
    ln_amount = (amount.cast("float64") / _minor_units(resolved.currency)).ln()
    resolved = resolved.mutate(
        month=_month(resolved.entered_at),
        won=(resolved.outcome == "advanced").cast("int64"),
        ln_days=_micros(ln_days),
        ln2_days=_micros(ln_days * ln_days),
        ln_amount=_micros(ln_amount),
        ln2_amount=_micros(ln_amount * ln_amount),
        amount_known=amount,
    )
    groups = ["person_id", "pipeline", "type", "stage", "rank", "month", "mix_band", "currency"]
    counted = resolved.group_by([*groups, *also]).agg(
        successes=resolved.won.sum(),
        failures=(1 - resolved.won).sum(),
        n_days=resolved.ln_days.count(),
        sum_ln_days=resolved.ln_days.sum().fill_null(0),
        sum_ln2_days=resolved.ln2_days.sum().fill_null(0),
        n_amount=resolved.ln_amount.count(),
        sum_ln_amount=resolved.ln_amount.sum().fill_null(0),
        sum_ln2_amount=resolved.ln2_amount.sum().fill_null(0),
        sum_amount=resolved.amount_known.sum().fill_null(0),
    )
    return counted.mutate(mix_version=ibis.literal(mix.version, type="int64"))


def open_counts(stints: Any, mix: MixScore | None = None) -> Any:
    """Return open stints counted by age band in weeks (`AGE_BANDS_WEEKS`), aged to the day asked.

    Returns
    -------
    ibis table
        person_id, pipeline, type, stage, rank, month, mix_band, age_band (index of the first
        bound not exceeded; null where the age is not known), open_count.
    """
    import ibis

    waiting = with_band(stints.filter(stints.outcome == "open"), mix or MixScore())
    week = 7 * SECONDS_A_DAY
    bands = [(waiting.dwell_s <= bound * week, i) for i, bound in enumerate(AGE_BANDS_WEEKS)]
    age = ibis.cases(
        (waiting.dwell_s.isnull(), ibis.null("int64")), *bands, else_=len(AGE_BANDS_WEEKS)
    )
    waiting = waiting.mutate(month=_month(waiting.entered_at), age_band=age)
    groups = ["person_id", "pipeline", "type", "stage", "rank", "month", "mix_band", "age_band"]
    return waiting.group_by(groups).agg(open_count=waiting.count())


def _minor_units(currency: Any) -> Any:
    """Return how many minor units a unit of the currency has; 100 where none is named."""
    import ibis

    return ibis.cases(
        (currency.isin(sorted(NO_DECIMALS)), 1.0),
        (currency.isin(sorted(THREE_DECIMALS)), 1_000.0),
        else_=100.0,
    )


def _month(instant: Any) -> Any:
    return day_of(instant).truncate("M")


def _micros(value: Any) -> Any:
    return (value * MICROS).round().cast("int64")
