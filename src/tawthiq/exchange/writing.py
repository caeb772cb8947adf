"""Entities as they are gathered: stable ids, values that may leave, each value once."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable

from tawthiq.affairs import Claim, Withheld
from tawthiq.exchange.dates import to_period, to_prefix
from tawthiq.exchange.model import Entity
from tawthiq.exchange.schemata import schemata

_LONGEST = {"name": 384, "address": 250, "string": 1024, "text": 65_000, "url": 4096}
_URL = re.compile(r"https?://[^\s/]+(/\S*)?")
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)
_SHA1 = re.compile(r"[0-9a-f]{40}", re.ASCII)
_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?", re.ASCII)
_LONGEST_ID = 140  # of 200: what belongs to an entity has its id and more
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")
_OWN = 8  # digits of the author's key


def prefix_of(author: str | None) -> str:
    """What the ids of a register begin with, so that those of two registers never meet."""
    return f"tawthiq-{author[:_OWN]}" if author else "tawthiq"


def to_lines(entities: Iterable[Entity]) -> bytes:
    """Entities as JSON Lines, UTF-8; the same entities give the same bytes."""
    return b"".join(
        json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        for one in entities
    )


class Gathered:
    """The entities of one export."""

    def __init__(self, prefix: str, withheld: Withheld) -> None:
        self._prefix = prefix
        self._withheld = withheld
        self._schema: dict[str, str] = {}
        self._values: dict[str, dict[str, dict[str, None]]] = {}
        self.left_out: Counter[str] = Counter()

    def id_of(self, kind: str, key: str) -> str:
        """The id of a thing of a type. A key that holds a withheld name is hashed."""
        said = f"{self._prefix}-{kind}-{key}"
        hidden = self._withheld.stands_in(key)
        if hidden or len(said) > _LONGEST_ID or _ID.fullmatch(said) is None:
            said = f"{self._prefix}-{kind}-{hashlib.sha256(key.encode()).hexdigest()[:20]}"
        return said

    def may_leave(self, text: str) -> bool:
        """Whether a text holds no withheld name."""
        return not self._withheld.stands_in(text)

    def open(self, entity: str, schema: str) -> str:
        """Begin an entity, or go on with it; returns its id."""
        self._schema.setdefault(entity, schema)
        self._values.setdefault(entity, {})
        return entity

    def add(self, entity: str, prop: str, value: object) -> bool:
        """Add a value to a property; False where there is none, or it may not or cannot leave."""
        if value is None or value == "":
            return False
        kind = schemata()[self._schema[entity]].properties[prop]
        said = _text(value)
        if not said:
            return False
        if not _is_valid(kind, said):
            self.left_out["value unfit"] += 1
            return False
        if kind != "entity" and not self.may_leave(said):
            self.left_out["value names"] += 1
            return False
        self._values[entity].setdefault(prop, {})[said] = None
        return True

    def add_date(self, entity: str, prop: str, edtf: str | None) -> None:
        """Add a date that has the form of one; another is left out."""
        if edtf is None:
            return
        said = to_prefix(edtf)
        if said is None:
            self.left_out["date"] += 1
        else:
            self.add(entity, prop, said)

    def add_when(self, entity: str, edtf: str | None) -> None:
        """Add when something happened: a date, or a start and an end."""
        start, stop = to_period(edtf)
        if start is None and stop is None:
            self.add_date(entity, "date", edtf)
            return
        self.add(entity, "startDate", start)
        self.add(entity, "endDate", stop)

    def prove(self, entity: str, claim: Claim, publisher: str | None) -> None:
        """Add the document that a claim stands in, and who published it."""
        self.add(entity, "proof", self.id_of("document", claim.document))
        self.add(entity, "publisher", publisher)

    def drop(self, entity: str) -> None:
        """Take an entity back."""
        self._schema.pop(entity, None)
        self._values.pop(entity, None)

    def has(self, entity: str, *props: str) -> bool:
        """Whether an entity has a value of each of these properties."""
        return all(self._values.get(entity, {}).get(prop) for prop in props)

    def has_any(self, entity: str, *props: str) -> bool:
        """Whether an entity has a value of one of these properties."""
        return any(self.has(entity, prop) for prop in props)

    def finished(self) -> tuple[Entity, ...]:
        """The entities, by id; values in a fixed order."""
        return tuple(
            {
                "id": one,
                "schema": self._schema[one],
                "properties": {
                    prop: sorted(values) for prop, values in sorted(self._values[one].items())
                },
            }
            for one in sorted(self._schema)
        )


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(_CONTROL.sub(" ", str(value)).split())


def _is_valid(kind: str, said: str) -> bool:
    if len(said) > _LONGEST.get(kind, 1024):
        return False
    match kind:
        case "url":
            return _URL.fullmatch(said) is not None
        case "mimetype":
            return _MIME.fullmatch(said) is not None
        case "checksum":
            return _SHA1.fullmatch(said) is not None
        case "entity":
            return _ID.fullmatch(said) is not None
    return True
