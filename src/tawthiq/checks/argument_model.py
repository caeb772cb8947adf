"""What the argument of one document is made of: voices, their points, answers and support.

Nothing here rules on anybody: a point that lacks support says what it lacks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Relation = Literal["answers", "disputes", "supports", "corrects"]
Missing = Literal["nothing offered", "promised", "leads nowhere"]
"""Which support a point lacks: none is offered; a promise with nothing after it; an address, or a
work without one, that leads nowhere as the text stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a point speaks to."""

    relation: Relation
    statement: str | None  # its id; None: told in words alone
    voice: str | None  # whose it is, where that can be told
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What is offered for a point."""

    statement: str  # id of the citation or figure
    kind: Literal["citation", "figure"]
    state: str | None  # of a citation: preserved, alive, unchecked, internal, dangling
    words: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing that a voice holds, or is told to hold."""

    statement: str  # its id
    raw: Mapping[str, Any]  # plain values, for `statements.in_words`
    words: str  # as quoted, on one line
    status: str
    told_against: str | None  # told here only to be denied, doubted or rejected: which of them
    answers: tuple[Answered, ...]
    answered_by: tuple[str, ...]  # ids of points that answer it
    support: tuple[Support, ...]
    missing: Missing | None  # None: some support is offered, or it is no claim

    @property
    def is_claim(self) -> bool:
        """Whether it says that something is so; to be for or against something needs no proof."""
        return self.raw.get("answer") is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Somebody who speaks in the document; `name` None: the document itself."""

    name: str | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Something that the document tells of a day or a time."""

    when: str  # EDTF
    statement: str
    raw: Mapping[str, Any]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """Who says what in one document, and its dated claims in order of time."""

    document: str
    source: str | None
    voices: tuple[Voice, ...]
    timeline: tuple[Dated, ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """Every point, voice by voice."""
        return tuple(point for voice in self.voices for point in voice.points)
