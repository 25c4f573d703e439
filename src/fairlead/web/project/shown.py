"""Numbers and days as a page shows them: in the language of whoever reads.

What the rooms tell comes in their own words and stays as they wrote it; this is for the few
numbers pages put together themselves. Exports and the API never pass here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fairlead.brief import words

_TURNED = str.maketrans(",.", ".,")
_DIGITS = re.compile(r"\d[\d,.]*\d|\d")

Given = ParamSpec("Given")


def _kept(write: Callable[Given, str]) -> Callable[Given, str]:
    """Write the same once for each language: a page of a team has hundreds of numbers."""

    @lru_cache(maxsize=8_192)
    def written(_language: str | None, *args: Given.args, **kwargs: Given.kwargs) -> str:
        return write(*args, **kwargs)

    @wraps(write)
    def kept(*args: Given.args, **kwargs: Given.kwargs) -> str:
        return written(get_language(), *args, **kwargs)  # type: ignore[arg-type]  # all hashable

    return kept


@_kept
def count(number: int) -> str:
    """Write a count with separators: ``4,238``."""
    return formats.number_format(number)


@_kept
def ratio(successes: int, trials: int) -> str:
    """Write a numerator with its denominator: ``251 of 465``."""
    return _("%(successes)s of %(trials)s") % {
        "successes": count(successes),
        "trials": count(trials),
    }


def rate(successes: int, trials: int) -> str:
    """Write a ratio with its share: ``251 of 465 = 54%``; nothing of nothing has no share."""
    if trials == 0:
        return ratio(successes, trials)
    return _("%(ratio)s = %(share)s%%") % {
        "ratio": ratio(successes, trials),
        "share": turned(words.percent(successes / trials)).removesuffix("%"),
    }


@_kept
def day(on: dt.date) -> str:
    """Write a day: ``23 Nov 2026``."""
    return formats.date_format(on, "DATE_FORMAT")


def turned(text: str) -> str:
    """Write numbers of a text that was written in English with the separators of the reader."""
    if formats.get_format("DECIMAL_SEPARATOR") != ",":
        return text
    return _DIGITS.sub(lambda found: found[0].translate(_TURNED), text)


def money(minor: int, currency: str | None = None, *, named: bool = False) -> str:
    """Write an amount with about three digits that matter: ``1,720k``."""
    return turned(words.money(minor, currency, named=named))


@_kept
def per_cent(value: float, lower: float, upper: float) -> str:
    """Write a share with its range, all three per cent: ``54% (50 to 58)``."""
    return _("%(value)s%% (%(lower)s to %(upper)s)") % {
        "value": f"{value:.0f}",  # `number_format` cuts off instead of rounding
        "lower": f"{lower:.0f}",
        "upper": f"{upper:.0f}",
    }


@_kept
def ranged(value: str, lower: str, upper: str) -> str:
    """Write a number with its range, each written before: ``12 (9 to 15)``."""
    return _("%(value)s (%(lower)s to %(upper)s)") % {
        "value": value,
        "lower": lower,
        "upper": upper,
    }
