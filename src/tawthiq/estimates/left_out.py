"""The answer under other choices: without each list, and with other priors.

Does it hang on one list, or on what was held before the table was seen?
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from tawthiq.estimates.cache import Cache
from tawthiq.estimates.estimate import estimate
from tawthiq.estimates.family import Doubt
from tawthiq.estimates.model import CaptureTable, Estimate, EstimateSettings, NotEstimable
from tawthiq.estimates.tables import canonical
from tawthiq.progress import Progress, silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Varied:
    """The answer under another choice: its number, or why it has none."""

    code: str  # for machines, such as "without:HRW"
    en: str  # what was chosen, in a few words
    ar: str
    n_observed: int  # people the estimate rests on
    median: float | None = None  # persons, all people in the scope
    low: float | None = None  # ends of the central 95 % interval
    high: float | None = None
    reason_en: str | None = None  # why it has no number
    reason_ar: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


class Shifted(Protocol):
    """What the answer would be under another prior: a row of `Estimate.shifts`."""

    @property
    def prior(self) -> str:
        """ "more-hidden" or "less-hidden"."""

    @property
    def low(self) -> float:
        """Lower end of the interval, persons."""

    @property
    def median(self) -> float:
        """Persons."""

    @property
    def high(self) -> float:
        """Upper end of the interval, persons."""


_WITHOUT = "without:"
_CLEARLY = 1.15  # of an end of the interval: a median just beyond it tells little
_PRIORS = {
    "more-hidden": ("had more people been held hidden", "لو افتُرض أنّ المحجوبين أكثر"),
    "less-hidden": ("had fewer people been held hidden", "لو افتُرض أنّ المحجوبين أقلّ"),
}


def under_other_priors(shifts: Iterable[Shifted], n_observed: int) -> tuple[Varied, ...]:
    """Rows of what other priors would have said."""
    rows = []
    for one in shifts:
        en, ar = _PRIORS[one.prior]
        rows.append(
            Varied(
                code=f"prior:{one.prior}",
                en=en,
                ar=ar,
                n_observed=n_observed,
                median=one.median,
                low=one.low,
                high=one.high,
            )
        )
    return tuple(rows)


def without_each_list(
    table: CaptureTable,
    *,
    settings: EstimateSettings | None = None,
    seed: int = 1,
    progress: Progress = silent,
    cache: Cache | None = None,
) -> tuple[Varied, ...]:
    """Estimate a table as often as it has lists, each time without one of them.

    All people are estimated each time, those on the left-out list alone too: the answers are to be
    compared as they stand. With three lists none has a number, since two carry none.

    Args:
        table: as for `estimate`; lists nobody is on are not left out, they say nothing.
        settings: as for `estimate`.
        seed: of each run.
        progress: told how many runs are done.
        cache: as for `estimate`.

    Returns:
        One row a list, in the order of their names.
    """
    table, _ = canonical(table)
    rows = []
    for done, name in enumerate(table.lists):
        progress("without each list", done, len(table.lists))
        rows.append(_without(table, name, settings, seed, cache))
    progress("without each list", len(table.lists), len(table.lists))
    return tuple(rows)


def one_list_decides(answer: Estimate, varied: Iterable[Varied]) -> Iterator[Doubt]:
    """A doubt for each list without which the median would lie clearly outside the interval.

    Args:
        answer: of all lists.
        varied: the answer under other choices, such as from `without_each_list`.
    """
    for one in varied:
        if one.median is None or not one.code.startswith(_WITHOUT):
            continue
        if not answer.low / _CLEARLY <= one.median <= answer.high * _CLEARLY:
            name = one.code.removeprefix(_WITHOUT)
            yield Doubt(
                code="one-list-decides",
                en=f"The number hangs on {name}: without it the median would be "
                f"{one.median:,.0f}, outside the interval; with it, it is {answer.median:,.0f}. "
                "What that list has, and how it came by it, is worth a look.",
                ar=f"العدد رهن بقائمة {name}: فمن دونها يكون الوسيط {one.median:,.0f}، خارج "
                f"الفترة، وهو معها {answer.median:,.0f}. ويحسن النظر في ما تضمّه هذه القائمة وكيف "
                "جمعته.",
            )


def without_list(table: CaptureTable, name: str) -> CaptureTable:
    """The table as it would be had there been no list `name`: people on it alone are not seen."""
    at = table.lists.index(name)
    patterns = np.delete(table.patterns, at, axis=1)
    seen = np.asarray(patterns.any(axis=1))
    unique, inverse = np.unique(patterns[seen], axis=0, return_inverse=True)
    counts = np.zeros(len(unique), dtype=np.int64)
    np.add.at(counts, inverse.reshape(-1), table.counts[seen])
    return CaptureTable(
        lists=table.lists[:at] + table.lists[at + 1 :], patterns=unique, counts=counts
    )


def _without(
    table: CaptureTable,
    name: str,
    settings: EstimateSettings | None,
    seed: int,
    cache: Cache | None,
) -> Varied:
    words: dict[str, Any] = {
        "code": f"{_WITHOUT}{name}",
        "en": f"without {name}",
        "ar": f"من دون {name}",
    }
    rest = without_list(table, name)
    if not rest.lists or not rest.n_observed:
        return Varied(
            **words,
            n_observed=0,
            reason_en="Nobody is on another list.",
            reason_ar="لا أحد في قائمة أخرى.",
        )
    found = estimate(rest, settings=settings, seed=seed, cache=cache)
    if isinstance(found, NotEstimable):
        return Varied(
            **words, n_observed=rest.n_observed, reason_en=found.reason, reason_ar=found.reason_ar
        )
    return Varied(
        **words,
        n_observed=rest.n_observed,
        median=found.median,
        low=found.low,
        high=found.high,
    )
