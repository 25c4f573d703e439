"""A reader chooses a language: pages, mails and typed amounts follow; files and the API do not."""

from __future__ import annotations

import datetime as dt
import gettext as standard
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import trans_real
from tests.longer import slow
from tests.web.conftest import BACKEND, Cast, browser_of_nobody
from tests.web.test_texts import SPOKEN, texts

from fairlead.web.forecast.forms import Amount
from fairlead.web.people.models import User
from fairlead.web.people.selectors import language_of
from fairlead.web.project import shown


def choose(browser: Any, language: str, back: str = "/help/") -> Any:
    return browser.post("/language/", {"language": language, "back": back})


def text(answer: Any) -> str:
    told: str = answer.content.decode()
    return told


def test_a_language_is_chosen_and_kept_with_the_account(cast: Cast) -> None:
    browser = cast.client("ben")
    assert '<html lang="en"' in text(browser.get("/help/"))
    assert choose(browser, "de")["Location"] == "/help/"
    page = browser.get("/help/")
    assert '<html lang="de"' in text(page)
    assert page.headers["Content-Language"] == "de"
    assert "Wie man diese Seiten liest" in text(page)
    assert "Steuern" in text(page), "the menu too"
    assert "English" in text(page), "the way back"
    assert "Wie man diese Seiten liest" in text(cast.client("ben").get("/help/")), "elsewhere too"
    assert language_of(cast.people["ben"].id) == "de"
    assert language_of(cast.people["cleo"].id) == "en"
    choose(browser, "en")
    assert "How to read these pages" in text(browser.get("/help/"))


def test_who_is_not_signed_in_chooses_for_this_browser() -> None:
    browser = browser_of_nobody()
    choose(browser, "de")
    assert "Anmelden" in text(browser.get("/account/login/"))
    assert "Sign in" in text(browser_of_nobody().get("/account/login/", HTTP_ACCEPT_LANGUAGE="de"))


@pytest.mark.parametrize("language", ["fr", "", "../../etc", "de-AT"])
def test_only_a_language_that_exists_can_be_chosen(cast: Cast, language: str) -> None:
    browser = cast.client("ben")
    choose(browser, language)
    assert User.objects.get(email="ben@x.example").language == ""
    browser.cookies["language"] = language
    assert '<html lang="en"' in text(browser.get("/help/"))


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example"])
def test_choosing_leads_nowhere_else(cast: Cast, back: str) -> None:
    assert choose(cast.client("ben"), "de", back)["Location"] == "/"


def test_programs_and_files_stay_as_they_are(cast: Cast) -> None:
    ops, ben = cast.client("ops"), cast.client("ben")

    def told() -> list[str]:
        held = re.sub(r'"(?:language|last_sign_in)": [^,]*', "", text(ben.get("/me/export/")))
        addresses = ("/api/v1/openapi.json", "/api/v1/nothing/", "/people/team.csv")
        return [*(text(ops.get(each)) for each in addresses), held]

    before = told()
    for browser in (ops, ben):
        choose(browser, "de")
    assert told() == before


def test_numbers_and_days_follow() -> None:
    day = dt.date(2026, 3, 3)
    english = (shown.count(4238), shown.ratio(1251, 2465), shown.day(day), shown.money(172_000_000))
    assert english == ("4,238", "1,251 of 2,465", "3 Mar 2026", "1,720k")
    with translation.override("de"):
        german = (
            shown.count(4238), shown.ratio(1251, 2465), shown.day(day), shown.money(172_000_000),
            shown.per_cent(54.0, 50.2, 57.8), shown.turned("9.35 (1,200)"),
        )  # fmt: skip
    assert german[:2] == ("4.238", "1.251 von 2.465")
    assert german[2:4] == ("3. März 2026", "1.720k")
    assert german[4:] == ("54 % (50 bis 58)", "9,35 (1.200)")


@pytest.mark.parametrize(
    ("language", "typed", "amount"),
    [
        ("en", "200,000", 200_000.0),
        ("en", "1.2m", 1_200_000.0),
        ("de", "200.000", 200_000.0),
        ("de", "1,2m", 1_200_000.0),
        ("de", "1.2m", 1_200_000.0),
        ("de", "1.250.000,50", 1_250_000.5),
        ("de", "200k", 200_000.0),
    ],
)
def test_typed_amounts_are_read_as_they_are_meant(language: str, typed: str, amount: float) -> None:
    with translation.override(language):
        assert Amount().to_python(typed) == amount


def test_a_mail_comes_in_the_language_of_who_gets_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fairlead.web.notify import services
    from fairlead.web.notify.models import Digest

    box: list[Any] = []
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")
    monkeypatch.setattr(mail, "outbox", box, raising=False)
    monkeypatch.setattr(services, "lines_of", lambda _person, _at: [shown.ratio(1, 2)])
    at = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
    choose(cast.client("ben"), "de")
    for name in ("ben", "cleo"):
        row = Digest.objects.create(person=cast.people[name].id, week_on=at.date(), at=at)
        assert services._send(row, at)
    german, english = box
    assert (german.subject, english.subject) == ("Ihre Woche in Fairlead", "Your week in Fairlead")
    assert "1 von 2" in german.body
    assert "1 of 2" in english.body


# A language that does not exist: each text of ours stands in brackets, so that others are seen.

OPEN, SHUT = "\u27e6", "\u27e7"


class Bracketed(standard.NullTranslations):
    """Puts each text that is collected into brackets; what is not collected comes out bare."""

    def __init__(self) -> None:
        super().__init__()
        self.known: set[str] = set()
        for _context, told in texts.marked():
            self.known |= {told} if isinstance(told, str) else set(told)

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{SHUT}" if message in self.known else message

    def ngettext(self, one: str, many: str, n: int) -> str:
        return self.gettext(one if n == 1 else many)

    def language(self) -> str:
        return "de"

    def to_language(self) -> str:
        return "de"


@pytest.fixture
def bracketed() -> Iterator[None]:
    """German is spoken in brackets for one test."""
    trans_real.translation("de")
    kept = trans_real._translations["de"]
    trans_real._translations["de"] = Bracketed()  # type: ignore[assignment]
    yield
    trans_real._translations["de"] = kept


class Bare(HTMLParser):
    """Collects what is said outside brackets, and outside what is marked as English."""

    VOID = frozenset({"meta", "link", "input", "br", "img", "hr"})

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.stack: list[bool] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        quiet = bool(self.stack and self.stack[-1])
        quiet = quiet or tag in {"script", "style", "svg"} or ("lang", "en") in attrs
        if not quiet:
            self.said += [told for name, told in attrs if name in SPOKEN and told]
        if tag not in self.VOID:
            self.stack.append(quiet)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID and self.stack:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        quiet = bool(self.stack and self.stack[-1])
        kept = ""
        for letter in data:  # a text may hold a link, so brackets may open here and shut elsewhere
            self.depth -= letter == SHUT
            kept += letter if not self.depth and letter not in {OPEN, SHUT} else ""
            self.depth += letter == OPEN
        if not quiet:
            self.said.append(kept)


DATA = re.compile(
    r"Everybody by name|The company|\b[A-Z][a-z]+\.? \d{4}"
    r"|Ada|Ben|Ines|Inès|Cleo|Gil|Dan|Eve|North|South|Fairlead|English|Deutsch|CSV|XLSX|Parquet|UTC"
    r"|[a-z.]+@[a-z.]+|[a-z]+\.csv|Sales|Demo to Proposal|Europe/[A-Z]\w+|Brief of \w+ <.*?/script>"
    r"|\b(?:rep|manager|leader|ops|admin)\b|\b[a-z]{2,}\.example\b|\d+k\b|Q[1-4]|Ctrl|Enter|Esc|\bK\b",
    re.DOTALL,
)
"""What these pages tell of data, and names that are the same everywhere."""


def bare(page: str) -> list[str]:
    """Return what a page says in no language: text that nobody can translate."""
    found = Bare()
    found.feed(page)
    left = [DATA.sub("", re.sub(f"{OPEN}.*{SHUT}", "", said)) for said in found.said]
    return [said.strip() for said in left if re.search(r"[^\W\d_]{2}", said)]


PAGES = (
    "brief", "board", "pipeline", "forecast", "targets", "numbers", "process", "measure",
    "diagnose", "prioritise", "train", "verify", "movement", "try_outs", "team", "feedback",
    "vision", "leadership", "me", "contests", "setup", "imports", "mapping", "totals", "people",
    "crm_address", "find", "help", "notify", "design_new", "invite", "playbook_versions",
    "try_out_new", "work",
)  # fmt: skip


@pytest.mark.usefixtures("bracketed")
@pytest.mark.parametrize("name", ["ada", "cleo", "ops", *slow("ben", "admin", "eve")])
def test_no_page_says_what_nobody_can_translate(
    published: Cast,
    name: str,
) -> None:
    browser = browser_of_nobody()
    browser.force_login(published.accounts[name], backend=BACKEND)
    choose(browser, "de")
    seen, found = 0, {}
    for page in PAGES:
        answer = browser.get(reverse(page))
        if answer.status_code == 200:
            seen += 1
            found |= {page: bare(text(answer))}
    assert not {page: said for page, said in found.items() if said}
    assert seen >= 8


@pytest.mark.usefixtures("bracketed")
def test_the_brackets_show_what_is_bare() -> None:
    page = f'<p title="Look">{OPEN}Good{SHUT} Ben, left bare <b lang="en">told</b> 12</p>'
    assert bare(page) == ["Look", ", left bare"]
