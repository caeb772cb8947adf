"""What the page of an estimate is made of, and how it words it; here the part on lists."""

import re
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from markupsafe import Markup

from tawthiq.estimates.beside import Standing
from tawthiq.estimates.left_out import Varied
from tawthiq.estimates.model import CaptureTable, Estimate, NotEstimable
from tawthiq.publish import words
from tawthiq.publish.list_plots import MOST_INTERSECTIONS, overlap
from tawthiq.publish.model import Intersection, Lang

MOST_ROWS = 60  # of the table of patterns
_SHADES = (0.05, 0.2, 0.4, 0.7)  # shares of the smaller list at which a cell grows darker


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EstimatePage:
    """All that the page says."""

    name: str  # of the table's file
    sha256: str
    table: CaptureTable
    answer: Estimate | NotEstimable
    families: tuple[Standing, ...]  # from `families_beside`; those in the answer first
    varied: tuple[Varied, ...]  # the answer under other choices; may be none
    seed: int
    made_at: datetime


class Worded:
    """One language: labels, numbers and names as it writes them."""

    def __init__(self, names: tuple[str, ...], lang: Lang) -> None:
        self.names = names  # of lists, to be isolated in sentences
        self.lang: Lang = lang
        self.direction = "rtl" if lang == "ar" else "ltr"

    def t(self, label: str, **values: object) -> Markup:
        """A label, filled."""
        return words.text(label, self.lang, **values)

    def plain(self, label: str) -> str:
        """A label as it is."""
        return words.plain(label, self.lang)

    def e(self, value: str) -> Markup:
        """A label as it is: to be put inside another one."""
        return Markup.escape(value)

    def n(self, value: float, digits: int = 0) -> Markup:
        """A number, isolated."""
        return words.bdi(words.number(value, self.lang, digits))

    def between(self, low: float, high: float) -> Markup:
        """Two ends, read in the direction of the language."""
        ends = (words.number(round(end), self.lang) for end in (low, high))
        return Markup('<bdi dir="{}">{}</bdi>').format(self.direction, "–".join(ends))

    def user(self, value: str) -> Markup:
        """A word of others: cleaned, escaped, isolated."""
        return words.foreign(value, self.lang)

    def sentence(self, said: str) -> Markup:
        """A sentence of the room, the names of lists in it isolated from what stands around them.

        So is a model: names of two scripts, side by side, would change places with their signs.
        """
        named = sorted((words.clean(one) for one in self.names), key=len, reverse=True)
        names = "|".join(re.escape(name) for name in named)
        parts = re.split(rf"(?<!\w)({names})(?!\w)", words.clean(said))
        return Markup("<bdi>{}</bdi>").format(
            Markup().join(self.user(part) if at % 2 else part for at, part in enumerate(parts))
        )


class ListsPart(Worded):
    """The lists: how large they are, and whom they share."""

    def __init__(self, data: EstimatePage, lang: Lang) -> None:
        super().__init__(data.table.lists, lang)
        self.data = data

    @property
    def lists(self) -> list[Markup]:
        """Their names."""
        return [self.user(name) for name in self.data.table.lists]

    @property
    def matrix(self) -> list[dict[str, object]]:
        """People in each two lists, and on each list alone."""
        table = self.data.table
        on = table.patterns.astype(np.int64)
        together = (on * table.counts[:, None]).T @ on
        sizes = np.diag(together)
        single = on.sum(axis=1) == 1
        alone = (on[single] * table.counts[single, None]).sum(axis=0)
        rows: list[dict[str, object]] = []
        for at, name in enumerate(self.lists):
            cells = [
                {
                    "people": self.n(int(together[at, other])),
                    "shade": "own"
                    if other == at
                    else _shade(int(together[at, other]), int(min(sizes[at], sizes[other]))),
                }
                for other in range(len(table.lists))
            ]
            rows.append({"name": name, "cells": cells, "alone": self.n(int(alone[at]))})
        return rows

    @property
    def patterns(self) -> list[tuple[Markup, Markup]]:
        """The sets of lists, the most frequent first."""
        comma = Markup("، ") if self.lang == "ar" else Markup(", ")
        return [
            (comma.join(self.user(name) for name in one.lists), self.n(one.people))
            for one in self._sets()[:MOST_ROWS]
        ]

    @property
    def patterns_more(self) -> Markup | None:
        """How many sets the plot leaves out."""
        n = len(self.data.table.counts)
        if n <= MOST_INTERSECTIONS:
            return None
        return self.t(
            "estimate_page.patterns_more", shown=self.n(MOST_INTERSECTIONS), all=self.n(n)
        )

    @property
    def patterns_plot(self) -> Markup:
        """The sets of lists as a plot."""
        return overlap(
            self._sets(),
            {},
            self.lang,
            name=f"{self.lang}-patterns",
            title=self.plain("estimate_page.patterns"),
            desc=self.plain("estimate_page.patterns_desc"),
        )

    def _sets(self) -> list[Intersection]:
        table = self.data.table
        found = [
            Intersection(
                lists=tuple(name for name, on in zip(table.lists, row, strict=True) if on),
                people=int(people),
            )
            for row, people in zip(table.patterns, table.counts, strict=True)
        ]
        return sorted(found, key=lambda one: (-one.people, one.lists))


def _shade(both: int, smaller: int) -> str:
    share = both / smaller if smaller else 0.0
    return f"s{sum(share > bound for bound in _SHADES)}"
