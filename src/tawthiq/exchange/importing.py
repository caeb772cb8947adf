"""A file of FollowTheMoney entities as statements: each at the line that says it.

What the file calls one entity is one thing of the register; several values of a property are rival
statements of the same thing. Whoever is named publisher is kept as the one who says so. Nothing is
guessed: an entity of another schema, or one that leads to nothing in the file, is set aside.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, product
from typing import Any

from tawthiq.errors import StatementError
from tawthiq.exchange.mapping import type_called
from tawthiq.exchange.model import FtmFile
from tawthiq.exchange.raw import Raw, aside, raws_of
from tawthiq.exchange.schemata import is_a
from tawthiq.exchange.stating import Sides, Spoken, spoken_of
from tawthiq.forms import SetAside, make_statement, rows_of
from tawthiq.progress import Progress, silent
from tawthiq.statements import Statement

MAX_RIVALS = 1_000  # statements of one entity
_EVERY = 1_000  # entities
_SUPPORTS = 10_000  # statements that a document is named for


@dataclass(slots=True)
class _Read:
    """What a file has given so far."""

    statements: list[Statement] = field(default_factory=list)
    aside: list[SetAside] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    proved: dict[str, list[str]] = field(default_factory=dict)  # document's entity → statements
    unused: Counter[str] = field(default_factory=Counter)


def read_entities(
    content: bytes,
    filename: str,
    *,
    prefix: str | None = None,
    public_people: bool = False,
    progress: Progress = silent,
) -> FtmFile:
    """Read a file of entities: JSON Lines, or one JSON array.

    Args:
        content: its bytes.
        filename: how to name it in messages.
        prefix: of the register's own ids: entities that it exported itself are known again.
        public_people: the people in the file appear in public under their names.
        progress: told after every thousand entities.

    Returns:
        The statements, what was set aside with its reason, and which properties have no field here.

    Raises:
        StatementError: no JSON, no UTF-8, too large, or no entity that makes a statement.
    """
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"["):
        raise StatementError(
            f"{filename}: this is no file of FollowTheMoney entities. It is JSON Lines: one object "
            'a line, with "id", "schema" and "properties".'
        )
    found = rows_of(content, filename, ())
    raws, faults = raws_of(found.rows)
    read = _Read(aside=[*found.set_aside, *(aside(row, why, what) for row, why, what in faults)])
    maker = _Maker(hashlib.sha256(content).hexdigest(), found.text, read)
    documents = [one for one in raws if is_a(one.schema, "Document")]
    others = [one for one in raws if not is_a(one.schema, "Document")]
    for done, (raw, spoken) in enumerate(
        spoken_of(others, Sides(others, prefix), public_people=public_people), start=1
    ):
        maker.state(raw, spoken)
        if done % _EVERY == 0:
            progress("reading entities", done, len(raws))
    for raw in documents:
        maker.cite(raw)
    read.aside.sort(key=lambda one: one.row)
    if not read.statements:
        why = f"row {read.aside[0].row}: {read.aside[0].reason}" if read.aside else "it is empty"
        raise StatementError(f"{filename}: no entity makes a statement; {why}. Nothing was kept.")
    return FtmFile(
        document=maker.document,
        text=found.text,
        statements=tuple(read.statements),
        set_aside=tuple(read.aside),
        notes=found.notes,
        unused=dict(sorted(read.unused.items())),
    )


class _Maker:
    """Makes statements of what entities say, and remembers which document proves which."""

    def __init__(self, document: str, text: str, read: _Read) -> None:
        self.document = document
        self._text = text
        self._read = read

    def state(self, raw: Raw, spoken: Spoken | str) -> None:
        """Make the statements of an entity, rivals apart, or set it aside."""
        if isinstance(spoken, str):
            self._read.aside.append(aside(raw.row, spoken, raw.schema))
            return
        rivals = list(_rivals(spoken, MAX_RIVALS + 1))
        if len(rivals) > MAX_RIVALS:
            why = f"it holds more than {MAX_RIVALS:,} rival values"
            self._read.aside.append(aside(raw.row, why, raw.schema))
            return
        publishers = raw.values.get("publisher", ())
        if len(publishers) == 1 and "attributed_to" in type_called(spoken.type).__struct_fields__:
            rivals = [{"attributed_to": publishers[0], **one} for one in rivals]
        for values in rivals:
            made = self._made(raw, spoken, values)
            for proof in raw.values.get("proof", ()) if made is not None else ():
                self._read.proved.setdefault(proof, []).append(made.id if made else "")
        used = {*spoken.used, "publisher", "proof"}
        self._read.unused.update(f"{raw.schema}.{one}"[:80] for one in raw.values.keys() - used)

    def cite(self, raw: Raw) -> None:
        """A document of the file, as evidence for what it proves."""
        values = raw.values
        url = next(iter(values.get("sourceUrl", ())), None)
        named = next(
            (one for prop in ("title", "fileName", "name") for one in values.get(prop, ())), None
        )
        hashes = [one for one in values.get("keywords", ()) if one.startswith("sha256:")]
        said = {
            "form": "link" if url else "named",
            "url": url,
            "source_named": named or next(iter(hashes), None),
            "supports": self._read.proved.get(raw.id, [])[:_SUPPORTS],
        }
        kept = {name: value for name, value in said.items() if value}
        if len(kept) == 1:
            self._read.aside.append(aside(raw.row, "a document without any name", raw.schema))
            return
        self._made(raw, Spoken(type="citation", fixed=kept), kept)

    def _made(self, raw: Raw, spoken: Spoken, values: Mapping[str, Any]) -> Statement | None:
        """A statement at the line of an entity; None where it is set aside."""
        for nth in count():
            try:
                made = make_statement(
                    type_called(spoken.type), values, spoken.doubts, document=self.document,
                    text=self._text, span=(raw.row.start, raw.row.end), nth=nth,
                )  # fmt: skip
            except StatementError as error:
                self._read.aside.append(aside(raw.row, str(error), raw.schema))
                return None
            if made.id not in self._read.ids:
                break
        self._read.ids.add(made.id)
        self._read.statements.append(made)
        return made


def _rivals(spoken: Spoken, most: int) -> Iterator[dict[str, Any]]:
    """The statements that the values of an entity make.

    Values that stand alone go together. Of several of one field each is a statement; and where any
    date has rivals every date stands alone: which start goes with which end nobody says.
    """
    lists = {name: values for name, values in spoken.several.items() if values}
    dates = {name for name in lists if name in Statement.DATES}
    if any(len(lists[name]) > 1 for name in dates):
        alone = [{name: value} for name in sorted(dates) for value in lists.pop(name)]
    else:
        alone = []
    longest = max((len(values) for values in lists.values()), default=0)
    made = 0
    for fixed in _combined(spoken.sides):
        together = [
            {name: values[at] for name, values in lists.items() if at < len(values)}
            for at in range(longest)
        ]
        first = {**spoken.fixed, **spoken.once, **fixed}
        for at, one in enumerate([*together, *alone] or [{}]):
            yield {**(first if at == 0 else {**spoken.fixed, **fixed}), **one}
            made += 1
            if made >= most:
                return


def _combined(sides: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """Every combination of the things that an entity joins."""
    for one in product(*sides.values()):
        yield dict(zip(sides, one, strict=True))
