"""Who looked at somebody."""

from __future__ import annotations

from fairlead.web.audit.models import Look

MOST = 200


def count_of_looks() -> int:
    """Return how many looks were noted."""
    return Look.objects.count()


def newest_seal() -> str:
    """Return the seal of the newest look, "" where nobody looked yet."""
    newest = Look.objects.order_by("-id").first()
    return newest.seal if newest else ""


def has_seal(seal: str) -> bool:
    """Say whether a look with this seal is there."""
    return Look.objects.filter(seal=seal).exists()


def looks_of(viewer: str) -> list[Look]:
    """Return every look of one person at others, the newest first."""
    return list(Look.objects.filter(viewer=viewer).order_by("-id"))


def looks_at(subject: str) -> list[Look]:
    """Return the newest looks at a person, the newest first."""
    return list(Look.objects.filter(subject=subject).order_by("-id")[:MOST])
