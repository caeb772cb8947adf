"""The Arabic grammar of attribution: at each word, what it says of whose word something is."""

from collections.abc import Sequence
from dataclasses import replace

from tawthiq.reading.model import Token
from tawthiq.reading.voices.clauses import Quotation
from tawthiq.reading.voices.sources_ar import (
    by_colon,
    by_hearsay,
    by_quoting,
    by_signature,
    by_source,
    in_bracket,
)
from tawthiq.reading.voices.speech import Lexicon, Phrase
from tawthiq.reading.voices.spoken import Scan, Spoken, found_along
from tawthiq.reading.voices.subjects_ar import subject_before
from tawthiq.reading.voices.verbs_ar import by_gap, by_going_on, by_verb

_NEGATIONS = frozenset(("لم", "لا", "لن", "ما", "ولم", "ولا", "ولن", "وما"))


def find(tokens: Sequence[Token], words: Lexicon, quotes: Sequence[Quotation]) -> list[Spoken]:
    """Every attribution of an Arabic sentence, in the order of the words that make it."""
    return found_along(Scan(tokens, words, quotes), by_colon, _at)


def _as_or_also(scan: Scan, phrase: Phrase, found: list[Spoken]) -> tuple[Spoken | None, int]:
    """ "…، كما أعلن المرصد" ends what X says; "كما أعلن المرصد مقتل 12" begins it."""
    tokens = scan.tokens
    verb = scan.words.at(tokens, phrase.last) if phrase.last < len(tokens) else None
    said = by_source(scan, phrase, found)
    if verb is None or verb.use != "verb":
        return said, phrase.last
    also = by_verb(scan, verb, found)
    if also is not None and also.forward and not also.back:
        return also, verb.last
    return said, phrase.last


def _at(scan: Scan, at: int, found: list[Spoken]) -> tuple[Spoken | None, int]:  # noqa: PLR0911 - one branch a way of writing
    tokens = scan.tokens
    if tokens[at].raw == "(":
        return in_bracket(scan, at), at + 1
    if tokens[at].raw in "—–-" and tokens[at].kind == "sign":
        return by_signature(scan, at), at + 1
    if tokens[at].kind != "word":
        return None, at + 1
    phrase = scan.words.at(tokens, at)
    if phrase is None:
        gap = by_gap(scan, at, found)
        return gap, (gap.last if gap else at + 1)
    mine = tokens[at].raw.endswith("تُ")  # "سجلتُ": the holder speaks
    if mine or (at and tokens[at - 1].norm in _NEGATIONS):
        return None, phrase.last
    if phrase.use == "hearsay":
        active = subject_before(scan, phrase, found)
        if active is not None and tokens[phrase.last - 1].norm == "عن":
            return replace(active, last=phrase.last), phrase.last
        return by_hearsay(phrase), phrase.last
    if phrase.use == "according" and tokens[at].norm in ("كما", "وكما"):
        return _as_or_also(scan, phrase, found)
    if phrase.use == "according":
        return by_source(scan, phrase, found), phrase.last
    if phrase.use == "again":
        return by_going_on(scan, phrase, found), phrase.last
    if phrase.use == "quote":
        return by_quoting(scan, phrase, found), phrase.last
    return by_verb(scan, phrase, found), phrase.last
