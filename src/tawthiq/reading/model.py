"""What passes between the steps of reading: a text in parts, its tokens, and what is found in them.

Every position is a character of `Text.text`, as [start, stop); every token position is an index
into the tokens of one sentence. Steps add findings beside the text; none changes it, so positions
stay valid to the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from tawthiq.statements import Basis, Bound, HolderStance, Number, Statement

Language = Literal["en", "ar"]
Role = Literal["title", "article", "comment", "furniture"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of the text with one role. Segments do not overlap and stand in order."""

    start: int
    stop: int
    role: Role
    item: int | None = None  # of a comment: index into `Text.thread`


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address behind words."""

    start: int
    stop: int  # the words that carry it; start == stop where there were none
    url: str  # as the page has it, relative ones resolved where the page's own address is known


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadNode:
    """One comment, reply or pingback of a thread."""

    start: int
    stop: int  # its own words, without those of its replies
    kind: Literal["comment", "reply", "pingback"]
    number: int | None = None  # as the page numbers it
    author: str | None = None  # as the page names them
    written: str | None = None  # the date as the page writes it
    parent: int | None = None  # index of the item it answers; None: the article


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """The text of a document, in parts.

    Of a plain text file it is the file itself, decoded, to the character.
    """

    text: str
    segments: tuple[Segment, ...]
    links: tuple[Link, ...] = ()
    thread: tuple[ThreadNode, ...] = ()
    announced: int | None = None  # comments that the page says it has
    title: str | None = None
    author: str | None = None
    published: date | None = None  # as the document itself says
    url: str | None = None  # the page's own address
    media_type: str = "text/plain"
    notes: tuple[str, ...] = ()  # what was not read and why: terms with labels in both languages


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign of a sentence."""

    start: int
    stop: int
    raw: str  # text[start:stop]
    norm: str  # folded: lower case, western digits, one form of each Arabic letter
    forms: tuple[str, ...]  # `norm` first, then what it may be without what is glued to it
    kind: Literal["word", "number", "sign"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The tokens of one sentence."""

    index: int  # among all sentences of the text
    start: int
    stop: int
    tokens: tuple[Token, ...]
    language: Language
    segment: Segment
    paragraph: int  # which paragraph of the text it stands in

    def words(self, first: int, last: int) -> tuple[int, int]:
        """The characters of tokens [first, last)."""
        return self.tokens[first].start, self.tokens[last - 1].stop


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMatch:
    """A term of one of the lists, found at tokens [first, last)."""

    kind: str  # the list: "counted", "category" …
    term: str
    first: int
    last: int
    entry: Mapping[str, Any] = field(default_factory=dict)  # what the list says of the term
    loss: int = 0  # how much had to be taken off the words as written; 0: nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its bound at tokens [first, last); not yet known what it counts."""

    first: int  # the hedge, where it stands before the number; else the number
    last: int
    number_first: int  # the number alone
    number_last: int
    low: Number | None
    high: Number | None
    bound: Bound
    hedge: str | None = None  # as written
    unit: str | None = None  # said by the number itself: "percent", a currency, "dual" noun …
    noun: str | None = None  # of an Arabic dual: the noun that carries the number, singular
    per: str | None = None  # "day", "week" …: it is a rate
    more: Literal["added", "others"] | None = None  # "another twelve"; "other victims"
    total: bool = False  # "a total of", "in all", "ما مجموعه"
    doubt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A date or a stretch of time at tokens [first, last)."""

    first: int
    last: int
    kind: Literal["day", "period", "as of"]
    """When something happened; a stretch ("in May", "since March 2011", "18 months of fighting");
    the day up to which a figure stood ("so far", "as of 3 May")."""
    edtf: str | None  # None: the words give no date ("since the uprising")
    words: str
    basis: Basis = "stated"
    doubt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A place at tokens [first, last)."""

    first: int
    last: int
    words: str
    place_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who says what stands at tokens [scope_first, scope_last) of the same sentence."""

    first: int  # the words that attribute: from speaker to verb
    last: int
    scope_first: int
    scope_last: int
    speaker: str | None  # None: the text names nobody ("reports say", "it was said")
    role: str | None = None  # the speaker's office
    reported_by: str | None = None
    chain: tuple[str, ...] = ()  # speaker to outermost reporter, where there are more than two
    stance: HolderStance = "asserts"  # what the speaker does with it
    doubt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one reading of a document proposes, and the text that it stands in."""

    document: str  # SHA-256 of the bytes
    text: Text
    published: date | None  # the day that dates without a year were read by
    statements: tuple[Statement, ...]
    notes: tuple[str, ...]  # what was not read and why: terms with labels in both languages
    version: str  # of the grammar: another one may propose other statements
