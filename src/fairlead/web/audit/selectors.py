"""Who looked at somebody."""

from __future__ import annotations

from fairlead.web.audit.models import Look

MOST = 200


def looks_of(viewer: str) -> list[Look]:
    """Return every look of one person at others, the newest first."""
    return list(Look.objects.filter(viewer=viewer).order_by("-id"))


def looks_at(subject: str) -> list[Look]:
    """Return the newest looks at a person, the newest first."""
    return list(Look.objects.filter(subject=subject).order_by("-id")[:MOST])
