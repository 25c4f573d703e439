"""What changes the playbook: each change is a version with who and why, as at the terminal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from fairlead.errors import AccessError, ConflictError, InputError
from fairlead.process.asking import drafted, points
from fairlead.process.documents import rewritten, to_files, with_tags
from fairlead.process.playbook import (
    FOLDERS,
    Document,
    Routine,
    Scenario,
    first_playbook,
    path_of,
)
from fairlead.refresh.playbook import Version, files_of_zip, keep, version, zip_of
from fairlead.web.people.services import carry_over
from fairlead.web.process.models import DROPPED, KEPT, OFFERED, OPEN, Draft
from fairlead.web.process.selectors import MEASURED, free_name, home, newest, process_now
from fairlead.web.published.services import Asked, ask

LARGEST_FILE = 5_000_000
MOST_TAGS = 5_000


def keep_files(
    files: dict[str, str], by: str, why: str, at: dt.datetime, based_on: int | None = None
) -> Version:
    """Keep files as the next version, and let its scenarios and standards be measured anew.

    Raises
    ------
    DefinitionError, InputError, ConflictError
        As in `refresh.playbook.keep`.
    UnavailableError
        The process is being read from the data.
    """
    process = process_now()
    made = keep(home(), files, by=by, why=why, now=at, process=process, based_on=based_on)
    measure_soon(at)
    return made


def measure_soon(at: dt.datetime) -> None:
    """Let scenarios and standards of the newest version be measured."""
    for kind in (MEASURED, "standards"):
        ask(Asked(kind, "company"), at)


def begin(by: str, at: dt.datetime) -> Version:
    """Keep a first version: a card for each stage and step of the process, to be filled in."""
    files = to_files(first_playbook(process_now()))
    return keep_files(files, by, "A card for each stage and step", at, based_on=0)


def keep_document(document: Document, based_on: int, by: str, why: str, at: dt.datetime) -> Version:
    """Keep one document as it is now; all others stay as they are."""
    last = newest()
    files = dict(last.files) if last else {}
    path = path_of(document)
    files[path] = rewritten(files.get(path), document)
    return keep_files(files, by, why, at, based_on)


def remove_document(path: str, based_on: int, by: str, why: str, at: dt.datetime) -> Version:
    """Keep the playbook without a document; earlier versions still hold it.

    Raises
    ------
    AccessError
        There is no such document.
    """
    last = newest()
    if last is None or path not in last.files:
        raise AccessError("there is nothing here")
    files = {name: text for name, text in last.files.items() if name != path}
    return keep_files(files, by, why, at, based_on)


def restore(number: int, by: str, why: str, at: dt.datetime) -> Version:
    """Make an older version the newest again; the ones between stay in the history."""
    return keep_files(dict(version(home(), number).files), by, why, at)


def take_folder(upload: Any, by: str, why: str, at: dt.datetime) -> Version:
    """Keep a folder that somebody sent as a zip as the next version.

    Raises
    ------
    ImportFileError
        It is no zip of a playbook.
    InputError
        It is larger than 5 MB.
    """
    name = str(upload.name)[:80]
    if upload.size > LARGEST_FILE:
        raise InputError(
            _("%(name)s is larger than 5 MB") % {"name": name},
            hint=_("Is it the folder of a playbook?"),
        )
    return keep_files(files_of_zip(upload.read(), name), by, why, at)


def folder_of(found: Version) -> bytes:
    """Return a version as a zip of its folder."""
    return zip_of(found)


@dataclass(frozen=True, slots=True)
class Tagged:
    """What somebody tags by hand: ids as the CRM has them, one a line."""

    deals: str
    activities: str


def tag(  # noqa: PLR0917  one change of the playbook, part by part
    scenario: str, said: Tagged, based_on: int, by: str, why: str, at: dt.datetime
) -> Version:
    """Say by hand which deals and activities are in a scenario: those named, and no other.

    Parameters
    ----------
    scenario
        Its name.
    said
        What is in it.
    based_on, by, why, at
        As in `keep_document`.

    Raises
    ------
    InputError
        There are more than `MOST_TAGS` of one kind.
    """
    last = newest()
    if last is None:
        raise AccessError("there is nothing here")
    deals = _ids(said.deals, _("%(count)s deals are more than %(most_tags)s"))
    activities = _ids(said.activities, _("%(count)s activities are more than %(most_tags)s"))
    files = with_tags(last.files, scenario, deals, activities)
    return keep_files(files, by, why, at, based_on)


def _ids(text: str, too_many: str) -> list[str]:
    found = list(dict.fromkeys(filter(None, (line.strip() for line in text.splitlines()))))
    if len(found) > MOST_TAGS:
        counts = {"count": len(found), "most_tags": MOST_TAGS}
        raise InputError(too_many % counts, hint=_("Tell them by a rule instead."))
    return found


# --- routines, question by question ---------------------------------------------------------------


def ask_for(author: str, asked_by: str, about: str, scenario: str, today: dt.date) -> Draft:
    """Ask somebody (or begin oneself) to write down how they handle something.

    Asking again for the same while nothing was offered changes nothing.
    """
    told = {"author": author, "about": about, "scenario": scenario, "state": OPEN}
    found = Draft.objects.filter(**told).first()
    if found is not None:
        return found
    other = asked_by if asked_by != author else ""
    return Draft.objects.create(**told, asked_by=other, made_on=today)


def write_answers(draft: Draft, said: dict[str, str]) -> None:
    """Keep what somebody answered; the draft is made anew from it."""
    draft.answers = {name: text.strip() for name, text in said.items()}
    draft.scenario, draft.mended = draft.answers.pop("scenario", ""), {}
    draft.save()


def mend(draft: Draft, said: dict[str, str]) -> None:
    """Keep what the author made of the draft."""
    draft.mended = {name: text.strip() for name, text in said.items()}
    draft.save(update_fields=["mended"])


def routine_of(draft: Draft, by: str) -> Routine:
    """Return the routine a draft is now."""
    title = draft.answers.get("title", "")
    made = drafted(draft.scenario, by, title, draft.answers)
    told = draft.mended
    if not told:
        return made
    fixed, free = points(told["fixed"]), points(told["free"])
    return replace(made, title=told["title"], text=told["text"], fixed=fixed, free=free)


def offer(draft: Draft, today: dt.date) -> None:
    """Offer a draft to whoever keeps the playbook.

    Raises
    ------
    InputError
        It is empty.
    """
    if not draft.answers.get("title"):
        raise InputError(_("nothing is written yet"), hint=_("Answer the questions first."))
    draft.state, draft.offered_on = OFFERED, today
    draft.save(update_fields=["state", "offered_on"])


def take_back(draft: Draft) -> None:
    """Let the author go on writing."""
    draft.state, draft.offered_on = OPEN, None
    draft.save(update_fields=["state", "offered_on"])


def drop(draft: Draft) -> None:
    """Put a draft away; what was written in it goes."""
    draft.state, draft.answers, draft.mended = DROPPED, {}, {}
    draft.save()


def keep_draft(draft: Draft, author: str, by: str, why: str, at: dt.datetime) -> Version:
    """Keep a draft in the playbook; a situation that was not written down yet comes along.

    Raises
    ------
    ConflictError
        The playbook has no document yet.
    """
    last = newest()
    if last is None:
        raise ConflictError(_("there is no playbook yet"), hint=_("Begin one on the page Process."))
    files, made = dict(last.files), routine_of(draft, author)
    new = str(draft.answers.get("situation", "")).strip()
    if not made.scenario and new:
        name = free_name(new, FOLDERS["scenario"], files)
        situation = Scenario("scenario", name, new, "", str(draft.answers.get("step", "")))
        files[path_of(situation)] = rewritten(None, situation)
        made = replace(made, scenario=name)
    made = replace(made, name=free_name(made.title, FOLDERS["routine"], files))
    files[path_of(made)] = rewritten(None, made)
    kept = keep_files(files, by, why, at, last.number)
    draft.state, draft.kept_as = KEPT, kept.number
    draft.save(update_fields=["state", "kept_as"])
    return kept


def held_about(person: str) -> dict[str, Any]:
    """Return what is held about a person here."""
    mine = Draft.objects.filter(author=person)
    return {
        "drafts_of_routines": list(
            mine.values("about", "answers", "mended", "state", "made_on", "kept_as")
        ),
        "asked_others": Draft.objects.filter(asked_by=person).count(),
    }


def forget(person: str) -> None:
    """Erase a person here; what is in the playbook stays, without their name."""
    Draft.objects.filter(author=person).delete()
    Draft.objects.filter(asked_by=person).update(asked_by="")


def take_over(kept: str, twin: str) -> None:
    """Give `kept` what is held about `twin`: they are one person."""
    carry_over(((Draft, "author"), (Draft, "asked_by")), kept, twin)
