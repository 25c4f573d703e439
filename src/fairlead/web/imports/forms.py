"""An export to send."""

from __future__ import annotations

from django import forms


class Export(forms.Form):
    """One file."""

    file = forms.FileField(label="Your CRM's export (CSV, XLSX, Parquet, XES or a zip of them)")
