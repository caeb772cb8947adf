"""Which lines have their day from a heading or from the head of the line.

A bulletin writes the day once ("Friday 24 August 2012") above the lines that tell of it, a timeline
before each ("30 August – …"). Ordinary sentences get nothing from those before them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from tawthiq.reading.model import Sentence, Token, When

_HEADING_TOKENS = 18
_LABEL_TOKENS = 5  # before the colon of a line: "Homs: 12 killed"
_BULLETS = frozenset("-•*–·●▪◦—")
_JOINTS = frozenset("-–—:")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-4])[:.][0-5]\d")
_SENTENCE_ENDS = frozenset(".!?؟…")
_ALONE = 3  # words beside a date that stands by itself: "Killed on Friday 24 August:"


def dated_lines(
    sentences: Sequence[Sentence], whens: Mapping[int, Sequence[When]], written: date | None
) -> dict[int, When]:
    """The day that the sentences of such lines have from their heading.

    Args:
        sentences: of one text, in order.
        whens: every date of each, those of headings too.
        written: the day of publication; a heading with this day says when the text was written,
            so only lines with an hour have it from there.

    Returns:
        `Sentence.index` → a `When` at no token of it (0, 0), for sentences without a time of
        their own.
    """
    given: dict[int, When] = {}
    heading: When | None = None
    for _, group in groupby(sentences, key=lambda one: (one.segment, one.paragraph)):
        line = list(group)
        head = _heading(line, whens)
        if head is not None:
            heading = head
            continue
        own = _line_head(line[0], whens.get(line[0].index, ()))
        if own is None and not (heading is not None and _is_line(line[0].tokens)):
            heading = None
            continue
        day = own or heading
        if day is not None and (
            own is not None
            or day.edtf != str(written)
            or _CLOCK.fullmatch(line[0].tokens[0].norm) is not None
        ):
            given.update(
                (one.index, replace(day, first=0, last=0))
                for one in line
                if not any(when.kind != "as of" for when in whens.get(one.index, ()))
            )
    return given


def _heading(line: Sequence[Sentence], whens: Mapping[int, Sequence[When]]) -> When | None:
    """The day of a line that is a heading: it is alone on it, or ends it."""
    tokens = line[0].tokens
    days = [one for one in whens.get(line[0].index, ()) if _is_day(one)]
    if len(line) > 1 or len(days) != 1 or len(tokens) > _HEADING_TOKENS:
        return None
    (day,) = days
    if tokens[-1].raw in _SENTENCE_ENDS or any(
        token.kind == "word" for token in tokens[day.last :]
    ):
        return None
    before = sum(token.kind == "word" for token in tokens[: day.first])
    closed = tokens[-1].raw in {":", ")"}
    return day if before <= _ALONE or closed else None


def _line_head(sentence: Sentence, whens: Sequence[When]) -> When | None:
    """The day before the dash or colon at the head of a line."""
    tokens = sentence.tokens
    first = next(iter(whens), None)
    if first is None or not _is_day(first) or first.last >= len(tokens):
        return None
    if any(token.kind != "sign" for token in tokens[: first.first]):
        return None
    return first if tokens[first.last].raw in _JOINTS else None


def _is_day(when: When) -> bool:
    """Whether a date is a day of the calendar, not one counted from the publication."""
    return when.kind == "day" and when.edtf is not None and any(map(str.isdigit, when.words))


def _is_line(tokens: Sequence[Token]) -> bool:
    """Whether a line is one of a list: it has a bullet, an hour, or a name with a colon."""
    first = tokens[0]
    if first.raw in _BULLETS or _CLOCK.fullmatch(first.norm):
        return True
    return any(token.raw == ":" for token in tokens[1 : _LABEL_TOKENS + 1])
