"""What is asked of an answer, and what is made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fairlead.lake.store.workspace import Workspace

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: see `Answer`. `who` is the person or manager as the data know them."""

    kind: str
    unit: str
    subject: str = ""
    who: str = ""


Progress = Callable[[str, int, int], None]
Made = list[tuple[Asked, Plain]]
Maker = Callable[[Workspace, Asked, dt.datetime, Progress], Made]
