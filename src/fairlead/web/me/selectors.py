"""Everything held about one person."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fairlead.web.audit.selectors import looks_at, looks_of
from fairlead.web.people.selectors import Shown, account_held, assignments_of, names_of
from fairlead.web.people.services import held_everywhere
from fairlead.web.published.selectors import answer, rows_about

PAGES = {
    "brief": gettext_noop("the brief"),
    "measure": gettext_noop("fair rates"),
    "measure of one": gettext_noop("your fair rates"),
    "diagnose": gettext_noop("why people differ"),
    "prioritise": gettext_noop("what to train first"),
    "one to one": gettext_noop("a 1:1 with you"),
    "mentor meeting": gettext_noop("a meeting with you as mentor or mentee"),
    "plan": gettext_noop("a plan with you"),
    "forecast": gettext_noop("where the quarter lands"),
    "pipeline": gettext_noop("the pipeline review"),
    "numbers": gettext_noop("what a target takes"),
    "process": gettext_noop("standards of a team"),
    "try-out": gettext_noop("who may try a play"),
    "design": gettext_noop("a plan of a training"),
}


def who_looked(person: str) -> list[tuple[str, str, Any]]:
    """Return viewer, page and time of the newest looks at a person."""
    looks = looks_at(person)
    names = names_of({look.viewer for look in looks})
    return [
        (names.get(look.viewer, _("somebody who looks after the system")),
         _(PAGES.get(look.page, look.page)), look.at)
        for look in looks
    ]  # fmt: skip


def own_path(person: Shown) -> str:
    """Return how somebody moved within a year, against themself; empty until it was worked out."""
    found = None if person.crm_id is None else answer("movement", "person", str(person.crm_id))
    return "" if found is None else str(found.body["said"])


def everything(person: Shown, email: str) -> dict[str, Any]:
    """Return all that is held about a person, as one object."""
    subject = str(person.crm_id) if person.crm_id is not None else ""
    kinds = (
        ("measure", "person"),
        ("brief", "rep"),
        ("diagnose", "person"),
        ("forecast", "rep"),
        ("pipeline", "rep"),
        ("submissions", "person"),
        ("prioritise", "person"),
    )
    found = {kind: answer(kind, unit, subject) for kind, unit in kinds if subject}
    return {
        "name": person.name,
        "email": email,
        "id_in_data": subject or None,
        "assignments": [
            {
                "manager": a.manager.name if a.manager else None,
                "team": a.team or None,
                "from": None if a.is_from_ever else a.from_on.isoformat(),
                "to": None if a.is_open_ended else a.to_on.isoformat(),
            }
            for a in assignments_of(person.id)
        ],
        "account": account_held(person.id),
        "rows_of_the_data": rows_about(person.crm_id) if person.crm_id is not None else {},
        **held_everywhere(person.id),
        "own_path": own_path(person) or None,
        "answers": {kind: told.body for kind, told in found.items() if told},
        "who_looked": [
            {"who": who, "page": page, "at": at.isoformat()}
            for who, page, at in who_looked(person.id)
        ],
        "looked_at_others": [
            {"page": PAGES.get(look.page, look.page), "at": look.at.isoformat()}
            for look in looks_of(person.id)
        ],
    }
