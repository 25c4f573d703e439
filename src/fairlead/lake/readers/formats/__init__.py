"""Known exports as data: one file a format, headers and their meaning, no code."""

from fairlead.lake.readers.formats.declare import Known, plain
from fairlead.lake.readers.formats.dynamics import DYNAMICS
from fairlead.lake.readers.formats.event_log import EVENT_LOG
from fairlead.lake.readers.formats.fairlead import FAIRLEAD
from fairlead.lake.readers.formats.hubspot import HUBSPOT, INVERTED_FLAGS
from fairlead.lake.readers.formats.odoo import ODOO
from fairlead.lake.readers.formats.pipedrive import PIPEDRIVE
from fairlead.lake.readers.formats.salesforce import SALESFORCE
from fairlead.lake.readers.formats.salesforce_unused import UNUSED, UNUSED_STEMS
from fairlead.lake.readers.formats.twenty import TWENTY
from fairlead.lake.readers.formats.zoho import ZOHO

KNOWN: tuple[Known, ...] = (
    *FAIRLEAD,
    *SALESFORCE,
    *HUBSPOT,
    *PIPEDRIVE,
    *DYNAMICS,
    *ZOHO,
    *ODOO,
    *TWENTY,
    *EVENT_LOG,
)
FORMATS: tuple[str, ...] = (*dict.fromkeys(known.format for known in KNOWN), "table")
"""What `TableMapping.format` can be; ``table`` is proposed from names and values."""

__all__ = ["FORMATS", "INVERTED_FLAGS", "KNOWN", "UNUSED", "UNUSED_STEMS", "Known", "plain"]
