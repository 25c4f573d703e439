"""Tag for fair rates: tables of a whole team, on the page Measure, of one person, and on Me."""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from fairlead.web.measure.selectors import Block

register = template.Library()


@register.simple_tag
def fair_rates(blocks: list[Block], person: object = None) -> SafeString:
    """Return competencies as they stand on a page, with quarters where it is about one `person`.

    What is told again is written once: the numbers and names themselves are what it is found by.
    """
    return _written(tuple(blocks), "one" if person else "all", get_language())


@lru_cache(maxsize=256)
def _written(blocks: tuple[Block, ...], whose: str, _language: str | None) -> SafeString:
    return render_to_string("measure/blocks.html", {"blocks": blocks, "person": whose == "one"})
