"""One page of one estimate, for a statistician to attach: HTML, in Arabic and English.

It holds all that is needed to judge the number: the table's lists and their overlap, every family
of models beside the answer, the runs, the answer under other choices, what to doubt, and what it
takes to make the same again. It loads nothing, runs nothing, and prints on A4.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from markupsafe import Markup

from tawthiq import __version__
from tawthiq.estimates.beside import Standing
from tawthiq.estimates.families_in_words import WORDS
from tawthiq.estimates.left_out import Varied
from tawthiq.estimates.model import Estimate, EstimateSettings, NotEstimable
from tawthiq.estimates.modes import Mode
from tawthiq.publish import words
from tawthiq.publish.estimate_parts import EstimatePage, ListsPart, Worded
from tawthiq.publish.estimate_plots import (
    Shown,
    answer_swatch,
    intervals,
    least_swatch,
    mode_swatch,
    run_swatch,
    runs,
)
from tawthiq.publish.estimate_said import choice_said, doubts_said, notes_said, reason_said
from tawthiq.publish.html_files import asset, policy_of, templates, write_page
from tawthiq.publish.model import LANGS, Lang
from tawthiq.publish.plots import isolated

__all__ = ["EstimatePage", "render_estimate_page", "write_estimate_page"]

MOST_MODELS = 3  # of each family

_RESAMPLED = ("log-linear", "sample-coverage", "chao-bound")
"""Models whose draws are resampled tables: no posterior, and no runs to compare."""

_EVERY = ("model", "min_observed", "min_ess", "max_rhat")
_FINITE = ("most_classes", "prior", "particles", "draws")
_USED = {
    "average": (*_FINITE, "prior_count"),
    "latent-class": _FINITE,
    "decomposable": ("draws", "prior_count"),
    "continuous": ("particles", "draws"),
    "dirichlet": (
        "classes",
        "capture_prior",
        "concentration_prior",
        "chains",
        "warmup",
        "max_draws",
    ),
}


def render_estimate_page(data: EstimatePage, *, first: Lang = "en") -> str:
    """The page; the same data give the same page, to the byte."""
    folder = templates()
    css = asset(folder, "explained.css") + asset(folder, "estimate.css")
    order = sorted(LANGS, key=lambda lang: lang != first)
    return folder.get_template("estimate.html.j2").render(
        pages=[_Page(data, lang) for lang in order],
        version=__version__,
        css=css,
        policy=policy_of(css),
    )


def write_estimate_page(data: EstimatePage, path: Path, *, first: Lang = "en") -> None:
    """Write the page to `path`, whole or not at all.

    Raises:
        ExportError: the file cannot be written.
    """
    write_page(render_estimate_page(data, first=first), path)


class _Page(ListsPart):
    """`data` in `lang`. The template calls this and nothing else."""

    def __init__(self, data: EstimatePage, lang: Lang) -> None:
        super().__init__(data, lang)
        self.mass = words.bdi(words.percent(0.95, lang))
        self.given = data.answer if isinstance(data.answer, Estimate) else None
        self.unconverged = self.given is not None and not self.given.converged

    # The head

    @property
    def plain_title(self) -> str:
        """For the window."""
        return self.plain("estimate_page.title").format(name=words.clean(self.data.name))

    @property
    def title(self) -> Markup:
        """Whose estimate it is."""
        return self.t("estimate_page.title", name=self.user(self.data.name))

    @property
    def made(self) -> Markup:
        """When, and by what."""
        when = words.bdi(words.moment(self.data.made_at, self.lang))
        return self.t("estimate_page.made", when=when, version=words.bdi(__version__))

    @property
    def lead(self) -> Markup:
        """The answer, or why there is none."""
        answer = self.data.answer
        if isinstance(answer, NotEstimable):
            return self.t(
                "estimate_page.no_answer", reason=words.bdi(reason_said(answer, self.lang))
            )
        resampled = answer.settings.model in _RESAMPLED
        return self.t(
            "estimate_page.answer_resampled" if resampled else "estimate_page.answer",
            median=self.n(round(answer.median)),
            low=self.n(round(answer.low)),
            high=self.n(round(answer.high)),
            mass=self.mass,
        )

    @property
    def keys(self) -> list[dict[str, object]]:
        """The numbers at a glance."""
        table, given = self.data.table, self.given
        found: list[dict[str, object]] = [
            {
                "what": self.t("estimate_page.observed"),
                "value": self.n(table.n_observed),
                "note": self.t(
                    "estimate_page.observed_note",
                    lists=self.n(len(table.lists)),
                    patterns=self.n(len(table.counts)),
                ),
                "estimate": False,
            }
        ]
        if given is None:
            return found
        seen = given.n_observed
        for what, less, note in (
            ("estimate_page.all_people", 0, "estimate_page.all_note"),
            ("estimate_page.unseen", seen, "estimate_page.unseen_note"),
        ):
            low, median, high = (
                self.n(round(end) - less) for end in (given.low, given.median, given.high)
            )
            more = {"mass": self.mass} if not less else {}
            found.append(
                {
                    "what": self.t(what),
                    "value": median,
                    "note": self.t(note, low=low, high=high, **more),
                    "estimate": True,
                }
            )
        return found

    # Doubts

    @property
    def doubts(self) -> list[Markup]:
        """Of the answer itself."""
        return [self.sentence(said) for name, said in self._said() if name is None]

    @property
    def notes(self) -> list[Markup]:
        """What the table shows of its lists, and the number allows for."""
        return [self.sentence(said) for said in notes_said(self.data.answer, self.lang)]

    @property
    def doubts_beside(self) -> list[tuple[str, Markup]]:
        """Of families that have no share in it."""
        return [(name, self.sentence(said)) for name, said in self._said() if name is not None]

    def _said(self) -> list[tuple[str | None, str]]:
        return doubts_said(self.data.answer, self.data.families, self.lang, self.data.varied)

    # Families

    @property
    def families(self) -> list[dict[str, object]]:
        """The table: the answer, then each family."""
        given = self.given
        if given is None:
            return []
        words_of = WORDS[given.settings.model]
        rows = [
            self._row(
                f"{self.plain('estimate_page.the_answer')}: {words_of.name(self.lang)}",
                (given.median, given.low, given.high),
                share=Markup(),
                assumes=words_of.assumes(self.lang),
                answer=True,
            )
        ]
        rows += [
            self._row(
                WORDS[one.family].name(self.lang),
                _ends(one),
                share=self._share(one),
                assumes=WORDS[one.family].assumes(self.lang),
            )
            for one in self._beside()
        ]
        return rows

    def _beside(self) -> list[Standing]:
        """The families, but for one that is the answer itself."""
        families = self.data.families
        shares = [one for one in families if one.share is not None]
        return [one for one in families if one.share is None or len(shares) > 1]

    def _row(
        self,
        name: str,
        ends: tuple[float, float, float] | None,
        *,
        share: Markup,
        assumes: str,
        answer: bool = False,
    ) -> dict[str, object]:
        return {
            "name": name,
            "share": share,
            "assumes": assumes,
            "answer": answer,
            "median": self.n(round(ends[0])) if ends else None,
            "interval": self.between(ends[1], ends[2]) if ends else None,
        }

    def _share(self, one: Standing) -> Markup:
        if one.share is None:
            return Markup.escape(self.plain("estimate_page.none_beside"))
        return self._weight(one.share)

    def _weight(self, share: float) -> Markup:
        if 0 < share < 0.001:
            least = words.number(0.001, self.lang, 3)
            return Markup('<bdi dir="ltr">{}</bdi>').format(f"< {least}")
        return self.n(share, 3)

    @property
    def families_plot(self) -> Markup:
        """The answer and each family, with densities."""
        given = self.given
        if given is None:
            return Markup()
        rows = [
            Shown(
                label=self.plain("estimate_page.the_answer"),
                median=given.median,
                low=given.low,
                high=given.high,
                draws=given.draws.reshape(-1),
                strong=True,
                modes=tuple(one.people for one in self._several),
            )
        ]
        for one in self._beside():
            ends = _ends(one)
            if ends:
                name = WORDS[one.family].name(self.lang)
                rows.append(
                    Shown(label=name, median=ends[0], low=ends[1], high=ends[2], draws=one.draws)
                )
        return intervals(
            rows,
            self.lang,
            least=given.n_observed,
            name=f"{self.lang}-families",
            title=self.plain("estimate_page.families"),
            desc=self._described("estimate_page.families_desc", rows),
        )

    @property
    def families_legend(self) -> list[tuple[Markup, Markup]]:
        """What the marks of the plot are."""
        found = [
            (answer_swatch(strong=True), self.t("estimate_page.legend_answer")),
            (answer_swatch(strong=False), self.t("estimate_page.legend_family")),
            (least_swatch(), self.t("estimate_page.legend_least")),
        ]
        if self._several:
            found.append((mode_swatch(), self.t("estimate_page.legend_mode")))
        return found

    @property
    def modes(self) -> list[dict[str, object]]:
        """The modes of the answer, where there are several."""
        return [
            {
                "people": self.n(round(one.people)),
                "interval": self.between(one.low, one.high),
                "weight": self.n(one.weight, 2),
            }
            for one in self._several
        ]

    @property
    def _several(self) -> tuple[Mode, ...]:
        modes = self.data.answer.modes
        return modes if len(modes) > 1 else ()

    @property
    def models(self) -> list[dict[str, object]]:
        """The models of each family that weigh most."""
        return [
            {
                "family": WORDS[one.family].name(self.lang),
                "model": self._model(str(model["model"])),
                "weight": self._weight(float(model["weight"])),
                "median": None if model["median"] is None else self.n(round(model["median"])),
                "interval": self._interval_of(model),
            }
            for one in self.data.families
            for model in one.models[:MOST_MODELS]
            if model["weight"]
        ]

    def _model(self, model: str) -> Markup:
        if model.isdecimal():
            return self.n(int(model))
        return Markup('<bdi dir="ltr">{}</bdi>').format(self.sentence(model))

    def _interval_of(self, model: Mapping[str, Any]) -> Markup:
        if model["low"] is None or model["high"] is None:
            return Markup("–")
        return self.between(model["low"], model["high"])

    def _described(self, label: str, rows: Sequence[Shown]) -> str:
        """How to read a plot, and what it shows, for those who do not see it."""
        said = []
        for row in rows:
            low, median, high = (
                words.number(round(end), self.lang) for end in (row.low, row.median, row.high)
            )
            said.append(f"{row.label}: {median} ({low}–{high})")
        comma = "؛ " if self.lang == "ar" else "; "
        return f"{self.plain(label)} {comma.join(said)}."

    # Runs

    @property
    def runs_intro(self) -> Markup:
        """R-hat and effective size."""
        if self.given is None:
            return Markup()
        settings = self.given.settings
        return self.t(
            "estimate_page.runs_intro",
            rhat=self.n(self.given.rhat, 3),
            max_rhat=self.n(settings.max_rhat, 2),
            ess=self.n(round(self.given.ess)),
            min_ess=self.n(round(settings.min_ess)),
        )

    @property
    def runs_plot(self) -> Markup | None:
        """Running quantiles by run; None where there are no runs."""
        if self.given is None or self.given.settings.model in _RESAMPLED:
            return None
        return runs(
            self.given.draws,
            self.lang,
            name=f"{self.lang}-runs",
            title=self.plain("estimate_page.runs_plot"),
            desc=self.plain("estimate_page.runs_desc"),
        )

    @property
    def runs(self) -> list[dict[str, object]]:
        """The interval of each run by itself."""
        if self.given is None:
            return []
        rows: list[dict[str, object]] = []
        for at, mine in enumerate(self.given.draws, start=1):
            low, median, high = np.quantile(mine, [0.025, 0.5, 0.975])
            rows.append(
                {
                    "name": self.t("estimate_page.run", number=self.n(at)),
                    "median": self.n(round(float(median))),
                    "interval": self.between(float(low), float(high)),
                }
            )
        return rows

    @property
    def runs_legend(self) -> list[tuple[Markup, Markup]]:
        """Which line is which run."""
        count = len(self.given.draws) if self.given is not None else 0
        return [
            (run_swatch(at), self.t("estimate_page.run", number=self.n(at + 1)))
            for at in range(count)
        ]

    # Other choices

    @property
    def varied(self) -> list[dict[str, object]]:
        """The answer, then each other choice."""
        given = self.given
        if given is None or not self.data.varied:
            return []
        rows: list[dict[str, object]] = [
            {
                "name": self.plain("estimate_page.the_answer"),
                "observed": self.n(given.n_observed),
                "median": self.n(round(given.median)),
                "interval": self.between(given.low, given.high),
                "answer": True,
            }
        ]
        for one in self.data.varied:
            ends = _ends(one)
            choice, reason = choice_said(one, self.lang, self.data.table.lists)
            rows.append(
                {
                    "name": words.bdi(choice),
                    "observed": self.n(one.n_observed),
                    "median": self.n(round(ends[0])) if ends else None,
                    "interval": self.between(ends[1], ends[2]) if ends else None,
                    "reason": words.bdi(reason),
                    "answer": False,
                }
            )
        return rows

    @property
    def varied_plot(self) -> Markup:
        """The same as a plot."""
        given = self.given
        if given is None:
            return Markup()
        rows = [
            Shown(
                label=self.plain("estimate_page.the_answer"),
                median=given.median,
                low=given.low,
                high=given.high,
                strong=True,
            )
        ]
        for one in self.data.varied:
            ends = _ends(one)
            if ends:
                label = isolated(choice_said(one, self.lang, self.data.table.lists)[0])
                rows.append(Shown(label=label, median=ends[0], low=ends[1], high=ends[2]))
        return intervals(
            rows,
            self.lang,
            least=given.n_observed,
            name=f"{self.lang}-varied",
            title=self.plain("estimate_page.varied_plot"),
            desc=self._described("estimate_page.varied_desc", rows),
        )

    @property
    def varied_legend(self) -> list[tuple[Markup, Markup]]:
        """What the marks of the plot are."""
        return [
            (words_mark, said)
            for words_mark, said in (
                (answer_swatch(strong=True), self.t("estimate_page.legend_answer")),
                (answer_swatch(strong=False), self.t("estimate_page.legend_varied")),
                (least_swatch(), self.t("estimate_page.legend_least")),
            )
        ]

    # Settings

    @property
    def settings(self) -> list[tuple[Markup, Markup]]:
        """What it takes to make the same again."""
        data = self.data
        return settings_rows(
            self,
            name=data.name,
            sha256=data.sha256,
            seed=data.seed,
            settings=data.answer.settings,
        )

    @property
    def cite(self) -> list[Markup]:
        """Of each family that gave a number, and of averaging where there is some."""
        given = self.given
        if given is None:
            return []
        names = [given.settings.model, *(one.family for one in self.data.families if _ends(one))]
        found = dict.fromkeys(one for name in names for one in WORDS[name].cite)
        return [Markup.escape(one) for one in found]


def settings_rows(
    page: Worded, *, name: str, sha256: str, seed: int, settings: EstimateSettings
) -> list[tuple[Markup, Markup]]:
    """The table, its bytes, the program and the seed; then each setting that the model heeds."""
    rows = [
        (page.t("estimate_page.file"), page.user(name)),
        (page.t("estimate_page.sha"), _code(sha256)),
        (page.t("estimate_page.version"), _code(f"tawthiq {__version__}")),
        (page.t("estimate_page.seed"), _code(str(seed))),
    ]
    for key in (*_EVERY, *_USED.get(settings.model, ())):
        value = _setting(settings, key)
        shown = _code(value) if value else page.t("estimate_page.none_value")
        rows.append((_code(key), shown))
    return rows


def _ends(one: Standing | Varied) -> tuple[float, float, float] | None:
    """Median and interval; None where there is no number."""
    if one.median is None or one.low is None or one.high is None:
        return None
    return one.median, one.low, one.high


def _setting(settings: EstimateSettings, name: str) -> str:
    value = settings.to_dict()[name]
    if value is None:
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{key} {one:g}" for key, one in value.items())
    if isinstance(value, tuple):
        return ", ".join(f"{one:g}" for one in value)
    return str(value)


def _code(value: str) -> Markup:
    return Markup('<bdi class="id" dir="ltr">{}</bdi>').format(words.clean(value))
