"""Fairlead's own small files beside an export: team.csv, targets.csv, trainings.csv and more."""

from __future__ import annotations

from fairlead.lake.readers.formats.declare import Known

_OWN_PERIOD = {"period": ("period",), "from_on": ("from",), "to_on": ("to",)}

FAIRLEAD = (
    Known(
        "fairlead",
        "team.csv",
        "people",
        ("person", "manager|team|territory|role"),
        {
            "name": ("person",),
            "email": ("email",),
            "manager": ("manager",),
            "team": ("team",),
            "territory": ("territory",),
            "role": ("role",),
            "from_on": ("from",),
            "to_on": ("to",),
            "hired_on": ("hired", "hiredon"),
            "left_on": ("left", "lefton"),
            "is_active": ("active", "isactive"),
        },
        only=True,
        stems=("team",),
    ),
    Known(
        "fairlead",
        "targets.csv",
        "targets",
        ("person|team", "period|from", "amount"),
        {
            "person": ("person",),
            "team": ("team",),
            "measure": ("measure",),
            **_OWN_PERIOD,
            "amount": ("amount",),
            "currency": ("currency",),
            "ramp_share": ("rampshare",),
        },
        never=("submittedat", "category"),
        only=True,
        stems=("target",),
    ),
    Known(
        "fairlead",
        "submissions.csv",
        "submissions",
        ("person", "submittedat", "amount", "period|from"),
        {
            "person": ("person",),
            **_OWN_PERIOD,
            "submitted_at": ("submittedat",),
            "category": ("category",),
            "layer": ("layer",),
            "reason": ("reason",),
            "amount": ("amount",),
            "currency": ("currency",),
        },
        only=True,
        stems=("submission",),
    ),
    Known(
        "fairlead",
        "trainings.csv",
        "trainings",
        ("training", "person", "competency", "startedon"),
        {
            "training": ("training",),
            "person": ("person",),
            "competency": ("competency",),
            "start_group": ("startgroup",),
            "started_on": ("startedon",),
            "ended_on": ("endedon",),
            "chosen_by": ("chosenby",),
        },
        only=True,
        stems=("training",),
    ),
    Known(
        "fairlead",
        "rates.csv",
        "rates",
        ("currency", "from", "rate", "tocurrency"),
        {
            "currency": ("currency",),
            "per_base": ("rate",),
            "from_on": ("from",),
            "base": ("tocurrency",),
        },
        {"per_base": {"unit": "inverse"}},
        only=True,
        stems=("rate",),
    ),
    Known(
        "fairlead",
        "splits.csv",
        "splits",
        ("opportunity", "person", "share"),
        {
            "opportunity": ("opportunity",),
            "person": ("person",),
            "share": ("share",),
            "kind": ("kind",),
        },
        only=True,
        stems=("split",),
    ),
)
