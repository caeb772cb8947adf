"""The affairs of a register as entities of FollowTheMoney.

A thing is one entity; rival values stand side by side in a property, and the entity names all
documents and publishers. A membership, signature or claim is an entity for each statement, so that
its dates stay with whoever gave them. What is denied or questioned is never a property: in the
extension it is a claim with its stance, with plain schemata it is left out.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from tawthiq.affairs import Affairs, Claim, Thing
from tawthiq.exchange.dates import to_period, to_prefix
from tawthiq.exchange.leaning import asserts, each
from tawthiq.exchange.linking import Linking
from tawthiq.exchange.mapping import (
    BEGIN_END,
    CLAIMS,
    EVENTS,
    EXTRA,
    GOVERNMENT,
    PART_OF,
    PROPERTIES,
    WHOLE,
)
from tawthiq.exchange.model import Exported
from tawthiq.ledger import Preserve
from tawthiq.statements import label_of_term, label_of_type

_THINGS = ("organisation", "person", *EVENTS, "charter")
_LINKS = ("membership", "change", *(one for one in CLAIMS if one not in _THINGS))
_HIDDEN = ("public", "role")  # of a person: said by the entity, or by its position
_NOT_TAKEN = frozenset(
    ("id", "start", "end", "quote", "holder", "stance", "item", "doubt", "proposer", "key",
     "attributed_to", "place_id", *_HIDDEN)
)  # fmt: skip
_NO_TYPE = "application/octet-stream"  # bytes: it says no type


def export_entities(
    affairs: Affairs,
    documents: Iterable[Preserve],
    prefix: str,
    *,
    plain: bool = False,
    sha1: Callable[[str], str | None] | None = None,
) -> Exported:
    """Make entities of what a register holds beside its dead.

    Args:
        affairs: without what nobody has looked at yet.
        documents: that are preserved; those that something is proved by become entities.
        prefix: of the ids; see `prefix_of`.
        plain: only schemata of FollowTheMoney itself.
        sha1: SHA-256 of a document → its SHA-1, which FollowTheMoney goes by; None where the bytes
            are not at hand.

    Returns:
        The entities in the order of their ids, and what was left out, by reason.
    """
    return _Exporter(affairs, prefix, plain=plain).run(documents, sha1)


class _Exporter(Linking):
    """Makes the entities of things, and has those made that tie them together."""

    def run(
        self, documents: Iterable[Preserve], sha1: Callable[[str], str | None] | None
    ) -> Exported:
        said = {kind: self._affairs.of_type(kind) for kind in _THINGS}
        for kind, claims in said.items():
            self._open_things(kind, claims)
        for kind, claims in said.items():
            for claim in claims:
                self._describe(kind, claim)
        for kind in _LINKS:
            for claim in self._affairs.of_type(kind):
                self._link(kind, claim)
        self._documents(documents, sha1)
        entities = self._out.finished()
        carried = {*_THINGS, *(("membership", "change") if self._plain else _LINKS)}
        if self._plain:
            carried.discard("charter")
        return Exported(
            entities=entities,
            counts=dict(sorted(Counter(str(one["schema"]) for one in entities).items())),
            left_out={name: n for name, n in sorted(self._out.left_out.items()) if n},
            types_left_out={
                name: n
                for name, (_, n) in sorted(self._affairs.counts().items())
                if name not in carried and n
            },
        )

    # Things

    def _open_things(self, kind: str, claims: Iterable[Claim]) -> None:
        """Open the entities of a type: those that may leave with a name."""
        if kind == "charter" and self._plain:
            return
        by_key: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            key = claim.key("key")
            if key is not None and asserts(claim):
                by_key[key].append(claim)
        for key, known in by_key.items():
            thing = self._things[key]
            if thing.public or kind != "person":
                self._open_thing(thing, known)

    def _open_thing(self, thing: Thing, claims: list[Claim]) -> None:
        entity = self._out.id_of(thing.type, thing.key)
        self._out.open(entity, _schema_of(thing.type, claims))
        for claim in claims:
            for field in ("name", "name_ar"):
                self._out.add(entity, "name", getattr(claim.said, field, None))
            for alias in getattr(claim.said, "aliases", ()):
                self._out.add(entity, "alias", alias)
        if not self._out.has(entity, "name") and thing.type in EVENTS:
            for claim in claims:
                self._caption(entity, claim)
        if not self._out.has(entity, "name"):
            self._out.drop(entity)
            self._out.left_out["nameless"] += 1
            return
        self._entities[thing.key] = entity

    def _caption(self, entity: str, claim: Claim) -> None:
        """Name an event that nobody named by what it was and where."""
        kind = str(getattr(claim.said, "kind", None) or "")
        what = label_of_term(claim.type, "kind", kind, "en") or label_of_type(claim.type, "en")
        place = str(getattr(claim.said, "place", None) or "")
        self._out.add(entity, "name", ", ".join(filter(None, (what, place))))

    def _describe(self, kind: str, claim: Claim) -> None:
        """Add what a statement says of its thing."""
        entity = self._entity_described(kind, claim)
        if entity is None:
            return
        if not asserts(claim):
            self._denied(entity, claim)
            return
        said = claim.said
        if kind in EVENTS:
            self._out.add(entity, "keywords", kind)
        for field, prop in PROPERTIES[kind].items():
            for value in each(getattr(said, field, None)):
                self._out.add(entity, prop, value)
        self._dates(entity, kind, claim)
        self._of_event(entity, kind, claim)
        for field in EXTRA[kind]:
            if field == "bound" and getattr(said, "number_low", None) is None:
                continue  # a bound of no number
            for value in each(getattr(said, field, None)):
                self._claim_of(entity, claim, field, value)
        self._prove(entity, claim)
        if kind == "charter":
            self._own(kind, claim)

    def _entity_described(self, kind: str, claim: Claim) -> str | None:
        """The entity that a statement speaks of; an event without a key is one by itself."""
        key = claim.key("key")
        if key is not None or kind not in EVENTS or not asserts(claim):
            entity = self._entities.get(key or "")
            self._out.left_out["denied"] += entity is None and not asserts(claim)
            return entity
        entity = self._out.open(self._claim_id(claim), "Event")
        self._caption(entity, claim)
        if self._out.has(entity, "name"):
            return entity
        self._out.drop(entity)
        return None

    def _dates(self, entity: str, kind: str, claim: Claim) -> None:
        when = getattr(claim.said, "when", None)
        if to_prefix(when) is not None or to_period(when) != (None, None):
            self._out.add_when(entity, when)
        elif when is not None:
            self._claim_of(entity, claim, "when", when)
        if kind not in BEGIN_END:
            return
        since, begin, until, end = BEGIN_END[kind]
        for field, prop in ((since, begin), (until, end)):
            value = getattr(claim.said, field, None)
            if to_prefix(value) is not None:
                self._out.add_date(entity, prop, value)
            elif value is not None:
                self._claim_of(entity, claim, field, value)

    def _of_event(self, entity: str, kind: str, claim: Claim) -> None:
        """Add who organised an event, which body it concerns, and which event it belongs to."""
        if kind not in EVENTS:
            return
        for one in self._named(claim, "organisers"):
            self._out.add(entity, "organizer", one)
        for one in self._named(claim, "body"):
            self._out.add(entity, "involved", one)
        for one in self._named(claim, WHOLE.get(kind, "")):
            link = self._out.open(f"{entity}.{self._claim_id(claim)[-40:]}", "UnknownLink")
            self._out.add(link, "subject", entity)
            self._out.add(link, "object", one)
            self._out.add(link, "role", PART_OF)
            self._prove(link, claim)

    def _denied(self, entity: str, claim: Claim) -> None:
        """Keep the values of a statement that denies or questions, each with its stance."""
        if self._plain:
            self._out.left_out["denied"] += 1
            return
        for field in claim.said.__struct_fields__:
            if field in _NOT_TAKEN or field in claim.said.REFERS:
                continue
            for value in each(getattr(claim.said, field, None)):
                self._claim_of(entity, claim, field, value)

    # What entities lean on

    def _documents(
        self, documents: Iterable[Preserve], sha1: Callable[[str], str | None] | None
    ) -> None:
        known: dict[str, list[Preserve]] = {}
        for one in documents:
            known.setdefault(one.document, []).append(one)
        for sha in sorted(self._proofs):
            entity = self._out.open(self._out.id_of("document", sha), "Document")
            self._out.add(entity, "keywords", f"sha256:{sha}")
            self._out.add(entity, "contentHash", sha1(sha) if sha1 is not None else None)
            for one in known.get(sha, ()):
                self._out.add(entity, "fileName", one.filename)
                self._out.add(entity, "sourceUrl", one.url)
                self._out.add(entity, "publishedAt", one.published)
                if one.media_type != _NO_TYPE:
                    self._out.add(entity, "mimeType", one.media_type)
                self._out.add(entity, "fileSize", one.size)
                self._out.add(entity, "publisher", self._sources.get(one.source, one.source))


def _schema_of(kind: str, claims: Iterable[Claim]) -> str:
    if kind == "person":
        return "Person"
    if kind == "charter":
        return "Charter"
    if kind in EVENTS:
        return "Event"
    kinds = {getattr(one.said, "kind", None) for one in claims} - {None}
    # Where one says that it is a government body and another that it is not, neither is picked.
    return "PublicBody" if kinds == {GOVERNMENT} else "Organization"
