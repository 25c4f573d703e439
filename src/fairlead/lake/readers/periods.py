"""Months and quarters as headers write them: Jan-26, Q1 2026, 2026-01, Styczeń 2026, 1T26."""

from __future__ import annotations

import re

from fairlead.lake.readers.words import folded

_MONTHS: tuple[str, ...] = (
    "jan january januar janvier janv enero ene gennaio gen janeiro januari styczen sty leden",
    "feb february februar fevrier fevr fev febrero febbraio fevereiro februari luty lut unor",
    "mar march mrz marz maerz mars marzo marco maart mrt marzec brezen",
    "apr april avril avr abril abr aprile kwiecien kwi duben",
    "may mai mayo maggio mag maio mei maj kveten",
    "jun june juni juin junio giugno giu junho czerwiec cze cerven",
    "jul july juli juillet juil julio luglio lug julho lipiec lip cervenec",
    "aug august aout agosto ago augustus augusti sierpien sie srpen",
    "sep sept september septembre septiembre settembre set setembro wrzesien wrz zari",
    "oct october okt oktober octobre octubre ottobre ott outubro out pazdziernik paz rijen",
    "nov november novembre noviembre novembro listopad lis",
    "dec december dez dezember decembre diciembre dic dicembre dezembro grudzien gru prosinec",
)
_MONTH = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_YEAR = r"(?P<year>20\d{2}|\d{2})"
_NAMED = re.compile(rf"^(?P<name>[a-z]{{3,12}}) ?(?:{_YEAR})?$")
_NAMED_BEHIND = re.compile(r"^(?P<year>20\d{2}) (?P<name>[a-z]{3,12})$")
_NUMBERED = re.compile(
    r"^(?:(?P<year>20\d{2}) ?m?(?P<month>0?[1-9]|1[0-2])(?: 01(?:t?00 00 00)?)?"
    r"|(?P<month2>0?[1-9]|1[0-2]) (?P<year2>20\d{2}))$"
)
_QUARTER = re.compile(
    r"^(?:(?:q|t|k|kw|kv|quarter|quartal|trimestre|trim|kwartaal|kwartal|kvartal) ?(?P<q>[1-4])"
    rf"|(?P<q2>[1-4]) ?(?:q|t|trimestre|trim|quartal|kwartal|kwartaal|kvartal)) ?(?:{_YEAR})?$"
)
_QUARTER_BEHIND = re.compile(r"^(?P<year>20\d{2}) ?[qtk](?P<q>[1-4])$")


def period_of(header: str, year: int | None = None) -> str | None:
    """Return the month or quarter a header names, as ``2026-01`` or ``2026-Q1``.

    Parameters
    ----------
    header
        As written.
    year
        Year of headers that carry none; without it they name no period.

    Examples
    --------
    >>> period_of("Jan-26"), period_of("1T26"), period_of("2026-03-01"), period_of("Q4", 2026)
    ('2026-01', '2026-Q1', '2026-03', '2026-Q4')
    >>> period_of("Mai") is None, period_of("Amount 2026") is None
    (True, True)
    """
    text = folded(header)
    for pattern in (_QUARTER, _QUARTER_BEHIND):
        if match := pattern.match(text):
            parts = match.groupdict()
            return _dated(parts.get("year"), year, f"Q{parts.get('q') or parts.get('q2')}")
    if match := _NUMBERED.match(text):
        month = int(match["month"] or match["month2"])
        return f"{match['year'] or match['year2']}-{month:02}"
    for pattern in (_NAMED, _NAMED_BEHIND):
        match = pattern.match(text)
        if match and match["name"] in _MONTH:
            return _dated(match["year"], year, f"{_MONTH[match['name']]:02}")
    return None


def _dated(written: str | None, year: int | None, part: str) -> str | None:
    if written is None:
        return None if year is None else f"{year}-{part}"
    number = int(written)
    return f"{number if number > 99 else 2000 + number}-{part}"


def year_in(text: str) -> int | None:
    """Return the one year a file or sheet name holds, None if it holds none or several.

    Examples
    --------
    >>> year_in("Quota 2026.xlsx"), year_in("2025-2026") is None
    (2026, True)
    """
    years = {int(found) for found in re.findall(r"(?<!\d)20\d{2}(?!\d)", text)}
    return years.pop() if len(years) == 1 else None
