"""The canonical tables everyone speaks: one dataclass and one schema a table."""

from fairlead.facts.accounts import ACCOUNTS, CONTACT_ROLES, CONTACTS
from fairlead.facts.activities import ACTIVITIES
from fairlead.facts.assignments import ASSIGNMENTS
from fairlead.facts.changes import FIELD_CHANGES, STAGE_CHANGES
from fairlead.facts.money import FISCAL_PERIODS, RATES
from fairlead.facts.opportunities import OPPORTUNITIES
from fairlead.facts.people import PEOPLE, PERSON_KEYS
from fairlead.facts.plans import DEAL_TEAM, SPLITS, SUBMISSIONS, TARGETS, TRAININGS
from fairlead.facts.prices import DEAL_LINES
from fairlead.facts.prospects import PROSPECT_CHANGES, PROSPECTS
from fairlead.facts.quarantine import QUARANTINE
from fairlead.facts.schema import Column, Kind, Table
from fairlead.facts.stages import STAGES

TABLES: tuple[Table, ...] = (
    PEOPLE,
    PERSON_KEYS,
    ASSIGNMENTS,
    ACCOUNTS,
    CONTACTS,
    CONTACT_ROLES,
    OPPORTUNITIES,
    DEAL_LINES,
    STAGE_CHANGES,
    FIELD_CHANGES,
    STAGES,
    PROSPECTS,
    PROSPECT_CHANGES,
    ACTIVITIES,
    TARGETS,
    SUBMISSIONS,
    TRAININGS,
    SPLITS,
    DEAL_TEAM,
    RATES,
    FISCAL_PERIODS,
    QUARANTINE,
)

__all__ = [
    "ACCOUNTS",
    "ACTIVITIES",
    "ASSIGNMENTS",
    "CONTACTS",
    "CONTACT_ROLES",
    "DEAL_LINES",
    "DEAL_TEAM",
    "FIELD_CHANGES",
    "FISCAL_PERIODS",
    "OPPORTUNITIES",
    "PEOPLE",
    "PERSON_KEYS",
    "PROSPECTS",
    "PROSPECT_CHANGES",
    "QUARANTINE",
    "RATES",
    "SPLITS",
    "STAGES",
    "STAGE_CHANGES",
    "SUBMISSIONS",
    "TABLES",
    "TARGETS",
    "TRAININGS",
    "Column",
    "Kind",
    "Table",
]
