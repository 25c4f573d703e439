"""The events of an XES log (IEEE 1849), streamed out of an XML file nobody vouches for.

What an event log does not need is refused and not worked around: document types and with them
every entity, elements that do not end, nesting without an end. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias
from xml.parsers import expat

from fairlead.errors import ImportFileError, Place

Attributes: TypeAlias = dict[str, str]
Event: TypeAlias = tuple[int, Attributes]
"""Line on which an event begins, and its attributes."""

Visit: TypeAlias = Callable[[Attributes | None, list[Event]], None]
"""Called with the attributes of a trace and its events; None for events outside of any trace."""

EXPECTED = "an event log in XES (IEEE 1849)"
LARGEST_ELEMENT = 16 << 20
DEEPEST = 64
MOST_HELD = 50_000
"""Events of one trace held until its attributes are complete; the standard puts them first."""

MOST_CHARACTERS_HELD = 32 << 20

_CHUNK = 1 << 20
_VALUES = frozenset({"string", "date", "int", "float", "boolean", "id"})
_PLACEHOLDER = "__INVALID__"
"""What tools write where a mandatory attribute has no value."""


class XesEvents:
    """One pass over a log.

    Parameters
    ----------
    file
        What the user calls it, for errors.
    visit
        Called trace by trace; of a very long trace several times.

    Attributes
    ----------
    globals
        Keys declared mandatory, by scope (``trace`` or ``event``). Their default values are
        placeholders by the standard and never taken for data.
    classifiers
        Keys that name an event, a tuple a classifier, in the order of the file.
    """

    def __init__(self, file: str, visit: Visit) -> None:
        self.globals: dict[str, list[str]] = {"trace": [], "event": []}
        self.classifiers: list[tuple[str, ...]] = []
        self._file = file
        self._visit = visit
        self._trace: Attributes | None = None
        self._event: Attributes | None = None
        self._scope: str | None = None
        self._line = 0
        self._events: list[Event] = []
        self._held = 0
        self._depth = 0
        self._nested = 0  # elements open below an attribute: what they say is not read
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = False
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._doctype

    def read(self, path: Path, progress: Callable[[int, int], None]) -> None:
        """Read the file at `path` from beginning to end.

        Raises
        ------
        ImportFileError
            It is no well-formed XML, no event log, or holds what no event log needs.
        """
        size, fed = path.stat().st_size, 0
        try:
            with path.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    self._parser.Parse(chunk, False)  # noqa: FBT003  expat takes no keyword
                    fed += len(chunk)
                    if fed - max(0, self._parser.CurrentByteIndex) > LARGEST_ELEMENT:
                        raise self._refused(
                            f"one element is longer than {LARGEST_ELEMENT >> 20} MB"
                        )
                    progress(fed, size)
                self._parser.Parse(b"", True)  # noqa: FBT003
        except expat.ExpatError as error:
            raise ImportFileError(
                f"{self._file} is no well-formed XML: {expat.ErrorString(error.code)}.",
                place=Place(self._file, error.lineno),
                expected=EXPECTED,
                hint="Export the log again, or download the whole file again.",
            ) from error
        finally:
            self._parser.StartElementHandler = self._parser.EndElementHandler = None

    def _refused(self, why: str) -> ImportFileError:
        return ImportFileError(
            f"{self._file} is refused: {why}.",
            place=Place(self._file, self._parser.CurrentLineNumber),
            expected=EXPECTED,
            hint="Export the log again as XES or CSV.",
        )

    def _doctype(self, *_declared: object) -> None:
        raise self._refused("it declares a document type or entities, which no event log needs")

    def _start(self, tag: str, given: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._refused(f"its elements are nested more than {DEEPEST} deep")
        if self._nested:
            self._nested += 1
            return
        name = tag.rpartition(":")[2]
        if self._depth == 1 and name != "log":
            raise self._refused(f"it begins with <{tag[:40]}> and not with <log>")
        if name in _VALUES:
            self._nested = 1
            self._value(given)
        elif name == "event":
            self._event, self._line = {}, self._parser.CurrentLineNumber
        elif name == "trace":
            self._trace = {}
        elif name == "global":
            self._scope = given.get("scope", "event")
        elif name != "log":
            self._nested = 1
            if name == "classifier" and given.get("scope", "event") == "event":
                self.classifiers.append(keys_of_classifier(given.get("keys", "")))

    def _value(self, given: dict[str, str]) -> None:
        key, value = given.get("key"), given.get("value")
        if key is None or value is None:
            return
        if self._scope is not None:
            self.globals.setdefault(self._scope, []).append(key)
            return
        into = self._event if self._event is not None else self._trace
        if into is not None and value != _PLACEHOLDER:
            into[key] = value
            self._held += len(key) + len(value)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._nested:
            self._nested -= 1
            return
        name = tag.rpartition(":")[2]
        if name == "event" and self._event is not None:
            self._events.append((self._line, self._event))
            self._event = None
            held = len(self._events) >= MOST_HELD or self._held >= MOST_CHARACTERS_HELD
            if self._trace is None or held:
                self._deliver()
        elif name == "trace":
            self._deliver()
            self._trace = None
        elif name == "global":
            self._scope = None

    def _deliver(self) -> None:
        if self._events:
            self._visit(self._trace, self._events)
        self._events, self._held = [], 0


def keys_of_classifier(text: str) -> tuple[str, ...]:
    """Return the keys a classifier joins; keys with blanks stand in quotes.

    Examples
    --------
    >>> keys_of_classifier("concept:name 'my key'")
    ('concept:name', 'my key')
    """
    try:
        return tuple(shlex.split(text))
    except ValueError:
        return tuple(text.split())
