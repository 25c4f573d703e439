"""Salesforce ids, and the words its picklists use."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pyarrow as pa

from fairlead.lake.writers import text
from fairlead.lake.writers.text import Array
from fairlead.simulate import Simulation

Columns: TypeAlias = dict[str, pa.Array]

TYPES = {"new_business": "New Business", "expansion": "Expansion", "renewal": "Renewal"}
CATEGORY_NAMES = {"BestCase": "Best Case", "Forecast": "Commit"}
TITLES = {"rep": "Account Executive", "manager": "Sales Manager", "leader": "Head of Sales"}
_BASE62 = np.frombuffer(
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", dtype=np.uint8
)
_CHECK = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345", dtype=np.uint8)


def ids(prefix: str, numbers: Array) -> pa.Array:
    """Write 18-character ids: key prefix, 12 characters, 3 check characters."""
    letters = np.empty((len(numbers), 18), dtype=np.uint8)
    letters[:, :6] = np.frombuffer(f"{prefix}5g0".encode("ascii"), dtype=np.uint8)
    rest = np.asarray(numbers, dtype=np.int64) * 7 + 62**5  # steps, as in a shared instance
    for place in range(14, 5, -1):
        letters[:, place] = _BASE62[rest % 62]
        rest //= 62
    upper = (letters[:, :15] >= ord("A")) & (letters[:, :15] <= ord("Z"))
    weights = 1 << np.arange(5)
    letters[:, 15:] = _CHECK[upper.reshape(-1, 3, 5) @ weights]
    return text.fixed(letters)


class Keys:
    """Ids of users, accounts, contacts, deals and roles by row number."""

    def __init__(self, sim: Simulation) -> None:
        def keys(prefix: str, table: str, column: str) -> pa.Array:
            return text.with_blank(ids(prefix, sim.numbers(table, column)))

        self.user = keys("005", "people", "person")
        self.account = keys("001", "accounts", "account")
        self.contact = keys("003", "contacts", "contact")
        self.deal = keys("006", "deals", "deal")
        teams = np.arange(2 * len(sim.organisation.teams) + 1)
        self.role = text.with_blank(ids("00E", teams))

    @staticmethod
    def of(keys: pa.Array, rows: Array) -> pa.Array:
        """Return the keys of the rows; -1 gives an empty text."""
        return text.looked_up(keys, rows)
