"""Paths, folders and zips: hostile until proven otherwise, and always a plain answer."""

from __future__ import annotations

import contextlib
import io
import stat
import zipfile
import zlib

import pytest

from fairlead.errors import ImportFileError, InputError
from fairlead.lake.readers import sources

DEALS = "Id,StageName,CloseDate,Amount,OwnerId\n006A,Closed Won,2026-01-02,5,005A\n"
PEOPLE = "person,manager,team\nAda North,,North\n"


def zipped(members, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def refused(path, reading):
    """Return the error; it is the user's to mend, says the file and has a hint."""
    with pytest.raises(ImportFileError) as error:
        reading(path)
    assert error.value.exit_code == 2
    assert error.value.place.file
    assert error.value.expected
    assert error.value.hint
    return error.value


def test_wrong_path_names_what_is_near(write, reading, place):
    write("Opportunity.csv", DEALS)
    error = refused(place / "Oportunity.csv", reading)
    assert "Opportunity.csv" in error.hint


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20, "JPEG"),
        ("deals.csv", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20, "JPEG"),
        ("deals.pdf", b"%PDF-1.7\n" + b"x" * 100, "PDF"),
        ("deals.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old Excel"),
        ("deals.csv", bytes(range(1, 32)) * 50, "binary"),
        ("deals.csv", b"", "empty"),
        ("deals.csv", b"\xef\xbb\xbf\r\n \n", "empty"),
        ("deals.json", b'{"a": 1}', "not a table"),
        ("deals.csv", b"<html><body>Please log in</body></html>", "HTML"),
        ("deals.zip", b"PK\x03\x04" + b"x" * 50, "truncated zip"),
        ("deals.parquet", b"PAR1" + b"x" * 50, "truncated Parquet"),
        ("deals.xlsx", b"PK\x03\x04" + b"x" * 50, "truncated workbook"),
        ("deals.csv", b"Id,StageName,CloseDate\n", "no rows"),
        ("deals.csv.gz", b"\x1f\x8b\x08\x00xx", "truncated gzip"),
    ],
)
def test_files_that_hold_no_table(name, content, word, write, reading):
    assert word in refused(write(name, content), reading).message


def test_empty_folder(reading, place):
    assert "empty" in refused(place, reading).message


def test_folder_without_a_table(write, reading, place):
    write("logo.png", b"\x89PNG\r\n" + bytes(range(256)))
    error = refused(place, reading)
    assert "logo.png: a PNG picture" in error.message


def test_folder_skips_what_is_no_table_and_says_so(write, reading, place):
    write("Opportunity.csv", DEALS)
    write("sub/team.csv", PEOPLE)
    write("LICENSE", "Anyone may\nuse this, and that.\n")
    write("README.md", "# Export\n")
    write("logo.png", b"\x89PNG\r\n" + bytes(range(256)))
    write("notes.txt", "Call Ada\nthen Ben\n")
    write(".hidden.csv", DEALS)
    write(".git/config.csv", DEALS)
    write("__MACOSX/Opportunity.csv", DEALS)
    (place / "passwd.csv").symlink_to("/etc/passwd")
    read = reading(place)
    assert [t.raw.file for t in read.tables] == ["Opportunity.csv", "sub/team.csv"]
    assert {s.file: s.reason for s in read.skipped} == {
        "LICENSE": "a text, not a table",
        "README.md": "a text, not a table",
        "logo.png": "a PNG picture",
        "notes.txt": "a text, not a table",
        "passwd.csv": "a link to somewhere else",
    }


def test_header_only_table_beside_others_has_no_rows(write, reading, place):
    write("Opportunity.csv", DEALS)
    write("OpportunityHistory.csv", "Id,OpportunityId,StageName,Amount,CloseDate,CreatedDate\n")
    read = reading(place)
    history = read.tables[1]
    assert (history.mapping.target, history.raw.row_count) == ("stage_history", 0)


def test_zip_members_are_named_after_the_zip(write, reading):
    path = write("export.zip", zipped([("a/Opportunity.csv", DEALS), ("readme.txt", "hello\n")]))
    read = reading(path)
    assert [t.raw.file for t in read.tables] == ["export.zip!a/Opportunity.csv"]
    assert [s.file for s in read.skipped] == ["export.zip!readme.txt"]


def test_zip_inside_a_folder(write, reading, place):
    write("x/export.zip", zipped([("Opportunity.csv", DEALS)]))
    read = reading(place)
    assert [t.raw.file for t in read.tables] == ["x/export.zip!Opportunity.csv"]


@pytest.mark.parametrize(
    "name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv", "C:\\evil.csv", "..\\evil.csv"]
)
def test_names_that_point_outside(name, write, reading, tmp_path):
    before = {p for p in tmp_path.rglob("*") if p.is_file()}
    path = write("export.zip", zipped([("Opportunity.csv", DEALS), (name, DEALS)]))
    assert "points outside" in refused(path, reading).message
    assert {p for p in tmp_path.rglob("*") if p.is_file()} - before == {path}


def test_links_nested_and_encrypted_members(write, reading):
    link = zipfile.ZipInfo("Opportunity.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "link" in refused(write("a.zip", zipped([(link, "/etc/passwd")])), reading).message
    nested = zipped([("inner.zip", zipped([("Opportunity.csv", DEALS)]))])
    assert "inside the archive" in refused(write("b.zip", nested), reading).message
    locked = bytearray(zipped([("Opportunity.csv", DEALS)]))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in refused(write("c.zip", bytes(locked)), reading).message


def test_zip_bomb(write, reading, monkeypatch):
    monkeypatch.setattr(sources, "RATIO_COUNTS_FROM", 1 << 20)
    bomb = zipped([("Opportunity.csv", "a,b\n" * 2_000_000)])
    assert len(bomb) < 50_000
    assert "would unpack to" in refused(write("bomb.zip", bomb), reading).message


def test_too_many_members(write, reading, monkeypatch):
    monkeypatch.setattr(sources, "MAX_MEMBERS", 3)
    many = zipped([(f"{i}.csv", DEALS) for i in range(4)])
    assert "4 files" in refused(write("many.zip", many), reading).message


def test_member_larger_than_it_says(write, reading):
    honest = zipped([("Opportunity.csv", DEALS * 50)])
    lying = bytearray(honest)
    place = lying.index(b"PK\x01\x02") + 24
    lying[place : place + 4] = (10).to_bytes(4, "little")
    path = write("lying.zip", bytes(lying))
    with pytest.raises(ImportFileError) as error:
        reading(path)
    assert error.value.exit_code == 2


def test_any_damage_to_a_zip_is_told_plainly(write, reading):
    """Each truncation and each flipped byte ends in a reading or in an error for the user."""
    good = zipped([("Opportunity.csv", DEALS), ("team.csv", PEOPLE)])
    for cut in range(0, len(good), 37):
        _told(write("cut.zip", good[:cut]), reading)
    for at in range(0, len(good), 11):
        bad = bytearray(good)
        bad[at] ^= 0xFF
        _told(write("bad.zip", bytes(bad)), reading)


def _told(path, reading):
    with contextlib.suppress(InputError):  # anything else is a bug
        reading(path)


def test_gzip_bomb(write, reading, monkeypatch):
    from fairlead.lake.readers import encoding

    monkeypatch.setattr(encoding, "RATIO_COUNTS_FROM", 1 << 20)
    packed = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = packed.compress(b"a,b\n" * 2_000_000) + packed.flush()
    assert "unpacks to more" in refused(write("bomb.csv.gz", bomb), reading).message


def test_path_with_brackets(write, reading):
    read = reading(write("deals [2026] (1).csv", DEALS))
    assert read.tables[0].raw.row_count == 1


def test_staging_inside_the_folder_is_not_read_again(write, place):
    from fairlead.lake.readers import read

    write("Opportunity.csv", DEALS)
    for _ in range(2):
        assert len(read(place, place / "staging").tables) == 1


def test_progress_reaches_the_end(write, reading):
    seen = []
    reading(write("Opportunity.csv", DEALS), progress=lambda *step: seen.append(step))
    assert seen
    assert seen[-1][0] == "Opportunity.csv"
    assert seen[-1][1] == seen[-1][2] > 0


def test_importing_the_readers_loads_nothing_heavy():
    import subprocess
    import sys

    code = (
        "import sys, fairlead.lake.readers\n"
        "heavy = {'pyarrow', 'scipy', 'duckdb', 'ibis', 'python_calamine', 'charset_normalizer'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
