"""Surrogate keys: the same number for the same source key, in any order and on any machine."""

from __future__ import annotations

import hashlib
import re
import unicodedata


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


def salesforce_id(key: str) -> str:
    """Return a Salesforce id of 15 characters with its three check characters, others as they are.

    Ids of 15 characters differ by case; each check character says which of five letters are
    capitals, so that 18 characters may be compared without case. Mirrors the SQL macro.

    Examples
    --------
    >>> salesforce_id("0015000000Gv7qJ"), salesforce_id("0015000000Gv7qJAAR")
    ('0015000000Gv7qJAAR', '0015000000Gv7qJAAR')
    """
    if not re.fullmatch(r"[0-9A-Za-z]{15}", key):
        return key
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    blocks = (key[start : start + 5] for start in (0, 5, 10))
    return key + "".join(
        alphabet[sum(1 << i for i, sign in enumerate(block) if "A" <= sign <= "Z")]
        for block in blocks
    )


def person_key(text: str) -> str:
    """Return the canonical form of a person's key: an id as it is, names and mails folded.

    Blanks of every kind count as one, letters by what they are and not by how they are composed.
    Mirrors the SQL macro of the same name.

    Examples
    --------
    >>> person_key("Low, Spencer"), person_key("Ben@Example.org"), person_key("005xA")
    ('spencer low', 'ben@example.org', '005xA')
    """
    if "@" in text:
        return _lower(text)
    if re.fullmatch(r"00[5G][0-9A-Za-z]{12}", text):
        return salesforce_id(text)
    if re.search(r"[0-9]", text):
        return text
    last, comma, first = text.partition(",")
    if comma and last and first and "," not in first:
        text = f"{first} {last}"
    return _folded_name(text)


_BLANKS = re.compile("[\t\n\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")


def _folded_name(text: str) -> str:
    return _lower(unicodedata.normalize("NFC", _BLANKS.sub(" ", text).strip(" ")))


def _lower(text: str) -> str:
    """Return each letter's own lower case; `str.lower` also looks at its neighbours."""
    return "".join(sign.lower()[0] for sign in text)
