"""What Ada, Ben, Cleo and who looks after the system do on a Monday, in a real browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.conftest import Site, Visitor
from tests.journeys.test_every_page import look, violations

EXPORT = """Opportunity ID,Opportunity Name,Owner,Amount,Stage,Created Date,Close Date
9001,Nadir,Cleo Marin,1000,Closed Won,2026-09-01,2026-10-01
9002,Zenith,Cleo Marin,2000,Closed Lost,2026-09-01,2026-10-02
"""


def open_rows(visitor: Visitor) -> None:
    """Open every table whose sentence was enough at first."""
    folded = visitor.page.locator("main section details:not([open]) > summary")
    while folded.count():
        folded.first.click()


def test_ada_follows_a_sentence_to_its_rows_and_opens_a_person(visit: Any) -> None:
    ada: Visitor = visit("Ada")
    assert ada.page.title().endswith("| Fairlead")
    first = ada.page.locator("a.why").first
    number = str(first.get_attribute("href"))
    first.press("Enter")
    assert ada.page.url.endswith(number)
    assert ada.page.locator(number).is_visible()
    ada.go("Improve", "Measure")
    rows = ada.page.locator("tbody tr").count()
    assert rows >= 8, "Ada sees everybody"
    open_rows(ada)
    ada.page.locator("tbody th a").first.click()
    assert "sees too, and that you looked" in ada.text()
    ada.go("You", "Dark")
    assert ada.page.locator("html").get_attribute("data-theme") == "dark"
    ada.go("You", "Light")
    assert ada.page.locator("html").get_attribute("data-theme") == "light"


def test_ben_sees_his_team_and_nobody_else(visit: Any) -> None:
    ben, ada = visit("Ben"), visit("Ada")
    ben.open("/measure/")
    open_rows(ben)
    names = set(ben.page.locator("tbody th").all_text_contents())
    assert {"Cleo Marin", "Farid Haddad"} <= names
    assert not names & {"Dan Petrov", "Pia Conti", "Ada Lindqvist"}
    ada.open("/measure/")
    open_rows(ada)
    dan = ada.page.get_by_role("link", name="Dan Petrov").first.get_attribute("href")
    assert ben.open(dan).status == 404
    assert ada.open(dan).status == 200
    assert "There is nothing here" in ben.text()
    assert violations(ben.page) == []


def test_cleo_reads_about_herself_who_looked_and_takes_it_home(visit: Any) -> None:
    ben, cleo = visit("Ben"), visit("Cleo")
    ben.open("/measure/")
    open_rows(ben)
    ben.page.get_by_role("link", name="Cleo Marin").first.click()
    cleo.go("Lead", "Me")
    assert "Ben Okafor: your fair rates" in cleo.text()
    with cleo.page.expect_download() as waited:
        cleo.page.get_by_role("link", name=re.compile("as a file")).click()
    held = json.loads(Path(waited.value.path()).read_text())
    assert held["name"] == "Cleo Marin"
    assert held["answers"]["measure"]["rows"]
    cleo.page.get_by_label("What for").fill("a spreadsheet")
    cleo.page.get_by_role("button", name="Make a token").click()
    word = cleo.page.locator("code.link").inner_text()
    assert violations(cleo.page) == []
    address = f"{cleo.site.address}/api/v1/measure"
    told = cleo.page.request.get(address, headers={"Authorization": f"Bearer {word}"}).json()
    assert {row["person"] for row in told["rows"]} == {"Cleo Marin"}


@pytest.mark.slow
def test_ops_looks_at_an_export_and_throws_it_away(visit: Any, site: Site) -> None:
    ops = visit("ops")
    ops.go("Keep", "Imports")
    ops.page.set_input_files(
        "input[type=file]", {"name": "x.pdf", "mimeType": "text/csv", "buffer": b"%PDF"}
    )
    ops.page.locator("main form button").first.click()
    assert "no export Fairlead can read" in ops.text()
    assert violations(ops.page) == []
    ops.open("/imports/")
    file = {"name": "deals.csv", "mimeType": "text/csv", "buffer": EXPORT.encode()}
    ops.page.set_input_files("input[type=file]", file)
    ops.page.get_by_role("button", name="Look at it first").click()
    ops.page.wait_for_url("**/imports/*/")
    address = ops.page.url.removeprefix(site.address)
    site.work()
    ops.open(address)
    assert "2 of 2 rows would be stored, 0 put aside" in ops.text()
    assert look(ops, "a look") == []
    ops.page.get_by_label("This table is").select_option("ignore")
    ops.page.get_by_role("button", name="Keep it so").click()
    ops.page.get_by_text("look at it once more").wait_for()
    site.work()
    ops.open(address)
    assert "0 of 2 rows would be stored" in ops.text()
    ops.page.get_by_role("button", name="Throw it away").click()
    assert "nothing of it is kept" in ops.text()


def test_cleo_signs_in_with_a_passkey(visit: Any) -> None:
    """A key kept by the browser, as on a phone or laptop; no word is typed."""
    cleo: Visitor = visit("Cleo")
    page = cleo.page
    key = page.context.new_cdp_session(page)
    key.send("WebAuthn.enable")
    wanted = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    wanted |= {"hasUserVerification": True, "isUserVerified": True}
    key.send("WebAuthn.addVirtualAuthenticator", {"options": wanted})
    cleo.open("/account/second-factor/webauthn/add/")
    page.get_by_label("Name").fill("laptop")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.get_by_text("Security key added").wait_for()
    cleo.go("You", "Sign out")
    cleo.open("/account/login/?next=/me/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("Successfully signed in as cleo").wait_for()
    assert page.url.endswith("/me/")
    assert "?" not in page.url


def test_ada_prints_one_page_for_the_board(visit: Any) -> None:
    ada: Visitor = visit("Ada")
    ada.open("/board/")
    assert ada.page.locator("section").count() >= 3
    paper = ada.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1
    assert "Cleo" not in ada.text()


def test_only_the_keyboard(visit: Any) -> None:
    """From the first key to a person's page without a mouse; what has the focus is seen."""
    ada: Visitor = visit("Ada")
    page = ada.page
    ada.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "find"
    page.keyboard.type("meas")
    page.locator("#hits a").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent").endswith("Measure")
    page.keyboard.press("Enter")
    page.wait_for_url("**/measure/")
    page.keyboard.press("?")
    page.wait_for_url("**/help/")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") != "find"
    page.locator("header summary", has_text="Lead").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/team/")
    page.locator("header summary", has_text="Run").focus()
    page.keyboard.press("Enter")
    assert page.locator("header details[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("header details[open]").count() == 0
    assert page.evaluate("document.activeElement.textContent") == "Run"
    for address in ("/", "/measure/", "/me/"):
        ada.open(address)
        assert unseen_stops(page) == [], address


def unseen_stops(page: Any) -> list[str]:
    """Return what gets the focus by Tab without showing it, going once around a page."""
    stops: list[str] = []
    for _ in range(150):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => { const at = document.activeElement; const style = getComputedStyle(at);
            const box = at.getBoundingClientRect();
            if (at === document.body || at.dataset.seen) return null; at.dataset.seen = "1";
            const shown = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
            return shown && box.width > 0 ? "" : at.outerHTML.slice(0, 120); }"""
        )
        if told is None:
            return stops
        if told:
            stops.append(told)
    return stops


def test_without_scripts(visit: Any) -> None:
    ada: Visitor = visit("Ada", scripts=False)
    options = ada.page.locator("#whose option").all()
    team = next(o for o in options if "Ben" in o.inner_text() and "team" in o.inner_text())
    ada.page.select_option("#whose", team.get_attribute("value"))
    ada.page.get_by_role("button", name="Show").click()
    assert "whose=team" in ada.page.url
    assert "Ben" in str(ada.page.locator("h1").inner_text()) or ada.page.locator("section").count()
    ada.page.fill("#find", "measure")
    ada.page.press("#find", "Enter")
    ada.page.locator("main a", has_text="Measure").click()
    assert ada.page.locator("tbody tr").count() >= 8
    ada.page.locator("summary").first.click() if ada.page.locator("summary").count() else None
    ada.go("You", "Sign out")
    assert ada.open("/measure/").url.endswith(("/demo/?next=/measure/", "next=/measure/"))
