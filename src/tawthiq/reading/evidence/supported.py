"""Which words a citation was to support: the clause before it, or what it opens."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from tawthiq.reading.model import Sentence, Text

_EDGE = " \t\n\r\u00a0.,;:!?()[]{}<>\"“”«»'‘’–—-•*،؛؟…"
_BREAK = re.compile(r"[;؛]\s|(?<=[^\d\s])[.!?؟]\s")
_WORD = re.compile(r"\w+")
_BRACKET = re.compile(r"[(\[](?=[^()\[\]]*$)")  # one that is still open
_FEWEST = 2  # words; less is no clause


def clause_of(
    text: Text,
    sentences: Sequence[Sentence],
    start: int,
    stop: int,
    others: Sequence[tuple[int, int]] = (),
    *,
    look: Literal["before", "ahead", "back"] = "before",
) -> str | None:
    """The words that evidence at [start, stop) was to support; None where there are none.

    They stand before it in its sentence, before the bracket it stands in; where it opens the
    sentence, after it; where it is a sentence by itself, in the one before, by the same author.

    Args:
        others: spans of the other evidence of the sentence, in order: no part of the clause.
        look: where first: before it in the sentence; ahead, where the evidence speaks itself ("the
            report says …"); or back to the sentence before, where the words lead to an address.
    """
    at = bisect_right(sentences, start, key=lambda one: one.start) - 1
    if at < 0:
        return None
    sentence = sentences[at]
    if start < sentence.stop:
        said = None if look == "ahead" else _before(text.text, sentence.start, start, others)
        if said is None and look == "back":
            said = _sentence_before(text, sentences, at - 1, sentence, others)
        said = said or _after(text.text, sentences, at, stop, others)
        if said is not None:
            return said
        at -= 1
    return _sentence_before(text, sentences, at, sentence, others)


def _sentence_before(
    text: Text,
    sentences: Sequence[Sentence],
    at: int,
    sentence: Sentence,
    others: Sequence[tuple[int, int]],
) -> str | None:
    while at >= 0 and sentences[at].segment.item == sentence.segment.item:
        before = sentences[at]
        if sentence.index - before.index > 3:
            break
        if before.segment.role == sentence.segment.role:
            ended = [one[0] for one in others if before.start < one[0] < before.stop]
            said = _trimmed(text.text[before.start : min([*ended, before.stop])])
            if said is not None and "://" not in said:
                return said
        at -= 1
    return None


def _before(text: str, start: int, stop: int, others: Sequence[tuple[int, int]]) -> str | None:
    opened = _BRACKET.search(text, start, stop)
    if opened is not None:
        stop = opened.start()
    ended = [one[1] for one in others if start <= one[0] and one[1] <= stop]
    after_others = _trimmed(text[max([start, *ended]) : stop])
    if after_others is not None:
        breaks = [found.end() for found in _BREAK.finditer(after_others)]
        return (_trimmed(after_others[breaks[-1] :]) if breaks else None) or after_others
    return _trimmed(
        text[start : min([one[0] for one in others if start <= one[0] < stop] + [stop])]
    )


def _after(
    text: str, sentences: Sequence[Sentence], at: int, stop: int, others: Sequence[tuple[int, int]]
) -> str | None:
    while sentences[at].stop < stop and at + 1 < len(sentences):  # an address may hold a "?"
        at += 1
    ends = [one[0] for one in others if stop <= one[0]]
    words = text[stop : max(stop, min([*ends, sentences[at].stop]))]
    first = _BREAK.search(words, 3)
    return _trimmed(words[: first.start()] if first else words)


def _trimmed(words: str) -> str | None:
    said = words.strip(_EDGE)
    said = re.sub(r"\s+(?:and|but|see|as|و|انظر|راجع)$|^(?:and|but|و)\s+", "", said).strip(_EDGE)
    return said if len(_WORD.findall(said)) >= _FEWEST else None
