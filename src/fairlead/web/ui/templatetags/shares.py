"""A share in words: k of n with its range, or what is missing."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.translation import gettext as _

from fairlead.answers import Answer, NotEstimable
from fairlead.web.project import shown

register = template.Library()


@register.filter
def share(answer: Answer) -> str:
    """Return an answer as people read it: ``7 of 9 = 78% (45 to 94)``, or why it is silent."""
    if isinstance(answer, NotEstimable):
        if answer.needed is None:
            return format_html('<span lang="en">{}</span>', answer.reason)  # words of a room
        counts = shown.ratio(answer.have or 0, answer.needed)
        return _("too little data: %(counts)s") % {"counts": counts}
    range_of = (100 * number for number in (answer.value, answer.lower, answer.upper))
    return f"{shown.ratio(answer.successes or 0, answer.n)} = {shown.per_cent(*range_of)}"
