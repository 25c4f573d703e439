"""Amounts won, and days until deals close: values of deals counted into cells."""

from __future__ import annotations

import numpy as np

from fairlead.lake.counts.bands import Table, banded, dealt_of, different, whole
from fairlead.lake.counts.cells import BANDS
from fairlead.lake.counts.dealt import Columns
from fairlead.lake.counts.ground import Ground, is_ours
from fairlead.lake.counts.trials import DAY_S
from fairlead.measure.cells import AmountCells, Ints, Mix, TimeCells
from fairlead.measure.dealt import Dealt
from fairlead.measure.mix import one_band
from fairlead.stats.timing import BAND_WEEKS, OPEN, WEEK
from fairlead.units import MICROS

WINSORISED = 0.99
KEPT = (0.02, 0.995)
"""Shares of the list price beyond these count as these: a deal without discount has no logit."""


def size_cells(ground: Ground, columns: Columns, group: int) -> AmountCells:
    """Return the amounts won of one group, by month of booking; the top 1 % count as the 99th.

    Only amounts in the currency of the book. Mix is known at creation, without the amount.
    """
    month = ground.month(f"least(booked_on, DATE '{ground.window.as_of}')")
    inside = (
        f"grp = {group} AND is_won AND amount > 0 AND booked_on IS NOT NULL "
        f"AND {is_ours(ground.currency)} AND {month} BETWEEN 0 AND {ground.last_month}"
    )
    ceiling, cut = ground.connection.execute(
        f"WITH won AS (SELECT amount FROM book_lives WHERE {inside}), top AS "
        f"(SELECT quantile_disc(amount, {WINSORISED}) AS most FROM won) "
        "SELECT any_value(most), count(*) FILTER (amount > most) FROM won, top"
    ).fetchone()
    logged = f"ln(least(amount, {ceiling or 1})::DOUBLE)"
    rows = whole(
        ground.columns(
            f"""
            SELECT s.person, {month} AS month, {_named_only(columns)} AS combo, count(*) AS size,
              sum(round({MICROS} * {logged})::BIGINT)::BIGINT AS good,
              sum(round({MICROS} * {logged} * {logged})::BIGINT)::BIGINT AS square,
              sum(amount)::BIGINT AS amount
            FROM book_lives s {_named_join(columns)} WHERE {inside} AND person >= 0
            GROUP BY ALL ORDER BY ALL
            """
        )
    )
    scaled = {**rows, "met": rows["size"]}
    made = banded(_in_units(dealt_of(scaled, _without_amount(columns), group)), "values")
    cells, sums = _summed(
        [rows["person"], rows["month"], made.band],
        [rows["size"], rows["good"], rows["square"], rows["amount"]],
    )
    return AmountCells(
        person=cells[:, 0],
        month=cells[:, 1],
        mix=cells[:, 2],
        count=sums[0],
        total=sums[1] / MICROS,
        square=sums[2] / MICROS,
        amount=sums[3].astype(np.float64),
        currency=ground.currency,
        bands=made.mix,
        ceiling=None if ceiling is None else int(ceiling),
        winsorised=int(cut or 0),
    )


def fill_prices(ground: Ground) -> int:
    """Fill ``book_prices``: the share of the list price each deal kept; return how many deals.

    Lines of a deal are added, sold over list; a deal with lines needs no word of its own. Lines
    changed after the evening asked are left out: what stood there then is not known.
    """
    ground.connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE book_prices AS
        SELECT opportunity_id, sum(sold_amount)::DOUBLE / sum(list_amount) AS kept
        FROM deal_lines
        WHERE coalesce(changed_at < {ground.until}, true) AND list_amount > 0
        GROUP BY opportunity_id, is_whole_deal
        QUALIFY row_number() OVER (PARTITION BY opportunity_id ORDER BY is_whole_deal) = 1
        """
    )
    (count,) = ground.connection.execute("SELECT count(*) FROM book_prices").fetchone()
    return int(count)


def price_cells(ground: Ground, columns: Columns, group: int) -> AmountCells:
    """Return the share of the list price kept by won deals of one group, by month of booking.

    Logits of the shares; those beyond `KEPT` count as its ends. `winsorised` stays 0: a deal
    without discount is no outlier.
    """
    month = ground.month(f"least(booked_on, DATE '{ground.window.as_of}')")
    least, most = KEPT
    kept = f"greatest({least}, least({most}, p.kept))"
    logit = f"ln({kept} / (1 - {kept}))"
    rows = whole(
        ground.columns(
            f"""
            SELECT s.person, {month} AS month, {_named_only(columns)} AS combo, count(*) AS size,
              sum(round({MICROS} * {logit})::BIGINT)::BIGINT AS good,
              sum(round({MICROS} * {logit} * {logit})::BIGINT)::BIGINT AS square,
              sum(round({MICROS} * {kept})::BIGINT)::BIGINT AS amount,
              count(*) FILTER (p.kept < {most}) AS below
            FROM book_lives s JOIN book_prices p ON p.opportunity_id = s.opportunity_id
            {_named_join(columns)}
            WHERE grp = {group} AND is_won AND booked_on IS NOT NULL AND person >= 0
              AND {month} BETWEEN 0 AND {ground.last_month}
            GROUP BY ALL ORDER BY ALL
            """
        )
    )
    made = banded(
        _in_units(dealt_of({**rows, "met": rows["size"]}, _without_amount(columns), group)),
        "values",
    )
    cells, sums = _summed(
        [rows["person"], rows["month"], made.band],
        [rows["size"], rows["good"], rows["square"], rows["amount"], rows["below"]],
    )
    return AmountCells(
        person=cells[:, 0],
        month=cells[:, 1],
        mix=cells[:, 2],
        count=sums[0],
        total=sums[1] / MICROS,
        square=sums[2] / MICROS,
        amount=sums[3] / MICROS,
        currency=ground.currency,
        bands=made.mix,
        below=sums[4],
    )


def _in_units(dealt: Dealt) -> Dealt:
    square = None if dealt.square is None else dealt.square / MICROS
    return Dealt(
        dealt.columns,
        dealt.levels,
        dealt.codes,
        dealt.person,
        dealt.good / MICROS,
        dealt.size,
        dealt.met,
        square,
    )


def time_cells(ground: Ground, columns: Columns, group: int) -> TimeCells:
    """Return ends and days at risk of the deals of one group, by age band and month of creation."""
    day = ground.month("company_day(s.entered_at)")
    bounds = " + ".join(f"(seconds >= {WEEK * weeks * DAY_S})::TINYINT" for weeks in BAND_WEEKS)
    entry = columns.combo("s.entry_amount")
    times = f"""
        (SELECT * FROM (SELECT s.person, {day} AS month, {entry} AS combo, s.outcome,
            (epoch_us(s.stop_at) - epoch_us(s.entered_at)) // 1000000 AS seconds
          FROM book_lives s JOIN book_groups c ON c.grp = s.grp {columns.joins}
          WHERE s.grp = {group} AND NOT s.lacks_end AND s.entered_at IS NOT NULL)
        WHERE person >= 0 AND month BETWEEN 0 AND {ground.last_month})
    """
    mix = _bands_of_times(ground, columns, group, times)
    placed, join = ("coalesce(b.mix, 0)", "LEFT JOIN book_time_bands b USING (combo)")
    if len(mix.labels) == 1:
        placed, join = "0", ""
    rows = whole(
        ground.columns(
            f"""
            SELECT person, month, {placed} AS mix, {bounds} AS band, count(*) AS met,
              count(*) FILTER (outcome <> {OPEN}) AS good, sum(seconds)::BIGINT AS size
            FROM {times} {join} GROUP BY ALL ORDER BY ALL
            """
        )
    )
    return _at_risk(rows, mix)


def _bands_of_times(ground: Ground, columns: Columns, group: int, times: str) -> Mix:
    """Return the bands of how fast deals come to an end; fill ``book_time_bands``."""
    if not columns.every:
        return one_band()
    rows = whole(
        ground.columns(
            f"""
            SELECT person, combo, count(*) AS met, count(*) FILTER (outcome <> {OPEN}) AS good,
              sum(seconds)::BIGINT AS size FROM {times} GROUP BY ALL ORDER BY ALL
            """
        )
    )
    made = banded(dealt_of(rows, columns, group), "events")
    combos, first = np.unique(rows["combo"], return_index=True)
    ground.fill("book_time_bands", {"combo": combos, "mix": made.band[first]})
    return made.mix


def _at_risk(rows: Table, mix: Mix) -> TimeCells:
    """Spread days at risk over the age bands that were lived through."""
    lower = np.concatenate([[0], WEEK * DAY_S * np.array(BAND_WEEKS)])
    parts: list[list[Ints]] = [[], [], [], [], [], []]
    for number in range(BANDS):
        past, here = rows["band"] > number, rows["band"] == number
        width = lower[number + 1] - lower[number] if number + 1 < BANDS else 0
        for rest, seconds, ends in (
            (past, rows["met"] * width, np.zeros_like(rows["good"])),
            (here, rows["size"] - rows["met"] * lower[number], rows["good"]),
        ):
            band_of = np.full(int(rest.sum()), number, dtype=np.int64)
            columns = (rows["person"], rows["month"], rows["mix"], ends, seconds)
            cut = [values[rest] for values in columns]
            for part, values in zip(parts, [*cut[:2], band_of, *cut[2:]], strict=True):
                part.append(values)
    person, month, age, dealt, ends, seconds = (np.concatenate(part) for part in parts)
    cells, (ended, risk) = _summed([person, month, age, dealt], [ends, seconds])
    return TimeCells(
        person=cells[:, 0],
        month=cells[:, 1],
        age_band=cells[:, 2],
        mix=cells[:, 3],
        ends=ended,
        days=risk / DAY_S,
        bands=mix,
    )


def _without_amount(columns: Columns) -> Columns:
    return Columns(columns.names, columns.levels, None, columns.currency)


def _named_only(columns: Columns) -> str:
    return "coalesce(d.combo, 0)" if columns.names else "0"


def _named_join(columns: Columns) -> str:
    join = "LEFT JOIN book_dealt d ON d.opportunity_id = s.opportunity_id"
    return join if columns.names else ""


def _summed(keys: list[Ints], values: list[Ints]) -> tuple[Ints, list[Ints]]:
    """Return the different keys, and whole sums of each column of values over them."""
    cells, place = different(keys)
    sums = []
    for column in values:
        total = np.zeros(len(cells), dtype=np.int64)
        np.add.at(total, place, column)
        sums.append(total)
    return cells, sums
