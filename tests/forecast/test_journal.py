"""A simulated company gives the same journal whether it is written and imported or not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.calibration.journals import journal_of

from fairlead.company.calendar import Calendar
from fairlead.forecast.backtest import totals
from fairlead.forecast.frame import frame_of, span_of
from fairlead.forecast.journal import number_of
from fairlead.forecast.predict import QUICK, Prediction, predict
from fairlead.lake.counts.journal import journal
from fairlead.lake.counts.relations import relations
from fairlead.lake.counts.scope import led
from fairlead.lake.store.workspace import open_workspace
from fairlead.lake.writers import write_export
from fairlead.measure.question import Question
from fairlead.refresh.importing import import_path
from fairlead.refresh.opening import load_process, opened
from fairlead.simulate import Organisation, simulate

END = dt.date(2026, 9, 30)


def test_both_ways_give_the_same(tmp_path: Path) -> None:
    made = simulate(Organisation(people=5, months=18, end=END, dirt=0.0), seed=2)
    folder = write_export(made, tmp_path / "export ü", format="salesforce").folder
    home = open_workspace(tmp_path / "Arbeit #5", create=True)
    now = dt.datetime(2026, 10, 1, 6, tzinfo=dt.UTC)
    manifest = import_path(home, folder, now=now, counting=False).manifest
    with opened(home, manifest) as connection:
        process, _findings = load_process(home, connection)
        question = Question(END)
        tables = relations(connection, process, question.company)
        led(connection)
        read = journal(connection, tables, question, process)
    assert read is not None
    straight = journal_of(made)
    day = dt.date(2026, 8, 12)
    frames = [frame_of(book, day) for book in (read, straight)]
    opens = [f.evenings.open_at(number_of(day)) for f in frames]
    assert len(opens[0]) == len(opens[1]) > 20
    for name in ("place", "dwell", "amount", "plan"):
        assert sorted(getattr(opens[0], name)) == sorted(getattr(opens[1], name)), name
    assert (frames[0].traffic.exits == frames[1].traffic.exits).all()
    found = [predict(f, span_of(Calendar(), day), size=QUICK) for f in frames]
    assert all(isinstance(f, Prediction) for f in found)
    middle = [float(sorted(totals(f))[250]) for f in found if isinstance(f, Prediction)]
    assert abs(middle[0] / middle[1] - 1) < 0.05
