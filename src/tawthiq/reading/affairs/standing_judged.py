"""Stands told by a judgement: "considers the truce a trap", "ترى الرابطة أن الهدنة ضرورية"."""

from collections.abc import Iterator

from tawthiq.reading.affairs.objects import words_of
from tawthiq.reading.affairs.parties import party_before
from tawthiq.reading.affairs.scans import Mark, Scan
from tawthiq.reading.affairs.stand import Stand
from tawthiq.reading.affairs.verbs import arabic_party, is_noun, unreal
from tawthiq.reading.voices.wordsets import word_set

_FAR = 9  # tokens between the verb and the question, and between it and the judgement
_JUDGED = (("deemed good", "for"), ("deemed bad", "against"))
_HARD_STOPS = frozenset(";؛.؟?!:")
_NOT = word_set("not no never nor hardly neither لا لم لن ليس ليست غير ما")
_OPENS = word_set("the a an any this that these those ان بان of بقيه")


def judged(scan: Scan) -> Iterator[Stand]:
    """Whoever holds a question of the day to be good, or bad."""
    if "deems" not in scan.parts:
        return
    for mark in scan.marks:
        if "deems" not in mark.parts or is_noun(scan, mark) or unreal(scan, mark):
            continue
        asked = _next(scan, "question", mark.last)
        said = None if asked is None else _judgement(scan, asked.last)
        if asked is None or said is None or _denied(scan, mark.first, said[0].first):
            continue
        party, _ = arabic_party(scan, mark) if scan.arabic else (party_before(scan, mark.first), 0)
        if party is None:
            continue
        first = asked.first
        while first > mark.last and scan.norm(first - 1) in _OPENS - {"ان", "بان"}:
            first -= 1
        yield Stand(
            min(mark.first, party.span[0]), said[0].last, mark.first, party.said, said[1],
            words_of(scan, (first, asked.last)),
        )  # fmt: skip


def _judgement(scan: Scan, at: int) -> tuple[Mark, str] | None:
    found = [(one, side) for part, side in _JUDGED if (one := _next(scan, part, at)) is not None]
    return min(found, key=lambda each: each[0].first) if found else None


def _next(scan: Scan, part: str, at: int) -> Mark | None:
    """The next word of a part, before the sentence stops or turns."""
    stop = min(len(scan.tokens), at + _FAR)
    end = next((k for k in range(at, stop) if scan.tokens[k].raw in _HARD_STOPS), stop)
    return scan.has(part, (at, end))


def _denied(scan: Scan, first: int, last: int) -> bool:
    return any(scan.norm(k) in _NOT for k in range(max(0, first - 2), last))
