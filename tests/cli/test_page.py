import dataclasses
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from fairlead.answers import Finding
from fairlead.brief.model import Line, Section
from fairlead.charts import look
from fairlead.cli.page import page
from fairlead.cli.page.parts import anchors

BRIEFS = ("usual", "nothing", "tiny", "forty", "awkward")
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Tree(HTMLParser):
    """Checks that tags close in order and keeps what the tests ask for."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.texts, self.levels = [], [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, attrs)
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(params=BRIEFS)
def any_brief(request):
    return request.getfixturevalue(request.param)


def test_a_page_is_whole_and_asks_nobody(any_brief):
    text = page(any_brief)
    tree = Tree(text)
    assert text.startswith('<!doctype html>\n<html lang="en">')
    assert not re.search(r"https?:|//[a-z]|@import|url\(|javascript:", text)
    allowed = set(
        "html head meta title style body a header h1 p main section h2 div ul ol li".split()
    )
    allowed |= set("table caption thead tbody tr th td figure figcaption details summary".split())
    allowed |= set("strong span code bdi footer time svg g path line text desc".split())
    assert {tag for tag, _ in tree.tags} <= allowed
    assert not any(name.startswith("on") for _, attrs in tree.tags for name in attrs)
    assert all(a["href"].startswith("#") for a in tree.all("a"))
    assert len(text.encode()) < 200_000


def test_every_anchor_exists_once(any_brief):
    tree = Tree(page(any_brief))
    names = [attrs["id"] for _, attrs in tree.tags if "id" in attrs]
    assert len(names) == len(set(names))
    wanted = {a["href"][1:] for a in tree.all("a")}
    for key in ("aria-labelledby", "aria-describedby"):
        wanted |= {attrs[key] for _, attrs in tree.tags if key in attrs}
    assert wanted <= set(names)


def test_landmarks_and_headings(any_brief):
    tree = Tree(page(any_brief))
    for tag in ("header", "main", "footer", "h1"):
        assert len(tree.all(tag)) == 1
    assert len(tree.all("section")) == len(tree.all("h2"))
    assert tree.all("a")[0] == {"class": "skip", "href": "#brief"}
    assert tree.all("main")[0]["id"] == "brief"


def test_charts_have_words_and_the_same_data_as_a_table(usual):
    tree = Tree(page(usual))
    assert len(tree.all("figure")) == len(tree.all("figcaption")) == 3
    assert len(tree.all("svg")) == 6  # each wide and narrow
    assert all(svg["role"] == "img" for svg in tree.all("svg"))
    assert len(tree.all("details")) == 4
    said = " ".join(tree.texts)
    assert "Demo → Proposal: 251 of 465 deals went on, 54% (50 to 58)" in said
    assert "too little data: 19 of 30" in said
    assert all(th.get("scope") in {"col", "row"} for th in tree.all("th"))


def test_numbers_lead_to_where_they_come_from_and_back(usual):
    text = page(usual)
    tree = Tree(text)
    hrefs = [a["href"] for a in tree.all("a")]
    for number in (1, 2, 3, 4):
        assert hrefs.count(f"#why-{number}") == 1
        assert hrefs.count(f"#claim-{number}") == 1
        assert f"<code>fairlead why {number}</code>" in text
    assert "465 rows: " in text


def test_a_number_without_evidence_is_no_link(usual):
    section = Section("x", "X", (Line("A claim.", 9), Line("Again.", 1), Line("And again.", 1)))
    text = page(dataclasses.replace(usual, sections=(section,)))
    assert "A claim.&nbsp;[9]</p>" in text
    assert text.count('id="claim-1"') == 1
    assert text.count('href="#why-1"') == 2
    assert "#claim-2" not in text  # nothing refers to it any more


def test_texts_are_escaped_and_cannot_turn_the_line(awkward):
    text = page(awkward)
    assert "<script" not in text
    assert "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;" in text
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "<bdi>דנה לוי</bdi> 16 of 49" in text
    assert "<bdi>ليلى حداد</bdi> 16 of 49" in text


def test_dollars_and_braces_in_names_are_only_text(tiny):
    section = Section("x", "${title} $sections", (Line("$ 100 {x} %s \\1"),))
    text = page(dataclasses.replace(tiny, title="$title", sections=(section,)))
    assert "<h1>$title</h1>" in text
    assert "${title} $sections</h2>" in text
    assert "$ 100 {x} %s \\1</p>" in text


def test_items_become_lists_in_their_order(usual):
    lines = (
        Line("a", weight="lead"),
        Line("b", weight="item"),
        Line("c", weight="item"),
        Line("d", weight="quiet"),
    )
    text = page(dataclasses.replace(usual, sections=(Section("x", "X", lines),)))
    assert (
        '<p class="lead">a</p>\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>\n<p class="quiet">d</p>' in text
    )


def test_findings_say_how_grave_and_what_to_do(forty, usual):
    text = page(forty)
    assert text.count('<span class="severity">Serious</span>') == 13
    assert text.count('<span class="severity">Take care</span>') == 13
    assert "<summary>14 notes</summary>" in text
    assert text.index("Serious</span>") < text.index("Take care</span>") < text.index("14 notes")
    note = Finding("x", "info", "Only a note", actions=("Do it.",))
    alone = page(dataclasses.replace(usual, findings=(note,)))
    assert "notes</summary>" not in alone
    assert text.count("What to do:</span>") == 40
    assert text.count('<p class="action">') == 80
    assert '<p class="action"><span class="quiet">What to do:</span> Do it.</p>' in alone


def test_the_same_brief_gives_the_same_bytes(usual):
    assert page(usual) == page(usual)


def test_sections_with_one_code_get_two_anchors():
    assert anchors(["run", "run", "Über #1", "???"]) == [
        "part-run",
        "part-run--2",
        "part-ber-1",
        "part-section",
    ]


# --- colours -------------------------------------------------------------------------------------


def tokens():
    css = look()
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", css.split("@media")[0]))
    dark_block = css.split("@media screen and (prefers-color-scheme: dark)")[1].split("\n}\n")[0]
    printed_block = css.split("@media print")[1]
    dark = light | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", dark_block))
    printed = light | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", printed_block))
    return {"light": light, "dark": dark, "print": printed}


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(2 * sign for sign in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_colours_can_be_read(scheme):
    colours = tokens()[scheme]
    assert (
        luminance(colours["paper"]) < 0.05
        if scheme == "dark"
        else luminance(colours["paper"]) > 0.9
    )
    for name in ("ink", "quiet", "accent", "chart-quiet"):
        assert contrast(colours[name], colours["paper"]) >= 4.5, name
    for name in ("focus", "chart-rule", "chart-main", "chart-more", "chart-less", "chart-won"):
        assert contrast(colours[name], colours["paper"]) >= 3, name


def test_dark_has_every_colour_of_its_own():
    light, dark = tokens()["light"], tokens()["dark"]
    assert all(dark[name] != colour for name, colour in light.items())


def test_dark_by_choice_is_dark_by_the_machine():
    import fairlead

    of_web = (Path(fairlead.__file__).parent / "web/ui/static/ui/app.css").read_text()
    block = of_web.split(':root[data-theme="dark"] {')[1].split("}")[0]
    chosen = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block))
    assert {n: c for n, c in tokens()["dark"].items() if n in chosen} == chosen
    assert set(chosen) == set(tokens()["light"])


def test_charts_use_only_colours_the_page_has(usual):
    used = set(re.findall(r"var\(--([a-z-]+)", page(usual).split("</style>")[1]))
    assert used
    assert used <= set(tokens()["light"])


def test_paper_is_never_dark():
    css = look()
    assert css.count("prefers-color-scheme") == 1
    assert "@media screen and (prefers-color-scheme: dark)" in css
    assert "size: A4" in css


def test_importing_the_page_draws_nothing():
    import subprocess

    code = "import sys, fairlead.cli.page; sys.exit('vl_convert' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
