"""A class of people whom one list alone sees: the lists do not tell how large it is.

Whoever is on that list and on no other belongs to it, and what share of it the list holds shows
nowhere: a large class seldom seen and a small one often seen give the same table. The number is
then what was held before, so it has to be said.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates.family import Doubt, shares_of
from tawthiq.estimates.finite import Sampled

_HARDLY = 0.15  # share of a class on any other list, below which the others hardly see it
_UNLIKE = 0.25  # of the share that they see of another class: small lists see everybody badly
_MUCH = 0.3  # of the people on a list alone that belong to such a class
_SURE = 0.6
_LIKELY, _STANDS_OUT = 0.08, 5.0  # where one list is so many times as likely as others on average

Floats = NDArray[np.float64]


def lone_classes(found: Sequence[Sampled], lists: tuple[str, ...], share: float) -> Iterator[Doubt]:
    """A doubt for each list that may well see a class by itself.

    Where tables say little, such a class stays possible for every list alike, for that is so before
    they are seen. So a chance that is no more than small counts where one list stands out by it.

    Args:
        found: what numbers of classes make of a table.
        lists: their names, in the order of the table.
        share: of the answer, that is of classes.
    """
    if not found:
        return
    chances = share * seen_by_one(found)
    others = (chances.sum() - chances) / max(len(chances) - 1, 1)
    told = (chances >= _LIKELY) & (chances >= _STANDS_OUT * others) | (chances >= _SURE)
    for name, so in zip(lists, told.tolist(), strict=True):
        if so:
            yield Doubt(
                code="lone-class",
                en=f"{name} may see a class of people whom the other lists hardly see. How "
                "many of them it missed shows in no overlap: the number of these people is a "
                "guess, and could be much larger.",
                ar=f"قد ترى {name} فئة من الأشخاص لا تكاد تراها سائر القوائم. وكم فاتها من "
                "هذه الفئة لا يظهر في أيّ تقاطع: فعدد هؤلاء تخمين، وقد يكون أكبر بكثير.",
            )


def seen_by_one(found: Sequence[Sampled]) -> Floats:
    """By list, how probable it is that much of what it alone holds is such a class."""
    shares = shares_of(np.array([one.log_weight for one in found]))
    by_number = np.stack([_of_particles(one.positions) for one in found])
    chances: Floats = shares @ by_number
    return chances


def _of_particles(positions: Floats) -> Floats:
    """By list, the share of particles with such a class."""
    logits, weights = positions[:, :-1], np.exp(positions[:, -1:])
    caught = 1 / (1 + np.exp(-logits))  # (n, n_lists, n_classes)
    missed = -np.logaddexp(0.0, logits)
    by_others = -np.expm1(missed.sum(axis=1, keepdims=True) - missed)
    alone = weights * caught * (1 - by_others)
    hardly = (by_others < _HARDLY) & (by_others < _UNLIKE * by_others.max(axis=2, keepdims=True))
    of_class = (alone * hardly).sum(axis=2) / alone.sum(axis=2)
    chances: Floats = (of_class > _MUCH).mean(axis=0)
    return chances
