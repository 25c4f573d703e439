"""Every page anybody can reach, found by following links: sound in light, dark and on a phone.

What is looked at comes from the map of addresses, not from a list here: a new page is looked at
by itself, and one that no link leads to is found out.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import RequestFactory
from django.urls import Resolver404, get_resolver
from tests.journeys.conftest import DESKTOP, PERSONAS, PHONE, Visitor
from tests.web import conftest as _settings  # the map of addresses needs them

from fairlead.web.people.access import STRANGERS, rule_of, views_of

assert _settings.WORKSPACE

HIDDEN = {
    "first": "only before there are accounts",
    "welcome": "its link is sent by mail or hand",
    "health": "for whoever watches the server",
    "find": "answers a form",
    "import": "only after an export was sent from here; `test_people` looks at it",
    "put_aside": "only after an import that put rows aside",
    **dict.fromkeys(
        ("one_to_one", "promise", "plan", "invitation"),
        "only once people met or promised something; `test_lead` looks at it",
    ),
    **dict.fromkeys(
        ("document", "document_edit", "document_new", "draft", "playbook_version", "playbook_file"),
        "only once a playbook was begun; `test_lead` looks at it",
    ),
    "evidence_file": "only once rows were found; `test_people` looks at them",
    "feed": "its link is shown once, for a calendar",
    "stop": "its link is sent by mail",
    "design": "only after a design was asked for (tests/web/test_train.py)",
    "design_plan": "the file of such a design",
    "try_out": "only after a play was declared (tests/web/test_try_outs.py)",
    "verdict": "only where somebody was trained; here nobody was (tests/web/test_train.py)",
}
"""Addresses no link leads to in this company, and why that is right."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LINK = re.compile(r"""<a\s[^>]*?href=["']([^"']*)""")
COLOURS = ["color-contrast", "link-in-text-block"]
SHOWN = [
    "aria-hidden-focus",
    "button-name",
    "label",
    "landmark-one-main",
    "landmark-unique",
    "link-name",
    "nested-interactive",
    "page-has-heading-one",
    "region",
    "scrollable-region-focusable",
    "skip-link",
    "target-size",
]
"""Rules whose answer depends on what a screen's width shows, hides and moves together; a width
changes no colour."""


def opened_by_get(view: Any) -> bool:
    """Say whether an address can be opened, and is no form's."""
    answer = view(RequestFactory().options("/"))
    return "GET" in answer.headers.get("Allow", "GET")


def routes() -> dict[str, str]:
    """Return name and address pattern of every page of ours that a reader can open."""
    return {
        name: place
        for place, name, view in views_of(get_resolver().url_patterns)
        if rule_of(view) is not None and not place.startswith("api/") and opened_by_get(view)
    }


def name_of(address: str) -> str:
    """Return the name of an address, with the kind of thing it asks about."""
    parts = urlsplit(address)
    try:
        match = get_resolver().resolve(parts.path)
    except Resolver404:
        return parts.path
    about = re.search(r"whose=([a-z]+)", parts.query)
    return str(match.url_name) + (f" of a {about[1]}" if about else "")


def violations(page: Any, only: list[str] | None = None) -> list[str]:
    """Return what axe finds on a page as it stands; `only` some of its rules, None for all."""
    from axe_playwright_python.base import AXE_SCRIPT

    rules = {"type": "rule", "values": only} if only else {"type": "tag", "values": TAGS}
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "options => axe.run(document, options).then(told => told.violations)",
        {"runOnly": rules, "resultTypes": ["violations"]},
    )
    return [
        f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for each in found
        for node in each["nodes"][:3]
    ]


def look(visitor: Visitor, name: str, *, whole: bool = False) -> list[str]:
    """Return what is wrong with the page that is open, as it looks, and sideways on a phone."""
    page, wrong = visitor.page, []
    looks: tuple[tuple[str, str, Any, list[str] | None], ...] = (
        ("light", "light", DESKTOP, None),
        ("dark", "dark", DESKTOP, None),
        ("phone", "light", PHONE, None),
    )
    if not whole:
        # dark changes colours and nothing else, a phone what is shown, where and how large
        looks = (looks[0], ("dark phone", "dark", PHONE, [*COLOURS, *SHOWN]))
    for how, scheme, size, only in looks:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        wrong += [f"{name}, {how}: {each}" for each in violations(page, only)]
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if wide > 0:
        wrong.append(f"{name}, phone: {wide} pixels wider than the screen")
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESKTOP)
    return wrong


def walk(
    visitor: Visitor, start: list[str], known: set[str], *, whole: bool
) -> tuple[set[str], list[str]]:
    """Follow every link from `start`; return the names that were seen, and what is wrong."""
    waiting, seen, wrong = list(start), set[str](), list[str]()
    while waiting:
        address = waiting.pop(0)
        name = name_of(address)
        if name in seen:
            continue
        seen.add(name)
        asked = visitor.page.request.get(visitor.site.address + address)
        if asked.status == 405 or "text/html" not in asked.headers.get("content-type", ""):
            continue
        if asked.status != 200:
            wrong.append(f"{name}: a link leads to {address}, which answers {asked.status}")
            continue
        if name not in known:
            visitor.open(address)
            wrong += look(visitor, name, whole=whole)
        links = map(unescape, LINK.findall(asked.text()))
        inside = (urljoin(address, link) for link in links if not link.startswith("#"))
        waiting += [each for each in inside if each.startswith("/") and "/logout" not in each]
    return seen, wrong


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_every_page_is_sound_and_found(visit: Any, *, whole: bool) -> None:
    """With `whole`, every rule is asked light, dark and on a phone, each by itself.

    Else every rule is asked light, and those dark and a phone can change on a dark phone.
    """
    found: set[str] = set()
    wrong: list[str] = []
    for who in (None, *PERSONAS):
        start = ["/", "/help/", "/demo/"] if who else ["/account/login/", "/help/", "/demo/"]
        seen, faults = walk(visit(who), start, found - {"brief"}, whole=whole)
        found |= seen
        wrong += faults
    assert not wrong, "\n".join(sorted(set(wrong)))
    hidden = set(routes()) - {name.partition(" of a ")[0] for name in found} - set(HIDDEN)
    assert not hidden, "no link leads to these pages"
    assert len(found & set(STRANGERS)) >= 4, "pages of the account were not looked at"
