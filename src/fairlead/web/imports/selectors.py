"""How the workspace came to be what it is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.facts import SUBMISSIONS
from fairlead.facts import TARGETS as TARGETS_SET
from fairlead.lake.readers.vocabulary import TARGETS
from fairlead.lake.store.manifest import ImportRecord, Manifest, newest_readable, states
from fairlead.lake.store.workspace import Workspace
from fairlead.web.imports.models import ERASE, IMPORT, LOOK, REFRESH, UNDO, Check, Upload
from fairlead.web.jobs.selectors import Work, newest
from fairlead.web.project.shown import count, day
from fairlead.web.published.selectors import answer, is_current


@dataclass(frozen=True, slots=True)
class Sent:
    """An upload and how its import goes."""

    upload: Upload
    work: Work | None
    looking: Work | None = None

    @property
    def is_waiting(self) -> bool:
        """Say whether it is being imported or looked at."""
        return any(work is not None and work.is_open for work in (self.work, self.looking))

    @property
    def is_to_be_imported(self) -> bool:
        """Say whether somebody looks at it and it is not in yet."""
        return self.looking is not None and not self.upload.report

    @property
    def problem(self) -> dict[str, Any] | None:
        """What was wrong the last time."""
        for work in (self.work, self.looking):
            if work is not None and work.has_failed:
                return work.error
        return None


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One field of a table to map: its column ("" for none), and why."""

    name: str
    meaning: str
    column: str
    constant: str
    because: str
    is_needed: bool


@dataclass(frozen=True, slots=True)
class TableShown:
    """One table of an export as it would be taken; `place` tells it from others in a form."""

    place: str
    file: str
    target: str
    because: str
    headers: tuple[str, ...]
    fields: tuple[FieldShown, ...]
    unused: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    counts: tuple[int, int, int] | None
    stops: bool

    @property
    def taken(self) -> list[FieldShown]:
        """Fields that have a column, and those that need one."""
        return [each for each in self.fields if _is_taken(each)]

    @property
    def spare(self) -> list[FieldShown]:
        """Fields this export has nothing for."""
        return [each for each in self.fields if not _is_taken(each)]


def _is_taken(each: FieldShown) -> bool:
    return bool(each.column or each.constant or each.is_needed)


FEW_ASIDE = 0.01
"""Share of rows put aside up to which the mapping counts as mended: exports hold some leftovers."""
TARGETS_SHOWN = ("ignore", *TARGETS)
"""What a table may be, in the order of the vocabulary."""


def tables_shown(upload: Upload) -> list[TableShown]:
    """Return the tables of an export that was looked at."""
    return [_table(f"t{n}", told) for n, told in enumerate(upload.look.get("tables", ()))]


def _table(place: str, told: dict[str, Any]) -> TableShown:
    mapping = told["mapping"]
    known = {c["field"]: c for c in mapping["columns"]}
    target = TARGETS.get(mapping["target"])
    fields = [
        FieldShown(
            each.name,
            each.meaning,
            known.get(each.name, {}).get("column") or "",
            known.get(each.name, {}).get("constant") or "",
            told["reasons"].get(each.name, ""),
            each.required,
        )
        for each in (target.fields if target else ())
    ]
    fields.sort(key=lambda each: (not (each.column or each.constant), not each.is_needed))
    used = {each.column for each in fields}
    return TableShown(
        place=place,
        file=told["file"],
        target=mapping["target"],
        because=told["because"],
        headers=tuple(told["headers"]),
        fields=tuple(fields),
        unused=tuple(header for header in told["headers"] if header not in used),
        rows=tuple((line, tuple(cells)) for line, cells in told["rows"]),
        counts=tuple(told["counts"]) if told["counts"] else None,
        stops=told["stops"],
    )


def _home() -> Workspace:
    return Workspace(Path(settings.WORKSPACE))


def manifest() -> Manifest:
    """Return the newest state that can be read."""
    return newest_readable(_home().manifests) if _home().exists() else Manifest()


def is_damaged() -> bool:
    """Say whether the newest state cannot be read, so that an earlier one is shown."""
    newest = next(iter(states(_home().manifests)), None) if _home().exists() else None
    return newest is not None and newest[1] is None


def history() -> list[ImportRecord]:
    """Return everything that came in and counts, what was given by hand too, the newest first."""
    return list(reversed(manifest().imports))


def exports() -> list[ImportRecord]:
    """Return the imports of files that count, the newest first."""
    return list(reversed(manifest().exports))


def given_by_hand() -> str:
    """Say what was given by hand besides; empty where nothing was."""
    return _told([record for record in manifest().imports if record.by_hand])


def taken_away() -> tuple[str, str]:
    """Return what going back to the state before takes away, and what it brings again."""
    kept = [known for _number, known in states(_home().manifests)] if _home().exists() else []
    now, before = ([*kept, None, None])[:2]
    if now is None or (before is None and now.number > 1):
        return "", ""
    earlier = before.imports if before else ()
    gone = [record for record in now.imports if record not in earlier]
    return _told(gone), _told([record for record in earlier if record not in now.imports])


def _told(records: list[ImportRecord]) -> str:
    """Return in words what came in: imports by number, what was given by hand by its kind."""
    hand = Counter(s.target for record in records if record.by_hand for s in record.sources)
    told = [_("import %(number)s") % {"number": r.number} for r in records if not r.by_hand]
    forecasts, targets = hand[SUBMISSIONS.name], hand[TARGETS_SET.name]
    if forecasts:
        text = ngettext(
            "%(count)s forecast given by hand", "%(count)s forecasts given by hand", forecasts
        )
        told.append(text % {"count": forecasts})
    if targets:
        text = ngettext(
            "%(count)s change of targets by hand", "%(count)s changes of targets by hand", targets
        )
        told.append(text % {"count": targets})
    return ", ".join(told)


def sent(most: int = 20) -> list[Sent]:
    """Return the newest uploads."""
    return [_sent(each) for each in Upload.objects.all()[:most]]


def upload(number: int) -> Sent | None:
    """Return one upload."""
    found = Upload.objects.filter(pk=number).first()
    return _sent(found) if found else None


def _sent(upload: Upload) -> Sent:
    looking = newest(LOOK, f"{upload.pk}.{upload.turn}") if upload.turn else None
    return Sent(upload, newest(IMPORT, str(upload.pk)), looking)


def going_on() -> Work | None:
    """Return the undo or refresh of the newest state, if it waits or runs."""
    number = str(manifest().number)
    for kind in (UNDO, REFRESH):
        work = newest(kind, number)
        if work is not None and work.is_open:
            return work
    return None


def leaving(person: str) -> Work | None:
    """Return how the erasure of somebody goes."""
    return newest(ERASE, person)


def newest_check() -> Check | None:
    """Return what was said the last time somebody compared the totals."""
    return Check.objects.first()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do before the first Monday: whether it is done, what is there, where to go."""

    title: str
    told: str
    done: bool
    links: tuple[tuple[str, str], ...] = ()


def steps(counts: Mapping[str, int], *, ops: bool, admin: bool) -> list[Step]:
    """Return what there is to set up, in order; links only to pages the reader may open.

    Parameters
    ----------
    counts
        Of people and accounts, as `people.selectors.setup_counts` gives them.
    ops, admin
        What the reader may do.
    """
    data, state = _data_steps(ops=ops)
    targets = answer("targets", "company")
    count = len(targets.body["rows"]) if targets else 0
    people = _(
        "%(people)s people, %(matched)s of them known to the CRM, "
        "%(assigned)s with a team or manager."
    )
    if state and going_on():
        people = _("They are being read from the data now.") + f" {people}"
    invited = _("%(accounts)s with an account, %(leading)s of them leading.") % counts
    admins = _("Somebody with the role admin invites.")
    return [
        *data,
        Step(
            _("People and teams"),
            people % counts,
            bool(counts["assigned"]),
            ((_("Who works for whom"), "people"),),
        ),
        Step(
            _("Targets"),
            ngettext("%(count)s is set.", "%(count)s are set.", count) % {"count": count}
            if count
            else _("None is set; without one no page says what is missing."),
            bool(count),
            ((_("Set them, or send targets.csv"), "targets"),),
        ),
        Step(
            _("Invite"),
            invited if admin else f"{invited} {admins}",
            bool(counts["leading"]),
            ((_("Invite somebody"), "invite"),) if admin else (),
        ),
    ]


def _until(known: Manifest) -> str:
    return day(dt.date.fromisoformat(known.data_until)) if known.data_until else ""


def _data_steps(*, ops: bool) -> tuple[list[Step], int]:
    """Return the steps about the data, and the number of the state that counts."""
    known, check = manifest(), newest_check()
    sources = [source for record in known.exports[-1:] for source in record.sources]
    rows, aside = sum(s.rows for s in sources), sum(s.put_aside for s in sources)
    nothing = "" if ops else _("Somebody with the role ops does it.")
    drop = _("State %(number)s, data until %(day)s.") % {
        "number": known.number,
        "day": _until(known) or _("an unknown day"),
    }
    put = _("The last import put %(aside)s of %(rows)s rows aside.")
    mend = put % {"aside": count(aside), "rows": count(rows)} if sources else nothing
    few = bool(sources) and aside <= FEW_ASIDE * rows
    stands = check is not None and is_current("totals", check.state)
    same = check is not None and check.is_same and stands
    if check is None:
        compared = _("Nobody compared it yet.")
    else:
        same_then = _("The same in state %(number)s of the data.")
        differed = _("Not the same in state %(number)s of the data.")
        compared = (same_then if check.is_same else differed) % {"number": check.state}
        if not stands:
            compared += " " + _("Newer data are in.")
    links = {
        "drop": ((_("Drop it here"), "imports"),),
        "mend": (
            *(((_("Look at them (CSV)"), "put_aside"),) if put_aside_file() else ()),
            (_("What each column was taken for"), "mapping"),
        ),
        "check": ((_("Set it beside your report"), "totals"),),
    }
    found = [
        (_("Drop your export"), drop if sources else nothing, bool(sources), "drop"),
        (_("Mend the mapping"), mend, few, "mend"),
        (_("Check the total against your CRM's report"), compared, same, "check"),
    ]
    return [
        Step(title, told, done, links[name] if ops else ()) for title, told, done, name in found
    ], known.number


def put_aside_file() -> Path | None:
    """Return the list of rows the last import put aside."""
    path = _home().root / "put-aside.csv"
    return path if path.is_file() else None


def mapping_text() -> str:
    """Return the mapping of the last import, as the file says it."""
    path = _home().mapping_file
    return path.read_text(encoding="utf-8-sig", errors="replace") if path.is_file() else ""
