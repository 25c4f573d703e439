"""Long lists in pieces: each piece names where the next one begins."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import TypeVar

from fairlead.errors import InputError

MOST = 500
"""Most rows in one piece."""

Row = TypeVar("Row")


def piece(
    rows: Sequence[Row], key: Callable[[Row], list[str]], cursor: str, limit: int
) -> tuple[list[Row], str | None]:
    """Return the rows after a cursor, and the cursor of the next piece (None at the end).

    Parameters
    ----------
    rows
        All rows, in the order of `key`.
    key
        What tells a row from others; a row that comes or goes between two pieces moves none.
    cursor
        What the piece before said, "" for the first.
    limit
        Rows in a piece, 1 to `MOST`.

    Raises
    ------
    InputError
        The cursor is none of ours.
    """
    after = _read(cursor) if cursor else None
    left = [row for row in rows if after is None or key(row) > after]
    taken = left[: max(1, min(limit, MOST))]
    more = len(left) > len(taken)
    return taken, _written(key(taken[-1])) if more else None


def _written(key: list[str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _read(cursor: str) -> list[str]:
    try:
        whole = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        told = json.loads(base64.urlsafe_b64decode(whole))
    except (binascii.Error, ValueError) as error:
        raise _no_cursor() from error
    if not isinstance(told, list) or not all(isinstance(part, str) for part in told):
        raise _no_cursor()
    return told


def _no_cursor() -> InputError:
    return InputError("this cursor is none of ours", hint="Send what `next` said, as it was.")
