"""The ways in which a sentence points to evidence: promises of it, and pointers within the text.

Each is a pattern over the letters of `units.LETTERS`. What it finds is a run of units; which
address, if any, belongs to it is settled in `citations`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from tawthiq.reading.evidence.units import Units


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """Units [first, last) point to something."""

    kind: Literal["promise", "internal", "another"]
    """A promise of evidence, a pointer within the text, or one to a part of another work."""
    first: int
    last: int
    weak: bool = False  # it counts only where an address follows, or nothing at all


def _pattern(words: str) -> re.Pattern[str]:
    parts = words.format(
        object="[WYVKIk]", closes=r"(?=:[.'\")\]]*$)", opens=r"(?:^|(?<=[.;\-(\[\"]))"
    )
    return re.compile(parts, re.VERBOSE)


# Promises that stand by themselves, whatever follows.
_PROMISES = tuple(
    _pattern(words)
    for words in (
        # "see http://…"
        "L :? i? (?=@)",
        # "see here", "click here", "انظر هنا"
        "L i? x? H [KU]?",
        # "see this new report", "watch these two videos", "انظر هذا المقال"
        "L i? [FU]? d? [xU]{{0,2}} [DF] d? [xnC]{{0,2}} {object} [FUH]?",
        # "see the link below", "شاهد الفيديو التالي", "see the following"
        "L i? d? x{{0,2}} (?: [FK] {object}? [FUHD]* | {object} [FD] | [xn]{{0,2}} {object} [HU] )",
        # "watch the video"
        "L i? d? x? [VK] D? [FUH]*",
        # "here is the video", "إليكم الرابط"
        "J [dDx]{{0,3}} n? x{{0,2}} {object} [FUH]* | H E? [dD] x{{0,2}} {object}",
        # "full text here", "here:", "pictures here"
        "{opens} d? [xC]? [WYVKS]{{1,2}} H (?=[,.:;!?)\\[\\]]|$)",
        "H {closes}",
        # a sentence by itself: "Read the full report (PDF).", "Watch: video of the shelling"
        r"(?:^|(?<=[.;\-(\[])) L i? d? [xnqU]{{0,2}} [WYI] (?:\([xC]{{1,2}}\))? (?=[.!)\]]*$)",
        "L : d? V",
        # "visit the website of the network"
        "L i? d? [xCOZz]{{0,3}} k (?: o d? [xCO]{{1,3}} )?",
        # "link in bio", "the video is in the first comment", "pictures at the usual address"
        "[VKWYS] [xEo]{{0,2}} i? d? [xnU]{{0,2}} c (?=[,.:;!?)\\]]|$)",
        "{opens} d? x? [VKS] i d? [xnU]{{0,2}} [kK] (?=[.:;!?)\\]]|$)",
        # "link to the list of names:", "another link:" and nothing after it
        r"{opens} d? x? K [oftxnCWYOVdiTP]{{0,6}} :(?=['\")\]]*$|\()",
        r"[xHDJdE]{{1,4}} K x? {closes}",
        "{opens} d? x? V [oftxnCWYOVdi]{{1,6}} {closes}",
        # "(which?)", "(source?)", "[citation needed]"
        r"(?<=[(\[]) (?: w | d? [xC]? [sKSw] ) \?{{0,3}} (?=[)\]])",
        # "(link for subscribers)", "[link removed]"
        r"(?<=[(\[]) d? x? K [^()\[\]@]{{1,6}} (?=[)\]])",
        r"(?<=[(\[]) V [xHDoCdUFf]{{1,5}} (?=[)\]])",
        # in brackets: "(link)", "(video here)", "(see this report)"
        r"(?<=[(\[]) (?:L i?)? d? [xDF]? [KkVSsH] [HUFD]? (?=[)\]])",
        r"(?<=[(\[]) L i? [dDF]? x? [WY] [HUFD]? (?=[)\]])",
        # "as this report shows", "as shown in this video", "according to this article"
        "(?: A [xE]* [MT]? G? | A E? ) D [xn]? {object} (?: [MT] | E [MT] )?",
        "A E* [MT] [Gi] D [xn]? {object} | G D [xn]? {object}",
        # "in this video", "at the following link", "على الرابط التالي", "in the attached report"
        "[Gi] d? x? (?: [DF] d? x? [VK] F? | [VKWY] F | F {object} | [VK] U )",
        # a line that ends so: "Video:", "More links:", "see:"
        "{opens} d? x? [SsKkVWY] [nxUDF]? {closes} | L i? {closes}",
    )
)
# These may speak of the text itself or of any work: they count where the sentence ends with them,
# or an address follows.
_WEAK = tuple(
    _pattern(words)
    for words in (
        "d? F x? {object} | D [xn]? [VK] (?=[T:M])",
        "{opens} d? [SsK] n? (?=:)",
        "(?: L | G | i )? [dD]? [xn]{{0,2}} {object} {closes}",
    )
)
_INTERNAL = tuple(
    _pattern(words)
    for words in (
        # "as we said above", "as mentioned in part two", "كما ورد في الفقرة الثانية"
        "A (?: E | x(?=E) )* E? M [xE]{{0,2}} (?: U+ | [Gi] d? [xU]? (?: Q | P [nCx]? ) U? )",
        # "كما أسلفنا", "as already mentioned"
        "A E* b U?",
        # "as I said, …", "as said above"
        "A E* M (?=,) | A E* U+ M? | A [EU]* M [UE]* U",
        # "(mentioned above)", "(above)"
        r"(?<=[(\[,;]) (?: E* M )? [Gi]? d? U (?=[)\],;.])",
        # "see section 4", "see the conclusion", "see below", "انظر الخاتمة"
        "L i? (?: d? [xU]? (?: Q U? | P R .? n | P [nCx] | P U | U P ) | U )",
        # "discussed in section 4", "in the table below"
        "[ME] [Gi] d? (?: P n | Q ) | [Gi] d? (?: P U | U P )",
        # "كما ورد في المقدمة", "as set out in part two"
        "G d? (?: Q | P [nC] ) U?",
        # "as Figure 3 shows", "Table 2 gives"
        "A? P [nC] T",
        # "the second part of this series", "الجزء الأول من هذا المقال"
        "d? (?: Q | P [nxCq]? ) (?: [oi] D | H ) [WYx]",
        "M x? [Gi] P [nxq]",
        # "see the attached below", "انظر المرفق الثاني أدناه"
        "L i? d? [xn]? F [xn]? U",
    )
)
# "can be found on the group's website", "متاحة على موقعها"
_ON_A_SITE = _pattern("(?: [xMTJ] i | G ) d? [xCOZz]{{0,3}} k")
_FOUND = frozenset(
    ("found", "available", "published", "posted", "accessible", "seen", "listed", "online", "متوفر",
     "متوفره", "متاح", "متاحه", "منشور", "منشوره", "منشورين", "موجود", "موجوده", "تجدون", "تجده")
)  # fmt: skip
# "the table below", "the note at the end": with such words only.
_WITHIN = _pattern("d? (?: [PQF] [xnC]? U | U P )")
_ABOVE_OR_BELOW = frozenset(
    ("above", "below", "at the end", "further down", "further up", "اعلاه", "ادناه")
)
# "section 4 of the law", "the annex to its report"
_OF_ANOTHER = re.compile(r"(?:i?P[nxCq]?)?[ixo]d?[xnCq]{0,2}[WY]|o(?:[WYCO]|d)")
_OF_ANOTHER_TO = re.compile(r"xd[xnCq]{0,2}[WY]")
_OF_THIS = re.compile(r"(?:[oi]D|H)[WY]")


def _any(patterns: Iterable[re.Pattern[str]]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one.pattern})" for one in patterns), re.VERBOSE)


# Most sentences hold none of them: one search tells.
_ANY_PROMISE = _any((*_PROMISES, *_WEAK))
_ANY_INTERNAL = _any((*_INTERNAL, _WITHIN))
# Without one of these letters no pattern can hold.
_CAN_PROMISE = frozenset("LHJKVkWYISsFw")
_CAN_POINT = frozenset("APQUFb")


def _another(letters: str, at: int) -> re.Match[str] | None:
    """Whether a pointer that ends at a unit, or took in the "to" after it, is to another work."""
    return _OF_ANOTHER.match(letters, at) or _OF_ANOTHER_TO.match(letters, at - 1)


def pointers(units: Units) -> Iterator[Pointer]:
    """What the units of a sentence point with; pointers may overlap."""
    if not _CAN_PROMISE.isdisjoint(units.letters):
        if _ANY_PROMISE.search(units.letters):
            yield from _promises(units.letters)
        for found in _ON_A_SITE.finditer(units.letters):
            if units.sentence.tokens[units.firsts[found.start()]].norm in _FOUND:
                yield Pointer(kind="promise", first=found.start(), last=found.end())
    if not _CAN_POINT.isdisjoint(units.letters) and _ANY_INTERNAL.search(units.letters):
        yield from _within(units)


def _promises(letters: str) -> Iterator[Pointer]:
    for patterns, weak in ((_PROMISES, False), (_WEAK, True)):
        for pattern in patterns:
            for found in pattern.finditer(letters):
                yield Pointer(kind="promise", first=found.start(), last=found.end(), weak=weak)


def _within(units: Units) -> Iterator[Pointer]:
    letters = units.letters
    for pattern in _INTERNAL:
        for found in pattern.finditer(letters):
            if own := _OF_THIS.match(letters, found.end()):
                yield Pointer(kind="internal", first=found.start(), last=own.end())
            elif other := _another(letters, found.end()):
                first = next(at for at in range(*found.span()) if letters[at] in "dPQ")
                last = other.end()
                if letters[last - 1] in "WY":
                    yield Pointer(kind="another", first=first, last=last)
            else:
                yield Pointer(kind="internal", first=found.start(), last=found.end())
    for found in _WITHIN.finditer(letters):
        at = next(at for at in range(*found.span()) if letters[at] == "U")
        first, last = units.firsts[at], units.lasts[at]
        words = " ".join(token.norm for token in units.sentence.tokens[first:last])
        if words in _ABOVE_OR_BELOW and letters[found.end() : found.end() + 1] != "n":
            yield Pointer(kind="internal", first=found.start(), last=found.end())
