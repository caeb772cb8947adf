"""Keep what is stated: the words, their text and the statements to the vault, the rest as entries.

The objects go first and the entries in one transaction: a run killed in between leaves objects that
nobody speaks of, and can be repeated.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

import msgspec

from tawthiq.errors import StatementError
from tawthiq.forms.model import KeptTable, SetAside, StatedFile
from tawthiq.forms.stating import read_file
from tawthiq.ledger import Known, Ledger, Preserve, StateTable
from tawthiq.progress import Progress, silent
from tawthiq.reading import Segment, Text, check_source, text_to_json
from tawthiq.sources import preserve
from tawthiq.statements import write_lines
from tawthiq.vault import Vault

_SAME = ("document", "text", "statements", "set_aside", "source")  # what makes a table the same


def keep_table(
    ledger: Ledger,
    vault: Vault,
    source: str,
    filename: str,
    content: bytes,
    *,
    type_name: str | None = None,
    reviewer: str = "",
    reason: str = "",
    published: date | None = None,
    url: str | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    progress: Progress = silent,
) -> KeptTable:
    """State all that a file says. The same file of the same source again adds nothing.

    Args:
        ledger: opened with a key.
        vault: where the bytes go.
        source: key of a declared source: whose word the rows are.
        filename: what the source called it.
        content: the file: CSV, XLSX, ODS, a JSON array or JSON Lines.
        type_name: the type of every row that names none; None where a column `type` does.
        reviewer: who states it, where several share a key.
        reason: why, if it needs saying.
        published: when the source published it, as far as is known.
        url: where.
        sheet: of a workbook; so are encoding and delimiter of a text table, where they cannot be
            told.
        progress: told after every thousand rows.

    Raises:
        ReadingError: the source is not declared.
        StatementError: the file says no type, has a column that is no field, or no row that makes a
            statement; or the same file is stated as another source's.
        ListFormatError: the file cannot be read as a table.
        VaultError, LedgerError: they cannot be written; nothing is kept.
    """
    check_source(ledger, source)
    said = read_file(
        content, filename, type_name, sheet=sheet, encoding=encoding, delimiter=delimiter,
        progress=progress,
    )  # fmt: skip
    return keep_stated(
        ledger, vault, source, filename, content, said,
        reviewer=reviewer, reason=reason, published=published, url=url,
    )  # fmt: skip


def keep_stated(  # noqa: PLR0917 - the file, and what it says
    ledger: Ledger,
    vault: Vault,
    source: str,
    filename: str,
    content: bytes,
    said: StatedFile,
    *,
    reviewer: str = "",
    reason: str = "",
    published: date | None = None,
    url: str | None = None,
) -> KeptTable:
    """Keep what was read of a file as one entry. The same of the same source again adds nothing.

    Args:
        ledger: opened with a key.
        vault: where the bytes go.
        source: key of a declared source: whose word it is.
        filename: what the source called it.
        content: the file.
        said: what was read of it; its text and spans are kept too.
        reviewer: who states it, where several share a key.
        reason: why, if it needs saying.
        published: when the source published it, as far as is known.
        url: where.

    Raises:
        ReadingError: the source is not declared.
        StatementError: the same file is stated as another source's.
        VaultError, LedgerError: they cannot be written; nothing is kept.
    """
    check_source(ledger, source)
    kept = preserve(vault, source, content, filename, url=url, published=published)
    counts = Counter(str(one.__struct_config__.tag) for one in said.statements)
    body = StateTable(
        document=kept.document,
        text=put_text(vault, said.text),
        statements=vault.put(write_lines(said.statements, bare=True)),
        set_aside=vault.put(_lines(said.set_aside)) if said.set_aside else None,
        counts=dict(sorted(counts.items())),
        set_aside_rows=len(said.set_aside),
        source=source,
        reviewer=reviewer,
        reason=reason,
    )
    preserved, table = _known(ledger, kept)
    if table is not None and table.source not in (None, source):
        raise StatementError(
            f"{filename} stands in this register as the word of source {table.source!r}; the same "
            f"file cannot be {source!r}'s too. If {source!r} passes it on, name them as the holder."
        )
    adding: list[Known] = []
    if preserved is None or tells_more(kept, preserved):
        adding.append(kept)
    same = table is not None and all(getattr(table, one) == getattr(body, one) for one in _SAME)
    if not same:
        adding.append(body)
    entries = ledger.append(*adding) if adding else ()
    return KeptTable(
        document=kept.document,
        entry=None if same else entries[-1].id,
        counts=body.counts,
        set_aside=said.set_aside,
        notes=said.notes,
    )


def put_text(vault: Vault, text: str) -> str:
    """The SHA-256 under which a text now lies in the vault, as one article."""
    segments = (Segment(start=0, stop=len(text), role="article"),)
    return vault.put(text_to_json(Text(text=text, segments=segments)))


def tells_more(kept: Preserve, known: Preserve) -> bool:
    """Whether an address or a day is known now that was not, or was another."""
    return any(
        getattr(kept, name) not in (None, getattr(known, name)) for name in ("url", "published")
    )


def _lines(rows: Iterable[SetAside]) -> bytes:
    return b"".join(msgspec.json.encode(one) + b"\n" for one in rows)


def _known(ledger: Ledger, kept: Preserve) -> tuple[Preserve | None, StateTable | None]:
    """What stands of a document: its preservation by this source, and its newest table."""
    preserved: Preserve | None = None
    table: StateTable | None = None
    for entry in ledger.active_entries():
        body = entry.body
        if isinstance(body, Preserve):
            if (body.document, body.source) == (kept.document, kept.source):
                preserved = body
        elif isinstance(body, StateTable) and body.document == kept.document:
            table = body
    return preserved, table
