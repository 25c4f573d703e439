"""One tree of errors: what went wrong, where, and what the reader can do about it.

Bugs are not in this tree; they stay plain Python exceptions. `NotEstimable` is no error either,
it is an answer (see `fairlead.answers`).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the user's files something was found. Parts that do not apply are None.

    Lines are counted as a text editor counts them: the header is line 1. For spreadsheets the
    line is the row number on the sheet.
    """

    file: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        """Read as ``deals.csv, row 14, column CloseDate, value 'soon'``."""
        parts = [self.file] if self.file else []
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        if self.value is not None:
            shown = self.value if len(self.value) <= 60 else self.value[:57] + "..."
            parts.append(f"value {shown!r}")
        return ", ".join(parts)


class FairleadError(Exception):
    """Base of everything Fairlead says on purpose.

    Parameters
    ----------
    message
        What is wrong, in one sentence.
    hint
        What to do about it, in one sentence.
    """

    code = "error"
    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def as_dict(self) -> dict[str, object]:
        """Return the one JSON shape every face uses."""
        return {"error": {"code": self.code, "message": self.message, "hint": self.hint}}


class InputError(FairleadError):
    """The user can mend it."""

    code = "input"
    exit_code = 2


class ImportFileError(InputError):
    """A file could not be read as it is; says file, row, column, value and what was expected."""

    code = "import_file"

    def __init__(
        self, message: str, *, place: Place | None = None, expected: str = "", hint: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.place = place or Place()
        self.expected = expected

    def as_dict(self) -> dict[str, object]:
        """Return the one JSON shape, with the place in the user's file."""
        return {
            "error": {
                "code": self.code,
                "message": self.message,
                "file": self.place.file,
                "row": self.place.row,
                "column": self.place.column,
                "value": self.place.value,
                "expected": self.expected,
                "hint": self.hint,
            }
        }


class DefinitionError(InputError):
    """A definition (mapping, process, setting) contradicts itself or names what does not exist."""

    code = "definition"


class AccessError(FairleadError):
    """Not yours to see; faces answer as if it did not exist."""

    code = "not_found"


class ConflictError(FairleadError):
    """Somebody else changed it first, or is changing it now."""

    code = "conflict"


class NumericalError(FairleadError):
    """An estimate did not converge or is not finite; nothing was stored."""

    code = "numerical"


class UnavailableError(FairleadError):
    """Something needed (disk, workspace, service) does not answer now."""

    code = "unavailable"


def no_yaml(error: Exception, file: str) -> DefinitionError:
    """Return the error for a file that is no YAML, with the line if the parser names one."""
    mark = getattr(error, "problem_mark", None)
    line = f", line {mark.line + 1}" if mark is not None else ""
    return DefinitionError(
        f"{file}{line} is no valid YAML", hint="Check indentation and quotes there."
    )
