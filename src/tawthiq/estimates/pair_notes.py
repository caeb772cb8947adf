"""Pairs of lists that a table shows to depend on one another: worth telling, and allowed for.

A list may take people from another, or two lists may divide people between them. Graphs hold that
possible and reckon with it, so it is no doubt of their number; yet a reader should hear of it.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates.family import Doubt
from tawthiq.estimates.model import CaptureTable

_SURE = 0.9  # probability that two lists depend on one another, from which on it is told


def pair_notes(
    graphs: Sequence[tuple[tuple[int, ...], float]], table: CaptureTable
) -> Iterator[Doubt]:
    """A note for each pair that depends.

    Args:
        graphs: the lists that each list is joined to, as bits, and the probability of the graph;
            not all graphs need be there.
        table: with the lists in the order of the graphs.
    """
    for a, b in combinations(range(len(table.lists)), 2):
        if sum(weight for joined, weight in graphs if joined[a] >> b & 1) < _SURE:
            continue
        x, y = table.lists[a], table.lists[b]
        if _seek(table, a, b):
            yield Doubt(
                code="pair-above",
                en=f"{x} and {y} share more people than chance gives: one may take people from "
                "the other, or both hear of them from one source. The number allows for it.",
                ar=f"يشترك {x} و{y} في أشخاص أكثر ممّا تأتي به المصادفة: فقد تأخذ إحداهما عن الأخرى "
                "أو تسمعان بهم من مصدر واحد. والعدد يراعي ذلك.",
            )
        else:
            yield Doubt(
                code="pair-below",
                en=f"{x} and {y} share fewer people than chance gives: they may work in different "
                "places or times, or take care not to repeat one another. The number allows for "
                "it.",
                ar=f"يشترك {x} و{y} في أشخاص أقلّ ممّا تأتي به المصادفة: فقد تعملان في أماكن "
                "أو أوقات مختلفة أو تتجنّب إحداهما تكرار ما في الأخرى. والعدد يراعي ذلك.",
            )


def _seek(table: CaptureTable, a: int, b: int) -> bool:
    """Whether two lists agree more than they differ, among people on some other list."""
    seen, people = table.patterns.astype(bool), table.counts
    elsewhere = seen.sum(axis=1) > seen[:, a].astype(int) + seen[:, b]
    on_a, on_b = seen[:, a], seen[:, b]

    def of(cell: NDArray[np.bool_]) -> float:
        return float(people[elsewhere & cell].sum())

    return of(on_a & on_b) * of(~on_a & ~on_b) > of(on_a & ~on_b) * of(~on_a & on_b)
