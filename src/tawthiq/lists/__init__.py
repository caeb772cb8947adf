"""Lists of people: read them, map their columns, keep them, and turn their rows into records.

`read_table` gives every cell as written; `propose_mapping` says what the columns seem to hold;
`preview` shows what they would become; `import_list` keeps the file and its rows. From the ledger
and the vault alone, `all_records` then gives every record of every version, each with its line.
"""

from tawthiq.lists.diffing import diff_versions
from tawthiq.lists.importing import import_list
from tawthiq.lists.mapping import Mapping
from tawthiq.lists.model import (
    RECORD_SCHEMA,
    SET_ASIDE_SCHEMA,
    Change,
    ImportResult,
    ListVersion,
    RawRows,
    RawTable,
    VersionDiff,
)
from tawthiq.lists.preview import ColumnPreview, Preview, preview
from tawthiq.lists.proposal import propose_mapping
from tawthiq.lists.reading import read_bytes, read_rows, read_table
from tawthiq.lists.reasons import REASONS, read_reason
from tawthiq.lists.records import problems_of
from tawthiq.lists.text_tables import damaged
from tawthiq.lists.versions import all_records, list_versions, records_of, set_aside_of

__all__ = [
    "REASONS",
    "RECORD_SCHEMA",
    "SET_ASIDE_SCHEMA",
    "Change",
    "ColumnPreview",
    "ImportResult",
    "ListVersion",
    "Mapping",
    "Preview",
    "RawRows",
    "RawTable",
    "VersionDiff",
    "all_records",
    "damaged",
    "diff_versions",
    "import_list",
    "list_versions",
    "preview",
    "problems_of",
    "propose_mapping",
    "read_bytes",
    "read_reason",
    "read_rows",
    "read_table",
    "records_of",
    "set_aside_of",
]
