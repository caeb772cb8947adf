"""Which thing do the words of a statement name? By key, by a statement's id, or by a name.

Nothing is guessed: words that several things bear, or none, stay words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from msgspec.structs import replace

from tawthiq.affairs.model import Claim, Doubt, Reference, Thing
from tawthiq.affairs.naming import folded, made_key
from tawthiq.affairs.wording import doubt
from tawthiq.statements import Statement, types

NAMED_BY = ("name", "name_ar")


def thing_types() -> tuple[str, ...]:
    """The types whose statements say what a thing is: those with a key and a name."""
    return tuple(
        name
        for name, kind in types().items()
        if "key" in kind.__struct_fields__ and "name" in kind.__struct_fields__
    )


def names_of(said: Statement) -> tuple[str, ...]:
    """Every name that a statement gives to its thing."""
    found = [getattr(said, name, None) for name in NAMED_BY]
    return tuple(one for one in (*found, *getattr(said, "aliases", ())) if one)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The things and their names."""

    things: Mapping[str, Thing]
    by_name: Mapping[tuple[str, str], frozenset[str]]  # type, folded name → keys
    names: Mapping[str, tuple[str, ...]]  # key → every name, as first written


def things_of(claims: Iterable[Claim]) -> tuple[Named, list[Doubt]]:
    """The things that statements say what they are, and what is doubtful about their names.

    A thing that no statement gives a key takes the key of the one thing of its type and name.
    """
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    things: dict[str, Thing] = {}
    written: dict[str, dict[str, str]] = defaultdict(dict)
    doubts = []
    for key, claim in _keyed(claims, by_name):
        before = things.get(key)
        if before is not None and before.type != claim.type:
            both = f"{before.type}, {claim.type}"
            doubts.append(doubt("two types", keys=(key,), claims=(claim.id,), key=key, types=both))
            continue
        for name in names_of(claim.said):
            written[key].setdefault(folded(name), name)
        things[key] = _thing(key, claim, before)
    for (_, name), keys in by_name.items():
        if len(keys) > 1 and name:
            ordered = tuple(sorted(keys))
            shown = written[ordered[0]].get(name, name)
            doubts.append(doubt("one name", keys=ordered, name=shown, several=", ".join(ordered)))
    named = Named(
        things=things,
        by_name={pair: frozenset(keys & things.keys()) for pair, keys in by_name.items()},
        names={key: tuple(found.values()) for key, found in written.items()},
    )
    return named, doubts


def _keyed(
    claims: Iterable[Claim], by_name: dict[tuple[str, str], set[str]]
) -> list[tuple[str, Claim]]:
    """Each claim that says what a thing is, with the thing's key; fills `by_name`."""
    found: list[tuple[str, Claim]] = []
    keyless: list[Claim] = []
    kinds = frozenset(thing_types())
    for claim in claims:
        if claim.type not in kinds or claim.denied:
            continue
        key: str | None = getattr(claim.said, "key", None)
        if key is None:
            keyless.append(claim)
            continue
        found.append((key, claim))
        for name in names_of(claim.said):
            by_name[claim.type, folded(name)].add(key)
    for claim in keyless:
        names = names_of(claim.said)
        if names:
            known = {key for name in names for key in by_name.get((claim.type, folded(name)), ())}
            key = known.pop() if len(known) == 1 else made_key(claim.type, names[0])
            found.append((key, claim))
            for name in names:
                by_name[claim.type, folded(name)].add(key)
    return found


def _thing(key: str, claim: Claim, before: Thing | None) -> Thing:
    """The thing with the names it has so far; the first that is given stays its title."""
    said = claim.said
    name, name_ar = (getattr(said, field, None) for field in NAMED_BY)
    public = bool(getattr(said, "public", True))
    if before is None:
        return Thing(key=key, type=claim.type, name=name, name_ar=name_ar, public=public)
    return replace(
        before,
        name=before.name or name,
        name_ar=before.name_ar or name_ar,
        public=before.public or public,
    )


class Resolver:
    """Finds the things that the fields of statements name."""

    def __init__(self, named: Named, claims: Iterable[Claim]) -> None:
        self._named = named
        self._kinds = frozenset(thing_types())
        self._of_statement = {
            (claim.document, claim.id): key
            for claim in claims
            if (key := self.key_of(claim)) is not None
        }

    @cached_property
    def _any(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, frozenset[str]] = {}
        for (_, name), keys in self._named.by_name.items():
            found[name] = found.get(name, frozenset()) | keys
        return found

    def key_of(self, claim: Claim) -> str | None:
        """The key of the thing that a claim says what it is."""
        if claim.type not in self._kinds:
            return None
        key: str | None = getattr(claim.said, "key", None)
        if key is not None:
            thing = self._named.things.get(key)
            return key if thing is not None and thing.type == claim.type else None
        names = names_of(claim.said)
        known = {one for name in names for one in self._by_name(name, (claim.type,))}
        if len(known) == 1:
            return known.pop()
        own = made_key(claim.type, names[0]) if names else None
        return own if own in self._named.things else None

    def references(self, claim: Claim) -> Iterator[Reference]:
        """Every reference of a claim; the field `key` for what it says the thing itself is."""
        own = self.key_of(claim)
        if own is not None:
            yield Reference(field="key", words=own, key=own, how="key")
        for name, wanted in claim.said.REFERS.items():
            value = getattr(claim.said, name, None)
            for words in value if isinstance(value, tuple) else (value,):
                if words:
                    yield self._find(claim.document, name, str(words), wanted)

    def candidates(self, claim: Claim, reference: Reference) -> tuple[str, ...]:
        """Keys of all things that bear the words of a reference."""
        wanted = claim.said.REFERS.get(reference.field, ())
        return tuple(sorted(self._by_name(reference.words, wanted)))

    def _find(self, document: str, field: str, words: str, wanted: tuple[str, ...]) -> Reference:
        thing = self._named.things.get(words)
        if thing is not None and (not wanted or thing.type in wanted):
            return Reference(field=field, words=words, key=words, how="key")
        of_statement = self._of_statement.get((document, words))
        if of_statement is not None:
            return Reference(field=field, words=words, key=of_statement, how="statement")
        keys = self._by_name(words, wanted)
        if len(keys) == 1:
            return Reference(field=field, words=words, key=next(iter(keys)), how="name")
        return Reference(field=field, words=words, key=None, how="ambiguous" if keys else "unknown")

    def _by_name(self, words: str, wanted: tuple[str, ...]) -> frozenset[str]:
        name = folded(words)
        if not name:
            return frozenset()
        if not wanted:
            return self._any.get(name, frozenset())
        found = [self._named.by_name.get((kind, name), frozenset()) for kind in wanted]
        return frozenset().union(*found)
