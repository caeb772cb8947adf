"""Names in the sentences that tell of public affairs: bodies, people, charters.

Wider than `voices.bodies`, which must be sure of a name wherever it stands: here a name is asked
for only beside a word that tells of what bodies do.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

from tawthiq.reading.affairs.names_ar import arabic_name
from tawthiq.reading.affairs.names_en import common_name, english_name
from tawthiq.reading.affairs.names_model import Name
from tawthiq.reading.model import Sentence
from tawthiq.reading.terms import TermList
from tawthiq.reading.voices.body_names import known_names, names_in
from tawthiq.reading.voices.speech import Lexicon, lexicon
from tawthiq.reading.voices.wordsets import word_set

__all__ = ["Name", "names_of", "wide_lexicon"]

# Nouns that make a name a body's only where the sentence tells of what bodies do.
_HEADS = word_set(
    "circle gathering gatherings platform pact guild voice secretariat assembly tent sub-office "
    "desk cooperative liwa kataib katibat katiba harakat jaysh jaish jabhat tajammu think-tank "
    "نادي حلقه منصه بيت سلطات هلال شباب حرائر نساء مظله عياده مستوصف مخبز صفحه مبره مطحنه"
)


@cache
def wide_lexicon(extra: Path | None) -> Lexicon:
    """The lists of names, and the nouns that count only here."""
    words = lexicon(extra)
    return replace(words, heads=words.heads | _HEADS)


def names_of(sentence: Sentence, cues: TermList, extra: Path | None = None) -> list[Name]:
    """Every name of a sentence, left to right, without overlap."""
    words = wide_lexicon(extra)
    bodies = {
        one.first: Name(
            first=one.first,
            last=one.last,
            said=one.said,
            tag="body",
            short=one.kind == "short",
            head=one.head,
        )
        for one in names_in(0, sentence, words, known_names(extra))
    }
    arabic = sentence.language == "ar"
    found: list[Name] = []
    at = 0
    while at < len(sentence.tokens):
        name = bodies.get(at)
        if arabic:
            own = arabic_name(sentence.tokens, at, name, words, cues)
            name = None if name is not None and name.head is not None else name
        else:
            own = english_name(sentence.tokens, at, words) or common_name(
                sentence.tokens, at, words
            )
        if own is not None and (name is None or own.tag == "charter" or own.last >= name.last):
            name = own
        if name is None:
            at += 1
        else:
            found.append(name)
            at = name.last
    return found
