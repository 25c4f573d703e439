"""Numbers, days and lists in words: one way to write each, on every face.

Money is integer minor units, rates are fractions, intervals stand in brackets behind their number.
"""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.units import decimals

MONTHS = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
WEEKDAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
MINOR = "minor"
"""End of the unit of estimates in money: ``EUR minor``, or ``minor`` without a currency."""


def money(
    minor: int, currency: str | None = None, *, like: int | None = None, named: bool = False
) -> str:
    """Write an amount with about three digits that matter.

    Parameters
    ----------
    minor
        Amount in minor units.
    currency
        Gives the decimals of the minor unit; two where it is not known.
    like
        Largest amount of the same sentence or table: all of them get its unit, so that they can
        be added up by eye. Without it, the amount's own size decides.
    named
        Put the currency code in front.

    Examples
    --------
    >>> money(172_000_000, "EUR"), money(935_000, "EUR"), money(1_524_000, "EUR")
    ('1,720k', '9,350', '15.2k')
    >>> money(1_720_000, "JPY", named=True), money(-4_000_000, "EUR", like=241_000_000)
    ('JPY 1,720k', '-40k')
    """
    major = Decimal(minor).scaleb(-decimals(currency))
    size = abs(major if like is None else Decimal(like).scaleb(-decimals(currency)))
    unit, shift, places = _unit(size)
    shown = _rounded(major.scaleb(-shift), places)
    if minor == 0:
        unit = ""
    elif shown == 0:  # too small for the unit of its neighbours: closer, else its own
        closer = next((p for p in (1, 2) if _rounded(major.scaleb(-shift), p)), None)
        if closer is None:
            unit, shown = "", _rounded(major, 0 if abs(major) >= 1 else decimals(currency))
        else:
            shown = _rounded(major.scaleb(-shift), closer)
    elif not unit and size < 100 and minor % 10 ** decimals(currency):
        shown = _rounded(major, decimals(currency))
    code = f"{currency} " if named and currency else ""
    return f"{code}{_plain(shown)}{unit}"


def signed_money(minor: int, currency: str | None = None, *, like: int | None = None) -> str:
    """Write a change in money with its sign: ``+95k``, ``-40k``, ``0``."""
    return ("+" if minor > 0 else "") + money(minor, currency, like=like)


def percent(fraction: float) -> str:
    """Write a fraction per cent, never rounding what is not settled to 0% or 100%.

    Examples
    --------
    >>> percent(0.5398), percent(0.004), percent(1.0), percent(0.99996)
    ('54%', '0.4%', '100%', 'over 99.9%')
    """
    if 0 < fraction < 0.001:
        return "under 0.1%"
    if 0.999 < fraction < 1:
        return "over 99.9%"
    near_the_end = 0 < fraction < 0.01 or 0.99 < fraction < 1
    return f"{_points(fraction, 1 if near_the_end else 0)}%"


def estimate(found: Estimate) -> str:
    """Write an estimate with its interval, in the words of its unit.

    Fractions read ``54% (50 to 58)``, days ``12 days (9 to 15)``, money
    ``1,720k (1,500k to 1,945k)``; any other unit is named behind the number. Ends that read the
    same are no range: ``12.9k, sure to the last digit shown``.
    """
    shown, low_end, high_end = _ends(found)
    if low_end == high_end:
        return f"{shown}, sure to the last digit shown"
    return f"{shown} ({low_end} to {high_end})"


def _ends(found: Estimate) -> tuple[str, str, str]:
    """Return an estimate and the ends of its interval in the words of its unit."""
    low, value, high = found.lower, found.value, found.upper
    if found.unit == "fraction":
        places = 1 if high - low < 0.02 or high < 0.01 or low > 0.99 else 0
        texts = [_points(x, places) for x in (value, low, high)]
        return f"{texts[0]}%", texts[1], texts[2]
    if found.unit == "days":
        places = _places(value)
        texts = [_few_digits(x, places) for x in (low, high)]
        return days(value), texts[0], texts[1]
    if found.unit.endswith(MINOR):
        currency = found.unit.removesuffix(MINOR).strip() or None
        most = round(max(abs(low), abs(high)))
        texts = [money(round(x), currency, like=most) for x in (value, low, high)]
        return texts[0], texts[1], texts[2]
    texts = [_few_digits(x, _places(value)) for x in (value, low, high)]
    return f"{texts[0]} {found.unit}", texts[1], texts[2]


def answer(found: Answer) -> str:
    """Write an answer, or why there is none: ``too little data: 14 of 30``.

    A silence that counting would end says how much there is; any other gives its reason.
    """
    if isinstance(found, Estimate):
        return estimate(found)
    return silence(found)


def silence(found: NotEstimable) -> str:
    """Write why there is no number: ``too little data: 14 of 30``, or the reason alone."""
    if found.needed is not None and found.have is not None:
        return f"too little data: {count(found.have)} of {count(found.needed)}"
    return found.reason


def lacking(found: NotEstimable) -> str:
    """Write a silence for a column of a table: ``3 of 5 needed``; ``-`` where no count ends it."""
    if found.needed is not None and found.have is not None:
        return f"{count(found.have)} of {count(found.needed)} needed"
    return "-"


def count(number: int) -> str:
    """Write a count with separators: ``4,238``."""
    return f"{number:,}"


def counted(number: int, one: str, many: str = "") -> str:
    """Write a count with its noun: ``1 deal``, ``4,238 deals``, ``no deals``."""
    if number == 0:
        return f"no {many or one + 's'}"
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def wins(number: float) -> str:
    """Write how many wins are expected, which need not be whole.

    Examples
    --------
    >>> wins(0), wins(0.02), wins(0.43), wins(1.0), wins(12.4)
    ('no wins', 'under 0.1 wins', '0.4 wins', '1 win', '12 wins')
    """
    if 0 < number < 0.05:
        return "under 0.1 wins"
    text = _few_digits(number, _places(number))
    return counted(int(text), "win") if text in {"0", "1"} else f"{text} wins"


_ONE = {"people": "person", "opportunities": "opportunity", "activities": "activity"}
_SAID = {"quarantine": ("row put aside", "rows put aside"), "deal_team": ("helper", "helpers")}


def table_rows(table: str, number: int, what: str = "") -> str:
    """Write how many rows of a table: ``1 opportunity``, ``3 new stage changes``.

    Examples
    --------
    >>> table_rows("opportunities", 1, "new"), table_rows("stage_changes", 3)
    ('1 new opportunity', '3 stage changes')
    >>> table_rows("quarantine", 2)
    '2 rows put aside'
    """
    many = table.replace("_", " ")
    one, many = _SAID.get(table, (_ONE.get(many, many.removesuffix("s")), many))
    noun = one if number == 1 else many
    return " ".join(part for part in (count(number), what, noun) if part)


def times(factor: float) -> str:
    """Write how often one amount holds another: ``3.6 times``, ``0.4 times``.

    Examples
    --------
    >>> times(3.64), times(0.041), times(123.4), times(0.0)
    ('3.6 times', '0.04 times', '123 times', '0 times')
    """
    places = 2 if 0 < factor < 0.1 else _places(factor)
    return f"{_few_digits(factor, places)} times"


def ratio(successes: int, trials: int) -> str:
    """Write a numerator with its denominator: ``251 of 465``."""
    return f"{count(successes)} of {count(trials)}"


def rate(successes: int, trials: int) -> str:
    """Write a ratio with its share: ``251 of 465 = 54%``; nothing of nothing has no share."""
    if trials == 0:
        return ratio(successes, trials)
    return f"{ratio(successes, trials)} = {percent(successes / trials)}"


def how_often(level: float) -> str:
    """Write the level of an interval as a frequency.

    Examples
    --------
    >>> how_often(0.8), how_often(0.95)
    ('8 times in 10', '95 times in 100')
    """
    for of in (10, 100, 1000):
        times = level * of
        if math.isclose(times, round(times), abs_tol=1e-9):
            return f"{round(times)} times in {of}"
    return f"{level:.3g} of the time"


def days(number: float) -> str:
    """Write a duration: ``1 day``, ``3.5 days``, ``12 days``."""
    text = _few_digits(number, _places(number))
    return f"{text} day" if text == "1" else f"{text} days"


def day(on: dt.date) -> str:
    """Write a day: ``23 Nov 2026``."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def weekday(on: dt.date) -> str:
    """Write a day with its weekday: ``Monday 23 Nov 2026``."""
    return f"{WEEKDAYS[on.weekday()]} {day(on)}"


def month(on: dt.date) -> str:
    """Write a month: ``Nov 2026``."""
    return f"{MONTHS[on.month - 1]} {on.year}"


def moment(at: dt.datetime) -> str:
    """Write a moment to the minute: ``22 Nov 2026, 21:40``."""
    return f"{day(at.date())}, {at.hour:02d}:{at.minute:02d}"


def span(from_on: dt.date, to_on: dt.date) -> str:
    """Write two days, the year and month said once: ``16 to 23 Nov 2026``.

    Both days are said as they are; a period that ends before `to_on` is the caller's to shorten.
    """
    if from_on.year != to_on.year:
        return f"{day(from_on)} to {day(to_on)}"
    if from_on.month != to_on.month:
        return f"{from_on.day} {MONTHS[from_on.month - 1]} to {day(to_on)}"
    if from_on == to_on:
        return day(to_on)
    return f"{from_on.day} to {day(to_on)}"


def joined(items: Iterable[str], *, most: int | None = None) -> str:
    """Write a list: ``Ada, Ben and Cleo``; beyond `most` entries ``Ada, Ben and 7 more``."""
    texts = list(items)
    if most is not None and len(texts) > most:
        texts = [*texts[:most], f"{count(len(texts) - most)} more"]
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def printable(text: str) -> str:
    """Return text from a file as one line that cannot steer a terminal or a page.

    Control characters (escape sequences, line breaks, NUL) become blanks, half a surrogate pair
    becomes a mark, and characters that turn the writing direction are left out. Runs of blanks
    become one.
    """
    signs = [_PRINTED.get(unicodedata.category(sign), sign) for sign in text]
    return " ".join("".join(sign for sign in signs if sign not in _TURNS).split())


_PRINTED = {"Cc": " ", "Cs": "\ufffd", "Zl": " ", "Zp": " "}
_TURNS = frozenset(
    map(chr, (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)


def _unit(size: Decimal) -> tuple[str, int, int]:
    """Return the unit, its power of ten and the decimals for an amount of this size."""
    for unit, shift in (("", 0), ("k", 3), ("M", 6)):
        if size < Decimal(10_000).scaleb(shift):
            small = shift > 0 and size < Decimal(100).scaleb(shift)
            return unit, shift, 1 if small else 0
    return "bn", 9, 1 if size < Decimal(100).scaleb(9) else 0


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _plain(number: Decimal) -> str:
    """Write a decimal with separators; ``12.0`` is ``12``, but ``12.50`` stays."""
    whole = number == number.to_integral_value()
    text = f"{number.to_integral_value():,}" if whole else f"{number:,}"
    return "0" if text == "-0" else text


def _points(fraction: float, places: int) -> str:
    # repr first: 0.545 is to round like the number people read, not like its binary neighbour
    shown = _rounded(Decimal(repr(round(fraction, 12))).scaleb(2), places)
    return f"{abs(shown) if shown == 0 else shown}"


def _places(number: float) -> int:
    """Return the decimals of a plain number: none from 10 on, one below."""
    return 0 if abs(number) >= 9.95 else 1


def _few_digits(number: float, places: int) -> str:
    return _plain(_rounded(Decimal(repr(round(number, 9))), places))


def major(minor: int, currency: str | None = None) -> str:
    """Write an amount exactly, in major units: ``1,054.00``, ``1,720,000`` yen.

    Examples
    --------
    >>> major(105_400, "EUR"), major(1_720, "JPY")
    ('1,054.00', '1,720')
    """
    return f"{Decimal(minor).scaleb(-decimals(currency)):,}"


def narrow(found: Answer) -> str:
    """Write a fraction for a column of a table: whole per cents, ``54% (50 to 58)``.

    An end that is not settled never reads 0 or 100: ``>99.9%``.
    """
    if isinstance(found, NotEstimable):
        return lacking(found)
    texts = (percent(x) for x in (found.lower, found.value, found.upper))
    low, value, high = (t.replace("over ", ">").replace("under ", "<") for t in texts)
    return f"{value} ({low.rstrip('%')} to {high.rstrip('%')})"
