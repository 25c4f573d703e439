"""What people taught about a table: kept with the import, used at the next one, forgotten."""

from __future__ import annotations

import pytest
from tests.lake.readers.exports import deals, text
from tests.refresh.company import contents, take

from fairlead.errors import DefinitionError, InputError
from fairlead.lake.store import commit
from fairlead.lake.store.workspace import open_workspace
from fairlead.refresh.mappings import FORGOTTEN, forget_mapping

HEADER = ["Vorgang", "Kunde", "Verkäufer", "Angelegt am", "Abschluss", "Wert", "Phase"]
ROWS = deals("de", "%d.%m.%Y", ["Neu", "Gewonnen", "Verloren"])
TAUGHT = (
    "files:\n  Chancen 2026.csv:\n    target: opportunities\n    columns:\n"
    "      id: Vorgang\n      stage: Phase\n      outcome: Phase\n      owner: Kunde\n"
    "      created_at: Angelegt am\n      amount: Wert\n"
)


@pytest.fixture
def home(tmp_path):
    return open_workspace(tmp_path / "Arbeit ü #1", create=True)


@pytest.fixture
def write(tmp_path):
    def _write(name, content):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return path

    return _write


def owner(result):
    (table,) = result.reading.tables
    return table.mapping.of("owner").column


def kept(home):
    return [record["file"] for record in home.manifest().mappings]


def codes(result):
    return [f.code for f in result.findings]


def test_a_given_mapping_is_kept_and_used_next_time(home, write):
    path = write("a/Chancen 2026.csv", text(HEADER, ROWS, ";"))
    assert owner(take(home, path, mapping=write("m.yaml", TAUGHT))) == "Kunde"
    assert kept(home) == ["Chancen 2026.csv"]
    more = [*ROWS, ["D-2000", "Neu AG", *ROWS[0][2:]]]
    result = take(home, write("b/Chancen 2027.csv", text(HEADER, more, ";")))
    assert owner(result) == "Kunde"
    assert "mapping_kept" in codes(result)
    assert kept(home) == ["Chancen 2026.csv"]


def test_teaching_what_changes_no_row_is_kept_too(home, write):
    path = write("a/Chancen 2026.csv", text(HEADER, ROWS, ";"))
    given = write("m.yaml", TAUGHT)
    take(home, path, mapping=given)
    forget_mapping(home, "Chancen 2026")
    before, number = contents(home), home.manifest().number
    result = take(home, path, mapping=given)
    assert not result.changed
    assert kept(home) == ["Chancen 2026.csv"]
    assert home.manifest().number == number + 1
    assert contents(home) == before
    take(home, path, mapping=given)
    assert home.manifest().number == number + 1  # a second time changes nothing at all


def test_a_mended_file_is_used_without_being_named(home, write):
    path = write("a/Chancen 2026.csv", text(HEADER, ROWS, ";"))
    assert owner(take(home, path)) == "Verkäufer"
    mended = home.mapping_file.read_text(encoding="utf-8").replace(
        "column: Verkäufer", "column: Kunde"
    )
    home.mapping_file.write_text(mended, encoding="utf-8")
    result = take(home, path)
    assert owner(result) == "Kunde"
    assert "mapping_kept" in codes(result)
    assert home.mapping_file.read_text(encoding="utf-8") == mended
    assert kept(home) == []  # the file itself is the memory


def test_a_file_as_written_says_nothing(home, write):
    path = write("a/Chancen 2026.csv", text(HEADER, ROWS, ";"))
    take(home, path)
    assert "mapping_kept" not in codes(take(home, path))


def test_a_broken_mended_file_is_named(home, write):
    path = write("a/Chancen 2026.csv", text(HEADER, ROWS, ";"))
    take(home, path)
    home.mapping_file.write_text("files: [", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"mapping\.yaml is no valid YAML"):
        take(home, path)


def test_changed_headers_are_said_and_the_kept_mapping_stays(home, write):
    path = write("a/Chancen 2026.csv", text(HEADER, ROWS, ";"))
    take(home, path, mapping=write("m.yaml", TAUGHT))
    header = ["Vorgang", "Käufer", *HEADER[2:6], "Verkaufsphase"]
    result = take(home, write("b/Chancen 2027.csv", text(header, ROWS, ";")))
    assert owner(result) == "Käufer"
    said = [f.title for f in result.findings if f.code == "mapping_renamed"]
    assert any("Kunde is gone; Käufer was taken for owner" in title for title in said)
    (record,) = home.manifest().mappings
    assert {c["field"]: c["column"] for c in record["columns"]}["owner"] == "Kunde"


def test_a_new_mapping_replaces_the_kept_one(home, write):
    path = write("a/Chancen 2026.csv", text(HEADER, ROWS, ";"))
    take(home, path, mapping=write("m.yaml", TAUGHT))
    other = TAUGHT.replace("owner: Kunde", "account: Kunde").replace("2026", "2027")
    take(home, write("b/Chancen 2027.csv", text(HEADER, ROWS, ";")), mapping=write("n.yaml", other))
    assert kept(home) == ["Chancen 2027.csv"]


def test_forgetting(home, write):
    path = write("a/Chancen 2026.csv", text(HEADER, ROWS, ";"))
    take(home, path, mapping=write("m.yaml", TAUGHT))
    before = contents(home)
    with pytest.raises(InputError) as error:
        forget_mapping(home, "Projekte.csv")
    assert "Chancen 2026.csv" in error.value.hint
    assert forget_mapping(home, "chancen 2026") == ("Chancen 2026.csv",)
    assert kept(home) == []
    assert contents(home) == before  # what was imported stays
    assert owner(take(home, path)) == "Verkäufer"


def test_forgetting_a_mended_file_puts_it_beside(home, write):
    path = write("a/Chancen 2026.csv", text(HEADER, ROWS, ";"))
    take(home, path)
    home.mapping_file.write_text(TAUGHT, encoding="utf-8")
    forget_mapping(home, "Chancen 2026.csv")
    assert (home.root / FORGOTTEN).read_text(encoding="utf-8") == TAUGHT
    assert owner(take(home, path)) == "Verkäufer"


def test_a_killed_import_teaches_nothing(home, write, monkeypatch):
    class Killed(BaseException):
        pass

    def die(step):
        if step == "before fsync":
            raise Killed

    path = write("a/Chancen 2026.csv", text(HEADER, ROWS, ";"))
    take(home, path)
    monkeypatch.setattr(commit, "_passed", die)
    with pytest.raises(Killed):
        take(home, path, mapping=write("m.yaml", TAUGHT))
    monkeypatch.undo()
    assert kept(home) == []
    assert owner(take(home, path)) == "Verkäufer"
