"""The canonical tables everyone speaks: one dataclass and one schema a table."""

from fairlead.facts.accounts import ACCOUNTS, CONTACT_ROLES, CONTACTS
from fairlead.facts.activities import ACTIVITIES
from fairlead.facts.assignments import ASSIGNMENTS
from fairlead.facts.changes import FIELD_CHANGES, STAGE_CHANGES
from fairlead.facts.opportunities import OPPORTUNITIES
from fairlead.facts.people import PEOPLE, PERSON_KEYS
from fairlead.facts.plans import SPLITS, SUBMISSIONS, TARGETS, TRAININGS
from fairlead.facts.prospects import PROSPECTS
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
    STAGE_CHANGES,
    FIELD_CHANGES,
    STAGES,
    PROSPECTS,
    ACTIVITIES,
    TARGETS,
    SUBMISSIONS,
    TRAININGS,
    SPLITS,
    QUARANTINE,
)

__all__ = [
    "ACCOUNTS",
    "ACTIVITIES",
    "ASSIGNMENTS",
    "CONTACTS",
    "CONTACT_ROLES",
    "FIELD_CHANGES",
    "OPPORTUNITIES",
    "PEOPLE",
    "PERSON_KEYS",
    "PROSPECTS",
    "QUARANTINE",
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
