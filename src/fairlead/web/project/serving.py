"""Start the application: database, key, first code, worker, server."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fairlead.errors import InputError
from fairlead.lake.store.pages import FILE, being_served
from fairlead.lake.store.secret import make_key
from fairlead.lake.store.workspace import Workspace
from fairlead.web.project.orphans import STARTER
from fairlead.web.project.worker import WAITED_FOR

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SETTINGS = "fairlead.web.project.settings"
DEMO_MARK = ".fairlead-demo"
AGAIN_AFTER_S = 1.0
PROCESSES = 2
"""So many answer pages, where there are processors for them: one is busy with one at a time."""
STRAY_AFTER = dt.timedelta(hours=1)
"""Files of an upload nobody knows of are left so long: they may be on their way in."""


@dataclass(frozen=True, slots=True)
class Served:
    """Where and how to serve.

    `public` is the name people type in the browser, with https in front; None serves this machine
    only. `demo` lets anybody on this machine in by one click.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    public: str | None = None
    demo: bool = False


def address_of(served: Served) -> str:
    """Return where people open the application."""
    return f"https://{served.public}" if served.public else f"http://localhost:{served.port}"


def serve(workspace: Workspace, served: Served, say: Callable[[str], None]) -> None:
    """Serve a workspace until stopped.

    Parameters
    ----------
    workspace
        An existing workspace; it may be empty.
    served
        Where and how.
    say
        Tells the terminal.

    Raises
    ------
    InputError
        The options do not go together.
    ConflictError
        The workspace is just being replaced by a backup.
    UnavailableError
        Key or database cannot be written.
    """
    check(workspace, served)
    with being_served(workspace):
        _serve(workspace, served, say)


def _serve(workspace: Workspace, served: Served, say: Callable[[str], None]) -> None:
    code = prepare(workspace, served)
    address = address_of(served)
    say(f"Fairlead serves {workspace.root} at {address} (Ctrl-C stops it)")
    if code:
        say(f"Nobody has an account yet. Open {address}/people/first/ and type this code: {code}")
    if served.demo:
        say(f"Demo: choose whom to be at {address}/demo/")
    stop = threading.Event()
    watchers = [
        threading.Thread(target=supervise, args=(stop, *words), daemon=True)
        for words in ((), (WAITED_FOR,))
    ]
    for watcher in watchers:
        watcher.start()
    try:
        _server(served)
    finally:
        stop.set()
        for watcher in watchers:
            watcher.join(timeout=5)


def check(workspace: Workspace, served: Served) -> None:
    """Refuse what would let the wrong people in.

    Raises
    ------
    InputError
        Says what to do instead.
    """
    if served.demo and not (workspace.root.parent / DEMO_MARK).is_file():
        raise InputError(
            f"{workspace.root} was not made by `fairlead demo`",
            hint="Leave out --demo: everybody then signs in as themself.",
        )
    if served.demo and (served.public or served.host not in LOOPBACK):
        raise InputError("a demo is served on this machine only", hint="Leave out --demo.")
    if served.host not in LOOPBACK and not served.public:
        raise InputError(
            f"serving at {served.host} lets others in, over a line anybody can read",
            hint="Put https in front and name the address people use with --public.",
        )


def prepare(workspace: Workspace, served: Served) -> str | None:
    """Set up environment, key and tables; return the code for the first administrator, if any."""
    make_key(workspace.root)
    os.environ["FAIRLEAD_WORKSPACE"] = str(workspace.root)
    os.environ["FAIRLEAD_ADDRESS"] = address_of(served)
    os.environ["FAIRLEAD_PROFILE"] = "public" if served.public else "local"
    os.environ["FAIRLEAD_HOSTS"] = served.public or ""
    os.environ[STARTER] = str(os.getpid())
    os.environ["FAIRLEAD_DEMO"] = "1" if served.demo else "0"
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    code = "-".join(secrets.token_hex(2).upper() for _ in range(3))
    os.environ["FAIRLEAD_SETUP_CODE"] = hashlib.sha256(code.encode()).hexdigest()
    import django

    django.setup()
    from django.core.management import call_command

    from fairlead.web.imports.services import erase_again_soon, refresh_soon, sweep_uploads
    from fairlead.web.people.selectors import has_accounts
    from fairlead.web.people.services import carry_policy
    from fairlead.web.project.clock import now

    call_command("migrate", interactive=False, verbosity=0)
    _private(workspace.root)
    carry_policy()
    sweep_uploads(now() - STRAY_AFTER)
    erase_again_soon(now())
    refresh_soon(now())
    if served.demo or has_accounts():
        os.environ["FAIRLEAD_SETUP_CODE"] = ""
        return None
    return code


def _private(root: Path) -> None:
    """Let nobody else on this machine read the database."""
    for path in root.glob(f"{FILE}*"):
        path.chmod(0o600)


def supervise(stop: threading.Event, *words: str) -> None:
    """Keep one worker running until `stop` is set; one that died is started again.

    `words` stand after its name: see `project.worker`.
    """
    while not stop.is_set():
        command = [sys.executable, "-m", "fairlead.web.project.worker", *words]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL) as worker:  # noqa: S603 -- own module
            while worker.poll() is None:
                if stop.wait(AGAIN_AFTER_S):
                    worker.terminate()
                    break
        time.sleep(AGAIN_AFTER_S)


def _server(served: Served) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings

    Granian(
        "fairlead.web.project.wsgi:application",
        address=served.host,
        port=served.port,
        interface=Interfaces.WSGI,
        workers=min(PROCESSES, os.cpu_count() or 1),
        blocking_threads=max(2, os.cpu_count() or 2),
        respawn_failed_workers=True,
        # each page goes to either process; kept lines would crowd one while the other waits
        http1_settings=HTTP1Settings(keep_alive=False),
        websockets=False,
    ).serve()
