"""What is asked once while a page is made, however many parts of it need the answer."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

from django.http import HttpRequest, HttpResponse

Given = ParamSpec("Given")
T = TypeVar("T")

_known: ContextVar[dict[Any, Any] | None] = ContextVar("known", default=None)


def once(function: Callable[Given, T]) -> Callable[Given, T]:
    """Keep what a function returns until the page that is being made is done.

    Nothing is kept where no page is made or where the request may change something. For
    functions of few hashable arguments whose answer nobody changes.
    """

    @functools.wraps(function)
    def asked(*args: Given.args, **kwargs: Given.kwargs) -> T:
        known = _known.get()
        if known is None:
            return function(*args, **kwargs)
        key = (function, args, tuple(sorted(kwargs.items())))
        if key not in known:
            known[key] = function(*args, **kwargs)
        answer: T = known[key]
        return answer

    return asked


class Once:
    """Begins to keep when a page that only reads is asked for, forgets when it was answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on."""
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        before = _known.set({})
        try:
            return self.get_response(request)
        finally:
            _known.reset(before)
