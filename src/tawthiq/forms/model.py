"""What the room of forms hands on: rows of a file, the statements they make, and what was kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from tawthiq.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a file: its words in the file's text, and what it gives for its columns.

    All rows of a table share one `names`; each object of a JSON file has its own.
    """

    number: int  # line or row in the file, from 1; of a JSON array, its place in it
    start: int  # first character, in the text
    end: int  # one past the last
    names: tuple[str, ...]  # of the columns
    filled: tuple[tuple[int, object], ...]  # place of a column → its cell as written, or JSON value


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A row that makes no statement, and why."""

    row: int  # as `Row.number`
    reason: str
    column: str | None = None  # None: it is no one column's fault
    value: str | None = None  # what stands in it, as written


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRows:
    """The rows of a file as written."""

    text: str  # what spans count the characters of
    rows: tuple[Row, ...]
    set_aside: tuple[SetAside, ...]  # what could not be split into cells
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFile:
    """What a file of statements says."""

    document: str  # SHA-256 of its bytes
    text: str
    statements: tuple[Statement, ...]  # as they stand in the file
    set_aside: tuple[SetAside, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTable:
    """What keeping a file of statements added."""

    document: str  # SHA-256
    entry: str | None  # id of the entry that states it; None: nothing was added
    counts: Mapping[str, int]  # type → how many statements
    set_aside: tuple[SetAside, ...]
    notes: tuple[str, ...] = ()

    @property
    def already(self) -> bool:
        """Whether the same file stood in the register before."""
        return self.entry is None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOne:
    """What keeping one statement added."""

    statement: Statement
    document: str  # SHA-256
    entry: str | None  # id of the entry that states it; None: nothing was added

    @property
    def already(self) -> bool:
        """Whether the same statement stood in the register before."""
        return self.entry is None
