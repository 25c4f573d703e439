"""Values a test is tried with in the long run only."""

from __future__ import annotations

from typing import Any

import pytest


def slow(*values: Any) -> list[Any]:
    """Return the values, marked: `make test` tries the others, `make test-all` these too."""
    return [pytest.param(value, marks=pytest.mark.slow) for value in values]


def slow_rows(*rows: tuple[Any, ...]) -> list[Any]:
    """Return rows of several values, marked as by `slow`."""
    return [pytest.param(*row, marks=pytest.mark.slow) for row in rows]
