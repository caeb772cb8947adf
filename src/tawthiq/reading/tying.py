"""Tie proposals to one another: figures to the evidence offered for them, and to incidents."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from tawthiq.reading.cues import HARM
from tawthiq.reading.items import holder_of, item_ids
from tawthiq.reading.model import Sentence, Text
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
    """Incidents with the figures of harm that their sentence gives."""
    starts = [one.start for one in sentences]
    in_sentence: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.counted in _HARMED:
            in_sentence[bisect_right(starts, figure.start)].append(figure)
    return [
        msgspec.structs.replace(
            one,
            figures=tuple(
                figure.id for figure in in_sentence.get(bisect_right(starts, one.start), ())
            ),
        )
        for one in incidents
    ]


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
