"""The affairs of a register as entities of FollowTheMoney.

A thing is one entity; rival values stand side by side in a property, and the entity names all
documents and publishers. A membership, signature or claim is an entity for each statement, so that
its dates stay with whoever gave them. What is denied or questioned is never a property: in the
extension it is a claim with its stance, with plain schemata it is left out.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import product

from tawthiq.affairs import Affairs, Claim, Reference, Thing, Withheld
from tawthiq.exchange.dates import to_period, to_prefix
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
from tawthiq.exchange.schemata import schemata
from tawthiq.exchange.writing import Gathered
from tawthiq.ledger import Preserve
from tawthiq.statements import label_of_term, label_of_type

_BODY_ALONE = {("membership", "whole"), ("change", "before"), ("change", "after"),
               ("election", "body")}  # fmt: skip
_THINGS = ("organisation", "person", *EVENTS, "charter")
_LINKS = ("membership", "change", *(one for one in CLAIMS if one not in _THINGS))
_HIDDEN = ("public", "role")  # of a person: said by the entity, or by its position
_NOT_TAKEN = frozenset(
    ("id", "start", "end", "quote", "holder", "stance", "item", "doubt", "proposer", "key",
     "attributed_to", "place_id", *_HIDDEN)
)  # fmt: skip
_NO_TYPE = "application/octet-stream"  # bytes: it says no type
_VERSION = ("version", "adoptedBy", "text", "textArabic", "startDate", "endDate")


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


class _Exporter:
    def __init__(self, affairs: Affairs, prefix: str, *, plain: bool) -> None:
        self._affairs = affairs
        self._plain = plain
        withheld = Withheld(affairs)
        self._out = Gathered(prefix, withheld)
        self._out.left_out["people"] = withheld.people
        self._things = {one.key: one for one in affairs.things()}
        self._sources = {key: said[0] for key, said in affairs.sources().items()}
        self._entities: dict[str, str] = {}  # key of a thing → its entity
        self._proofs: set[str] = set()

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
            if key is not None and _asserts(claim):
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
        if not _asserts(claim):
            self._denied(entity, claim)
            return
        said = claim.said
        if kind in EVENTS:
            self._out.add(entity, "keywords", kind)
        for field, prop in PROPERTIES[kind].items():
            for value in _each(getattr(said, field, None)):
                self._out.add(entity, prop, value)
        self._dates(entity, kind, claim)
        self._of_event(entity, kind, claim)
        for field in EXTRA[kind]:
            if field == "bound" and getattr(said, "number_low", None) is None:
                continue  # a bound of no number
            for value in _each(getattr(said, field, None)):
                self._claim_of(entity, claim, field, value)
        self._prove(entity, claim)
        if kind == "charter":
            self._own(kind, claim)

    def _entity_described(self, kind: str, claim: Claim) -> str | None:
        """The entity that a statement speaks of; an event without a key is one by itself."""
        key = claim.key("key")
        if key is not None or kind not in EVENTS or not _asserts(claim):
            entity = self._entities.get(key or "")
            self._out.left_out["denied"] += entity is None and not _asserts(claim)
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
            for value in _each(getattr(claim.said, field, None)):
                self._claim_of(entity, claim, field, value)

    def _claim_of(self, entity: str, claim: Claim, field: str, value: object) -> None:
        """A value that has no property, as a claim of its own."""
        if self._plain:
            self._out.left_out["plain"] += 1
            return
        one = self._out.open(f"{self._claim_id(claim)}.{field.replace('_', '-')}", "RegisterClaim")
        if not self._out.add(one, "value", value) and not self._out.has(one, "value"):
            self._out.drop(one)
            return
        self._out.add(one, "subject", entity)
        self._out.add(one, "field", field)
        self._out.add(one, "stance", claim.said.stance)
        self._out.add(one, "recordId", self._claim_id(claim))
        self._prove(one, claim)

    # What holds between things

    def _link(self, kind: str, claim: Claim) -> None:
        if kind == "membership":
            self._membership(claim)
        elif kind == "change":
            self._change(claim)
        elif not self._plain:
            self._own(kind, claim)

    def _membership(self, claim: Claim) -> None:
        said = claim.said
        members, wholes = self._named(claim, "member"), self._named(claim, "whole")
        if not members or not wholes:
            self._out.left_out["links"] += 1
            return
        if not _asserts(claim):
            self._denied_link(claim, members[0], wholes[0], getattr(said, "relation", ""))
            return
        cited = {"firstCited": "first_cited", "lastCited": "last_cited"}
        more = [name for name in (*cited.values(), "term") if getattr(said, name, None)]
        own = bool(more) and not self._plain
        self._out.left_out["plain"] += len(more) if self._plain else 0
        one = self._out.open(self._claim_id(claim), "CitedMembership" if own else "Membership")
        self._out.add(one, "member", members[0])
        self._out.add(one, "organization", wholes[0])
        self._out.add(one, "role", getattr(said, "relation", None))
        self._out.add_date(one, "startDate", getattr(said, "since", None))
        self._out.add_date(one, "endDate", getattr(said, "until", None))
        if own:
            for prop, field in cited.items():
                self._out.add_date(one, prop, getattr(said, field, None))
            term = getattr(said, "term", None)
            start, stop = to_period(term)
            if term is not None and start is None and stop is None:
                start = stop = to_prefix(term)
                self._out.left_out["date"] += start is None
            self._out.add(one, "termStart", start)
            self._out.add(one, "termEnd", stop)
        self._prove(one, claim)

    def _change(self, claim: Claim) -> None:
        """Bodies that follow others; a founding or an end is a date of the body itself."""
        said = claim.said
        kind, when = getattr(said, "kind", ""), getattr(said, "when", None)
        named = [one for one in claim.references if one.field in ("before", "after")]
        before, after = self._named(claim, "before"), self._named(claim, "after")
        if len(before) + len(after) < len(named):
            self._out.left_out["links"] += 1  # a merger without one of its bodies is another
            return
        if not _asserts(claim):
            for one, other in product(before or after, after or before):
                self._denied_link(claim, one, other, kind)
            return
        for entity, prop in (
            *((one, "incorporationDate") for one in after if kind == "founded"),
            *((one, "dissolutionDate") for one in before if kind == "dissolved"),
        ):
            self._out.add_date(entity, prop, when)
            self._prove(entity, claim)
        for at, (one, other) in enumerate(product(before, after)):
            link = self._out.open(f"{self._claim_id(claim)}.{at}", "Succession")
            self._out.add(link, "predecessor", one)
            self._out.add(link, "successor", other)
            self._out.add(link, "role", kind)
            self._out.add(link, "recordId", claim.id)
            self._out.add_when(link, when)
            self._prove(link, claim)

    def _denied_link(self, claim: Claim, one: str, other: str, value: str) -> None:
        if self._plain:
            self._out.left_out["denied"] += 1
            return
        entity = self._out.open(f"{self._claim_id(claim)}.{other[-40:].strip('.-')}",
                                "RegisterClaim")  # fmt: skip
        self._out.add(entity, "subject", one)
        self._out.add(entity, "object", other)
        self._out.add(entity, "field", claim.type)
        self._out.add(entity, "value", value)
        self._out.add(entity, "stance", claim.said.stance)
        self._prove(entity, claim)

    def _own(self, kind: str, claim: Claim) -> None:
        """A statement as an entity of the extension, with its stance."""
        said, mapped = claim.said, CLAIMS[kind]
        one = self._out.open(f"{self._claim_id(claim)}.{kind}", mapped.schema)
        types = schemata()[mapped.schema].properties
        for field, prop in mapped.fields.items():
            if field in mapped.keys:
                key = claim.key(field)
                thing = self._things.get(key or "")
                if thing is not None:
                    self._out.add(one, prop, self._out.id_of(thing.type, thing.key))
            elif types[prop] == "entity":
                for entity in self._named(claim, field):
                    self._out.add(one, prop, entity)
            elif field != "bound" or getattr(said, "amount_low", None) is not None:
                for value in _each(getattr(said, field, None)):
                    self._out.add(one, prop, value)
        self._out.add_when(one, getattr(said, "when", None))
        for field, prop in (("since", "startDate"), ("until", "endDate")):
            self._out.add_date(one, prop, getattr(said, field, None))
        if not self._out.has(one, *schemata()[mapped.schema].required):
            self._out.drop(one)
            self._out.left_out["links"] += 1
            return
        if kind == "charter" and not self._out.has_any(one, *_VERSION):
            self._out.drop(one)  # it says no more than the charter's name
            return
        self._out.add(one, "stance", said.stance)
        self._prove(one, claim)

    # What entities lean on

    def _named(self, claim: Claim, field: str) -> list[str]:
        """The entities that a field names; what may not or cannot be named is counted."""
        found = [self._entity_of(claim, one) for one in claim.references if one.field == field]
        return list(dict.fromkeys(one for one in found if one is not None))

    def _entity_of(self, claim: Claim, reference: Reference) -> str | None:
        if reference.key is not None:
            entity = self._entities.get(reference.key)
            if entity is None:
                self._out.left_out["named"] += 1
            return entity
        words = reference.words
        body = (claim.type, reference.field) in _BODY_ALONE and reference.how == "unknown"
        # Words that nothing bears may be the name of a person, unless only a body can stand there.
        if not body or not self._out.may_leave(words):
            self._out.left_out["words"] += 1
            return None
        entity = self._out.open(self._out.id_of("body", words), "Organization")
        self._out.add(entity, "name", words)
        if not self._out.has(entity, "name"):
            self._out.drop(entity)
            return None
        self._prove(entity, claim)
        return entity

    def _claim_id(self, claim: Claim) -> str:
        # The id of a statement holds ten digits of a hash: with the document's it is unique.
        return self._out.id_of("statement", f"{claim.id}-{claim.document[:8]}")

    def _prove(self, entity: str, claim: Claim) -> None:
        self._proofs.add(claim.document)
        self._out.prove(entity, claim, self._sources.get(claim.source or "", claim.source))

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


def _asserts(claim: Claim) -> bool:
    """Whether a statement puts its values forward, as its own or as another's word."""
    return claim.said.stance in ("asserts", "reports")


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


def _each(value: object) -> tuple[object, ...]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)
