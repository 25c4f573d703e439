"""Event logs written as XES, from the rows of their CSV form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from xml.sax.saxutils import escape, quoteattr

CASE = "case:concept:name"
DATES = ("time:timestamp", "case:REG_DATE")


def attribute(key: str, value: str) -> str:
    tag = "date" if key in DATES or f"case:{key}" in DATES else "string"
    return f"<{tag} key={quoteattr(key)} value={quoteattr(value)}/>"


def xes(
    rows: Iterable[Mapping[str, str]], *, lines: bool = True, before: str = "", name: str = "log"
) -> str:
    """Return rows with XES headers, each case in one piece, as an XES document."""
    end = "\n" if lines else ""
    parts = [
        '<?xml version="1.0" encoding="UTF-8" ?>',
        (
            '<log xes.version="1849-2016" xes.features="nested-attributes" '
            'xmlns="http://www.xes-standard.org/">'
        ),
        '<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/c.xesext"/>',
        '<global scope="trace"><string key="concept:name" value="__INVALID__"/></global>',
        (
            '<global scope="event"><string key="concept:name" value="__INVALID__"/>'
            '<string key="lifecycle:transition" value="complete"/></global>'
        ),
        '<classifier name="Activity" keys="concept:name lifecycle:transition"/>',
        before,
        f"<string key={quoteattr('concept:name')} value={quoteattr(escape(name))}/>",
    ]
    for _case, events in groupby(rows, itemgetter(CASE)):
        held = list(events)
        of_case = {k.removeprefix("case:"): v for k, v in held[0].items() if k.startswith("case:")}
        parts.append("<trace>" + "".join(attribute(k, v) for k, v in of_case.items() if v))
        for row in held:
            own = {k: v for k, v in row.items() if not k.startswith("case:") and v}
            parts.append("<event>" + "".join(attribute(k, v) for k, v in own.items()) + "</event>")
        parts.append("</trace>")
    return end.join([*parts, "</log>"])
