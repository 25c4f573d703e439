"""Any text file into plain UTF-8, and what had to be assumed for it."""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from fairlead.answers import Finding
from fairlead.errors import ImportFileError, Place
from fairlead.lake.readers.sources import MAX_RATIO, MAX_UNPACKED, RATIO_COUNTS_FROM

_CHUNK = 4 << 20
_SAMPLE = 256 << 10
# Letters of Polish, Czech and Hungarian that are signs in Windows-1252, inside words
_CENTRAL = re.compile(
    rb"[a-z](?:[\xb3\xb9\xbf\x9c\x9f\xbe\x9e\xe8\xf8\xfb\xf5]){1,2}[a-z]", re.IGNORECASE
)
# Six letters of Turkish are those of Icelandic in Windows-1252, where accents stand as often
_TURKISH, _ICELANDIC = (
    b"\xd0\xdd\xde\xf0\xfd\xfe",
    b"\xc1\xc6\xc9\xcd\xd3\xda\xe1\xe6\xe9\xed\xf3\xfa",
)
_CENTRAL_SIGNS = re.compile(rb"[a-z][\xb3\xb9\xbf][a-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlainText:
    """A UTF-8 file without NUL bytes; `path` may be the original."""

    path: Path
    encoding: str
    findings: tuple[Finding, ...] = ()


def unpack_gzip(path: Path, target: Path, file: str) -> Path:
    """Unpack a gzip file within the size limits; return `target`."""
    import gzip

    written = 0
    packed = max(1, path.stat().st_size)
    try:
        with gzip.open(path, "rb") as stream, target.open("wb") as out:
            while chunk := stream.read(_CHUNK):
                written += len(chunk)
                if written > MAX_UNPACKED or (
                    written > RATIO_COUNTS_FROM and written > MAX_RATIO * packed
                ):
                    raise ImportFileError(
                        f"{file} is refused: it unpacks to more than {written >> 20} MB.",
                        place=Place(file=file),
                        expected="a table packed with gzip",
                        hint="Unpack it yourself and import the file.",
                    )
                out.write(chunk)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise ImportFileError(
            f"{file} is a damaged or truncated gzip file.",
            place=Place(file=file),
            expected="a complete gzip file",
            hint="Download or copy it again.",
        ) from error
    return target


def as_utf8(path: Path, target: Path, file: str) -> PlainText:
    """Return `path` as UTF-8, rewritten to `target` where it is something else.

    Order: byte order marks, UTF-16 without a mark (every second byte zero), UTF-8 if every byte
    of the file agrees, then Windows-1252, 1250 or 1254, Latin-1, and a statistical guess for
    scripts that are not Latin. A guess is said aloud in a Finding.
    """
    head = _head(path)
    encoding = _marked(head) or _utf16_without_mark(head)
    if encoding is None:
        valid, has_nul = _scan(path)
        if valid and not has_nul:
            return PlainText(path, "utf-8")
        encoding = "utf-8" if valid else _guess(path)
    nul_count = _rewrite(path, target, encoding, file)
    findings = []
    if encoding not in {"utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"}:
        findings.append(_guessed(file, encoding))
    if nul_count:
        findings.append(
            Finding(
                "nul_removed",
                "warning",
                f"{file} holds NUL bytes; they were left out",
                "A NUL is no character of any text. Everything else was read as it is.",
                {"nul_bytes": nul_count},
            )
        )
    return PlainText(target, encoding, tuple(findings))


def _guessed(file: str, encoding: str) -> Finding:
    return Finding(
        "encoding_guessed",
        "info",
        f"{file} was read as {encoding}",
        "It is not UTF-8 and does not say what it is. Names with accents show whether it fits.",
        {"encoding": encoding},
        ("If names look wrong, export the file again as UTF-8.",),
    )


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(_SAMPLE)


def _marked(head: bytes) -> str | None:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return None


def _utf16_without_mark(head: bytes) -> str | None:
    half = len(head) // 2
    if half < 4:
        return None
    if head[1::2].count(0) > 0.4 * half and head[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.4 * half and head[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def _scan(path: Path) -> tuple[bool, bool]:
    """Return whether every byte is valid UTF-8, and whether there are NULs."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    has_nul = False
    pending = False
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                has_nul = has_nul or b"\x00" in chunk
                if pending or not chunk.isascii():
                    decoder.decode(chunk)
                    pending = decoder.getstate()[0] != b""
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False, has_nul
    return True, has_nul


def _guess(path: Path) -> str:
    """Return a one-byte encoding for a file that is not UTF-8."""
    sample = _telling_sample(path)
    high = [i for i, byte in enumerate(sample) if byte >= 0x80]
    paired = sum(1 for i in high if i + 1 < len(sample) and sample[i + 1] >= 0x80)
    if high and paired > 0.4 * len(high):
        from charset_normalizer import from_bytes

        best = from_bytes(sample).best()
        if best is not None and best.encoding not in {"utf_8", "ascii"}:
            return str(best.encoding)
    if len(_CENTRAL_SIGNS.findall(sample)) > 0 and len(_CENTRAL.findall(sample)) > 1:
        return "cp1250"
    turkish, icelandic = (sum(map(sample.count, signs)) for signs in (_TURKISH, _ICELANDIC))
    if turkish > 1 and turkish > 3 * icelandic:
        return "cp1254"
    if any(byte in sample for byte in b"\x81\x8d\x8f\x90\x9d"):
        return "latin-1"
    return "cp1252"


def _telling_sample(path: Path) -> bytes:
    """Return up to 256 KB of lines that hold bytes beyond ASCII."""
    telling: list[bytes] = []
    size = 0
    with path.open("rb") as stream:
        for line in stream:
            if not line.isascii():
                telling.append(line[:4096])
                size += len(telling[-1])
                if size > _SAMPLE:
                    break
    return b"".join(telling)


def _rewrite(path: Path, target: Path, encoding: str, file: str) -> int:
    nul_count = 0
    # A byte Windows-1252 does not define must not end an import: it shows as a replacement sign.
    errors = "strict" if encoding.startswith("utf") else "replace"
    decoder = codecs.getincrementaldecoder(encoding)(errors=errors)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("rb") as stream, target.open("w", encoding="utf-8", newline="") as out:
            while chunk := stream.read(_CHUNK):
                nul_count += _write(out, decoder.decode(chunk))
            nul_count += _write(out, decoder.decode(b"", final=True))
    except UnicodeDecodeError as error:
        raise ImportFileError(
            f"{file} begins like {encoding} text but breaks off in the middle of a character.",
            place=Place(file=file),
            expected=f"complete {encoding} text",
            hint="Export it again, best as UTF-8.",
        ) from error
    return nul_count


def _write(out: IO[str], text: str) -> int:
    count = text.count("\x00")
    out.write(text.replace("\x00", "") if count else text)
    return count
