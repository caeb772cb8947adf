"""The data of a report in one language: what the template prints, already worded and escaped."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from tawthiq.publish import link_plots, list_plots, maps, range_plots, svg, words
from tawthiq.publish.model import (
    Breakdown,
    Estimated,
    Intersection,
    Lang,
    LevelWeight,
    NoEstimate,
    OverallEstimate,
    Place,
    Range,
    ReportData,
    Row,
    SaidFigure,
)
from tawthiq.publish.plots import NARROW, month_span
from tawthiq.publish.things_page import ShownPage, shown_pages
from tawthiq.publish.weights import FEW
from tawthiq.publish.wording import Wording
from tawthiq.register import level_words, reason_words

MOST_ROWS = 40  # of a plot; the table beneath it holds all


@dataclass(frozen=True, slots=True)
class Given:
    """An estimate, or why there is none."""

    known: bool
    value: Estimated | None
    reason: Markup


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table of ranges."""

    label: Markup
    count: Range | None  # None: an estimate alone
    given: Given
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One breakdown: its table, and how many of its rows the plot shows."""

    field: str
    title: Markup
    rows: list[Line]
    shown: int
    note: Markup  # whom the plot leaves out; empty where it leaves out nobody


@dataclass(frozen=True, slots=True)
class Overlap:
    """One row of the table of overlaps."""

    names: Markup
    people: int


@dataclass(frozen=True, slots=True)
class CoverageTable:
    """Records by month (rows) and list (columns)."""

    names: list[Markup]
    rows: list[tuple[str, list[int]]]
    totals: list[int]
    legend: list[tuple[Markup, Markup]]


@dataclass(frozen=True, slots=True)
class FieldWeights:
    """What the levels of one field are worth: the plot, and its table."""

    field: str
    title: Markup
    plot: Markup
    rows: list[tuple[str, LevelWeight]]  # the words of each level


class Page(Wording):
    """`data` in `lang`. The template calls this and nothing else."""

    def __init__(self, data: ReportData, lang: Lang) -> None:
        super().__init__(data.sources, lang)
        self.data = data
        self.title = words.clean(data.title(lang))
        self.heading = self.user(self.title)
        self.version = words.clean(data.tool_version)
        self.made = words.bdi(words.moment(data.made_at, lang))
        self.short_head = Markup('<bdi class="hash" dir="ltr">{}…</bdi>').format(
            words.clean(data.ledger_head)[:12]
        )
        self.command = Markup('<code dir="ltr">tawthiq verify</code>')
        scope = data.scope(lang)
        self.scope = self.t("page.scope", scope=scope) if scope else self.t("page.whole")
        whole = data.estimate
        mass = whole.interval if isinstance(whole, OverallEstimate) else 0.95
        self.mass = words.bdi(words.percent(mass, lang))
        self.list_count = sum(len(source.lists) for source in data.sources)
        self.overall = self.given(whole.value if isinstance(whole, OverallEstimate) else whole)
        # The reason alone, for sentences that say themselves that nothing was estimated.
        self.why = words.bdi(self._reason(whole)) if isinstance(whole, NoEstimate) else Markup()
        self.unconverged = isinstance(whole, OverallEstimate) and not whole.converged

    @cached_property
    def things(self) -> list[ShownPage]:
        """Pages on incidents, bodies, charters …"""
        return shown_pages(self.data.things.get(self.lang, ()), f"{self.lang}-things")

    # Parts

    def given(self, value: Estimated | NoEstimate | None) -> Given:
        """An estimate, or the reason in words; never a blank."""
        if isinstance(value, Estimated):
            return Given(known=True, value=value, reason=Markup())
        if value is None:
            return Given(known=False, value=None, reason=self.t("estimate.not_asked"))
        reason = self.t("estimate.none", reason=self._reason(value))
        return Given(known=False, value=None, reason=reason)

    def _in_row(self, value: Estimated | NoEstimate | None) -> Given:
        """An estimate of one row. The reason that holds for the whole is not said in every row."""
        if isinstance(value, NoEstimate) and value == self.data.estimate:
            return Given(known=False, value=None, reason=self.t("estimate.as_whole"))
        return self.given(value)

    def _reason(self, value: NoEstimate) -> str:
        return words.digits(value.reason(self.lang), self.lang)

    @cached_property
    def summed(self) -> Markup | None:
        """What the months come to, and why that is not the estimate of the whole."""
        found = self.data.sum_of_months
        if found is None or not self.overall.known:
            return None
        value = found.value
        said = self.t(
            "summary.sum",
            median=self.about(value.median),
            low=self.about(value.low),
            high=self.about(value.high),
        )
        notes = [said, self.t("summary.sum_why")]
        if found.left_out:
            notes.append(
                self.t(
                    "summary.sum_left_out",
                    rows=self.n(found.left_out),
                    all=self.n(found.months + found.left_out),
                    people=self.n(found.documented_left_out),
                )
            )
        if found.unplaced:
            label = "summary.sum_placed" if found.placed else "summary.sum_unplaced"
            notes.append(self.t(label, people=self.n(found.unplaced)))
        if not found.converged:
            notes.append(self.t("summary.sum_unconverged"))
        return Markup(" ").join(notes)

    @cached_property
    def left_out(self) -> Markup | None:
        """Whom the estimate of the whole leaves out; None where it leaves out nobody known."""
        if self.overall.known and self.data.totals.number_only:
            return self.t("summary.leaves_out", number_only=self.n(self.data.totals.number_only))
        return None

    @cached_property
    def _overall_entries(self) -> list[range_plots.Entry]:
        data, whole = self.data, self.data.estimate
        found = [
            range_plots.Entry(
                label=words.plain("range.overall", self.lang),
                count=data.totals.people,
                estimate=whole.value if isinstance(whole, OverallEstimate) else whole,
            )
        ]
        if self.summed and data.sum_of_months:
            label = words.plain("range.sum", self.lang)
            found.append(range_plots.Entry(label=label, estimate=data.sum_of_months.value))
        return found

    @property
    def overall_rows(self) -> list[Line]:
        """The whole scope, and the sum of its strata where there is one."""
        return [
            Line(words.bdi(each.label), each.count, self.given(each.estimate))
            for each in self._overall_entries
        ]

    @cached_property
    def breakdowns(self) -> list[Group]:
        """The tables of ranges."""
        return [self._group(each) for each in self.data.breakdowns]

    def _group(self, each: Breakdown) -> Group:
        lines = [
            Line(self._row_label(each, row), row.count, self._in_row(row.estimate))
            for row in each.rows
        ]
        apart = _apart(each)
        lines += [
            Line(
                self.t(f"row.{kind}"),
                Range(minimum=people, linked=people, maximum=people),
                Given(known=False, value=None, reason=self.t("row.apart")),
                apart=True,
            )
            for kind, people in apart
        ]
        by_time = each.field == "month" and bool(each.rows)
        return Group(
            field=each.field,
            title=self.t(f"field.{each.field}"),
            rows=lines,
            shown=len(lines) if by_time else min(len(lines), MOST_ROWS),
            note=Markup(" ").join(
                self.t(f"row.{kind}_month", people=self.n(people)) for kind, people in apart
            )
            if by_time
            else Markup(),
        )

    @cached_property
    def overlap(self) -> list[Overlap]:
        """The table of overlaps, the largest sets first."""
        return [Overlap(self.list_names(each.lists), each.people) for each in self._intersections]

    @property
    def overlap_shown(self) -> int:
        """How many sets the plot shows."""
        return min(len(self._intersections), list_plots.MOST_INTERSECTIONS)

    @cached_property
    def coverage(self) -> CoverageTable | None:
        """Records by month and list; None where no record has a month."""
        given = self.data.coverage
        if not given:
            return None
        lists = list(dict.fromkeys(each.list for each in given))
        sums: defaultdict[tuple[str, str], int] = defaultdict(int)
        for each in given:
            sums[each.month, each.list] += each.records
        rows = [
            (words.month(month, self.lang), [sums[month, listed] for listed in lists])
            for month in month_span([each.month for each in given])
        ]
        totals = [sum(column) for column in zip(*(cells for _, cells in rows), strict=True)]
        return CoverageTable([self.list_name(each) for each in lists], rows, totals, self._classes)

    @property
    def places(self) -> list[Place]:
        """The largest first."""
        return sorted(self.data.places, key=lambda each: (-each.count.linked, each.id))

    @property
    def largest_place(self) -> int:
        """What the largest circle of the map stands for."""
        return max(each.count.linked for each in self.data.places)

    @property
    def on_the_map(self) -> int:
        """How many people the circles of the map stand for."""
        return sum(each.count.linked for each in self.data.places)

    def range_legend(
        self, rows: Sequence[Line], *, by_time: bool = False
    ) -> list[tuple[Markup, Markup]]:
        """What the marks of a plot of these rows mean."""
        kinds = ["documented", "linked"]
        if any(row.given.known for row in rows):
            kinds.append("estimated")
        if any(row.apart for row in rows) and not by_time:
            kinds.append("apart")
        return [(svg.swatch(kind), self.t(f"range.legend_{kind}")) for kind in kinds]

    # What levels of agreement are worth

    @cached_property
    def weights(self) -> list[FieldWeights]:
        """One group a field, in the order of the linkage."""
        fields = list(dict.fromkeys(each.field for each in self.data.weights))
        return [self._field_weights(field) for field in fields]

    @property
    def weights_start(self) -> Markup:
        """Where the sum begins, and how the plots are read."""
        prior = self.bits(self.data.prior_bits or 0.0)
        return self.t("weights.start", prior=prior, few=self.n(FEW))

    @property
    def weights_legend(self) -> list[tuple[Markup, Markup]]:
        """What the marks mean."""
        return [
            (svg.swatch("for"), self.t("weights.for")),
            (svg.swatch("against"), self.t("weights.against")),
            (svg.swatch("between"), self.t("weights.between")),
        ]

    def _field_weights(self, field: str) -> FieldWeights:
        levels = [each for each in self.data.weights if each.field == field]
        name = reason_words(f"field.{field}", self.lang)
        title = words.plain("weights.field", self.lang).format(field=name)
        title = f"{title[0].upper()}{title[1:]}"
        told = [level_words(each.level, self.lang) for each in levels]
        ends = [
            end
            for each in self.data.weights
            for end in (0.0, each.bits, each.low, each.high)
            if end is not None
        ]
        plot = link_plots.level_weights(
            levels,
            told,
            (min(ends), max(ends)),
            self.lang,
            name=f"{self.lang}-plot-weights-{field}",
            title=title,
            desc=words.plain("weights.desc", self.lang),
        )
        return FieldWeights(
            field=field,
            title=Markup.escape(title),
            plot=plot,
            rows=list(zip(told, levels, strict=True)),
        )

    # Figures of the texts

    def said_value(self, each: SaidFigure) -> Markup:
        """The value with its bound, and whether the text denies it."""
        value = self.user(each.value[self.lang])
        return self.t("said.denied", value=value) if each.denied else value

    def said_counted(self, each: SaidFigure) -> Markup:
        """What is counted, and of whom."""
        parts = [each.counted, each.category]
        said = [self.user(part[self.lang]) for part in parts if part is not None]
        return Markup(" · ").join(said) or Markup("–")

    def said_name(self, name: Mapping[Lang, str] | None, withheld: bool) -> Markup:
        """A place or speaker that may be named, or that one is named and withheld."""
        if name is not None:
            return self.user(name[self.lang])
        return self.t("said.withheld") if withheld else Markup("–")

    @property
    def said_left_out(self) -> list[Markup]:
        """How many figures are not shown, and why."""
        said = self.data.said
        return [
            self.t(key, n=self.n(number))
            for key, number in (
                ("said.rejected", said.rejected),
                ("said.comments", said.in_comments),
                ("said.beyond", said.beyond),
            )
            if number
        ]

    # Plots

    @cached_property
    def plots(self) -> dict[str, Markup | None]:
        """Every plot by its name; None where there is nothing to draw."""
        drawn: dict[str, Markup | None] = {
            "overall": _ranges(
                self._overall_entries, self.lang, self._said("overall", "range.overall_title", "")
            )
        }
        for each in self.data.breakdowns:
            drawn[each.field] = self._breakdown_plot(each)
        data, lang = self.data, self.lang
        drawn["overlap"] = (
            list_plots.overlap(
                self._intersections,
                self.names,
                lang,
                **self._said("overlap", "overlap.plot", "overlap.intro"),
            )
            if data.overlap
            else None
        )
        drawn["coverage"] = (
            list_plots.coverage(
                data.coverage,
                self.names,
                self._bounds,
                lang,
                **self._said("coverage", "coverage.plot", "coverage.intro"),
            )
            if data.coverage
            else None
        )
        drawn["map"] = (
            maps.bubbles(data.places, lang, **self._said("map", "map.plot", "map.desc"))
            if data.places
            else None
        )
        said = self._said("bylists", "links.plot_lists", "links.intro")
        drawn["by_lists"] = (
            link_plots.by_lists(data.links, lang, **said) if data.links.people_by_lists else None
        )
        said = self._said("pairs", "links.plot_pairs", "links.intro")
        drawn["pairs"] = (
            link_plots.probabilities(data.links, lang, **said) if data.links.histogram else None
        )
        return drawn

    def _breakdown_plot(self, each: Breakdown) -> Markup | None:
        apart = _apart(each)
        if not each.rows and not apart:
            return None
        said = self._said(each.field, f"field.{each.field}", "")
        if each.field == "month" and each.rows:
            return range_plots.months(each.rows, self.lang, **said)
        entries = [
            range_plots.Entry(label=row.label(self.lang), count=row.count, estimate=row.estimate)
            for row in each.rows[: MOST_ROWS - len(apart)]
        ]
        entries += [
            range_plots.Entry(label=words.plain(f"row.{kind}", self.lang), apart=people)
            for kind, people in apart
        ]
        return _ranges(entries, self.lang, said)

    def _said(self, name: str, title: str, desc: str) -> dict[str, str]:
        return {
            "name": f"{self.lang}-plot-{name}",
            "title": words.plain(title, self.lang),
            "desc": words.plain(desc or "range.desc", self.lang),
        }

    @cached_property
    def _intersections(self) -> list[Intersection]:
        return sorted(self.data.overlap, key=lambda each: (-each.people, each.lists))

    @cached_property
    def _bounds(self) -> list[int]:
        return list_plots.class_bounds(max(each.records for each in self.data.coverage))

    @property
    def _classes(self) -> list[tuple[Markup, Markup]]:
        legend = [(Markup(), self.t("coverage.legend"))]
        for at, low in enumerate(self._bounds):
            if at + 1 == len(self._bounds):
                said = self.t("coverage.from", low=self.n(low))
            elif (high := self._bounds[at + 1] - 1) == low:
                said = self.n(low)
            else:
                said = self.t("coverage.between", low=self.n(low), high=self.n(high))
            legend.append((svg.cell(svg.SEQUENCE[at]), said))
        return [*legend, (svg.cell("#ffffff"), self.t("coverage.blank"))]

    def _row_label(self, each: Breakdown, row: Row) -> Markup:
        if each.field == "month":
            return words.bdi(words.month(row.id, self.lang))
        return self.user(row.label(self.lang))


def _ranges(entries: Sequence[range_plots.Entry], lang: Lang, said: Mapping[str, str]) -> Markup:
    """Twice, for wide screens and for a phone; the page shows the one that fits."""
    name, title, desc = said["name"], said["title"], said["desc"]
    return Markup('<div class="wide">{}</div><div class="narrow">{}</div>').format(
        range_plots.ranges(entries, lang, name=name, title=title, desc=desc),
        range_plots.ranges(
            entries, lang, name=f"{name}-narrow", title=title, desc=desc, width=NARROW
        ),
    )


def _apart(each: Breakdown) -> list[tuple[str, int]]:
    """Those who belong to no row for certain: a number, not a range."""
    found = (("not_recorded", each.not_recorded), ("accounts_differ", each.accounts_differ))
    return [(kind, people) for kind, people in found if people]
