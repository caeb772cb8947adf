"""Answers told over two sentences, and numbers held against numbers.

"The page wrote that 31 died. That is wrong." "The post counts six, not nine." "The council speaks
of 40,000, which the committee regards as far too high." Whose text it is answers where nobody else
is named.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from tawthiq.reading.affairs.model import Line
from tawthiq.reading.affairs.subjects import names_at, subject
from tawthiq.reading.affairs.telling import Telling, denied, unreal
from tawthiq.reading.affairs.ways import Told, tell
from tawthiq.reading.model import Attribution, Sentence
from tawthiq.reading.terms import TermList, load_terms
from tawthiq.reading.voices.wordsets import word_set
from tawthiq.statements import Dispute, Figure, statement_id

_AT_ONCE = frozenset(("not-true-that", "contrary-to"))
_OPENS = 4  # tokens within which a sentence begins to say that it is not so
_CLAIM = 60  # tokens of what was claimed
_OPENING, _CLOSING = frozenset('"“«'), frozenset('"”»')
_COMMAS = frozenset((",", "،", ";", "؛", "–", "—"))
_WHAT = word_set("what ما لما")
_THAT = word_set("that ان انه انها بان بانه بانها")
_COMPARED = {
    "en": (
        "about=<figure> <,|:|;>? <which> <w>? by=@ <be|w>? tell=<judged> <w|of>{0,3} <wrong>",
        "by=@ <,>? <.>{0,6}? tell=<counts|corrected> <:>? <figure> <,> <not> about=<figure>",
    ),
    "ar": (
        "about=<figure> <,>? <which> <published>? tell=<judged> by=@ <w>{0,2} <wrong>",
        "by=@ <.>{0,3}? tell=<counts|corrected> <:>? <figure> <,>? <not> about=<figure>",
        "tell=<counts|corrected> by=@ <figure> <,>? <not> about=<figure>",
    ),
}  # fmt: skip


@cache
def _terms(extra: Path | None) -> TermList:
    return load_terms("rebuttals", extra).only(lambda _: True, strict=True)


@dataclass(frozen=True, slots=True)
class _Claim:
    """What another is said to have said: characters of the text."""

    start: int
    end: int


def rebuttals(
    telling: Telling,
    text: str,
    *,
    sentences: Sequence[Sentence],
    attributions: Mapping[int, Sequence[Attribution]],
    figures: Sequence[Figure],
    extra: Path | None = None,
) -> Iterator[Dispute]:
    """Every answer that the next sentence gives, or that holds one number against another."""
    terms = _terms(extra)
    for line in telling.lines:
        yield from _compared(telling, line)
        yield from _corrected(telling, line)
    opened = [_opening(sentence, terms) for sentence in sentences]
    for sentence, parts in zip(sentences, opened, strict=True):
        about = _not_so_at_once(sentence, terms) if parts & _AT_ONCE else None
        if about is not None:
            start, end = sentence.start, about.end
            yield Dispute(
                id=statement_id(telling.document, "dispute", start, end),
                start=start,
                end=end,
                quote=text[start:end],
                about=text[about.start : about.end],
                attitude="disputes",
            )
    for (said, answer), parts in zip(pairwise(sentences), opened[1:], strict=True):
        if "is-not-so" not in parts or said.segment != answer.segment:
            continue
        claim = _claimed(said, attributions.get(said.index, ()), figures, terms)
        if claim is not None:
            yield Dispute(
                id=statement_id(telling.document, "dispute", said.start, answer.stop),
                start=said.start,
                end=answer.stop,
                quote=text[said.start : answer.stop],
                about=text[claim.start : claim.end],
                attitude="disputes",
            )


def _opening(sentence: Sentence, terms: TermList) -> frozenset[str]:
    """What the first words of a sentence tell: "that is wrong", "contrary to what"."""
    openings, tokens = terms.openings, sentence.tokens
    found = (
        terms.longest(tokens, at)
        for at in range(min(_OPENS, len(tokens)))
        if not openings.isdisjoint(tokens[at].forms)
    )
    return frozenset(part for one in found if one is not None for part in one[2])


def _not_so_at_once(sentence: Sentence, terms: TermList) -> _Claim | None:
    """ "It is not true that …", "Contrary to what the ministry wrote, …": to the comma."""
    tokens = sentence.tokens
    for at in range(min(_OPENS, len(tokens))):
        found = terms.longest(tokens, at)
        parts = set(found[2]) if found is not None else set()
        if found is None or not parts & {"not-true-that", "contrary-to"}:
            continue
        what = tokens[found[0] - 1].norm in _WHAT or "not-true-that" not in parts
        first = found[0] - 1 if what else found[0]
        last = first + 1
        while last < len(tokens) and tokens[last].raw not in _COMMAS:
            last += 1
        while last > first + 1 and tokens[last - 1].kind == "sign":
            last -= 1
        claimed = any(
            (told := terms.longest(tokens, k)) is not None and "claims-it" in told[2]
            for k in range(first, last)
        )
        if last > first + 1 and (claimed or "not-true-that" in parts):
            return _Claim(tokens[first].start, tokens[last - 1].stop)
    return None


def _claimed(
    sentence: Sentence,
    attributions: Sequence[Attribution],
    figures: Sequence[Figure],
    terms: TermList,
) -> _Claim | None:
    """What the sentence says that another wrote or said; None: it tells no such thing."""
    told = [
        at
        for at in range(len(sentence.tokens))
        if (found := terms.longest(sentence.tokens, at)) is not None and "claims-it" in found[2]
    ]
    inside = [one for one in figures if sentence.start <= one.start < sentence.stop]
    spoken = [one for one in attributions if one.speaker is not None]
    if not told or not (inside or spoken or _has_that(sentence, told[0])):
        return None
    tokens = sentence.tokens
    if tokens[0].raw in _OPENING:  # "“Forty-three terrorists”, wrote the ministry"
        close = next((k for k in range(1, told[0]) if tokens[k].raw in _CLOSING), None)
        if close is not None and close > 1:
            return _Claim(tokens[1].start, tokens[close - 1].stop)
    that = next((k for k in range(told[0], len(tokens)) if tokens[k].norm in _THAT), None)
    first = told[0] + 1 if that is None else that + 1
    last = min(len(tokens), first + _CLAIM)
    while last > first and tokens[last - 1].kind == "sign":
        last -= 1
    return _Claim(tokens[first].start, tokens[last - 1].stop) if last > first else None


def _has_that(sentence: Sentence, at: int) -> bool:
    return any(token.norm in _THAT for token in sentence.tokens[at:])


# ---- Numbers held against numbers ----------------------------------------------------------------


def _compared(telling: Telling, line: Line) -> Iterator[Dispute]:
    if "figure" not in line.tags or {"judged", "counts", "corrected"}.isdisjoint(line.tags):
        return
    for way in _COMPARED[line.sentence.language]:
        for told in tell(line, way):
            at = told.groups["tell"][0]
            if denied(line, at) or unreal(line, at):
                continue
            by = _by(telling, told, at)
            if by is not None:
                yield telling.make(
                    Dispute,
                    line,
                    (told.first, told.last),
                    about=told.words("about"),
                    attitude="disputes" if "judged" in line.units[at].tags else "corrects",
                    by=by,
                )


def _by(telling: Telling, told: Told, at: int) -> str | None:
    if "judged" not in told.line.units[at].tags:
        span = subject(told.line, at) or told.groups["by"]
    else:
        span = told.groups["by"]
    names = names_at(telling, told.line, span)
    return names[0][0] if names else None


def _corrected(telling: Telling, line: Line) -> Iterator[Dispute]:
    """ "… gave 22,000; this should be read as 16,800"."""
    for at, unit in enumerate(line.units):
        if "should-be" not in unit.tags or at + 1 >= len(line.units):
            continue
        before = [k for k in range(at) if line.units[k].figure is not None]
        after = [
            k for k in range(at + 1, min(len(line.units), at + 4)) if "figure" in line.units[k].tags
        ]
        if before and after:
            yield telling.make(
                Dispute,
                line,
                (before[-1], after[0] + 1),
                about=line.words(before[-1], before[-1] + 1),
                attitude="corrects",
                value=line.words(after[0], after[0] + 1),
            )
