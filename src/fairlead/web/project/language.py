"""The language of a page: the one its reader chose, of those there is a catalogue of.

Nothing is guessed from the browser: sentences of the rooms are English still, and who gets a page
in two languages should have asked for it (docs/decisions/0020-languages.md).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpRequest, HttpResponse
from django.utils import translation

API = "/api/"


def languages_there_are(folder: Path) -> list[tuple[str, str]]:
    """Return English and each language with a compiled catalogue, under its own name."""
    found = {path.parents[1].name for path in folder.glob("*/LC_MESSAGES/django.mo")}
    return [("en", "English"), *((code, LANG_INFO[code]["name_local"]) for code in sorted(found))]


def language_of(request: HttpRequest) -> str:
    """Return the language somebody chose: with their account, else in this browser."""
    if request.path.startswith(API):  # programs read one language, whoever they ask for
        return settings.LANGUAGE_CODE
    user = getattr(request, "user", None)
    kept = getattr(user, "language", "") if user is not None and user.is_authenticated else ""
    wanted = kept or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class Chosen:
    """Answers in the reader's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on in that language, and say in which the answer is."""
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
