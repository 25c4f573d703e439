"""What changes people and who works for whom: matching, mending, team.csv."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, TypeAlias

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from fairlead.errors import ConflictError, ImportFileError, InputError, Place
from fairlead.refresh.directory import Directory, Worked
from fairlead.refresh.erasing import erased_of
from fairlead.web.people.models import Assignment, Person, User

MOST_TOKENS = 10


@transaction.atomic
def assign(
    person: Person,
    manager: Person | None,
    team: str,
    from_on: dt.date | None,
    to_on: dt.date | None = None,
) -> Assignment:
    """Return a new assignment; one that still runs on its first day ends the day before.

    Raises
    ------
    InputError
        It ends before it begins, the person would lead themself, or it overlaps a later one.
    """
    start, end = from_on or dt.date.min, to_on or dt.date.max
    if start >= end:
        raise InputError(
            _("%(name)s: the assignment ends before it begins") % {"name": person.name},
            hint=_("Swap the two days."),
        )
    if manager is not None and manager.pk == person.pk:
        raise InputError(
            _("%(name)s cannot work for themself") % {"name": person.name},
            hint=_("Name somebody else."),
        )
    before = Assignment.objects.filter(person=person, from_on__lt=start, to_on__gt=start)
    before.update(to_on=start)
    Assignment.objects.filter(person=person, from_on=start).delete()
    later = Assignment.objects.filter(person=person, from_on__gte=start, from_on__lt=end)
    if later.exists():
        raise InputError(
            _("%(name)s has an assignment from %(from_on)s on")
            % {"name": person.name, "from_on": later[0].from_on},
            hint=_("Give the new one a last day before it, or change that one."),
        )
    return Assignment.objects.create(
        person=person, manager=manager, team=team, from_on=start, to_on=end
    )


@transaction.atomic
def match_directory(known: Directory) -> int:
    """Take in whom the data know; return how many persons are new.

    Who has a `crm_id` already keeps it; others are matched by mail address, then by a name nobody
    else has. Assignments are taken for people who have none: what somebody mended here stays.
    """
    by_crm = {p.crm_id: p for p in Person.objects.filter(crm_id__isnull=False)}
    free = list(Person.objects.filter(crm_id__isnull=True))
    made = 0
    for each in known.people:
        if each.person_id in by_crm:
            continue
        person = _matched(free, each.email, each.name)
        if person is None:
            person, made = Person(name=each.name, email=each.email), made + 1
        else:
            free.remove(person)
        person.crm_id = each.person_id
        person.email = person.email or each.email
        person.save()
        by_crm[each.person_id] = person
    _take_assignments(known.worked, by_crm)
    return made


def _matched(free: list[Person], email: str, name: str) -> Person | None:
    same = [p for p in free if email and p.email.lower() == email.lower()]
    same = same or [p for p in free if p.name.casefold() == name.casefold()]
    return same[0] if len(same) == 1 else None


def _take_assignments(worked: Iterable[Worked], by_crm: dict[int | None, Person]) -> None:
    settled = set(Assignment.objects.values_list("person_id", flat=True))
    rows = []
    for each in worked:
        person, manager = by_crm.get(each.person_id), by_crm.get(each.manager_id)
        if each.manager_id is None:
            manager = None
        start, end = each.from_on or dt.date.min, each.to_on or dt.date.max
        if person is not None and person.pk not in settled and person != manager and start < end:
            row = Assignment(person=person, manager=manager, from_on=start, to_on=end)
            row.team = each.team
            rows.append(row)
    Assignment.objects.bulk_create(rows)


Joined: TypeAlias = Callable[[str, str], None]
_WHEN_JOINED: list[Joined] = []


def when_joined(handler: Joined) -> None:
    """Say who carries records over when two persons become one; apps call it when loaded."""
    _WHEN_JOINED.append(handler)


def carry_over(fields: Iterable[tuple[type[Model], str]], kept: str, twin: str) -> None:
    """Give the records of `twin` to `kept`; where both have the one there may be, kept's holds."""
    for model, field in fields:
        for row in model._default_manager.filter(**{field: twin}):  # noqa: SLF001 -- its public door
            try:
                with transaction.atomic():
                    model._default_manager.filter(pk=row.pk).update(**{field: kept})  # noqa: SLF001
            except IntegrityError:
                row.delete()


def join_persons(kept: Person, twin: Person) -> None:
    """Say that two persons are one: `kept` takes what is known of `twin`, which goes.

    Raises
    ------
    ConflictError
        Both have an account, or both are known to the CRM.
    """
    if kept.pk == twin.pk:
        raise ConflictError(_("this is the same person"))
    if kept.crm_id is not None and twin.crm_id is not None:
        raise ConflictError(_("the CRM knows both of them"), hint=_("Mend it in the CRM."))
    accounts = User.objects.filter(person__in=[kept, twin])
    if len(accounts) > 1:
        raise ConflictError(
            _("both have an account"), hint=_("Disable one and take its person away.")
        )
    with transaction.atomic():
        crm_id, email = twin.crm_id, twin.email
        accounts.update(person=kept)
        if not kept.assignments.exists():
            twin.assignments.update(person=kept)
        Assignment.objects.filter(manager=twin).exclude(person=kept).update(manager=kept)
        for handler in _WHEN_JOINED:
            handler(kept.pk, twin.pk)
        twin.delete()
        kept.crm_id = kept.crm_id if kept.crm_id is not None else crm_id
        kept.email = kept.email or email
        kept.save()


class TeamRow(NamedTuple):
    """One row of team.csv, as far as it can be understood without knowing people."""

    line: int
    person: str
    manager: str
    team: str
    from_on: dt.date | None
    to_on: dt.date | None


@transaction.atomic
def take_team_file(file: str, rows: Iterable[TeamRow]) -> int:
    """Take in team.csv as a whole or not at all; return how many assignments it holds.

    A person who is named in it has the assignments of the file afterwards and no others. Names
    nobody here has become persons.

    Raises
    ------
    ImportFileError
        A name belongs to two people, or two rows of a person overlap; says the line.
    """
    taken = 0
    cleared: set[str] = set()
    for row in rows:
        try:
            person = _person_called(row.person)
            manager = _person_called(row.manager) if row.manager else None
            if person.pk not in cleared:
                person.assignments.all().delete()
                cleared.add(person.pk)
            assign(person, manager, row.team, row.from_on, row.to_on)
        except InputError as error:
            where = Place(file=file, row=row.line, value=row.person)
            raise ImportFileError(
                _("%(file)s, line %(line)s: %(message)s")
                % {"file": file, "line": row.line, "message": error.message},
                place=where,
                hint=error.hint,
            ) from error
        taken += 1
    return taken


def _person_called(said: str) -> Person:
    text = erased_of(Path(settings.WORKSPACE)).without(said)
    found = Person.objects.filter(email__iexact=text) if "@" in text else None
    found = found or Person.objects.filter(name__iexact=text)
    if len(found) > 1:
        raise InputError(
            _("%(count)s people are called %(text)s") % {"count": len(found), "text": text},
            hint=_("Use mail addresses."),
        )
    if found:
        return found[0]
    mail = text.lower() if "@" in text else ""
    return Person.objects.create(name=text, email=mail)
