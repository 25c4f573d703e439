"""A tag for what is contested of the numbers of an answer."""

from __future__ import annotations

from django import template

from fairlead.web.evidence.selectors import Contested, contested, number_of
from fairlead.web.published.forms import Page

register = template.Library()


@register.simple_tag
def contested_of(page: Page) -> list[Contested]:
    """Return what the people of an answer contest of the numbers that stand in it."""
    if page.choice is None or page.found is None:
        return []
    numbers = {number_of(each) for each in page.found.body.get("evidence", [])}
    return [each for each in contested(page.choice.people) if each.key in numbers]
