"""Who looked at somebody."""

from __future__ import annotations

from fairlead.web.audit.models import Look

MOST = 200


def looks_at(subject: str) -> list[Look]:
    """Return the newest looks at a person, the newest first."""
    return list(Look.objects.filter(subject=subject).order_by("-id")[:MOST])
