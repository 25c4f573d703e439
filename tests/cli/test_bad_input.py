"""Bad input ends in plain words, in both shapes, and leaves nothing behind."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.cli.running import cache, fairlead
from tests.refresh.company import deal, write_csv, write_deals

pytestmark = pytest.mark.usefixtures("here")


def _jpeg(folder: Path) -> Path:
    path = folder / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0" + b"\x00" * 200)
    return path


def _cut_zip(folder: Path) -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("deals.csv", "id,amount\n" + "1,2\n" * 5000)
    path.write_bytes(path.read_bytes()[:-60])
    return path


def _empty_folder(folder: Path) -> Path:
    (folder / "empty").mkdir()
    return folder / "empty"


def _header_only(folder: Path) -> Path:
    return write_csv(folder / "deals.csv", ("Deal ID", "Owner", "Amount", "Closed"), [])


def _bad_dates(folder: Path) -> Path:
    rows = [deal(n, createddate="some day" if n > 2 else "2026-10-01") for n in range(1, 21)]
    return write_deals(folder, rows)


def _wrong_path(folder: Path) -> Path:
    write_csv(folder / "deals.csv", ("a", "b"), [(1, 2)])
    return folder / "deal.csv"


BROKEN = {
    "wrong path": (_wrong_path, "There is nothing at", "Did you mean deals.csv?"),
    "empty folder": (_empty_folder, "empty holds no table", "Choose the export itself"),
    "jpeg": (_jpeg, "photo.jpg is a JPEG picture", "Choose the export itself"),
    "cut zip": (_cut_zip, "export.zip is a damaged or truncated zip", "Download or copy it again"),
    "header only": (_header_only, "deals.csv", ""),
    "unreadable dates": (
        _bad_dates,
        "18 of 20 rows of Opportunity.csv cannot be taken",
        "Mend the file or its mapping",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.parametrize("command", ["brief", "import", "reconcile"])
def test_bad_input_is_told_and_leaves_nothing(
    tmp_path: Path, here: Path, command: str, case: str
) -> None:
    make, message, hint = BROKEN[case]
    path = make(tmp_path)
    ran = fairlead(command, path)
    assert (ran.code, ran.out) == (2, "")
    assert "Traceback" not in ran.err
    assert message in ran.plain
    assert hint in ran.plain
    told = fairlead(command, path, "--json")
    assert (told.code, told.err) == (2, "")
    error = told.json["error"]
    assert set(error) == {
        "code", "message", "file", "row", "column", "value", "expected", "hint",
    }  # fmt: skip
    assert error["code"] == "import_file"
    assert message in error["message"]
    assert error["hint"]
    assert not list(cache().glob("brief-*"))
    if command != "import":
        assert list(here.iterdir()) == []


def test_an_unreadable_date_names_file_row_column_and_value(tmp_path: Path) -> None:
    error = fairlead("brief", _bad_dates(tmp_path), "--json").json["error"]
    assert (error["file"], error["row"], error["column"], error["value"]) == (
        "Opportunity.csv", 4, "CreatedDate", "some day",
    )  # fmt: skip


def test_one_unreadable_date_in_many_is_put_aside(tmp_path: Path) -> None:
    rows = [deal(n) for n in range(1, 60)]
    rows[7] = deal(8, createddate="some day")
    body = fairlead("import", write_deals(tmp_path, rows), "--json").json
    assert [(p["line"], p["column"], p["value"], p["code"]) for p in body["put_aside"]] == [
        (9, "CreatedDate", "some day", "unreadable_instant")
    ]
    ran = fairlead("import", write_deals(tmp_path, rows), "--workspace", "other")
    assert "Put aside: 1 row of Opportunity.csv, column CreatedDate" in ran.plain
    assert "put-aside.csv" in ran.plain


def test_two_columns_of_owners(tmp_path: Path) -> None:
    """Which of them is meant is said, or asked for; it is never silent."""
    rows = [(f"D{n:03d}", "Ada North", "Ben Ito", f"2026-09-{n:02d}", "2026-10-01", 5, "Won")
            for n in range(1, 29)]  # fmt: skip
    header = ("Deal ID", "Owner", "Sales Owner", "Created", "Closed", "Amount", "Status")
    ran = fairlead("import", write_csv(tmp_path / "deals.csv", header, rows), "--json")
    if ran.code:
        assert "Owner" in ran.json["error"]["message"]
    else:
        codes = {f["code"] for f in ran.json["findings"]}
        assert codes & {"mapping_ambiguous", "mapping_doubtful"}


MAPPINGS = {
    "absent": None,
    "no yaml": "files: [",
    "no files": "nothing: 1",
    "unknown file": "files:\n  other.csv: {target: ignore}\n",
    "unknown target": "files:\n  Opportunity.csv: {target: deals}\n",
    "unknown column": "files:\n  Opportunity.csv:\n    target: opportunities\n    columns:\n"
    "      id: Identity\n",
    "unknown option": "files:\n  Opportunity.csv:\n    target: opportunities\n    columns:\n"
    "      id: Id\n      amount: {column: Amount, options: {colour: red}}\n",
    "bad option": "files:\n  Opportunity.csv:\n    target: opportunities\n    columns:\n"
    "      id: Id\n      amount: {column: Amount, options: {decimal: ';'}}\n",
}


@pytest.mark.parametrize("case", MAPPINGS)
def test_a_bad_mapping_file_is_told(export: Path, here: Path, case: str) -> None:
    path = here / "mapping ü.yaml"
    if MAPPINGS[case] is not None:
        path.write_text(MAPPINGS[case] or "")
    told = fairlead("import", export, "--mapping", path, "--json")
    assert (told.code, told.err) == (2, "")
    assert told.json["error"]["code"] == "definition"
    assert told.json["error"]["hint"]
    assert told.json["error"]["message"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("brief", "--as-of", "tomorrow"), "--as-of tomorrow is no date"),
        (("brief", "--as-of", "2026-02-30"), "--as-of 2026-02-30 is no date"),
        (("brief", "--for", "rep"), "--for rep needs --name"),
        (("brief", "--for", "manager"), "--for manager needs --name"),
        (("brief", "--name", "Cleo"), "--name needs --for rep or --for manager"),
        (("brief", "--for", "nobody"), "nobody"),
        (("brief", "--nope"), "--nope"),
        (("why", "one"), "number"),
        (("why",), "number"),
        (("import",), "path"),
        (("import", "x", "--most-put-aside", "2"), "most-put-aside"),
        (("brief",), "there is no Fairlead workspace"),
        (("process",), "there is no Fairlead workspace"),
        (("reconcile",), "there is no Fairlead workspace"),
        (("why", "1"), "no brief was printed yet"),
        (("brief", "--workspace", "a[b]"), "a workspace path cannot hold"),
        (("reconcile", "--by", "colour"), "colour"),
    ],
)
def test_wrong_options_end_with_2_in_both_shapes(
    here: Path, args: tuple[str, ...], message: str
) -> None:
    ran = fairlead(*args)
    assert ran.code == 2
    assert message in ran.plain
    assert "Traceback" not in ran.err
    told = fairlead(*args, "--json")
    assert told.code == 2
    assert message in told.json["error"]["message"] + told.json["error"]["hint"]
    assert list(here.iterdir()) == []


def test_nothing_stored_is_lost_by_a_bad_import(export: Path, tmp_path: Path) -> None:
    fairlead("import", export)
    before = fairlead("reconcile", "--json").out
    for case, (make, _message, _hint) in BROKEN.items():
        place = tmp_path / case
        place.mkdir()
        assert fairlead("import", make(place)).code == 2
    assert fairlead("reconcile", "--json").out == before
    assert fairlead("doctor", "--workspace", "fairlead-workspace").code == 0
