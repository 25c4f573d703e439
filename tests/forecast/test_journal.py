"""A simulated company gives the same journal whether it is written and imported or not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
from tests.calibration.journals import journal_of

from fairlead.company.calendar import Calendar
from fairlead.forecast.backtest import totals
from fairlead.forecast.frame import frame_of, span_of
from fairlead.forecast.journal import Journal, number_of
from fairlead.forecast.predict import QUICK, Prediction, predict
from fairlead.forecast.traffic import LOSS, WIN
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


def journal_in(export: Path, place: Path) -> Journal:
    """Import an export into a new workspace and read its journal."""
    home = open_workspace(place, create=True)
    now = dt.datetime(2026, 10, 1, 6, tzinfo=dt.UTC)
    manifest = import_path(home, export, now=now, counting=False).manifest
    with opened(home, manifest) as connection:
        process, _findings = load_process(home, connection)
        question = Question(END)
        tables = relations(connection, process, question.company)
        led(connection)
        read = journal(connection, tables, question, process)
    assert read is not None
    return read


def test_both_ways_give_the_same(tmp_path: Path) -> None:
    made = simulate(Organisation(people=5, months=18, end=END, dirt=0.0), seed=2)
    folder = write_export(made, tmp_path / "export ü", format="salesforce").folder
    read = journal_in(folder, tmp_path / "Arbeit #5")
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


def test_deals_closed_on_no_day_are_in_no_period_and_teach_nothing(tmp_path: Path) -> None:
    """They stood as won on the last day of the export: a quarter was four times too high."""
    rows = ["Deal ID,Deal Name,Owner,Stage,Amount,Created Date,Close Date"]
    for n in range(120):
        stage = ("Won", "Lost", "Demo")[n % 3]
        close = "" if n % 2 or stage == "Demo" else f"2026-0{4 + n % 5}-15"
        rows.append(f"D{n},Deal {n},Cleo Marin,{stage},1000,2026-0{1 + n % 3}-01,{close}")
    (tmp_path / "deals.csv").write_text("\n".join(rows) + "\n")
    read = journal_in(tmp_path / "deals.csv", tmp_path / "w")
    assert read.won_on_no_day == 20
    frame = frame_of(read, END)
    wins = frame.evenings.wins_at(number_of(END))
    assert len(wins.deal) == 20
    assert wins.booked.max() < number_of(dt.date(2026, 9, 1)), "none on the day of the export"
    assert len(frame.evenings.open_at(number_of(END))) == 40, "nor are they still open"
    life = frame.states.life
    exits = frame.traffic.exits[-1][:, life].sum(axis=(1, 2))
    assert (exits[WIN], exits[LOSS]) == (20, 20)


def weekly_exports(folder: Path, first: dt.date, count: int) -> None:
    """Write a deal list of each week: deals go from Lead to Offer to an end, half of them won."""
    folder.mkdir()
    for week in range(count):
        day = first + dt.timedelta(weeks=week)
        rows = ["Deal ID,Owner,Stage,Amount,Created Date,Status,Closed On"]
        for n in range(300):
            born = dt.date(2025, 6, 2) + dt.timedelta(days=n * 2)
            offered, ended = (born + dt.timedelta(weeks=w) for w in (4 + n % 5, 9 + n % 7))
            if born > day:
                continue
            stage = "Lead" if day < offered else "Offer"
            status, closed = "open", ""
            if ended <= day:
                status = "won" if n % 2 else "lost"
                stage, closed = status.capitalize(), ended.isoformat()
            rows.append(f"D{n},Cleo Marin,{stage},1000,{born},{status},{closed}")
        (folder / f"deals {day}.csv").write_text("\n".join(rows) + "\n")


def test_before_stages_are_told_nobody_stays_in_them_for_ever(tmp_path: Path) -> None:
    """Deals that closed before the first of weekly exports have no stage, those open then had one.

    Stages looked as if hardly anything was ever won from them, and the first weeks of exports gave
    a tenth of what came.
    """
    first = dt.date(2026, 6, 7)
    weekly_exports(tmp_path / "exports", first, 6)
    read = journal_in(tmp_path / "exports", tmp_path / "w")
    day = dt.date(2026, 7, 12)
    frame = frame_of(read, day)
    stages = ~np.isin(frame.states.rank, (2, 3))
    before = frame.traffic.row(frame.week(number_of(first)))
    assert frame.traffic.exposed[before][stages].sum() == 0
    assert frame.traffic.exposed[-1][stages].sum() > 50
    untold = frame.evenings.open_at(number_of(first) - 35)
    assert len(untold) > 20
    assert np.isin(untold.place, frame.states.untold).all()

    span = span_of(Calendar(), day)
    found = predict(frame, span, size=QUICK)
    assert isinstance(found, Prediction)
    chance = found.chance[0].mean()
    assert 0.3 < chance < 0.7, "half are won, and nearly all end within the eleven weeks left"
