"""The demo company: fictional people who sell software, with something to find.

Planted: team North is weak from demo to proposal; Farid is truly better there, Cleo truly worse.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from fairlead.simulate.organisation import Member, Organisation, Plant, Training

NAME = "Harbour & Pine"
END = dt.date(2026, 11, 20)
DEMO_SEED = 29
WEAK_TEAM = "North"
WEAK_STEP = "Demo to Proposal"
PLAYBOOK = Path(__file__).with_name("playbook")
"""How the demo company sells: stages, steps, situations and routines, as a folder of Markdown."""

_NORTH = "Cleo Marin,Farid Haddad,Hana Sato,Ivo Novak,Greta Lund,Malik Osei,Noor Bakker"
_SOUTH = "Dan Petrov,Pia Conti,Oskar Berg,Lena Vogel,Tomas Varga,Yara Costa,Rui Almeida"
_WEST = "Signe Holm,Idris Grant,Mara Winter,Jonas Roth,Aiko Tanaka,Zoë Laurent,Emre Kaya"
_REPS = {"North": _NORTH, "South": _SOUTH, "West": _WEST}
_LEADERS = (
    Member("Ada", "Lindqvist", "leader"),
    Member("Ben", "Okafor", "manager", "North"),
    Member("Inès", "Moreau", "manager", "South"),
    Member("Stefan", "Brandt", "manager", "West"),
)


def demo_organisation(*, months: int = 30, dirt: float = 0.02) -> Organisation:
    """Return the settings of the demo company."""
    reps = tuple(
        Member(name.split(" ", 1)[0], name.split(" ", 1)[1], "rep", team)
        for team, names in _REPS.items()
        for name in names.split(",")
    )
    return Organisation(
        people=27,
        months=months,
        end=END,
        dirt=dirt,
        name=NAME,
        team_count=3,
        team_names=("North", "South", "West"),
        cast=(*_LEADERS, *reps),
        deals_per_month=11.5,
        season_creation=0.15,
        shock_sd=0.08,
        leave_rate=0.02,
        trainings=(
            Training("Leave with a date", WEAK_STEP, starts=(5, 3, 1), effect=0.45, rest_days=4),
        ),
        plants=(
            Plant(WEAK_STEP, -0.60, team=WEAK_TEAM),
            Plant(WEAK_STEP, 0.0, team="South"),
            Plant(WEAK_STEP, 0.0, team="West"),
            Plant(WEAK_STEP, 1.0, person="Farid Haddad"),
            Plant(WEAK_STEP, -0.6, person="Cleo Marin"),
        ),
    )
