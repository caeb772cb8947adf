"""Tie proposals to one another: figures to the evidence offered for them, and to incidents."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from tawthiq.reading.counted.cues import HARM
from tawthiq.reading.events.items import holder_of, item_ids
from tawthiq.reading.model import Sentence, Text, Token
from tawthiq.statements import Citation, Figure, Incident, Statement, ThreadItem

_HARMED = HARM | {"displaced", "displaced inside", "refugees abroad"}


def with_evidence(
    text: Text, figures: Sequence[Figure], citations: Sequence[Citation]
) -> tuple[list[Figure], list[Citation]]:
    """Figures with the citation offered for them, and citations with what they support.

    A citation supports the figures of the clause it was to support; a figure keeps the first, and
    a pointer within the text (a footnote's mark) only where nothing else is offered.
    """
    offered: dict[str, str] = {}
    pointed: dict[str, str] = {}
    tied = []
    for citation in citations:
        span = _clause_span(text.text, citation)
        supports = [
            one.id for one in figures if span and span[0] <= one.start and one.end <= span[1]
        ]
        for name in supports:
            (pointed if citation.form == "internal" else offered).setdefault(name, citation.id)
        tied.append(msgspec.structs.replace(citation, supports=tuple(supports)))
    offered = pointed | offered
    return [
        msgspec.structs.replace(one, citation=offered[one.id]) if one.id in offered else one
        for one in figures
    ], tied


def _clause_span(text: str, citation: Citation) -> tuple[int, int] | None:
    """Where the clause stands: the place nearest to the citation that holds its words."""
    if not citation.clause:
        return None
    before = text.rfind(citation.clause, 0, citation.end)
    after = text.find(citation.clause, citation.start)
    places = [at for at in (before, after) if at >= 0]
    if not places:
        return None
    at = min(places, key=lambda place: abs(place - citation.start))
    return at, at + len(citation.clause)


def with_figures(
    sentences: Sequence[Sentence], incidents: Sequence[Incident], figures: Sequence[Figure]
) -> list[Incident]:
    """Incidents with the figures of harm that their clause gives.

    A sentence that tells of one incident gives it all its figures, but for those behind a
    semicolon; of several, each figure belongs to the one told nearest to it, before it if it can.
    """
    starts = [one.start for one in sentences]
    told: dict[int, list[Incident]] = defaultdict(list)
    for incident in incidents:
        told[bisect_right(starts, incident.start)].append(incident)
    given: dict[str, list[str]] = defaultdict(list)
    for figure in figures:
        here = told.get(bisect_right(starts, figure.start), ())
        if figure.counted not in _HARMED or not here:
            continue
        sentence = sentences[bisect_right(starts, figure.start) - 1]
        near = [one for one in here if not _parted(sentence, one, figure)]
        if near:
            nearest = min(near, key=lambda one: _distance(sentence, one, figure))
            given[nearest.id].append(figure.id)
    return [msgspec.structs.replace(one, figures=tuple(given.get(one.id, ()))) for one in incidents]


_PARTS = frozenset((";", "؛"))
_ELSEWHERE = frozenset(("while", "meanwhile", "elsewhere", "whereas", "بينما", "فيما", "كما"))


def _between(sentence: Sentence, one: Statement, other: Statement) -> list[Token]:
    first, last = min(one.end, other.end), max(one.start, other.start)
    return [token for token in sentence.tokens if first <= token.start < last]


def _parted(sentence: Sentence, one: Statement, other: Statement) -> bool:
    """Whether a sign or word between two statements begins another matter."""
    between = _between(sentence, one, other)
    return any(token.raw in _PARTS or token.norm in _ELSEWHERE for token in between)


def _distance(sentence: Sentence, incident: Incident, figure: Figure) -> int:
    between = _between(sentence, incident, figure)
    commas = sum(token.raw in ",،" for token in between)
    return len(between) + 4 * commas + (6 if figure.start < incident.start else 0)


def with_holders(text: Text, document: str, statements: Sequence[Statement]) -> list[Statement]:
    """Statements in a comment are held by whoever wrote it."""
    ids = item_ids(text, document)
    segments = [one for one in text.segments if one.item is not None]
    starts = [one.start for one in segments]
    held = []
    for one in statements:
        at = bisect_right(starts, one.start) - 1
        inside = at >= 0 and one.end <= segments[at].stop and not isinstance(one, ThreadItem)
        if inside and segments[at].item is not None:
            item = segments[at].item or 0
            one = msgspec.structs.replace(  # noqa: PLW2901 - the same statement, told whose it is
                one, item=ids[item], holder=one.holder or holder_of(text, segments[at])
            )
        held.append(one)
    return held
