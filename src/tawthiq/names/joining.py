"""Join the compounds of many names at once: the rules of `join_compounds` on numbers.

The words of all names stand in one array, each as its traits (`tawthiq.names.words`). All names are
read in step, one part at a time, so that a column costs a few passes over arrays and no loop over
its names.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from tawthiq.names.words import (
    ABD,
    ARABIC,
    ARTICLE,
    ENDS_PREVIOUS,
    FATHER_OF,
    INNER_ARTICLE,
    LONE_ARTICLE,
    SERVED,
    SON_OF,
    SOUND_BITS,
    SOUND_SHIFT,
    STARTS_SOMETHING,
    SUN_SHIFT,
    SURE_ABD,
    TITLE,
    TORN_ARTICLE,
    TORN_ENDING,
)

Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Marks = npt.NDArray[np.int8]

# What becomes of a word: set aside (a title, a particle), begins a part, or goes on with the one
# before it, with a hyphen or without.
ASIDE, BEGINS, HYPHENED, JOINED = range(4)
_SOUNDS = (1 << SOUND_BITS) - 1


def _has(traits: Longs, trait: int) -> Bools:
    return np.asarray((traits & trait) != 0)


def _is_latin_article(traits: Longs, following: Longs) -> Bools:
    sun = (traits >> SUN_SHIFT) & (following >> SOUND_SHIFT) & _SOUNDS
    return np.asarray(_has(traits, LONE_ARTICLE) | (sun != 0))


def mark_words(
    traits: Longs, starts: Longs, stops: Longs, served: Callable[[Longs], Bools]
) -> Marks:
    """Say of every word of every name what becomes of it.

    Args:
        traits: of all words, names one after the other; see `traits_of`.
        starts: where in `traits` each name begins, ascending.
        stops: where it ends.
        served: given places in `traits`, tells of the words there whether a Latin "abd" before
            them makes one name with them (`served_by_latin_abd`).

    Returns:
        `ASIDE`, `BEGINS`, `HYPHENED` or `JOINED`, one a word: the parts are those of
        `split_name`, for a name without brackets.
    """
    marks = np.full(len(traits), BEGINS, dtype=np.int8)
    starting = np.concatenate([[0], np.cumsum(_has(traits, STARTS_SOMETHING))])
    eventful = starting[stops] > starting[starts]
    at, stop = starts[eventful], stops[eventful]
    # Titles go while a name remains.
    titled = np.arange(len(at))
    while len(titled := titled[_has(traits[at[titled]], TITLE) & (at[titled] < stop[titled] - 1)]):
        marks[at[titled]] = ASIDE
        at[titled] += 1
    padded = np.concatenate([traits, [0, 0]])
    has_part = np.zeros(len(at), dtype=bool)
    while len(at):
        count, mark, glue = _next_part(padded, at, stop - at, has_part, served)
        marks[at] = mark
        for more in (1, 2):
            longer = count > more
            marks[at[longer] + more] = glue[longer]
        at += count
        going = at < stop
        at, stop, has_part = at[going], stop[going], np.ones(int(going.sum()), dtype=bool)
    return marks


def _next_part(
    traits: Longs, at: Longs, left: Longs, has_part: Bools, served: Callable[[Longs], Bools]
) -> tuple[Longs, Marks, Marks]:
    """How many words from `at` on go together, what becomes of the first, and of the others."""
    word = traits[at]
    following = np.where(left > 1, traits[at + 1], 0)
    after = np.where(left > 2, traits[at + 2], 0)
    arabic = _has(word, ARABIC)
    count = np.where(
        arabic, _arabic_compound(word, following, left), _latin_compound(word, following, after)
    )
    abd = ~arabic & _has(word, ABD) & ~_has(word, SURE_ABD) & (left > 1) & (count == 1)
    if abd.any():
        count[abd] += served(at[abd] + 1)
    glue = np.where(arabic, JOINED, HYPHENED).astype(np.int8)
    mark = np.full(len(at), BEGINS, dtype=np.int8)

    son = _has(word, SON_OF)
    last = left == 1
    aside = son & has_part & ~last
    count[son] = np.where(last | aside, 1, 2)[son]  # Ibn Sina: here it belongs to the name
    mark[aside] = ASIDE

    ends = has_part & _has(word, ENDS_PREVIOUS)
    torn = has_part & ~ends & _has(word, TORN_ARTICLE) & _has(following, TORN_ENDING)
    count[ends], count[torn] = 1, 2
    mark[ends | torn] = glue[ends | torn]
    return count, mark, glue


def _arabic_compound(word: Longs, following: Longs, left: Longs) -> Longs:
    with_article = _has(following, ARTICLE) & (left > 2)
    of = np.where(with_article, 3, 2)
    count = np.ones(len(word), dtype=np.int64)
    abd = _has(word, ABD) & (with_article | _has(following, SERVED))
    father = _has(word, FATHER_OF) & (left > 1)
    count[abd | father] = of[abd | father]
    count[_has(word, ARTICLE) & _has(following, ARABIC)] = 2
    return count


def _latin_compound(word: Longs, following: Longs, after: Longs) -> Longs:
    """The same for Latin words, but for an "abd" that waits for whom it serves."""
    # A word always has a trait (of its letters), so that 0 is no word.
    article = _is_latin_article(following, after) | _has(following, INNER_ARTICLE)
    with_article = article & (after != 0)
    of = np.where(with_article, 3, 2)
    count = np.ones(len(word), dtype=np.int64)
    followed = following != 0
    count[_is_latin_article(word, following) & followed] = 2
    abd = _has(word, ABD) & followed & (with_article | _has(word, SURE_ABD))
    father = _has(word, FATHER_OF) & followed
    count[abd | father] = of[abd | father]
    return count
