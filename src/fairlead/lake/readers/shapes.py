"""What a table of each target must and may have, to be taken for one: data, no code."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shape:
    """When a table of unknown origin counts as a target.

    Parameters
    ----------
    groups
        One field of each group must be found.
    at_least
        How many of the fields named in `among` must be found.
    among
        See `at_least`.
    weights
        What a found field is worth; others are worth 0.3.
    marks
        The table's name, a key or name that says what the rows are, or one of these fields must
        speak for the target (``entity``: only the first two count).
    own_key
        Whether ``id`` must be unique.
    """

    groups: tuple[tuple[str, ...], ...]
    weights: dict[str, float]
    at_least: int = 0
    among: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    own_key: bool = True
    most_rows: int | None = None
    repeated: tuple[str, ...] = field(default=())


SHAPES: dict[str, Shape] = {
    "opportunities": Shape(
        (("id",), ("stage", "outcome", "close_on", "is_won", "won_at")),
        {
            "id": 1.5,
            "stage": 2,
            "outcome": 1.5,
            "amount": 1.5,
            "owner": 1.5,
            "created_at": 1,
            "close_on": 1.5,
            "closed_at": 1.6,
            "won_at": 1.5,
            "lost_at": 1.5,
            "lost_reason": 1.5,
            "forecast_category": 1,
            "account": 0.5,
            "product": 0.5,
            "source_channel": 0.5,
            "pipeline": 0.5,
            "next_step": 0.5,
        },
        at_least=3,
        among=(
            *("owner", "amount", "created_at", "close_on", "stage", "outcome", "lost_reason"),
            "won_at",
        ),
    ),
    "order_lines": Shape(
        (("id",), ("closed_at",), ("amount",)),
        {"id": 2, "closed_at": 2, "amount": 1.5, "owner": 1, "account": 1, "product": 1},
        marks=("id", "closed_at"),
        own_key=False,
    ),
    "people": Shape(
        (
            ("name", "id", "email", "last_name"),
            ("manager", "team", "territory", "role", "email", "is_active", "hired_on"),
        ),
        {"name": 1.5, "manager": 2, "team": 1, "territory": 1, "role": 0.7, "email": 1, "id": 1},
        marks=("manager", "hired_on", "team"),
        most_rows=50_000,
    ),
    "accounts": Shape(
        (("id",), ("industry", "segment", "size_band", "region", "name")),
        {"id": 1.5, "name": 1, "industry": 1.5, "segment": 0.7, "size_band": 0.7, "region": 0.7},
        marks=("industry", "size_band"),
    ),
    "contacts": Shape(
        (("id",),),
        {"id": 1, "name": 0.7, "first_name": 0.7, "last_name": 0.7, "account": 1, "title": 0.7},
        marks=("title", "last_name"),
    ),
    "activities": Shape(
        (
            ("occurred_at",),
            ("person", "contact", "opportunity", "account"),
            ("kind", "duration", "outcome", "id"),
        ),
        {
            "occurred_at": 1,
            "person": 1,
            "contact": 0.7,
            "opportunity": 0.7,
            "kind": 1.5,
            "duration": 1.5,
            "outcome": 0.5,
        },
        marks=("duration", "kind"),
    ),
    "stage_history": Shape(
        (("opportunity",), ("occurred_at",), ("stage",)),
        {"opportunity": 1.5, "occurred_at": 1.5, "stage": 2, "from_stage": 2, "actor": 0.7},
        repeated=("opportunity",),
    ),
    "field_history": Shape(
        (("opportunity",), ("occurred_at",), ("field",), ("new", "old")),
        {"opportunity": 1.5, "occurred_at": 1.5, "field": 2, "old": 1.5, "new": 1.5},
        repeated=("opportunity",),
    ),
    "event_log": Shape(
        (("case",), ("label",), ("occurred_at",)),
        {"case": 2, "label": 2, "occurred_at": 1.5, "resource": 1, "lifecycle": 1},
        repeated=("case",),
    ),
    "prospects": Shape(
        (("id",), ("created_at",), ("status", "source_channel", "converted_at")),
        {
            "id": 1.5,
            "created_at": 0.7,
            "owner": 0.5,
            "status": 1,
            "converted_at": 2,
            "disqualified_reason": 1.5,
        },
        marks=("converted_at", "disqualified_reason"),
    ),
    "products": Shape(
        (("id",), ("id", "name")),
        {"id": 1.2, "name": 1},
        marks=("entity",),
        most_rows=100_000,
    ),
    "targets": Shape(
        (("amount",), ("period",)),
        {"amount": 2.5, "period": 1.5, "person": 1, "team": 0.7},
        marks=("amount",),
    ),
}
KEYED_BY_NAME = ("accounts", "products")
"""Targets whose name can serve as their id."""
CHOICES = ("owner", "amount", "close_on")
"""Fields that are never chosen silently between two columns."""
MEANINGS: dict[str, str] = {
    "id": "an id",
    "owner": "the owner",
    "person": "a person",
    "close_on": "a close date",
    "created_at": "a creation date",
    "occurred_at": "a time",
    "source_channel": "a source",
}
