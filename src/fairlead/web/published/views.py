"""How pages show an answer: found, being made, or not to be had; the same on every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fairlead.web.published.forms import page_of, shown_sections
from fairlead.web.published.selectors import has_data


def show(
    request: HttpRequest, kind: str, template: str, more: dict[str, Any] | None = None
) -> HttpResponse:
    """Return a page that is a told answer; `more` is what its template needs besides."""
    page = page_of(request, kind)
    sections = shown_sections(page.found.body["sections"]) if page.found else []
    context = {"page": page, "sections": sections, "has_data": has_data(), "kind": kind}
    return render(request, template, context | (more or {}))
