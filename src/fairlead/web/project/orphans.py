"""No process of ours outlives the one that started it, however that one ends."""

from __future__ import annotations

import os
import threading
import time

LOOK_S = 1.0
STARTER = "FAIRLEAD_STARTER"
"""Number of the process that serves; it may be gone before one it started has looked around."""


def leave_with_starter() -> None:
    """End this process as soon as the one that serves is gone; without one nothing happens."""
    told = os.environ.get(STARTER, "")
    if not told.isdecimal():
        return
    starter = int(told)

    def watch() -> None:
        while os.getppid() == starter:
            time.sleep(LOOK_S)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
