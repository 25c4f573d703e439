"""Which database the application keeps people, jobs and published answers in."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from fairlead.errors import InputError
from fairlead.lake.store.pages import FILE

WAIT_S = 20
"""How long a writer waits for another before it gives up."""
KEPT_S = 60
"""How long a line to the database is kept for the next page."""


def database_of(workspace: Path, url: str | None) -> dict[str, Any]:
    """Return Django's settings of the database.

    Parameters
    ----------
    workspace
        Folder that holds the SQLite file where `url` is empty.
    url
        ``postgresql://user:word@host:port/name?option=value``, as in DATABASE_URL.

    Raises
    ------
    InputError
        The address is none of PostgreSQL.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(workspace / FILE),
            "CONN_MAX_AGE": KEPT_S,
            "OPTIONS": {
                "timeout": WAIT_S,
                "transaction_mode": "IMMEDIATE",  # a reader that turns writer cannot wait its turn
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise InputError(
            "DATABASE_URL is no address of a PostgreSQL database",
            hint="Write it as postgresql://user:word@host:5432/name, or leave it out for SQLite.",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": KEPT_S,
        "CONN_HEALTH_CHECKS": True,
    }
