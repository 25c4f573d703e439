"""The second pass: trials counted into cells, as whole numbers, and their means taken in numpy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from fairlead.lake.counts.bands import Table, different, part_of, whole
from fairlead.lake.counts.clusters import clustering
from fairlead.lake.counts.ground import Ground
from fairlead.measure.cells import Ints, Mix, StepCells
from fairlead.stats.timing import BAND_WEEKS, OPEN, SUCCESS, WEEK, Horizon
from fairlead.units import MICROS

BANDS = len(BAND_WEEKS) + 1
RESOLVED = -1
"""Age band of what is not open any more."""


def step_cells(
    ground: Ground, horizons: Mapping[int, Horizon], mixes: Mapping[int, Mix]
) -> dict[int, StepCells]:
    """Return the cells of each competency that has a horizon; persons as in ``book_people``."""
    _place(ground)
    rows = _counted(ground)
    together = clustering(ground)
    missing = _untimed(ground)
    found = {}
    for comp, told in horizons.items():
        here = part_of(rows, comp)
        nobody = here["person"] < 0
        unowned = int(here["number"][nobody].sum())
        cut = {name: values[~nobody] for name, values in here.items()}
        cells = _folded(cut, told, mixes[comp], missing.get(comp, 0), unowned)
        found[comp] = replace(cells, clustering=together.get(comp, 1.0))
    return found


def _place(ground: Ground) -> None:
    """Fill ``book_placed``: trials with a date, their horizon, band of mix and curves.

    Open are those within the horizon that can still succeed or fail by the curves.
    """
    ground.connection.execute(
        f"""
        CREATE OR REPLACE TEMP VIEW book_placed AS
        SELECT t.opportunity_id, t.comp, t.person, t.month, coalesce(b.mix, 0) AS mix, t.taken,
          t.outcome, t.age, h.horizon, now.sw, now.sf, coalesce(seen.sw, 0) AS later_sw,
          coalesce(seen.sf, 0) AS later_sf,
          t.outcome = {OPEN} AND coalesce(now.sw + now.sf, 0) > 0 AS is_open
        FROM book_trials t JOIN book_horizons h ON h.comp = t.comp
        LEFT JOIN book_curves now
          ON now.comp = t.comp AND now.speed = t.speed AND now.age = t.age
        LEFT JOIN book_curves seen
          ON seen.comp = t.comp AND seen.speed = t.speed AND seen.age = t.follow
        LEFT JOIN book_bands b ON b.comp = t.comp AND b.combo = t.combo
        WHERE t.age IS NOT NULL
        """
    )


def _counted(ground: Ground) -> Table:
    """Return placed trials by competency, person, month, band of mix, taken over, and age band."""
    bounds = " + ".join(f"(age >= {WEEK * weeks})::TINYINT" for weeks in BAND_WEEKS)
    return whole(
        ground.columns(
            f"""
            SELECT comp, person, month, mix, taken,
              CASE WHEN is_open THEN {bounds} ELSE {RESOLVED} END AS band, count(*) AS number,
              count(*) FILTER (outcome = {SUCCESS} AND age <= horizon) AS good,
              count(*) FILTER (outcome = {SUCCESS} AND age > horizon) AS late,
              coalesce(sum(sw) FILTER (is_open), 0)::BIGINT AS sw,
              coalesce(sum(sf) FILTER (is_open), 0)::BIGINT AS sf,
              sum(later_sw)::BIGINT AS later_sw, sum(later_sf)::BIGINT AS later_sf
            FROM book_placed GROUP BY ALL ORDER BY ALL
            """
        )
    )


def _untimed(ground: Ground) -> dict[int, int]:
    rows = ground.connection.execute(
        "SELECT comp, count(*) FROM book_trials WHERE age IS NULL GROUP BY comp"
    ).fetchall()
    return dict(rows)


def _folded(rows: Table, told: Horizon, mix: Mix, untimed: int, unowned: int) -> StepCells:
    cells, place = different([rows[name] for name in ("person", "month", "mix", "taken")])
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
