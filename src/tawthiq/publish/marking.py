"""Cut a text where its statements begin and end, so that each can be marked in it.

Statements may stand within one another and may cross; a mark is clipped to the stretch of text it
is shown in. Page furniture is left out.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tawthiq.reading.model import Role, Segment, Text
from tawthiq.register import Stated
from tawthiq.statements import misquotes


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A statement with its number, as it stands in the text."""

    number: int  # from 1, as they stand in the text
    start: int
    end: int
    stated: Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Characters [start, end) that the same marks cover; empty where a mark covers none."""

    start: int
    end: int
    within: tuple[Mark, ...]  # the widest first
    opens: tuple[Mark, ...] = ()  # begin here
    closes: tuple[Mark, ...] = ()  # end here, the narrowest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph of the text, in pieces."""

    role: Role
    item: int | None  # of a comment: index into `Text.thread`
    pieces: tuple[Piece, ...] = field(default=())

    @property
    def first(self) -> int | None:
        """The lowest number of a mark that opens here; None where none does."""
        return min((mark.number for piece in self.pieces for mark in piece.opens), default=None)


def marks_of(text: str, statements: Sequence[Stated]) -> tuple[list[Mark], list[Stated]]:
    """The statements whose quote stands where they say, numbered; and those whose does not.

    The latter were made of an earlier reading, whose text was another one.
    """
    standing, strays = [], []
    for one in statements:
        if misquotes(one.raw, text) is None:
            standing.append((int(one.raw["start"]), int(one.raw["end"]), one))
        else:
            strays.append(one)
    standing.sort(key=lambda found: (found[0], -found[1], found[2].type, found[2].id))
    marks = [
        Mark(number=number, start=start, end=end, stated=one)
        for number, (start, end, one) in enumerate(standing, start=1)
    ]
    return marks, strays


def blocks_of(text: Text, marks: Sequence[Mark]) -> Iterator[Block]:
    """The paragraphs of title, article and comments, in order, cut where marks begin and end.

    A mark opens in the first paragraph that shows any of it and closes in the last.
    """
    lines = [
        (start, end, segment)
        for segment in text.segments
        if segment.role != "furniture"
        for start, end in _lines(text.text, segment.start, segment.stop)
    ]
    first, last = _shown(marks, lines)
    active: list[Mark] = []
    for number, (start, end, segment) in enumerate(lines):
        fresh = first.get(number, [])
        opening = {mark.number for mark in fresh}
        closing = last.get(number, set())
        active += fresh
        spans = [
            _Span(
                start=max(mark.start, start),
                end=max(min(mark.end, end), start),
                mark=mark,
                opens=mark.number in opening,
                closes=mark.number in closing,
            )
            for mark in active
        ]
        yield Block(role=segment.role, item=segment.item, pieces=tuple(_pieces(start, end, spans)))
        active = [mark for mark in active if mark.number not in closing]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Span:
    """What one paragraph shows of a mark."""

    start: int
    end: int
    mark: Mark
    opens: bool
    closes: bool


def _shown(
    marks: Sequence[Mark], lines: Sequence[tuple[int, int, Segment]]
) -> tuple[dict[int, list[Mark]], dict[int, set[int]]]:
    """Which marks each paragraph is the first to show, and the numbers of those it ends."""
    first: dict[int, list[Mark]] = {}
    last: dict[int, set[int]] = {}
    starts = [start for start, _, _ in lines]
    ends = [end for _, end, _ in lines]
    for mark in marks:
        if mark.start == mark.end:
            opening = closing = bisect_left(ends, mark.start)
        else:
            opening = bisect_right(ends, mark.start)
            closing = bisect_left(starts, mark.end) - 1
        if opening <= closing and opening < len(lines):  # else it stands in what is left out
            first.setdefault(opening, []).append(mark)
            last.setdefault(closing, set()).add(mark.number)
    return first, last


def _lines(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The stretches between line feeds that hold more than blanks."""
    at = start
    for part in text[start:stop].split("\n"):
        if part.strip():
            yield at, at + len(part)
        at += len(part) + 1


def _pieces(start: int, end: int, spans: Sequence[_Span]) -> Iterator[Piece]:
    cuts = sorted({start, end, *(at for span in spans for at in (span.start, span.end))})
    opening: dict[int, list[_Span]] = {}
    closing: dict[int, list[_Span]] = {}
    empty: dict[int, list[_Span]] = {}
    for span in spans:
        if span.start < span.end:
            opening.setdefault(span.start, []).append(span)
            closing.setdefault(span.end, []).append(span)
        else:
            empty.setdefault(span.start, []).append(span)
    covering: dict[int, Mark] = {}
    for a, b in zip(cuts, [*cuts[1:], end], strict=True):
        for span in empty.get(a, []):
            one = (span.mark,)
            yield Piece(
                start=a, end=a, within=one,
                opens=one if span.opens else (), closes=one if span.closes else (),
            )  # fmt: skip
        if a == b:
            continue
        covering |= {span.mark.number: span.mark for span in opening.get(a, [])}
        ending = closing.get(b, [])
        yield Piece(
            start=a,
            end=b,
            within=tuple(covering.values()),
            opens=tuple(span.mark for span in opening.get(a, []) if span.opens),
            closes=tuple(span.mark for span in reversed(ending) if span.closes),
        )
        for span in ending:
            del covering[span.mark.number]
