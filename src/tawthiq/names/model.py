"""What reading and comparing names gives back: three frozen classes."""

from dataclasses import dataclass
from typing import Literal

Script = Literal["arab", "latn", "mixed", "other", "none"]
PartKind = Literal[
    "same",
    "same skeleton",
    "joined or split",
    "lam-alef",
    "look-alike letters",
    "typing",
    "initial/short form",
    "different",
    "missing",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonName:
    """A name, read: its parts, in the order they were written, and what each part is.

    Nothing is lost: the letters of `tokens`, `titles`, `aliases` and `particles` together are the
    letters of `folded`.
    """

    written: str
    folded: str
    script: Script
    tokens: tuple[str, ...]  # folded; compounds joined: one token, one name
    titles: tuple[str, ...] = ()  # "the martyr", "Dr", ranks: folded, as they stood
    aliases: tuple[str, ...] = ()  # what stood in brackets or quotes, folded
    particles: tuple[str, ...] = ()  # ibn, bin, bint between two names: folded
    ism: str | None = None  # the person's own name
    nasab: tuple[str, ...] = ()  # father, grandfather, ...
    kunya: str | None = None  # "Abu ..." or "Umm ..." standing before the name or as an alias
    laqab: str | None = None  # the first alias that is no kunya
    nisba: str | None = None  # the family name: the last of two or more parts


@dataclass(frozen=True, slots=True, kw_only=True)
class PartComparison:
    """One part of a name beside its counterpart in the other; None where it has none."""

    a: str | None
    b: str | None
    kind: PartKind
    level: (
        int  # 4 same, 3 same skeleton, 2 a typed difference, 1 a short form, 0 different, -1 none
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NameComparison:
    """How far two names agree, why in a sentence, and part by part.

    Levels: -1 cannot compare (a name is empty), 0 different, 1 some parts agree, 2 all parts of
    the shorter agree or one typed difference, 3 same by skeleton, 4 same as folded.
    """

    level: int
    reason: str
    parts: tuple[PartComparison, ...]
