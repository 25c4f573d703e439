"""The steps from a text to a value, laid out as queries one over the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairlead.lake.readers.vocabulary import ImportField
from fairlead.lake.store.schema import quoted


@dataclass(frozen=True, slots=True)
class Parsed:
    """A field of a mapped table as SQL in three steps, each over the one before (`laid_out`).

    `text` is what stands there without blanks around it (null for a field that is not mapped),
    `read` what it says, `value` what is taken of it: null where it is beyond all bounds. Where
    `is_checked`, a text that gives no value is a fault of its row.
    """

    field: ImportField
    column: str | None
    text: str | None
    read: str
    value: str
    is_checked: bool

    @property
    def shown(self) -> str:
        """Name of the value where the steps are laid out."""
        return step_name(self.field.name, "value")

    @property
    def bad(self) -> str | None:
        """Where the steps are laid out: a text gives no value. None: it always gives one."""
        if not self.is_checked:
            return None
        return f"({step_name(self.field.name, 'text')} IS NOT NULL AND {self.shown} IS NULL)"


def step_name(field: str, step: str) -> str:
    """Return the name of a step of a field; no header holds a tab, so none is like it."""
    return quoted(f"{step}\t{field}")


def laid_out(fields: Sequence[Parsed], source: str) -> str:
    """Return SQL of the rows of `source` as they are, with every field's value (`Parsed.shown`).

    Each step is a query of its own: written into one, the engine plans and reads a text once for
    every place that mentions it.
    """
    texts, reads = "", ""
    for each in fields:
        if each.text is not None:
            texts += f", {each.text} AS {step_name(each.field.name, 'text')}"
            reads += f", {each.read} AS {step_name(each.field.name, 'read')}"
    values = "".join(f", {each.value} AS {each.shown}" for each in fields)
    return f"(SELECT *{values} FROM (SELECT *{reads} FROM (SELECT *{texts} FROM {source})))"
