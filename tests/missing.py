"""What this machine lacks is said loudly at the end of the tests, or fails where asked.

`.ci/run` installs it and sets FAIRLEAD_REQUIRE_ALL, so that nothing is left out there unseen.
"""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

MARK = "NOT ON THIS MACHINE"
REQUIRE = "FAIRLEAD_REQUIRE_ALL"


def missing(what: str) -> NoReturn:
    """Skip the test, saying what is missing; fail where everything has to be there."""
    if os.environ.get(REQUIRE):
        pytest.fail(f"{MARK}: {what}", pytrace=False)
    pytest.skip(f"{MARK}: {what}")


def told(skipped: list[object]) -> list[str]:
    """Return what was missing, each once, from the reports of skipped tests."""
    reasons = [str(r.longrepr[2]) for r in skipped if isinstance(getattr(r, "longrepr", 0), tuple)]  # type: ignore[attr-defined]
    return sorted({reason.split(f"{MARK}: ", 1)[1] for reason in reasons if MARK in reason})
