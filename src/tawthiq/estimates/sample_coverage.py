"""Estimates by sample coverage: how much of the whole the overlaps reach, and how lists go
together.

No model of the patterns is chosen. The sample coverage is the share of people, each weighed by how
likely lists are to hold them, that the other lists reach as well; the coefficients of covariation
say how much more often than by chance two lists share people, be it that they depend on each other
or that people differ. Three estimates come of it (Chao, Tsay, Lin, Shau and Chao 2001, Statistics
in Medicine 20, 3123-3157; Chao and Tsay 1998, JASA 93, 283-293):

- for independent lists, eq. (9): people in overlaps over coverage;
- for high coverage, eq. (12): with the covariations, which in turn depend on the number estimated;
- one step, eq. (13): the covariations taken at a first guess, for coverage too low for the former.

For more than three lists the form here is the same sum over all pairs of lists: people on one of
the two and on no list besides the pair, times the pair's covariation. With three lists it is the
paper's. The authors' own form for more lists was not at hand, and may differ.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from tawthiq.errors import EstimateError
from tawthiq.estimates import bootstrap
from tawthiq.estimates.dependence import pair_odds
from tawthiq.estimates.doubts import (
    STOPPED,
    number_of_lists,
    resamples_without_estimate,
    unbounded,
)
from tawthiq.estimates.family import MODELS_SCHEMA, Doubt, FamilyEstimate, NoEstimate
from tawthiq.estimates.model import CaptureTable
from tawthiq.estimates.naming import joined, joined_ar
from tawthiq.estimates.tables import canonical
from tawthiq.progress import Progress, silent

FAMILY = "sample-coverage"

MOST_LISTS = 16
LOW_COVERAGE = 0.55
"""Below it the paper finds the high-coverage form too unsteady, and takes one step."""

_UNSTEADY = (
    1 / 3
)  # of the estimate: a larger standard error of the high-coverage form, and one step

Floats = NDArray[np.float64]
Form = Literal["independent", "high-coverage", "one-step"]
FORMS: tuple[Form, ...] = ("independent", "high-coverage", "one-step")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageSettings:
    """Which of the estimates, and how the interval is made."""

    form: Literal["auto", "independent", "high-coverage", "one-step"] = "auto"
    resamples: int = 1_000
    interval: bootstrap.Interval = "bca"

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.form not in {"auto", *FORMS}:
            raise EstimateError(f"settings: form is {self.form!r}; auto, {', '.join(FORMS)}.")
        bootstrap.check(self.resamples, self.interval)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Coverage:
    """What sample coverage makes of each of several tables; each array has one value a table."""

    coverage: Floats  # share, from 0 to 1
    overlapping: Floats  # people: of those on all lists but one, averaged over which one
    independent: Floats  # all people, eq. (9); inf where there is no finite value
    high_coverage: Floats  # eq. (12)
    one_step: Floats  # eq. (13)

    def of(self, form: Form) -> Floats:
        """One of the three estimates."""
        return {
            "independent": self.independent,
            "high-coverage": self.high_coverage,
            "one-step": self.one_step,
        }[form]


def coverage_estimates(
    tables: NDArray[np.int64], patterns: NDArray[np.int64], n_lists: int
) -> Coverage:
    """Compute the three estimates on each of several tables.

    Args:
        tables: people by pattern, shape (n_tables, n_patterns).
        patterns: as numbers, shape (n_patterns,); bit j is list j, and none is 0.
        n_lists: of the tables.

    Source: Chao et al. (2001), eq. (9), (12), (13).
    """
    return _estimates(tables @ _features(patterns, n_lists), n_lists)


def _features(patterns: NDArray[np.int64], n_lists: int) -> csr_array:
    """In which of the sums that all comes of people of a pattern are, (n_patterns, n_sums).

    All people; those on just one list, list by list; on a list; on just two lists, pair by pair; on
    both of these, whatever else.
    """
    single = 1 << np.arange(n_lists)
    pair = np.array([1 << a | 1 << b for a, b in combinations(range(n_lists), 2)])
    shown = patterns[:, None]
    columns = [shown > 0, shown == single, shown & single != 0, shown == pair, shown & pair == pair]
    return csr_array(np.concatenate(columns, axis=1).astype(np.float64))


def _estimates(sums: Floats, n_lists: int) -> Coverage:
    """The three estimates from sums over people, shape (n_tables, n_sums); see `_features`."""
    n_pairs = n_lists * (n_lists - 1) // 2
    observed, only, on, just_pairs, pairs = np.split(
        sums, np.cumsum([1, n_lists, n_lists, n_pairs]), axis=1
    )
    observed = observed[:, 0]
    # A list nobody is on shares nobody with the others, so it adds nothing to what they reach.
    alone = np.divide(only, on, out=np.ones_like(only), where=on > 0)
    coverage = 1 - alone.mean(axis=1)
    overlapping = observed - only.mean(axis=1)
    near, linked = np.zeros_like(observed), np.zeros_like(observed)
    for at, (a, b) in enumerate(combinations(range(n_lists), 2)):
        size = only[:, a] + only[:, b] + 2 * just_pairs[:, at]
        shared = pairs[:, at]
        product = on[:, a] * on[:, b]
        near += size
        linked += size * np.divide(shared, product, out=np.zeros_like(shared), where=product > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = n_lists * coverage
        independent = overlapping / coverage
        first = independent + (independent * linked - near) / scale
        one_step = independent + (first * linked - near) / scale
        left = 1 - linked / scale
        high = np.where(left > 0, (independent - near / scale) / left, np.inf)

    def settled(values: Floats) -> Floats:
        held = np.where(np.isfinite(values) & (coverage > 0), values, np.inf)
        return np.asarray(np.maximum(held, observed))

    return Coverage(
        coverage=coverage,
        overlapping=overlapping,
        independent=settled(independent),
        high_coverage=settled(high),
        one_step=settled(one_step),
    )


def sample_coverage(
    table: CaptureTable,
    *,
    settings: CoverageSettings | None = None,
    seed: int = 0,
    progress: Progress = silent,
    stop: Callable[[], bool] = lambda: False,
) -> FamilyEstimate | NoEstimate:
    """Estimate by sample coverage.

    Which form, unless `settings` says: that for high coverage, if coverage is at least 55 % and its
    bootstrap standard error at most a third of it; else one step.

    Args:
        table: of 3 to 16 lists; lists nobody is on are left out.
        settings: form and interval.
        seed: of the resamples; same seed, same draws.
        progress: told when the resamples are done.
        stop: asked once before the resampling; if true, there is no estimate.

    Returns:
        Draws whose quantiles are the bootstrap interval; `models` shows all three forms.
    """
    settings = settings or CoverageSettings()
    given, _ = canonical(table)
    n, lists = given.n_observed, given.lists

    def none(*doubts: Doubt) -> NoEstimate:
        return NoEstimate(family=FAMILY, n_observed=n, doubts=doubts)

    if not 3 <= len(lists) <= MOST_LISTS:
        return none(number_of_lists(len(lists), 3, MOST_LISTS))
    if stop():
        return none(STOPPED)
    features = _features(bootstrap.cells(given), len(lists))
    here = _estimates((given.counts @ features)[None, :], len(lists))
    coverage = float(here.coverage[0])
    if not coverage > 0:
        return none(_no_overlap(lists))
    random = np.random.default_rng(seed)
    sums = bootstrap.resampled_sums(random, given.counts, features, settings.resamples)
    again = _estimates(sums, len(lists))
    progress("resamples", settings.resamples, settings.resamples)
    form, why = _form(settings, coverage, float(here.high_coverage[0]), again.high_coverage)
    estimate = float(here.of(form)[0])
    if not np.isfinite(estimate):
        return none(unbounded(1.0))
    expected = again.of(form) - n
    if settings.interval == "bca":
        left = [
            _estimates(some, len(lists)).of(form)
            for some in bootstrap.left_out_sums(given.counts, features)
        ]
        speed = bootstrap.acceleration(-np.concatenate(left), given.counts)
        expected = bootstrap.corrected(expected, estimate - n, speed)
    without_end = float(np.isinf(expected).mean())
    if without_end > bootstrap.UNBOUNDED:
        return none(unbounded(without_end))
    if without_end:
        expected = np.where(np.isinf(expected), expected[np.isfinite(expected)].max(), expected)
        why.append(resamples_without_estimate(without_end))
    return FamilyEstimate(
        family=FAMILY,
        n_observed=n,
        unobserved=bootstrap.unobserved_draws(random, expected, n),
        log_evidence=None,
        models=_models(again, form),
        doubts=(*why, *_doubts(bootstrap.full_table(given), lists, coverage, estimate <= n)),
    )


def _form(
    settings: CoverageSettings, coverage: float, high: float, again: Floats
) -> tuple[Form, list[Doubt]]:
    if settings.form != "auto":
        return settings.form, []
    finite = again[np.isfinite(again)]
    steady = len(finite) == len(again) and finite.std(ddof=1) <= _UNSTEADY * high
    if coverage >= LOW_COVERAGE and steady:
        return "high-coverage", []
    return "one-step", [
        Doubt(
            code="low-coverage",
            en=f"The overlaps cover about {coverage:.0%} of the whole, or too few people for the "
            "form that needs high coverage, so one step is taken. If lists go together it tends to "
            "lie below the truth, if they avoid one another above.",
            ar=f"تغطّي التقاطعات نحو {coverage:.0%} من المجموع، أو أشخاصًا أقلّ ممّا تحتاج إليه "
            "صيغة التغطية العالية، فتؤخذ خطوة واحدة. إن ترافقت القوائم مال التقدير إلى ما دون "
            "الحقيقة، وإن تجانبت فإلى ما فوقها.",
        )
    ]


def _models(again: Coverage, used: Form) -> pl.DataFrame:
    rows: list[tuple[str, float, float | None, float | None, float | None]] = []
    for form in sorted(FORMS, key=lambda one: one != used):
        values = again.of(form)
        rows.append((form, float(form == used), *bootstrap.middle_and_ends(values)))
    return pl.DataFrame(rows, schema=MODELS_SCHEMA, orient="row")


def _doubts(
    counts: NDArray[np.int64], lists: tuple[str, ...], coverage: float, at_floor: bool
) -> list[Doubt]:
    doubts = []
    if coverage < 0.25:
        doubts.append(
            Doubt(
                code="very-low-coverage",
                en=f"The overlaps cover only about {coverage:.0%} of the whole: how lists go "
                "together is seen on few people.",
                ar=f"لا تغطّي التقاطعات إلا نحو {coverage:.0%} من المجموع: لا يُرى ترافق القوائم "
                "إلا في قلّة من الأشخاص.",
            )
        )
    if at_floor:
        doubts.append(
            Doubt(
                code="nobody-unseen",
                en="The formula gives fewer people than are on the lists; it stands at those.",
                ar="تعطي الصيغة أقلّ ممّن في القوائم؛ فيقف التقدير عندهم.",
            )
        )
    if len(lists) > 3:
        doubts.append(
            Doubt(
                code="form-for-more-lists",
                en="With more than three lists the form used is the sum over pairs of lists, of "
                "which the published one for three is a case.",
                ar="فيما زاد على ثلاث قوائم تُستعمل صيغة هي مجموع على أزواج القوائم، والصيغة "
                "المنشورة لثلاث حالةٌ منها.",
            )
        )
    odds = pair_odds(counts, lists)
    ratios = [one for one in odds if np.isfinite(one.ratio) and one.ratio > 0]
    if ratios:
        least = min(ratios, key=lambda one: one.ratio)
        most = max(ratios, key=lambda one: one.ratio)
        if most.z > 3 and least.z < -3:
            doubts.append(
                Doubt(
                    code="mixed-dependence",
                    en=f"Some lists seek one another's people ({most.pair}, odds ratio "
                    f"{most.ratio:.2g}) and some avoid them ({least.pair}, {least.ratio:.2g}): the "
                    "one-step form is then a bound on neither side.",
                    ar=f"بعض القوائم تترافق ({most.pair}، نسبة الأرجحية {most.ratio:.2g}) وبعضها "
                    f"تتجانب ({least.pair}، {least.ratio:.2g}): فلا تكون صيغة الخطوة الواحدة حدًّا "
                    "من أيّ جهة.",
                )
            )
    return doubts


def _no_overlap(lists: tuple[str, ...]) -> Doubt:
    return Doubt(
        code="no-overlap",
        en=f"Nobody is on two lists: {joined(lists)} do not overlap at all, so coverage is 0.",
        ar=f"لا أحد في قائمتين: {joined_ar(lists)} لا تتقاطع البتّة، فالتغطية صفر.",
    )
