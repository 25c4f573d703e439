"""What is published of practice, there and back: what the data say; the rest is kept beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from fairlead.lake.store.workspace import Workspace
from fairlead.refresh.practising import Part, Practice, UnderWay, playbook_before
from fairlead.train.adoption import LiveDeal
from fairlead.train.drills import drills_of

Plain = dict[str, Any]


def parts_json(found: Practice) -> list[Plain]:
    """Return one person's parts of trainings, without drills: the playbook may change any day."""
    return [
        {
            "training": part.training,
            "competency": part.competency,
            "start": part.start.isoformat(),
            "slugs": list(part.slugs),
            "deals": [
                asdict(deal)
                | {
                    "deal": str(deal.deal),  # too long a number for some readers of JSON
                    "entered_on": deal.entered_on and deal.entered_on.isoformat(),
                }
                for deal in part.deals
            ],
        }
        for part in found.parts
    ]


def parts_from(workspace: Workspace, rows: Sequence[Plain], until: dt.datetime) -> tuple[Part, ...]:
    """Return the parts with the drills of the playbook as it was before an instant."""
    book = playbook_before(workspace, until)
    return tuple(
        Part(
            row["training"],
            row["competency"],
            dt.date.fromisoformat(row["start"]),
            tuple(row["slugs"]),
            drills_of(book, row["slugs"]),
            tuple(_deal(deal) for deal in row["deals"]),
        )
        for row in rows
    )


def _deal(row: Plain) -> LiveDeal:
    since = row["entered_on"]
    day = None if since is None else dt.date.fromisoformat(since)
    return LiveDeal(**{**row, "deal": int(row["deal"]), "entered_on": day})


def under_way_json(known: Sequence[UnderWay]) -> list[Plain]:
    """Return trainings that go on; people by their keys in the data."""
    return [
        {
            "training": one.training,
            "competency": one.competency,
            "slugs": list(one.slugs),
            "starts": {str(person): start.isoformat() for person, start in one.starts.items()},
        }
        for one in known
    ]


def under_way_from(rows: Sequence[Plain]) -> tuple[UnderWay, ...]:
    """Return the same from what was published."""
    return tuple(
        UnderWay(
            row["training"],
            row["competency"],
            tuple(row["slugs"]),
            {int(p): dt.date.fromisoformat(start) for p, start in row["starts"].items()},
        )
        for row in rows
    )
