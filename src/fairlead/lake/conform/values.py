"""How one exported text becomes one typed value: SQL expressions, one pair a kind of value.

Every expression maps a text column to a typed value or to null; a text that is there but cannot be
read is null in the value and true in `bad`, so that the row is put aside with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fairlead.errors import DefinitionError
from fairlead.lake.readers.contract import ColumnMapping
from fairlead.lake.readers.vocabulary import ImportField, ValueKind
from fairlead.lake.store.schema import literal, quoted

TYPES: dict[ValueKind, str] = {
    "key": "VARCHAR",
    "person": "VARCHAR",
    "text": "VARCHAR",
    "instant": "TIMESTAMPTZ",
    "day": "DATE",
    "money": "DOUBLE",
    "integer": "BIGINT",
    "fraction": "DOUBLE",
    "flag": "BOOLEAN",
    "duration": "BIGINT",
    "outcome": "VARCHAR",
    "deal_type": "VARCHAR",
    "activity_kind": "VARCHAR",
    "period": "DATE",
}

EXPECTED: dict[ValueKind, str] = {
    "instant": "a date, with or without a time",
    "day": "a date",
    "money": "an amount",
    "integer": "a whole number",
    "fraction": "a share or a per cent",
    "flag": "yes or no",
    "duration": "a duration",
    "period": "a month, quarter or year, such as 2026-10 or 2026-Q4",
}

TRUE_WORDS = ("true", "1", "yes", "y", "t", "wahr", "ja", "oui", "si", "sí", "x")
FALSE_WORDS = ("false", "0", "no", "n", "f", "falsch", "nein", "non", "-")
LARGEST_AMOUNT = 9_000_000_000_000

MACROS = r"""
CREATE OR REPLACE MACRO key_id(kind, k) AS ('0x' || substr(md5(kind || ':' || k), 1, 15))::BIGINT;
CREATE OR REPLACE MACRO sf_check(b) AS
  substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345',
    1 + list_sum(list_transform(range(5), lambda i:
      CASE WHEN substr(b, i::INT + 1, 1) BETWEEN 'A' AND 'Z' THEN (1 << i::INT) ELSE 0 END))::INT,
    1);
CREATE OR REPLACE MACRO salesforce_id(k) AS
  CASE WHEN regexp_full_match(k, '[0-9A-Za-z]{15}')
       THEN k || sf_check(substr(k, 1, 5)) || sf_check(substr(k, 6, 5))
            || sf_check(substr(k, 11, 5))
       ELSE k END;
CREATE OR REPLACE MACRO person_key(t) AS
  CASE WHEN contains(t, '@') THEN lower(t)
       WHEN regexp_matches(t, '[0-9]') THEN t
       WHEN regexp_full_match(t, '[^,]+,[^,]+')
       THEN lower(regexp_replace(
              trim(regexp_replace(t, '^([^,]+),(.+)$', '\2 \1')), '\s+', ' ', 'g'))
       ELSE lower(regexp_replace(t, '\s+', ' ', 'g')) END;
"""
"""SQL functions every conform step uses; `key_id` is mirrored by `lake.conform.keys.key_id`."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A field of a mapped table as SQL: its value, and whether the text could not be read."""

    field: ImportField
    column: str | None
    value: str
    bad: str | None


def parsed(
    field: ImportField,
    mapping: ColumnMapping | None,
    *,
    format_name: str,
    hashed_as: str | None = None,
) -> Parsed:
    """Return the SQL for one field; a field that is not mapped is a typed null.

    With `hashed_as`, a key becomes its surrogate right away: histories have millions of rows, and
    a number takes a quarter of the room of an id.
    """
    kind = "BIGINT" if hashed_as else TYPES[field.kind]
    if mapping is None:
        return Parsed(field, None, f"NULL::{kind}", None)
    if mapping.constant is not None:
        raw = literal(mapping.constant)
    elif mapping.column is not None:
        raw = f"nullif(trim({quoted(mapping.column)}), '')"
    else:
        raise DefinitionError(
            f"the mapping of {field.name} names neither a column nor a constant",
            hint="Write `column: NAME` or `constant: VALUE` below it.",
        )
    value = _value(field.kind, raw, mapping.options, salesforce=format_name == "salesforce")
    if hashed_as:
        value = f"key_id('{hashed_as}', {value})"
    bad = None
    if field.kind in EXPECTED:
        bad = f"({raw} IS NOT NULL AND ({value}) IS NULL)"
    return Parsed(field, mapping.column, f"({value})::{kind}", bad)


def _value(kind: ValueKind, raw: str, options: dict[str, Any], *, salesforce: bool) -> str:
    own = f"salesforce_id({raw})" if salesforce else raw
    simple = {"key": own, "person": f"person_key({own})", "text": raw}
    if kind in simple:
        return simple[kind]
    if kind in {"instant", "day", "period"}:
        return _date(kind, raw, options)
    if kind in {"money", "integer", "fraction", "duration"}:
        return _number(kind, raw, options)
    return _flag(raw, options) if kind == "flag" else _word(kind, raw, options)


def _date(kind: ValueKind, raw: str, options: dict[str, Any]) -> str:
    if kind == "period":
        return _period(raw, options)
    found = _instant(raw, options)
    return f"({found})::DATE" if kind == "day" else found


def _instant(raw: str, options: dict[str, Any]) -> str:
    formats = options.get("formats") or []
    zone = literal(str(options.get("time_zone") or "UTC"))
    tries = []
    plain = [f for f in formats if f not in {"unix_ms", "unix_s", "iso", "excel"}]
    offset = [f for f in plain if "%z" in f]
    naive = [f for f in plain if "%z" not in f]
    if "unix_ms" in formats:
        tries.append(f"make_timestamptz(try_cast({raw} AS BIGINT) * 1000)")
    if "unix_s" in formats:
        tries.append(f"make_timestamptz(try_cast({raw} AS BIGINT) * 1000000)")
    if naive:
        listed = ", ".join(literal(f) for f in naive)
        tries.append(f"timezone({zone}, try_strptime({raw}, [{listed}]))")
    if offset:
        listed = ", ".join(literal(f) for f in offset)
        tries.append(f"try_strptime({raw}, [{listed}])::TIMESTAMPTZ")
    if not plain or "iso" in formats:
        naive_iso = rf"regexp_matches({raw}, '([Zz]|[+-]\d\d(:?\d\d)?)$') AND length({raw}) > 10"
        tries.append(
            f"CASE WHEN {naive_iso} THEN try_cast({raw} AS TIMESTAMPTZ) "
            f"ELSE timezone({zone}, try_cast({raw} AS TIMESTAMP)) END"
        )
    found = tries[0] if len(tries) == 1 else f"coalesce({', '.join(tries)})"
    return (
        f"CASE WHEN ({found}) BETWEEN TIMESTAMPTZ '1970-01-02' AND TIMESTAMPTZ '2200-01-01' "
        f"THEN ({found}) END"
    )


def _period(raw: str, options: dict[str, Any]) -> str:
    quarter = rf"regexp_extract({raw}, '[Qq]\s*([1-4])', 1)"
    year = rf"regexp_extract({raw}, '(\d{{4}})', 1)"
    return (
        f"CASE WHEN regexp_matches({raw}, '[Qq]\\s*[1-4]') "
        f"THEN make_date(try_cast({year} AS INT), try_cast({quarter} AS INT) * 3 - 2, 1) "
        f"WHEN regexp_full_match({raw}, '\\d{{4}}') THEN make_date(try_cast({raw} AS INT), 1, 1) "
        f"WHEN regexp_full_match({raw}, '\\d{{4}}[-/.]\\d{{1,2}}') "
        f"THEN try_cast(replace(replace({raw}, '/', '-'), '.', '-') || '-01' AS DATE) "
        f"ELSE date_trunc('month', {_instant(raw, options)})::DATE END"
    )


def period_end(start: str, raw: str, months: object = None) -> str:
    """Return the SQL for the day after a period that starts at `start` and was written as `raw`."""
    length = (
        f"INTERVAL {int(str(months))} MONTH"
        if months
        else (
            f"CASE WHEN regexp_matches({raw}, '[Qq]\\s*[1-4]') THEN INTERVAL 3 MONTH "
            f"WHEN regexp_full_match({raw}, '\\d{{4}}') THEN INTERVAL 12 MONTH "
            f"ELSE INTERVAL 1 MONTH END"
        )
    )
    return f"({start} + {length})::DATE"


def _number(kind: ValueKind, raw: str, options: dict[str, Any]) -> str:
    unit = str(options.get("unit") or "")
    if kind == "duration" and unit == "hms":
        return f"date_part('epoch', try_cast({raw} AS INTERVAL))::BIGINT"
    number = _plain_number(raw, str(options.get("decimal") or "."))
    if kind == "money":
        scaled = f"(({number}) / 1000000)" if unit == "micros" else f"({number})"
        return f"CASE WHEN abs({scaled}) < {LARGEST_AMOUNT} THEN {scaled} END"
    if kind == "integer":
        return f"round({number})::BIGINT"
    if kind == "fraction":
        if unit == "percent":
            return f"({number}) / 100"
        return f"CASE WHEN ({number}) > 1 THEN ({number}) / 100 ELSE ({number}) END"
    factor = {"ms": 0.001, "min": 60, "h": 3600}.get(unit, 1)
    return f"round(({number}) * {factor})::BIGINT"


def _plain_number(raw: str, decimal: str) -> str:
    """Return the SQL of a number as people write it: signs, groups, currencies, brackets for minus.

    A double holds every amount below `LARGEST_AMOUNT` to a thousandth of its unit; rounding to
    minor units follows where the currency is known. (Casting text to a wide decimal takes 5
    microseconds a value, a double 0.03.) Other letters ("12k", "tbd") are no number.
    """
    bare = rf"regexp_replace({raw}, '^[A-Z]{{3}}\s*|\s*[A-Z]{{3}}$|kr\.?|zł|Fr\.?|%', '', 'g')"
    letters = f"regexp_matches({bare}, '[A-DF-Za-df-z]|[Ee][^0-9+-]|^[Ee]|[Ee]$')"
    clean = rf"regexp_replace({bare}, '[^0-9eE+\-{decimal}]', '', 'g')"
    if decimal != ".":
        clean = f"replace({clean}, {literal(decimal)}, '.')"
    sign = rf"CASE WHEN regexp_matches({raw}, '^\(.*\)$') THEN -1 ELSE 1 END"
    trailing = rf"regexp_replace({clean}, '^(.+)-$', '-\1')"
    slow = f"CASE WHEN {letters} THEN NULL ELSE try_cast({trailing} AS DOUBLE) * {sign} END"
    if decimal == ".":
        return (
            rf"CASE WHEN regexp_full_match({raw}, '-?[0-9]+(\.[0-9]+)?') "
            f"THEN try_cast({raw} AS DOUBLE) ELSE {slow} END"
        )
    return slow


def _flag(raw: str, options: dict[str, Any]) -> str:
    given = {str(k).lower(): v for k, v in (options.get("values") or {}).items()}
    yes = [w for w in TRUE_WORDS if w not in given]
    no = [w for w in FALSE_WORDS if w not in given]
    for word, meaning in given.items():
        (yes if str(meaning).lower() in {"true", "yes", "1"} else no).append(word)
    listed_yes = ", ".join(literal(w) for w in yes)
    listed_no = ", ".join(literal(w) for w in no)
    return (
        f"CASE WHEN lower({raw}) IN ({listed_yes}) THEN true "
        f"WHEN lower({raw}) IN ({listed_no}) THEN false END"
    )


def _word(kind: ValueKind, raw: str, options: dict[str, Any]) -> str:
    fallback = {"outcome": "open", "deal_type": "unknown", "activity_kind": "other"}[kind]
    default = literal(str(options.get("default") or fallback))
    values = options.get("values") or {}
    if not values:
        return f"coalesce(lower({raw}), {default})" if kind == "outcome" else default
    cases = " ".join(
        f"WHEN {literal(str(word).strip().lower())} THEN {literal(str(ours))}"
        for word, ours in values.items()
    )
    return f"CASE lower({raw}) {cases} ELSE {default} END"
