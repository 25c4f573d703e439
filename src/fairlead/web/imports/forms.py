"""An export to send, and what somebody says its columns are."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.refresh.previewing import Chosen
from fairlead.web.imports.selectors import TableShown


class Export(forms.Form):
    """One file."""

    file = forms.FileField(label=_("Your CRM's export (CSV, XLSX, Parquet, XES or a zip of them)"))


class Compared(forms.Form):
    """What came of setting the totals beside the CRM's report."""

    note = forms.CharField(
        label=_("Which report, or what differs"), max_length=300, required=False, strip=True
    )


class Leaving(forms.Form):
    """Somebody who leaves; the name is typed again, for there is no way back."""

    name = forms.CharField(label=_("Type the name once more"), max_length=200)


def is_changed(said: Mapping[str, Chosen], tables: list[TableShown]) -> bool:
    """Say whether somebody chose something else than what they looked at."""
    return any(
        said[each.file].target != each.target
        or said[each.file].columns != {f.name: f.column for f in each.fields if f.column}
        for each in tables
    )


def chosen(said: Mapping[str, str], tables: list[TableShown]) -> dict[str, Chosen]:
    """Return what was chosen for each table; a column that is not there counts as none."""
    found = {}
    for table in tables:
        begin = f"{table.place}-"
        columns = {
            name.removeprefix(begin + "f-"): header
            for name, header in said.items()
            if name.startswith(begin + "f-") and header in table.headers
        }
        found[table.file] = Chosen(said.get(begin + "target", table.target), columns)
    return found
