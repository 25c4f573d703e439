"""What Fairlead says on purpose, as a page or as JSON; the same words as at the terminal."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from fairlead.errors import (
    AccessError,
    ConflictError,
    FairleadError,
    InputError,
    UnavailableError,
)

STATUS: dict[type[FairleadError], int] = {
    AccessError: 404,
    ConflictError: 409,
    InputError: 422,
    UnavailableError: 503,
}
API = "/api/"
SENTENCE = 20
"""Letters from which on something typed is shown again, when its form was not taken."""
COMPANY = "/account/with/"
"""Behind these addresses another server is asked; `requests` tells its errors as OSError."""


def status_of(error: FairleadError) -> int:
    """Return the HTTP status an error is told with."""
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)


class Told:
    """Turn errors of ours into answers; bugs stay bugs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; the API has one shape for errors, pages too, also where a method is not known."""
        response = self.get_response(request)
        return _unknown_method(request, response) if response.status_code == 405 else response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return what is said of an error of ours; None leaves others to Django."""
        if request.path.startswith(COMPANY) and isinstance(error, OSError):
            error = UnavailableError(
                _("your company's sign-in cannot be reached"),
                hint=_("Try again in a minute, or sign in with your password."),
            )
        if not isinstance(error, FairleadError):
            return None
        if isinstance(error, AccessError):
            if request.path.startswith(API):
                return JsonResponse(error.as_dict(), status=404)
            raise Http404 from error
        code = status_of(error)
        if request.path.startswith(API):
            return JsonResponse(error.as_dict(), status=code)
        context = {"error": error, "back": _came_from(request), "typed": _typed(request)}
        return render(request, "ui/told.html", context, status=code)


def _unknown_method(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return what is said where an address takes no such method: many take forms only."""
    allowed = response.headers.get("Allow", "")
    if request.path.startswith(API):
        hint = f"Allowed: {allowed or 'see openapi.json'}."
        told = {"code": "method", "message": f"{request.method} is not known here"}
        answer: HttpResponse = JsonResponse({"error": told | {"hint": hint}}, status=405)
    else:
        text = _("Only a form on another page leads here.")
        context = {"title": _("There is nothing here"), "text": text}
        answer = render(request, "ui/error.html", context, status=405)
    answer.headers["Allow"] = allowed or "GET"
    return answer


def _came_from(request: HttpRequest) -> str:
    """Return the page a form stood on: its own address may take forms only."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host() or not before.path.startswith("/"):
        return "/" if request.method == "POST" else request.path
    return urlunsplit(("", "", "/" + before.path.lstrip("/"), before.query, ""))


def _typed(request: HttpRequest) -> list[str]:
    """Return the sentences somebody typed, so that none is lost with its form."""
    words = [str(v) for name, v in request.POST.items() if "password" not in name]
    return [each for each in words if len(each) >= SENTENCE and " " in each.strip()]
