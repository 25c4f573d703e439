"""What a page reads: published rows and answers of a person, a team or the company.

Nothing here counts or fits, and nothing of the engine is imported. Who may see what is for the
caller to decide.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from fairlead.lake.published.answers import EVERYBODY, Kind, Unit, read_answer
from fairlead.lake.published.fair_rates import FairRate, read_fair_rates
from fairlead.lake.published.keep import ANSWERS, FAIR_RATES, PEOPLE, Basis, file_names, newest
from fairlead.lake.store.workspace import Workspace

Reader: TypeAlias = Literal["all", "leader", "board", "manager", "rep"]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Published answers of one state.

    Parameters
    ----------
    state
        Number of the state they are of.
    as_of
        Evening they tell, ISO 8601.
    basis
        What they are made of: versions of tables, import, definitions, program.
    old
        Why they are not what would be answered now, in words; empty where they are.
    whole
        Whether those of every person are there.
    names, people
        Everybody who is measured, with their surrogate keys.
    teams
        Teams of now, by the name of whoever leads them, else their own.
    """

    state: int
    as_of: str | None
    basis: Basis
    old: tuple[str, ...]
    whole: bool
    names: tuple[str, ...]
    people: tuple[int, ...]
    teams: tuple[str, ...]
    _results: Path
    _files: dict[str, str]

    def fair_rates(
        self, *, person_id: int | None = None, team: str | None = None
    ) -> tuple[FairRate, ...]:
        """Return the fair rates of one person, of one team as it is now, or of everybody."""
        path = self._results / self._files[FAIR_RATES]
        return read_fair_rates(path, person_id=person_id, team=team)

    def diagnosis(
        self, *, person_id: int | None = None, team: str | None = None
    ) -> dict[str, Any] | None:
        """Return a diagnosis as ``fairlead diagnose --json`` has it; None where there is none."""
        return self._decided("diagnosis", person_id, team)

    def priorities(
        self, *, person_id: int | None = None, team: str | None = None
    ) -> dict[str, Any] | None:
        """Return priorities as ``fairlead prioritise --json`` has them; None where none are."""
        return self._decided("priorities", person_id, team)

    def brief(self, reader: Reader, person_id: int | None = None) -> dict[str, Any] | None:
        """Return a brief as ``fairlead brief --json`` has it; None where there is none.

        `person_id` is the manager or rep it is for.
        """
        return self._body("brief", reader, EVERYBODY if person_id is None else person_id)

    def _decided(
        self, kind: Kind, person_id: int | None, team: str | None
    ) -> dict[str, Any] | None:
        if person_id is not None:
            return self._body(kind, "person", person_id)
        if team is not None:
            return self._body(kind, "team", self.teams.index(team)) if team in self.teams else None
        return self._body(kind, "company", EVERYBODY)

    def _body(self, kind: Kind, unit: Unit, key: int) -> dict[str, Any] | None:
        files = [self._results / name for name in file_names((ANSWERS, PEOPLE), self._files)]
        found = read_answer(files, kind, unit, key)
        body: dict[str, Any] | None = None if found is None else json.loads(found.body)
        return body


def shelf(workspace: Workspace) -> Shelf | None:
    """Return the newest published answers of a workspace; None where nothing was published.

    They may be of an older state than the data: `Shelf.old` says why then, and a page should too.
    """
    found = newest(workspace)
    if found is None:
        return None
    manifest, index, old = found
    return Shelf(
        state=index.state,
        as_of=index.basis.as_of,
        basis=index.basis,
        old=old,
        whole=index.whole,
        names=index.names,
        people=index.people,
        teams=index.teams,
        _results=workspace.results,
        _files=dict(manifest.results),
    )
