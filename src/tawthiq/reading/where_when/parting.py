"""What parts a number from a place or time of its sentence, and how far apart the two stand.

A semicolon, a contrast ("while", "أما"), "that" or another clause parts them.
"""

from collections.abc import Sequence
from typing import Protocol

from tawthiq.reading.counted.phrases import Scene
from tawthiq.reading.model import Token

SEMICOLONS = frozenset(";؛")
STOPS = frozenset(".!?؟…")
THAT = frozenset(("that", "ان", "بان", "whether"))
BREAKING = 3.0  # what a sign or "and" costs
_OPENING = frozenset("([")
_CLOSING = frozenset(")]")


class Stands(Protocol):
    """Something at tokens [first, last)."""

    @property
    def first(self) -> int:
        """Its first token."""

    @property
    def last(self) -> int:
        """One past its last token."""


def parted(
    first: int, last: int, scene: Scene, *, back: bool = False, numbers: bool = False
) -> bool:
    """Whether something parts a number from a mark, or two numbers.

    Args:
        first: the first token between the two.
        last: one past the last.
        back: the mark stands before: a colon after it does not part ("Nabk: 12 dead").
        numbers: the two are numbers, each of which may have its clause.
    """
    tokens = scene.sentence.tokens
    deep = 0
    for at in range(first, last):
        token = tokens[at]
        if token.raw in SEMICOLONS | STOPS or token.norm in THAT:
            return True
        if not back and token.raw == ":":
            return True
        if not (back or numbers) and _new_clause(at, last, scene):
            return True
        joint = scene.lists.joints.at(tokens, at)
        breaks = joint is not None and joint.term == "break" and joint.loss == 0
        if breaks and not (back and token.norm in _GOES_ON):
            return True
        if not back and first < at and _some_of_them(tokens, at):
            return True
        if token.raw in _OPENING:
            deep += 1
        elif token.raw in _CLOSING:
            deep -= 1
    # A bracket that holds the mark alone: "12 (in Homs)" is near, a remark further on is not.
    return (deep > 0 and not back and last - first > 2) or (deep < 0 and back)


def _some_of_them(tokens: Sequence[Token], at: int) -> bool:
    """Whether a part without a number begins: "12,000 had fled, most of them since Monday"."""
    if tokens[at].norm in _MOST_OF_THEM:
        return True
    said = [token.norm for token in tokens[at : at + 3]]
    return len(said) == 3 and said[0] in _SOME and said[1] == "of" and said[2] in _THEM


def _new_clause(at: int, last: int, scene: Scene) -> bool:
    """Whether a comma and "and" begin another clause: "12 dead, and food ran out on Monday"."""
    tokens = scene.sentence.tokens
    if tokens[at].raw not in _COMMAS or at + 2 >= last:
        return False
    norm = tokens[at + 1].norm
    if norm in {"and", "which"} or norm.startswith("فال"):
        return True
    return norm.startswith("و") and len(norm) > 2 and norm not in _NO_AND


_COMMAS = frozenset(",،")
_MOST_OF_THEM = frozenset(("معظمهم", "غالبيتهم", "اغلبهم", "معظمهن", "معظمها"))
_SOME = frozenset(("one", "some", "most", "many", "half", "several", "all"))
_THEM = frozenset(("them", "whom", "which"))
_GOES_ON = frozenset(("حيث", "كما"))
_NO_AND = frozenset(("وسط", "وذلك", "وفق", "وفقا", "وقع", "وقعت", "وحده", "وحدها"))


def apart(first: int, last: int, scene: Scene) -> float:
    """How far apart two things stand: a sign or "and" between them parts them more than a word."""
    tokens = scene.sentence.tokens
    cost = 0.0
    for at in range(first, last):
        joint = scene.lists.joints.at(tokens, at)
        parts = joint is not None and joint.term in ("and", "break")
        cost += BREAKING if parts or tokens[at].kind == "sign" else 1.0
    return cost
