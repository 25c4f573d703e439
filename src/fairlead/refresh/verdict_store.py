"""Verdicts as they were given: kept with their rule and the state they are of, never changed."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from fairlead import __version__
from fairlead.answers import Answer, Estimate, NotEstimable
from fairlead.errors import ConflictError, UnavailableError
from fairlead.lake.store.manifest import Manifest
from fairlead.lake.store.mended import replace_file
from fairlead.lake.store.workspace import Workspace, writing
from fairlead.process.model import slug
from fairlead.verify.report import LEVEL, TrainingReport
from fairlead.verify.verdict import Verdict

Range = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Given:
    """One final verdict.

    Parameters
    ----------
    training, competency, slugs
        Which, and what it trained.
    verdict
        Word, decision, the day that decided, and the chances on that day.
    smallest, looks, fixed
        The rule.
    unit, effect, spreads, n
        Effect on the day that decided, and the same in spreads between people: value, lower and
        upper (9 times in 10) of `n` trials; None where nothing could be estimated.
    first_on
        Day the first people started.
    manifest, code
        State of the data, and version of Fairlead, it was first given with.
    """

    training: str
    competency: str
    slugs: tuple[str, ...]
    verdict: Verdict
    smallest: float
    looks: tuple[dt.date, ...]
    fixed: bool
    unit: str
    effect: Range | None
    spreads: Range | None
    n: int
    first_on: dt.date
    manifest: int
    code: str

    @property
    def on(self) -> dt.date:
        """Day that decided."""
        assert self.verdict.on is not None  # noqa: S101  only decided verdicts are kept
        return self.verdict.on

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others."""
        return self.training, self.competency


def given(workspace: Workspace, as_of: dt.date) -> tuple[Given, ...]:
    """Return the verdicts that had been decided by an evening, the last first.

    Raises
    ------
    UnavailableError
        A file is damaged.
    """
    found = []
    for path in sorted(workspace.verdicts.glob("*.json")):
        try:
            found.append(_read(json.loads(path.read_text(encoding="utf-8"))))
        except (ValueError, TypeError, KeyError) as error:
            raise UnavailableError(
                f"{path} is damaged",
                hint="Put it back from a backup, or delete it and run `fairlead verify`.",
            ) from error
    known = [each for each in found if each.on <= as_of]
    return tuple(sorted(known, key=lambda each: (-each.on.toordinal(), each.key)))


def _read(body: dict[str, Any]) -> Given:
    def day(text: str | None) -> dt.date | None:
        return None if text is None else dt.date.fromisoformat(text)

    said = body.pop("verdict")
    body["verdict"] = Verdict(**{**said, "on": day(said["on"]), "due_on": day(said["due_on"])})
    body["looks"] = tuple(dt.date.fromisoformat(each) for each in body["looks"])
    body["first_on"] = dt.date.fromisoformat(body["first_on"])
    for name in ("slugs", "effect", "spreads"):
        body[name] = None if body[name] is None else tuple(body[name])
    return Given(**body)


def keep_given(
    workspace: Workspace, manifest: Manifest, reports: Sequence[TrainingReport]
) -> tuple[Given, ...]:
    """Keep the final verdicts among reports that are not kept yet; return those kept now.

    Where somebody else is writing nothing is kept: the next time it is asked it will be.
    """
    there = {each.key for each in given(workspace, dt.date.max)}
    new = [
        _of(report, manifest)
        for report in reports
        if is_final(report) and (report.training.name, report.training.competency) not in there
    ]
    if not new:
        return ()
    try:
        with writing(workspace):
            workspace.verdicts.mkdir(exist_ok=True)
            for each in new:
                name = f"{slug(each.training)}.{slug(each.competency)}.json"
                text = json.dumps(asdict(each), ensure_ascii=False, indent=1, default=str)
                replace_file(workspace.verdicts / name, text + "\n")
    except (ConflictError, UnavailableError):
        return ()
    return tuple(new)


def is_final(report: TrainingReport) -> bool:
    """Say whether nothing can change a verdict any more: a day of the rule decided."""
    return report.verdict.word != "too early" and report.verdict.on is not None


def _of(report: TrainingReport, manifest: Manifest) -> Given:
    decided = report.decided
    effect = spreads = None
    trials = 0
    if decided is not None and not isinstance(decided[0], NotEstimable):
        effect, trials = _range(decided[0]), decided[0].n
    if decided is not None and not isinstance(decided[1], NotEstimable):
        spreads = _range(decided[1])
    return Given(
        training=report.training.name,
        competency=report.training.competency,
        slugs=tuple(c.slug for c in report.competencies),
        verdict=report.verdict,
        smallest=report.rule.smallest,
        looks=report.rule.looks,
        fixed=report.rule.fixed,
        unit=report.unit,
        effect=effect,
        spreads=spreads,
        n=trials,
        first_on=report.training.first_on,
        manifest=manifest.number,
        code=__version__,
    )


def _range(found: Estimate) -> Range:
    return found.value, found.lower, found.upper


def effects_of(kept: Given) -> tuple[Answer, Answer] | None:
    """Return effect, and effect in spreads, of the day that decided; None where there were none."""
    if kept.effect is None or kept.spreads is None:
        return None
    return (
        Estimate(*kept.effect, LEVEL, kept.n, kept.unit, "effect"),
        Estimate(*kept.spreads, LEVEL, kept.n, "spreads", "effect"),
    )
