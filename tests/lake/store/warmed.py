"""Imported once by the server that forks imports to be killed: what each would make for itself."""

from __future__ import annotations

from fairlead.lake.readers.header_words import understood

assert understood("Close date"), "the words of all languages are made with the first header"
