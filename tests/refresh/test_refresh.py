"""Published answers are those that are worked out now, of one state, or said to be old."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.running import Ran, fairlead
from tests.longer import slow_rows

from fairlead.errors import ConflictError
from fairlead.lake.published import answers, keep
from fairlead.lake.published.selectors import shelf
from fairlead.lake.store.manifest import add_results, latest
from fairlead.lake.store.workspace import open_workspace
from fairlead.measure.question import Question
from fairlead.refresh import publishing
from fairlead.refresh.answering import plain
from fairlead.refresh.published import published
from fairlead.refresh.publishing import refresh_workspace
from fairlead.refresh.running import run_workspace

TODAY = dt.date(2026, 11, 22)

ASKED: tuple[tuple[str, ...], ...] = (
    ("measure", "--json"),
    ("numbers", "--target", "2m", "--json"),
    ("brief", "--for", "rep", "--name", "{person}"),
)

MORE: tuple[tuple[str, ...], ...] = (
    ("diagnose", "--json"),
    ("brief", "--for", "manager", "--name", "{team}", "--json"),
    ("prioritise",),
    ("numbers", "--person", "{person}", "--target", "90k", "--per", "month"),
    ("brief", "--json"),
    ("measure", "--person", "{person}"),
    ("diagnose", "--person", "{person}", "--json"),
    ("prioritise", "--team", "{team}", "--json"),
    ("brief", "--for", "board", "--json"),
)
"""Asked in the long run only: each is worked out from the start beside what is published."""


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A simulated company: as imported, and the same with its answers published."""
    folder = tmp_path_factory.mktemp("Firma ü #9")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.chdir(folder)
        patch.setattr(publishing, "PEOPLE_A_PIECE", 2)
        options = ("--people", "4", "--months", "10", "--seed", "5", "--dirt", "0")
        assert fairlead("simulate", "export", *options).code == 0
        ran = fairlead("import", "export", "--workspace", "anew")
        assert ran.code == 0, ran.err
        shutil.copytree("anew", "kept")
        done = fairlead("refresh", "--workspace", "kept", "--json")
        assert done.code == 0, done.err
        assert done.json["made"] == done.json["answers"] > 20
        yield folder / "anew", folder / "kept"


def names(home: Path) -> dict[str, str]:
    found = shelf(open_workspace(home))
    assert found is not None
    return {"person": found.names[0], "team": found.teams[0]}


def ask(home: Path, asked: tuple[str, ...], called: dict[str, str]) -> Ran:
    ran = fairlead(*(word.format(**called) for word in asked), "--workspace", home)
    assert ran.code == 0, ran.err
    return ran


@pytest.mark.parametrize(
    "asked",
    [
        *(pytest.param(asked, id=" ".join(asked)) for asked in ASKED),
        *(pytest.param(asked, id=" ".join(asked), marks=pytest.mark.slow) for asked in MORE),
    ],
)
def test_a_published_answer_is_the_one_that_is_worked_out(
    homes: tuple[Path, Path], asked: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    anew, kept = homes
    called = names(kept)
    expected = ask(anew, asked, called)
    rows = fairlead("why", 1, "--workspace", anew, "--json").json
    forbid(monkeypatch)
    found = ask(kept, asked, called)
    assert found.out == expected.out
    same = fairlead("why", 1, "--workspace", kept, "--json").json
    assert same["rows"] == rows["rows"]
    assert same["total"] == same["row_count"] == len(same["rows"])
    if "--json" in asked and expected.json.get("evidence"):
        counted = {one["number"]: one["row_count"] for one in expected.json["evidence"]}
        assert None not in counted.values()


@pytest.mark.parametrize(
    ("kind", "reader"),
    [("pipeline", "rep"), *slow_rows(("forecast", "manager"), ("pipeline", "all"))],
)
def test_what_pages_run_the_quarter_with_is_what_is_worked_out(
    homes: tuple[Path, Path], kind: Any, reader: Any
) -> None:
    """Forecast and review of a scope: published beside the brief, or worked out by themselves."""
    anew, kept = (open_workspace(home) for home in homes)
    called = names(kept.root)
    who = {"manager": called["team"], "rep": called["person"]}.get(reader)
    question = Question(TODAY, reader, who)
    expected = run_workspace(anew, kind, today=TODAY, question=question)
    found = published(kept, None, None)
    assert found is not None
    told = found.run(kind, question, TODAY)
    assert told is not None
    assert told.body == json.loads(plain(expected.body))
    assert told.brief.sections == expected.brief.sections
    assert told.brief.title == expected.brief.title
    named = reader != "all"
    for deal in told.body.get("deals", []):
        assert (deal["owner"] is not None) == named


def forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be fitted from here on."""

    def fitted(*_given: Any, **_named: Any) -> None:
        raise AssertionError("a published answer fits nothing")

    for place in ("fairlead.measure.report.fit_book", "fairlead.measure.fitting.fit_one"):
        monkeypatch.setattr(place, fitted)


def test_a_second_refresh_does_nothing_and_says_so(
    homes: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    _anew, kept = homes
    before = {path: path.stat().st_mtime_ns for path in kept.rglob("*") if path.is_file()}
    forbid(monkeypatch)
    ran = fairlead("refresh", kept)
    assert "Nothing to do" in ran.out
    assert fairlead("refresh", kept, "--json").json["made"] == 0
    after = {path: path.stat().st_mtime_ns for path in kept.rglob("*") if path.is_file()}
    assert after == before


@pytest.mark.parametrize(
    "asked",
    [
        ("diagnose", "--target", "5m"),
        ("prioritise", "--wanted", "0.5"),
        ("measure", "--leave-out-type", "renewal"),
        ("measure", "--as-of", "2026-05-31"),
    ],
    ids=" ".join,
)
def test_another_question_is_worked_out(
    homes: tuple[Path, Path], asked: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    _anew, kept = homes
    forbid(monkeypatch)
    with pytest.raises(AssertionError, match="fits nothing"):
        fairlead(*asked, "--workspace", kept)


@pytest.mark.slow
def test_names_that_are_not_clear_are_refused_alike(homes: tuple[Path, Path]) -> None:
    anew, kept = homes
    for asked in (
        ("diagnose", "--person", "Zzyzx"),
        ("prioritise", "--team", "Zzyzx"),
        ("measure", "--person", "e"),
        ("brief", "--for", "rep", "--name", "Zzyzx"),
    ):
        told = [fairlead(*asked, "--workspace", home, "--json") for home in (anew, kept)]
        assert [ran.code for ran in told] == [2, 2]
        assert told[0].json == told[1].json


def test_a_mended_file_makes_answers_old_and_says_so(
    homes: tuple[Path, Path], tmp_path: Path
) -> None:
    _anew, kept = homes
    home = tmp_path / "mended ü"
    shutil.copytree(kept, home)
    path = home / "process.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# looked through\n", encoding="utf-8")
    found = shelf(open_workspace(home))
    assert found is not None
    assert found.old == ("process.yaml was changed",)
    ran = fairlead("numbers", "--target", "1m", "--workspace", home)
    assert ran.code == 0, ran.err
    ran = fairlead("measure", "--competency", "size", "--workspace", home)
    assert "process.yaml was changed" in ran.err
    with (home / "mapping.yaml").open("a", encoding="utf-8") as mapping:
        mapping.write("# mended")
    found = shelf(open_workspace(home))
    assert found is not None
    assert len(found.old) == 2


def test_an_import_makes_answers_old_and_they_stay_those_of_their_state(
    homes: tuple[Path, Path], tmp_path: Path
) -> None:
    _anew, kept = homes
    home = tmp_path / "next"
    shutil.copytree(kept, home)
    before = shelf(open_workspace(home))
    export = tmp_path / "more"
    export.mkdir()
    header = "person,measure,period,amount\n"
    rows = f"{before.names[0]},bookings,2026-Q1,1000\n" if before else ""
    (export / "targets.csv").write_text(header + rows, encoding="utf-8")
    ran = fairlead("import", export, "--workspace", home)
    assert ran.code == 0, ran.err
    assert "fairlead refresh" in ran.out
    after = shelf(open_workspace(home))
    assert before is not None
    assert after is not None
    assert after.old == ("data were imported since",)
    assert (after.state, after.basis) == (before.state, before.basis)
    assert after.fair_rates() == before.fair_rates()
    assert fairlead("import", "--undo", "--workspace", home).code == 0
    again = shelf(open_workspace(home))
    assert again is not None
    assert again.old == ()


@pytest.mark.slow
def test_a_killed_refresh_goes_on_where_it_was(
    homes: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew, kept = homes
    home = tmp_path / "killed"
    shutil.copytree(anew, home)
    monkeypatch.setattr(publishing, "PEOPLE_A_PIECE", 2)
    made: list[Any] = []
    write = publishing.write_answers

    def dying(target: Path, rows: Any) -> None:
        if len(made) == 4:  # the company's answers, its briefs and two pieces of people's
            raise KeyboardInterrupt
        made.append(target)
        write(target, rows)

    monkeypatch.setattr(publishing, "write_answers", dying)
    with pytest.raises(KeyboardInterrupt):
        refresh_workspace(open_workspace(home), today=TODAY)
    found = shelf(open_workspace(home))
    assert found is not None
    assert not found.whole
    assert found.priorities() is not None
    assert found.priorities(person_id=found.people[0]) is None
    monkeypatch.setattr(publishing, "write_answers", write)
    done = refresh_workspace(open_workspace(home), today=TODAY)
    assert done.taken_up > 0
    whole, other = shelf(open_workspace(home)), shelf(open_workspace(kept))
    assert whole is not None
    assert other is not None
    assert whole.whole
    for person in other.people:
        assert whole.priorities(person_id=person) == other.priorities(person_id=person)
        assert whole.brief("rep", person) == other.brief("rep", person)
    assert not list(open_workspace(home).results.glob(f"{keep.DRAFT}*"))


def test_nothing_is_published_for_a_state_that_is_not_the_newest(
    homes: tuple[Path, Path], tmp_path: Path
) -> None:
    home = tmp_path / "late"
    shutil.copytree(homes[1], home)
    workspace = open_workspace(home)
    before = latest(workspace.manifests)
    with pytest.raises(ConflictError):
        add_results(workspace.manifests, before.number - 1, {"published": "x.json"})
    assert latest(workspace.manifests) == before


def test_a_page_reads_rows_without_the_engine(homes: tuple[Path, Path]) -> None:
    _anew, kept = homes
    code = (
        "import sys, json\nfrom pathlib import Path\n"
        "from fairlead.lake.published.selectors import shelf\n"
        "from fairlead.lake.store.workspace import open_workspace\n"
        "found = shelf(open_workspace(Path(sys.argv[1])))\n"
        "person = found.people[0]\n"
        "rates = found.fair_rates(person_id=person)\n"
        "team = found.fair_rates(team=found.teams[0])\n"
        "assert rates and {r.person_id for r in rates} == {person}\n"
        "assert team and {r.team for r in team} == {found.teams[0]}\n"
        "assert found.priorities()['scope']['unit'] == 'company'\n"
        "assert found.diagnosis(team=found.teams[0])['scope']['name'] == found.teams[0]\n"
        "assert found.brief('rep', person)['audience'] == 'rep'\n"
        "assert found.brief('leader')['audience'] == 'leader'\n"
        "assert found.diagnosis(person_id=1) is None and found.diagnosis(team='?') is None\n"
        "engine = [m for m in sys.modules if m.startswith(('fairlead.stats', 'fairlead.measure',"
        " 'fairlead.diagnose', 'fairlead.prioritise', 'scipy', 'ibis', 'duckdb'))]\n"
        "print(json.dumps(engine))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(kept)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def test_every_fair_rate_has_its_denominator_and_interval_or_a_reason(
    homes: tuple[Path, Path],
) -> None:
    found = shelf(open_workspace(homes[1]))
    assert found is not None
    rates = found.fair_rates()
    assert {rate.person_id for rate in rates} <= set(found.people)
    for rate in rates:
        told = rate.fair_rate
        if told.value is None:
            assert told.reason
        else:
            assert told.lower is not None
            assert told.upper is not None
            assert told.lower <= told.value <= told.upper
            assert (told.n or 0) > 0


def test_what_is_kept_comes_back_to_the_last_bit(tmp_path: Path) -> None:
    one = answers.Answered("brief", "rep", 2**62 + 1, "Zoë", '{"a":0.1}', '{"b":NaN}')
    other = answers.Answered("brief", "rep", -5, "", "", "")
    path = tmp_path / "answers ü.parquet"
    answers.write_answers(path, [one, other])
    assert answers.read_answer([path], "brief", "rep", 2**62 + 1) == one
    assert answers.read_answer([path], "brief", "manager", 2**62 + 1) is None
    assert answers.answered([path]) == {("brief", "rep", 2**62 + 1), ("brief", "rep", -5)}
    answers.write_answers(path, [])
    assert answers.read_answers([path]) == []
