"""Numbering of the evidence behind a brief's sentences."""

from __future__ import annotations

from fairlead.answers import Evidence


class EvidenceBook:
    """Hands out the numbers printed as ``[n]``, in the order sentences need them."""

    def __init__(self) -> None:
        self._entries: list[Evidence] = []

    def add(
        self,
        claim: str,
        definition: str,
        query: str,
        *,
        row_count: int | None = None,
        **arguments: str | int | None,
    ) -> int:
        """Note what a number means and which rows are behind it; return its number."""
        number = len(self._entries) + 1
        self._entries.append(Evidence(number, claim, definition, query, arguments, row_count))
        return number

    @property
    def entries(self) -> tuple[Evidence, ...]:
        """All evidence so far."""
        return tuple(self._entries)
