"""Collects the texts of pages for translation: writes each language's catalogue and compiles it.

`python docs/texts.py` brings every ``django.po`` up to date with the source (what is new stands
there without a translation, what is gone is dropped) and writes ``django.mo`` beside it. With
``--check`` nothing is written; what is out of date is told, and the exit code is 1. How a language
is added: docs/how-to/translate.md.
"""

from __future__ import annotations

import ast
import datetime as dt
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "src" / "fairlead" / "web"
LOCALE = WEB / "project" / "locale"
CALLS = {
    "_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1,
    "ngettext": 2, "ngettext_lazy": 2,
}  # fmt: skip
"""Functions that mark a text in Python -> how many of their arguments are texts."""
_STRING = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_MARKED = re.compile(rf"\b(n?p?gettext|_)\(\s*({_STRING})\s*(?:,\s*({_STRING}))?")
_NO_DAY = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
"""Catalogues carry no day of their own: writing one twice changes nothing."""

Text = tuple[str | None, str | tuple[str, str]]
"""Context (or none), and the text: one, or singular and plural."""


class Texts(Catalog):
    """A catalogue that does not say which version of Babel wrote it, nor where to send bugs."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The headers that say something."""
        told = Catalog.mime_headers.__get__(self)
        return [each for each in told if each[0] not in {"Generated-By", "Report-Msgid-Bugs-To"}]


def of_template(source: str) -> Iterator[Text]:
    """Return the texts a template marks, as Django itself looks them up."""
    for name, first, second in _MARKED.findall(templatize(source)):
        one = ast.literal_eval(first)
        if name == "pgettext":
            yield one, ast.literal_eval(second)
        elif name == "ngettext":
            yield None, (one, ast.literal_eval(second))
        else:
            yield None, one


def of_python(source: str) -> Iterator[Text]:
    """Return the texts a Python file marks."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        count = CALLS.get(node.func.id, 0)
        said = [a.value for a in node.args[:count] if isinstance(a, ast.Constant)]
        if count and len(said) == count:
            yield None, said[0] if count == 1 else (said[0], said[1])


def marked() -> dict[Text, list[str]]:
    """Return every text of the pages, with the files it stands in."""
    found: dict[Text, list[str]] = {}
    for path in sorted([*WEB.rglob("*.html"), *WEB.rglob("*.txt"), *WEB.rglob("*.py")]):
        texts = of_python if path.suffix == ".py" else of_template
        name = path.relative_to(ROOT / "src").as_posix()
        for text in texts(path.read_text(encoding="utf-8")):
            places = found.setdefault(text, [])
            if name not in places:
                places.append(name)
    return found


def languages() -> list[str]:
    """Return the languages there is a catalogue of."""
    return sorted(path.parents[1].name for path in LOCALE.glob("*/LC_MESSAGES/django.po"))


def catalogue(language: str) -> Catalog:
    """Return the catalogue of a language as it is kept."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, ignore_obsolete=True)


def brought_up(old: Catalog, language: str) -> Catalog:
    """Return a catalogue with exactly the texts of the source, translated as far as it was."""
    new = Texts(
        locale=language,
        project="Fairlead",
        version="0",
        copyright_holder="The Fairlead authors",
        last_translator="The Fairlead authors",
        language_team=language,
        header_comment="# Texts of Fairlead's pages. `python docs/texts.py` keeps it up to date.",
        creation_date=_NO_DAY,
        revision_date=_NO_DAY,
        fuzzy=False,
    )
    for (context, text), places in marked().items():
        kept = old.get(text if isinstance(text, str) else text[0], context)
        said = kept.string if kept is not None and _same_shape(kept, text) else None
        flags = {"python-format"} if "%(" in str(text) else set()
        new.add(text, said or "", [(place, None) for place in places], flags=flags, context=context)
    return new


def _same_shape(kept: Message, text: str | tuple[str, str]) -> bool:
    """Say whether a kept translation has as many forms as the text wants."""
    return isinstance(kept.string, tuple) is not isinstance(text, str)


def written(found: Catalog) -> bytes:
    """Return a catalogue as a file, for people and for merging: no line numbers, no day."""
    out = io.BytesIO()
    write_po(out, found, width=100, include_lineno=False)
    return out.getvalue()


def compiled(found: Catalog) -> bytes:
    """Return a catalogue as Django reads it."""
    out = io.BytesIO()
    write_mo(out, found)
    return out.getvalue()


def stale(language: str) -> list[str]:
    """Return which files of a language are not what the source asks for."""
    folder = LOCALE / language / "LC_MESSAGES"
    found = brought_up(catalogue(language), language)
    wanted = {"django.po": written(found), "django.mo": compiled(found)}
    return [
        name
        for name, text in wanted.items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != text
    ]


def write(language: str) -> None:
    """Bring the catalogue of a language up to date, and compile it."""
    folder = LOCALE / language / "LC_MESSAGES"
    found = brought_up(catalogue(language), language)
    (folder / "django.po").write_bytes(written(found))
    (folder / "django.mo").write_bytes(compiled(found))


def main() -> int:
    """Write, or with ``--check`` compare."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    if "--check" in sys.argv:
        old = [f"{language}/{name}" for language in languages() for name in stale(language)]
        for name in old:
            sys.stdout.write(f"{name} is out of date: python docs/texts.py\n")
        return int(bool(old))
    for language in languages():
        write(language)
        left = [m.id for m in catalogue(language) if m.id and not _is_said(m)]
        sys.stdout.write(f"{language}: {len(left)} texts have no translation yet\n")
    return 0


def _is_said(message: Message) -> bool:
    said = message.string
    return all(said) if isinstance(said, tuple) else bool(said)


if __name__ == "__main__":
    raise SystemExit(main())
