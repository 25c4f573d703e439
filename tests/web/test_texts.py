"""Every text of a page is marked for translation, and every catalogue says all of them."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from fairlead.web.project.language import languages_there_are

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src" / "fairlead" / "web"
SPOKEN = ("aria-label", "title", "placeholder", "alt")
"""Attributes people read or hear."""
NAMES = {"Fairlead", "CSV", "XLSX", "Parquet", "UTC", "K", "200k", "team.csv", "targets.csv"}
"""What is called the same in every language."""


def the_collector() -> Any:
    """Return docs/texts.py, which collects and compiles."""
    spec = importlib.util.spec_from_file_location("texts", ROOT / "docs" / "texts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


texts = the_collector()
TEMPLATES = sorted([*WEB.rglob("*.html"), *WEB.rglob("*.txt")])
PYTHON = [p for p in sorted(WEB.rglob("*.py")) if "migrations" not in p.parts]


def short(path: Path) -> str:
    return path.relative_to(WEB).as_posix()


class Spoken(HTMLParser):
    """Collects what people see and hear of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.raw = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self.raw = tag
        self.said += [told for name, told in attrs if name in SPOKEN and told]

    def handle_endtag(self, tag: str) -> None:
        if tag == self.raw:
            self.raw = ""

    def handle_data(self, data: str) -> None:
        if not self.raw:
            self.said.append(data)


def unmarked(source: str) -> list[str]:
    """Return the texts of a template nobody can translate."""
    marks = r"\{% blocktranslate.*?\{% endblocktranslate %\}|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"
    page = Spoken()
    page.feed(re.sub(marks, "", source, flags=re.DOTALL))
    told = [re.sub(r'[a-z-]+="[^"]*"|/[a-z/]+', "", said) for said in page.said]
    found = [part for said in told for part in re.split(r"[\s,:;|()]+|\.(?!\w)", said)]
    words = [word for word in found if re.search(r"[^\W\d_]{2}|^[a-zA-Z]$", word)]
    literal = re.findall(r"\|(?:default|pluralize|yesno):\"[^\"]*[A-Za-z]{2}[^\"]*\"", source)
    given = re.findall(r"\{% include [^%]*=\"[A-Z][^\"]*\" ?%\}", source)
    days = re.findall(r"\|date:\"(?![A-Z_]+\")[^\"]*\"", source)
    return [word for word in words if word not in NAMES] + literal + given + days


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_every_text_of_a_template_is_marked(path: Path) -> None:
    assert not unmarked(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ('<p title="Look">{{ x }}</p>', ["Look"]),
        ('<p>{{ x|default:"none yet" }}</p>', ['|default:"none yet"']),
        ('{{ at|date:"j M Y" }}', ['|date:"j M Y"']),
        ('{% include "a.html" with name="Won" %}', ['{% include "a.html" with name="Won" %}']),
        ('<p>{% translate "Hello" %} {{ at|date:"DATE_FORMAT" }}, Fairlead</p>', []),
        ("<p>{% blocktranslate %}a{% plural %}b{% endblocktranslate %}</p>", []),
    ],
)
def test_the_rule_catches_what_it_is_for(source: str, found: list[str]) -> None:
    assert unmarked(source) == found


def test_ids_carry_no_separators() -> None:
    """``value="1,234"`` would be another id: numbers in such attributes stand as they are."""
    number = re.compile(r"\{\{ ([\w.]*\b(?:pk|id|number|counter|page|since))(?:\|add:-?1)? \}\}")
    for path in TEMPLATES:
        for attribute in re.findall(r'([a-z-]+)="([^"]*)"', path.read_text(encoding="utf-8")):
            if attribute[0] not in SPOKEN:
                assert not number.findall(attribute[1]), (path, attribute)


TOLD = {"InputError", "ConflictError", "UnavailableError", "ImportFileError", "ValidationError"}
ELSEWHERE = {
    "jobs/services.py": "told to programs only",
    "project/auditing.py": "told at the terminal",
    "project/database.py": "told at the terminal",
    "project/paging.py": "told to programs only",
    "project/serving.py": "told at the terminal",
    "people/access.py": "told to programs only",
}


def plain(node: ast.AST) -> Iterator[str]:
    """Return texts that stand in the code as they are."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if re.search(r"[^\W\d_]{2}", node.value) and not node.value.endswith(".csv"):
            yield node.value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            if not isinstance(part, ast.FormattedValue):
                yield from plain(part)
    elif isinstance(node, ast.IfExp):
        yield from plain(node.body)
        yield from plain(node.orelse)
    elif isinstance(node, ast.List | ast.Tuple):
        for each in node.elts:
            if isinstance(each, ast.Tuple) and len(each.elts) == 2:
                yield from plain(each.elts[1])


def unmarked_in(source: str) -> list[str]:
    """Return texts of messages, errors, labels and choices that are not marked."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        last = called.rpartition(".")[2]
        told: list[ast.AST] = []
        if called.startswith("messages."):
            told = list(node.args[1:])
        elif last in TOLD:
            told = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "hint")]
        elif called.startswith("forms.") or last in {"area", "Amount"}:
            said = {"label", "help_text", "hint", "choices"}
            told = [k.value for k in node.keywords if k.arg in said]
            told += node.args[:1] if last == "area" else []
        found += [text for each in told for text in plain(each)]
    return found


@pytest.mark.parametrize("path", PYTHON, ids=short)
def test_every_text_of_a_form_message_and_error_is_marked(path: Path) -> None:
    if short(path) not in ELSEWHERE:
        assert not unmarked_in(path.read_text(encoding="utf-8"))


def test_the_rule_for_code_catches_what_it_is_for() -> None:
    assert unmarked_in('messages.success(request, f"Kept as {n}.")') == ["Kept as ", "."][:1]
    assert unmarked_in('raise InputError(_("a"), hint="Look again.")') == ["Look again."]
    assert unmarked_in('forms.CharField(label="Why", choices=[("a", "yes")])') == ["Why", "yes"]
    assert unmarked_in('forms.CharField(label=_("Why"), initial="x")') == []


LANGUAGES = texts.languages()
HOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
TAG = re.compile(r"<[^>]+>|`[^`]+`")
NEVER = re.compile(
    r"\b(posterior|shrinkage|mix cell|not estimable|stint|as-of|funnel|campaign|wave|submission"
    r"|quarantine|hygiene|mirror|conversion)\b|\u2014",
    re.IGNORECASE,
)


def test_there_is_a_language_beside_english() -> None:
    assert "de" in LANGUAGES
    assert languages_there_are(texts.LOCALE)[0] == ("en", "English")
    assert ("de", "Deutsch") in languages_there_are(texts.LOCALE)


def test_no_word_that_is_never_on_screen_is_marked() -> None:
    said = [text for _context, text in texts.marked()]
    assert not [text for text in said if NEVER.search(str(text))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_up_to_date(language: str) -> None:
    assert texts.stale(language) == [], "run python docs/texts.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_with_its_placeholders(language: str) -> None:
    for message in texts.catalogue(language):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        for one, told in zip((*ids, ids[-1])[: len(said)], said, strict=True):
            if one:
                assert told, one
                assert sorted(HOLDER.findall(one)) == sorted(HOLDER.findall(told)), one
                assert TAG.findall(one) == TAG.findall(told), one
                assert one.endswith((".", "?", ":")) == told.endswith((".", "?", ":")), one
                assert "\u2014" not in told, one


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_each_language_says_how_days_and_numbers_look(language: str) -> None:
    """A format that is missing would stand on the page by its name."""
    module = importlib.import_module(f"fairlead.web.project.formats.{language}.formats")
    wanted = set(re.findall(r'\|date:"([A-Z_]+)"', "".join(p.read_text() for p in TEMPLATES)))
    assert wanted
    assert wanted | {"DECIMAL_SEPARATOR", "THOUSAND_SEPARATOR"} <= set(vars(module))


def test_the_collector_sees_each_kind_of_text() -> None:
    source = (
        '{% translate "One" %}{% translate "open" context "deal" %}{{ x|default:_("none") }}'
        "{% blocktranslate trimmed count n=rows with y=a.b %}\n {{ n }} row of {{ y }}"
        "{% plural %}{{ n }} rows of {{ y }}{% endblocktranslate %}"
    )
    rows = ("%(n)s row of %(y)s", "%(n)s rows of %(y)s")
    found = list(texts.of_template(source))
    assert sorted(found, key=str) == sorted(
        [(None, "One"), ("deal", "open"), (None, "none"), (None, rows)], key=str
    )
    code = '_("a " "b"); ngettext("c", "d", n); gettext_noop("e"); f("g"); _(name)'
    assert list(texts.of_python(code)) == [(None, "a b"), (None, ("c", "d")), (None, "e")]


def test_a_text_that_is_not_collected_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    known = texts.marked()
    monkeypatch.setattr(texts, "marked", lambda: known | {(None, "Brand new"): ["a.py"]})
    assert texts.stale("de") == ["django.po"]  # what has no translation is not compiled
