"""The study of forecasts: its breaks break what they say, and its tables read what was stored."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import numpy as np
import pytest
from tests.calibration.broken import CREATION, WINS, broken
from tests.calibration.forecast_study import stored
from tests.calibration.forecast_tables import tables
from tests.calibration.journals import journal_of

from fairlead.forecast.journal import WON, Journal, number_of
from fairlead.simulate import Organisation, simulate

SINCE = dt.date(2026, 1, 1)


@pytest.fixture(scope="module")
def journal() -> Journal:
    organisation = Organisation(people=8, months=24, end=dt.date(2026, 12, 31), dirt=0.0)
    return journal_of(simulate(organisation, seed=3))


def _wins(journal: Journal, *, late: bool) -> int:
    visits = journal.visits
    rows = (visits.state == WON) & ((visits.entered >= number_of(SINCE)) == late)
    return int(rows.sum())


def test_half_of_the_wins_are_losses_from_the_break_on(journal: Journal) -> None:
    after = broken(journal, SINCE, WINS, 1)
    assert _wins(after, late=False) == _wins(journal, late=False)
    share = _wins(after, late=True) / _wins(journal, late=True)
    assert share == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(_wins(journal, late=True)))
    visits = after.visits
    follows = visits.deal[1:] == visits.deal[:-1]
    assert (visits.then[:-1][follows] == visits.state[1:][follows]).all()


def test_half_of_the_deals_never_were_from_the_break_on(journal: Journal) -> None:
    after = broken(journal, SINCE, CREATION, 1)
    late = journal.deals.born >= number_of(SINCE)
    kept = len(after.deals) - int((~late).sum())
    assert kept / late.sum() == pytest.approx(0.5, abs=4 * 0.5 / np.sqrt(late.sum()))
    assert after.visits.deal.max() < len(after.deals)
    assert (np.diff(after.owners.deal) >= 0).all()
    assert set(np.unique(after.amounts.deal)) <= set(range(len(after.deals)))


def _result(seed: int, breaks: str | None) -> dict[str, object]:
    rows = [
        {
            "left": left, "quarter": q, "actual": 100, "mean": 104.0, "held": [False, True, True],
            "crps": 5.0, "pit": 0.5, "others": {"last_year": 90}, "dressed": {"last_year": 10.0},
            "teams": [[1.0, 0.5]], "people": [[1.0, 0.5], [0.0, 0.95]],
        }
        for left in (12, 8, 4, 1)
        for q in range(24)
    ]  # fmt: skip
    return {"people": 8, "seed": seed, "shared": True, "breaks": breaks, "rows": rows}


def test_tables_say_what_was_stored(tmp_path: Path) -> None:
    store = tmp_path / "store.jsonl"
    whole = [json.dumps(_result(seed, None)) for seed in range(4)]
    lines = [*whole, json.dumps(_result(1, WINS)), '{"people": 8, "se']
    store.write_text("\n".join(lines))
    results = stored(store)
    assert len(results) == 5  # the line that was cut off is left out
    held, dressed, breaks = tables(results).split("\n\n")
    assert "| 8 | 4 | yes | all | 0.00 (0.00) | 1.00 (0.00) |" in held
    assert "| 0.50 (0.00) (0.50) | +0.040 (0.000) | 0.050 |" in held
    assert "| -50.0% (-50.0% to -50.0%) |" in dressed
    assert "| wins | 8 | 1 | 4 before | 1.00 |" in breaks
    assert breaks.rstrip().endswith("| 1.04 |")
