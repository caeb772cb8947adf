"""Say when lists do not tell how many people are on none of them, and why.

The first check looks at the table alone, before any sampling; the second at the posterior.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates.model import CaptureTable, Reason
from tawthiq.estimates.naming import joined, joined_ar

RUNAWAY = 100
"""An interval that ends beyond this many times the observed is no answer."""

PRIOR_SHIFT = 2.0
"""Not identified, if a flat prior on N instead of 1/N moves the median by this factor."""


def why_not_from_table(
    table: CaptureTable, dropped: tuple[str, ...], min_observed: int
) -> Reason | None:
    """First reason why the table cannot carry an estimate; None if there is none.

    Args:
        table: without the lists nobody is on.
        dropped: the names of those lists.
        min_observed: people.
    """
    return next(_table_reasons(table, dropped, min_observed), None)


def _table_reasons(
    table: CaptureTable, dropped: tuple[str, ...], min_observed: int
) -> Iterator[Reason]:
    names, seen, counts = table.lists, table.patterns.astype(np.int64), table.counts
    n_observed = table.n_observed
    if not names:
        yield Reason(
            "Nobody is on any list, so there is nothing to estimate from.",
            "لا أحد في أيّ قائمة، فليس هناك ما يُقدَّر منه.",
        )
    if len(names) < 3:
        empty = f"; nobody is on {joined(dropped)}" if dropped else ""
        empty_ar = f"؛ ولا أحد في {joined_ar(dropped)}" if dropped else ""
        yield Reason(
            f"People stand on {_lists(len(names))} only ({joined(names)}{empty}). "
            "Three are needed: with fewer, dependence between lists cannot be told from "
            "people missed by all.",
            f"لا يرد الأشخاص إلا في هذا العدد من القوائم: {len(names)} "
            f"({joined_ar(names)}{empty_ar}). واللازم ثلاث: فبأقلّ منها لا يُميَّز ارتباط القوائم "
            "بعضها ببعض ممّن فاتها جميعًا.",
        )
    if n_observed < min_observed:
        yield Reason(
            f"Only {n_observed} people are on the lists ({joined(names)}); "
            f"at least {min_observed} are needed.",
            f"عدد من في القوائم {n_observed} فقط ({joined_ar(names)})، والحدّ الأدنى اللازم "
            f"{min_observed}.",
        )
    overlap = (seen * counts[:, None]).T @ seen
    if not (np.triu(overlap, 1) > 0).any():
        yield Reason(
            f"Nobody is on two lists: {joined(names)} do not overlap at all, "
            "so nothing tells how much of the whole they cover.",
            f"لا أحد في قائمتين: {joined_ar(names)} لا تتقاطع البتّة، "
            "فلا شيء يدلّ على مقدار ما تغطّيه من المجموع.",
        )
    groups = _connected(overlap > 0)
    if len(groups) > 1:
        apart = [[names[column] for column in group] for group in groups]
        parts = "; ".join(joined(group) for group in apart)
        parts_ar = "؛ ".join(joined_ar(group) for group in apart)
        yield Reason(
            f"The lists fall into groups that share nobody ({parts}). Lists that never meet may "
            "cover different people: estimate each group's scope by itself, or leave out the "
            "list that stands apart.",
            f"تنقسم القوائم إلى مجموعات لا تشترك في أحد ({parts_ar}). والقوائم التي لا تلتقي قد "
            "تغطّي أشخاصًا مختلفين: يُقدَّر نطاق كلّ مجموعة وحده، أو تُترك القائمة المنفردة.",
        )
    on = overlap.diagonal()
    for column in np.flatnonzero(on == n_observed):
        yield Reason(
            f"Everybody observed is on {names[column]}: the other lists lie within it, "
            "so nothing shows whom it missed.",
            f"كلّ من رُصد وارد في {names[column]}: القوائم الأخرى واقعة ضمنها، "
            "فلا شيء يدلّ على من فاتها.",
        )
    for a in range(len(names)):
        for b in range(a + 1, len(names)):
            if on[a] == on[b] == overlap[a, b]:
                yield Reason(
                    f"{names[a]} and {names[b]} hold exactly the same people: one is a copy of "
                    "the other, and its overlap is no second sighting. Count them as one list.",
                    f"تضمّ {names[a]} و{names[b]} الأشخاص أنفسهم تمامًا: إحداهما نسخة عن الأخرى، "
                    "وتقاطعهما ليس رصدًا ثانيًا. تُعدّان قائمة واحدة.",
                )


def why_not_from_posterior(n: NDArray[np.int64], n_observed: int) -> Reason | None:
    """First reason why a posterior is no answer; None if it is one.

    Args:
        n: draws of N, one-dimensional, under the prior 1/N.
        n_observed: people.
    """
    median, high = np.quantile(n, [0.5, 0.975])
    if high > RUNAWAY * n_observed:
        return Reason(
            f"The interval runs away: it ends beyond {RUNAWAY} times the {n_observed:,} people "
            "observed. The lists overlap too little to bound the number from above.",
            f"الفترة بلا حدّ يُعوَّل عليه: تنتهي بعد {RUNAWAY} ضعف عدد المرصودين ({n_observed:,}). "
            "فتقاطع القوائم أقلّ من أن يحدّ العدد من أعلى.",
        )
    ordered = np.sort(n).astype(np.float64)
    # Under p(N) = 1 instead of 1/N each draw weighs N times as much.
    weight = np.cumsum(ordered)
    flat = ordered[np.searchsorted(weight, weight[-1] / 2)]
    if flat > PRIOR_SHIFT * median:
        return Reason(
            f"The prior decides: the median is {median:,.0f} if p(N) falls as 1/N and {flat:,.0f} "
            "if it is flat. The lists do not identify the number.",
            f"التوزيع القبْلي هو الذي يقرّر: الوسيط {median:,.0f} إن تناقص p(N) كـ 1/N و{flat:,.0f} "
            "إن كان منتظمًا. فالقوائم لا تعيّن العدد.",
        )
    return None


def _connected(linked: NDArray[np.bool_]) -> list[list[int]]:
    """Groups of lists that reach one another through shared people; largest first."""
    left = set(range(len(linked)))
    groups = []
    while left:
        group, frontier = set(), {min(left)}
        while frontier:
            group |= frontier
            frontier = {
                int(other) for one in frontier for other in np.flatnonzero(linked[one])
            } - group
        groups.append(sorted(group))
        left -= group
    return sorted(groups, key=lambda group: (-len(group), group))


def _lists(number: int) -> str:
    return f"{number} list" if number == 1 else f"{number} lists"
