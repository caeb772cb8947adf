"""The family of typed statements: what one document says, one class a type.

A statement points at words: `start` and `end` are characters of the document's text, `quote` is
what stands there. What the text does not say stays empty (None): never zero, never a guess. A
class is a promise to those who hold older ledgers: its fields are never removed, renamed or given
another meaning, and a field added later has a default.

Two things are kept apart: the *holder*, who puts the statement forward here (None: the document's
own source; in a comment, whoever wrote it), and the speaker whose words they give
(`attributed_to`). Someone who tells a position only to reject it holds the rejection.
"""

from collections.abc import Mapping
from typing import ClassVar, Literal

from msgspec import Struct

from tawthiq.statements.faults import fault_of_range, own_part

Number = int | float

Bound = Literal[
    "exact",
    "about",
    "at least",
    "more than",
    "at most",
    "up to",
    "between",
    "vague",  # "dozens": the word is kept, there is no number
    "not known",  # the text says that the number is not known: neither zero nor missing
]
HolderStance = Literal["asserts", "reports", "denies", "questions", "rejects"]
"""What the holder does with it: says it as their own, passes another's word on, denies it, doubts
it, or tells what another is said to hold in order to reject it."""
Answer = Literal["for", "against", "on condition", "undecided", "silent"]
"""Where someone stands on a question; silent: asked, and did not answer."""
Attribution = Literal[
    "states circumstances",
    "denies the act",
    "acknowledges the act, denies responsibility",
    "gives an alternative explanation",
    "accepts responsibility",
]
"""How a party answers for an act: the five answers of list 28 of HURIDOCS's Micro-thesauri, which
has each of them twice, for officials and for others than the state. Terms and labels are ours; the
codes, and where they were read, stand in `huridocs.toml`."""
Basis = Literal["stated", "inferred"]
"""A date as the text gives it, or one whose missing part was taken from elsewhere (`…_basis`)."""


class Statement(Struct, frozen=True, kw_only=True, gc=False, tag_field="type"):
    """What every type has."""

    id: str  # made of document, type and span: the same reading gives the same id
    start: int  # first character of the words, in the document's text
    end: int  # one past the last
    quote: str  # text[start:end]
    holder: str | None = None  # None: the document's source; else the words that name them
    stance: HolderStance = "asserts"
    item: str | None = None  # id of the thread item it stands in; None: the article
    doubt: tuple[str, ...] = ()  # why the reading is unsure: terms with labels in both languages
    proposer: str = "grammar"  # what proposed it: the grammar, an endpoint's model, or a person

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Fields that name a thing of the register, by its key or its name → the types it may be of."""
    DATES: ClassVar[frozenset[str]] = frozenset(
        ("as_of", "closes", "first_cited", "last_cited", "opens", "period", "since", "term",
         "until", "when", "written")
    )  # fmt: skip
    """Fields that hold a date as EDTF, in whichever type; a type that has others adds them."""
    LABELS: ClassVar[dict[str, dict[str, str]] | None] = None
    """Labels and help of a type that `labels.toml` does not hold; see `statements.labels`."""

    def fault(self) -> str | None:
        """What contradicts itself in the values of this type; None where nothing does."""
        return None


class Figure(Statement, frozen=True, kw_only=True, tag="figure"):
    """A number that a text gives: "at least 40 civilians killed in the north since Friday"."""

    value_low: Number | None = None  # in `unit`; None: no lower end is said
    value_high: Number | None = None  # in `unit`; None: no upper end is said
    bound: Bound = "exact"
    hedge: str | None = None  # the words of the bound, or the vague word: "at least", "dozens"
    unit: str | None = None  # "people", "percent", "families", "USD", "buildings" …
    per: str | None = None  # of a rate: "day", "week", "month", "year"
    counted: str | None = None  # "deaths", "injured", "displaced inside" …: terms of `counted`
    category: str | None = None  # "civilian", "soldier", "child" …; several joined by "+"
    place: str | None = None  # as written
    place_id: str | None = None  # in the gazetteer
    as_of: str | None = None  # EDTF: the day up to which, or on which, the figure stood
    as_of_words: str | None = None
    as_of_basis: Basis | None = None
    period: str | None = None  # EDTF: when what is counted happened; "2011-03/.." is open
    period_words: str | None = None  # kept even where they give no dates ("since the uprising")
    period_basis: Basis | None = None
    attributed_to: str | None = None  # the speaker quoted; None: nobody, the holder says it
    role: str | None = None  # the speaker's office, as written: "head of the field hospital"
    reported_by: str | None = None  # who passes the speaker's word on, within the text
    chain: tuple[str, ...] = ()  # speaker to outermost reporter, where there are more than two
    part_of: str | None = None  # id of the figure that this one is a part of
    total_of: tuple[str, ...] = ()  # ids of the figures that are its parts
    besides: str | None = None  # id of the figure it adds to: "another twelve", "other victims"
    share_of: str | None = None  # the whole of a share, as written: "the camp's residents"
    citation: str | None = None  # id of the citation offered for it
    incident: str | None = None  # the incident it is said of, by key or name

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {"incident": ("incident",)}

    def fault(self) -> str | None:
        """Ends of the range in the wrong order."""
        return fault_of_range(self.value_low, self.value_high)


class Citation(Statement, frozen=True, kw_only=True, tag="citation"):
    """Evidence that a text points to, or promises."""

    form: Literal["link", "partial", "promised", "internal", "named"] = "link"
    """A whole address, a piece of one, a promise with nothing after it, a pointer within the same
    text, or a work named without an address."""
    state: Literal["alive", "preserved", "dangling", "unchecked", "internal"] = "unchecked"
    """Dangling: it leads nowhere, as the text stands. Unchecked: an address nobody has tried."""
    url: str | None = None
    source_named: str | None = None  # the work or body named, as written
    supports: tuple[str, ...] = ()  # ids of the statements it was to support
    clause: str | None = None  # the words it was to support


class Incident(Statement, frozen=True, kw_only=True, tag="incident"):
    """Something that happened, as the text has it: a massacre, a shelling, an arrest."""

    kind: str | None = None  # a term of `incidents`: "massacre", "shelling", "air strike" …
    place: str | None = None
    place_id: str | None = None
    when: str | None = None  # EDTF
    when_words: str | None = None
    when_basis: Basis | None = None
    target: str | None = None  # whom or what it struck, as written
    figures: tuple[str, ...] = ()  # ids of the figures said of it
    key: str | None = None  # its handle in the register; None: known by these words only
    name: str | None = None
    name_ar: str | None = None
    parent: str | None = None  # the incident or chain of events it belongs to, by key or name

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {"parent": ("incident",)}

    def fault(self) -> str | None:
        """An incident that is its own parent."""
        return own_part(self.key, self.parent, "parent")


class Account(Statement, frozen=True, kw_only=True, tag="account"):
    """Who did what in an incident, by one speaker; perhaps against another's account."""

    incident: str | None = None  # the incident it speaks of: its id in the text, key or name
    actor: str | None = None  # who is said to have done it, as written
    act: str | None = None  # what, as written
    target: str | None = None
    attributed_to: str | None = None  # whose account it is; None: the holder's
    reported_by: str | None = None
    claim: Literal["responsible", "not responsible", "unknown"] = "responsible"
    answers: str | None = None  # id of the account it answers
    method: str | None = None  # weapon or means, as written
    attribution: Attribution | None = None

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "incident": ("incident", "violation", "gathering"),
        "actor": ("organisation", "person"),
        "attributed_to": ("organisation", "person"),
    }


class Victim(Statement, frozen=True, kw_only=True, tag="victim"):
    """A record of a list speaks of somebody who was struck in an incident."""

    incident: str | None = None  # by key or name
    record: str | None = None  # "list:document:row", or the id of a person of the register
    certainty: Literal["certain", "possible"] = "certain"
    attributed_to: str | None = None

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {"incident": ("incident",)}


class Grade(Statement, frozen=True, kw_only=True, tag="grade"):
    """What a reviewer or a source holds of how well something is supported, by a named rule set."""

    about: str | None = None  # an incident, a violation …, by key or name
    grade: str | None = None  # in the words of the rule set: "fair", "confirmed"
    rule_set: str = "own"  # whose rules
    reason: str | None = None
    attributed_to: str | None = None

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {"about": ()}


class ThreadItem(Statement, frozen=True, kw_only=True, tag="thread item"):
    """A reader's comment, a reply to one, or a pingback from another page."""

    kind: Literal["comment", "reply", "pingback"] = "comment"
    number: int | None = None  # as the page numbers it
    author: str | None = None  # as the page names them
    written: str | None = None  # EDTF, with the time where the page gives it
    written_words: str | None = None
    answers: str | None = None  # id of the item it answers; None: the article
    attitude: Literal["disputes", "supports", "neither"] | None = None  # None: cannot be told
    disputes: tuple[str, ...] = ()  # ids of the statements it disputes
    supports: tuple[str, ...] = ()  # ids of the statements it supports


class Position(Statement, frozen=True, kw_only=True, tag="stance"):
    """Where someone stands on what is said: "the ministry denied …", "some claim …, wrongly"."""

    speaker: str | None = None  # who is said to hold the position
    position: HolderStance = "asserts"  # what the speaker is said to do
    about: str | None = None  # the words of what is asserted or denied
    statements: tuple[str, ...] = ()  # ids of the statements that stand in those words
    reported_by: str | None = None
    question: str | None = None  # the named question it takes a stand on, by key or name
    answer: Answer | None = None
    condition: str | None = None  # on which the answer hangs, as written
    when: str | None = None  # EDTF: when it was taken

    REFERS: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "question": ("question",),
        "speaker": ("organisation", "person"),
    }


class Mention(Statement, frozen=True, kw_only=True, tag="mention"):
    """A body (committee, observatory, ministry, armed group …) under one of its names."""

    entity: str | None = None  # the fullest name that the text gives it
    form: Literal["full name", "short name", "abbreviation", "other language"] = "full name"
    reason: str | None = None  # why it is the same body: term with labels in both languages
