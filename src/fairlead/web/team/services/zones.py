"""Which clocks a time is told by."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings

from fairlead.company.calendar import Period
from fairlead.company.model import Company
from fairlead.company.zones import UTC, local
from fairlead.errors import FairleadError
from fairlead.lake.store.workspace import Workspace
from fairlead.refresh.company import said_company


def company_zone() -> str:
    """Return the company's time zone; UTC before the first import."""
    home = Workspace(Path(settings.WORKSPACE))
    try:
        return said_company(home).time_zone if home.exists() else UTC
    except FairleadError:
        return UTC  # the file is told about where it is mended


def company_quarter(day: dt.date) -> Period:
    """Return the company's quarter a day is in; a calendar quarter before the first import."""
    home = Workspace(Path(settings.WORKSPACE))
    try:
        company = said_company(home) if home.exists() else Company()
        return company.calendar.quarter(day)
    except FairleadError:
        return Company().calendar.quarter(day)


def shown_in(instant: dt.datetime, zone: str) -> dt.datetime:
    """Return an instant as the clocks of a zone show it, without the zone."""
    return local(instant, zone).replace(tzinfo=None)
