"""The ways in which a sentence points to evidence: promises of it, and pointers within the text.

Each is a pattern over the letters of `units.LETTERS`. What it finds is a run of units; which
address, if any, belongs to it is settled in `citations`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tawthiq.reading.units import Units


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointer:
    """Units [first, last) point to something."""

    kind: Literal["promise", "internal"]
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
        # in brackets: "(link)", "(video here)", "(see this report)"
        r"(?<=[(\[]) (?:L i?)? d? [xDF]? [KkVSsH] [HUFD]? (?=[)\]])",
        r"(?<=[(\[]) L i? [dDF]? x? [WY] [HUFD]? (?=[)\]])",
        # "as this report shows", "as shown in this video", "according to this article"
        "(?: A [xE]* [MT]? G? | A E? ) D [xn]? {object} (?: [MT] | E [MT] )?",
        "A E* [MT] [Gi] D [xn]? {object} | G D [xn]? {object}",
        # "in this video", "at the following link", "على الرابط التالي", "in the attached report"
        "[Gi] d? x? (?: [DF] d? x? [VK] F? | [VKWY] F | F {object} )",
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
    )
)
_OF_ANOTHER = ("oW", "od", "oY", "oC", "oO")  # "section 4 of the law"


def pointers(units: Units) -> Iterator[Pointer]:
    """What the units of a sentence point with; pointers may overlap."""
    letters = units.letters
    for pattern in _PROMISES:
        for found in pattern.finditer(letters):
            yield Pointer(kind="promise", first=found.start(), last=found.end())
    for pattern in _WEAK:
        for found in pattern.finditer(letters):
            yield Pointer(kind="promise", first=found.start(), last=found.end(), weak=True)
    for pattern in _INTERNAL:
        for found in pattern.finditer(letters):
            if not letters[found.end() :].startswith(_OF_ANOTHER):
                yield Pointer(kind="internal", first=found.start(), last=found.end())
