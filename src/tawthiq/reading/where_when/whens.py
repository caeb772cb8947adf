"""Find when: the dates and stretches of time of a text, as EDTF.

The words of a `When` begin with the preposition where it bounds the time ("since March 2011", "as
of 3 May", "between 3 May and 9 June", "before 5 May") and without it where it does not ("in", "on",
"at": "May 2012", "Friday night"). "Since X" is a period that is open at its end; "by X", "until X",
"so far" are the day up to which a figure stood.

A part that the words lack comes from the day of publication, else from a dateline ("HOMS, 5 May
2012 –"), else its year from a date stated near by; then the basis is "inferred". A dateline says
when the text was written, not when something happened: it is no `When`.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Literal

from tawthiq.reading.model import Sentence, Token, When
from tawthiq.reading.where_when.dating import Context, Dated, dated, days_of
from tawthiq.reading.where_when.lengths import days_of_words
from tawthiq.reading.where_when.line_dates import dated_lines
from tawthiq.reading.where_when.moments import Point, Stretch
from tawthiq.reading.where_when.stretches import stretches
from tawthiq.reading.where_when.time_words import roles_at

__all__ = ["days_of_words", "find_whens"]

_DATELINE_TOKENS = 12  # before the dash: a city, an agency, a date
_HEADING_TOKENS = 4  # before a date that stands alone on its line
_DASHES = frozenset("-–—:)")


def find_whens(sentences: Sequence[Sentence], published: date | None) -> dict[int, list[When]]:
    """The dates and stretches of time of each sentence.

    Args:
        sentences: of one text, in order.
        published: the day the text was published, where it is known.

    Returns:
        `Sentence.index` → what stands in it, left to right, without overlap; sentences without any
        are left out. A day that a line has from its heading stands before its first token (0, 0).
    """
    found = {one.index: stretches(one.tokens) for one in sentences}
    datelines = {
        one.index: line
        for one in sentences
        if found[one.index] and (line := _dateline(one, found[one.index])) is not None
    }
    timeline = [index for index, line in datelines.items() if line.first == 0]
    if len(timeline) > 1:
        # Dates before several lines are of what the lines tell, not of their writing.
        datelines = {i: line for i, line in datelines.items() if i not in timeline[1:]}
    written = published
    if written is None:
        written = next(
            (day for line in datelines.values() if (day := _day(line)) is not None), None
        )
    years = _years(sentences, found)
    every = {
        one.index: [
            _when(one, stretch, _context(one, stretch, written, years))
            for stretch in found[one.index]
        ]
        for one in sentences
    }
    given = dated_lines(sentences, every, written)
    whens: dict[int, list[When]] = {}
    for index, here in every.items():
        line = datelines.get(index)
        kept = [when for when in here if line is None or when.first != line.first]
        if index in given:
            kept.insert(0, given[index])
        if kept:
            whens[index] = kept
    return whens


def _when(sentence: Sentence, stretch: Stretch, context: Context) -> When:
    days = dated(stretch, context)
    return When(
        first=stretch.first,
        last=stretch.last,
        kind=_kind(stretch, days),
        edtf=days.edtf,
        words=_words(sentence.tokens[stretch.first : stretch.last]),
        basis=days.basis,
        doubt=days.doubts,
    )


def _kind(stretch: Stretch, days: Dated) -> Literal["day", "period", "as of"]:
    if stretch.form == "as of":
        return "as of"
    if stretch.form == "point":
        moment = stretch.start
        if isinstance(moment, Point):
            one = moment.day is not None or (moment.weekday is not None and moment.month is None)
            return "day" if one else "period"
        if days.start is not None and days.start == days.stop and days.edtf == str(days.start):
            return "day"
        if moment is not None and moment.form == "ago" and moment.unit == "day":
            return "day"
    return "period"


def _words(tokens: Sequence[Token]) -> str:
    """The words as they stand, each gap between two tokens one blank, without "and" before."""
    parts = [_without_and(tokens[0])]
    for before, token in pairwise(tokens):
        parts.append((" " if token.start > before.stop else "") + token.raw)
    return "".join(parts)


def _without_and(token: Token) -> str:
    """The first word of a stretch without the و, ف, ب or ل that is glued to it."""
    roles = roles_at(token)
    glued = min((phrase.glued for phrases in roles.values() for phrase in phrases), key=len,
                default="")  # fmt: skip
    return token.raw.removeprefix(glued)


# ---- What fills the gaps -----------------------------------------------------------------------


def _context(
    sentence: Sentence,
    stretch: Stretch,
    written: date | None,
    years: Sequence[tuple[int, int, int]],
) -> Context:
    """The publication; without it the year stated nearest before, or else the first after."""
    if written is not None:
        return Context(published=written)
    here = (sentence.index, stretch.first)
    before = [year for index, first, year in years if (index, first) < here]
    after = [year for index, first, year in years if (index, first) > here]
    same = [year for index, _, year in years if index == sentence.index]
    if same:
        return Context(year=same[0])
    return Context(year=before[-1] if before else after[0] if after else None)


def _years(
    sentences: Sequence[Sentence], found: dict[int, list[Stretch]]
) -> list[tuple[int, int, int]]:
    """Where a year is stated in the text: sentence, token, year."""
    stated: list[tuple[int, int, int]] = []
    for sentence in sentences:
        for stretch in found[sentence.index]:
            for moment in (stretch.start, stretch.end):
                if isinstance(moment, Point) and moment.year is not None and not moment.hijri:
                    stated.append((sentence.index, stretch.first, moment.year))
    return stated


def _day(stretch: Stretch) -> date | None:
    return days_of(stretch.start, Context()).start if stretch.start is not None else None


def _dateline(sentence: Sentence, found: Sequence[Stretch]) -> Stretch | None:
    """The date of a dateline: a full one near the start, before a dash, or alone on its line."""
    stretch = found[0]
    point = stretch.start
    if (
        stretch.form != "point"
        or not isinstance(point, Point)
        or point.day is None
        or stretch.first > _DATELINE_TOKENS
    ):
        return None
    tokens = sentence.tokens
    before = tokens[: stretch.first]
    if point.year is None and not any(token.kind == "word" for token in before):
        return None  # "30 August – …": a line of a timeline
    if stretch.last >= len(tokens) - 1 and len(before) <= _HEADING_TOKENS:
        set_off = not before or before[-1].kind == "sign"
        return stretch if set_off and all(_is_heading(token) for token in before) else None
    if stretch.last >= len(tokens) or tokens[stretch.last].raw not in _DASHES:
        return None
    return stretch if all(_is_heading(token) for token in before) else None


def _is_heading(token: Token) -> bool:
    """A word that may stand before the date in a dateline: a name, a sign, "date"."""
    if token.kind == "sign":
        return True
    if token.kind == "number":
        return False
    if not token.raw.isascii():
        return not roles_at(token).keys() - {"filler", "in", "length", "weekday"}
    return token.raw[:1].isupper() or token.norm in {"on", "date"}
