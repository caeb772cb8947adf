"""The ways in which a sentence says who did what, read off the roles of its words.

Each word gets one letter: A an actor's name, E an event ("shelling"), X a verb of blame, and so on
(`_LETTERS`); the ways are regular expressions over them, in English and in Arabic.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from tawthiq.reading.model import Sentence, TermMatch, Text
from tawthiq.reading.struck import phrase_from, target_of
from tawthiq.reading.terms import TermList

Claim = Literal["responsible", "not responsible", "unknown"]

_LETTERS = {
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
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Blame:
    """Tokens [first, last) say who did, or did not do, something."""

    first: int
    last: int
    verb: int  # the token that lays, takes off or tells the blame
    core: int  # a token that is surely part of what is said
    actor: str | None
    act: str | None
    target: str | None
    speaker: str | None  # as the words themselves name them; None: see the attributions
    claim: Claim
    event: TermMatch | None
    doubt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """A sentence as letters: letter i stands for tokens [firsts[i], lasts[i])."""

    letters: str
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    events: Mapping[int, TermMatch]
    sentence: Sentence
    text: Text
    acts: TermList

    def raw(self, first: int, last: int) -> str:
        start, stop = self.sentence.words(self.firsts[first], self.lasts[last - 1])
        return self.text.text[start:stop]


def _compiled(
    patterns: tuple[tuple[Claim, str], ...],
) -> tuple[tuple[Claim, re.Pattern[str]], ...]:
    return tuple((claim, re.compile(pattern, re.VERBOSE)) for claim, pattern in patterns)


# The groups: who says it, the actor, the act. Between them stand words that no pattern asks about.
_ENGLISH = _compiled(
    (
        # "the opposition blamed government forces for the massacre"
        (
            "responsible",
            r"(?P<who>A)? [xp]{0,3} (?P<verb>X) (?P<actor>A) [xo,]{0,2}R?[xo]{0,3} (?P<act>[EWV])",
        ),
        ("responsible", r"(?P<who>A)? [xp]{0,3} (?P<verb>X) (?P<actor>A) R"),
        ("responsible", r"(?P<act>E) [xo]{0,6} (?P<verb>X) [xo]? (?P<actor>A)"),
        (
            "responsible",
            r"(?P<who>A)? [xp]{0,2} (?P<verb>Y) [xo]{0,2} (?P<act>[EW]) x{0,5} x (?P<actor>A)",
        ),
        # "the army denied responsibility", "… denied that its forces had shelled the town"
        (
            "not responsible",
            r"(?P<who>A) [xpq,]{0,5} (?P<verb>D) t?[xq]{0,2} (?P<actor>A) [xp]{0,3}(?P<act>[EVW])",
        ),
        (
            "not responsible",
            r"(?P<actor>A) [xpq,]{0,5} (?P<verb>D) x{0,2} (?: R x{0,5} )? (?P<act>[EVW])",
        ),
        ("not responsible", r"(?P<actor>A) [xpq,]{0,5} (?P<verb>D) x{0,2} R"),
        ("not responsible", r"(?P<actor>A) [xp]{0,2} (?P<verb>n) x{0,2} (?P<act>[VW]) (?=[xoE])"),
        ("not responsible", r"(?P<actor>A) p (?P<verb>n) R (?: x{1,3} (?P<act>[EVW]) )?"),
        # "a brigade claimed responsibility for the bombing"
        ("responsible", r"(?P<actor>A) [xp]{0,4} (?P<verb>K) (?: [xo]{0,4} (?P<act>[EW]) )?"),
        # "shelling by regime forces", "the massacre was carried out by militias"
        (
            "responsible",
            r"(?P<act>[EW]) [xpo]{0,8} (?: V x{0,2} )? (?P<verb>b) x{0,2} (?P<actor>A)",
        ),
        ("responsible", r"p V (?P<verb>b) x? (?P<actor>A)"),
        # "government forces shelled the town", "armed gangs had carried out the massacre"
        ("responsible", r"(?P<actor>A) [x]{0,3} (?P<verb>V) [xo]{0,4} (?P<act>[EW])"),
        ("responsible", r"(?P<actor>A) x{0,2} (?P<verb>(?P<act>[EW]))"),
        ("responsible", r"(?P<actor>A) p R (?: x{1,3} (?P<act>[EW]) )?(?P<verb>)"),
        ("responsible", r"(?P<act>E) [xpo]{0,6} x (?P<verb>)(?P<actor>A)(?=x{0,3}$)"),
    )
)
_ARABIC = _compiled(
    (
        # "لم ينف": not a denial; "اتهمت المعارضة قوات النظام بقصف"
        ("responsible",
         r"(?P<verb>X) (?P<who>A) x{0,4} (?P<actor>A) [xt]{0,4} R? x{0,2} (?P<act>[EVWo])"),
        ("responsible",
         r"(?P<verb>X) (?P<who>A) x{0,4} (?P<actor>A) x{0,3} R (?: x{0,2} (?P<act>[EW]) )?"),
        ("responsible",
         r"(?P<who>A)? (?P<verb>X) x{0,4} (?P<actor>A) [xt]{0,4} R? x{0,2} (?P<act>[EVW])"),
        ("responsible",
         r"(?P<who>A)? (?P<verb>X) x{0,4} (?P<actor>A) x{0,3} R (?: x{0,2} (?P<act>[EW]) )?"),
        ("responsible", r"(?P<verb>Y) (?P<who>A)? x{0,3} (?P<act>[EW]) x{0,4} (?P<actor>A)"),
        # "نفت قوات النظام مسؤوليتها عن القصف"
        ("not responsible", r"(?P<verb>D) x? (?P<actor>A) x{0,4} R x{0,3} (?P<act>[EVW])?"),
        ("not responsible", r"(?P<actor>A) x{0,3} (?P<verb>D) x{0,2} R x{0,3} (?P<act>[EVW])?"),
        ("not responsible", r"(?P<verb>D) x? (?P<actor>A) [xt]{0,4} A? x{0,2} (?P<act>[EVW])"),
        ("not responsible", r"(?P<verb>n) (?P<act>[EVW]) (?P<actor>A)"),
        # "تبنت كتيبة التفجير"
        ("responsible", r"(?P<verb>K) x? (?P<actor>A) x{0,3} R? x{0,2} (?P<act>[EW])?"),
        ("responsible", r"(?P<actor>A) x{0,2} (?P<verb>K) x{0,2} R? x{0,2} (?P<act>[EW])?"),
        # "مجزرة على يد الشبيحة", "قصف نفذته طائرات"
        ("responsible", r"(?P<act>[EW]) [xo]{0,8} (?P<verb>b) x{0,2} (?P<actor>A)"),
        ("responsible", r"(?P<verb>V) (?P<actor>A) x{0,3} (?P<act>[EW])"),
        ("responsible", r"(?P<actor>A) x{0,2} (?P<verb>V) x{0,3} (?P<act>[EW])"),
        # "قصفت قوات النظام البلدة", "قوات النظام قصفت البلدة"
        ("responsible", r"(?P<verb>(?P<act>[EW])) (?P<actor>A)"),
        ("responsible", r"(?P<actor>A) x? (?P<verb>(?P<act>[EW]))"),
    )
)  # fmt: skip


def blames(
    text: Text, sentence: Sentence, acts: TermList, events: Mapping[int, TermMatch]
) -> Iterator[Blame]:
    """What a sentence says of who did what; no word is read twice."""
    words = _words(text, sentence, acts, events)
    if not set("ANu") & set(words.letters):
        return
    yield from sorted(_blames(words), key=lambda one: one.core)


def _blames(words: _Words) -> Iterator[Blame]:
    taken: list[tuple[int, int]] = []
    for found in re.finditer("N", words.letters):
        taken.append(found.span())
        yield _nobody(words, found.start())
    for claim, pattern in _ARABIC if words.sentence.language == "ar" else _ENGLISH:
        for match in pattern.finditer(words.letters):
            if any(match.start() < last and first < match.end() for first, last in taken):
                continue
            blame = _blame(words, claim, match)
            if blame is not None:
                taken.append(match.span())
                yield blame


def _nobody(words: _Words, at: int) -> Blame:
    act = next((i for i in range(len(words.letters)) if words.letters[i] == "E"), None)
    return Blame(
        first=words.firsts[at],
        last=words.lasts[at],
        verb=words.firsts[at],
        core=words.firsts[at],
        actor=None,
        act=None if act is None else words.raw(act, act + 1),
        target=None,
        speaker=None,
        claim="unknown",
        event=None if act is None else words.events.get(words.firsts[act]),
    )


def _blame(words: _Words, claim: Claim, match: re.Match[str]) -> Blame | None:
    said = match.groupdict()
    actor = words.raw(match.start("actor"), match.end("actor"))
    at = match.start("act") if said.get("act") else None
    verb = match.start("verb") if said.get("verb") else match.start("actor")
    english = words.sentence.language == "en"
    if english and at is not None and at == verb and not _is_verb(words, at):
        return None
    unknown = _unknown(words, match.start("actor"))
    event = None if at is None else words.events.get(words.firsts[at])
    speaker = words.raw(match.start("who"), match.end("who")) if said.get("who") else None
    if speaker is None and said.get("verb") and match["verb"] in "DK":
        speaker = actor
    if speaker is None and said.get("verb") and match["verb"] in "XY":
        speaker = _accuser(words, verb, match.start("actor"))
    return Blame(
        first=words.firsts[match.start()],
        last=words.lasts[match.end() - 1],
        verb=words.firsts[verb],
        core=words.firsts[match.start("actor")],
        actor=None if unknown and claim == "unknown" else actor,
        act=None if at is None else words.raw(at, at + 1),
        target=None if at is None else _target(words, at, match),
        speaker=speaker,
        claim="unknown" if unknown and claim == "responsible" else claim,
        event=event,
    )


def _accuser(words: _Words, verb: int, actor: int) -> str | None:
    """Who accuses, where it is nobody of the list: in Arabic after the verb, else before it."""
    if words.sentence.language == "ar" and actor > verb + 1:
        return words.raw(verb + 1, actor)
    first = verb
    while first > 0 and words.letters[first - 1] in "xuq" and first > verb - 7:
        first -= 1
    while first < verb and words.raw(first, first + 1).lower() in _OPENERS:
        first += 1
    return words.raw(first, verb) if first < verb and words.letters[first] != "," else None


_OPENERS = frozenset(("and", "but", "while", "also", "then", "later", "meanwhile", "و", "كما"))


def _is_verb(words: _Words, at: int) -> bool:
    """Whether an act word is the verb of its actor: "forces shelled", not "forces attack"."""
    last = words.sentence.tokens[words.lasts[at] - 1].norm
    first = words.sentence.tokens[words.firsts[at]].norm
    return last.endswith("ed") or first.endswith("ed") or first in _VERBS or last in _VERBS


_VERBS = frozenset(("shot", "blew", "fell", "overran", "broke", "opened"))


def _unknown(words: _Words, at: int) -> bool:
    first, last = words.firsts[at], words.lasts[at]
    after = words.sentence.tokens[last : last + 1]
    said = [*words.sentence.tokens[first:last], *after]
    for place, token in enumerate(said):
        match = words.acts.at((token,), 0)
        if match is not None and match.entry.get("role") == "unknown":
            return place < last - first or words.sentence.language == "ar"
    return False


def _target(words: _Words, at: int, match: re.Match[str]) -> str | None:
    sentence, text = words.sentence, words.text
    after = words.lasts[at]
    if match.end("actor") - 1 == at + 1:  # Arabic: verb, actor, and then whom it struck
        after = words.lasts[match.end("actor") - 1]
        return phrase_from(text, sentence, after, [])
    if match["verb"] and match.start("verb") == at:
        return phrase_from(text, sentence, after, [])
    return target_of(text, sentence, after, [], words.acts)


# --- letters -------------------------------------------------------------------------------------


def _words(
    text: Text, sentence: Sentence, acts: TermList, events: Mapping[int, TermMatch]
) -> _Words:
    tokens = sentence.tokens
    letters: list[str] = []
    firsts: list[int] = []
    lasts: list[int] = []
    at = 0
    while at < len(tokens):
        event = events.get(at)
        term = acts.at(tokens, at)
        # "Snipers" tells of an incident, and names who did it: here it is who.
        does = term is not None and term.entry.get("role") == "actor"
        if event is not None and (term is None or term.last < event.last + (not does)):
            letter, last = "E", event.last
        elif term is not None:
            letter, last = _LETTERS.get(term.entry.get("role", ""), "x"), term.last
        else:
            letter, last = ("," if tokens[at].raw in ",،;؛:" else "x"), at + 1
        letters.append(letter)
        firsts.append(at)
        lasts.append(last)
        at = last
    joined = _join_actors(sentence, "".join(letters), firsts, lasts)
    return _Words(
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


def _is_name(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    return at > 0 and token.kind == "word" and token.raw[0].isupper()


def _names_ar(sentence: Sentence, letters: str, firsts: list[int]) -> dict[int, int]:
    tokens = sentence.tokens
    names: dict[int, int] = {}
    done = 0
    for at, letter in enumerate(letters):
        if at < done or letter not in "Au":
            continue
        last = at + 1
        definite = tokens[firsts[at]].raw.startswith(("ال", "وال"))
        while last < len(letters) and last < at + 4:
            raw = tokens[firsts[last]].raw
            construct = letters[last] == "A" and last == at + 1 and not definite
            second = construct and not raw.startswith(("ب", "ل", "و"))
            if not (
                second
                or letters[last] in "uq"
                or (letters[last] == "x" and raw.startswith("ال") and last <= at + 2)
            ):
                break
            last += 1
        # The last word with "ال" after a verb's actor may be whom it struck: "قصفت الطائرات السوق".
        if definite and last > at + 1 and at > 0 and letters[at - 1] in "EWV":
            last = at + 1
        elif not definite and last > at + 2 and at > 0 and letters[at - 1] in "EWV":
            last = at + 2
        names[at] = last
        done = last
    return names
