"""Chao's estimate from people on exactly one and exactly two lists: quick, and often a floor."""

from math import exp, log, sqrt

from tawthiq.estimates.model import CaptureTable, ChaoBound

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
