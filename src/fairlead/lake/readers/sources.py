"""What lies under the path that was given: tables to read, and files left alone with a reason.

Every file is hostile until proven otherwise: nothing is unpacked before its name, size and kind
are checked, and names inside an archive are never used as paths.
"""

from __future__ import annotations

import difflib
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, TypeAlias

from fairlead.errors import ImportFileError, Place
from fairlead.lake.readers.contract import SkippedFile
from fairlead.lake.readers.staging import blame_the_disk

Kind: TypeAlias = Literal["text", "gzip", "workbook", "parquet", "xes", "zip", "empty", "other"]

MAX_MEMBERS = 2_000
MAX_UNPACKED = 16 << 30
MAX_RATIO = 200
RATIO_COUNTS_FROM = 64 << 20
TABLES = "a CSV, XLSX, Parquet or XES file, a folder of them, or a zip of them"

_HEAD = 64 << 10
_XES = re.compile(rb"<(?:[\w.-]+:)?log\b[^>]*xes", re.IGNORECASE)
_CHUNK = 1 << 20
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file; save it as XLSX"),
    (b"SQLite format 3", "a SQLite database"),
    (b"Rar!", "a RAR archive; unpack it or send a zip"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it or send a zip"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ", "an xz archive; unpack it first"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"RIFF", "a sound, film or picture"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)
_PROSE = (".md", ".rst", ".html", ".htm", ".json", ".xml", ".yaml", ".yml", ".toml", ".svg", ".py")
_PROSE_STEMS = ("license", "licence", "readme", "notice", "copying", "changelog")


NO_IMPORT = ".no-import"
"""A folder that holds a file of this name is passed over (the truth beside a simulated export)."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file that should hold a table.

    `file` is what the user calls it, `path` where its bytes are now, `given` whether the user
    named this very file.
    """

    file: str
    path: Path
    kind: Kind
    given: bool = False

    @property
    def packed(self) -> bool:
        """Say whether the bytes are packed with gzip."""
        with self.path.open("rb") as stream:
            return stream.read(2) == b"\x1f\x8b"


def find_sources(path: Path, staging: Path) -> tuple[list[Source], list[SkippedFile]]:
    """Return the tables under `path` and what was left alone.

    Parameters
    ----------
    path
        File, folder or zip.
    staging
        Folder for what has to be unpacked.

    Raises
    ------
    ImportFileError
        If there is nothing there, nothing that can be a table, or an archive is not safe.
    """
    if not path.exists():
        raise ImportFileError(
            f"There is nothing at {path}.",
            place=Place(file=str(path)),
            expected=TABLES,
            hint=_nearby(path),
        )
    sources: list[Source] = []
    skipped: list[SkippedFile] = []
    if path.is_dir():
        _from_folder(path, staging, sources, skipped)
    else:
        kind, what = kind_of(path)
        _take(Source(path.name, path, kind, given=True), what, staging, sources, skipped)
    if not sources:
        _refuse_nothing(path, skipped)
    return sources, skipped


def kind_of(path: Path) -> tuple[Kind, str]:
    """Return the kind of a file from its first bytes, and words for it where it is no table."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise ImportFileError(
            f"{path.name} cannot be opened: {error.strerror}.",
            place=Place(file=path.name),
            expected=TABLES,
            hint="Check that you may read it.",
        ) from error
    kind, what = kind_of_head(head, path.name)
    if kind == "zip" and path.suffix.casefold() != ".zip":
        return _kind_of_zip(path)
    return kind, what


def kind_of_head(head: bytes, name: str) -> tuple[Kind, str]:  # noqa: PLR0911  one case a line
    """Return the kind the first bytes of a file show, and words for it where it is no table."""
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return "empty", "an empty file"
    if head[:4] == b"PAR1":
        return "parquet", ""
    if head[:2] == b"\x1f\x8b":
        return ("xes" if _is_xes(_unpacked(head), name) else "gzip"), ""
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return ("workbook", "") if name.casefold().endswith((".xlsx", ".xlsm")) else ("zip", "")
    for magic, what in _MAGIC:
        if head.startswith(magic):
            return "other", what
    if _is_binary(head):
        return "other", "a binary file of an unknown kind"
    if _is_xes(head, name):
        return "xes", ""
    lower = name.casefold()
    stem = Path(lower).stem
    if lower.endswith(_PROSE) or stem.startswith(_PROSE_STEMS):
        return "other", "a text, not a table"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"<", b"{"}:
        return "other", "not a table (it looks like XML, HTML or JSON)"
    return "text", ""


def _is_xes(head: bytes, name: str) -> bool:
    """Say whether a file is an event log in XES: by its ending, or by its first element."""
    if name.casefold().endswith((".xes", ".xes.gz")):
        return True
    text = head.replace(b"\x00", b"").lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n")
    return text[:1] == b"<" and _XES.search(text) is not None


def _unpacked(head: bytes) -> bytes:
    """Return what the first bytes of a gzip file unpack to; nothing where they are damaged."""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, _HEAD)
    except zlib.error:
        return b""


def _is_binary(head: bytes) -> bool:
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return False
    zeros = head.count(0)
    if zeros > len(head) // 4:  # UTF-16 without a mark: every second byte is zero
        return max(head[0::2].count(0), head[1::2].count(0)) < len(head) // 2 * 0.6
    odd = sum(head.count(byte) for byte in range(1, 32) if byte not in b"\t\n\r\x0b\x0c\x1a\x1b")
    return odd > max(2, len(head) // 100)


def _kind_of_zip(path: Path) -> tuple[Kind, str]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return "zip", ""
    if "xl/workbook.xml" in names:
        return "workbook", ""
    if "mimetype" in names or "word/document.xml" in names or "ppt/presentation.xml" in names:
        return "other", "an office document; save the sheet as XLSX or CSV"
    return "zip", ""


def _nearby(path: Path) -> str:
    parent = path.parent
    if parent.is_dir():
        names = [p.name for p in parent.iterdir() if not p.name.startswith(".")]
        close = difflib.get_close_matches(path.name, names, n=3, cutoff=0.6)
        if close:
            return f"Did you mean {' or '.join(close)}?"
    return "Check the path."


def _refuse_nothing(path: Path, skipped: list[SkippedFile]) -> None:
    if path.is_dir() or len(skipped) > 1 or (skipped and skipped[0].file != path.name):
        seen = "; ".join(f"{s.file}: {s.reason}" for s in skipped[:5])
        message = f"{path.name} holds no table." + (f" Seen: {seen}." if seen else " It is empty.")
    else:
        message = f"{path.name} is {skipped[0].reason}." if skipped else f"{path.name} is empty."
    raise ImportFileError(
        message, place=Place(file=path.name), expected=TABLES, hint="Choose the export itself."
    )


def entries(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield what lies under a folder by name, without hidden files and folders not to be read."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if any(part.startswith(".") or part == "__MACOSX" for part in parts):
            continue
        if any((folder.joinpath(*parts[:n]) / NO_IMPORT).exists() for n in range(1, len(parts))):
            continue
        yield "/".join(parts), path


def _from_folder(
    folder: Path, staging: Path, sources: list[Source], skipped: list[SkippedFile]
) -> None:
    inside_staging = staging.resolve()
    for name, path in entries(folder):
        if path.is_symlink() or not path.resolve().is_relative_to(folder.resolve()):
            skipped.append(SkippedFile(name, "a link to somewhere else"))
            continue
        if not path.is_file() or path.resolve().is_relative_to(inside_staging):
            continue
        kind, what = kind_of(path)
        _take(Source(name, path, kind), what, staging, sources, skipped)


def _take(
    source: Source, what: str, staging: Path, sources: list[Source], skipped: list[SkippedFile]
) -> None:
    if source.kind == "zip":
        _from_zip(source, staging, sources, skipped)
    elif source.kind in {"other", "empty"}:
        skipped.append(SkippedFile(source.file, what))
    else:
        sources.append(source)


def _from_zip(
    source: Source, staging: Path, sources: list[Source], skipped: list[SkippedFile]
) -> None:
    unpacked = staging / "unpacked"
    unpacked.mkdir(parents=True, exist_ok=True)
    try:
        with zipfile.ZipFile(source.path) as archive:
            members = _safe_members(archive, source)
            for member in members:
                name = f"{source.file}!{member.filename}"
                with archive.open(member) as stream:
                    head = stream.read(_HEAD)
                kind, what = kind_of_head(head, member.filename)
                if kind == "zip":
                    raise _unsafe(source, f"{member.filename} is an archive inside the archive")
                if kind in {"other", "empty"}:
                    skipped.append(SkippedFile(name, what))
                    continue
                target = unpacked / f"{len(list(unpacked.iterdir())):05d}"
                with archive.open(member) as stream:
                    _copy(stream, target, member.file_size, source)
                sources.append(Source(name, target, kind))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        blame_the_disk(error)
        raise ImportFileError(
            f"{source.file} is a damaged or truncated zip.",
            place=Place(file=source.file),
            expected="a complete zip of tables",
            hint="Download or copy it again.",
        ) from error
    except (RuntimeError, NotImplementedError) as error:
        raise _unsafe(source, f"it cannot be unpacked ({error})") from error


def _safe_members(archive: zipfile.ZipFile, source: Source) -> list[zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS:
        raise _unsafe(source, f"it holds {len(infos)} files, more than {MAX_MEMBERS}")
    total = 0
    members = []
    for info in infos:
        name = info.filename
        if (
            name.startswith(("/", "\\"))
            or ".." in name.replace("\\", "/").split("/")
            or ":" in name
        ):
            raise _unsafe(source, f"the name {name!r} points outside of it")
        if (info.external_attr >> 16) & 0o170000 == 0o120000:
            raise _unsafe(source, f"{name} is a link")
        if info.flag_bits & 1:
            raise _unsafe(source, f"{name} is encrypted")
        total += info.file_size
        big = info.file_size > RATIO_COUNTS_FROM
        if total > MAX_UNPACKED or (big and info.file_size > MAX_RATIO * info.compress_size):
            raise _unsafe(source, f"{name} would unpack to {info.file_size >> 20} MB")
        parts = name.split("/")
        if not info.is_dir() and not any(p.startswith(".") or p == "__MACOSX" for p in parts):
            members.append(info)
    return sorted(members, key=lambda member: member.filename)


def _unsafe(source: Source, why: str) -> ImportFileError:
    return ImportFileError(
        f"{source.file} is refused: {why}.",
        place=Place(file=source.file),
        expected="a plain zip of tables",
        hint="Unpack it yourself and import the folder.",
    )


def _copy(stream: IO[bytes], target: Path, declared: int, source: Source) -> None:
    written = 0
    with target.open("wb") as out:
        while chunk := stream.read(_CHUNK):
            written += len(chunk)
            if written > declared:
                raise _unsafe(source, "a file in it is larger than it says")
            out.write(chunk)
