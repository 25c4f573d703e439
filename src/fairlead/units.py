"""Units and how people read them: money in minor units, days, fractions."""

from __future__ import annotations

MICROS = 1_000_000

NO_DECIMALS = frozenset(
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split()
)
THREE_DECIMALS = frozenset("BHD IQD JOD KWD LYD OMR TND".split())


def decimals(currency: str | None) -> int:
    """Return the decimal places of a currency (ISO 4217); 2 where it is not known.

    Examples
    --------
    >>> decimals("EUR"), decimals("JPY"), decimals("KWD"), decimals(None)
    (2, 0, 3, 2)
    """
    if currency in NO_DECIMALS:
        return 0
    if currency in THREE_DECIMALS:
        return 3
    return 2
