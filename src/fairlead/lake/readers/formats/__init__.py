"""Known exports as data: one file a format, headers and their meaning, no code."""

from fairlead.lake.readers.formats.declare import Known, plain
from fairlead.lake.readers.formats.event_log import EVENT_LOG
from fairlead.lake.readers.formats.fairlead import FAIRLEAD
from fairlead.lake.readers.formats.hubspot import HUBSPOT, INVERTED_FLAGS
from fairlead.lake.readers.formats.salesforce import SALESFORCE
from fairlead.lake.readers.formats.salesforce_unused import UNUSED, UNUSED_STEMS

KNOWN: tuple[Known, ...] = (*FAIRLEAD, *SALESFORCE, *HUBSPOT, *EVENT_LOG)

__all__ = ["INVERTED_FLAGS", "KNOWN", "UNUSED", "UNUSED_STEMS", "Known", "plain"]
