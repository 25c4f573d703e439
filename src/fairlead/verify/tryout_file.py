"""A try-out as a Markdown file with front matter, read with errors that say what to mend."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any, cast

from fairlead.errors import DefinitionError
from fairlead.process.front_matter import FENCE, parted, put_together
from fairlead.verify.tryout import TRIGGERS, Contingency, Guardrail, Trigger, TryOut, Unit

NEEDED = ("title", "what", "at_risk", "unit", "outcome", "smallest_effect", "start_on", "stop_on")
ALLOWED = (*NEEDED, "who", "guardrails", "if", "share", "most_deals", "seed")

EXAMPLE = """---
title: Ask for the date
what: No demo ends without the day of the next meeting.
who: [North, South]
at_risk: Up to 200 demos; a prospect may feel pushed.
unit: deal
outcome: Demo to Proposal
smallest_effect: 5
guardrails:
  - step: Proposal to Negotiation
    worse_by: 8
start_on: 2027-01-04
stop_on: 2027-06-30
most_deals: 200
if:
  - when: guardrail
    do: Back to the old demo the same day; Ben tells the team why.
  - when: no answer
    do: Keep it as a choice of everybody, claim nothing.
seed: 4711
---

Why we try it, and how exactly the play goes.
"""


def read_try_out(text: str, *, name: str, where: str) -> TryOut:
    """Return the try-out a file declares.

    Parameters
    ----------
    text
        The file.
    name
        By which it is asked for later.
    where
        The file, for errors.

    Raises
    ------
    DefinitionError
        There is no front matter, a line it needs is missing, or a line says what cannot be; says
        which, with the value.
    """
    front, body = _front(text, where)
    strange = [str(key) for key in front if key not in ALLOWED]
    if strange:
        raise DefinitionError(
            f"{where}: {strange[0]} is not known", hint=f"Known: {', '.join(ALLOWED)}."
        )
    missing = [key for key in NEEDED if front.get(key) in (None, "", [])]
    if missing:
        raise DefinitionError(
            f"{where} does not say its {missing[0]}",
            hint=f"A try-out says, before it begins: {', '.join(NEEDED)}.",
        )
    made = TryOut(
        name=name,
        title=_text(front, "title"),
        what=_text(front, "what"),
        who=_names(front.get("who"), where),
        at_risk=_text(front, "at_risk"),
        unit=_unit(front, where),
        outcome=_text(front, "outcome"),
        smallest=_points(front["smallest_effect"], "smallest_effect", where),
        guardrails=_guardrails(front.get("guardrails"), where),
        contingencies=_contingencies(front.get("if"), where),
        start_on=_day(front["start_on"], "start_on", where),
        stop_on=_day(front["stop_on"], "stop_on", where),
        seed=_whole(front.get("seed", 1), "seed", where),
        share=_share(front.get("share", 0.5), where),
        most_deals=_limit(front.get("most_deals"), where),
        text=body.strip(),
    )
    if made.stop_on <= made.start_on:
        raise DefinitionError(
            f"{where}: it stops on {made.stop_on}, before it starts on {made.start_on}",
            hint="stop_on is the first day on which nothing new is tried.",
        )
    return made


def write_try_out(front: Mapping[str, Any], text: str = "") -> str:
    """Return a declaration as the file `read_try_out` reads; what is empty is left out.

    Parameters
    ----------
    front
        Lines of the front matter: those of `EXAMPLE`, in their units.
    text
        What stands below it.
    """
    kept = {key: value for key, value in front.items() if value not in (None, "", [])}
    return put_together(kept, f"\n{text.strip()}\n" if text.strip() else "")


def _front(text: str, where: str) -> tuple[dict[str, Any], str]:
    told = "see `fairlead verify try-out --example`"
    return parted(text, where, hint=f"Put what is tried between two lines of {FENCE}; {told}.")


def _text(front: Mapping[str, Any], key: str) -> str:
    return " ".join(str(front[key]).split())


def _names(raw: Any, where: str) -> tuple[str, ...]:
    given = [] if raw is None else raw if isinstance(raw, list) else [raw]
    if any(isinstance(item, dict | list) or not str(item).strip() for item in given):
        raise DefinitionError(f"{where}: who must be names of teams or people")
    return tuple(str(item).strip() for item in given)


def _unit(front: Mapping[str, Any], where: str) -> Unit:
    said = _text(front, "unit").casefold()
    if said not in {"person", "deal"}:
        raise DefinitionError(
            f"{where}: unit {said!r} cannot be drawn", hint="Write  unit: deal  or  unit: person."
        )
    return cast("Unit", said)


def _number(value: Any, key: str, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise DefinitionError(f"{where}: {key} {value!r} is no number")
    return float(value)


def _points(value: Any, key: str, where: str) -> float:
    found = _number(value, key, where)
    if not 0 < found < 100:
        raise DefinitionError(
            f"{where}: {key} {value!r} is not between 0 and 100",
            hint="It is in points of the rate: 5 means from 40 % to 45 %.",
        )
    return found / 100


def _share(value: Any, where: str) -> float:
    found = _number(value, "share", where)
    if not 0.1 <= found <= 0.9:
        raise DefinitionError(
            f"{where}: share {value!r} leaves too few on one side", hint="Write 0.1 to 0.9."
        )
    return found


def _whole(value: Any, key: str, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise DefinitionError(f"{where}: {key} {value!r} is no whole number from 0 on")
    return value


def _limit(value: Any, where: str) -> int | None:
    if value is None:
        return None
    found = _whole(value, "most_deals", where)
    if found < 1:
        raise DefinitionError(f"{where}: most_deals {value!r} lets nothing be tried")
    return found


def _day(value: Any, key: str, where: str) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    raise DefinitionError(f"{where}: {key} {value!r} is no date", hint="Write it as 2027-01-04.")


def _listed(raw: Any, key: str, parts: tuple[str, str], where: str) -> list[dict[str, Any]]:
    """Return the entries of a list of two keys each."""
    given = [] if raw is None else raw
    if not isinstance(given, list):
        given = [given]
    for item in given:
        if not isinstance(item, dict) or set(item) != set(parts):
            raise DefinitionError(
                f"{where}: {key} {item!r} is not understood",
                hint=f"Each entry says {parts[0]} and {parts[1]}.",
            )
    return given


def _guardrails(raw: Any, where: str) -> tuple[Guardrail, ...]:
    return tuple(
        Guardrail(
            str(item["step"]).strip(), _points(item["worse_by"], "worse_by of a guardrail", where)
        )
        for item in _listed(raw, "guardrails", ("step", "worse_by"), where)
    )


def _contingencies(raw: Any, where: str) -> tuple[Contingency, ...]:
    found = []
    for item in _listed(raw, "if", ("when", "do"), where):
        when = str(item["when"]).replace("_", " ").strip().casefold()
        if when not in TRIGGERS:
            raise DefinitionError(
                f"{where}: a plan cannot wait for {when!r}", hint=f"Known: {', '.join(TRIGGERS)}."
            )
        if not str(item["do"] or "").strip():
            raise DefinitionError(f"{where}: the plan for {when!r} says nothing to do")
        found.append(Contingency(cast("Trigger", when), " ".join(str(item["do"]).split())))
    return tuple(found)
