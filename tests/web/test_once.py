"""What is asked once while a page is made."""

from __future__ import annotations

import pytest
from django.core.cache import DEFAULT_CACHE_ALIAS, cache, caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from tests.web.conftest import Cast

from fairlead.web.project.once import Once, once


def twice(method: str) -> list[int]:
    """Return what a function that counts its calls says twice while something is answered."""
    asked: list[int] = []

    @once
    def count(step: int = 1) -> int:
        asked.append(step)
        return len(asked)

    told: list[int] = []

    def page(_request: HttpRequest) -> HttpResponse:
        told.extend((count(), count(), count(2), count(step=2)))
        return HttpResponse()

    answers = Once(page)
    answers(RequestFactory().generic(method, "/"))
    answers(RequestFactory().generic(method, "/"))
    return told


def test_a_page_asks_once_and_the_next_one_anew() -> None:
    assert twice("GET") == [1, 1, 2, 3, 4, 4, 5, 6]


def test_what_may_change_something_asks_each_time() -> None:
    assert twice("POST") == [1, 2, 3, 4, 5, 6, 7, 8]


def test_outside_of_pages_nothing_is_kept() -> None:
    asked: list[int] = []
    count = once(lambda: asked.append(0))
    count()
    count()
    assert len(asked) == 2


@pytest.mark.parametrize("place", ["/", "/forecast/", "/pipeline/", "/measure/", "/team/"])
def test_no_page_of_a_manager_asks_the_same_question_of_people_twice(
    cast: Cast, place: str
) -> None:
    browser, asked = cast.client("ben"), []

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        if "people_policy" in sql or "people_assignment" in sql:
            asked.append((sql, tuple(params)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        assert browser.get(place).status_code == 200
    assert len(asked) == len(set(asked))
    assert asked


def test_what_is_counted_is_counted_for_all_processes_together(tables: None) -> None:
    assert cache.add("calls-1-0", 1, 60)
    elsewhere = caches.create_connection(DEFAULT_CACHE_ALIAS)  # type: ignore[attr-defined]
    assert not elsewhere.add("calls-1-0", 1, 60)
    assert elsewhere.incr("calls-1-0") == 2
    assert cache.get("calls-1-0") == 2
