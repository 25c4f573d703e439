"""People who were erased: known by keyed hashes only, so that no import brings their name back.

The list lies in the workspace (``erased.json``); the key of its hashes lies outside, where the key
of sessions is. Whoever has a copy of the workspace alone cannot try names against it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fairlead.errors import UnavailableError
from fairlead.lake.conform.keys import person_key
from fairlead.lake.store.manifest import sync_folder
from fairlead.lake.store.secret import key_file, make_key

FILE = "erased.json"
AGAIN = "erase-again.json"
"""Hashes of names that a restored backup may still hold: its people were erased after it."""

LETTERS = "bcdfghjklmnpqrstvwxz"
"""Letters of made-up names: no vowels, so that no word comes out, and no digits: ids have those."""

NOWHERE = "@erased.invalid"
"""End of the addresses that stand in place of theirs."""

WORD = re.compile(r"[^\s,;:()\[\]{}<>\"|/=]+")
"""What may be part of a name or address in a text."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What people who were erased were called, as hashes, and what they are called now.

    Parameters
    ----------
    key
        Of the hashes.
    names
        Hash of a name or mail address in its canonical form -> what stands in its place.
    words
        Numbers of words names have, the largest first.
    """

    key: bytes
    names: Mapping[str, str]
    words: tuple[int, ...]

    def __bool__(self) -> bool:
        """Say whether anybody was erased."""
        return bool(self.names)

    @property
    def people(self) -> int:
        """How many people the names and addresses are of."""
        letters = (new.removesuffix(NOWHERE).rsplit(" ", 1)[-1] for new in self.names.values())
        return len({text.lower() for text in letters})

    def instead(self, text: str) -> str | None:
        """Return what stands in place of a whole text, None where it is nobody's name."""
        return self.names.get(_hash(self.key, person_key(text.strip()))) if text else None

    def without(self, text: str) -> str:
        """Return a text with every name and address of theirs replaced.

        A name counts where it stands as a whole, in any case, also as ``Marin, Cleo``.
        """
        if not self.names:
            return text
        whole = self.instead(text)
        if whole is not None:
            return whole
        for start, end, new in reversed(list(self._found(text))):
            text = f"{text[:start]}{new}{text[end:]}"
        return text

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        spans = [(m.start(), m.end()) for m in WORD.finditer(text)]
        place = 0
        while place < len(spans):
            for count in self.words:
                if place + count > len(spans):
                    continue
                start, end = spans[place][0], spans[place + count - 1][1]
                found = self._at(text, start, end)
                if found is not None:
                    yield found
                    place += count - 1
                    break
            place += 1

    def _at(self, text: str, start: int, end: int) -> tuple[int, int, str] | None:
        for cut in _ends(text[start:end]):
            new = self.instead(text[start : end - cut])
            if new is not None:
                return start, end - cut, new
        return None


NOBODY = Erased(b"", {}, ())
"""Nobody was erased."""


def _ends(text: str) -> Iterator[int]:
    """Yield how many signs to leave off: none, then what closes a sentence or a possession."""
    yield 0
    for tail in (".", "!", "?", "'", "'s", "\u2019s"):
        if text.endswith(tail) and len(text) > len(tail):
            yield len(tail)


def _hash(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _key(root: Path) -> bytes:
    return hashlib.sha256(b"erased:" + key_file(root).read_bytes().strip()).digest()


def erased_of(root: Path) -> Erased:
    """Return who was erased from the workspace at `root`.

    Raises
    ------
    UnavailableError
        Somebody was, but the key that tells whom is not there, or another one.
    """
    path = root / FILE
    if not path.is_file():
        return NOBODY
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        key, names = _key(root), {str(k): str(v) for k, v in told["names"].items()}
        words, check = tuple(int(n) for n in told["words"]), str(told["check"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _no_key(path) from error
    if not hmac.compare_digest(check, _hash(key, FILE)):
        raise _no_key(path)
    return Erased(key, names, words)


def to_erase_again(root: Path) -> Erased:
    """Return who was erased after the backup that was restored at `root` had been made.

    Raises
    ------
    UnavailableError
        As `erased_of` does.
    """
    path = root / AGAIN
    if not path.is_file():
        return NOBODY
    since = set(json.loads(path.read_text(encoding="utf-8")))
    known = erased_of(root)
    return Erased(known.key, {k: n for k, n in known.names.items() if k in since}, known.words)


def keep_erased(old: Path, new: Path) -> None:
    """Let the list of the workspace at `old` count in a restored one that takes its place.

    What the restored one does not list is noted as to be erased again.
    """
    if not (old / FILE).is_file():
        return
    before = _listed(new / FILE)
    shutil.copy2(old / FILE, new / FILE)
    since = sorted(_listed(old / FILE) - before)
    if since:
        _write(new / AGAIN, since)


def _listed(path: Path) -> set[str]:
    try:
        return set(json.loads(path.read_text(encoding="utf-8"))["names"])
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _no_key(path: Path) -> UnavailableError:
    return UnavailableError(
        f"{path} lists people who were erased, and cannot be read without its key",
        hint="Name the key file this workspace was served with in FAIRLEAD_KEY_FILE: without it an "
        "import could bring their names back.",
    )


def made_up() -> str:
    """Return a name for somebody who is erased; it says nothing and nobody else has it."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"Former colleague {letters.capitalize()}"


def note_erased(root: Path, called: Iterable[str], pseudonym: str) -> Erased:
    """Add what a person was called to the list; return the whole list.

    Parameters
    ----------
    root
        Of the workspace.
    called
        Names and mail addresses, in any spelling.
    pseudonym
        From `made_up`. Addresses become an address that leads nowhere.
    """
    make_key(root)
    before = erased_of(root)
    key, names, words = _key(root), dict(before.names), set(before.words)
    letters = pseudonym.rsplit(" ", 1)[-1].lower()
    for text in called:
        for form in {text, _turned(text)}:
            canonical = person_key(form.strip())
            new = f"{letters}{NOWHERE}" if "@" in canonical else pseudonym
            names.setdefault(_hash(key, canonical), new)
            words.add(len(WORD.findall(form)))
    ordered = tuple(sorted(words - {0}, reverse=True))
    _write(root / FILE, {"check": _hash(key, FILE), "names": names, "words": ordered})
    return Erased(key, names, ordered)


def _turned(name: str) -> str:
    """Return ``Marin, Cleo`` of ``Cleo Marin``: the canonical form of both is one."""
    return name if "@" in name or "," in name else " ".join(reversed(name.split(" ", 1)))


def _write(path: Path, told: object) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(told, file, indent=0, sort_keys=True)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)
