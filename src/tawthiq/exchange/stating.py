"""What each entity says, as fields of a type of statement; or why it says nothing here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tawthiq.exchange.dates import from_prefix, to_period
from tawthiq.exchange.grouping import kind_of, together
from tawthiq.exchange.mapping import (
    CLAIMS,
    EVENTS,
    GOVERNMENT,
    NUMBERS,
    PART_OF,
    WHOLE,
    is_many,
    terms_of,
    type_called,
)
from tawthiq.exchange.raw import Raw, by_script, key_of
from tawthiq.exchange.schemata import is_a, schemata

_ALIASES = ("alias", "weakAlias", "previousName", "abbreviation")
_KIND_UNSAID = "the file does not say how one body became the other"
_RELATION_UNSAID = "the file does not say how they belong together"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What an entity says: the fields of statements of one type."""

    type: str
    fixed: Mapping[str, Any] = field(default_factory=dict)  # in each of its statements
    once: Mapping[str, Any] = field(default_factory=dict)  # in the first alone
    several: Mapping[str, Sequence[Any]] = field(default_factory=dict)  # rivals
    sides: Mapping[str, Sequence[str]] = field(default_factory=dict)  # keys that it joins
    used: frozenset[str] = frozenset()  # properties
    doubts: tuple[str, ...] = ()


_NOT_TAKEN = {
    "Position": "a Position says nothing by itself; the Occupancy that names it is taken over",
    "LegalEntity": "a LegalEntity may be a person or a body: the file does not say which",
}
Said = tuple[Raw, Spoken | str]


class Sides:
    """The things of a file, by the ids of their entities."""

    def __init__(self, raws: Sequence[Raw], prefix: str | None) -> None:
        self._prefix = prefix
        self._things: dict[str, tuple[str, str]] = {}
        self._posts: dict[str, tuple[str, ...]] = {}
        for raw in raws:
            kind = thing_type(raw)
            if kind is not None:
                self._things.setdefault(raw.id, (kind, self.key(raw.id)))
            elif raw.schema == "Position":
                self._posts[raw.id] = raw.values.get("organization", ())

    def key(self, entity: str) -> str:
        """The key of what an entity is."""
        return key_of(entity, self._prefix)

    def type_of(self, entity: str) -> str | None:
        """The type of what an entity is; None where the file does not hold it."""
        return self._things.get(entity, (None, ""))[0]

    def keys(self, raw: Raw, prop: str, *kinds: str) -> list[str]:
        """Keys of the things that a property names, of these types; those that the file holds."""
        return self.known(raw.values.get(prop, ()), *kinds)

    def known(self, entities: Sequence[str], *kinds: str) -> list[str]:
        """Keys of entities of these types; those that the file holds."""
        found = [self._things[one] for one in entities if one in self._things]
        return [key for kind, key in found if kind in kinds]

    def bodies_of_posts(self, posts: Sequence[str]) -> list[str]:
        """Keys of the bodies in which posts are held."""
        bodies = [body for post in posts for body in self._posts.get(post, ())]
        return self.known(bodies, "organisation")


def thing_type(raw: Raw) -> str | None:
    """The type of thing that an entity is; None where it is none."""
    if raw.schema == "Person":
        return "person"
    if raw.schema == "Charter":
        return "charter"
    if is_a(raw.schema, "Organization"):
        return "organisation"
    if is_a(raw.schema, "Event"):
        return next((one for one in EVENTS if one in raw.values.get("keywords", ())), "incident")
    return None


def spoken_of(raws: Sequence[Raw], sides: Sides, *, public_people: bool) -> Iterator[Said]:
    """What each entity says, in the order of the file; what says nothing gives the reason."""
    groups = together(raws)
    for raw in raws:
        if raw.row.number in groups:
            group = groups[raw.row.number]
            if group:
                yield raw, _of_group(group, sides)
            continue
        yield raw, _of_one(raw, sides, public_people=public_people)


def _of_one(raw: Raw, sides: Sides, *, public_people: bool) -> Spoken | str:
    kind = thing_type(raw)
    if kind is not None:
        return _thing(raw, kind, sides, public_people=public_people)
    if raw.schema in ("Membership", "CitedMembership", "Directorship", "Occupancy"):
        return _membership(raw, sides)
    if raw.schema == "UnknownLink":
        return _part(raw, sides)
    name = next((name for name, one in CLAIMS.items() if one.schema == raw.schema), None)
    if name is not None:
        return _claim(raw, name, sides)
    return _NOT_TAKEN.get(raw.schema, "entities of this schema are not taken over")


# Things


def _thing(raw: Raw, kind: str, sides: Sides, *, public_people: bool) -> Spoken | str:
    values = raw.values
    names, arabic = by_script(values.get("name", ()))
    if not names and not arabic:
        return "it has no name"
    once: dict[str, Any] = {}
    fields = type_called(kind).__struct_fields__
    aliases = [one for prop in _ALIASES for one in values.get(prop, ())]
    used = {"name"}
    if "aliases" in fields and aliases:
        once["aliases"] = list(dict.fromkeys(aliases))
        used.update(_ALIASES)
    several: dict[str, Sequence[Any]] = {"name": names, "name_ar": arabic}
    if kind == "person":
        several["role"] = values.get("position", ())
        used.add("position")
        if public_people:
            once["public"] = True
    elif kind == "organisation":
        used |= _organisation(raw, several)
    elif kind in EVENTS:
        used |= _event(raw, kind, sides, once, several)
    return Spoken(
        type=kind, fixed={"key": sides.key(raw.id)}, once=once, several=several,
        used=frozenset(used),
    )  # fmt: skip


def _organisation(raw: Raw, several: dict[str, Sequence[Any]]) -> set[str]:
    classes = raw.values.get("classification", ())
    kinds = [one for one in classes if one in terms_of("organisation", "kind")]
    if not kinds and is_a(raw.schema, "PublicBody"):
        kinds = [GOVERNMENT]
    several["kind"] = kinds
    several["place"] = raw.values.get("address", ())
    several["since"] = _dates(raw, "incorporationDate")
    several["until"] = _dates(raw, "dissolutionDate")
    used = {"address", "incorporationDate", "dissolutionDate"}
    return used | ({"classification"} if set(classes) <= set(kinds) else set())


def _event(
    raw: Raw, kind: str, sides: Sides, once: dict[str, Any], several: dict[str, Sequence[Any]]
) -> set[str]:
    values = raw.values
    used = {"location", "startDate", "endDate"}
    words = [one for one in values.get("keywords", ()) if one not in EVENTS]
    if kind in ("incident", "gathering"):
        known = terms_of("gathering", "kind")
        kinds = [one for one in words if kind == "incident" or one in known]
        several["kind"] = kinds
        words = [one for one in words if one not in kinds]
        several["when"] = [*_dates(raw, "date"), *_periods(raw)]
    elif kind == "election":
        several["when"] = _dates(raw, "date")
        several["opens"], several["closes"] = _dates(raw, "startDate"), _dates(raw, "endDate")
        several["body"] = sides.keys(raw, "involved", "organisation")
        used.add("involved")
    else:
        several["since"], several["until"] = _dates(raw, "startDate"), _dates(raw, "endDate")
    if kind == "campaign":
        once["places"] = list(values.get("location", ()))
    else:
        several["place"] = values.get("location", ())
        used.add("date")
    if not words:
        used.add("keywords")
    if kind in ("gathering", "campaign"):
        organisers = sides.keys(raw, "organizer", "organisation", "person")
        if organisers:
            once["organisers"] = organisers
        if len(organisers) == len(values.get("organizer", ())):
            used.add("organizer")
    return used


def _dates(raw: Raw, prop: str) -> list[str]:
    found = (from_prefix(one) for one in raw.values.get(prop, ()))
    return list(dict.fromkeys(one for one in found if one is not None))


def _periods(raw: Raw, begin: str = "startDate", end: str = "endDate") -> list[str]:
    """Periods from starts and ends; of several, each end stays open: no two belong together."""
    starts, stops = _dates(raw, begin), _dates(raw, end)
    if len(starts) == len(stops) == 1:
        both = f"{starts[0]}/{stops[0]}"
        if to_period(both) != (None, None):
            return [both]
    return [*(f"{one}/.." for one in starts), *(f"../{one}" for one in stops)]


# What holds between things


def _membership(raw: Raw, sides: Sides) -> Spoken | str:
    person, body = {
        "Directorship": ("director", "organization"),
        "Occupancy": ("holder", "post"),
    }.get(raw.schema, ("member", "organization"))
    members = sides.keys(raw, person, "person", "organisation")
    if raw.schema == "Occupancy":
        wholes = sides.bodies_of_posts(raw.values.get(body, ()))
    else:
        wholes = sides.keys(raw, body, "organisation")
    if not members or not wholes:
        return f"the file does not hold its {body if members else person}"
    used = {person, body, "startDate", "endDate", "firstCited", "lastCited", "termStart",
            "termEnd", "periodStart", "periodEnd"}  # fmt: skip
    roles = raw.values.get("role", ())
    relations = [one for one in roles if one in terms_of("membership", "relation")]
    doubts: tuple[str, ...] = ()
    if set(roles) <= set(relations):
        used.add("role")
    if not relations:
        seat = raw.schema in ("Directorship", "Occupancy")
        relations = ["sits on" if seat else "member of"]
        doubts = () if seat else (_RELATION_UNSAID,)
    terms = _periods(raw, "termStart", "termEnd") or _periods(raw, "periodStart", "periodEnd")
    return Spoken(
        type="membership",
        several={
            "since": _dates(raw, "startDate"), "until": _dates(raw, "endDate"),
            "first_cited": _dates(raw, "firstCited"), "last_cited": _dates(raw, "lastCited"),
            "term": terms,
        },
        sides={"member": members, "whole": wholes, "relation": relations},
        used=frozenset(used),
        doubts=doubts,
    )  # fmt: skip


def _part(raw: Raw, sides: Sides) -> Spoken | str:
    subject = next(iter(raw.values.get("subject", ())), "")
    kind = sides.type_of(subject) or ""
    wholes = sides.keys(raw, "object", "incident" if kind == "incident" else "campaign")
    if raw.values.get("role") != (PART_OF,) or kind not in WHOLE or not wholes:
        return "a link of which the file does not say what it means here"
    return Spoken(
        type=kind, fixed={"key": sides.key(subject)}, sides={WHOLE[kind]: wholes},
        used=frozenset(("subject", "object", "role")),
    )  # fmt: skip


def _claim(raw: Raw, name: str, sides: Sides) -> Spoken | str:
    """An entity of the extension that is one statement."""
    mapped, kind = CLAIMS[name], type_called(name)
    fixed: dict[str, Any] = {}
    joined: dict[str, Sequence[str]] = {}
    several: dict[str, Sequence[Any]] = {}
    properties = schemata()[mapped.schema].properties
    for field_, prop in mapped.fields.items():
        values = raw.values.get(prop, ())
        if not values:
            continue
        if field_ in mapped.keys:
            several[field_] = [sides.key(one) for one in values]
        elif properties[prop] == "entity":
            wanted = (name,) if field_ == "key" else kind.REFERS[field_]
            keys = sides.known(values, *wanted)
            if not keys and prop in schemata()[mapped.schema].required:
                return f"the file does not hold its {prop}"
            if is_many(name, field_):
                fixed[field_] = keys
            elif keys:
                joined[field_] = keys
        elif prop == "title":
            several[field_] = by_script(values)[field_ == "name_ar"]
        else:
            several[field_] = [_number(field_, one) for one in values]
    if "since" in kind.__struct_fields__:
        several["since"], several["until"] = _dates(raw, "startDate"), _dates(raw, "endDate")
    elif "when" in kind.__struct_fields__:
        several["when"] = [*_dates(raw, "date"), *_periods(raw)]
    if raw.values.get("stance"):
        several["stance"] = raw.values["stance"]
    return Spoken(
        type=name, fixed=fixed, several=several, sides=joined,
        used=frozenset(("date", "startDate", "endDate", "stance", *mapped.fields.values())),
    )  # fmt: skip


# Entities that are one statement together


def _of_group(group: Sequence[Raw], sides: Sides) -> Spoken | str:
    return _change(group, sides) if group[0].schema == "Succession" else _values(group, sides)


def _change(group: Sequence[Raw], sides: Sides) -> Spoken | str:
    before, after = (
        list(dict.fromkeys(key for one in group for key in sides.keys(one, prop, "organisation")))
        for prop in ("predecessor", "successor")
    )
    if not before or not after:
        return "the file does not hold its predecessor or its successor"
    kind = kind_of(group[0])
    doubts = () if kind is not None else (_KIND_UNSAID,)
    if kind is None:
        kind = "merged" if len(before) > 1 else "split" if len(after) > 1 else "renamed"
    raw = group[0]
    return Spoken(
        type="change",
        fixed={"kind": kind, "before": before, "after": after},
        several={"when": [*_dates(raw, "date"), *_periods(raw)]},
        used=frozenset(("predecessor", "successor", "role", "recordId", "date", "startDate",
                        "endDate")),
        doubts=doubts,
    )  # fmt: skip


def _values(group: Sequence[Raw], sides: Sides) -> Spoken | str:
    """Values that one statement gives to one thing, each in its own entity."""
    raw = group[0]
    subject = next(iter(raw.values.get("subject", ())), "")
    kind = sides.type_of(subject)
    if kind is None:
        return "the file does not hold its subject"
    used = frozenset(("subject", "object", "field", "value", "stance", "recordId"))
    stance = next(iter(raw.values.get("stance", ())), "asserts")
    if raw.values.get("object"):
        wholes = sides.keys(raw, "object", "organisation")
        if raw.values.get("field") != ("membership",) or not wholes:
            return "a claim between two things that is no membership"
        return Spoken(
            type="membership",
            fixed={"member": sides.key(subject), "stance": stance},
            several={"relation": raw.values.get("value", ())},
            sides={"whole": wholes},
            used=used,
        )
    fixed: dict[str, Any] = {"key": sides.key(subject), "stance": stance}
    several: dict[str, Sequence[Any]] = {}
    for one in group:
        name = next(iter(one.values.get("field", ())), "")
        values = [_number(name, value) for value in one.values.get("value", ())]
        if name not in type_called(kind).__struct_fields__ or name in ("key", "id", "start", "end"):
            return f"a {kind} has no field {name[:40]!r}"
        if is_many(kind, name):
            fixed[name] = [*fixed.get(name, ()), *values]
        else:
            several[name] = [*several.get(name, ()), *values]
    return Spoken(type=kind, fixed=fixed, several=several, used=used)


def _number(name: str, value: str) -> Any:
    """A value of a field of numbers as one; what is none stays, and is refused with its reason."""
    if name not in NUMBERS:
        return value
    try:
        number = float(value)
    except ValueError:
        return value
    return int(number) if number.is_integer() else number
