"""Chao's estimate from people on exactly one and exactly two lists: quick, and often a floor."""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from tawthiq.estimates import bootstrap
from tawthiq.estimates.dependence import clearly_above, clearly_below, pair_odds
from tawthiq.estimates.doubts import STOPPED, number_of_lists
from tawthiq.estimates.family import Doubt, FamilyEstimate, NoEstimate
from tawthiq.estimates.model import CaptureTable, ChaoBound
from tawthiq.estimates.naming import joined, joined_ar
from tawthiq.estimates.tables import canonical
from tawthiq.progress import Progress, silent

FAMILY = "chao-bound"

MOST_LISTS = 16

Floats = NDArray[np.float64]

_UNLIKE = 1.1  # the bound lies so many times too high where people are alike and lists unlike
_APART = 3.0  # a pair's odds ratio is so many times the median one: more than people's unlikeness

IS_BOUND_WHEN = (
    "A lower bound, up to chance, where each person is caught by all lists with one probability, "
    "which may differ from person to person, and lists catch independently of one another. It can "
    "exceed the truth where few lists differ much in reach, or where lists avoid one another's "
    "people."
)


def chao_lower_bound(table: CaptureTable) -> ChaoBound:
    """Estimate the least number of people, observed and not, from the rarely seen.

    With f1 people on one list and f2 on two of t lists, it adds (t - 1) / t * f1^2 / (2 f2) to the
    observed; where f2 is 0, f1 (f1 - 1) / 2 takes the place of f1^2 / (2 f2).

    Args:
        table: of any number of lists; those nobody is on do not count.

    Returns:
        The bound and its log-normal 95 % interval, in persons; with one list, or everybody on
        more than one, the bound is the observed number.

    Source: Chao (1987), Biometrics 43(4), 783-791, for the estimator, its variance and interval;
    the factor (t - 1) / t and the form for f2 = 0 are those of the Chao2 estimator of richness.
    """
    on = table.patterns.sum(axis=1)
    n_lists = int(table.patterns.any(axis=0).sum())
    f1 = int(table.counts[on == 1].sum())
    f2 = int(table.counts[on == 2].sum())
    n_observed = table.n_observed
    scale = (n_lists - 1) / n_lists
    if f2 > 0:
        ratio = f1 / f2
        unseen = scale * f1 * ratio / 2
        variance = f2 * (0.25 * scale**2 * ratio**4 + scale**2 * ratio**3 + 0.5 * scale * ratio**2)
    else:
        unseen = scale * f1 * (f1 - 1) / 2
        variance = (
            0.25 * scale**2 * f1 * (2 * f1 - 1) ** 2
            + 0.5 * scale * f1 * (f1 - 1)
            - 0.25 * scale**2 * f1**4 / max(n_observed + unseen, 1)
        )
    low = high = float(n_observed)
    if unseen > 0:
        spread = exp(1.959964 * sqrt(log(1 + max(variance, 0.0) / unseen**2)))
        low, high = n_observed + unseen / spread, n_observed + unseen * spread
    return ChaoBound(
        n_observed=n_observed,
        on_one_list=f1,
        on_two_lists=f2,
        bound=n_observed + unseen,
        low=low,
        high=high,
        is_bound_when=IS_BOUND_WHEN,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaoSettings:
    """How the interval of the bound is made."""

    resamples: int = 1_000
    interval: bootstrap.Interval = "bca"

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        bootstrap.check(self.resamples, self.interval)


def chao_bound(
    table: CaptureTable,
    *,
    settings: ChaoSettings | None = None,
    seed: int = 0,
    progress: Progress = silent,
    stop: Callable[[], bool] = lambda: False,
) -> FamilyEstimate | NoEstimate:
    """Give Chao's lower bound as a family of models gives its estimate, with when it is none.

    Args:
        table: of 2 to 16 lists; lists nobody is on are left out.
        settings: of the interval.
        seed: of the resamples; same seed, same draws.
        progress: told when the resamples are done.
        stop: asked once before the resampling; if true, there is no estimate.

    Returns:
        Draws of the bound, not of N: their interval says where the bound lies, and nothing of how
        far above it the truth is.

    Source: as `chao_lower_bound`.
    """
    settings = settings or ChaoSettings()
    given, _ = canonical(table)
    n, lists = given.n_observed, given.lists
    if not 2 <= len(lists) <= MOST_LISTS:
        few = number_of_lists(len(lists), 2, MOST_LISTS)
        return NoEstimate(family=FAMILY, n_observed=n, doubts=(few,))
    if stop():
        return NoEstimate(family=FAMILY, n_observed=n, doubts=(STOPPED,))
    on = np.bitwise_count(bootstrap.cells(given))
    once_or_twice = csr_array(np.stack([on == 1, on == 2], axis=1).astype(np.float64))
    random = np.random.default_rng(seed)
    again = bootstrap.resampled_sums(random, given.counts, once_or_twice, settings.resamples)
    estimate = float(unseen_at_least((given.counts @ once_or_twice)[None, :], len(lists))[0])
    expected = unseen_at_least(again, len(lists))
    progress("resamples", settings.resamples, settings.resamples)
    if settings.interval == "bca":
        left = [
            unseen_at_least(sums, len(lists))
            for sums in bootstrap.left_out_sums(given.counts, once_or_twice)
        ]
        speed = bootstrap.acceleration(-np.concatenate(left), given.counts)
        expected = bootstrap.corrected(expected, estimate, speed)
    return FamilyEstimate(
        family=FAMILY,
        n_observed=n,
        unobserved=bootstrap.unobserved_draws(random, expected, n),
        log_evidence=None,
        doubts=tuple(_doubts(bootstrap.full_table(given), lists)),
    )


def unseen_at_least(once_or_twice: Floats, n_lists: int) -> Floats:
    """People on no list at least, on each of several tables, shape (n_tables,).

    Args:
        once_or_twice: people on just one list, and on just two, shape (n_tables, 2).
        n_lists: of the tables.
    """
    f1, f2 = once_or_twice.T
    usual = np.divide(f1**2, 2 * f2, out=np.zeros_like(f1), where=f2 > 0)
    return np.asarray((n_lists - 1) / n_lists * np.where(f2 > 0, usual, f1 * (f1 - 1) / 2))


def _doubts(counts: NDArray[np.int64], lists: tuple[str, ...]) -> list[Doubt]:
    on = np.bitwise_count(np.arange(len(counts)))
    f1, f2 = int(counts[on == 1].sum()), int(counts[on == 2].sum())
    doubts = [
        Doubt(
            code="lower-bound",
            en="A lower bound: the interval says where the bound lies. The truth may be far above.",
            ar="حدّ أدنى: تقول الفترة أين يقع الحدّ، وقد تكون الحقيقة أعلى منه بكثير.",
        )
    ]
    if f2 == 0:
        doubts.append(
            Doubt(
                code="nobody-on-two-lists",
                en="Nobody is on exactly two lists, so a form that stands in for the bound is "
                "used; its interval means little.",
                ar="لا أحد في قائمتين بالضبط، فتُستعمل صيغة بديلة عن الحدّ؛ وقلّما تعني فترتها شيئًا.",
            )
        )
    if f1 == 0:
        doubts.append(
            Doubt(
                code="nobody-on-one-list",
                en="Nobody is on one list only: the bound is the number observed.",
                ar="لا أحد في قائمة واحدة فقط: الحدّ هو عدد المرصودين.",
            )
        )
    # Where people are alike and lists independent, f1^2 less the squares of each list's own part
    # is what 2 f2 f0 is: the usual factor (t - 1) / t holds for lists of one reach only.
    single = counts[[1 << at for at in range(len(lists))]].astype(np.float64)
    mixed = f1**2 - float((single**2).sum())
    too_high = (len(lists) - 1) / len(lists) * f1**2 / mixed if mixed > 0 else np.inf
    if f1 > 0 and too_high > _UNLIKE:
        times = f"{too_high:.2f}" if np.isfinite(too_high) else "∞"
        doubts.append(
            Doubt(
                code="lists-differ-in-reach",
                en=f"Lists differ in reach. Were people alike and lists independent, the unseen "
                f"part of the bound would be {times} times too high: it may be no lower bound.",
                ar=f"تختلف القوائم في مداها. لو تماثل الأشخاص واستقلّت القوائم لكان غير المرصودين "
                f"في الحدّ أكثر من حقّهم {times} مرّة: فقد لا يكون حدًّا أدنى.",
            )
        )
    return [*doubts, *_dependence(counts, lists)]


def _dependence(counts: NDArray[np.int64], lists: tuple[str, ...]) -> list[Doubt]:
    doubts = []
    odds = pair_odds(counts, lists)
    if below := clearly_below(odds):
        pairs = [f"{one.pair} ({one.ratio:.2g})" for one in below]
        doubts.append(
            Doubt(
                code="lists-avoid-one-another",
                en=f"Lists that avoid one another's people, by their odds ratio: {joined(pairs)}. "
                "Too few are on two lists then, and the bound may lie above the truth.",
                ar=f"قوائم يتجانب أشخاصها بحسب نسبة الأرجحية: {joined_ar(pairs)}. فيقلّ من في "
                "قائمتين، وقد يقع الحدّ فوق الحقيقة.",
            )
        )
    usable = [one.ratio for one in odds if np.isfinite(one.ratio) and one.ratio > 0]
    middle = float(np.median(usable)) if usable else 1.0
    if far := [one for one in clearly_above(odds) if one.ratio > _APART * max(middle, 1.0)]:
        pairs = [f"{one.pair} ({one.ratio:.2g})" for one in far]
        doubts.append(
            Doubt(
                code="lists-depend",
                en=f"Lists that share far more people than the others do, by their odds ratio: "
                f"{joined(pairs)}. One may refer to or copy the other; the bound is "
                "then far too low.",
                ar=f"قوائم تشترك في أشخاص أكثر بكثير من غيرها بحسب نسبة الأرجحية: "
                f"{joined_ar(pairs)}. فقد تحيل إحداها إلى الأخرى أو تنسخها؛ "
                "ويكون الحدّ عندئذ أدنى بكثير.",
            )
        )
    return doubts
