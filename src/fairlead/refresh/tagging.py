"""Deals and activities tagged by hand with a scenario, at the terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from fairlead.errors import InputError
from fairlead.lake.store.workspace import Workspace
from fairlead.process.documents import with_tags
from fairlead.refresh.playbook import Version, keep, version


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids as the CRM has them."""

    deals: tuple[str, ...]
    activities: tuple[str, ...]


def tagged_in(found: Version, scenario: str) -> Ids:
    """Return what is tagged by hand in a scenario.

    Raises
    ------
    InputError
        The version has no such scenario.
    """
    playbook = found.playbook
    names = [each.name for each in playbook.scenarios]
    if scenario not in names:
        known = ", ".join(sorted(names)) or "none yet"
        raise InputError(f"there is no scenario {scenario!r}", hint=f"Known: {known}.")
    tags = [tag for tag in playbook.by_hand if tag.scenario == scenario]
    return Ids(
        tuple(tag.deal for tag in tags if tag.deal),
        tuple(tag.activity for tag in tags if tag.activity),
    )


def tag(
    workspace: Workspace,
    scenario: str,
    ids: Ids,
    *,
    remove: bool,
    by: str,
    why: str,
    now: dt.datetime,
) -> Version:
    """Tag deals and activities with a scenario, or take tags away; return the version kept.

    Parameters
    ----------
    workspace
        Whose newest playbook it is.
    scenario
        The name of its file.
    ids
        What to tag; what is tagged already stays so.
    remove
        Take these tags away instead.
    by, why, now
        Who says so, why and when.

    Raises
    ------
    InputError
        There is no playbook or no such scenario, no id is named, one that is to be taken away was
        not tagged, or who or why is missing.
    ConflictError
        Somebody kept another version meanwhile.
    """
    last = version(workspace)
    there = tagged_in(last, scenario)
    if not ids.deals and not ids.activities:
        raise InputError(
            "no deal and no activity is named",
            hint="Name a deal (--deal ID) or an activity (--activity ID).",
        )
    told = (
        Ids(_without(there.deals, ids.deals), _without(there.activities, ids.activities))
        if remove
        else Ids((*there.deals, *ids.deals), (*there.activities, *ids.activities))
    )
    files = with_tags(last.files, scenario, told.deals, told.activities)
    return keep(workspace, files, by=by, why=why, now=now, based_on=last.number)


def _without(there: Sequence[str], gone: Sequence[str]) -> tuple[str, ...]:
    for each in gone:
        if each not in there:
            raise InputError(f"{each!r} is not tagged by hand with it", hint="Nothing was changed.")
    return tuple(each for each in there if each not in gone)
