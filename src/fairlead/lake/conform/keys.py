"""Surrogate keys: the same number for the same source key, in any order and on any machine."""

from __future__ import annotations

import hashlib
import re


def key_id(kind: str, key: str) -> int:
    """Return the surrogate key of a source's own key.

    The first 15 hexadecimal digits of the MD5 of ``kind:key`` (60 bits, so that it fits a signed
    64-bit integer). Mirrors the SQL macro of the same name; MD5 is used for spread, not secrecy.

    Examples
    --------
    >>> key_id("person", "ada")
    917404570220244043
    """
    digest = hashlib.md5(f"{kind}:{key}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:15], 16)


def person_key(text: str) -> str:
    """Return the canonical form of a person's key: an id as it is, names and mails folded.

    Mirrors the SQL macro of the same name.

    Examples
    --------
    >>> person_key("Low, Spencer"), person_key("Ben@Example.org"), person_key("005xA")
    ('spencer low', 'ben@example.org', '005xA')
    """
    if "@" in text:
        return text.lower()
    if re.search(r"[0-9]", text):
        return text
    swapped = re.fullmatch(r"([^,]+),([^,]+)", text)
    if swapped:
        text = f"{swapped[2]} {swapped[1]}".strip()
    return re.sub(r"\s+", " ", text).lower()
