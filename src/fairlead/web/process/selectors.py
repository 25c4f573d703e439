"""The playbook as pages show it: its newest version, what is measured, who could add to it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _

from fairlead.errors import AccessError, ConflictError
from fairlead.lake.store.workspace import Workspace
from fairlead.process.file import from_yaml
from fairlead.process.model import Process, slug
from fairlead.process.playbook import (
    FOLDERS,
    NEEDS,
    ROAD,
    CompetencyCard,
    Document,
    Playbook,
    Routine,
    Scenario,
    StageCard,
    path_of,
)
from fairlead.process.rules import rule_lines
from fairlead.refresh.playbook import Version, version, versions
from fairlead.web.people.access import viewer_of
from fairlead.web.people.selectors import names_of, people_seen, person_shown
from fairlead.web.process.models import OFFERED, OPEN, Draft
from fairlead.web.project import shown
from fairlead.web.project.clock import now
from fairlead.web.published.forms import day_of_answers
from fairlead.web.published.selectors import answer, answers, has_data
from fairlead.web.published.services import Asked, ask
from fairlead.web.team.selectors import nobody, step_name

KINDS = {folder: kind for kind, folder in FOLDERS.items()}
MEASURED = "scenarios"
STEPS_KIND = "conversion"


def home() -> Workspace:
    """Return the workspace that is served."""
    return Workspace(Path(settings.WORKSPACE))


def newest() -> Version | None:
    """Return the newest version of the playbook; None where none was kept.

    Raises
    ------
    InputError
        A version is damaged.
    """
    place = home()
    found = versions(place) if place.playbook.is_dir() else ()
    return found[-1] if found else None


def process_now() -> Process:
    """Return the process documents are held against, as it was read from the data last.

    Raises
    ------
    ConflictError
        There are no data yet, or it is being read.
    """
    found = answer("process", "company")
    if found is None or "written" not in found.body:  # made by a version before this one
        if not has_data():
            raise ConflictError(
                _("there are no stages yet"),
                hint=_("Drop your CRM's export on the page Imports first."),
            )
        ask(Asked("process", "company"), now())
        raise ConflictError(
            _("the process is being read from the data"), hint=_("Try again in a minute.")
        )
    return from_yaml(found.body["written"])


def playbook_json() -> dict[str, Any]:
    """Return the newest version as data; ``version`` is 0 where none was kept."""
    last = newest()
    if last is None:
        return {"version": 0, "by": None, "why": None, "at": None, "documents": {}}
    told = {"version": last.number, "by": last.by, "why": last.why, "at": last.at}
    return told | {"documents": dict(sorted(last.files.items()))}


@dataclass(frozen=True, slots=True)
class Heading:
    """A step, or whole deals of a pipeline, with its scenarios and how each is handled."""

    name: str
    title: str
    text: str
    path: str
    scenarios: tuple[tuple[Scenario, tuple[Routine, ...]], ...]


def headings(playbook: Playbook) -> list[Heading]:
    """Return the steps of a playbook in its order, those without a card after the others."""
    cards = {card.step: card for card in playbook.competencies}
    steps = dict.fromkeys([*cards, *(s.step for s in playbook.scenarios)])
    return [_heading(step, cards.get(step), playbook) for step in steps]


def _heading(step: str, card: CompetencyCard | None, playbook: Playbook) -> Heading:
    road = step.rpartition(".")[2] == ROAD
    rows = tuple(
        (s, tuple(r for r in playbook.routines if r.scenario == s.name))
        for s in playbook.scenarios
        if s.step == step
    )
    if card is None:
        return Heading(step, _("Whole deals") if road else step, "", "", rows)
    return Heading(step, card.title, card.text, path_of(card), rows)


@dataclass(frozen=True, slots=True)
class Shown:
    """One document as its page shows it."""

    document: Document
    path: str
    number: int
    rules: str
    tagged: tuple[str, ...]
    activities: tuple[str, ...]
    routines: tuple[Routine, ...]
    needs: tuple[str, ...]
    changed_in: tuple[Version, ...]

    @property
    def is_scenario(self) -> bool:
        """Say whether it is a scenario."""
        return isinstance(self.document, Scenario)


def document_shown(folder: str, name: str) -> Shown:
    """Return a document of the newest version.

    Raises
    ------
    AccessError
        There is none.
    """
    last = newest()
    path = f"{folder}/{name}.md"
    if last is None or folder not in KINDS or path not in last.files:
        raise AccessError("there is nothing here")
    playbook = last.playbook
    found = next(d for d in playbook.documents if path_of(d) == path)
    rules = rule_lines(found.rules) if isinstance(found, Scenario) else ""
    needs = found.needs if isinstance(found, StageCard) else ()
    return Shown(
        found,
        path,
        last.number,
        rules,
        tuple(tag.deal for tag in playbook.by_hand if tag.scenario == name and tag.deal),
        tuple(tag.activity for tag in playbook.by_hand if tag.scenario == name and tag.activity),
        tuple(r for r in playbook.routines if r.scenario == name and isinstance(found, Scenario)),
        tuple(NEEDS[need] for need in needs),
        tuple(_changes_of(path)),
    )


def _changes_of(path: str) -> list[Version]:
    """Return the versions that changed a document, the newest first."""
    changed, before = [], None
    for each in versions(home()):
        text = each.files.get(path)
        if text != before:
            changed.append(each)
        before = text
    return changed[::-1]


def all_versions() -> list[Version]:
    """Return every version, the newest first."""
    place = home()
    return list(versions(place))[::-1] if place.playbook.is_dir() else []


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed in one file: lines with a plus, a minus or neither."""

    path: str
    lines: tuple[tuple[str, str], ...]


def changes(earlier: Version | None, later: Version) -> list[Changed]:
    """Return what changed between two versions, file by file; None stands for nothing at all."""
    old = earlier.files if earlier else {}
    found = []
    for path in sorted(old.keys() | later.files.keys()):
        before, after = old.get(path, "").splitlines(), later.files.get(path, "").splitlines()
        told = difflib.unified_diff(before, after, lineterm="", n=2)
        lines = tuple((line[:1], line[1:]) for line in list(told)[2:] if line[:2] != "@@")
        if lines:
            found.append(Changed(path, lines))
    return found


def version_or_none(number: int) -> Version:
    """Return a version.

    Raises
    ------
    AccessError
        There is none of that number.
    """
    if number not in {each.number for each in all_versions()}:
        raise AccessError("there is nothing here")
    return version(home(), number)


def scenario_numbers(number: int) -> tuple[list[dict[str, str]], list[str], str]:
    """Return how deals of each scenario went, caveats, and the day; nothing of another version."""
    found = answer(MEASURED, "company")
    if found is None or found.body["version"] != number:
        return [], [], ""
    several = len({_deals_of(part) for part in found.body["rows"]}) > 1
    rows = [
        {
            "name": f"{part['name']}, {_deals_of(part)}" if several else part["name"],
            "counts": shown.ratio(part["successes"], part["n"]),
            "rate": _range(part),
            "open": shown.count(part["open"]) if part["open"] else "",
        }
        for part in found.body["rows"]
    ]
    return rows, list(found.body["findings"]), found.body["as_of"]


def _deals_of(part: dict[str, Any]) -> str:
    """Return the pipeline, unless it is the usual one, and the kind of deals."""
    pipeline, kind = part["competency"].split(".")[:2]
    return ", ".join([*([] if pipeline == "default" else [pipeline]), kind]).replace("-", " ")


def _range(part: dict[str, Any]) -> str:
    rate = part.get("rate")
    if not isinstance(rate, dict):
        silence = part.get("not_estimable") or {}
        return _reason(silence) if silence.get("reason") else _("too little data")
    return shown.per_cent(*(100 * rate[name] for name in ("value", "lower", "upper")))


@dataclass(frozen=True, slots=True)
class StandardLine:
    """One standard: how many open deals of the company keep it, and of the team looked at.

    `card` is the name of the stage's card; `team` is empty where no team is looked at.
    """

    left: str
    card: str
    need: str
    kept: str
    team: str


def standards_shown(last: Version, team: str = "") -> list[StandardLine]:
    """Return how many open deals keep the standards; nothing of another version.

    Parameters
    ----------
    last
        The newest version.
    team
        A manager's id in the data, whose team stands beside the company; "" for nobody.
    """
    rows = _standard_rows(last.number, "company")
    beside = _standard_rows(last.number, "team", team) if team else {}
    cards = {(card.pipeline, card.stage): card.name for card in last.playbook.stages}
    return [
        StandardLine(
            row["title"],
            cards.get((row["pipeline"], row["stage"]), ""),
            NEEDS.get(row["need"], row["need"]),
            _kept(row),
            _kept(beside[key]) if key in beside else "",
        )
        for key, row in rows.items()
    ]


def _standard_rows(number: int, unit: str, subject: str = "") -> dict[Any, dict[str, Any]]:
    found = answer("standards", unit, subject)
    if found is None or found.body["version"] != number:
        return {}
    return {(row["pipeline"], row["stage"], row["need"]): row for row in found.body["rows"]}


def _kept(row: dict[str, Any]) -> str:
    if "met" in row:
        return shown.rate(row["met"], row["deals"])
    return _reason(row["not_estimable"])


def _reason(silence: dict[str, Any]) -> str:
    """Return why a number is not told, in the words of the rooms, which are English."""
    return format_html('<span lang="en">{}</span>', silence["reason"])


@dataclass(frozen=True, slots=True)
class Better:
    """Somebody who does a step better than deals like theirs give, beyond chance."""

    person: str
    name: str
    step: str


def better_people(request: HttpRequest) -> list[Better]:
    """Return who of the people the reader may see could show others how a step is done."""
    known = [p for p in people_seen(request, day_of_answers()) if p.crm_id is not None]
    told = answers("measure", "person", [str(p.crm_id) for p in known])
    return [
        Better(person.id, person.name, step_name(row))
        for person in known
        for row in (told[str(person.crm_id)].body["rows"] if str(person.crm_id) in told else ())
        if row["kind"] == STEPS_KIND and row.get("differs") and row.get("direction") == "above"
    ]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft as a list shows it."""

    number: int
    author: str
    asked_by: str
    about: str
    title: str
    state: str


def _rows(drafts: list[Draft]) -> list[DraftRow]:
    names = names_of({who for d in drafts for who in (d.author, d.asked_by)} - {""})
    return [
        DraftRow(
            d.pk,
            names.get(d.author, nobody()),
            names.get(d.asked_by, nobody()) if d.asked_by else "",
            d.about,
            str(d.mended.get("title") or d.answers.get("title") or ""),
            d.state,
        )
        for d in drafts
    ]


def own_drafts(person: str | None) -> list[DraftRow]:
    """Return what somebody is asked to write down, or began to."""
    if person is None:
        return []
    return _rows(list(Draft.objects.filter(author=person, state__in=[OPEN, OFFERED])))


def offered_drafts() -> list[DraftRow]:
    """Return what waits for whoever keeps the playbook."""
    return _rows(list(Draft.objects.filter(state=OFFERED)))


def asked_by_me(person: str | None) -> list[DraftRow]:
    """Return whom somebody asked that has not offered anything yet; what they wrote is not told."""
    if person is None:
        return []
    found = Draft.objects.filter(asked_by=person, state=OPEN).exclude(author=person)
    return [DraftRow(r.number, r.author, "", r.about, "", r.state) for r in _rows(list(found))]


def who_writes(request: HttpRequest) -> str:
    """Return the name that stands beside a change: the person's, or the account's address."""
    own = viewer_of(request).person
    return person_shown(own).name if own is not None else str(request.user.get_username())


def free_name(title: str, folder: str, files: dict[str, str]) -> str:
    """Return a name for a new document that no other of its folder has."""
    name, number = slug(title)[:80], 2
    while f"{folder}/{name}.md" in files:
        name = f"{slug(title)[:80]}-{number}"
        number += 1
    return name
