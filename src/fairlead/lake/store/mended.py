"""Files people may mend: written as a whole, and never over what somebody changed.

The digest in the first line tells whether a file is still as Fairlead wrote it.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def replace_file(path: Path, text: str) -> None:
    """Write a file as a whole or not at all."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8", errors="replace", newline="")
    draft.replace(path)


def signed(text: str) -> str:
    """Return `text` below a line that tells later whether somebody changed it."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    return f"# as written by fairlead, {digest}\n{text}"


def is_ours(text: str) -> bool:
    """Say whether a file's text is still as it was written."""
    first, _newline, rest = text.partition("\n")
    return first == signed(rest).partition("\n")[0]
