"""The API: the same words, for programs; one shape for errors; nothing without a rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from fairlead import __version__
from fairlead.errors import AccessError, FairleadError
from fairlead.web.brief.api import router as brief
from fairlead.web.diagnose.api import router as diagnose
from fairlead.web.feedback.api import router as feedback
from fairlead.web.forecast.api import router as forecast
from fairlead.web.imports.api import router as imports
from fairlead.web.leadership.api import router as leadership
from fairlead.web.me.api import router as me
from fairlead.web.measure.api import router as measure
from fairlead.web.people.access import (
    ANYONE,
    NAMESPACE,
    Rule,
    Viewer,
    declare,
    rule_of,
    token_of,
    viewer_of,
)
from fairlead.web.pipeline.api import router as pipeline
from fairlead.web.prioritise.api import router as prioritise
from fairlead.web.process.api import router as process
from fairlead.web.project.clock import now
from fairlead.web.project.described import Described
from fairlead.web.project.limits import TooOftenError, count_call
from fairlead.web.project.told import status_of
from fairlead.web.team.api import router as team
from fairlead.web.vision.api import router as vision

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def signed_in(request: HttpRequest) -> Viewer | None:
    """Return who asks, by session or by token; None is told as 401.

    What changes something needs a token: a session alone could be used by a page of somebody else.
    """
    viewer = viewer_of(request)
    if viewer.user is None or (request.method not in READING and token_of(request) is None):
        return None
    count_call(viewer.user, now())
    return viewer


api = Described(
    title="Fairlead",
    version=__version__,
    description="What the pages say, in the same words, to whom they say it.",
    urls_namespace=NAMESPACE,
    docs_url=None,
    openapi_url=None,
    auth=signed_in,
)
for name, router in (
    ("brief", brief),
    ("pipeline", pipeline),
    ("forecast", forecast),
    ("measure", measure),
    ("diagnose", diagnose),
    ("prioritise", prioritise),
    ("process", process),
    ("team", team),
    ("feedback", feedback),
    ("vision", vision),
    ("leadership", leadership),
    ("me", me),
    ("imports", imports),
):
    api.add_router(name, router)


@api.get("openapi.json", auth=None, include_in_schema=False)
@declare(ANYONE)
def description(request: HttpRequest) -> Any:
    """Return what may be asked, as OpenAPI."""
    del request
    return api.get_openapi_schema()


def operations(of: NinjaAPI) -> Iterator[tuple[str, str, Rule | None]]:
    """Yield address, method and rule of every operation."""
    for prefix, router in of._routers:  # noqa: SLF001 -- ninja has no other way to list them
        for place, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield f"{prefix}{place}", method, rule_of(operation.view_func)


def refuse_open(of: NinjaAPI) -> None:
    """Do nothing if every operation declares who may ask.

    Raises
    ------
    ImproperlyConfigured
        One does not: the application does not start.
    """
    for place, method, rule in operations(of):
        if rule is None:
            raise ImproperlyConfigured(f"{method} {place} declares no rule")


refuse_open(api)


def _told(request: HttpRequest, error: FairleadError, status: int) -> HttpResponse:
    return api.create_response(request, error.as_dict(), status=status)


@api.exception_handler(FairleadError)
def on_told(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer with an error of ours."""
    return _told(request, error, status_of(error))


@api.exception_handler(Http404)
def on_missing(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer for what is not there, or not for the reader."""
    del error
    return _told(request, AccessError("there is nothing here"), 404)


def _refused(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
    told = {"error": {"code": code, "message": message, "hint": HINTS.get(status, "")}}
    return api.create_response(request, told, status=status)


HINTS = {
    401: "Make a token on the page Me and send it as Authorization: Bearer TOKEN.",
    429: "Wait as many seconds as Retry-After says.",
}


@api.exception_handler(AuthenticationError)
def on_stranger(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer somebody nobody knows."""
    del error
    return _refused(request, 401, "signed_out", "sign in, or send a token")


@api.exception_handler(TooOftenError)
def on_too_often(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer somebody who asks too often."""
    response = _refused(request, 429, "too_often", str(error))
    response.headers["Retry-After"] = str(error.seconds)
    return response


@api.exception_handler(HttpError)
def on_unreadable_body(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer what ninja itself refuses, such as a body that is no JSON."""
    return _refused(request, error.status_code, "input", str(error))


@api.exception_handler(ValidationError)
def on_unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    """Answer what cannot be understood."""
    first = error.errors[0] if error.errors else {}
    where = ".".join(str(part) for part in first.get("loc", ()))
    return _refused(request, 422, "input", f"{where}: {first.get('msg', 'cannot be understood')}")
