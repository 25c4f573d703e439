"""What a command reads: a workspace, or an export that is imported on the way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fairlead.cli.terminal import now, progress

if TYPE_CHECKING:
    from fairlead.lake.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Source:
    """Where data come from, as options name it; `path` may be an export or a workspace."""

    path: Path | None
    workspace: Path | None
    mapping: Path | None = None
    most_put_aside: float = 0.05


@contextmanager
def home_of(source: Source) -> Iterator[Workspace]:
    """Yield the workspace that holds the data of `source`, importing its export first.

    An export without a workspace goes to a scratch one, which is kept only if all went well.
    """
    from fairlead.cli.places import keep_scratch, scratch_workspace, workspace_at
    from fairlead.lake.store.workspace import MARKER
    from fairlead.refresh.importing import import_path

    path, workspace = source.path, source.workspace
    if path is not None and (path / MARKER).is_file():
        path, workspace = None, path
    if path is None:
        yield workspace_at(workspace)
        return
    scratch = workspace is None
    home = scratch_workspace() if scratch else workspace_at(workspace, create=path.exists())
    try:
        with progress() as show:
            import_path(
                home,
                path,
                now=now(),
                mapping=source.mapping,
                most_put_aside=source.most_put_aside,
                progress=show,
                counting=not scratch,
            )
        yield home
    except BaseException:
        if scratch:
            shutil.rmtree(home.root, ignore_errors=True)
        raise
    if scratch:
        keep_scratch(home)
