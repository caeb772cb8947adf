"""Which place or time of a sentence belongs to which number.

One that follows the number before the next number begins is its own ("12 in Homs, 8 in Hama"); one
that opens the sentence is everybody's ("In Homs, 12 were killed and 30 hurt"); one at the end is of
all numbers that are told in one breath ("12 killed and 30 hurt in Homs"). A part has what its whole
has. A semicolon, a contrast ("while", "أما") or "that" parts a number from what stands beyond it.
"""

from collections.abc import Sequence
from typing import TypeVar

from tawthiq.reading.counted.phrases import Scene
from tawthiq.reading.model import Token, When
from tawthiq.reading.where_when.parting import (
    BREAKING,
    SEMICOLONS,
    STOPS,
    THAT,
    Stands,
    apart,
    parted,
)

_FURTHEST = 12.0  # from a place to the next number that may still share it
_NEW_CLAUSE = 4  # tokens after a semicolon within which a list goes on
_AT_ONCE = 1  # tokens between a part and what is its own
_BREATH = 8  # tokens between two numbers that are told in one breath
_OPENS = 2  # tokens before what opens a sentence: a preposition, an article


ONE_OF_SEVERAL = "one of several places told"


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
    marks = _since_total(k, marks, scene)
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


_RAISING = frozenset(
    ("bringing", "brings", "bring", "brought", "raising", "raises", "taking", "takes", "ليصل",
     "لترتفع", "ليرتفع", "وترتفع", "ترتفع", "ليبلغ", "لتبلغ", "لتصل", "يرفع", "وبذلك", "وبهذا")
)  # fmt: skip
_WHOLE = frozenset(
    ("total", "toll", "number", "overall", "cumulative", "مجموع", "حصيله", "عدد", "اجمالي", "اعداد")
)


def heads_of_lists(marks: Sequence[T], tokens: Sequence[Token]) -> tuple[list[T], frozenset[int]]:
    """Places without those that only go on a list ("in Hasakah, Raqqa and Aleppo").

    Returns:
        What is left, and the first tokens of those that head a list.
    """
    kept: list[T] = []
    heads: set[int] = set()
    end = 0
    for mark in marks:
        if kept and _goes_on(tokens, end, mark):
            heads.add(kept[-1].first)
        else:
            kept.append(mark)
        end = mark.last
    return kept, frozenset(heads)


_LIST_SIGNS = frozenset((",", "،", "and", "or", "و", "او", "&", "as", "well"))


def _goes_on(tokens: Sequence[Token], end: int, mark: Stands) -> bool:
    """Whether a place goes on a list, and does not head a number of its own."""
    gap = tokens[end : mark.first]
    if not all(token.norm in _LIST_SIGNS for token in gap):
        return False
    if not gap and not tokens[mark.first].norm.startswith("و"):
        return False
    after = tokens[mark.last] if mark.last < len(tokens) else None
    return after is None or not (after.kind == "number" or after.raw in {":", "("})


def _since_total(k: int, marks: Sequence[T], scene: Scene) -> Sequence[T]:
    """The marks of a running total: "12 died on Friday, bringing the total to 450" has no Friday.

    A place still holds, and so does a stretch that goes on.
    """
    tokens = scene.sentence.tokens
    if _is_compared(k, scene):
        first = scene.quantities[k].first
        marks = [one for one in marks if not isinstance(one, When) or one.first >= first]
    for at in scene.between(k):
        if tokens[at].norm in _RAISING and any(
            form in _WHOLE for one in tokens[at : scene.quantities[k].first] for form in one.forms
        ):
            return [
                one
                for one in marks
                if not isinstance(one, When)
                or one.kind == "as of"
                or one.first >= at
                or (one.edtf or "").endswith("/..")
            ]
    return marks


def _near(k: int, marks: Sequence[T], scene: Scene) -> T | None:
    """The nearest between the number before and the number after, within its own clause."""
    quantities = scene.quantities
    first, last = quantities[k].first, scene.last(k)
    stop = quantities[k + 1].first if k + 1 < len(quantities) else len(scene.sentence.tokens)
    before = next((one for one in marks if _heads(one, first, scene)), None)
    if before is not None:
        return before
    near = [
        *((apart(last, one.first, scene), one) for one in marks
          if last <= one.first < stop and not parted(last, one.first, scene, back=False)
          and not _of_next(last, one, stop, scene)),
        *((apart(one.last, first, scene) + 0.5, one) for one in marks
          if scene.between(k).start <= one.first and one.last <= first
          and not parted(one.last, first, scene, back=True)
          and (k == 0 or apart(one.last, first, scene) < _FURTHEST)),
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
    before, after = apart(last, mark.first, scene), apart(mark.last, stop, scene)
    return after < before and before >= BREAKING and after < BREAKING


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
        if token.raw in STOPS or (token.norm in THAT and not through_that):
            return False
        if token.raw in SEMICOLONS and first - at > _NEW_CLAUSE:
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


_COMPARED = frozenset(("from", "compared", "against", "versus", "مقارنه", "بالمقارنه"))


def _is_compared(k: int, scene: Scene) -> bool:
    """Whether a number is of another time: "14,700 on Tuesday, up from 13,500"."""
    return any(scene.sentence.tokens[at].norm in _COMPARED for at in scene.between(k))


def _shared_after(
    k: int, marks: Sequence[T], scene: Scene, wholes: Sequence[int | None]
) -> T | None:
    """That of the last number told in one breath: "12 killed and 30 hurt in Homs".

    What follows a part is of the whole too, unless it stands right at the part: "40 killed, 12 of
    them children, in Homs", but "40 killed, including 12 in Homs".
    """
    j = k + 1
    if scene.quantities[k].per is not None and any(isinstance(one, When) for one in marks):
        return None  # a rate has its own time
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
    return len(gap) <= _BREATH and not parted(gap.start, gap.stop, scene, numbers=True)
