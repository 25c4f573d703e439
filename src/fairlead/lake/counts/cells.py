"""The second pass: trials counted into cells, as whole numbers, and their means taken in numpy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fairlead.lake.counts.dealt import Columns
from fairlead.lake.counts.ground import Ground, is_ours
from fairlead.lake.counts.trials import DAY_S
from fairlead.measure.cells import AmountCells, Floats, Ints, Mix, StepCells, TimeCells
from fairlead.measure.mix import Dealt, Family, band, is_territory, one_band, tells_outcome
from fairlead.stats.timing import BAND_WEEKS, OPEN, SUCCESS, WEEK, Horizon
from fairlead.units import MICROS

HALF = 0.5
WINSORISED = 0.99
BANDS = len(BAND_WEEKS) + 1
RESOLVED = -1
"""Age band of what is not open any more."""

Table = Mapping[str, Ints]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Banded:
    """The bands of one competency, and the band of each row they were made of."""

    mix: Mix
    band: Ints


def choose_bands(ground: Ground, columns: Columns, groups: Mapping[int, int]) -> dict[int, Mix]:
    """Return the bands of each competency with trials (comp -> group); fill ``book_bands``."""
    found = {comp: one_band() for comp in groups}
    parts: dict[str, list[Ints]] = {"comp": [], "combo": [], "mix": []}
    if columns.every:
        rows = _outcomes(ground)
        for comp, group in groups.items():
            here = {name: values[rows["comp"] == comp] for name, values in rows.items()}
            made = _banded(_dealt(here, columns, group), "trials")
            found[comp] = made.mix
            combos, first = np.unique(here["combo"], return_index=True)
            parts["comp"].append(np.full(len(combos), comp, dtype=np.int64))
            parts["combo"].append(combos)
            parts["mix"].append(made.band[first])
    none = [np.empty(0, dtype=np.int64)]
    ground.fill(
        "book_bands",
        {name: np.concatenate(p or none).astype(np.int32) for name, p in parts.items()},
    )
    return found


def _outcomes(ground: Ground) -> Table:
    """Return outcomes within the horizon by competency, person and combination."""
    return _whole(
        ground.columns(
            """
            SELECT comp, person, combo, count(*) AS met,
              count(*) FILTER (outcome = 1 AND age <= horizon) AS good,
              count(*) FILTER (outcome <> 0 OR age >= horizon) AS size
            FROM book_trials JOIN book_horizons USING (comp)
            WHERE age IS NOT NULL GROUP BY ALL ORDER BY ALL
            """
        )
    )


def _dealt(rows: Table, columns: Columns, group: int) -> Dealt:
    return Dealt(
        columns.every,
        columns.of_group(group),
        columns.codes(rows["combo"]),
        rows["person"],
        rows["good"].astype(np.float64),
        rows["size"].astype(np.float64),
        rows["met"].astype(np.float64),
        None if "square" not in rows else rows["square"].astype(np.float64),
    )


def _banded(dealt: Dealt, family: Family) -> Banded:
    """Return bands by the columns that are filled often enough, and say what was dealt.

    Neither what became of it, nor to whom.
    """
    kept = []
    for place in range(len(dealt.columns)):
        codes = dealt.codes[:, place]
        filled = codes > 0
        often = dealt.met[filled].sum() >= HALF * dealt.met.sum()
        if (
            often
            and not _tells(dealt, filled, family)
            and not is_territory(codes, dealt.person, dealt.met)
        ):
            kept.append(place)
    return Banded(*band(dealt.only(kept), family))


def _tells(dealt: Dealt, filled: Flags, family: Family) -> bool:
    def among(number: Floats) -> tuple[int, int]:
        return int(number[filled].sum()), int(number.sum())

    if family == "values":
        return False
    ended = dealt.size if family == "trials" else dealt.good
    lost = ended - dealt.good
    return tells_outcome(among(dealt.good), among(lost), among(dealt.met - ended))


def step_cells(
    ground: Ground, horizons: Mapping[int, Horizon], mixes: Mapping[int, Mix]
) -> dict[int, StepCells]:
    """Return the cells of each competency that has a horizon; persons as in ``book_people``."""
    rows = _counted(ground)
    missing = _untimed(ground)
    found = {}
    for comp, told in horizons.items():
        here = {name: values[rows["comp"] == comp] for name, values in rows.items()}
        nobody = here["person"] < 0
        unowned = int(here["number"][nobody].sum())
        cut = {name: values[~nobody] for name, values in here.items()}
        found[comp] = _folded(cut, told, mixes[comp], missing.get(comp, 0), unowned)
    return found


def _counted(ground: Ground) -> Table:
    """Return trials by competency, person, month, band of mix, taken over, and age band.

    Resolved ones are those that ended within the horizon, are at it or beyond it, or can neither
    succeed nor fail any more by the curves.
    """
    bounds = " + ".join(f"(age >= {WEEK * weeks})::TINYINT" for weeks in BAND_WEEKS)
    return _whole(
        ground.columns(
            f"""
            WITH placed AS (
              SELECT t.comp, t.person, t.month, coalesce(b.mix, 0) AS mix, t.taken, t.outcome,
                t.age, h.horizon, now.sw, now.sf, coalesce(seen.sw, 0) AS later_sw,
                coalesce(seen.sf, 0) AS later_sf,
                t.outcome = {OPEN} AND coalesce(now.sw + now.sf, 0) > 0 AS is_open
              FROM book_trials t JOIN book_horizons h ON h.comp = t.comp
              LEFT JOIN book_curves now
                ON now.comp = t.comp AND now.speed = t.speed AND now.age = t.age
              LEFT JOIN book_curves seen
                ON seen.comp = t.comp AND seen.speed = t.speed AND seen.age = t.follow
              LEFT JOIN book_bands b ON b.comp = t.comp AND b.combo = t.combo
              WHERE t.age IS NOT NULL
            )
            SELECT comp, person, month, mix, taken,
              CASE WHEN is_open THEN {bounds} ELSE {RESOLVED} END AS band, count(*) AS number,
              count(*) FILTER (outcome = {SUCCESS} AND age <= horizon) AS good,
              count(*) FILTER (outcome = {SUCCESS} AND age > horizon) AS late,
              coalesce(sum(sw) FILTER (is_open), 0)::BIGINT AS sw,
              coalesce(sum(sf) FILTER (is_open), 0)::BIGINT AS sf,
              sum(later_sw)::BIGINT AS later_sw, sum(later_sf)::BIGINT AS later_sf
            FROM placed GROUP BY ALL ORDER BY ALL
            """
        )
    )


def _untimed(ground: Ground) -> dict[int, int]:
    rows = ground.connection.execute(
        "SELECT comp, count(*) FROM book_trials WHERE age IS NULL GROUP BY comp"
    ).fetchall()
    return dict(rows)


def _folded(rows: Table, told: Horizon, mix: Mix, untimed: int, unowned: int) -> StepCells:
    cells, place = _different([rows[name] for name in ("person", "month", "mix", "taken")])
    count = len(cells)
    is_open = rows["band"] >= 0

    def total(values: Ints) -> Ints:
        return np.rint(np.bincount(place, values, count)).astype(np.int64)

    def by_band(values: Ints) -> Ints:
        spot = (place * BANDS + rows["band"])[is_open]
        found = np.bincount(spot, values[is_open], count * BANDS)
        return np.rint(found).astype(np.int64).reshape(count, BANDS)

    number, waiting = total(rows["number"]), by_band(rows["number"])
    good = total(rows["good"])
    all_micros, open_micros = np.maximum(number, 1) * MICROS, np.maximum(waiting, 1) * MICROS
    return StepCells(
        person=cells[:, 0],
        month=cells[:, 1],
        mix=cells[:, 2],
        taken_over=cells[:, 3],
        successes=good,
        failures=number - good - waiting.sum(axis=1),
        late=total(rows["late"]),
        open=waiting,
        waiting_success=by_band(rows["sw"]) / open_micros,
        waiting_failure=by_band(rows["sf"]) / open_micros,
        followed_success=1 - total(rows["later_sw"]) / all_micros,
        followed_failure=1 - total(rows["later_sf"]) / all_micros,
        horizon_days=told.days,
        late_share=told.late_share,
        untimed=untimed,
        bands=mix,
        unowned=unowned,
    )


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
    rows = _whole(
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
    made = _banded(_in_units(_dealt(scaled, _without_amount(columns), group)), "values")
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
    rows = _whole(
        ground.columns(
            f"""
            SELECT person, month, combo, {bounds} AS band, count(*) AS met,
              count(*) FILTER (outcome <> {OPEN}) AS good, sum(seconds)::BIGINT AS size
            FROM (SELECT s.person, {day} AS month, {entry} AS combo, s.outcome,
                (epoch_us(s.stop_at) - epoch_us(s.entered_at)) // 1000000 AS seconds
              FROM book_lives s JOIN book_groups c ON c.grp = s.grp {columns.joins}
              WHERE s.grp = {group} AND NOT s.lacks_end AND s.entered_at IS NOT NULL)
            WHERE person >= 0 AND month BETWEEN 0 AND {ground.last_month}
            GROUP BY ALL ORDER BY ALL
            """
        )
    )
    made = _banded(_dealt(rows, columns, group), "events")
    return _at_risk(rows, made)


def _at_risk(rows: Table, made: Banded) -> TimeCells:
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
            columns = (rows["person"], rows["month"], made.band, ends, seconds)
            cut = [values[rest] for values in columns]
            for part, values in zip(parts, [*cut[:2], band_of, *cut[2:]], strict=True):
                part.append(values)
    person, month, age, mix, ends, seconds = (np.concatenate(part) for part in parts)
    cells, (ended, risk) = _summed([person, month, age, mix], [ends, seconds])
    return TimeCells(
        person=cells[:, 0],
        month=cells[:, 1],
        age_band=cells[:, 2],
        mix=cells[:, 3],
        ends=ended,
        days=risk / DAY_S,
        bands=made.mix,
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
    cells, place = _different(keys)
    sums = []
    for column in values:
        total = np.zeros(len(cells), dtype=np.int64)
        np.add.at(total, place, column)
        sums.append(total)
    return cells, sums


def _different(keys: list[Ints]) -> tuple[Ints, Ints]:
    """Return the different rows of whole numbers, ascending, and the place of each row in them."""
    packed = np.zeros(len(keys[0]), dtype=np.int64)
    for column in keys:
        low = int(column.min(initial=0))
        packed = packed * (int(column.max(initial=0)) - low + 1) + column - low
    _, first, place = np.unique(packed, return_index=True, return_inverse=True)
    cells: Ints = np.column_stack([column[first] for column in keys])
    return cells, place.reshape(-1)


def _whole(columns: Mapping[str, Ints]) -> dict[str, Ints]:
    return {name: np.asarray(values).astype(np.int64) for name, values in columns.items()}
