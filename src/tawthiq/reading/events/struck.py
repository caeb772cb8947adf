"""Whom or what an act struck: the words after it, as written."""

from collections.abc import Sequence

from tawthiq.fields.text import fold
from tawthiq.reading.model import Sentence, Text
from tawthiq.reading.terms import TermList

_LONGEST = 7  # tokens
_ENDS = frozenset(
    fold(word) for word in
    ("in", "on", "at", "by", "with", "after", "before", "during", "when", "while", "which",
     "that", "who", "and", "killing", "wounding", "injuring", "leaving", "destroying",
     "causing", "yesterday", "today", "near", "from", "for", "as", "was", "were", "is", "has",
     "had", "have", "said", "according", "to", "until", "since", "using", "where", "between",
     "but", "because", "if", "so", "then", "of", "في", "من", "على", "عن", "الى", "بعد", "قبل",
     "خلال", "عند", "عندما", "حيث", "الذي", "التي", "ما", "مما", "امس", "اليوم", "قرب", "بين",
     "و", "او", "ثم", "لكن", "منذ", "حتي", "بواسطه", "باستخدام", "اسفر", "اسفرت", "ادي",
     "ادت", "وادي", "وادت", "واسفر", "خلف", "خلفت", "مخلفا", "صباح", "مساء", "يوم", "فجر",
     "ظهر", "كما", "ان", "انه", "بحسب", "وفق", "فقتل", "وقتل",
     "منهم", "بينهم", "منها", "بينها", "عليه",
     "shortly", "there", "kills", "wounds", "leaves", "kill", "باكثر")
)  # fmt: skip
_ARTICLES = frozenset(("the", "a", "an", "its", "their", "his", "several", "two", "three"))


def target_of(
    text: Text,
    sentence: Sentence,
    at: int,
    taken: Sequence[tuple[int, int]],
    acts: TermList,
) -> str | None:
    """The words that say what the act that ends at token `at` struck; None where none do.

    Args:
        taken: tokens of places and dates: they are no target by themselves, and end one.
        acts: `acts.toml`.
    """
    tokens = sentence.tokens
    if sentence.language == "en" and tokens[at - 1].norm.endswith("ed"):
        passive = _passive(sentence, at - 1)
        if passive is not None:
            return _subject(text, sentence, passive, taken)
        return phrase_from(text, sentence, at, taken)
    introduced = acts.at(tokens, at)
    if introduced is not None and introduced.entry.get("role") == "struck" and introduced.loss == 0:
        at = introduced.last
    elif sentence.language == "en" or not (at < len(tokens) and tokens[at].norm.startswith("ال")):
        return None
    else:  # "قصف الطيران لمخبز": who did it stands between
        doer = acts.at(tokens, at)
        if doer is not None and doer.entry.get("role") == "actor":
            at = doer.last
    return phrase_from(text, sentence, at, taken)


def _passive(sentence: Sentence, verb: int) -> int | None:
    """The token of "was" before a verb; None where the verb is done by what stands before it."""
    for at in range(verb - 1, max(-1, verb - 4), -1):
        if sentence.tokens[at].norm in ("was", "were", "been", "being", "is", "are"):
            return at
    return None


def _subject(
    text: Text, sentence: Sentence, verb: int, taken: Sequence[tuple[int, int]]
) -> str | None:
    """The words before "was": what was struck, without where it stands."""
    first = verb
    while first > 0 and first > verb - 10:
        token = sentence.tokens[first - 1]
        if token.kind == "sign" or token.norm in ("that", "and", "while", "said", "when", "as"):
            break
        first -= 1
    inside = [one for one in taken if one[0] >= first and one[1] <= verb]
    return phrase_from(text, sentence, first, [*inside, (verb, verb + 1)])


def phrase_from(
    text: Text, sentence: Sentence, at: int, taken: Sequence[tuple[int, int]]
) -> str | None:
    """The words from token `at` to the end of what can be one thing named."""
    tokens = sentence.tokens
    begins = {first for first, _ in taken}
    last = at
    while last < len(tokens) and last < at + _LONGEST:
        token = tokens[last]
        small_of = token.norm == "of" and last > at
        ends = token.norm in _ENDS and not small_of
        joined = (
            sentence.language == "ar"
            and token.norm.startswith(("و", "بال"))
            and len(token.norm) > 3
        )
        if ends or joined or token.kind == "sign" or (last in begins and not small_of):
            break
        last += 1
    place = next((one for one in taken if one[0] == last), None)
    if place is not None and last > at and sentence.language == "en":
        last = min(place[1], at + _LONGEST)  # "the impoverished village of Tremseh"
    while last > at and tokens[last - 1].norm in ("of", *_ARTICLES):
        last -= 1
    if last == at or all(token.kind == "number" for token in tokens[at:last]):
        return None
    start, stop = sentence.words(at, last)
    return text.text[start:stop]
