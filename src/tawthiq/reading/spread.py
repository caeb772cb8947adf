"""Which place or time of a sentence belongs to which number.

One that follows the number before the next number begins is its own ("12 in Homs, 8 in Hama"); one
that opens the sentence is everybody's ("In Homs, 12 were killed and 30 hurt"); one at the end is of
all numbers that are told in one breath ("12 killed and 30 hurt in Homs"). A part has what its whole
has. A semicolon, a contrast ("while", "أما") or "that" parts a number from what stands beyond it.
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from tawthiq.reading.model import Token, When
from tawthiq.reading.phrases import Scene
from tawthiq.reading.time_words import word_before

_SEMICOLONS = frozenset(";؛")
_COLONS = frozenset((":",))
_STOPS = frozenset(".!?؟…")
_OPENING = frozenset("([")
_CLOSING = frozenset(")]")
_THAT = frozenset(("that", "ان", "بان", "whether"))
_BREAKING = 3.0  # what a sign or "and" costs
_FURTHEST = 12.0  # from a place to the next number that may still share it
_NEW_CLAUSE = 4  # tokens after a semicolon within which a list goes on
_AT_ONCE = 1  # tokens between a part and what is its own
_BREATH = 8  # tokens between two numbers that are told in one breath
_OPENS = 2  # tokens before what opens a sentence: a preposition, an article


class Stands(Protocol):
    """Something at tokens [first, last)."""

    @property
    def first(self) -> int:
        """Its first token."""

    @property
    def last(self) -> int:
        """One past its last token."""


T = TypeVar("T", bound=Stands)


def nearest(
    k: int,
    marks: Sequence[T],
    scene: Scene,
    wholes: Sequence[int | None] = (),
    *,
    through_that: bool = False,
) -> T | None:
    """The mark that belongs to quantity `k`; None where none does.

    Args:
        marks: places, or times, of the sentence, left to right.
        wholes: for each quantity, the one that it is a part of.
        through_that: one that opens the sentence also holds within "that …": a place does, while
            a time is that of the speech.
    """
    if not marks:
        return None
    quantities = scene.quantities
    first = quantities[k].first
    own = _own(k, marks, scene)
    if own is not None:
        return own
    near = _near(k, marks, scene)
    if near is not None:
        return near
    whole = wholes[k] if k < len(wholes) else None
    if whole is not None and whole != k:
        return nearest(whole, marks, scene, through_that=through_that)
    opening = [one for one in marks if one.last <= first and _opens(one, scene)]
    opening = [one for one in opening if one.last <= quantities[0].first]
    if opening:
        best = opening[-1]
        return best if _holds(best, first, scene, through_that=through_that) else None
    return (
        _shared_before(k, marks, scene)
        or _shared_after(k, marks, scene, wholes)
        or _lasting(first, marks, scene)
    )


def _lasting(first: int, marks: Sequence[T], scene: Scene) -> T | None:
    """A stretch that goes on ("since 7 October"): it holds for what is told after it."""
    earlier = [
        one
        for one in marks
        if isinstance(one, When) and (one.edtf or "").endswith("/..") and one.last <= first
    ]
    if earlier and _holds(earlier[-1], first, scene, through_that=False):
        return earlier[-1]
    return None


def _near(k: int, marks: Sequence[T], scene: Scene) -> T | None:
    """The nearest between the number before and the number after, within its own clause."""
    quantities = scene.quantities
    first, last = quantities[k].first, scene.last(k)
    stop = quantities[k + 1].first if k + 1 < len(quantities) else len(scene.sentence.tokens)
    before = next((one for one in marks if _heads(one, first, scene)), None)
    if before is not None:
        return before
    near = [
        *((_apart(last, one.first, scene), one) for one in marks
          if last <= one.first < stop and not _parted(last, one.first, scene, back=False)
          and not _of_next(last, one, stop, scene)),
        *((_apart(one.last, first, scene) + 0.5, one) for one in marks
          if scene.between(k).start <= one.first and one.last <= first
          and not _parted(one.last, first, scene, back=True)
          and (k == 0 or _apart(one.last, first, scene) < _FURTHEST)),
    ]  # fmt: skip
    return min(near, key=lambda one: one[0])[1] if near else None


_HEADS = frozenset(("ب", ":", "(", "with", "–", "—"))


def _heads(mark: Stands, first: int, scene: Scene) -> bool:
    """Whether a mark stands right before a number as its head: "Homs: 12", "حمص بـ304"."""
    gap = scene.sentence.tokens[mark.last : first]
    return mark.last < first and 0 < len(gap) <= _OPENS and all(t.norm in _HEADS for t in gap)


def _of_next(last: int, mark: Stands, stop: int, scene: Scene) -> bool:
    """Whether a mark belongs to the next number: "12 died, and in Hama 8"."""
    if stop >= len(scene.sentence.tokens) or mark.last > stop:
        return False
    before, after = _apart(last, mark.first, scene), _apart(mark.last, stop, scene)
    return after < before and before >= _BREAKING and after < _BREAKING


def _opens(mark: Stands, scene: Scene) -> bool:
    """Whether a mark stands at the head of its sentence: "On Sunday, …", "02:45 - in Nabk …"."""
    words = [token for token in scene.sentence.tokens[: mark.first] if token.kind == "word"]
    return len(words) <= _OPENS


def _holds(mark: Stands, first: int, scene: Scene, *, through_that: bool) -> bool:
    """Whether what opens a sentence still holds where a number stands."""
    tokens = scene.sentence.tokens
    # "Between 3 and 9 May, partners report that …": a stretch is no day of a speech.
    through_that = through_that or (isinstance(mark, When) and mark.kind == "period")
    for at in range(mark.last, first):
        token = tokens[at]
        if token.raw in _STOPS or (token.norm in _THAT and not through_that):
            return False
        if token.raw in _SEMICOLONS and first - at > _NEW_CLAUSE:
            return False
    return True


def _shared_before(k: int, marks: Sequence[T], scene: Scene) -> T | None:
    """That of the number before: "12 were killed in Homs, 30 hurt and 5 taken"."""
    if k == 0 or not _one_breath(k, scene):
        return None
    before = _near(k - 1, marks, scene)
    if before is not None and before.last <= scene.quantities[k].first:
        return before
    return _shared_before(k - 1, marks, scene)


def _shared_after(
    k: int, marks: Sequence[T], scene: Scene, wholes: Sequence[int | None]
) -> T | None:
    """That of the last number told in one breath: "12 killed and 30 hurt in Homs".

    What follows a part is of the whole too, unless it stands right at the part: "40 killed, 12 of
    them children, in Homs", but "40 killed, including 12 in Homs".
    """
    j = k + 1
    while j < len(scene.quantities) and _one_breath(j, scene):
        part = (j < len(wholes) and wholes[j] == k) or _says_part(j, scene)
        found = _own(j, marks, scene) or _near(j, marks, scene)
        if found is not None:
            if part and (_is_bare(j, scene) or _at_once(j, found, scene)):
                return None
            return None if _is_bare(j, scene) and _spread(j, found, marks, scene) else found
        j += 1
    return None


def _own(k: int, marks: Sequence[T], scene: Scene) -> T | None:
    """A mark within the words of a number."""
    first, last = scene.quantities[k].first, scene.last(k)
    return next((mark for mark in marks if first <= mark.first < last), None)


def _at_once(k: int, mark: Stands, scene: Scene) -> bool:
    """Whether a mark stands right after a number, with no comma between."""
    tokens, stop = scene.sentence.tokens, scene.last(k)
    comma = stop < len(tokens) and tokens[stop].raw in ",،)"
    return mark.first - stop <= _AT_ONCE and not comma


def _is_bare(k: int, scene: Scene) -> bool:
    """Whether a number has no noun of its own: "137 were killed, 61 in Aleppo"."""
    phrase = scene.phrases[k]
    return not (phrase.noun or phrase.categories or phrase.unit)


def _spread(j: int, mark: T, marks: Sequence[T], scene: Scene) -> bool:
    """Whether the numbers from `j` on have marks of their own."""
    after = range(j + 1, len(scene.quantities))
    return any(_near(i, marks, scene) not in (None, mark) for i in after)


def _says_part(k: int, scene: Scene) -> bool:
    """Whether "including" or "بينهم" stands before number `k`."""
    tokens, gap = scene.sentence.tokens, scene.between(k)
    joints = (scene.lists.joints.at(tokens, at) for at in gap)
    return any(joint is not None and joint.term == "part" for joint in joints)


def _one_breath(k: int, scene: Scene) -> bool:
    """Whether number `k` is told in one breath with the one before it."""
    gap = scene.between(k)
    return len(gap) <= _BREATH and not _parted(gap.start, gap.stop, scene, numbers=True)


def _parted(
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
        if token.raw in _SEMICOLONS | _STOPS or token.norm in _THAT:
            return True
        if not back and token.raw in _COLONS:
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


def of_speech(mark: Stands, scene: Scene) -> bool:
    """Whether a time says when something was said or published: "a study released last week"."""
    tokens = scene.sentence.tokens
    first = mark.first
    while first and tokens[first - 1].norm in _ON:
        first -= 1
    if mark.last <= mark.first:
        return False
    return word_before(tokens, first, "told") is not None or _of_law(tokens, mark.first)


def _of_law(tokens: Sequence[Token], first: int) -> bool:
    """Whether a date belongs to a law: "decree 61 of 2011", المرسوم رقم 61 للعام 2011."""
    before = tokens[max(0, first - _LAW_TOKENS) : first]
    return any(token.kind == "number" for token in before) and any(
        form in _LAWS for token in before for form in token.forms
    )


_LAW_TOKENS = 5
_LAWS = frozenset(
    ("law", "decree", "resolution", "act", "order", "مرسوم", "قانون", "قرار", "ماده", "تعميم")
)


_ON = frozenset(("on", "in", "earlier", "late", "early", "في", "يوم", "نهار", "مساء", "صباح", ","))


def _apart(first: int, last: int, scene: Scene) -> float:
    """How far apart two things stand: a sign or "and" between them parts them more than a word."""
    tokens = scene.sentence.tokens
    cost = 0.0
    for at in range(first, last):
        joint = scene.lists.joints.at(tokens, at)
        parts = joint is not None and joint.term in ("and", "break")
        cost += _BREAKING if parts or tokens[at].kind == "sign" else 1.0
    return cost
