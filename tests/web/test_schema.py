"""Made-up calls over the whole API, as three roles: no bug is met, nothing is undocumented.

`FAIRLEAD_API_CASES` says how many calls an operation gets from each role (8 in the test command).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from tests.longer import slow
from tests.missing import missing
from tests.web.conftest import Cast
from tests.web.test_api import NOW

from fairlead.web.people import services

CASES = int(os.environ.get("FAIRLEAD_API_CASES", "8"))
ROLES = ("ben", "cleo", "ops")


@pytest.fixture
def same_connection() -> Iterator[None]:
    """Let calls that come in as a server sends them use the connection of the test."""
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections

    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def tokens(published: Cast) -> dict[str, str]:
    return {
        who: services.make_token(
            published.accounts[who].pk, "made-up calls", NOW, ("read", "write", "import")
        )
        for who in ROLES
    }


@pytest.mark.parametrize("who", [ROLES[0], *slow(*ROLES[1:])])
def test_made_up_calls_meet_no_bug_and_nothing_undocumented(
    who: str, tokens: dict[str, str], same_connection: None, settings_of: Any
) -> None:
    try:
        import schemathesis
    except ImportError:
        missing("schemathesis is not installed: no made-up calls over the API")
    from fairlead.web.project.wsgi import application

    settings_of(API_PER_MINUTE=10**9, ALLOWED_HOSTS=["*"])
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    met: dict[str, set[int]] = {}

    for found in schema.get_all_operations():
        _ask(found.ok(), tokens[who], met)
    assert len(met) >= 8
    assert {status for each in met.values() for status in each} - {401, 429} >= {200, 404}


def _ask(operation: Any, token: str, met: dict[str, set[int]]) -> None:
    """Make up calls of one operation; note which statuses came."""
    from hypothesis import HealthCheck, given
    from hypothesis import settings as how
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    @given(case=operation.as_strategy())
    @how(
        max_examples=CASES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Any) -> None:
        answer = case.call_and_validate(
            headers={"Authorization": f"Bearer {token}"},
            excluded_checks=[positive_data_acceptance],  # no schema tells a cursor from a text
        )
        met.setdefault(operation.label, set()).add(answer.status_code)

    ask()
