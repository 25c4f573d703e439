"""A forecast given by hand leaves published answers as they are: none is made from it."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from tests.cli.running import fairlead
from tests.refresh.test_refresh import TODAY, ask, forbid, homes, names

from fairlead.errors import ConflictError
from fairlead.lake.published import keep
from fairlead.lake.published.selectors import shelf
from fairlead.lake.store.manifest import latest
from fairlead.lake.store.workspace import open_workspace
from fairlead.measure.question import Question
from fairlead.refresh.answering import plain
from fairlead.refresh.published import published
from fairlead.refresh.publishing import refresh_workspace
from fairlead.refresh.running import run_workspace
from fairlead.refresh.submitting import Forecast, submit
from fairlead.refresh.targeting import Wish, set_targets
from fairlead.refresh.undoing import undo_import

__all__ = ["homes"]

EVENING = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
"""The last day of the data: what is said on it is known on its evening."""


def say(home: Path, amount: float = 90_000) -> None:
    known = shelf(open_workspace(home))
    person = known.names[0] if known else None
    assert person is not None
    submit(open_workspace(home), Forecast(person, None, amount), now=EVENING)


def test_what_is_published_is_what_would_be_worked_out_after_it(
    homes: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _anew, published_before = homes
    kept, anew = tmp_path / "kept ü", tmp_path / "anew ü"
    shutil.copytree(published_before, kept)
    say(kept)
    shutil.copytree(kept, anew)
    called = names(kept)
    for path in (anew / "results").glob("*-published-*"):
        path.unlink()
    assert published(open_workspace(anew), None, None) is None
    question = Question(TODAY, "rep", called["person"])
    expected = run_workspace(open_workspace(anew), "forecast", today=TODAY, question=question)
    asked = ("brief", "--for", "rep", "--name", "{person}", "--json")
    brief = ask(anew, asked, called)
    forbid(monkeypatch)
    found = published(open_workspace(kept), None, None)
    assert found is not None, "everything would be worked out anew"
    told = found.run("forecast", question, TODAY)
    assert told is not None
    assert told.body == json.loads(plain(expected.body))
    assert ask(kept, asked, called).json == brief.json
    assert fairlead("refresh", kept, "--json").json["made"] == 0


def test_answers_that_were_being_worked_out_meanwhile_are_published(
    homes: tuple[Path, Path], tmp_path: Path
) -> None:
    home = tmp_path / "meanwhile"
    shutil.copytree(homes[1], home)
    workspace = open_workspace(home)
    before = latest(workspace.manifests)
    index = keep.index_of(workspace, before)
    assert index is not None
    files = {name: before.results[name] for name in keep.OURS if name != keep.INDEX}
    say(home)
    after = keep.publish(workspace, index, files)
    assert after.number == before.number + 1
    assert keep.fresh(workspace, after) == index
    assert refresh_workspace(workspace, today=TODAY).made == 0
    wish = Wish(period="Q1 2027", amount=9_000.0, person=index.names[0])
    set_targets(workspace, [wish], now=EVENING)
    with pytest.raises(ConflictError):
        keep.publish(workspace, index, files)


def test_a_state_knows_since_when_each_table_is_as_it_is(
    homes: tuple[Path, Path], tmp_path: Path
) -> None:
    home = tmp_path / "since"
    shutil.copytree(homes[1], home)
    workspace = open_workspace(home)
    first = latest(workspace.manifests).number
    said, aims = {"submissions"}, {"targets"}
    say(home)
    assert latest(workspace.manifests).stands_since(said) == first
    assert latest(workspace.manifests).stands_since() == first + 1
    known = shelf(workspace)
    assert known is not None
    wish = Wish(period="Q1 2027", amount=9_000.0, person=known.names[0])
    set_targets(workspace, [wish], now=EVENING)
    assert latest(workspace.manifests).stands_since(said) == first + 2
    assert latest(workspace.manifests).stands_since(said | aims) == first
    undo_import(workspace)
    assert latest(workspace.manifests).stands_since(said) == first + 3
    assert latest(workspace.manifests).stands_since(said | aims) == first
    export = tmp_path / "more"
    export.mkdir()
    row = f"{known.names[0]},2026-Q4,2026-11-20,1000\n"
    (export / "submissions.csv").write_text(
        f"person,period,submitted_at,amount\n{row}", encoding="utf-8"
    )
    assert fairlead("import", export, "--workspace", home).code == 0
    after = latest(workspace.manifests)
    assert after.stands_since(said) == after.number == first + 4, "what a file brings is an export"
    assert [record.by_hand for record in after.imports][-2:] == [True, False]
    found = shelf(workspace)
    assert found is not None
    assert found.old == ("data were imported since",)
