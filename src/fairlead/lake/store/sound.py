"""Which state readers get: the newest whose files are whole; an older one says that it is older."""

from __future__ import annotations

from dataclasses import asdict, replace

from fairlead.answers import Finding
from fairlead.errors import UnavailableError
from fairlead.lake.store.check import damage
from fairlead.lake.store.manifest import Manifest, states
from fairlead.lake.store.workspace import Workspace

OLDER = "older_state_served"
AGAIN = (
    "Run `fairlead import --undo`, then import the exports since that state again.",
    "Look at the disk: `fairlead doctor` lists what is damaged.",
)


def served(workspace: Workspace) -> Manifest:
    """Return the newest state that is whole; with the finding `older_state_served` if not newest.

    Raises
    ------
    UnavailableError
        States are kept, but none is whole; or the layout is of a later Fairlead.
    """
    first = ""
    for number, manifest in states(workspace.manifests):
        if manifest is None:
            problem = f"the manifest {number:06d}.json is damaged"
        else:
            problem = damage(workspace, manifest)
        if manifest is not None and not problem:
            return _older(manifest, first) if first else manifest
        first = first or problem
    if first:
        raise UnavailableError(
            f"{first}; no earlier state is whole",
            hint="Restore a backup, or import your exports into a new workspace.",
        )
    return Manifest()


def older_state(manifest: Manifest) -> str:
    """Return what to say where `manifest` is served in place of a damaged newer one, or ''."""
    for finding in manifest.findings:
        if finding["code"] == OLDER:
            return f"{finding['title']}. {finding['detail']}"
    return ""


def _older(manifest: Manifest, problem: str) -> Manifest:
    until = f"; its data go until {manifest.data_until}" if manifest.data_until else ""
    finding = Finding(
        "older_state_served",
        "serious",
        f"The newest state is damaged; this is state {manifest.number}{until}",
        f"What is wrong: {problem}.",
        {"state": manifest.number},
        AGAIN,
    )
    return replace(manifest, findings=(asdict(finding), *manifest.findings))
