"""The English grammar of attribution: at each word, what it says of whose word something is."""

from collections.abc import Sequence

from tawthiq.reading.model import Token
from tawthiq.reading.voices.clauses import Quotation
from tawthiq.reading.voices.sources_en import (
    by_colon,
    by_hearsay,
    by_possessive,
    by_quoting,
    by_signature,
    by_source,
    in_bracket,
    passes_on,
)
from tawthiq.reading.voices.speech import Lexicon
from tawthiq.reading.voices.spoken import Scan, Spoken, found_along
from tawthiq.reading.voices.verbs_en import by_agent, by_verb


def find(tokens: Sequence[Token], words: Lexicon, quotes: Sequence[Quotation]) -> list[Spoken]:
    """Every attribution of an English sentence, in the order of the words that make it."""
    return found_along(Scan(tokens, words, quotes), by_colon, _at)


def _at(scan: Scan, at: int, found: list[Spoken]) -> tuple[Spoken | None, int]:  # noqa: PLR0911 - one branch a way of writing
    token = scan.tokens[at]
    if token.raw == "(":
        return in_bracket(scan, at), at + 1
    if token.raw in "—–-" and token.kind == "sign":
        return by_signature(scan, at), at + 1
    if token.kind != "word":
        return None, at + 1
    possessive = by_possessive(scan, at)
    if possessive is not None:
        return possessive, at + 1
    phrase = scan.words.at(scan.tokens, at)
    if phrase is None:
        return None, at + 1
    if phrase.use == "hearsay" and not passes_on(scan, phrase):
        return None, at + 1
    if phrase.use == "hearsay":
        return by_hearsay(scan, phrase), phrase.last
    if phrase.use == "according":
        return by_source(scan, phrase), phrase.last
    if phrase.use == "quote":
        return by_quoting(scan, phrase, found), phrase.last
    said = by_agent(scan, phrase) or by_verb(scan, phrase, found)
    return said, phrase.last
