"""Takes somebody's name, address and account away, here and in whatever else names them."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models, transaction
from django.utils.translation import gettext as _

from fairlead.errors import ConflictError
from fairlead.refresh.erasing import Erased, nameless
from fairlead.web.people.models import Grant, Person, Token, User
from fairlead.web.people.services.accounts import end_sessions
from fairlead.web.people.services.records import forget_everywhere

TEXTS = (models.CharField, models.TextField, models.JSONField)
NOT_OURS = frozenset({"auth", "contenttypes", "sessions", "mfa"})
SEALED = frozenset({"audit.look", "people.person", "people.user"})
"""Tables that hold ids only, or are written below."""


def names_of_person(person: str) -> tuple[Person, set[str]]:
    """Return somebody and every name and address known here.

    Raises
    ------
    ConflictError
        They are the last who may administrate.
    """
    found = Person.objects.get(pk=person)
    account = User.objects.filter(person=found).first()
    others = Grant.objects.filter(role="admin", user__is_active=True).exclude(user=account)
    if account is not None and "admin" in account.roles and not others.exists():
        raise ConflictError(
            _("somebody has to be left who may administrate"),
            hint=_("Give the role admin to somebody else first."),
        )
    told = {found.name, found.email, account.email if account else ""}
    return found, {text for text in told if text}


def people_called(erased: Erased) -> list[tuple[str, str]]:
    """Return whom a list of erased people names here, with what stands in place of each name.

    An empty text stands for a name that is not listed: only the address is.
    """
    found = []
    for person in Person.objects.order_by("pk") if erased else ():
        name, address = erased.instead(person.name), erased.instead(person.email)
        if {name, address} - {None, person.name, person.email}:
            found.append((str(person.pk), name or ""))
    return found


@transaction.atomic
def forget_person(person: str, pseudonym: str, erased: Erased) -> None:
    """Call somebody by a made-up name, end their account, and take their name out of every text.

    What they wrote, and what was written between them and others, goes first: each app takes its
    own away. Whom they worked for, when, and what was decided about groups stays: the numbers of
    others need it.
    """
    found = Person.objects.get(pk=person)
    forget_everywhere(person)
    address = f"{pseudonym.rsplit(' ', 1)[-1].lower()}@erased.invalid"
    account = User.objects.filter(person=found).first()
    if account is not None:
        Token.objects.filter(user=account).delete()
        Authenticator.objects.filter(user=account).delete()
        EmailAddress.objects.filter(user=account).delete()
        account.email, account.is_active = address, False
        account.set_unusable_password()
        account.save()
        end_sessions(account)
    Person.objects.filter(pk=person).update(name=pseudonym, email=address)
    for model in apps.get_models():
        label = model._meta.label_lower  # noqa: SLF001 -- Django's own way to ask
        if model._meta.app_label not in NOT_OURS and label not in SEALED:  # noqa: SLF001
            _without(model, erased)


def _without(model: type[models.Model], erased: Erased) -> None:
    fields = [
        field.attname
        for field in model._meta.concrete_fields  # noqa: SLF001
        if isinstance(field, TEXTS) and not field.primary_key
    ]
    if not fields:
        return
    rows: Any = model._default_manager.values("pk", *fields)  # noqa: SLF001
    for row in rows.iterator():
        changed = {
            name: new for name in fields if (new := nameless(row[name], erased)) != row[name]
        }
        if changed:
            model._default_manager.filter(pk=row["pk"]).update(**changed)  # noqa: SLF001
