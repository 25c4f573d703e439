"""Customers and their contacts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from fairlead.facts.schema import Kind, Table


@dataclass(frozen=True, slots=True)
class Account:
    """One customer or prospect company."""

    account_id: Annotated[int, Kind.KEY, "the account, stable across imports"]
    source_key: Annotated[str, Kind.TEXT, "the CRM's own id"]
    name: Annotated[str | None, Kind.TEXT, "company name"]
    industry: Annotated[str | None, Kind.TEXT, "industry or sector"]
    segment: Annotated[str | None, Kind.TEXT, "segment as the company defines it"]
    size_band: Annotated[str | None, Kind.TEXT, "size band as exported"]
    region: Annotated[str | None, Kind.TEXT, "country or region"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


@dataclass(frozen=True, slots=True)
class Contact:
    """One person at a customer."""

    contact_id: Annotated[int, Kind.KEY, "the contact, stable across imports"]
    source_key: Annotated[str, Kind.TEXT, "the CRM's own id"]
    account_id: Annotated[int | None, Kind.KEY, "where they work"]
    name: Annotated[str | None, Kind.TEXT, "name"]
    title: Annotated[str | None, Kind.TEXT, "job title"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


@dataclass(frozen=True, slots=True)
class ContactRole:
    """A contact's part in a deal."""

    contact_role_id: Annotated[int, Kind.KEY, "hash of contact and opportunity"]
    contact_id: Annotated[int, Kind.KEY, "the contact"]
    opportunity_id: Annotated[int, Kind.KEY, "the deal"]
    role: Annotated[str | None, Kind.TEXT, "decision maker, user and the like"]
    source: Annotated[str, Kind.TEXT, "the format this row came from"]
    known_at: Annotated[dt.datetime, Kind.INSTANT, "when the export could first have said this"]


ACCOUNTS = Table("accounts", Account, "account", ("account_id",))
CONTACTS = Table("contacts", Contact, "contact", ("contact_id",))
CONTACT_ROLES = Table("contact_roles", ContactRole, "contact x opportunity", ("contact_role_id",))
