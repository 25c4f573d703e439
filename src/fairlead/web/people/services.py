"""What changes people, assignments, roles and accounts."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import Any, NamedTuple

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from fairlead.errors import AccessError, ConflictError, ImportFileError, InputError, Place
from fairlead.refresh.directory import Directory, Worked
from fairlead.web.people.access import hash_of
from fairlead.web.people.models import ROLES, Assignment, Grant, Person, Policy, Token, User

MOST_TOKENS = 10


class NobodySignsUp(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator; allauth's own way to make one is shut."""

    def is_open_for_signup(self, request: Any) -> bool:
        """Say no."""
        del request
        return False


def code_is_right(code: str) -> bool:
    """Say whether a code is the one printed at the terminal."""
    told = hashlib.sha256(code.strip().upper().encode()).hexdigest()
    return bool(settings.SETUP_CODE) and hmac.compare_digest(told, settings.SETUP_CODE)


@transaction.atomic
def make_first_administrator(code: str, email: str, password: str) -> User:
    """Return the first account, which may administrate and import; the code then is used up.

    Raises
    ------
    AccessError
        There are accounts already.
    InputError
        The code is wrong, or the password too weak.
    """
    if User.objects.exists():
        raise AccessError("there is nothing here")
    if not code_is_right(code):
        raise InputError(
            "this is not the code printed at the terminal",
            hint="Look where `fairlead serve` runs; every start prints a new one.",
        )
    user = User.objects.make(email)
    set_password(user, password)
    give_roles(user, {"admin", "ops"})
    return user


def set_password(user: User, password: str) -> None:
    """Set a password.

    Raises
    ------
    InputError
        It is too weak; says why.
    """
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InputError(" ".join(error.messages), hint="Choose another one.") from error
    user.set_password(password)
    user.save()


def give_roles(user: User, roles: Iterable[str]) -> None:
    """Give an account exactly these roles.

    Raises
    ------
    InputError
        There is no such role.
    ConflictError
        Nobody would be left who may administrate.
    """
    wanted = set(roles)
    unknown = wanted - set(ROLES)
    if unknown:
        raise InputError(f"there is no role {min(unknown)!r}", hint=f"Known: {', '.join(ROLES)}.")
    with transaction.atomic():
        user.grants.exclude(role__in=wanted).delete()
        for role in wanted - {g.role for g in user.grants.all()}:
            Grant.objects.create(user=user, role=role)
        _keep_an_administrator()


def invite(person: Person | None, email: str, roles: Iterable[str]) -> User:
    """Return a new account for somebody; they set their password through `invitation_of`.

    Raises
    ------
    InputError, ConflictError
        The address is none, is taken, or the person has an account.
    """
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError as error:
        raise InputError(f"{email!r} is no mail address", hint="Write name@example.org.") from error
    if User.objects.filter(email__iexact=email).exists():
        raise ConflictError(f"{email} has an account already")
    if person is not None and User.objects.filter(person=person).exists():
        raise ConflictError(f"{person.name} has an account already")
    with transaction.atomic():
        user = User.objects.make(email, person=person)
        give_roles(user, roles)
    return user


def invitation_of(user: User) -> tuple[str, str]:
    """Return the two parts of the link with which somebody sets their first password."""
    return urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)


def invited(number: str, token: str) -> User:
    """Return whose invitation a link is.

    Raises
    ------
    AccessError
        It is used up, too old or made up.
    """
    try:
        user = User.objects.get(pk=int(urlsafe_base64_decode(number)), is_active=True)
    except (ValueError, OverflowError, User.DoesNotExist) as error:
        raise AccessError("this link is used up") from error
    if not default_token_generator.check_token(user, token):
        raise AccessError("this link is used up")
    return user


def set_active(user: User, *, active: bool) -> None:
    """Let somebody in again, or disable them: their sessions end at once.

    Raises
    ------
    ConflictError
        Nobody would be left who may administrate.
    """
    with transaction.atomic():
        user.is_active = active
        user.save(update_fields=["is_active"])
        _keep_an_administrator()
    if not active:
        end_sessions(user)


def end_sessions(user: User) -> None:
    """End every session of an account."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def _keep_an_administrator() -> None:
    if settings.DEMO:
        return
    if not Grant.objects.filter(role="admin", user__is_active=True).exists():
        raise ConflictError(
            "somebody has to be left who may administrate",
            hint="Give the role admin to somebody else first.",
        )


def set_individuals(*, shown: bool) -> None:
    """Show numbers of single people, or groups of at least five only."""
    Policy.objects.update_or_create(pk=1, defaults={"individuals": shown})


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
            f"{person.name}: the assignment ends before it begins", hint="Swap the two days."
        )
    if manager is not None and manager.pk == person.pk:
        raise InputError(f"{person.name} cannot work for themself", hint="Name somebody else.")
    before = Assignment.objects.filter(person=person, from_on__lt=start, to_on__gt=start)
    before.update(to_on=start)
    Assignment.objects.filter(person=person, from_on=start).delete()
    later = Assignment.objects.filter(person=person, from_on__gte=start, from_on__lt=end)
    if later.exists():
        raise InputError(
            f"{person.name} has an assignment from {later[0].from_on} on",
            hint="Give the new one a last day before it, or change that one.",
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


def join_persons(kept: Person, twin: Person) -> None:
    """Say that two persons are one: `kept` takes what is known of `twin`, which goes.

    Raises
    ------
    ConflictError
        Both have an account, or both are known to the CRM.
    """
    if kept.pk == twin.pk:
        raise ConflictError("this is the same person")
    if kept.crm_id is not None and twin.crm_id is not None:
        raise ConflictError("the CRM knows both of them", hint="Mend it in the CRM.")
    accounts = User.objects.filter(person__in=[kept, twin])
    if len(accounts) > 1:
        raise ConflictError("both have an account", hint="Disable one and take its person away.")
    with transaction.atomic():
        crm_id, email = twin.crm_id, twin.email
        accounts.update(person=kept)
        if not kept.assignments.exists():
            twin.assignments.update(person=kept)
        Assignment.objects.filter(manager=twin).exclude(person=kept).update(manager=kept)
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
                f"{file}, line {row.line}: {error.message}", place=where, hint=error.hint
            ) from error
        taken += 1
    return taken


def _person_called(text: str) -> Person:
    found = Person.objects.filter(email__iexact=text) if "@" in text else None
    found = found or Person.objects.filter(name__iexact=text)
    if len(found) > 1:
        raise InputError(f"{len(found)} people are called {text}", hint="Use mail addresses.")
    if found:
        return found[0]
    mail = text.lower() if "@" in text else ""
    return Person.objects.create(name=text, email=mail)


@transaction.atomic
def make_cast(day: dt.date) -> int:
    """Give everybody of the demo company an account without a password; return how many.

    Raises
    ------
    AccessError
        This is no demo.
    """
    if not settings.DEMO:
        raise AccessError("there is nothing here")
    made = 0
    current = Assignment.objects.filter(from_on__lte=day, to_on__gt=day, manager__isnull=False)
    leads = set(current.values_list("manager_id", flat=True))
    led = set(current.values_list("person_id", flat=True))
    for person in Person.objects.filter(account__isnull=True).exclude(email=""):
        role = "rep"
        if person.pk in leads:
            role = "manager" if person.pk in led else "leader"
        elif person.pk not in led:
            continue
        invite(person, person.email, {role})
        made += 1
    for role in ("ops", "admin"):
        email = f"{role}@demo.example"
        if not User.objects.filter(email=email).exists():
            user = User.objects.make(email)
            Grant.objects.create(user=user, role=role)
            made += 1
    return made


def make_token(account: int, name: str, at: dt.datetime) -> str:
    """Return a new token for a program; it is shown this once.

    Raises
    ------
    InputError
        It has no name, or there are too many.
    """
    if not name.strip():
        raise InputError("a token needs a name", hint="Say what it is for.")
    if Token.objects.filter(user_id=account).count() >= MOST_TOKENS:
        raise InputError(f"{MOST_TOKENS} tokens are enough", hint="Take one away first.")
    word = f"fl_{secrets.token_urlsafe(32)}"
    Token.objects.create(user_id=account, name=name.strip()[:60], hash=hash_of(word), made_at=at)
    return word


def take_token_away(account: int, token: int) -> None:
    """Take a token of an account away; it opens nothing from then on."""
    Token.objects.filter(user_id=account, pk=token).delete()
