"""What a person can fill in of each type: its fields, and what each of them takes.

All of it follows from the class: a type that is added later has its form at once.
"""

from dataclasses import dataclass
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from tawthiq.errors import StatementError
from tawthiq.fields import fold
from tawthiq.statements import Statement, known_terms, label_of_type, types

Kind = Literal["text", "date", "number", "whole", "yes or no", "term", "range", "other"]

MADE = frozenset(("id", "start", "end", "quote", "proposer"))
"""Fields that the program fills: where the words stand, and who states them."""
_LONGEST = 200  # characters of a name
_OF_READING = ("doubt", "item")  # speak of a text that was read: taken, but in no template


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A field that a person can fill."""

    field: str
    kind: Kind  # "range": a number or "40-50", for both `<field>_low` and `<field>_high`
    several: bool = False  # values parted by semicolons
    nullable: bool = True  # may hold nothing
    closed: bool = False  # only its terms
    terms: tuple[str, ...] = ()
    in_template: bool = True

    @property
    def fills(self) -> tuple[str, ...]:
        """The fields of a statement that a value of this slot goes to."""
        if self.kind == "range":
            return (f"{self.field}_low", f"{self.field}_high")
        return (self.field,)

    @property
    def nothing(self) -> Any:
        """What a field holds from which everything was taken away."""
        return [] if self.several else None


def type_called(said: str) -> str | None:
    """The type of that name or label, in either language; None where there is none.

    >>> type_called("Organisation")
    'organisation'
    """
    return _type_names(tuple(types())).get(plain(said))


def find_type(said: str) -> str:
    """As `type_called`.

    Raises:
        StatementError: there is no such type; the message names those there are.
    """
    found = type_called(said)
    if found is None:
        raise StatementError(f"There is no type {said[:80]!r}. Types: {', '.join(types())}.")
    return found


@lru_cache(maxsize=8)
def _type_names(names: tuple[str, ...]) -> dict[str, str]:
    found = {plain(label_of_type(name, lang)): name for lang in ("ar", "en") for name in names}
    return found | {plain(name): name for name in names}


def plain(text: str) -> str:
    """A name as it is compared: folded, "_" and "-" as blanks; "" where it is too long for one."""
    return fold(text.replace("_", " ").replace("-", " ")) if len(text) <= _LONGEST else ""


def slots_of(type_name: str) -> dict[str, Slot]:
    """The slots of a type by field, in the order of a template: its own first, then those of all.

    Raises:
        StatementError: there is no such type.
    """
    known = types().get(type_name)
    if known is None:
        raise StatementError(f"There is no type {type_name!r}. Types: {', '.join(types())}.")
    return dict(_slots(known))


@lru_cache(maxsize=256)
def _slots(known: type[Statement]) -> dict[str, Slot]:
    name = str(known.__struct_config__.tag)
    hints = get_type_hints(known)
    common = Statement.__struct_fields__
    fields = [one for one in known.__struct_fields__ if one not in common]
    fields += [one for one in common if one not in MADE]
    found = {one: _slot(name, one, hints[one], dates=known.DATES) for one in fields}
    for field in fields:
        base = field.removesuffix("_low")
        if base != field and f"{base}_high" in found and base not in found:
            found[base] = Slot(field=base, kind="range", in_template=False)
    return found


def _slot(type_name: str, field: str, hint: Any, *, dates: frozenset[str]) -> Slot:
    kinds = [one for one in _parts(hint) if one is not NoneType]
    several = any(get_origin(one) is tuple for one in kinds)
    if several:
        (inner,) = [one for one in kinds if get_origin(one) is tuple]
        kinds = [one for one in _parts(get_args(inner)[0]) if one is not NoneType]
    closed = tuple(term for one in kinds if get_origin(one) is Literal for term in get_args(one))
    return Slot(
        field=field,
        kind=_kind(kinds, field, closed=bool(closed), dates=dates),
        several=several,
        nullable=several or NoneType in _parts(hint),
        closed=bool(closed),
        terms=closed or known_terms(type_name, field),
        in_template=field not in _OF_READING,
    )


def _parts(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def _kind(kinds: list[Any], field: str, *, closed: bool, dates: frozenset[str]) -> Kind:
    if closed:
        return "term"
    if kinds == [bool]:
        return "yes or no"
    if kinds == [str]:
        return "date" if field in dates else "text"
    if float in kinds:
        return "number"
    return "whole" if kinds == [int] else "other"
