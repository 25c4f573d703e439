"""How one exported text becomes one typed value: SQL expressions in steps, for every kind of value.

They map a text column to a typed value or to null; a text that is there but cannot be read is null
in the value and true in `bad`, so that the row is put aside with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairlead.errors import DefinitionError
from fairlead.lake.clock import DAY_US
from fairlead.lake.conform.options import CLOCKS, OUR_WORDS, TRUE_MEANINGS, ValueOptions, checked
from fairlead.lake.conform.steps import Parsed, step_name
from fairlead.lake.readers.contract import ColumnMapping
from fairlead.lake.readers.profile import DASHES
from fairlead.lake.readers.scales import SCALES, scaled
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
    "rate": "DOUBLE",
}

EXPECTED: dict[ValueKind, str] = {
    "instant": "a date, with or without a time",
    "day": "a date",
    "money": "an amount",
    "integer": "a whole number",
    "fraction": "a share or a per cent",
    "flag": "yes or no",
    "duration": "a duration",
    "rate": "a number above 0",
    "period": "a month, quarter or year, such as 2026-10 or 2026-Q4",
}

TRUE_WORDS = ("true", "1", "yes", "y", "t", "wahr", "ja", "oui", "si", "sí", "x")
FALSE_WORDS = ("false", "0", "no", "n", "f", "falsch", "nein", "non", "-")
LARGEST_AMOUNT = 9_000_000_000_000
QUARTER = r"(?:^|[^A-Za-z])[Qq]\s*([1-4])(?:[^0-9]|$)"

_SIGNS = r"[A-Z]{0,2}\$|[€£¥￥円元₽₹₺₩฿₫₪₴₦%]|[Kk]r\.?|zł|Kč|Ft|lei|Fr\.?|руб\.?"
_CODES = r"^[^0-9A-Za-z]*[A-Z]{3}|[A-Z]{3}[^0-9A-Za-z]*$"
_BLANKS = r"\s\p{Z}''’"


def _number_macro(name: str, decimal: str, other: str) -> str:
    """Return the macro that reads numbers with one decimal sign.

    Groups have three digits (two in India, but for the last); the other sign, blanks and
    apostrophes may stand between them. Whatever does not fit this is no number: `1.234,56` with a
    decimal point, `12k` (see `_amount_macro`), `1-2`.
    """
    groups = rf"[{other}{_BLANKS}]"
    whole = rf"[0-9]+|[0-9]{{1,3}}(?:{groups}[0-9]{{2,3}})*{groups}[0-9]{{3}}"
    shape = rf"(?:{whole})(?:[{decimal}][0-9]*)?(?:[eE][+-]?[0-9]{{1,3}})?|[{decimal}][0-9]+"
    return (
        f"CREATE OR REPLACE MACRO {name}(t) AS CASE "
        f"WHEN regexp_full_match(t, '-?[0-9]+([{decimal}][0-9]+)?') "
        f"THEN try_cast(replace(t, '{decimal}', '.') AS DOUBLE) "
        f"WHEN regexp_full_match(number_body(t), '{shape}') "
        f"THEN number_sign(t) * try_cast(replace(regexp_replace(number_body(t), '{groups}', '', "
        f"'g'), '{decimal}', '.') AS DOUBLE) END;\n"
    )


def _amount_macro(name: str, number: str) -> str:
    """Return the macro that reads amounts, which may end in `k`, `Mio`, `bn` and the like."""
    return (
        f"CREATE OR REPLACE MACRO {name}(t) AS CASE "
        f"WHEN regexp_full_match(t, '[^A-Za-z万萬億亿]*') THEN {number}(t) "
        f"WHEN amount_scale(t) IS NULL THEN {number}(t) "
        f"ELSE {number}(amount_body(t)) * amount_scale(t) END;\n"
    )


MACROS = (
    r"""
CREATE OR REPLACE MACRO day_of(instant) AS make_timestamp(epoch_us(instant))::DATE;
CREATE OR REPLACE MACRO key_id(kind, k) AS ('0x' || substr(md5(kind || ':' || k), 1, 15))::BIGINT;
CREATE OR REPLACE MACRO sf_check(b) AS
  substr('ABCDEFGHIJKLMNOPQRSTUVWXYZ012345',
    1 + list_sum(list_transform(range(5), lambda i:
      CASE WHEN substr(b, i::INT + 1, 1) BETWEEN 'A' AND 'Z' THEN (1 << i::INT) ELSE 0 END))::INT,
    1);
CREATE OR REPLACE MACRO salesforce_id(k) AS
  CASE WHEN length(k) = 15 AND regexp_full_match(k, '[0-9A-Za-z]{15}')
       THEN k || sf_check(substr(k, 1, 5)) || sf_check(substr(k, 6, 5))
            || sf_check(substr(k, 11, 5))
       ELSE k END;
CREATE OR REPLACE MACRO folded_name(t) AS
  lower(nfc_normalize(trim(regexp_replace(t, '[\s\p{Z}]+', ' ', 'g'), ' ')));
CREATE OR REPLACE MACRO person_key(t) AS
  CASE WHEN contains(t, '@') THEN lower(t)
       WHEN regexp_full_match(t, '00[5G][0-9A-Za-z]{12}') THEN salesforce_id(t)
       WHEN regexp_matches(t, '[0-9]') THEN t
       WHEN regexp_full_match(t, '[^,]+,[^,]+')
       THEN folded_name(split_part(t, ',', 2) || ' ' || split_part(t, ',', 1))
       ELSE folded_name(t) END;
CREATE OR REPLACE MACRO number_sign(t) AS
  CASE WHEN regexp_matches(t, '\([^()]*[0-9][^()]*\)|^[^0-9]*[-−]|[0-9][^0-9.,]*[-−][^0-9]*$')
       THEN -1 ELSE 1 END;
CREATE OR REPLACE MACRO number_body(t) AS
  regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    translate(t, '０１２３４５６７８９，．', '0123456789,.'),
    '[.,][-–—]{1,2}([^0-9]*)$', '\1'), '"""
    + _CODES
    + "', '', 'g'), '"
    + _SIGNS
    + r"""', '', 'g'), '^[\s\p{Z}(]*[+−-]?[\s\p{Z}]*|[\s\p{Z}]*[−-]?[\s\p{Z})]*$', '', 'g');
"""
    + _number_macro("number_point", ".", ",")
    + _number_macro("number_comma", ",", ".")
    + "CREATE OR REPLACE MACRO amount_scale(t) AS CASE "
    + "".join(f"WHEN regexp_matches(t, '{scaled(f)}') THEN {f} " for f in SCALES)
    + "END;\n"
    + "CREATE OR REPLACE MACRO amount_body(t) AS "
    + f"regexp_replace(t, '{scaled()}', '\\1\\3');\n"
    + _amount_macro("amount_point", "number_point")
    + _amount_macro("amount_comma", "number_comma")
)
"""SQL functions every conform step uses; keys are mirrored by `lake.conform.keys`.

A double holds every amount below `LARGEST_AMOUNT` to a thousandth of its unit; rounding to minor
units follows where the currency is known. (Casting text to a wide decimal takes 5
microseconds a value, a double 0.03.) `day_of` goes by way of the microseconds because a cast of
an instant with a time zone takes ten times as long. The trailing minus of ``5.000,-`` says that
there are no cents.
"""


def parsed(
    field: ImportField,
    mapping: ColumnMapping | None,
    *,
    format_name: str,
    hashed_as: str | None = None,
    file: str = "",
) -> Parsed:
    """Return the SQL for one field; a field that is not mapped is a typed null.

    With `hashed_as`, a key becomes its surrogate right away: histories have millions of rows, and
    a number takes a quarter of the room of an id.

    Raises
    ------
    DefinitionError
        The mapping names no source, or an option makes no sense.
    """
    kind = "BIGINT" if hashed_as else TYPES[field.kind]
    if mapping is None:
        return Parsed(field, None, None, "", f"NULL::{kind}", is_checked=False)
    if mapping.constant is not None:
        raw = literal(mapping.constant)
    elif mapping.column is not None:
        raw = text_of(mapping.column)
        for dash in DASHES if field.kind != "flag" else ():  # a lone dash shows an empty cell
            raw = f"nullif({raw}, {literal(dash)})"
    else:
        raise DefinitionError(
            f"the mapping of {field.name} names neither a column nor a constant",
            hint="Write `column: NAME` or `constant: VALUE` below it.",
        )
    if field.name == "to_on":  # how databases write "without an end"
        raw = f"CASE WHEN NOT starts_with({raw}, '9999-12-31') THEN {raw} END"
    where = f"{file}, {field.name}" if file else field.name
    options = checked(field.kind, mapping.options, where)
    steps = _Steps(step_name(field.name, "text"), step_name(field.name, "read"))
    read, value = _value(field.kind, steps, options, salesforce=format_name == "salesforce")
    if hashed_as:
        value = f"key_id('{hashed_as}', {value})"
    is_checked = field.kind in EXPECTED
    return Parsed(field, mapping.column, raw, read, f"({value})::{kind}", is_checked)


def text_of(column: str) -> str:
    """Return the SQL of a column's text, without blanks around it; null where nothing is left."""
    return f"nullif(trim({quoted(column)}), '')"


@dataclass(frozen=True, slots=True)
class _Steps:
    """What the steps of a field are called in SQL."""

    text: str
    read: str


def _value(
    kind: ValueKind, step: _Steps, options: ValueOptions, *, salesforce: bool
) -> tuple[str, str]:
    """Return the SQL of what a text says, and of what is taken of it."""
    own = f"salesforce_id({step.text})" if salesforce else step.text
    if options.prefix:
        own = f"{literal(options.prefix)} || {own}"
    simple = {
        "key": (own, step.read),
        "person": (own, f"person_key({step.read})"),
        "text": (step.text, step.read),
    }
    if kind in simple:
        return simple[kind]
    if kind in {"instant", "day", "period"}:
        return _date(kind, step, options)
    if kind == "money":
        return _money(step, options)
    if kind in {"integer", "fraction", "duration", "rate"}:
        return _number(kind, step, options)
    if kind == "flag":
        return f"lower({step.text})", _flag(step.read, options)
    return f"lower({step.text})", _word(kind, step.read, options)


def _date(kind: ValueKind, step: _Steps, options: ValueOptions) -> tuple[str, str]:
    if kind == "period":
        inside = f"{step.read} BETWEEN DATE '1970-01-01' AND DATE '2200-01-01'"
        return _period(step.text, options), f"CASE WHEN {inside} THEN {step.read} END"
    instant = _bounded(step.read)
    if kind == "day":
        return _instant(step.text, options, wall=True), f"day_of({instant})"
    return _instant(step.text, options), instant


def _bounded(instant: str) -> str:
    inside = f"{instant} BETWEEN TIMESTAMPTZ '1970-01-02' AND TIMESTAMPTZ '2200-01-01'"
    return f"CASE WHEN {inside} THEN {instant} END"


def _instant(raw: str, options: ValueOptions, *, wall: bool = False) -> str:
    """Return the SQL of an instant; with `wall`, of what the clock on the wall showed, as UTC.

    Days and periods are read off the wall: a date is the date as written, an instant with an
    offset is the date of its zone. Midnight in UTC is a date that some tool gave a time.
    """
    zone = literal(options.time_zone)

    def naive(moment: str) -> str:
        return f"timezone('UTC', {moment})" if wall else f"timezone({zone}, {moment})"

    def absolute(instant: str) -> str:
        if not wall or options.time_zone == "UTC":
            return instant
        shown = f"timezone('UTC', timezone({zone}, {instant}))"
        return f"CASE WHEN epoch_us({instant}) % {DAY_US} = 0 THEN {instant} ELSE {shown} END"

    formats = options.formats
    plain = [f for f in formats if f not in CLOCKS]
    plain.sort(key=lambda f: "%y" not in f)  # %Y takes "26" for the year 26
    tries = []
    for name, factor in (("unix_ms", 1_000), ("unix_s", 1_000_000)):
        if name in formats:
            count = f"try_cast({raw} AS BIGINT)"
            small = f"CASE WHEN {count} BETWEEN 0 AND {7_300_000_000_000_000 // factor} "
            tries.append(absolute(f"make_timestamptz(({small}THEN {count} END) * {factor})"))
    if "serial" in formats:  # days since 30 December 1899, as spreadsheets count them
        count = f"try_cast({raw} AS DOUBLE)"
        small = f"CASE WHEN {count} BETWEEN 1 AND 2958465 THEN {count} END"
        moment = f"make_timestamp(CAST(round((({small}) - 25569) * 86400) AS BIGINT) * 1000000)"
        tries.append(naive(moment))
    listed = ", ".join(literal(f) for f in plain if "%z" not in f)
    if listed:
        tries.append(naive(f"try_strptime({raw}, [{listed}])"))
    listed = ", ".join(literal(f) for f in plain if "%z" in f)
    if listed:
        tries.append(absolute(f"try_strptime({raw}, [{listed}])::TIMESTAMPTZ"))
    if (not formats or "iso" in formats) and options.time_zone == "UTC":
        tries.append(f"try_cast({raw} AS TIMESTAMPTZ)")  # the connection's own zone is UTC
    elif not formats or "iso" in formats:
        offset = rf"regexp_matches({raw}, '([Zz]|[+-]\d\d(:?\d\d)?)$') AND length({raw}) > 10"
        instant, moment = f"try_cast({raw} AS TIMESTAMPTZ)", f"try_cast({raw} AS TIMESTAMP)"
        tries.append(f"CASE WHEN {offset} THEN {absolute(instant)} ELSE {naive(moment)} END")
    return tries[0] if len(tries) == 1 else f"coalesce({', '.join(tries)})"


def _period(raw: str, options: ValueOptions) -> str:
    quarter = rf"regexp_extract({raw}, '{QUARTER}', 1)"
    year = rf"regexp_extract({raw}, '(\d{{4}})', 1)"
    moment = _bounded(f"({_instant(raw, options, wall=True)})")
    return (
        f"CASE WHEN regexp_matches({raw}, '{QUARTER}') "
        f"THEN make_date(try_cast({year} AS INT), try_cast({quarter} AS INT) * 3 - 2, 1) "
        f"WHEN regexp_full_match({raw}, '\\d{{4}}') THEN make_date(try_cast({raw} AS INT), 1, 1) "
        f"WHEN regexp_full_match({raw}, '\\d{{4}}[-/.]\\d{{1,2}}') "
        f"THEN try_cast(replace(replace({raw}, '/', '-'), '.', '-') || '-01' AS DATE) "
        f"ELSE date_trunc('month', {moment})::DATE END"
    )


def period_end(start: str, raw: str, months: int | None = None) -> str:
    """Return the SQL for the day after a period that starts at `start` and was written as `raw`."""
    length = (
        f"INTERVAL {int(months)} MONTH"
        if months
        else (
            f"CASE WHEN regexp_matches({raw}, '{QUARTER}') THEN INTERVAL 3 MONTH "
            f"WHEN regexp_full_match({raw}, '\\d{{4}}') THEN INTERVAL 12 MONTH "
            f"ELSE INTERVAL 1 MONTH END"
        )
    )
    return f"({start} + {length})::DATE"


def _number(kind: ValueKind, step: _Steps, options: ValueOptions) -> tuple[str, str]:
    unit, number = options.unit, step.read
    if kind == "duration" and unit == "hms":
        return f"date_part('epoch', try_cast({step.text} AS INTERVAL))", (
            f"try_cast({number} AS BIGINT)"
        )
    read = f"{'number_comma' if options.decimal == ',' else 'number_point'}({step.text})"
    if kind == "rate":
        value = f"1 / {number}" if unit == "inverse" else number
        return read, f"CASE WHEN {number} > 0 AND isfinite({number}) THEN {value} END"
    if kind == "integer":
        return read, f"CASE WHEN {number} = round({number}) THEN try_cast({number} AS BIGINT) END"
    if kind == "fraction":
        whole = {"percent": f"{number} / 100", "fraction": number}.get(
            unit, f"CASE WHEN {number} > 1 THEN {number} / 100 ELSE {number} END"
        )
        share = f"CASE WHEN contains({step.text}, '%') THEN {number} / 100 ELSE {whole} END"
        return read, f"CASE WHEN isfinite({share}) THEN {share} END"
    factor = {"ms": 0.001, "min": 60, "h": 3600}.get(unit, 1)
    return read, f"try_cast(round({number} * {factor}) AS BIGINT)"


def _money(step: _Steps, options: ValueOptions) -> tuple[str, str]:
    """Return the SQL of an amount; what stands beside the number wins over what the header says."""
    amount = f"{'amount_comma' if options.decimal == ',' else 'amount_point'}({step.text})"
    factor = {"thousand": 1_000, "million": 1_000_000}.get(options.unit)
    if options.unit == "micros":
        amount = f"({amount} / 1000000)"
    elif factor is not None:
        amount = (
            f"({amount} * CASE WHEN amount_scale({step.text}) IS NULL THEN {factor} ELSE 1 END)"
        )
    return amount, f"CASE WHEN abs({step.read}) < {LARGEST_AMOUNT} THEN {step.read} END"


def _flag(said: str, options: ValueOptions) -> str:
    given = options.values
    yes = [w for w in TRUE_WORDS if w not in given]
    no = [w for w in FALSE_WORDS if w not in given]
    for word, meaning in given.items():
        (yes if meaning in TRUE_MEANINGS else no).append(word)
    cases = ""
    for words, meant in ((yes, "true"), (no, "false")):
        if words:
            cases += f"WHEN {said} IN ({', '.join(literal(w) for w in words)}) THEN {meant} "
    return f"CASE {cases}END"


def _word(kind: ValueKind, said: str, options: ValueOptions) -> str:
    """Return the SQL of one of our words; without a list of values, our own words are taken."""
    fallback = {"outcome": "open", "deal_type": "unknown", "activity_kind": "other"}[kind]
    default = literal(options.default or fallback)
    values = options.values or {word: word for word in OUR_WORDS[kind]}
    cases = " ".join(f"WHEN {literal(word)} THEN {literal(ours)}" for word, ours in values.items())
    return f"CASE {said} {cases} ELSE {default} END"
