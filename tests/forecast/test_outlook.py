"""What an outlook says beside its range."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.forecast.conftest import DAY

from fairlead.brief.forecast_words import Writer
from fairlead.company.calendar import Calendar
from fairlead.forecast.ahead import Asked, Told, tell
from fairlead.forecast.frame import Frame
from fairlead.forecast.outlook import hanging_of
from fairlead.forecast.predict import Prediction


def test_what_is_won_hangs_on_nobody_any_more(frame: Frame, found: Prediction) -> None:
    shares = {one.kind: one.share for one in hanging_of(frame, found)}
    assert set(shares) >= {"deal", "person"}
    assert all(0 < share <= 1 for share in shares.values())
    bank = replace(found.won, amount=1_000 * np.maximum(found.won.amount, 1))
    assert hanging_of(frame, replace(found, won=bank)) == hanging_of(frame, found)
    still, new = found.open_wins, found.new_wins
    here = still.period == 0
    most = np.bincount(still.who[here], still.amount[here]).max()
    to_come = still.amount[here].sum() + new.amount[new.period == 0].sum()
    assert shares["deal"] == pytest.approx(most / to_come)


def test_where_nothing_is_to_come_nothing_hangs(frame: Frame, found: Prediction) -> None:
    over = {
        name: replace(wins, period=np.ones_like(wins.period))
        for name, wins in (("open_wins", found.open_wins), ("new_wins", found.new_wins))
    }
    assert hanging_of(frame, replace(found, **over)) == ()


def test_parts_are_told_in_a_unit_of_their_own(frame: Frame) -> None:
    """Beside a whole of 164 million, somebody with 320k of 380k had 0M of 0M."""
    told = tell(frame.journal, Asked(Calendar(), DAY, by="person", look_back=False))
    assert isinstance(told, Told)
    found = told.outlook
    assert len(found.parts) > 4
    assert Writer(found, parts=True)(38_000_000) == "380k"
    huge = replace(found, target=16_400_000_000)
    assert Writer(huge)(16_400_000_000) == "164M"
    parts = Writer(huge, parts=True)
    assert (parts(32_000_000), parts(38_000_000)) == ("320k", "380k")
    assert Writer(huge).bring(0.5) == "next to nothing"
    assert Writer(huge).bring(0) == "0"
