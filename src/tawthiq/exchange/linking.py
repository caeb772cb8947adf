"""What holds between things, as entities: memberships, successions of bodies, claims.

Each is an entity for each statement, so that its dates stay with whoever gave them.
"""

from itertools import product

from tawthiq.affairs import Claim
from tawthiq.exchange.dates import to_period, to_prefix
from tawthiq.exchange.leaning import Leaning, asserts, each
from tawthiq.exchange.mapping import CLAIMS
from tawthiq.exchange.schemata import schemata

_VERSION = ("version", "adoptedBy", "text", "textArabic", "startDate", "endDate")


class Linking(Leaning):
    """Makes the entities of statements that tie things together."""

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
        if not asserts(claim):
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
        if not asserts(claim):
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
                for value in each(getattr(said, field, None)):
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
