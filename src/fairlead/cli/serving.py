"""``fairlead serve``: the same words as pages, on a production server."""

from __future__ import annotations

from typing import Annotated

import typer

from fairlead.cli.terminal import WorkspaceOption


def serve(
    *,
    workspace: WorkspaceOption = None,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen at.", min=1, max=65_535)] = 8000,
    public: Annotated[
        str | None,
        typer.Option(help="Name people type in the browser; https has to stand in front."),
    ] = None,
    demo: Annotated[
        bool,
        typer.Option("--demo", help="Sign in by one click; for a company `fairlead demo` made."),
    ] = False,
) -> None:
    """Serve a workspace as web pages until stopped with Ctrl-C.

    The first start prints a code with which the first administrator makes an account.
    """
    from fairlead.cli.places import workspace_at
    from fairlead.web.project.serving import Served
    from fairlead.web.project.serving import serve as serve_workspace

    home = workspace_at(workspace, create=True)
    serve_workspace(home, Served(host, port, public, demo), typer.echo)
