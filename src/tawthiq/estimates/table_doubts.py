"""What a reader of a number has to know of its lists: doubts that leave an estimate, but say so.

Where nothing can be estimated at all, `identify` refuses. Here stands what a table shows of lists
that may not be what the models suppose: sightings of one another's people that are independent
within classes, or depend as a graph says.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates.family import Doubt
from tawthiq.estimates.model import CaptureTable

_EXPECTED = 12.0  # people by chance, from which on two lists that share nobody are remarkable
_NESTED = 20  # people of a list, from which on it is remarkable that all are on another
_COPIED = 0.9  # share of the people of two lists together that are on both


def of_table(table: CaptureTable, people: float) -> tuple[Doubt, ...]:
    """Doubts that the overlaps give.

    Args:
        table: the lists.
        people: how many there are in all, about: of so many chance makes lists meet.
    """
    together = _together(table)
    return (*_empty(table, together, people), *_nested(table, together), *_copied(table, together))


def never_meet(table: CaptureTable, people: float) -> list[tuple[str, str]]:
    """Pairs of lists that share nobody, where chance would have given a dozen.

    Args:
        table: the lists.
        people: how many there are in all, about.
    """
    return _apart(table, _together(table), people)


def _together(table: CaptureTable) -> NDArray[np.int64]:
    """People by pair of lists; on the diagonal those of each."""
    seen = table.patterns.astype(np.int64)
    return np.asarray((seen * table.counts[:, None]).T @ seen)


def _apart(
    table: CaptureTable, together: NDArray[np.int64], people: float
) -> list[tuple[str, str]]:
    on = together.diagonal().astype(np.float64)
    return [
        (table.lists[a], table.lists[b])
        for a, b in combinations(range(len(on)), 2)
        if together[a, b] == 0 and on[a] * on[b] / people >= _EXPECTED
    ]


def _empty(table: CaptureTable, together: NDArray[np.int64], people: float) -> Iterator[Doubt]:
    """Two lists that share nobody, where chance would have given some."""
    for x, y in _apart(table, together, people):
        yield Doubt(
            code="empty-overlap",
            en=f"{x} and {y} share nobody, though lists of their size would by chance. "
            "They may cover different people or take care not to repeat one another.",
            ar=f"لا يشترك {x} و{y} في أحد، مع أنّ قائمتين بحجمهما تشتركان عادةً بالمصادفة. "
            "فقد تغطّيان أشخاصًا مختلفين أو تتجنّب إحداهما تكرار ما في الأخرى.",
        )


def _nested(table: CaptureTable, together: NDArray[np.int64]) -> Iterator[Doubt]:
    """A list whose people are all on another."""
    on = together.diagonal()
    for a in range(len(on)):
        for b in range(len(on)):
            if a != b and on[a] >= _NESTED and together[a, b] == on[a] < on[b]:
                x, y = table.lists[a], table.lists[b]
                yield Doubt(
                    code="nested-list",
                    en=f"Everybody on {x} is on {y} too. If {y} takes its people from {x}, their "
                    "overlap is no second sighting, and the number is too low.",
                    ar=f"كلّ من في {x} وارد في {y} أيضًا. فإن كانت {y} تأخذ من {x} فليس تقاطعهما "
                    "رصدًا ثانيًا، ويكون العدد أقلّ من الحقيقة.",
                )


def _copied(table: CaptureTable, together: NDArray[np.int64]) -> Iterator[Doubt]:
    """Two lists that are nearly one."""
    on = together.diagonal()
    for a in range(len(on)):
        for b in range(a + 1, len(on)):
            either = on[a] + on[b] - together[a, b]
            inside = together[a, b] in (on[a], on[b])  # said of nested lists
            if not inside and either >= _NESTED and together[a, b] >= _COPIED * either:
                x, y = table.lists[a], table.lists[b]
                yield Doubt(
                    code="near-copy",
                    en=f"{x} and {y} hold nearly the same people: one may be a copy of the other, "
                    "whose overlap is no second sighting. Count them as one list if so.",
                    ar=f"تضمّ {x} و{y} الأشخاص أنفسهم تقريبًا: فقد تكون إحداهما نسخة عن الأخرى، "
                    "وتقاطعهما ليس رصدًا ثانيًا. فإن صحّ ذلك تُعدّان قائمة واحدة.",
                )
