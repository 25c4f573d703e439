"""What Fairlead says on purpose, as a page or as JSON; the same words as at the terminal."""

from __future__ import annotations

from collections.abc import Callable

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
        """Go on; the API has one shape for errors, also where a method is not known."""
        response = self.get_response(request)
        if response.status_code == 405 and request.path.startswith(API):
            hint = f"Allowed: {response.headers.get('Allow', 'see openapi.json')}."
            told = {"code": "method", "message": f"{request.method} is not known here"}
            answer = JsonResponse({"error": told | {"hint": hint}}, status=405)
            answer.headers["Allow"] = response.headers.get("Allow", "GET")
            return answer
        return response

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
        return render(request, "ui/told.html", {"error": error}, status=code)
