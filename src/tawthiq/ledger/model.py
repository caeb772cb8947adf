"""What an entry of the ledger can say: one class a kind.

A class here is a promise to those who hold older ledgers: its fields are never removed, renamed or
given another meaning, and a field added later has a default. What must be understood to be heeded,
and what names a new object of the vault, gets a kind of its own: an older program keeps a kind it
does not know, unread (`Unknown`), and passes it on.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta, Struct

from tawthiq.errors import StatementError
from tawthiq.ledger.terms import Address, Count, Day, Hash, Line, SourceKey, StatementId, Text
from tawthiq.ledger.voting import Ballot, Call, fault_of_call
from tawthiq.statements import read_statement

SourceType = Literal[
    "observatory",
    "committee",
    "ministry",
    "newspaper",
    "hospital",
    "un",
    "ngo",
    "reader",
    "other",
]
_KIND = re.compile(r"[a-z0-9_-]{1,64}")
Verdict = Literal["same", "different", "unsure"]


class Declare(Struct, frozen=True, kw_only=True, tag="declare", tag_field="kind"):
    """Who a source is. A later declaration of the same key takes this one's place."""

    source: SourceKey
    name: Line
    name_other: Line | None = None  # in the other script
    type: SourceType
    covers: Text | None = None  # area, period and people its lists are meant to cover
    origin: SourceKey | None = None  # the source whose data it copies or shares
    clean: bool = False  # its lists are known to name nobody twice

    objects: ClassVar[tuple[str, ...]] = ()


class Preserve(Struct, frozen=True, kw_only=True, tag="preserve", tag_field="kind"):
    """A document of a source now lies in the vault, byte for byte."""

    document: Hash
    source: SourceKey
    filename: Line  # as the source called it; a name, never a path
    size: Count  # bytes
    media_type: Line
    url: Address | None = None  # where it was published
    published: Day | None = None  # when, as far as is known

    objects: ClassVar[tuple[str, ...]] = ("document",)


class Import(Struct, frozen=True, kw_only=True, tag="import", tag_field="kind"):
    """A document was read as one version of a list."""

    list: SourceKey
    source: SourceKey
    document: Hash
    table: Hash  # Parquet: the rows as read
    set_aside: Hash | None = None  # Parquet: the rows that could not be read, with reasons
    released: Day
    mapping: dict[str, Any]  # which column became what
    gazetteer: Hash | None = None
    rows: Count
    set_aside_rows: Count = 0

    objects: ClassVar[tuple[str, ...]] = ("document", "table", "set_aside", "gazetteer")


class RecordRef(Struct, frozen=True):
    """One record: a row of one version of one list."""

    list: SourceKey
    document: Hash
    row: Annotated[int, Meta(ge=1, le=2**53 - 1)]

    @property
    def record_id(self) -> str:
        """The record's id as `lists.RECORD_SCHEMA` has it."""
        return f"{self.list}:{self.document[:8]}:{self.row}"


class Judge(Struct, frozen=True, kw_only=True, tag="judge", tag_field="kind"):
    """A reviewer holds that two records speak of one person, of two, or that it cannot be told."""

    a: RecordRef
    b: RecordRef
    verdict: Verdict
    reason: Text
    reviewer: Text

    objects: ClassVar[tuple[str, ...]] = ()


class Read(Struct, frozen=True, kw_only=True, tag="read", tag_field="kind"):
    """A document was read: what its text is, and what the grammar proposes that it says."""

    document: Hash
    text: Hash  # JSON: the text in parts; its member `text` is what spans count the characters of
    proposals: Hash  # JSON Lines: the statements proposed, one a line
    grammar: Line  # its version: another one may propose other statements
    languages: list[Line] = msgspec.field(default_factory=list)
    published: Day | None = None  # the day that dates without a year were read by
    url: Address | None = None
    counts: dict[str, Count] = msgspec.field(default_factory=dict)  # type → how many proposals
    notes: list[Text] = msgspec.field(default_factory=list)  # what was not read, and why

    objects: ClassVar[tuple[str, ...]] = ("document", "text", "proposals")


class State(Struct, frozen=True, kw_only=True, tag="state", tag_field="kind"):
    """A document says this, as a person holds: a proposal confirmed or edited, or written anew."""

    document: Hash
    text: Hash | None = None  # the text that its span stands in; None: of a document never read
    statement: dict[str, Any]  # of a type of `tawthiq.statements`, or of a newer version's
    proposal: StatementId | None = None  # the proposal it takes the place of
    changed: list[Line] = msgspec.field(default_factory=list)  # fields set by the person
    reviewer: Text = ""
    reason: Text = ""

    objects: ClassVar[tuple[str, ...]] = ("document", "text")


class StateTable(Struct, frozen=True, kw_only=True, tag="state-table", tag_field="kind"):
    """All that a table says, as a person holds: one entry and one object however many rows.

    Of several tables of one document the last holds, as it is with readings.
    """

    document: Hash  # the table itself, as it was handed in
    text: Hash  # JSON: its member `text` is what spans count the characters of
    statements: Hash  # JSON Lines: one statement a line
    set_aside: Hash | None = None  # JSON Lines: the rows that could not be read, with reasons
    counts: dict[str, Count] = msgspec.field(default_factory=dict)  # type → how many statements
    set_aside_rows: Count = 0
    source: SourceKey | None = None  # whose word it is; None: that of the document's source
    reviewer: Text = ""
    reason: Text = ""

    objects: ClassVar[tuple[str, ...]] = ("document", "text", "statements", "set_aside")


class Dismiss(Struct, frozen=True, kw_only=True, tag="dismiss", tag_field="kind"):
    """A person holds that a document does not say what was proposed."""

    document: Hash
    proposal: StatementId
    reviewer: Text = ""
    reason: Text

    objects: ClassVar[tuple[str, ...]] = ()


class SampleStratum(Struct, frozen=True, kw_only=True):
    """Pairs that a sample treats alike; each is drawn with the chance drawn / pairs."""

    standing: Literal["sure", "linked", "possible", "apart"]  # what linkage made of them
    low: float | None = None  # probability, from; none where they were never weighed as pairs
    high: float | None = None
    pairs: Count
    drawn: Count
    expected: float | None = None  # mean probability
    one_key: float | None = None  # share of the expected that one kind of key found
    two_keys: float | None = None


class SampledPair(Struct, frozen=True, kw_only=True):
    """A pair that was drawn, and how linkage held it then."""

    a: RecordRef
    b: RecordRef
    stratum: Count  # place in `strata`, from 0
    probability: float | None = None


class Sample(Struct, frozen=True, kw_only=True, tag="sample", tag_field="kind"):
    """Pairs drawn at random to be judged, in this order: drawn before the answers are known.

    Whatever judgement stands on such a pair later is an answer; judgements on other pairs are none.
    """

    register: Hash  # head of the entries that the register was derived from
    method: Line  # of its linkage
    wanted: Count  # how many pairs were asked for
    seed: Count
    strata: list[SampleStratum]
    pairs: list[SampledPair]
    judged_same: Count = 0  # pairs that judgements had settled by then: known, in no stratum
    judged_different: Count = 0
    judged_unsure: Count = 0

    objects: ClassVar[tuple[str, ...]] = ()


class Withdraw(Struct, frozen=True, kw_only=True, tag="withdraw", tag_field="kind"):
    """The author takes back an entry of their own; it stays, with the reason."""

    entry: Hash
    reason: Line

    objects: ClassVar[tuple[str, ...]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """What an entry of a newer version says: kept, verified and passed on, but not understood."""

    kind: str
    raw: dict[str, Any]


Known = (
    Declare
    | Preserve
    | Import
    | Judge
    | Read
    | State
    | StateTable
    | Dismiss
    | Sample
    | Call
    | Ballot
    | Withdraw
)
Body = Known | Unknown

KINDS: dict[str, type[Known]] = {
    "declare": Declare,
    "preserve": Preserve,
    "import": Import,
    "judge": Judge,
    "read": Read,
    "state": State,
    "state-table": StateTable,
    "dismiss": Dismiss,
    "sample": Sample,
    "call": Call,
    "ballot": Ballot,
    "withdraw": Withdraw,
}


class BodyError(ValueError):
    """A body does not hold what its kind asks for. Callers turn it into an error of their own."""


def read_body(raw: dict[str, Any]) -> Body:
    """Turn the JSON object of a body into its class, or into `Unknown`.

    Raises:
        BodyError: no kind, or a known kind whose fields are missing or wrong.
    """
    kind = raw.get("kind")
    if not isinstance(kind, str) or _KIND.fullmatch(kind) is None:
        raise BodyError("its body names no kind")
    if kind not in KINDS:
        return Unknown(kind=kind, raw=raw)
    try:
        body = msgspec.convert(raw, KINDS[kind])
    except msgspec.ValidationError as error:
        raise BodyError(f"its body is no {kind!r}: {error}") from error
    return _sensible(body)


def write_body(body: Known) -> dict[str, Any]:
    """Turn a body into the JSON object that is signed.

    Raises:
        BodyError: a field is missing or wrong, or the kind is not ours to write.
    """
    if type(body) not in KINDS.values():
        raise BodyError(f"{type(body).__name__} is no body this version can write")
    try:
        raw: dict[str, Any] = msgspec.to_builtins(body)
    except (TypeError, NotImplementedError) as error:
        raise BodyError(f"it holds what JSON cannot: {error}") from error
    read_body(raw)
    if isinstance(body, State):
        _check_statement(body.statement)
    return raw


def _check_statement(raw: dict[str, Any]) -> None:
    """Refuse to sign what this version knows to be wrong.

    On reading, a statement is only looked at as far as it must be: one that a newer version wrote
    may say more than this one understands, and is kept and passed on.
    """
    try:
        read_statement(raw)
    except StatementError as error:
        raise BodyError(f"its statement is none: {error}".rstrip(".")) from error


def _sensible(body: Known) -> Known:
    day = body.released if isinstance(body, Import) else None
    day = body.published if isinstance(body, Preserve | Read) else day
    if day is not None:
        try:
            date.fromisoformat(day)
        except ValueError:
            raise BodyError(f"there is no day {day!r}") from None
    if isinstance(body, State) and not isinstance(body.statement.get("type"), str):
        raise BodyError("its statement names no type")
    if isinstance(body, Call) and (fault := fault_of_call(body)):
        raise BodyError(fault)
    if isinstance(body, Judge) and body.a == body.b:
        raise BodyError(f"it judges record {body.a.record_id} against itself")
    if isinstance(body, Sample):
        for pair in body.pairs:
            if pair.stratum >= len(body.strata):
                raise BodyError(f"it has no stratum {pair.stratum}")
            if pair.a == pair.b:
                raise BodyError(f"it draws record {pair.a.record_id} with itself")
    if isinstance(body, Declare) and body.origin == body.source:
        raise BodyError(f"source {body.source!r} is declared to copy itself")
    return body


def objects_of(body: Body) -> tuple[str, ...]:
    """SHA-256 of every object of the vault that must be there for this entry to stand."""
    if isinstance(body, Unknown):
        return ()
    named = (getattr(body, name) for name in body.objects)
    return tuple(sha for sha in named if sha is not None)


def mentions_of(body: Body) -> tuple[str, ...]:
    """SHA-256 that may name objects of the vault.

    Of a kind we do not know, any text that looks like one: a bundle carries those the vault has, so
    that evidence under a newer entry travels through an older program.
    """
    if not isinstance(body, Unknown):
        return objects_of(body)
    found: list[str] = []
    waiting: list[Any] = [body.raw]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, str) and looks_like_hash(value):
            found.append(value)
    return tuple(sorted(set(found)))


def looks_like_hash(text: str) -> bool:
    """Whether `text` is 64 hex digits in lower case."""
    return len(text) == 64 and not set(text).difference("0123456789abcdef")
