"""What pages make of texts that are written for terminal and page alike."""

from __future__ import annotations

import pytest
from tests.cli.conftest import brief as composed
from tests.web.answered import keep, text
from tests.web.conftest import Cast

from fairlead.brief.model import Line, Section
from fairlead.web.published.models import Answer
from fairlead.web.published.services import brief_body
from fairlead.web.ui.templatetags.told import linked

STEP = "See `fairlead verify`, or practise: `fairlead train`."


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("Start later (--start), or say why (--because).", "Start later, or say why."),
        ("Plan 38 weeks (--weeks 38), half and half.", "Plan 38 weeks, half and half."),
        ('One step: Demo (--competency "Demo").', "One step: Demo."),
        ("Train everybody (without --people below).", "Train everybody."),
        ("Forget it (fairlead import --forget-mapping 'a b.csv').", "Forget it."),
        ("A range (80% of them) & <b>.", "A range (80% of them) &amp; &lt;b&gt;."),
        ("More: with --json.", "More: through the API."),
    ],
)
def test_options_are_for_the_terminal(told: str, shown: str) -> None:
    assert linked(told) == shown


def test_a_command_leads_to_the_page_of_what_it_does(cast: Cast) -> None:
    del cast
    told = linked("Begin one with `fairlead verify try-out --begin FILE`.")
    assert told == 'Begin one with <a href="/verify/try-outs/">Try-outs</a>.'
    assert linked("`fairlead verify`") == '<a href="/verify/">Verify</a>'
    assert linked("`fairlead verify`", ["verify"]) == "Verify"


def test_nobody_is_led_to_a_page_they_may_not_open(published: Cast) -> None:
    for name, leads in (("ben", True), ("cleo", False)):
        browser = published.client(name)
        body = brief_body(composed(sections=(Section("now", "Now", (Line(STEP),)),)))
        Answer.objects.filter(kind="brief").delete()
        for unit, subject in (("manager", "2"), ("rep", "4")):
            keep("brief", unit, subject, body)
        page = text(browser, "/").split("<main")[1]
        assert ('href="/verify/"' in page) == leads, name
        assert 'href="/train/"' in page
        assert "Verify" in page


def test_what_was_typed_is_not_lost_with_a_form_that_was_not_taken(cast: Cast) -> None:
    """The address of a form may take forms only: the way back is the page it stood on."""
    words = "I bring you the CFO of Brandt <by> Thursday"
    typed = {"receiver": cast.people["cleo"].pk, "text": words, "due_on": "2001-01-01"}
    browser = cast.client("ben")
    for referer, back in (
        ("http://localhost/team/?whose=x", "/team/?whose=x"),
        ("http://elsewhere.example/team/", "/"),
        ("http://localhost//elsewhere.example/", "/elsewhere.example/"),
        ("", "/"),
    ):
        told = browser.post("/team/promises/", typed, HTTP_REFERER=referer)
        page = told.content.decode().split("<main")[1]
        assert told.status_code == 422
        assert f'href="{back}"' in page, referer
        assert "I bring you the CFO of Brandt &lt;by&gt; Thursday" in page
        assert "2001-01-01</p>" not in page


def test_an_address_that_takes_forms_only_says_so(cast: Cast) -> None:
    told = cast.client("ben").get("/team/promises/")
    assert told.status_code == 405
    assert "POST" in told.headers["Allow"]
    page = told.content.decode()
    assert "Only a form on another page leads here" in page
    assert 'href="/"' in page
