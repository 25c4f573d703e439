"""What changes accounts: the first, invitations, roles, ends of sessions, tokens, the demo."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

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
from django.utils.translation import gettext as _

from fairlead.errors import AccessError, ConflictError, InputError
from fairlead.lake.store.individuals import show_individuals
from fairlead.web.people.access import hash_of
from fairlead.web.people.models import (
    ROLES,
    SCOPES,
    Assignment,
    Grant,
    Person,
    Policy,
    Token,
    User,
)

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
            _("this is not the code printed at the terminal"),
            hint=_("Look where `fairlead serve` runs; every start prints a new one."),
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
        raise InputError(" ".join(error.messages), hint=_("Choose another one.")) from error
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
        raise InputError(
            _("there is no role %(min)s") % {"min": f"{min(unknown)!r}"},
            hint=_("Known: %(known)s.") % {"known": ", ".join(ROLES)},
        )
    with transaction.atomic():
        user.grants.exclude(role__in=wanted).delete()
        for role in wanted - {g.role for g in user.grants.all()}:
            Grant.objects.create(user=user, role=role)
        _keep_an_administrator()


def change_account(user: User, person: Person | None, roles: Iterable[str]) -> None:
    """Say who an account is and what it may do.

    Raises
    ------
    ConflictError
        The person has another account, or nobody would be left who may administrate.
    """
    if person is not None and User.objects.filter(person=person).exclude(pk=user.pk).exists():
        raise ConflictError(_("%(name)s has another account") % {"name": person.name})
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(person=person)
        give_roles(user, roles)


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
        raise InputError(
            _("%(email)s is no mail address") % {"email": f"{email!r}"},
            hint=_("Write name@example.org."),
        ) from error
    if User.objects.filter(email__iexact=email).exists():
        raise ConflictError(_("%(email)s has an account already") % {"email": email})
    if person is not None and User.objects.filter(person=person).exists():
        raise ConflictError(_("%(name)s has an account already") % {"name": person.name})
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
            _("somebody has to be left who may administrate"),
            hint=_("Give the role admin to somebody else first."),
        )


def set_individuals(*, shown: bool) -> None:
    """Show numbers of single people, or groups of at least five only; at the terminal too."""
    show_individuals(Path(settings.WORKSPACE), shown=shown)
    Policy.objects.update_or_create(pk=1, defaults={"individuals": shown})


def carry_policy() -> None:
    """Let the terminal know what was decided here before it could."""
    if Policy.objects.filter(individuals=False).exists():
        show_individuals(Path(settings.WORKSPACE), shown=False)


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


def make_token(account: int, name: str, at: dt.datetime, scopes: Iterable[str] = ("read",)) -> str:
    """Return a new token for a program; it is shown this once.

    Raises
    ------
    InputError
        It has no name or is for nothing that is known, or there are too many.
    """
    wanted = sorted(set(scopes), key=lambda each: (each not in SCOPES, each))
    if not wanted or wanted[-1] not in SCOPES:
        hint = f"It may be for: {', '.join(SCOPES)}."
        raise InputError(_("a token has to be for something that is known"), hint=hint)
    if not name.strip():
        raise InputError(_("a token needs a name"), hint=_("Say what it is for."))
    if Token.objects.filter(user_id=account).count() >= MOST_TOKENS:
        raise InputError(
            _("%(most_tokens)s tokens are enough") % {"most_tokens": MOST_TOKENS},
            hint=_("Take one away first."),
        )
    word = f"fl_{secrets.token_urlsafe(32)}"
    Token.objects.create(
        user_id=account,
        name=name.strip()[:60],
        scopes=" ".join(wanted),
        hash=hash_of(word),
        made_at=at,
    )
    return word


def take_token_away(account: int, token: int) -> None:
    """Take a token of an account away; it opens nothing from then on."""
    Token.objects.filter(user_id=account, pk=token).delete()


def choose_language(account: int, language: str) -> None:
    """Keep the language somebody wants pages and mails in."""
    User.objects.filter(pk=account).update(language=language)
