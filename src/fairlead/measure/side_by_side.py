"""Work that is alone with its numbers, on all cores: what numpy does in one call holds no lock."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

# numpy imports these when they are first asked for, and two threads that ask at once may meet a
# half-made module: RecursionError (seen once in 500 imports that were killed)
import numpy.polynomial
import numpy.random  # noqa: F401

MOST_THREADS = 4
"""More would wait for memory."""

Given = TypeVar("Given")
Made = TypeVar("Made")


def side_by_side(make: Callable[[Given], Made], given: Iterable[Given]) -> Iterator[Made]:
    """Yield what is made of each, in the order given; the order of the work changes nothing.

    Parameters
    ----------
    make
        Shares nothing that it changes with the other calls.
    given
        What it is called with.
    """
    with ThreadPoolExecutor(max_workers=min(MOST_THREADS, os.cpu_count() or 1)) as pool:
        yield from pool.map(make, given)
