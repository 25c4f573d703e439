"""The company of a workspace: proposed by an import, mended by hand, read by every question."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from fairlead.answers import Finding
from fairlead.company.calendar import Calendar, with_listed
from fairlead.company.file import from_yaml, to_yaml
from fairlead.company.model import Company
from fairlead.company.propose import propose_company
from fairlead.company.zones import UTC
from fairlead.errors import DefinitionError
from fairlead.lake.counts.company_evidence import company_evidence, listed_periods
from fairlead.lake.readers.contract import ColumnMapping, Reading, TableMapping
from fairlead.lake.readers.vocabulary import TARGETS
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.mended import is_ours, replace_file, signed
from fairlead.lake.store.workspace import Workspace


def load_company(
    workspace: Workspace,
    connection: Any,
    *,
    renew: bool = False,
    deals_in: tuple[tuple[str, int], ...] | None = None,
) -> Company:
    """Return the company the workspace's file describes.

    Parameters
    ----------
    workspace
        Where ``company.yaml`` lies.
    connection
        Has the canonical tables as views.
    renew
        An import asks: where the file is still as Fairlead wrote it, write what the data say now.
        Without it only a missing file is written.
    deals_in
        Currencies with the deals that name them, the most frequent first; None = look.

    Raises
    ------
    DefinitionError
        The file says something that is not allowed, or asks for periods that overlap.
    """
    path = workspace.company_file
    text = _text(workspace)
    if text is None or (renew and is_ours(text)):
        proposed = signed(to_yaml(propose_company(company_evidence(connection, deals_in))))
        if proposed != text:
            replace_file(path, proposed)
        text = proposed
    return with_periods(from_yaml(text, file=str(path)), connection)


def with_periods(company: Company, connection: Any) -> Company:
    """Return the company with the fiscal periods the tables list, where its file asks for them."""
    if not company.calendar_from_crm:
        return company
    rule = replace(company.calendar, listed=())
    try:
        calendar = with_listed(rule, listed_periods(connection))
    except ValueError as error:
        raise DefinitionError(
            f"the fiscal calendar of the CRM cannot be used: {error}",
            hint="Write kind: months or kind: weeks in company.yaml.",
        ) from error
    return replace(company, calendar=calendar)


def said_company(workspace: Workspace) -> Company:
    """Return what the file says without looking at data; the defaults where there is none."""
    text = _text(workspace)
    return Company() if text is None else from_yaml(text, file=str(workspace.company_file))


def adopt_company(workspace: Workspace, path: Path) -> None:
    """Take over a company.yaml that lies beside an export, unless the workspace's own was mended.

    So the first import already knows in which time zone times without an offset are meant.

    Raises
    ------
    DefinitionError
        It says something that is not allowed; nothing was stored.
    """
    beside = (path if path.is_dir() else path.parent) / workspace.company_file.name
    if not beside.is_file():
        return
    given = beside.read_text(encoding="utf-8-sig", errors="replace")
    said = from_yaml(given, file=str(beside))
    ours = _text(workspace)
    if said != Company() and (ours is None or is_ours(ours)):
        replace_file(workspace.company_file, given)


def in_zone(reading: Reading, time_zone: str) -> Reading:
    """Return the reading with times that carry no offset meant in the company's zone.

    Mappings that name a zone keep it; what Salesforce writes without an offset is UTC.
    """
    if time_zone == UTC:
        return reading
    tables = tuple(
        t
        if t.mapping.format == "salesforce" or t.mapping.target not in TARGETS
        else replace(t, mapping=replace(t.mapping, columns=_zoned(t.mapping, time_zone)))
        for t in reading.tables
    )
    return replace(reading, tables=tables)


def _zoned(mapping: TableMapping, time_zone: str) -> tuple[ColumnMapping, ...]:
    kinds = {f.name: f.kind for f in TARGETS[mapping.target].fields}
    return tuple(
        replace(c, options={"time_zone": time_zone, **c.options})
        if kinds.get(c.field) in {"instant", "day", "period"}
        else c
        for c in mapping.columns
    )


def zone_findings(company: Company, manifest: Manifest) -> tuple[Finding, ...]:
    """Say so where data were imported while the company had another time zone."""
    zones = {record.time_zone for record in manifest.imports} - {company.time_zone}
    if not zones:
        return ()
    return (
        Finding(
            "time_zone_changed",
            "warning",
            f"Data were imported while the time zone was {min(zones)}; now it is "
            f"{company.time_zone}",
            "Dates and times that were exported without an offset may be a day off.",
            {"now": company.time_zone, "then": min(zones)},
            ("Lay company.yaml beside the export and import it into a new workspace.",),
        ),
    )


def today_of(workspace: Workspace, now: dt.datetime) -> dt.date:
    """Return the company's day of an instant."""
    return said_company(workspace).day_of(now)


def calendar_findings(company: Company, as_of: dt.date) -> tuple[Finding, ...]:
    """Say so where the CRM lists no fiscal quarter for the day asked."""
    calendar: Calendar = company.calendar
    listed = [p for p in calendar.listed if p.kind == "quarter"]
    if not company.calendar_from_crm or any(p.start <= as_of < p.end for p in listed):
        return ()
    quarter = calendar.quarter(as_of)
    return (
        Finding(
            "fiscal_period_missing",
            "warning",
            f"The CRM lists no fiscal quarter for {as_of.isoformat()}",
            f"The quarter from {quarter.start.isoformat()} to "
            f"{(quarter.end - dt.timedelta(days=1)).isoformat()} is used.",
            {"day": as_of.isoformat()},
            ("Export the Period object again, or write the rule into company.yaml.",),
        ),
    )


def _text(workspace: Workspace) -> str | None:
    path = workspace.company_file
    if not path.exists():
        return None
    return path.read_text(encoding="utf-8-sig", errors="replace")
