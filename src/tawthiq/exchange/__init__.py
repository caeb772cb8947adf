"""Exchange with other programs: entities of FollowTheMoney, out of the affairs and into statements.

What leaves holds no name of a person who is not public, and no denied word as a fact. What comes in
is the word of its source, one entry, each statement at the line of the file it was read from.
"""

from tawthiq.exchange.exporting import export_entities
from tawthiq.exchange.importing import read_entities
from tawthiq.exchange.model import Exported, FtmFile
from tawthiq.exchange.schemata import VERSION, is_own, schema_files
from tawthiq.exchange.wording import word
from tawthiq.exchange.writing import prefix_of, to_lines

__all__ = [
    "VERSION",
    "Exported",
    "FtmFile",
    "export_entities",
    "is_own",
    "prefix_of",
    "read_entities",
    "schema_files",
    "to_lines",
    "word",
]
