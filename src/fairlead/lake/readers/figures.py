"""Whether a column holds numbers, and how it writes them: 1.234,56 or 1,234.56 or (1,234)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from fairlead.lake.readers.scales import unscaled

_SIGNS = r"[A-Z]{1,2}\$|[$€£¥￥円元₽₹₺₩฿₫₪₴₦]|zł|kr\.?|Kč|Ft|lei|Fr\.?|руб\.?|[A-Z]{3}"
_NUMBER = re.compile(
    rf"^(?:(?P<before>{_SIGNS})\s*(?=\())?\(?\s*[-+−]?\s*(?:(?P<front>{_SIGNS})\s*)?[-+−]?\s*"
    rf"(?P<digits>\d[\d.,'’\s\u00a0\u202f]*)\s*(?P<percent>%)?\s*(?:(?P<back>{_SIGNS}))?\s*-?\s*"
    rf"\)?(?:(?<=\))\s*(?P<after>{_SIGNS}))?$"
)
_NEGATIVE = re.compile(r"^[^0-9]*[-−(]|[0-9][^0-9.,]*[-−][^0-9]*$")
_POINT_GROUPS = re.compile(r"^\d{1,3}(?:\.\d{3})+$")
_COMMA_GROUPS = re.compile(r"^\d{1,3}(?:,\d{3})+$")
_CLOCK = re.compile(r"^\d{1,4}:\d{2}:\d{2}$")
_CURRENCIES = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "zł": "PLN",
    "Kč": "CZK",
    "Ft": "HUF",
    "₽": "RUB",
    "руб": "RUB",
    "руб.": "RUB",
    "R$": "BRL",
    "円": "JPY",
    "₹": "INR",
}


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How a column writes numbers.

    `share` of the values are numbers; `decimal` is ``.`` or ``,``; `ambiguous` where groups of
    three after one sign could be either (``1.234``); `whole` where none has decimals; `currency`
    where one sign or code stands beside the numbers; `short` where some are written like 12k.
    """

    share: float
    decimal: str
    ambiguous: bool
    whole: bool
    negative_share: float
    percent: bool
    currency: str | None
    largest: float
    smallest: float
    typical: float
    short: bool = False


def number_style(values: Sequence[tuple[str, int]]) -> NumberStyle | None:
    """Return how the values write numbers, None if none of them is a number."""
    total = sum(weight for _, weight in values)
    found = []
    for value, weight in values:
        text, factor = unscaled(value.strip())
        if match := _NUMBER.match(text):
            found.append((match, weight, factor))
    if not found:
        return None
    decimal, ambiguous = _decimal(
        [(re.sub(r"[\s'’\u00a0\u202f]", "", m["digits"]), factor > 1) for m, _, factor in found]
    )
    amounts: list[tuple[float, int]] = []
    for match, weight, factor in found:
        amount = _amount(match["digits"], decimal)
        if amount is not None:
            negative = _NEGATIVE.search(match.group(0)) is not None
            amounts.append((factor * (-amount if negative else amount), weight))
    hits = sum(weight for _, weight in amounts)
    if not hits:
        return None
    beside = ("before", "front", "back", "after")
    signs = {next((m[b] for b in beside if m[b]), None) for m, _, _ in found} - {None}
    sizes = sorted(abs(amount) for amount, _ in amounts)
    return NumberStyle(
        share=hits / total,
        decimal=decimal,
        ambiguous=ambiguous,
        whole=all(amount.is_integer() for amount, _ in amounts),
        negative_share=sum(w for amount, w in amounts if amount < 0) / hits,
        percent=any(m["percent"] for m, _, _ in found),
        currency=_currency(signs),
        short=any(factor > 1 for _, _, factor in found),
        largest=max(amount for amount, _ in amounts),
        smallest=min(amount for amount, _ in amounts),
        typical=sizes[len(sizes) // 2],
    )


def is_clock(values: Sequence[tuple[str, int]]) -> bool:
    """Return whether most values are written as hours, minutes and seconds."""
    total = sum(weight for _, weight in values)
    return sum(w for value, w in values if _CLOCK.match(value.strip())) > 0.8 * total > 0


def _decimal(digits: list[tuple[str, bool]]) -> tuple[str, bool]:
    """Return the decimal sign and whether it had to be guessed.

    Each number comes with whether it is written short: in 1.234M the point is no group mark.
    """
    comma = point = unsure_comma = unsure_point = 0
    for text, short in digits:
        last_comma, last_point = text.rfind(","), text.rfind(".")
        if last_comma >= 0 and last_point >= 0:
            comma, point = comma + (last_comma > last_point), point + (last_point > last_comma)
        elif text.count(",") > 1:
            point += 1  # 1,234,567
        elif text.count(".") > 1:
            comma += 1  # 1.234.567
        elif last_comma >= 0:
            grouped = bool(_COMMA_GROUPS.match(text)) and not short
            unsure_comma, comma = unsure_comma + grouped, comma + (not grouped)
        elif last_point >= 0:
            grouped = bool(_POINT_GROUPS.match(text)) and not short
            unsure_point, point = unsure_point + grouped, point + (not grouped)
    if comma > point:
        return ",", False
    if point > comma:
        return ".", False
    if unsure_comma and not unsure_point:
        return ".", False  # 1,234: a group far more often than three decimals
    if unsure_point and not unsure_comma:
        return ",", True  # 1.234: a group in half of the world
    return ".", bool(unsure_point)


def _amount(digits: str, decimal: str) -> float | None:
    text = re.sub(r"[\s'’\u00a0\u202f]", "", digits)
    text = text.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    try:
        return float(text)
    except ValueError:
        return None


def _currency(signs: set[str | None]) -> str | None:
    codes = {_CURRENCIES.get(sign, sign if len(sign) == 3 else None) for sign in signs if sign}
    return codes.pop() if len(codes) == 1 else None
