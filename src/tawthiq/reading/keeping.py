"""Keep what was read: the document's bytes, its text and the proposals to the vault, two entries.

The objects go first and the entries in one transaction: a run killed in between leaves objects that
nobody speaks of, and can be repeated.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from tawthiq.errors import ReadingError
from tawthiq.ledger import Known, Ledger, Preserve, Read
from tawthiq.reading.model import Reading
from tawthiq.reading.pages.storing import text_to_json
from tawthiq.reading.tokens import language_of
from tawthiq.sources import preserve, sources_of
from tawthiq.statements import Statement, fault_of, misquotes, write_lines
from tawthiq.vault import Vault

_READING = ("text", "proposals", "grammar", "published")  # what makes a reading another one
_SHARE = 0.1  # of the letters: a language with less is words quoted, not one the text is in
_UNSOUND = "proposals left out because they contradict themselves"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What keeping a reading added."""

    document: str  # SHA-256
    preserved: bool  # the document was new, or something new is known of it
    already: bool  # the same reading was there: no entry was added for it
    notes: tuple[str, ...] = ()


def check_source(ledger: Ledger, source: str) -> None:
    """Make sure that a source is declared, before anything is read.

    Raises:
        ReadingError: it is not; the message says how to declare it.
    """
    known = sources_of(ledger)
    if source not in known:
        names = ", ".join(known) or "none yet"
        raise ReadingError(
            f"There is no source {source!r} in this register; declared: {names}. Declare it with "
            f'`tawthiq source add {source} --name "…" --kind …`.'
        )


def published_before(ledger: Ledger, document: str) -> date | None:
    """The day a preserved document was published, where someone said so; None else."""
    said = [
        entry.body.published
        for entry in ledger.active_entries()
        if isinstance(entry.body, Preserve | Read) and entry.body.document == document
    ]
    days = [day for day in said if day is not None]
    return date.fromisoformat(days[-1]) if days else None


def languages_of(text: str) -> list[str]:
    """The languages that a text is in, the one most of it is in first."""
    lengths: Counter[str] = Counter()
    for line in text.splitlines():
        lengths[language_of(line)] += len(line)
    whole = sum(lengths.values())
    return [name for name, length in lengths.most_common() if length >= _SHARE * whole]


def keep_reading(
    ledger: Ledger,
    vault: Vault,
    reading: Reading,
    content: bytes,
    filename: str,
    *,
    source: str,
    url: str | None = None,
) -> Kept:
    """Keep a document and its reading. The same document, read the same way, adds nothing.

    Args:
        ledger: opened with a key.
        vault: where the bytes go.
        reading: what was read.
        content: the document's bytes.
        filename: what the source called it.
        source: key of a declared source.
        url: where it was fetched.

    Raises:
        ReadingError: the source is not declared.
        VaultError, LedgerError: they cannot be written; nothing is kept.
    """
    check_source(ledger, source)
    kept = preserve(vault, source, content, filename, url=url, published=reading.published)
    sound = [one for one in reading.statements if _is_sound(one, reading.text.text)]
    notes = reading.notes
    if len(sound) < len(reading.statements):
        notes = (*notes, f"{_UNSOUND}: {len(reading.statements) - len(sound)}")
    body = Read(
        document=kept.document,
        text=vault.put(text_to_json(reading.text)),
        proposals=vault.put(write_lines(sound)),
        grammar=reading.version,
        languages=languages_of(reading.text.text),
        published=kept.published,
        url=url,
        counts=dict(sorted(Counter(str(one.__struct_config__.tag) for one in sound).items())),
        notes=list(notes),
    )
    known: Preserve | None = None
    newest: Read | None = None
    for entry in ledger.active_entries():
        said = entry.body
        if isinstance(said, Preserve) and (said.document, said.source) == (kept.document, source):
            known = said
        elif isinstance(said, Read) and said.document == kept.document:
            newest = said
    adding: list[Known] = []
    if known is None or _tells_more(kept, known):
        adding.append(kept)
    if newest is None or any(getattr(newest, name) != getattr(body, name) for name in _READING):
        adding.append(body)
    if adding:
        ledger.append(*adding)
    return Kept(
        document=kept.document, preserved=kept in adding, already=body not in adding, notes=notes
    )


def _tells_more(kept: Preserve, known: Preserve) -> bool:
    """Whether an address or a day is known now that was not, or was another."""
    return any(
        getattr(kept, name) not in (None, getattr(known, name)) for name in ("url", "published")
    )


def _is_sound(statement: Statement, text: str) -> bool:
    raw = {name: getattr(statement, name) for name in ("start", "end", "quote")}
    return fault_of(statement) is None and misquotes(raw, text) is None
