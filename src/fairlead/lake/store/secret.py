"""The key sessions and links are signed with: a file outside the workspace."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from fairlead.errors import UnavailableError

KEY_FILE = "FAIRLEAD_KEY_FILE"


def key_file(workspace: Path) -> Path:
    """Return where the key of a workspace lies.

    In the file FAIRLEAD_KEY_FILE names, else in the user's configuration folder: a copy of the
    workspace then holds no key that would let its reader sign in as somebody else.
    """
    given = os.environ.get(KEY_FILE)
    if given:
        return Path(given)
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    name = hashlib.sha256(str(workspace).encode(errors="replace")).hexdigest()[:16]
    return config / "fairlead" / f"{name}.key"


def make_key(workspace: Path) -> Path:
    """Return the key file of a workspace, made where there is none yet.

    Raises
    ------
    UnavailableError
        It cannot be written.
    """
    path = key_file(workspace)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path
    except OSError as error:
        raise UnavailableError(
            f"cannot write the key file {path}: {error.strerror}",
            hint=f"Name a file you can write to in {KEY_FILE}.",
        ) from error
    with os.fdopen(made, "w", encoding="ascii") as handle:
        handle.write(secrets.token_urlsafe(64))
    return path


def read_key(workspace: Path) -> str:
    """Return the key; without a file a new one that lasts as long as this process."""
    try:
        told = key_file(workspace).read_text(encoding="ascii").strip()
    except (OSError, RuntimeError):
        told = ""
    return told or secrets.token_urlsafe(64)
