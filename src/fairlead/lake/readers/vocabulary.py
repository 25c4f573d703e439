"""The import vocabulary: what a column of an export can mean.

Mapping files (YAML) use these words; `lake.conform` turns them into canonical tables. One target
may feed several tables (`people` feeds people, person_keys and assignments).
"""

from __future__ import annotations

from fairlead.lake.readers.plan_words import SETTINGS_AND_PLANS
from fairlead.lake.readers.words_of_import import ImportField, ImportTarget, ValueKind
from fairlead.lake.readers.words_of_import import word as _f

OPTIONS = {
    "formats": "list of strptime patterns tried in turn (instant, day, period), or `serial` for "
    "days counted by a spreadsheet; absent: ISO 8601",
    "decimal": "'.' or ',' (money, fraction, duration)",
    "thousands": "character between groups, if any",
    "unit": "s, ms, min or hms (duration); percent or fraction (fraction); thousand, million or "
    "micros (money); inverse (1 / rate)",
    "values": "exported value -> our word (outcome, deal_type, activity_kind, flag); case ignored",
    "default": "our word where the value is empty or not listed",
    "time_zone": "IANA name for instants without an offset; absent: UTC",
    "months": "length of a period in months (period); absent: 1, quarters recognised",
}


_DEALS = (
    ImportTarget(
        "opportunities",
        "one row a deal",
        (
            _f("id", "key", "the deal's own id", required=True),
            _f("name", "text", "name of the deal"),
            _f("account", "key", "the customer: id or name"),
            _f("contact", "key", "main contact: id"),
            _f("pipeline", "text", "pipeline, record type"),
            _f("type", "deal_type", "new business, expansion, renewal"),
            _f("created_at", "instant", "when the deal was created, or work on it began"),
            _f("created_by", "person", "who created it"),
            _f("owner", "person", "who owns it now"),
            _f("source_channel", "text", "lead source"),
            _f("segment", "text", "segment"),
            _f("product", "text", "product"),
            _f("competitor", "text", "main competitor"),
            _f("next_step", "text", "next step"),
            _f("url", "text", "address in the CRM"),
            _f("amount", "money", "amount of the deal"),
            _f("currency", "text", "ISO 4217 code"),
            _f("close_on", "day", "expected or actual close date"),
            _f("closed_at", "instant", "when it was won or lost"),
            _f("won_at", "instant", "when it was won, where that has a column of its own"),
            _f("lost_at", "instant", "when it was lost, where that has a column of its own"),
            _f("won_amount", "money", "amount it was won with, where that has its own column"),
            _f("stage", "text", "stage now, or the last one reached"),
            _f("outcome", "outcome", "open, won, lost"),
            _f("is_closed", "flag", "closed"),
            _f("is_won", "flag", "won"),
            _f("is_active", "flag", "not archived; lost deals of Odoo are"),
            _f("is_deleted", "flag", "deleted in the CRM"),
            _f("deleted_at", "instant", "when it was deleted; empty where it was not"),
            _f("merged_ids", "text", "ids of deals merged into this one, semicolons between"),
            _f("lost_reason", "text", "why it was lost"),
            _f("forecast_category", "text", "forecast category"),
            _f("modified_at", "instant", "last change of the row"),
        ),
    ),
    ImportTarget(
        "order_lines",
        "one row an order line; orders are won deals",
        (
            _f("id", "key", "order number", required=True),
            _f("closed_at", "instant", "order date", required=True),
            _f("owner", "person", "seller"),
            _f("account", "key", "customer"),
            _f("product", "text", "product"),
            _f("amount", "money", "amount of the line", required=True),
            _f("currency", "text", "ISO 4217 code"),
            _f("segment", "text", "segment or territory"),
        ),
    ),
    ImportTarget(
        "stage_history",
        "one row each time a deal entered a stage",
        (
            _f("opportunity", "key", "the deal", required=True),
            _f("occurred_at", "instant", "when", required=True),
            _f("stage", "text", "stage entered", required=True),
            _f("from_stage", "text", "stage left"),
            _f("actor", "person", "who did it"),
            _f("amount", "money", "amount at that time"),
            _f("currency", "text", "ISO 4217 code"),
            _f("close_on", "day", "close date at that time"),
            _f("forecast_category", "text", "forecast category at that time"),
            _f("is_deleted", "flag", "row deleted"),
        ),
    ),
    ImportTarget(
        "field_history",
        "one row each time a field of a deal changed",
        (
            _f("opportunity", "key", "the deal", required=True),
            _f("occurred_at", "instant", "when", required=True),
            _f("field", "text", "name of the field", required=True),
            _f("old", "text", "value before"),
            _f("new", "text", "value after"),
            _f("actor", "person", "who did it"),
            _f("is_deleted", "flag", "row deleted"),
        ),
    ),
    ImportTarget(
        "event_log",
        "one row an event of a case, as in process mining",
        (
            _f("case", "key", "the case = the deal", required=True),
            _f("label", "text", "what happened: a stage entered, or work done", required=True),
            _f("occurred_at", "instant", "when", required=True),
            _f("resource", "person", "who did it"),
            _f("lifecycle", "text", "schedule, start, complete"),
            _f("amount", "money", "amount of the case"),
            _f("created_at", "instant", "when the case began"),
            _f("segment", "text", "segment of the case"),
            _f("product", "text", "product of the case"),
        ),
    ),
    ImportTarget(
        "people",
        "one row a person, or a person x period (team.csv)",
        (
            _f("id", "key", "id other tables name them by"),
            _f("other_id", "key", "a second id other tables use (employee number, key)"),
            _f("name", "text", "name"),
            _f("first_name", "text", "first name"),
            _f("last_name", "text", "last name"),
            _f("email", "text", "work address"),
            _f("role", "text", "job"),
            _f("is_active", "flag", "account open"),
            _f("is_queue", "flag", "a queue, not a person"),
            _f("manager", "person", "who they work for"),
            _f("role_key", "key", "their place in the role tree: id"),
            _f("team", "text", "team"),
            _f("territory", "text", "territory, office, region"),
            _f("from_on", "day", "first day of this assignment"),
            _f("to_on", "day", "day after the last"),
            _f("hired_on", "day", "first day in the company"),
            _f("left_on", "day", "last day in the company"),
        ),
    ),
    ImportTarget(
        "accounts",
        "one row a customer",
        (
            _f("id", "key", "id or name other tables use", required=True),
            _f("name", "text", "company name"),
            _f("industry", "text", "industry"),
            _f("segment", "text", "segment"),
            _f("size_band", "text", "size"),
            _f("region", "text", "country or region"),
            _f("merged_into", "key", "the customer this one was merged into"),
            _f("merged_ids", "text", "ids of customers merged into this one, semicolons between"),
        ),
    ),
    ImportTarget(
        "contacts",
        "one row a person at a customer",
        (
            _f("id", "key", "id other tables use", required=True),
            _f("account", "key", "where they work"),
            _f("name", "text", "name"),
            _f("first_name", "text", "first name"),
            _f("last_name", "text", "last name"),
            _f("title", "text", "job title"),
        ),
    ),
    ImportTarget(
        "contact_roles",
        "one row a contact on a deal",
        (
            _f("contact", "key", "the contact", required=True),
            _f("opportunity", "key", "the deal", required=True),
            _f("role", "text", "their part"),
            _f("is_deleted", "flag", "row deleted"),
        ),
    ),
    ImportTarget(
        "prospects",
        "one row a lead before it is a deal",
        (
            _f("id", "key", "id", required=True),
            _f("created_at", "instant", "when it came in"),
            _f("created_by", "person", "who brought it in"),
            _f("owner", "person", "who works it"),
            _f("source_channel", "text", "lead source"),
            _f("status", "text", "status"),
            _f("opportunity", "key", "the deal it became"),
            _f("converted_at", "instant", "when"),
            _f("disqualified_reason", "text", "why given up"),
            _f("is_deleted", "flag", "row deleted"),
        ),
    ),
    ImportTarget(
        "prospect_history",
        "one row each time a field of a prospect changed",
        (
            _f("prospect", "key", "the prospect", required=True),
            _f("occurred_at", "instant", "when", required=True),
            _f("field", "text", "name of the field", required=True),
            _f("old", "text", "value before"),
            _f("new", "text", "value after"),
            _f("actor", "person", "who did it"),
            _f("is_deleted", "flag", "row deleted"),
        ),
    ),
    ImportTarget(
        "activities",
        "one row a call, meeting, mail or task",
        (
            _f("id", "key", "id"),
            _f("person", "person", "who did it"),
            _f("opportunity", "key", "the deal"),
            _f("account", "key", "the account"),
            _f("contact", "key", "the contact"),
            _f("related", "key", "deal or account, told apart by its id (Salesforce WhatId)"),
            _f("kind", "activity_kind", "call, meeting, email, task"),
            _f("occurred_at", "instant", "when", required=True),
            _f("duration", "duration", "how long"),
            _f("outcome", "text", "how it went"),
            _f("is_deleted", "flag", "row deleted"),
        ),
    ),
)

TARGETS: dict[str, ImportTarget] = {t.name: t for t in (*_DEALS, *SETTINGS_AND_PLANS)}

__all__ = ["OPTIONS", "TARGETS", "ImportField", "ImportTarget", "ValueKind"]
