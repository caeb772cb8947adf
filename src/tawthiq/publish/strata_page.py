"""One page of the strata of a table: HTML, in Arabic and English, like that of one estimate.

Each stratum with its number or why it has none, their sum beside all rows taken at once, what to
doubt of each, which lists work where, and what it takes to make the same again.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from tawthiq import __version__
from tawthiq.estimates.families_in_words import WORDS
from tawthiq.estimates.model import (
    CaptureTable,
    Estimate,
    EstimateSettings,
    NotEstimable,
    StrataEstimate,
    Total,
)
from tawthiq.publish import words
from tawthiq.publish.estimate_page import settings_rows
from tawthiq.publish.estimate_parts import Worded
from tawthiq.publish.estimate_plots import Shown, answer_swatch, intervals, least_swatch
from tawthiq.publish.estimate_said import (
    pooling_said,
    reason_said,
    stratum_doubts,
    unknown_said,
)
from tawthiq.publish.html_files import asset, policy_of, templates, write_page
from tawthiq.publish.model import LANGS, Lang
from tawthiq.publish.plots import isolated

MOST_SHOWN = 40  # strata in the plot; the table has all
_ROW = 30  # pixels of a stratum in the plot
_SHARED_CITE = (
    "Clogg and Goodman (1984). Latent structure analysis of a set of multidimensional contingency "
    "tables. Journal of the American Statistical Association 79, 762-771."
)
_PLACED_CITE = "Rubin (1987). Multiple Imputation for Nonresponse in Surveys. Wiley."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StrataPage:
    """All that the page says."""

    name: str  # of the table's file
    sha256: str
    table: CaptureTable  # all rows
    by: str  # the column that names the strata
    tables: dict[str, CaptureTable]  # people recorded in each stratum
    unknown: int  # people whose stratum is not recorded
    placed: bool  # those are placed by chance for the estimates; else left out
    result: StrataEstimate
    whole: Estimate | NotEstimable  # all rows at once
    seed: int
    made_at: datetime


def render_strata_page(data: StrataPage, *, first: Lang = "en") -> str:
    """The page; the same data give the same page, to the byte."""
    folder = templates()
    css = asset(folder, "explained.css") + asset(folder, "estimate.css")
    order = sorted(LANGS, key=lambda lang: lang != first)
    return folder.get_template("strata.html.j2").render(
        pages=[_Page(data, lang) for lang in order],
        version=__version__,
        css=css,
        policy=policy_of(css),
    )


def write_strata_page(data: StrataPage, path: Path, *, first: Lang = "en") -> None:
    """Write the page to `path`, whole or not at all.

    Raises:
        ExportError: the file cannot be written.
    """
    write_page(render_strata_page(data, first=first), path)


class _Page(Worded):
    """`data` in `lang`. The template calls this and nothing else."""

    def __init__(self, data: StrataPage, lang: Lang) -> None:
        super().__init__(data.table.lists, lang)
        self.data = data
        self.mass = words.bdi(words.percent(0.95, lang))
        self.total: Total | None = data.result.total or data.result.partial_total
        self.whole = data.whole if isinstance(data.whole, Estimate) else None
        part = self.total is not None and bool(self.total.left_out)
        self.sum_label = "strata_page.the_part" if part else "strata_page.the_sum"
        self.unconverged = self.total is not None and not self.total.converged

    # The head

    @property
    def plain_title(self) -> str:
        """For the window."""
        return self.plain("strata_page.title").format(
            name=words.clean(self.data.name), by=words.clean(self.data.by)
        )

    @property
    def title(self) -> Markup:
        """Whose strata they are."""
        return self.t(
            "strata_page.title", name=self.user(self.data.name), by=self.user(self.data.by)
        )

    @property
    def made(self) -> Markup:
        """When, and by what."""
        when = words.bdi(words.moment(self.data.made_at, self.lang))
        return self.t("estimate_page.made", when=when, version=words.bdi(__version__))

    @property
    def lead(self) -> list[Markup]:
        """The sum, and what it leaves out; or that there is none."""
        if self.total is None:
            return [self.t("strata_page.no_sum")]
        said = [
            self.t(
                "strata_page.sum",
                median=self.n(round(self.total.median)),
                low=self.n(round(self.total.low)),
                high=self.n(round(self.total.high)),
                mass=self.mass,
                strata=self.n(len(self.total.strata)),
            )
        ]
        if self.total.left_out:
            said.append(
                self.t(
                    "strata_page.left_out",
                    strata=self.n(len(self.total.left_out)),
                    people=self.n(sum(self.total.left_out.values())),
                )
            )
        return said

    @property
    def keys(self) -> list[dict[str, object]]:
        """The numbers at a glance: recorded, the sum, the whole."""
        table = self.data.table
        found: list[dict[str, object]] = [
            {
                "what": self.t("estimate_page.observed"),
                "value": self.n(table.n_observed),
                "note": self.t(
                    "strata_page.observed_note",
                    lists=self.n(len(table.lists)),
                    strata=self.n(len(self.data.tables)),
                ),
                "estimate": False,
            }
        ]
        for label, one in (
            (self.sum_label, self.total),
            ("strata_page.the_whole", self.whole),
        ):
            if one is None:
                continue
            low, median, high = (self.n(round(end)) for end in (one.low, one.median, one.high))
            found.append(
                {
                    "what": self.t(label),
                    "value": median,
                    "note": self.t("estimate_page.all_note", low=low, high=high, mass=self.mass),
                    "estimate": True,
                }
            )
        return found

    # The strata

    @property
    def rows(self) -> list[dict[str, object]]:
        """The table: each stratum, then the sum, then the whole."""
        found: list[dict[str, object]] = []
        for name, one in self.data.result.strata.items():
            row: dict[str, object] = {
                "name": self.user(name),
                "recorded": self.n(self.data.tables[name].n_observed),
                "answer": False,
            }
            if isinstance(one, NotEstimable):
                found.append(
                    row | {"median": None, "why": self.sentence(reason_said(one, self.lang))}
                )
                continue
            note = "" if one.converged else self.plain("strata_page.not_converged")
            found.append(row | self._numbers(one) | {"note": note})
        recorded = self.n(sum(one.n_observed for one in self.data.tables.values()))
        if self.total is not None:
            mine = self.n(sum(self.data.tables[name].n_observed for name in self.total.strata))
            found.append(
                {"name": self.t(self.sum_label), "recorded": mine, "note": "", "answer": True}
                | self._numbers(self.total)
            )
        elif not found:
            return found
        whole: dict[str, object] = {
            "name": self.t("strata_page.the_whole"),
            "recorded": self.n(self.data.table.n_observed) if self.data.unknown else recorded,
            "note": "",
            "answer": True,
        }
        if isinstance(self.data.whole, NotEstimable):
            why = self.sentence(reason_said(self.data.whole, self.lang))
            return [*found, whole | {"median": None, "why": why}]
        return [*found, whole | self._numbers(self.data.whole)]

    @property
    def noted(self) -> bool:
        """Whether any stratum has a note."""
        return any(row.get("note") for row in self.rows)

    def _numbers(self, one: Estimate | Total) -> dict[str, object]:
        return {"median": self.n(round(one.median)), "interval": self.between(one.low, one.high)}

    @property
    def plot(self) -> Markup:
        """Median and interval of each stratum."""
        given = self._given()
        if not given:
            return Markup()
        rows = [
            Shown(label=isolated(name), median=one.median, low=one.low, high=one.high)
            for name, one in given[:MOST_SHOWN]
        ]
        return intervals(
            rows,
            self.lang,
            least=None,
            marks=[self.data.tables[name].n_observed for name, _ in given[:MOST_SHOWN]],
            row=_ROW,
            name=f"{self.lang}-strata",
            title=self.plain("strata_page.strata"),
            desc=self.plain("strata_page.strata_desc"),
        )

    def _given(self) -> list[tuple[str, Estimate]]:
        return [
            (name, one)
            for name, one in self.data.result.strata.items()
            if isinstance(one, Estimate)
        ]

    @property
    def plot_more(self) -> Markup | None:
        """How many strata the plot leaves out."""
        n = len(self._given())
        if n <= MOST_SHOWN:
            return None
        return self.t("strata_page.more", shown=self.n(MOST_SHOWN), all=self.n(n))

    @property
    def legend(self) -> list[tuple[Markup, Markup]]:
        """What the marks of the plot of strata are."""
        return [
            (answer_swatch(strong=False), self.t("strata_page.legend_stratum")),
            (least_swatch(), self.t("strata_page.legend_recorded")),
        ]

    @property
    def beside(self) -> Markup:
        """The sum and the whole, with the spread of their draws."""
        shown = [
            Shown(
                label=self.plain(label),
                median=one.median,
                low=one.low,
                high=one.high,
                draws=one.draws.reshape(-1),
                strong=strong,
            )
            for label, one, strong in (
                (self.sum_label, self.total, True),
                ("strata_page.the_whole", self.whole, False),
            )
            if one is not None
        ]
        if not shown:
            return Markup()
        return intervals(
            shown,
            self.lang,
            least=self.data.table.n_observed,
            name=f"{self.lang}-beside",
            title=self.plain("strata_page.beside"),
            desc=self.plain("strata_page.beside_desc"),
        )

    @property
    def beside_legend(self) -> list[tuple[Markup, Markup]]:
        """What the marks of the plot of sum and whole are."""
        return [
            (answer_swatch(strong=True), self.t(self.sum_label)),
            (answer_swatch(strong=False), self.t("strata_page.the_whole")),
            (least_swatch(), self.t("estimate_page.legend_least")),
        ]

    # Doubts

    @property
    def notes(self) -> list[Markup]:
        """What holds for all strata."""
        found = [Markup.escape(one) for one in pooling_said(self.data.result, self.lang)]
        if self.data.unknown:
            said = unknown_said(self.data.unknown, self.lang, placed=self.data.placed)
            found.append(Markup.escape(said))
        return found

    @property
    def doubts(self) -> list[tuple[Markup, list[Markup]]]:
        """Of each stratum that has some; after them, of the whole."""
        found = [
            (self.user(name), [self.sentence(said) for said in stratum_doubts(one, self.lang)])
            for name, one in self._given()
            if one.doubts
        ]
        if self.whole is not None and self.whole.doubts:
            whole = [self.sentence(said) for said in stratum_doubts(self.whole, self.lang)]
            found.append((self.t("strata_page.the_whole"), whole))
        return found

    # The lists

    @property
    def lists(self) -> list[Markup]:
        """Their names."""
        return [self.user(name) for name in self.data.table.lists]

    @property
    def on_lists(self) -> list[tuple[Markup, list[Markup]]]:
        """People of each stratum on each list; a dash where nobody is."""
        return [
            (
                self.user(name),
                [self.n(n) if n else Markup("–") for n in _sizes(one, self.data.table.lists)],
            )
            for name, one in self.data.tables.items()
        ]

    # Settings

    @property
    def settings(self) -> list[tuple[Markup, Markup]]:
        """What it takes to make the same again."""
        settings: EstimateSettings = next(iter(self.data.result.strata.values())).settings
        rows = settings_rows(
            self,
            name=self.data.name,
            sha256=self.data.sha256,
            seed=self.data.seed,
            settings=settings,
        )
        by = (self.t("strata_page.column"), self.user(self.data.by))
        pooling = (
            self.t("strata_page.pooling"),
            self.t(f"strata_page.pooling_{self.data.result.pooling}"),
        )
        unknown = (
            self.t("strata_page.unknown"),
            self.t("strata_page.placed" if self.data.placed else "strata_page.dropped"),
        )
        return [*rows[:4], by, pooling, *([unknown] if self.data.unknown else []), *rows[4:]]

    @property
    def cite(self) -> list[Markup]:
        """The methods of the numbers on the page."""
        answers = [one for _, one in self._given()]
        answers += [self.whole] if self.whole is not None else []
        names = [
            name
            for one in answers
            for name in (one.settings.model, *(family.family for family in one.families))
        ]
        found = [cite for name in dict.fromkeys(names) for cite in WORDS[name].cite]
        if self.data.result.pooling == "shared":
            found.append(_SHARED_CITE)
        if self.data.unknown and self.data.placed:
            found.append(_PLACED_CITE)
        return [Markup.escape(one) for one in dict.fromkeys(found)]


def _sizes(table: CaptureTable, lists: tuple[str, ...]) -> list[int]:
    on: NDArray[np.int64] = (table.patterns * table.counts[:, None]).sum(axis=0)
    size = dict(zip(table.lists, on.tolist(), strict=True))
    return [int(size.get(name, 0)) for name in lists]
