"""Tell who acts from who is acted upon: victims, too, stand beside words for what was done."""

import re

from tawthiq.reading.events.acting import QUOTES, Words

_VERB_AR = re.compile(r"(?:ت|وا|تا|تهم|تها|ته|وهم|وها|وه)$")
# Between the one who acts and the verb stand only such words; "terrorists and destroyed" are two.
_HELPERS = frozenset(
    ("had", "have", "has", "also", "then", "later", "again", "allegedly", "reportedly", "who",
     "which", "that", "اليوم", "امس", "ايضا", "قد", "التي", "الذي", "الذين", "كانت", "كان")
)  # fmt: skip
# What stands before these is struck or near: "attacks on government forces killed ten".
_NOT_THE_DOER = frozenset(
    ("on", "of", "against", "at", "in", "near", "to", "with", "between", "among", "for",
     "targeting", "which", "what", "whose", "and", "including", "both", "killing", "killed", "علي",
     "ضد", "من", "في", "بين", "مع", "الي", "عن", "و", "بينهم", "عناصر", "مقتل", "اسر",
     "استهداف", "استهدف", "استهدفت")
)  # fmt: skip
_NO_OBJECT = frozenset(
    ("in", "on", "at", "by", "near", "during", "when", "while", "after", "before", "there", "as",
     "and", "or", "since", "so", "yesterday", "today", "last", "this", "from", "to", "with",
     "across", "were", "was", "had", "has", "have", "is", "are", "في", "من", "خلال",
     "اثناء", "بعد", "قبل", "اثر",
     "جراء", "علي", "عند", "قرب", "امس", "اليوم", "و", "او", "بينهم", "منهم", "منذ", "حيث",
     "نتيجه", "بينما", "فيما", "بسبب", "مع", "عندما", "صباح", "مساء", "فجر", "بالقرب")
)  # fmt: skip


def does(words: Words, match: re.Match[str], at: int) -> bool:
    """Whether the actor of a plain verb does it: victims, too, stand beside such words."""
    tokens = words.sentence.tokens
    first, last = match.span("actor")
    if at > last and not all(_helps(words, unit) for unit in range(last, at)):
        return False
    before = words.firsts[first]
    while before and tokens[before - 1].norm in ("the", "a", "an"):
        before -= 1
    said_before = tokens[before - 1] if before and at != first - 1 else None
    if said_before is not None and (
        said_before.norm in _NOT_THE_DOER or said_before.kind == "number"
    ):
        return False
    if words.sentence.language == "ar":
        return _does_arabic(words, at, first, last)
    return _has_object(words, words.lasts[at])


def _does_arabic(words: Words, at: int, first: int, last: int) -> bool:
    """Whether the actor, units [first, last), does what the verb before or after it says."""
    verb = words.sentence.tokens[words.lasts[at] - 1].norm
    if at > first:
        if not _VERB_AR.search(verb) and verb not in _HE_DID:
            return False
        return not _takes_object(words, at) or _has_object(words, words.lasts[at])
    if not _takes_object(words, at) or verb.endswith(("تها", "تهم", "وها", "وهم")):
        return True
    return _has_object(words, words.lasts[last - 1])


def _helps(words: Words, unit: int) -> bool:
    norm = words.sentence.tokens[words.firsts[unit]].norm
    return norm in _HELPERS or norm.endswith("ly")


def _has_object(words: Words, after: int) -> bool:
    """Whether the words from a token on can be whom or what was struck."""
    tokens = words.sentence.tokens
    if after >= len(tokens):
        return False
    token = tokens[after]
    if token.kind == "sign":
        return token.raw in QUOTES
    return token.norm not in _NO_OBJECT


def _takes_object(words: Words, at: int) -> bool:
    """Whether an Arabic verb may be done to the next: "قتل مسلحون" are dead or killers."""
    return words.letters[at] == "W" or words.sentence.tokens[words.firsts[at]].norm in _EITHER


# Verbs of one who acted, which are nouns or passives no less often.
_HE_DID = frozenset(
    ("قتل", "اعدم", "خطف", "اعتقل", "قصف", "هاجم", "اقتحم", "استهدف", "داهم", "حاصر", "دمر",
     "احرق", "فجر", "ذبح", "عذب", "اقتاد", "احتجز", "اغتال")
)  # fmt: skip
_EITHER = frozenset(("خطف", "اعدم", "اعتقل", "اغتيل", "استهدف", "وخطف", "واعدم", "واعتقل"))
_DONE_TO = re.compile(r"^[وفبل]?(?:ال)?(?:مقتل|قتلي|قتيل|قتلا)")


def is_act(words: Words, at: int) -> bool:
    """Whether an Arabic word is the act itself: "قتلى" are the dead, "مقتل" happens to somebody."""
    token = words.sentence.tokens[words.firsts[at]]
    return not _DONE_TO.match(token.norm)
