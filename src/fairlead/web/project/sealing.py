"""What must not be readable in the database: sealed with a key that lies outside of it.

Whoever has both the key file and the database can read everything; that is said on the pages.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from fairlead.errors import UnavailableError
from fairlead.lake.store.secret import key_file

NOTES_KEY_FILE = "FAIRLEAD_NOTES_KEY_FILE"


def notes_key_file(workspace: Path) -> Path:
    """Return where the keys of private notes lie: beside the key of sessions, in a file of its own.

    Each line is a key. The first seals; all of them open. To change keys, put a new one first.
    """
    given = os.environ.get(NOTES_KEY_FILE)
    return Path(given) if given else key_file(workspace).with_suffix(".notes.key")


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        made = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    with os.fdopen(made, "wb") as handle:
        handle.write(Fernet.generate_key() + b"\n")
        handle.flush()
        os.fsync(handle.fileno())


def _lines() -> tuple[bytes, ...]:
    path = notes_key_file(settings.WORKSPACE)
    try:
        _make(path)
        return tuple(line.strip() for line in path.read_bytes().splitlines() if line.strip())
    except OSError as error:
        raise UnavailableError(
            _("the key of private notes cannot be read or made: %(strerror)s")
            % {"strerror": error.strerror},
            hint=_("Name a file you can write to in %(notes_key_file)s. Nothing was written.")
            % {"notes_key_file": NOTES_KEY_FILE},
        ) from error


@lru_cache(maxsize=4)
def _box(lines: tuple[bytes, ...]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(line) for line in lines])
    except ValueError as error:
        raise UnavailableError(
            _("the file with the key of private notes holds something that is no key"),
            hint=_("Put the file back from where you keep it; without it old notes stay shut."),
        ) from error


def seal(text: str) -> str:
    """Return a text only somebody with the key can read.

    Raises
    ------
    UnavailableError
        There is no key and none can be made; nothing is kept in the clear instead.
    """
    return _box(_lines()).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """Return what was sealed.

    Raises
    ------
    UnavailableError
        It was sealed with a key that is not here any more.
    """
    try:
        return _box(_lines()).decrypt(sealed.encode("ascii")).decode()
    except InvalidToken as error:
        raise UnavailableError(
            _("this was sealed with another key"),
            hint=_("Put the old key as a further line into the file of keys."),
        ) from error


def pseudonym(person: str, purpose: str) -> str:
    """Return what stands for a person in answers that are to be anonymous; the same each time.

    It is made with the oldest key, the last line, so that a new key in front changes nobody.
    Without the key file nobody can tell whom it means, or make it from a list of people.
    """
    key = hashlib.sha256(base64.urlsafe_b64decode(_lines()[-1]) + purpose.encode()).digest()
    return hmac.new(key, person.encode(), hashlib.sha256).hexdigest()[:32]
