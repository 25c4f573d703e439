"""Files of any CRM into raw tables with a mapping; the mirror of `lake.writers`.

`read` is the door. The rooms behind it: `sources` (files, folders, zips), `delimited`, `sheets`
and `columnar` (text, workbooks, Parquet into staged tables), `recognise` with `formats` (known
exports), `propose` (everything else) and `mapping_file` (the YAML people can mend).
"""

from fairlead.lake.readers.contract import (
    LINE,
    ColumnMapping,
    MappedTable,
    RawTable,
    Reading,
    SkippedFile,
    TableMapping,
    UnreadableRow,
)
from fairlead.lake.readers.door import read
from fairlead.lake.readers.mapping_file import mapping_from_yaml, mapping_to_yaml

__all__ = [
    "LINE",
    "ColumnMapping",
    "MappedTable",
    "RawTable",
    "Reading",
    "SkippedFile",
    "TableMapping",
    "UnreadableRow",
    "mapping_from_yaml",
    "mapping_to_yaml",
    "read",
]
