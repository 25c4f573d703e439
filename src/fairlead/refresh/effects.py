"""What own trainings moved: verdicts that are kept, and effects.yaml by whoever judged others."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import yaml

from fairlead.answers import Finding
from fairlead.errors import DefinitionError
from fairlead.lake.store.mended import replace_file
from fairlead.lake.store.workspace import Workspace
from fairlead.units import decimals

if TYPE_CHECKING:  # an import takes the file over and needs none of these
    from fairlead.measure.cells import Book, Competency
    from fairlead.prioritise.learned import Judged, Unit
    from fairlead.refresh.verdict_store import Given

KNOWN = ("training", "competency", "judged_on", "effect", "between", "unit", "cost_per_person")
UNITS = ("spreads", "points", "percent")


@dataclass(frozen=True, slots=True)
class OwnEffects:
    """Verdicts known by an evening, costs by competency (minor units a person), and doubts.

    `given` are the verdicts Fairlead itself gave and kept, the last first.
    """

    judged: tuple[Judged, ...] = ()
    costs: Mapping[str, float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    given: tuple[Given, ...] = ()


def own_effects(
    workspace: Workspace,
    competencies: Sequence[Competency],
    as_of: dt.date,
    currency: str | None,
) -> OwnEffects:
    """Return what is known of own trainings on an evening: kept verdicts, and the file's.

    Where both know a training, the file counts: somebody wrote it on purpose.

    Parameters
    ----------
    workspace
        Where verdicts are kept and ``effects.yaml`` may lie.
    competencies
        Of the book; a training may be named by any part of one's name or slug.
    as_of
        Verdicts of later days are not known yet.
    currency
        Of costs.

    Raises
    ------
    DefinitionError
        The file says something that is not allowed.
    """
    from fairlead.measure.report import competency_asked
    from fairlead.prioritise.learned import Judged
    from fairlead.refresh.verdict_store import given

    told = given(workspace, as_of)
    judged: list[Judged] = []
    costs: dict[str, float] = {}
    lost: list[str] = []
    written = _written(workspace)
    for entry in written:
        if entry.judged_on is not None and entry.judged_on > as_of:
            continue
        meant = competency_asked(competencies, entry.competency)
        if not meant:
            lost.append(entry.competency)
        slugs = tuple(one.slug for one in meant)
        if entry.cost is not None:
            costs |= dict.fromkeys(slugs, entry.cost * 10 ** decimals(currency))
        if slugs and entry.effect is not None and entry.judged_on is not None:
            judged.append(Judged(entry.training, slugs, *entry.effect, entry.unit, entry.judged_on))
    named = {entry.training.casefold() for entry in written if entry.effect is not None}
    judged += _judged([g for g in told if g.training.casefold() not in named], competencies)
    return OwnEffects(tuple(judged), costs, _unmatched(lost), told)


def _written(workspace: Workspace) -> tuple[Entry, ...]:
    path = workspace.effects_file
    if not path.exists():
        return ()
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return entries(text, file=str(path))


def _judged(told: Sequence[Given], competencies: Sequence[Competency]) -> list[Judged]:
    """Return kept verdicts as what the priorities learn from, in spreads between people.

    Those of which nothing could be estimated teach nothing; those that moved nothing do.
    """
    from fairlead.prioritise.learned import Judged

    known = {competency.slug for competency in competencies}
    found = []
    for each in told:
        slugs = tuple(slug for slug in each.slugs if slug in known)
        if slugs and each.spreads is not None and each.spreads[1] < each.spreads[2]:
            found.append(Judged(each.training, slugs, *each.spreads, "spreads", each.on))
    return found


def _unmatched(lost: Sequence[str]) -> tuple[Finding, ...]:
    if not lost:
        return ()
    names = ", ".join(dict.fromkeys(lost))
    return (
        Finding(
            "effect_matches_nothing",
            "warning",
            f"effects.yaml names what nobody is measured by: {names}",
            "These verdicts and costs count nowhere.",
            {"entries": len(lost)},
            ("Write a competency as `fairlead measure` names it.",),
        ),
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One training of the file; `effect` is value, lower and upper in `unit`."""

    training: str
    competency: str
    judged_on: dt.date | None
    effect: tuple[float, float, float] | None
    unit: Unit
    cost: float | None


def entries(text: str, *, file: str) -> tuple[Entry, ...]:
    """Return the trainings a file lists.

    Raises
    ------
    DefinitionError
        It is no YAML, or something in it is not allowed; names the training and the key.
    """
    try:
        body = yaml.safe_load(text)
    except yaml.YAMLError as error:
        said = " ".join(str(error).split())[:200]
        raise DefinitionError(f"{file} is not valid YAML: {said}", hint=EXAMPLE) from error
    listed = body.get("trainings") if isinstance(body, dict) else None
    if not isinstance(listed, list):
        raise DefinitionError(f"{file} lists no trainings", hint=EXAMPLE)
    return tuple(_entry(one, file, number) for number, one in enumerate(listed, 1))


EXAMPLE = (
    "Write `trainings:` and below it `- training: Leave with a date`, `competency: Demo to "
    "Proposal`, `judged_on: 2026-06-30`, `effect: 4`, `between: [1, 7]`, `unit: points`, "
    "`cost_per_person: 400`."
)


def _entry(given: Any, file: str, number: int) -> Entry:
    where = f"{file}, training {number}"
    if not isinstance(given, dict):
        raise DefinitionError(f"{where} is no list of keys", hint=EXAMPLE)
    strange = [str(key) for key in given if key not in KNOWN]
    if strange:
        raise DefinitionError(f"{where}: {strange[0]} is not known", hint=f"Known: {KNOWN}.")
    for key in ("training", "competency"):
        if not str(given.get(key) or "").strip():
            raise DefinitionError(f"{where} has no {key}", hint=EXAMPLE)
    unit = str(given.get("unit") or "points")
    if unit not in UNITS:
        raise DefinitionError(f"{where}: unit {unit} is not known", hint=f"Known: {UNITS}.")
    cost = None if given.get("cost_per_person") is None else _number(given, where)
    return Entry(
        str(given["training"]).strip(),
        str(given["competency"]).strip(),
        _day(given.get("judged_on"), where),
        _effect(given, where, unit),
        cast("Unit", unit),
        cost,
    )


def _effect(given: dict[str, Any], where: str, unit: str) -> tuple[float, float, float] | None:
    if given.get("effect") is None:
        return None
    between = given.get("between")
    if given.get("judged_on") is None:
        raise DefinitionError(f"{where} has an effect but no judged_on", hint=EXAMPLE)
    if not isinstance(between, list) or len(between) != 2:
        raise DefinitionError(
            f"{where} says no range of its effect",
            hint="Write where it lies 9 times in 10: `between: [1, 7]`.",
        )
    by = 1.0 if unit == "spreads" else 0.01
    low, value, high = (_real(x, where) * by for x in (between[0], given["effect"], between[1]))
    if not low <= value <= high or low == high:
        raise DefinitionError(
            f"{where}: the effect {given['effect']} does not lie between {between[0]} and "
            f"{between[1]}",
            hint="Write the lower end first; both ends differ.",
        )
    return value, low, high


def _number(given: dict[str, Any], where: str) -> float:
    cost = _real(given["cost_per_person"], where)
    if cost < 0:
        raise DefinitionError(f"{where}: a cost is not below 0", hint=EXAMPLE)
    return cost


def _real(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise DefinitionError(f"{where}: {value!r} is no number", hint=EXAMPLE)
    return float(value)


def _day(value: Any, where: str) -> dt.date | None:
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    raise DefinitionError(f"{where}: {value!r} is no date", hint="Write it as 2026-06-30.")


def currency_of_book(book: Book) -> str | None:
    """Return the currency of amounts."""
    from fairlead.measure.cells import AmountCells

    named = (cells.currency for cells in book.cells if isinstance(cells, AmountCells))
    return next(named, None)


def adopt_effects(workspace: Workspace, path: Path) -> None:
    """Take over an effects.yaml that lies beside an export.

    Raises
    ------
    DefinitionError
        It says something that is not allowed; nothing was stored.
    """
    beside = (path if path.is_dir() else path.parent) / workspace.effects_file.name
    if not beside.is_file() or beside.resolve() == workspace.effects_file.resolve():
        return
    text = beside.read_text(encoding="utf-8-sig", errors="replace")
    entries(text, file=str(beside))
    replace_file(workspace.effects_file, text)
