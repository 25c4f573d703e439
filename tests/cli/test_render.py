import dataclasses
import io
import re
import unicodedata
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from fairlead.answers import Evidence, Finding
from fairlead.brief.model import Grid, Line, Section
from fairlead.brief.words import printable
from fairlead.cli.cells import columns, cut, sides, wrap
from fairlead.cli.render import (
    WIDTH,
    render,
    render_error,
    render_evidence,
    render_findings,
    terminal_picture,
)
from fairlead.errors import ConflictError, ImportFileError, Place

BRIEFS = ("usual", "nothing", "tiny", "forty", "awkward")


def printed(show, *arguments, width=120, terminal=False, **options):
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=terminal,
        color_system="standard" if terminal else "auto",
        _environ={},
    )
    show(*arguments, console, **options)
    return console.file.getvalue()


@pytest.mark.parametrize("name", BRIEFS)
@pytest.mark.parametrize(("width", "most"), [(200, WIDTH), (80, 80), (47, 47)])
@pytest.mark.parametrize("charts", [True, False])
def test_no_line_is_wider_than_the_terminal(name, width, most, charts, request):
    text = printed(render, request.getfixturevalue(name), width=width, charts=charts)
    assert text
    for line in text.split("\n"):
        assert cell_len(line) <= most, line


def test_the_usual_brief_reads_from_conclusion_to_plumbing(usual):
    lines = printed(render, usual).split("\n")
    assert lines[0].startswith("North, Ben's team  ")
    assert lines[0].endswith("  Monday 23 Nov 2026 | Q4, week 8 of 13")
    assert cell_len(lines[0]) == WIDTH
    assert lines[1].startswith("Salesforce export of yesterday")
    assert lines[3] == "RUN THE QUARTER"
    assert lines[4].endswith("8 times in 10 between 1,500k and 1,945k. [1]")
    titles = [line for line in lines if line.isupper()]
    assert titles == ["RUN THE QUARTER", "LEAD THE PEOPLE", "WHAT WE WON", "ABOUT THE DATA"]
    assert (
        "  - Vega 130k, in your commit, pushed to February. Fourth push; no meeting since" in lines
    )
    assert "    29 Oct. We could have known." in lines
    assert lines[-2] == " The rows behind a number: fairlead why 1"


def test_grids_are_aligned(usual):
    lines = printed(render, usual).split("\n")
    start = next(i for i, line in enumerate(lines) if line.startswith("   deal "))
    header, *rows = lines[start : start + 5]
    assert [row.split()[0] for row in rows] == ["Brandt", "Helix", "Norsk", "Osei"]
    assert len({re.search(r"\d(?=k )", row).end() for row in rows}) == 1
    due = header.index("due")
    assert all(re.match(r"\d\d \w{3} 2026", row[due:]) for row in rows)


def test_plain_text_where_it_is_piped_and_quiet_colour_on_a_terminal(usual):
    assert "\x1b" not in printed(render, usual)
    coloured = printed(render, usual, terminal=True)
    codes = {
        code for found in re.findall(r"\x1b\[([\d;]*)m", coloured) for code in found.split(";")
    }
    assert codes == {"0", "1", "2", "36"}  # bold, dim, and cyan for the references
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == printed(render, usual)


def test_text_of_files_steers_nothing(awkward):
    text = printed(render, awkward, terminal=True)
    assert "\x1b[31m" not in text
    assert "\x07" not in text
    assert "[bold red]x[/] 16 of 49" in text
    assert "A [31mB C 16 of 49" in text


def test_data_of_a_chart_come_as_a_table_only_when_asked_or_alone(usual):
    assert "465 of 655" not in printed(render, usual)
    assert "465 of 655" in printed(render, usual, charts=True)
    alone = dataclasses.replace(usual.sections[1], lines=())
    text = printed(render, dataclasses.replace(usual, sections=(alone,)))
    assert "465 of 655" in text
    assert "too little data" in " ".join(text.split())


def test_findings_are_said_once(usual):
    said = Section("cannot_say", "Cannot say", (Line("Source missing on 11% of deals."),))
    text = printed(render, dataclasses.replace(usual, sections=(*usual.sections, said)))
    assert text.count("Source missing on 11% of deals") == 1
    assert "ABOUT THE DATA" not in text


def test_findings_come_worst_first_with_what_to_do(forty):
    text = printed(render, forty)
    assert text.count("  - Serious: ") == 7
    assert "    And 33 more." in text
    everything = printed(render_findings, forty.findings)
    assert everything.count("\n  - ") == 40
    assert everything.index("Serious") < everything.index("Take care")
    assert "more." not in everything
    import_it = Finding("x", "info", "Empty", actions=("Import it: fairlead import PATH",))
    assert printed(render_findings, [import_it]).split("\n")[-2].endswith("fairlead import PATH")
    assert printed(render_findings, ()) == ""


EVIDENCE = Evidence(3, "Open for Q4: 2,410k", "Deals open and due by 31 Dec.", "deals")


def test_evidence_shows_rows_that_fit():
    header = ("deal", "account", "owner", "amount", "due")
    name = "Wolfeschlegelsteinhausenbergerdorff " * 3
    rows = [(f"D{i}", name, "Cleo", "1,200", "2026-01-02") for i in range(20)]
    lines = printed(render_evidence, EVIDENCE, header, rows, 4238).split("\n")
    assert lines[0] == "[3] Open for Q4: 2,410k"
    assert lines[1] == "    Deals open and due by 31 Dec."
    assert lines[4].startswith(" D0 ")
    assert "…" in lines[4]
    assert lines[4].endswith("  2026-01-02")
    assert all(cell_len(line) <= WIDTH for line in lines)
    assert lines[-3:-1] == [" showing 20 of 4,238", " in each of them: owner Cleo"]


def test_evidence_names_columns_without_room():
    header = tuple(f"column {i}" for i in range(12))
    rows = [tuple(f"a long cell {i}" for i in range(12))]
    text = printed(render_evidence, EVIDENCE, header, rows, 1)
    assert "no room for: column 8, column 9" in text
    assert "column 7" in text.split("\n")[3]
    assert " showing the only row" in text


def test_evidence_without_rows_and_with_all():
    assert " No rows." in printed(render_evidence, EVIDENCE, ("a",), [], 0)
    assert " 9 rows, none shown." in printed(render_evidence, EVIDENCE, ("a",), [], 9)
    assert " all 2 rows" in printed(render_evidence, EVIDENCE, ("a",), [("1",), ("2",)], 2)


def test_an_error_says_what_where_expected_and_what_to_do():
    error = ImportFileError(
        "This is not a day.",
        place=Place("deals ü#.csv", 14, "CloseDate", "so\x1b[31mon"),
        expected="a day such as 2026-11-23",
        hint="Mend the cell and import again; nothing was changed by this import, so it can be "
        "repeated as often as needed.",
    )
    lines = printed(render_error, error).rstrip("\n").split("\n")
    assert lines == [
        "Error: This is not a day.",
        r"  where     deals ü#.csv, row 14, column CloseDate, value 'so\x1b[31mon'",
        "  expected  a day such as 2026-11-23",
        "  to do     Mend the cell and import again; nothing was changed by this import,",
        "            so it can be repeated as often as needed.",
        "  code      import_file",
    ]


def test_an_error_without_place_or_hint_stays_short():
    text = printed(render_error, ConflictError("Somebody else is importing."))
    assert text == "Error: Somebody else is importing.\n  code      conflict\n"


def test_the_picture_asks_nobody_and_is_the_same_each_time(usual, tiny):
    picture = terminal_picture(usual)
    assert picture == terminal_picture(usual)
    assert picture != terminal_picture(tiny)
    root = ET.fromstring(picture)  # noqa: S314 - our own drawing
    assert root.get("viewBox")
    assert "1,720k" in picture
    assert re.findall(r"https?://[^\"'\s)]*", picture) == ["http://www.w3.org/2000/svg"]
    assert "@font-face" not in picture
    assert set(re.findall(r"url\((.)", picture)) <= {"#"}


def test_a_reference_that_just_fits_not_takes_its_word_along():
    assert wrap("aaaa bbbb [1]", 9) == ["aaaa", "bbbb [1]"]


@given(st.text(), st.integers(4, 80))
def test_wrapping_loses_nothing_and_fits(text, width):
    lines = wrap(text, width)
    assert lines
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == printable(text).replace(" ", "")


@given(st.text(), st.integers(2, 40))
def test_cutting_fits(text, width):
    shown = cut(text, width)
    assert cell_len(shown) <= width
    assert not any(unicodedata.category(sign) == "Cc" for sign in shown)


@settings(max_examples=200)
@given(
    st.integers(1, 15).flatmap(
        lambda n: st.lists(
            st.lists(st.text(max_size=30), min_size=n, max_size=n), min_size=1, max_size=5
        )
    ),
    st.integers(20, 80),
)
def test_any_table_fits(table, room):
    header, *rows = table
    fitted = columns(header, rows, sides(header, rows), room)
    assert list(header[len(fitted.widths) :]) == list(fitted.left_out)
    for row in table:
        assert cell_len(fitted.short(row)) <= room
        for line in fitted.wrapped(row):
            assert cell_len(line) <= room


def test_numbers_stand_right_and_words_left():
    rows = [("12", "2026-01-02", "", "D12"), ("1,200k", "2026-01-03", "-4.5", "7")]
    assert sides(("n", "day", "x", "id"), rows) == "rrrl"


def test_a_grid_without_rows_is_only_its_header(tiny):
    section = Section("x", "Empty", (), Grid(("deal", "owner"), (), "ll"))
    text = printed(render, dataclasses.replace(tiny, sections=(section,)))
    assert "   deal  owner\n" in text
