"""What is known of people, already cut to what the reader may see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from fairlead.errors import AccessError
from fairlead.web.people.access import edges, seen, sees_on, shown_groups
from fairlead.web.people.models import Assignment, Grant, Person, Token, User

MOST_NAMED = 500
"""A question names so many people one by one; for more, everybody is asked for."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A person as pages name them: `id` for addresses, `crm_id` for published answers."""

    id: str
    name: str
    crm_id: int | None


def people_seen(request: HttpRequest, day: dt.date) -> list[Shown]:
    """Return whom the reader sees as of a day, in the order of names."""
    within_reach = [p for p in seen(request) if sees_on(request, p, day)]
    found = Person.objects.filter(pk__in=within_reach)
    return [Shown(p.id, p.name, p.crm_id) for p in found]


def person_shown(person: str) -> Shown:
    """Return a person by id; whether the reader may see them is the caller's to ask.

    Raises
    ------
    AccessError
        There is none.
    """
    found = Person.objects.filter(pk=person).first()
    if found is None:
        raise AccessError("there is nothing here")
    return Shown(found.id, found.name, found.crm_id)


def shown_people(people: list[str]) -> list[Shown]:
    """Return people by id, in the order of names; whether the reader may see them is not asked."""
    return [Shown(p.id, p.name, p.crm_id) for p in Person.objects.filter(pk__in=people)]


def led_now(person: str, day: dt.date) -> bool:
    """Say whether anybody works for a person on a day."""
    return Assignment.objects.filter(manager_id=person, from_on__lte=day, to_on__gt=day).exists()


def led_by(manager: str, day: dt.date) -> set[str]:
    """Return whom somebody leads on a day, over no more than one step."""
    return {e.person for e in edges(manager) if e.manager == manager and e.start <= day < e.end}


def leads_on(manager: str, person: str, day: dt.date) -> bool:
    """Say whether `person` works for `manager` on a day, over no more than one step."""
    rows = Assignment.objects.filter(person_id=person, manager_id=manager)
    return rows.filter(from_on__lte=day, to_on__gt=day).exists()


def crm_people(day: dt.date) -> set[str]:
    """Return everybody the CRM knows who worked for somebody, or led somebody, on a day."""
    rows = Assignment.objects.filter(from_on__lte=day, to_on__gt=day)
    both = rows.values_list("person_id", "manager_id")
    known = set(Person.objects.filter(crm_id__isnull=False).values_list("pk", flat=True))
    return {str(i) for pair in both for i in pair if i in known}


def everybody_matched() -> list[Shown]:
    """Return everybody the CRM knows, by name: for whoever keeps plans; no number is in it."""
    return [Shown(p.id, p.name, p.crm_id) for p in Person.objects.filter(crm_id__isnull=False)]


def teams_on(day: dt.date, manager: str | None) -> set[str]:
    """Return the names of the teams of a day, with `manager` of those they lead."""
    rows = Assignment.objects.filter(from_on__lte=day, to_on__gt=day).exclude(team="")
    if manager is not None:
        rows = rows.filter(manager_id=manager)
    return set(rows.values_list("team", flat=True))


def email_of(person: str) -> str:
    """Return a person's mail address; empty where none is known."""
    found = Person.objects.filter(pk=person).values_list("email", flat=True).first()
    return found or ""


def ids_of_data(known: Collection[int] | None = None) -> dict[int, str]:
    """Return who is who: id in the data -> id here; of those in `known`, None for everybody."""
    people = Person.objects.filter(crm_id__isnull=False)
    if known is not None and len(known) <= MOST_NAMED:
        people = people.filter(crm_id__in=known)
    rows = people.values_list("crm_id", "pk")
    return {int(crm): str(person) for crm, person in rows if crm is not None}


def names_of(people: set[str]) -> dict[str, str]:
    """Return id -> name."""
    return dict(Person.objects.filter(pk__in=people).values_list("id", "name"))


def mails_of(people: set[str]) -> dict[str, str]:
    """Return id -> mail address, of those who have one."""
    rows = Person.objects.filter(pk__in=people).exclude(email="")
    return dict(rows.values_list("id", "email"))


def active_mails(people: set[str]) -> dict[str, str]:
    """Return id -> mail address to sign in with, of those who may sign in."""
    rows = User.objects.filter(person_id__in=people, is_active=True)
    return {str(person): email for person, email in rows.values_list("person_id", "email")}


def groups_shown(day: dt.date) -> dict[str, frozenset[int]]:
    """Return the teams of a day that may be shown where individuals are off: name -> CRM ids."""
    rows = Assignment.objects.filter(from_on__lte=day, to_on__gt=day, person__crm_id__isnull=False)
    teams: dict[str, set[int]] = {}
    for team, crm_id in rows.exclude(team="").values_list("team", "person__crm_id"):
        teams.setdefault(team, set()).add(int(crm_id or 0))
    known = Person.objects.filter(crm_id__isnull=False).values_list("crm_id", flat=True)
    whole = {"": frozenset(str(i) for i in known)}
    let_in = shown_groups(whole | {n: frozenset(map(str, g)) for n, g in teams.items()})
    return {name: frozenset(teams[name]) for name in let_in if name}


def has_accounts() -> bool:
    """Say whether anybody can sign in."""
    return User.objects.exists()


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list of people."""

    person: Person
    account: User | None
    roles: tuple[str, ...]
    now: Assignment | None


def people_list(day: dt.date) -> list[Listed]:
    """Return everybody with their account and assignment of a day; no number is in it."""
    current = {
        a.person_id: a
        for a in Assignment.objects.filter(from_on__lte=day, to_on__gt=day).select_related(
            "manager"
        )
    }
    roles: dict[int, list[str]] = {}
    for user, role in Grant.objects.values_list("user_id", "role"):
        roles.setdefault(user, []).append(role)
    accounts = {user.person_id: user for user in User.objects.all() if user.person_id}
    rows = []
    for person in Person.objects.all():
        account = accounts.get(person.id)
        given = tuple(sorted(roles.get(account.pk, []))) if account else ()
        rows.append(Listed(person, account, given, current.get(person.id)))
    return rows


def accounts_without_person() -> list[User]:
    """Return the accounts of nobody who sells or leads, such as an administrator's."""
    return list(User.objects.filter(person__isnull=True).prefetch_related("grants"))


def cast() -> list[User]:
    """Return the accounts of the demo company, in the order they are shown."""
    order = {"leader": 0, "manager": 1, "rep": 2, "ops": 3, "admin": 4}
    found = list(User.objects.filter(is_active=True).prefetch_related("grants", "person"))
    return sorted(found, key=lambda u: (min([order[r] for r in u.roles] or [9]), u.email))


def person_row(person: str) -> Person:
    """Return a person to mend.

    Raises
    ------
    AccessError
        There is none.
    """
    found = Person.objects.filter(pk=person).first()
    if found is None:
        raise AccessError("there is nothing here")
    return found


def account_row(number: int) -> User:
    """Return an account to change.

    Raises
    ------
    AccessError
        There is none.
    """
    found = User.objects.filter(pk=number).select_related("person").first()
    if found is None:
        raise AccessError("there is nothing here")
    return found


def assignments_of(person: str) -> list[Assignment]:
    """Return one person's assignments, the first first."""
    return list(Assignment.objects.filter(person_id=person).select_related("manager"))


def team_table() -> list[tuple[str, str, str, str, str]]:
    """Return all assignments as rows of team.csv; texts a spreadsheet would run are made plain."""
    rows = Assignment.objects.select_related("person", "manager").order_by(
        "person__name", "from_on"
    )
    return [
        (
            plain(a.person.email or a.person.name),
            plain((a.manager.email or a.manager.name) if a.manager else ""),
            plain(a.team),
            "" if a.is_from_ever else a.from_on.isoformat(),
            "" if a.is_open_ended else a.to_on.isoformat(),
        )
        for a in rows
    ]


def plain(text: str) -> str:
    """Return a text no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def setup_counts() -> dict[str, int]:
    """Return how many people, matches, assignments and accounts there are."""
    return {
        "people": Person.objects.count(),
        "matched": Person.objects.filter(crm_id__isnull=False).count(),
        "assigned": Assignment.objects.values("person_id").distinct().count(),
        "accounts": User.objects.count(),
        "leading": Grant.objects.filter(role__in=["manager", "leader"]).count(),
    }


def language_of(person: str) -> str:
    """Return the language somebody chose; the language of the server where they never did."""
    chosen = User.objects.filter(person_id=person).values_list("language", flat=True).first()
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def account_held(person: str) -> dict[str, object] | None:
    """Return what is kept of somebody's account, as plain data; no secret is in it."""
    user = User.objects.filter(person_id=person).first()
    if user is None:
        return None
    return {
        "email": user.email,
        "roles": sorted(user.roles),
        "is_active": user.is_active,
        "language": user.language or None,
        "last_sign_in": user.last_login.isoformat() if user.last_login else None,
        "tokens": [
            {"name": name, "for": scopes, "made_at": made.isoformat()}
            for _number, name, scopes, made in tokens_of(user.pk)
        ],
    }


def tokens_of(account: int) -> list[tuple[int, str, str, dt.datetime]]:
    """Return number, name, scopes and first day of an account's tokens."""
    rows = Token.objects.filter(user_id=account)
    return list(rows.values_list("pk", "name", "scopes", "made_at"))
