"""A share in words: k of n with its range, or what is missing."""

from __future__ import annotations

from django import template

from fairlead.answers import Answer, NotEstimable

register = template.Library()


@register.filter
def share(answer: Answer) -> str:
    """Return an answer as people read it: ``7 of 9 = 78% (45 to 94)``, or why it is silent."""
    if isinstance(answer, NotEstimable):
        if answer.needed is None:
            return f"{answer.reason}"
        return f"too little data: {answer.have} of {answer.needed}"
    low, high = round(answer.lower * 100), round(answer.upper * 100)
    return f"{answer.successes} of {answer.n} = {answer.value:.0%} ({low} to {high})"
