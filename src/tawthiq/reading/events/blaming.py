"""The ways in which a sentence says who did what, read off the roles of its words.

The ways are regular expressions over the letters of `acting`, in English and in Arabic.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from tawthiq.reading.events.acting import Words, words_of
from tawthiq.reading.events.doing import does, is_act
from tawthiq.reading.events.gluing import glued
from tawthiq.reading.events.struck import phrase_from, target_of
from tawthiq.reading.model import Sentence, TermMatch, Text
from tawthiq.reading.terms import TermList

Claim = Literal["responsible", "not responsible", "unknown"]


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
    duty: bool = False  # it names responsibility
    accuses: bool = False  # it says so itself: "blamed", "accused"; what is denied is another's
    doubt: tuple[str, ...] = ()

    @property
    def points_back(self) -> bool:
        """Whether it can speak of what was told before without naming it: "blamed the army"."""
        return self.event is None and (self.accuses or self.act is None)

    @property
    def needs_context(self) -> bool:
        """Whether it says so little that it counts only of what the text has just told."""
        return self.accuses and self.act is None and not self.duty


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
            r"(?P<who>A)? [xp]{0,3} (?P<verb>X) c? (?P<actor>A)"
            r"[xo,]{0,2} R? [xo]{0,3} (?P<act>[EWV])",
        ),
        ("responsible", r"(?P<who>A)? [xp]{0,3} (?P<verb>X) c? (?P<actor>A) R"),
        ("responsible", r"(?P<who>A)? [xp]{0,3} (?P<verb>X) c? (?P<actor>A) (?=[,.]|$)"),
        # "armed groups bear the responsibility", "the rebels did it"
        (
            "responsible",
            r"(?P<actor>A [xb]{0,4}) (?P<verb>B) x{0,2} R (?: x{1,3} (?P<act>[EW]) )?",
        ),
        ("responsible", r"(?P<actor>A) p? (?P<verb>I)"),
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
            r"(?P<verb>D) x{0,3} t [xq]{0,2} (?P<actor>A) [xp]{0,3} (?P<act>[EVW])",
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
            r"(?P<act>[EWf]) [xpo]{0,8} (?: V x{0,2} )? (?P<verb>b) x{0,2} (?P<actor>A)",
        ),
        ("responsible", r"p V (?P<verb>b) x? (?P<actor>A)"),
        # "government forces shelled the town", "armed gangs had carried out the massacre"
        ("responsible", r"(?P<actor>A) [x]{0,3} (?P<verb>V) [xo]{0,4} (?P<act>[EW])"),
        ("responsible", r"(?P<actor>A) x{0,2} (?P<verb>(?P<act>[EW]))"),
        ("responsible", r"(?P<actor>A) p R (?: x{1,3} (?P<act>[EW]) )?(?P<verb>)"),
        ("responsible", r"(?P<act>E) [xpo]{0,6} x (?P<verb>)(?P<actor>A)(?=x{0,3}$)"),
        # "blamed militias from two villages for the massacre"; "ascribed it to armed gangs"
        (
            "responsible",
            r"(?P<who>A)? [xp]{0,3} (?P<verb>X) c? (?P<actor>A) b x{1,6} R? x{0,2} (?P<act>[EW])",
        ),
        ("responsible", r"(?P<who>A)? [xp]{0,2} (?P<verb>Y) x{1,2} (?P<actor>A)"),
    )
)
_ARABIC = _compiled(
    (
        # "لم ينف": not a denial; "اتهمت المعارضة قوات النظام بقصف"
        ("responsible",
         r"(?P<verb>X) (?P<who>A) x{0,4} c? (?P<actor>A) [xt]{0,4} R? x{0,2} (?P<act>[EVWo])"),
        ("responsible",
         r"(?P<verb>X) (?P<who>A) x{0,4} c? (?P<actor>A) x{0,3} R (?: x{0,2} (?P<act>[EW]) )?"),
        ("responsible",
         r"(?P<who>A)? (?P<verb>X) x{0,4} c? (?P<actor>A) [xt]{0,4} R? x{0,2} (?P<act>[EVW])"),
        ("responsible",
         r"(?P<who>A)? (?P<verb>X) x{0,4} c? (?P<actor>A) x{0,3} R (?: x{0,2} (?P<act>[EW]) )?"),
        ("responsible", r"(?P<verb>X) (?P<who>A) c? (?P<actor>A) (?=[,.]|$)"),
        ("responsible", r"(?P<who>A)? (?P<verb>X) x{0,3} c? (?P<actor>A) (?=[,.w]|$)"),
        ("responsible", r"(?P<verb>B) (?P<actor>A) x{0,2} R (?: x{0,3} (?P<act>[EW]) )?"),
        ("responsible", r"(?P<actor>A) x{0,2} (?P<verb>B) x{0,2} R (?: x{0,3} (?P<act>[EW]) )?"),
        ("responsible", r"(?P<actor>A) x? (?P<verb>I)"),
        ("responsible", r"(?P<verb>Y) (?P<who>A)? x{0,3} (?P<act>[EW]) x{0,4} (?P<actor>A)"),
        ("responsible", r"(?P<verb>Y) (?P<who>A) x (?P<actor>A)"),
        # "نفت قوات النظام مسؤوليتها عن القصف"
        ("not responsible", r"(?P<verb>D) x? (?P<actor>A) x{0,4} R x{0,3} (?P<act>[EVW])?"),
        ("not responsible", r"(?P<actor>A) x{0,3} (?P<verb>D) x{0,2} R x{0,3} (?P<act>[EVW])?"),
        ("not responsible",
         r"(?P<verb>D) x? (?P<actor>A) (?: t x? A? x{0,2} | x? ) (?P<act>[EVW])"),
        # "ينفي سقوط أي مدني بنيران الجيش"
        ("not responsible",
         r"(?P<verb>D) x{0,4} (?P<act>[EWf]) [xo]{0,6} b x{0,2} (?P<actor>A)"),
        ("not responsible", r"(?P<verb>n) (?P<act>[EVW]) (?P<actor>A)"),
        # "تبنت كتيبة التفجير"
        ("responsible", r"(?P<verb>K) x? (?P<actor>A) x{0,3} R? x{0,2} (?P<act>[EW])?"),
        ("responsible", r"(?P<actor>A) x{0,2} (?P<verb>K) x{0,2} R? x{0,2} (?P<act>[EW])?"),
        # "مجزرة على يد الشبيحة", "قصف نفذته طائرات"
        ("responsible", r"(?P<act>[EWf]) [xo]{0,8} (?P<verb>b) x{0,2} (?P<actor>A)"),
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
    words = words_of(text, sentence, acts, events)
    if not set("ANu") & set(words.letters):
        return
    yield from sorted(_blames(words), key=lambda one: one.core)


def _blames(words: Words) -> Iterator[Blame]:
    used = bytearray(len(words.letters))  # units that are read
    for found in re.finditer("N", words.letters):
        used[found.start()] = 1
        yield _nobody(words, found.start())
    for claim, pattern in _ARABIC if words.sentence.language == "ar" else _ENGLISH:
        for match in pattern.finditer(words.letters):
            if any(used[match.start() : match.end()]):
                continue
            blame = _blame(words, claim, match)
            if blame is not None:
                used[match.start() : match.end()] = b"\1" * (match.end() - match.start())
                yield blame


def _nobody(words: Words, at: int) -> Blame:
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


def _blame(words: Words, claim: Claim, match: re.Match[str]) -> Blame | None:
    said = match.groupdict()
    actor = words.raw(match.start("actor"), match.end("actor"))
    actor = actor[glued(words.sentence.tokens[words.firsts[match.start("actor")]], words.acts) :]
    at = match.start("act") if said.get("act") else None
    verb = match.start("verb") if said.get("verb") else match.start("actor")
    english = words.sentence.language == "en"
    if not english and match["verb"] == "b" and at is not None and _parted(words, at, verb):
        return None
    if english and at is not None and at == verb and not _is_verb(words, at):
        return None
    if at is not None and at == verb and not does(words, match, at):
        return None
    if at is not None and words.sentence.language == "ar" and not is_act(words, at):
        return None
    unknown = _unknown(words, match.start("actor"))
    event = None if at is None else words.events.get(words.firsts[at])
    speaker = words.raw(match.start("who"), match.end("who")) if said.get("who") else None
    of_another = verb < match.start("actor") and (
        english or (at is not None and at < match.start("actor"))
    )
    if speaker is None and said.get("verb") and match["verb"] in "DK" and not of_another:
        speaker = actor
    accuses = match["verb"] in ("X", "Y") or (english and match["verb"] == "D")
    if speaker is None and accuses:
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
        duty="R" in match[0],
        accuses=match["verb"] in ("X", "Y", "B", "I"),
    )


def _parted(words: Words, first: int, last: int) -> bool:
    """Whether an "and" stands between an Arabic act and whom it is laid on: of another act."""
    return any(
        len(words.sentence.tokens[words.firsts[at]].norm) > 3
        and words.sentence.tokens[words.firsts[at]].norm.startswith("و")
        for at in range(first + 1, last)
    )


def _accuser(words: Words, verb: int, actor: int) -> str | None:
    """Who accuses, where it is nobody of the list: in Arabic after the verb, else before it."""
    if words.sentence.language == "ar" and actor > verb + 1:
        return words.raw(verb + 1, actor)
    first, last = verb, verb
    while first > 0 and words.letters[first - 1] in "xuqo" and first > verb - 7:
        first -= 1
    while first < last and words.raw(first, first + 1).lower() in _OPENERS:
        first += 1
    while last > first and _is_aside(words.raw(last - 1, last).lower()):
        last -= 1  # "Syria on Sunday strongly denied"
    return words.raw(first, last) if first < last and words.letters[first] != "," else None


def _is_aside(word: str) -> bool:
    return word in _ASIDES or word.endswith("ly")


_ASIDES = frozenset(
    ("on", "late", "early", "yesterday", "today", "also", "has", "have", "had", "again", "later",
     "first", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
)  # fmt: skip
_OPENERS = frozenset(("and", "but", "while", "also", "then", "later", "meanwhile", "و", "كما"))


def _is_verb(words: Words, at: int) -> bool:
    """Whether an act word is the verb of its actor: "forces shelled", not "forces attack"."""
    last = words.sentence.tokens[words.lasts[at] - 1].norm
    first = words.sentence.tokens[words.firsts[at]].norm
    return last.endswith("ed") or first.endswith("ed") or first in _VERBS or last in _VERBS


_VERBS = frozenset(("shot", "blew", "fell", "overran", "broke", "opened"))


def _unknown(words: Words, at: int) -> bool:
    first, last = words.firsts[at], words.lasts[at]
    after = words.sentence.tokens[last : last + 1]
    said = [*words.sentence.tokens[first:last], *after]
    for place, token in enumerate(said):
        match = words.acts.at((token,), 0)
        if match is not None and match.entry.get("role") == "unknown":
            return place < last - first or words.sentence.language == "ar"
    return False


def _target(words: Words, at: int, match: re.Match[str]) -> str | None:
    sentence, text = words.sentence, words.text
    after = words.lasts[at]
    if sentence.language == "ar" and sentence.tokens[after - 1].norm.endswith(("ها", "هم")):
        return None  # "قصفتها": whom it struck was named before
    if match.end("actor") - 1 == at + 1:  # Arabic: verb, actor, and then whom it struck
        after = words.lasts[match.end("actor") - 1]
        term = words.acts.at(sentence.tokens, after)
        if term is not None and term.entry.get("role") == "struck" and term.loss == 0:
            after = term.last
        return phrase_from(text, sentence, after, [])
    if match["verb"] and match.start("verb") == at:
        return phrase_from(text, sentence, after, [])
    return target_of(text, sentence, after, [], words.acts)
