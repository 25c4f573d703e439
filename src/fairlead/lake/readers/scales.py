"""Amounts written short: 12.5k, 1,2 Mio, 250 TEUR, and headers that say "in k€"."""

from __future__ import annotations

import re

SCALES: dict[int, str] = {
    10_000: "万|萬",
    100_000_000: "億|亿",
    1_000: "k|tsd|tausend|tys|thousand|milliers|miles|mila|duizend|tusen|tis",
    1_000_000: (
        "m|mm|mn|mi|mio|mln|mill|million|millions|millionen|millones|milioni|milhoes|milhões|"
        "miljoen|miljoner"
    ),
    1_000_000_000: "b|bn|mrd|mld|mia|billion|billions|milliarden|milliards",
}
"""What stands behind a number, and what it stands for.

``mil`` is left out: a thousand in Spanish, a million in English. ``T`` counts as a thousand only
before a sign or a code: ``250 TEUR``.
"""

_BLANKS = "[\\s\u00a0\u202f]*"
_MONEY = r"[€$£₽₹円元]|(?:zł|kr|(?-i:[A-Z]{3}))[.]?"
_HEADER_THOUSAND = re.compile(
    r"(?i)(?<![a-z])(?:k\s?(?:€|\$|£|eur|usd|gbp|chf|pln|sek)|(?:€|\$|£|eur|usd|gbp)\s?k|"
    r"t\s?(?:€|eur|chf|usd)|tkr|tsek|[€$£]?\s?000'?s?|tsd\.?|tys\.?|thousands?|milliers|tausend|"
    r"migliaia|duizend(?:en)?|tusental|千[円元]|천\s?원)(?![a-z])"
)
_HEADER_MILLION = re.compile(
    r"(?i)(?<![a-z])(?:m\s?(?:€|\$|£|eur|usd|gbp|chf|sek)|(?:€|\$|£|eur|usd|gbp)\s?m|mkr|mio\.?|"
    r"mln\.?|millions?|millionen|millones|milioni|milhões|miljoen(?:en)?|miljoner|百[万萬][円元]|백만\s?원)(?![a-z])"
)


def scaled(factor: int | None = None) -> str:
    """Return the pattern of an amount written short; group 2 goes, groups 1 and 3 stay.

    It means the same to Python and to the database engine.

    Parameters
    ----------
    factor
        One of `SCALES`; None for any of them.
    """
    words = "|".join(SCALES.values()) if factor is None else SCALES[factor]
    if factor in {None, 1_000}:  # a T alone may be a thousand or a trillion
        words += "|t(?:€|eur|chf|kr)"
    return rf"(?i)([0-9])({_BLANKS}(?:{words})[.]?)({_BLANKS}(?:{_MONEY})?{_BLANKS}[)]?)$"


_SCALED = {factor: re.compile(scaled(factor)) for factor in SCALES}


def unscaled(text: str) -> tuple[str, int]:
    """Return an amount without the word behind it, and what that word multiplies it by.

    Examples
    --------
    >>> unscaled("$12.5k"), unscaled("1,2 Mio"), unscaled("250 TEUR"), unscaled("3.000,50 EUR")
    (('$12.5', 1000), ('1,2', 1000000), ('250', 1000), ('3.000,50 EUR', 1))
    """
    for factor, pattern in _SCALED.items():
        if pattern.search(text):
            return pattern.sub(r"\1\3", text), factor
    return text, 1


def unit_of_header(header: str) -> str | None:
    """Return ``thousand`` or ``million`` where a header says that its amounts are in such units.

    Examples
    --------
    >>> unit_of_header("CA prévisionnel (k€)"), unit_of_header("Umsatz in Mio. EUR")
    ('thousand', 'million')
    >>> unit_of_header("売上（千円）"), unit_of_header("매출액(백만원)")
    ('thousand', 'million')
    >>> unit_of_header("Amount ($)") is None, unit_of_header("Market") is None
    (True, True)
    """
    if _HEADER_THOUSAND.search(header):
        return "thousand"
    return "million" if _HEADER_MILLION.search(header) else None
