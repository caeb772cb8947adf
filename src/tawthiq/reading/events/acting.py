"""Write a sentence as the roles of its words: who may have acted, what was done, who says so.

Each word gets one letter: A an actor's name, E an event ("shelling"), X a verb of blame, and so on
(`LETTERS`); the ways of blaming are patterns over them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tawthiq.reading.model import Sentence, TermMatch, Text
from tawthiq.reading.terms import TermList

LETTERS = {
    "actor": "A",
    "qualifier": "q",
    "unknown": "u",
    "nobody": "N",
    "accused": "X",
    "attributed": "Y",
    "denied": "D",
    "claimed": "K",
    "duty": "R",
    "by": "b",
    "did": "V",
    "act": "W",
    "passive": "p",
    "not": "n",
    "that": "t",
    "struck": "o",
    "so_called": "c",
    "bears": "B",
    "did_it": "I",
    "fell": "f",
}
QUOTES = frozenset('«»“”"‘’„‹›')


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A sentence as letters: letter i stands for tokens [firsts[i], lasts[i])."""

    letters: str
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    events: Mapping[int, TermMatch]
    sentence: Sentence
    text: Text
    acts: TermList

    def raw(self, first: int, last: int) -> str:
        """Units [first, last) as written."""
        start, stop = self.sentence.words(self.firsts[first], self.lasts[last - 1])
        return self.text.text[start:stop]


def words_of(
    text: Text, sentence: Sentence, acts: TermList, events: Mapping[int, TermMatch]
) -> Words:
    """The sentence as units: acts and actors of `acts`, the events at their first tokens."""
    tokens = sentence.tokens
    letters: list[str] = []
    firsts: list[int] = []
    lasts: list[int] = []
    at = 0
    while at < len(tokens):
        if tokens[at].raw in QUOTES:
            at += 1
            continue
        event = events.get(at)
        term = acts.at(tokens, at)
        # "Snipers" tells of an incident, and names who did it: here it is who.
        does = term is not None and term.entry.get("role") == "actor"
        if event is not None and (term is None or term.last < event.last + (not does)):
            letter, last = "E", event.last
        elif term is not None:
            letter, last = LETTERS.get(term.entry.get("role", ""), "x"), term.last
        else:
            sign = tokens[at].raw
            letter = "," if sign in ",،;؛:" else "." if sign in ".!?؟" else "x"
            last = at + 1
        letters.append(letter)
        firsts.append(at)
        lasts.append(last)
        at = last
    joined = _join_actors(sentence, "".join(letters), firsts, lasts)
    return Words(
        letters=joined[0],
        firsts=joined[1],
        lasts=joined[2],
        events=events,
        sentence=sentence,
        text=text,
        acts=acts,
    )


def _join_actors(
    sentence: Sentence, letters: str, firsts: list[int], lasts: list[int]
) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """Make one unit of an actor and the words of its name."""
    names = (
        _names_ar(sentence, letters, firsts)
        if sentence.language == "ar"
        else _names_en(sentence, letters, firsts)
    )
    out, begin, end, at = [], [], [], 0
    while at < len(letters):
        until = names.get(at, at + 1)
        out.append("A" if at in names else letters[at])
        begin.append(firsts[at])
        end.append(lasts[until - 1])
        at = until
    return "".join(out), tuple(begin), tuple(end)


def _names_en(sentence: Sentence, letters: str, firsts: list[int]) -> dict[int, int]:
    tokens = sentence.tokens
    names: dict[int, int] = {}
    done = 0
    for at, letter in enumerate(letters):
        if at < done or letter not in "Au":
            continue
        first, last = at, at + 1
        while last < len(letters) and letters[last] in "Aq" and letters[last - 1] in "Aqu":
            last += 1
        while first > done and (
            letters[first - 1] in "qu"
            or (letters[first - 1] == "x" and _is_name(sentence, firsts[first - 1]))
            or (letters[first - 1] == "A")
        ):
            first -= 1
        if first > done and tokens[firsts[first - 1]].norm in ("the", "a", "an"):
            first -= 1
        while last + 1 < len(letters) and (
            tokens[firsts[last]].norm in ("of", "loyal")
            and (
                _is_name(sentence, firsts[last + 1])
                or tokens[firsts[last + 1]].norm in ("the", "to")
            )
        ):
            last += 2
            while last < len(letters) and (
                letters[last] == "A" or _is_name(sentence, firsts[last])
            ):
                last += 1
        names[first] = last
        done = last
    return names


_OF_A_COUNTRY = re.compile(r"(?:[a-z]{3}an|ish|ese|[rq]i)$")  # "Syrian forces", in the beginning


def _is_name(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    if token.kind != "word" or not token.raw[0].isupper():
        return False
    return at > 0 or _OF_A_COUNTRY.search(token.norm) is not None


_NO_NAMES = frozenset(("الذين", "الذي", "التي", "اللذين", "الآن", "اليوم", "الليلة", "المتحصنون"))


def _names_ar(sentence: Sentence, letters: str, firsts: list[int]) -> dict[int, int]:
    tokens = sentence.tokens
    names: dict[int, int] = {}
    done = 0
    for at, letter in enumerate(letters):
        if at < done or letter not in "Au":
            continue
        last = at + 1
        definite = tokens[firsts[at]].raw.startswith(("ال", "وال"))
        # "مجموعة إرهابية" is a whole name; "قوات" goes on with "النظام".
        takes = definite or at + 1 >= len(firsts) or firsts[at + 1] - firsts[at] == 1
        while last < len(letters) and last < at + 4:
            raw = tokens[firsts[last]].raw
            construct = letters[last] == "A" and last == at + 1 and not definite
            second = construct and not raw.startswith(("ب", "ل", "و"))
            if not (
                second
                or letters[last] in "uq"
                or (
                    letters[last] == "x"
                    and raw.startswith("ال")
                    and raw not in _NO_NAMES
                    and takes
                    and last <= at + 2
                )
            ):
                break
            last += 1
        # The last word with "ال" after a verb's actor may be whom it struck: "قصفت الطائرات السوق".
        if definite and last > at + 1 and at > 0 and letters[at - 1] in "EWV":
            last = at + 1
            while last < len(letters) and letters[last] in "uq":
                last += 1
        elif not definite and last > at + 2 and at > 0 and letters[at - 1] in "EWV":
            last = at + 2
        while (  # "الجيش والشبيحة"
            last < len(letters)
            and letters[last] == "A"
            and tokens[firsts[last]].raw.startswith("و")
            and (at == 0 or letters[at - 1] != "X")
        ):
            last += 1
            while last < len(letters) and letters[last] in "uq":
                last += 1
        if (
            last < len(letters)
            and letters[last - 1] == "q"
            and tokens[firsts[last - 1]].norm.startswith(("موالي", "تابع"))
            and tokens[firsts[last]].norm.startswith("ل")
        ):
            last += 1  # "قوات موالية للنظام"
        names[at] = last
        done = last
    return names
