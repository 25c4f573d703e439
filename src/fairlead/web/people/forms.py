"""What people type about people: fields, and the file team.csv."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fairlead.errors import ImportFileError, InputError, Place
from fairlead.web.people.models import ROLES, Person
from fairlead.web.people.services import TeamRow

COLUMNS = ("person", "manager", "team", "from", "to")
"""Columns of team.csv that are read and written; `fairlead init` writes the same names."""
MOST_BYTES = 5_000_000


class FirstAdministrator(forms.Form):
    """The code of the terminal, and who administrates."""

    code = forms.CharField(label=_("Code from the terminal"), max_length=40)
    email = forms.EmailField(label=_("Your mail address"))
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput, max_length=200)


class NewPassword(forms.Form):
    """The first password of somebody who was invited."""

    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput, max_length=200)


class Roles(forms.Form):
    """What an account may do."""

    roles = forms.MultipleChoiceField(
        label=_("May work as"),
        choices=[(role, role) for role in ROLES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class Invitation(Roles):
    """A new account."""

    email = forms.EmailField(label=_("Mail address"))
    person = forms.ModelChoiceField(
        label=_("Who they are"),
        queryset=Person.objects.filter(account__isnull=True),
        required=False,
    )

    field_order = ["email", "person", "roles"]


class Account(Roles):
    """What an account may do, and who it is."""

    person = forms.ModelChoiceField(
        label=_("Who they are"), queryset=Person.objects.all(), required=False
    )

    field_order = ["person", "roles"]


class NewAssignment(forms.Form):
    """Who works for whom, from when."""

    manager = forms.ModelChoiceField(
        label=_("Works for"), queryset=Person.objects.all(), required=False
    )
    team = forms.CharField(label=_("Team"), max_length=120, required=False)
    from_on = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    to_on = forms.DateField(
        label=_("Until the day before"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class Join(forms.Form):
    """Two persons who are one."""

    twin = forms.ModelChoiceField(label=_("Is the same person as"), queryset=Person.objects.all())


class TeamFile(forms.Form):
    """team.csv."""

    file = forms.FileField(label="team.csv")


def team_rows(upload: Any) -> list[TeamRow]:
    """Return the rows of an uploaded team.csv.

    Raises
    ------
    ImportFileError
        It is too large, no text, lacks a column, or holds a day that is none: says where.
    """
    name = str(upload.name)[:80]
    if upload.size > MOST_BYTES:
        raise ImportFileError(
            gettext("%(name)s is larger than 5 MB") % {"name": name},
            hint=gettext("Is it the right file?"),
        )
    try:
        text = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportFileError(
            gettext("%(name)s is no text in UTF-8") % {"name": name},
            hint=gettext("Save it as CSV UTF-8."),
        ) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    given = [column.strip().lower() for column in reader.fieldnames or []]
    if "person" not in given:
        raise ImportFileError(
            gettext("%(name)s has no column person") % {"name": name},
            place=Place(file=name, row=1),
            hint=gettext("The first line holds: %(known)s.") % {"known": ",".join(COLUMNS)},
        )
    rows = []
    for number, raw in enumerate(reader, start=2):
        row = {(k or "").strip().lower(): (v or "").strip() for k, v in raw.items() if k}
        if not row.get("person"):
            continue
        days = [_day(row.get(column, ""), name, number, column) for column in ("from", "to")]
        rows.append(
            TeamRow(number, row["person"], row.get("manager", ""), row.get("team", ""), *days)
        )
    return rows


def _day(text: str, file: str, line: int, column: str) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ImportFileError(
            gettext("%(file)s, line %(line)s: %(text)s is no day")
            % {"file": file, "line": line, "text": f"{text!r}"},
            place=Place(file, line, column, text),
            expected=gettext("a day such as 2026-11-20"),
            hint=gettext("Write it as 2026-11-20."),
        ) from error


def cleaned(form: forms.Form) -> dict[str, Any]:
    """Return what was typed.

    Raises
    ------
    InputError
        Something is missing or wrong; says which field.
    """
    if form.is_valid():
        return dict(form.cleaned_data)
    name, errors = next(iter(form.errors.items()))
    label = form.fields[name].label if name in form.fields else name
    raise InputError(f"{label}: {errors[0]}", hint=gettext("Go back and mend it."))
