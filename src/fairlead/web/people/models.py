"""Persons, their assignments over time, and the accounts they sign in with."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

ROLES = ("rep", "manager", "leader", "ops", "admin")
"""What somebody may do here; who somebody may see follows from assignments."""


def new_id() -> str:
    """Return an id that says nothing: 16 hexadecimal digits."""
    return secrets.token_hex(8)


class Person(models.Model):
    """Somebody who sells or leads. `crm_id` is who they are in the lake, if anybody."""

    id = models.CharField(primary_key=True, max_length=16, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    crm_id = models.BigIntegerField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Assignment(models.Model):
    """Who worked for whom in which team, ``[from_on, to_on)``; at most one a person and day."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assignments")
    manager = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="led"
    )
    team = models.CharField(max_length=120, blank=True)
    from_on = models.DateField(default=dt.date.min)
    to_on = models.DateField(default=dt.date.max)

    class Meta:
        ordering = ["person_id", "from_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_on__lt=models.F("to_on")), name="assignment_has_days"
            ),
            models.UniqueConstraint(fields=["person", "from_on"], name="assignment_once_a_day"),
        ]

    @property
    def is_open_ended(self) -> bool:
        """Say whether no last day is known."""
        return self.to_on == dt.date.max

    @property
    def is_from_ever(self) -> bool:
        """Say whether no first day is known."""
        return self.from_on == dt.date.min

    @classmethod
    def links(cls, around: Collection[str] = ()) -> list[tuple[str, str, dt.date, dt.date]]:
        """Return person, manager, from and to of everybody who works for somebody.

        Where some are named, only of whom they lead and who leads them.
        """
        rows = cls.objects.filter(manager__isnull=False)
        if around:
            rows = rows.filter(models.Q(person_id__in=around) | models.Q(manager_id__in=around))
        return _links(rows)

    @classmethod
    def links_below(cls, manager: str, *, deep: bool) -> list[tuple[str, str, dt.date, dt.date]]:
        """Return the same of who worked for somebody; where `deep`, for those too, and so on.

        Only their rows are asked for: a page of one team does not wait for a company.
        """
        found: list[tuple[str, str, dt.date, dt.date]] = []
        asked: set[str] = set()
        waiting = {manager}
        while waiting:
            asked |= waiting
            led = _links(cls.objects.filter(manager_id__in=waiting))
            found += led
            waiting = {person for person, *_ in led} - asked if deep else set()
        return found


def _links(rows: models.QuerySet[Assignment]) -> list[tuple[str, str, dt.date, dt.date]]:
    told = rows.values_list("person_id", "manager_id", "from_on", "to_on")
    return [(person, str(manager), start, end) for person, manager, start, end in told]


class Accounts(BaseUserManager["User"]):
    """Makes accounts."""

    def make(self, email: str, *, person: Person | None = None) -> User:
        """Return a new account nobody can sign in to until a password is set."""
        user = self.model(email=self.normalize_email(email).lower(), person=person)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account: a mail address, at most one person, and what it may do."""

    email = models.EmailField(unique=True)
    person = models.OneToOneField(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="account"
    )
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=12, blank=True, default="")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = Accounts()

    @property
    def roles(self) -> frozenset[str]:
        """What the account may do."""
        return frozenset(grant.role for grant in self.grants.all())


class Grant(models.Model):
    """One role of one account."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=8, choices=[(role, role) for role in ROLES])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "role"], name="role_once")]


SCOPES = ("read", "write", "import")
"""What a token may be for: reading answers, writing what its owner plans for themself, and sending
exports. Never more than its owner may."""


class Token(models.Model):
    """Lets a program do what its owner may, within its scopes. Only a hash of it is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=60)
    scopes = models.CharField(max_length=40, default="read")
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]


class Policy(models.Model):
    """One row: what the company decided about showing individuals."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    individuals = models.BooleanField(default=True)
