"""How programs are told an answer; the same on every address."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Header, Schema

from fairlead.web.people.access import individuals_shown
from fairlead.web.published.forms import page_of, shown_sections


class Whose(Schema):
    """Something that may be asked about: send `key` as `whose`."""

    key: str
    title: str


class Trouble(Schema):
    """What is wrong and what to do; an error about a file says where in it."""

    code: str
    message: str
    hint: str = ""
    file: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    expected: str | None = None


class Problem(Schema):
    """The one shape of errors."""

    error: Trouble


class Answer(Schema):
    """An answer with where it comes from; `body` is null while it is being made."""

    whose: Whose | None
    others: list[Whose]
    is_made: bool
    is_stale: bool
    as_of: dt.date | None = None
    made_at: dt.datetime | None = None
    state: int | None = None
    body: dict[str, Any] | None = None


Key = Annotated[str, Header(alias="Idempotency-Key", max_length=100)]
"""A program's own name for what it wants done once."""

RESPONSES: dict[int, Any] = {200: Answer, 404: Problem}


def told(request: HttpRequest, kind: str) -> dict[str, Any]:
    """Return an answer of `kind` about whom the program asked."""
    page = page_of(request, kind)
    found = page.found
    told: dict[str, Any] = {
        "whose": page.choice and {"key": page.choice.key, "title": page.choice.title},
        "others": [{"key": c.key, "title": c.title} for c in page.offered],
        "is_made": found is not None,
        "is_stale": bool(found and found.is_stale),
    }
    if found is None:
        return told
    body = dict(found.body)
    if not individuals_shown():
        body.pop("numbers", None)
    body["sections"] = [_plain(s) for s in shown_sections(body["sections"])]
    return told | {
        "as_of": found.as_of,
        "made_at": found.made_at,
        "state": found.state,
        "body": body,
    }


def _plain(section: dict[str, Any]) -> dict[str, Any]:
    """Return a section without drawings; their data stand in the tables."""
    figures = [{k: f[k] for k in ("title", "caption", "table")} for f in section["figures"]]
    return section | {"figures": figures}
