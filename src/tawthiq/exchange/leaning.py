"""What every entity leans on: the register, its own entities, and the documents that prove them."""

from tawthiq.affairs import Affairs, Claim, Reference, Withheld
from tawthiq.exchange.writing import Gathered

_BODY_ALONE = {("membership", "whole"), ("change", "before"), ("change", "after"),
               ("election", "body")}  # fmt: skip


class Leaning:
    """What is at hand while the entities of a register are made.

    Args:
        affairs: without what nobody has looked at yet.
        prefix: of the ids.
        plain: only schemata of FollowTheMoney itself.
    """

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


def asserts(claim: Claim) -> bool:
    """Whether a statement puts its values forward, as its own or as another's word."""
    return claim.said.stance in ("asserts", "reports")


def each(value: object) -> tuple[object, ...]:
    """The values of a field, be it one, several or none."""
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)
