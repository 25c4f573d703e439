"""Made-up exports in many languages and layouts, the same at every run."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence

NAMES = {
    "de": ["Jürgen Maß", "Käthe Größl", "Uwe Förster", "Ilse Noll"],
    "fr": ["Zoé Lefèvre", "Hugo Martin", "Inès Roux", "Luc Petit"],
    "es": ["Íñigo Peña", "Marta Ruiz", "Lucía Gómez", "Pablo Sanz"],
    "it": ["Niccolò Rossi", "Chiara Bianchi", "Luca Conti", "Sara Greco"],
    "pt": ["João Conceição", "Inês Lopes", "Rui Costa", "Ana Maia"],
    "nl": ["Daan de Vries", "Sanne Bakker", "Bram Visser", "Lotte Smit"],
    "pl": ["Łukasz Żak", "Ewa Świder", "Jan Bąk", "Ola Wójcik"],
    "ru": ["Иван Петров", "Анна Смирнова", "Олег Козлов", "Вера Белова"],
    "en": ["Ada North", "Cleo Reyes", "Dan South", "Farid Aziz"],
}


def text(header: Sequence[str], rows: Sequence[Sequence[object]], separator: str = ",") -> str:
    """Return rows as delimited text."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def money(amount: int, language: str) -> str:
    """Return an amount as people of that language write it."""
    cents = amount % 100
    whole = f"{amount // 100:,}"
    if language in {"de", "es", "it", "pt", "nl"}:
        return f"{whole.replace(',', '.')},{cents:02}"
    if language in {"fr", "pl", "ru"}:
        return f"{whole.replace(',', ' ')},{cents:02}"
    return f"{whole}.{cents:02}"


def day(number: int, style: str) -> str:
    """Return the day `number` days after 1 January 2025 in a style."""
    import datetime as dt

    return (dt.date(2025, 1, 1) + dt.timedelta(days=number)).strftime(style)


def dice(seed: int) -> random.Random:
    """Return dice that fall the same way at every run."""
    return random.Random(seed)  # noqa: S311  no secret


def deals(language: str, style: str, stages: Sequence[str], count: int = 120) -> list[list[str]]:
    """Return rows: id, customer, seller, created, closing, amount, stage."""
    rng = dice(7)
    rows = []
    for i in range(count):
        opened = rng.randrange(300)
        rows.append(
            [
                f"D-{1000 + i}",
                f"Firma {rng.randrange(40)}",
                rng.choice(NAMES[language]),
                day(opened, style),
                day(opened + rng.randrange(10, 120), style),
                money(rng.randrange(10_000, 9_000_000), language),
                rng.choice(list(stages)),
            ]
        )
    return rows
