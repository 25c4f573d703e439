"""Published answers on disk: whose data they are of, and whether they still are.

They lie in ``results/`` beside the counts and are named in the manifest of the state they were
made from, so that nobody reads answers of other data (docs/decisions/0013).
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import fairlead
from fairlead.facts import SUBMISSIONS
from fairlead.lake.published.files import prune
from fairlead.lake.store.manifest import (
    Manifest,
    add_results,
    kept_results,
    latest,
    states,
    sync_folder,
)
from fairlead.lake.store.mended import is_ours
from fairlead.lake.store.workspace import Workspace, writing

INDEX, ANSWERS, PEOPLE, FAIR_RATES = "published", "answers", "people_answers", "fair_rates"
"""Names in the manifest: what there is, answers of company and teams, of people, and fair rates."""

OURS = (INDEX, ANSWERS, PEOPLE, FAIR_RATES)

UNREAD = frozenset({SUBMISSIONS.name})
"""What no published answer is made from: what somebody says a period will bring stands beside it.

Forecasts look back at periods that are over; nobody may give one for these. Imported ones count:
they came with an export.
"""

DRAFT = ".published-"
"""Beginning of the files in which answers of people wait for the rest of them."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What answers are made of; equal for equal answers.

    Parameters
    ----------
    tables
        Version of each table answers are made from: of all but `UNREAD`.
    imports
        Digest of the imports of files: which ones, and what came of them.
    as_of
        Evening told, ISO 8601.
    process, company, mapping, effects
        Digests of the files somebody may mend; ``""`` where there is none, and of the mapping
        where it is still as an import wrote it.
    definitions, code
        Digests of the process and company as one definition, and of the program.
    """

    tables: dict[str, int]
    imports: str
    as_of: str | None
    process: str
    company: str
    mapping: str
    effects: str
    definitions: str
    code: str


@dataclass(frozen=True, slots=True)
class Index:
    """What is published of one state.

    Parameters
    ----------
    state
        Number of the manifest the answers were made from.
    basis
        What they are made of.
    whole
        Whether those of every person are there too.
    answers
        How many answers.
    names, teams
        Everybody who is measured, in the order of the roster, and the teams of now by name.
    people
        Their surrogate keys.
    """

    state: int
    basis: Basis
    whole: bool
    answers: int
    names: tuple[str, ...]
    people: tuple[int, ...]
    teams: tuple[str, ...]


@functools.cache
def code_version() -> str:
    """Return the version of Fairlead and a digest of its program: other code, other answers."""
    root = Path(fairlead.__file__).parent
    found = hashlib.blake2b(digest_size=8)
    for path in sorted(root.rglob("*.py")):
        found.update(path.relative_to(root).as_posix().encode())
        found.update(path.read_bytes())
    return f"{fairlead.__version__}+{found.hexdigest()}"


def basis_of(workspace: Workspace, manifest: Manifest) -> Basis:
    """Return what answers of a state are made of today."""
    process, company = (digest_of(p) for p in (workspace.process_file, workspace.company_file))
    return Basis(
        tables={name: n for name, n in manifest.tables.items() if name not in UNREAD},
        imports=_digest_of_exports(manifest),
        as_of=manifest.data_until,
        process=process,
        company=company,
        mapping=_if_mended(workspace.mapping_file),
        effects=_digest_of_effects(workspace),
        definitions=hashlib.blake2b(f"{process} {company}".encode(), digest_size=8).hexdigest(),
        code=code_version(),
    )


def digest_of(path: Path) -> str:
    """Return the digest of a file somebody may mend, ``""`` where there is none."""
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()
    except FileNotFoundError:
        return ""


def _digest_of_exports(manifest: Manifest) -> str:
    told = json.dumps([asdict(record) for record in manifest.exports], sort_keys=True)
    return hashlib.blake2b(told.encode(), digest_size=8).hexdigest()


def _digest_of_effects(workspace: Workspace) -> str:
    """Return one digest of what is known of own trainings: the file and the kept verdicts."""
    kept = [digest_of(path) for path in sorted(workspace.verdicts.glob("*.json"))]
    return " ".join([digest_of(workspace.effects_file), *kept]).strip()


def _if_mended(path: Path) -> str:
    """Return the digest of a file somebody changed; an import writes its own anew each time."""
    try:
        ours = is_ours(path.read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        return ""
    return "" if ours else digest_of(path)


WHY = {
    "tables": "data were imported since",
    "imports": "data were imported since",
    "as_of": "data were imported since",
    "process": "process.yaml was changed",
    "company": "company.yaml was changed",
    "mapping": "mapping.yaml was changed (import the export again, so that it counts)",
    "effects": "effects.yaml or a verdict on a training was changed",
    "code": "this is another version of Fairlead",
}
"""What differs in the basis -> why published answers are old, as people read it."""


def changes(then: Basis, now: Basis) -> tuple[str, ...]:
    """Return why answers made of `then` are not those of `now`; empty where they are."""
    told = {WHY[name]: None for name in WHY if getattr(then, name) != getattr(now, name)}
    return tuple(told)


def index_of(workspace: Workspace, manifest: Manifest) -> Index | None:
    """Return what is published of a state; None where nothing is, or it cannot be read."""
    name = manifest.results.get(INDEX)
    if name is None:
        return None
    try:
        body: dict[str, Any] = json.loads((workspace.results / name).read_text(encoding="utf-8"))
        basis = Basis(**body.pop("basis"))
        return Index(
            state=int(body["state"]),
            basis=basis,
            whole=bool(body["whole"]),
            answers=int(body["answers"]),
            names=tuple(body["names"]),
            people=tuple(body["people"]),
            teams=tuple(body["teams"]),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None  # made anew by the next refresh


def fresh(workspace: Workspace, manifest: Manifest) -> Index | None:
    """Return what is published of a state if it is what would be answered now, else None."""
    found = index_of(workspace, manifest)
    if found is None or changes(found.basis, basis_of(workspace, manifest)):
        return None
    return found


def newest(workspace: Workspace) -> tuple[Manifest, Index, tuple[str, ...]] | None:
    """Return the newest state with published answers, and why they are old, if they are."""
    now: Manifest | None = None
    for _number, manifest in states(workspace.manifests):
        if manifest is None:
            continue
        now = now or manifest
        found = index_of(workspace, manifest)
        if found is not None:
            return manifest, found, changes(found.basis, basis_of(workspace, now))
    return None


def file_name(state: int, name: str, basis: Basis, ending: str = "parquet") -> str:
    """Return the name of a published file: of one state and one basis, never written twice."""
    mark = hashlib.blake2b(json.dumps(asdict(basis), sort_keys=True).encode(), digest_size=5)
    return f"{state:06d}-{name}-{mark.hexdigest()}.{ending}"


def publish(workspace: Workspace, index: Index, files: dict[str, str]) -> Manifest:
    """Name published files in the manifest of their state; readers see all of them or none.

    A newer state that would be answered the same takes them too: somebody said what a period will
    bring while they were worked out.

    Parameters
    ----------
    workspace
        Where they lie already, synced.
    index
        What they hold; written here.
    files
        Name in the manifest -> file.

    Raises
    ------
    ConflictError
        Somebody is writing, or data were imported meanwhile.
    """
    name = file_name(index.state, INDEX, index.basis, "json")
    with writing(workspace):
        _write(workspace.results / name, json.dumps(asdict(index), ensure_ascii=False))
        now = latest(workspace.manifests)
        number = index.state if changes(index.basis, basis_of(workspace, now)) else now.number
        after = add_results(workspace.manifests, number, {INDEX: name, **files}, drop=OURS)
        prune(workspace.results, kept_results(workspace.manifests))
    return after


def _write(target: Path, text: str) -> None:
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    with draft.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(target)
    sync_folder(target.parent)


def drafts(workspace: Workspace, basis: Basis, state: int) -> list[Path]:
    """Return the answers of people an earlier, killed refresh left; those of other data go."""
    mine = f"{DRAFT}{file_name(state, PEOPLE, basis, 'x')}"
    found = []
    for path in sorted(workspace.results.glob(f"{DRAFT}*")):
        if path.name.startswith(mine):
            found.append(path)
        else:
            path.unlink(missing_ok=True)
    return found


def draft_path(workspace: Workspace, basis: Basis, state: int, number: int) -> Path:
    """Return where the next piece of people's answers waits."""
    name = f"{DRAFT}{file_name(state, PEOPLE, basis, 'x')}-{number:04d}.parquet"
    return workspace.results / name


def file_names(found: Sequence[str], results: dict[str, str]) -> list[str]:
    """Return the files of some published names that a manifest names."""
    return [results[name] for name in found if name in results]
