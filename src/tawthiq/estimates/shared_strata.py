"""Estimate strata that share their classes: one answer for all, and that of each stratum.

A draw is of all strata at once, so draws are added as they stand: strata that lean on one another
err together, and their sum is as wide as that makes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tawthiq.errors import EstimateError
from tawthiq.estimates.drawn import Work, mixed_rhat
from tawthiq.estimates.family import Doubt, shares_of
from tawthiq.estimates.identify import why_not_from_posterior, why_not_from_table
from tawthiq.estimates.model import (
    CaptureTable,
    Estimate,
    EstimateSettings,
    FamilyAnswer,
    NotEstimable,
    Reason,
)
from tawthiq.estimates.shared import (
    RUNS,
    Layout,
    SharedPrior,
    SharedSample,
    SharedSettings,
    sample_shared,
)
from tawthiq.estimates.table_doubts import of_table
from tawthiq.estimates.tables import canonical, joined_tables

FAMILY = "latent-class"
_MODELS = ("average", FAMILY)
_LEAST_PARTICLES = 200  # for each of several tables
_ATTEMPTS = 3  # each with twice the particles of the one before, moved twice as often
_MOVES = 2  # trajectories after each step of heat, in the first attempt
_ROUNDS = 4  # draws of each particle, for how far one differs from the next to show

Ints = NDArray[np.int64]


def share_strata(
    strata: Mapping[str, Sequence[CaptureTable]],
    settings: EstimateSettings,
    seed: np.random.SeedSequence,
    work: Work,
) -> dict[str, Estimate | NotEstimable]:
    """Estimate all strata together.

    Args:
        strata: as for `estimate_strata`.
        settings: priors and stopping rules; the model is latent classes, of which alone there is a
            form that strata share.
        seed: of all randomness.
        work: how it goes through its work; it is told how many tables of each stratum are done.

    Returns:
        By stratum; draws at one place belong together.

    Raises:
        EstimateError: a model that strata cannot share.
    """
    if settings.model not in _MODELS:
        raise EstimateError(
            f"estimate: strata share latent classes, not {settings.model!r}. Take the model "
            f"{FAMILY!r}, or estimate each stratum by itself."
        )
    settings = replace(settings, model=FAMILY)
    ready = {name: [canonical(one) for one in tables] for name, tables in strata.items()}
    people = {name: [one.n_observed for one, _ in tables] for name, tables in ready.items()}
    empty = {name: _nobody(ready[name], settings) for name, n in people.items() if not min(n)}
    kept = {name: [one for one, _ in tables] for name, tables in ready.items() if name not in empty}
    refusal = _of_all(list(kept.values()), settings) if kept else None
    if refusal is not None:
        return {
            name: empty.get(name) or _refused(ready[name], refusal, settings) for name in strata
        }
    drawn = _draws(kept, settings, seed, work) if kept else {}
    return {name: empty.get(name) or _answer(ready[name], drawn[name], settings) for name in strata}


def _of_all(strata: list[list[CaptureTable]], settings: EstimateSettings) -> Reason | None:
    """Why even all strata together carry no estimate, for any linkage."""
    for at in range(len(strata[0])):
        whole, dropped = canonical(joined_tables([tables[at] for tables in strata]))
        reason = why_not_from_table(whole, dropped, settings.min_observed)
        if reason is not None:
            return Reason(f"All strata together: {reason.en}", f"الشرائح كلّها معًا: {reason.ar}")
    return None


class _Drawn:
    """Draws of one stratum, and how far they are to be relied on."""

    def __init__(self, draws: list[Ints], models: tuple[dict[str, object], ...]) -> None:
        self.unobserved = draws  # by linkage: (RUNS, n)
        self.models = models
        self.rhat, self.ess = 1.0, 0.0


def _draws(
    kept: Mapping[str, Sequence[CaptureTable]],
    settings: EstimateSettings,
    seed: np.random.SeedSequence,
    work: Work,
) -> dict[str, _Drawn]:
    """Of every stratum; it begins again with more particles where runs do not agree.

    They have to agree on the sum and on every stratum, since each of these is told as converged.
    """
    layout = Layout.of(list(kept.values()))
    n_tables = len(layout.counts)
    particles = settings.particles
    if n_tables > 1:
        particles = max(particles // n_tables, _LEAST_PARTICLES)

    found: dict[str, _Drawn] = {}
    for attempt, one_seed in enumerate(seed.spawn(_ATTEMPTS)):
        sampling, mixing = one_seed.spawn(2)
        shared = SharedSettings(
            most_classes=settings.most_classes,
            prior=SharedPrior(classes=settings.prior),
            particles=particles,
            draws=max(settings.draws // n_tables, _ROUNDS * particles),
            moves=_MOVES << attempt,
        )
        random = np.random.default_rng(mixing)
        every = []
        for done, samples in enumerate(sample_shared(layout, shared, sampling, work.asked)):
            every.append(_mixed(samples, layout.observed[done], settings, n_tables, random))
            work.report(done + 1)
        sums = [one.sum(axis=2) for one, _, _ in every]
        rhat = mixed_rhat(sums)
        ess = sum(size for _, _, size in every)
        for at, name in enumerate(kept):
            mine = _Drawn(
                [draws[:, :, at] for draws, _, _ in every],
                _models(every[0][1], layout.observed[0, at], at),
            )
            mine.rhat, mine.ess = max(mixed_rhat(mine.unobserved), rhat), ess
            found[name] = mine
        agreed = all(one.rhat < settings.max_rhat for one in found.values())
        if (agreed and ess >= settings.min_ess) or attempt == _ATTEMPTS - 1:
            break
        particles *= 2
    return found


def _mixed(
    samples: list[SharedSample],
    observed: Ints,
    settings: EstimateSettings,
    n_tables: int,
    random: np.random.Generator,
) -> tuple[Ints, list[tuple[SharedSample, float]], float]:
    """Numbers of classes mixed by evidence and prior, run by run: all strata by the same choices.

    Returns:
        Draws of people on no list, (RUNS, n, n_strata); each number of classes with its share;
        what the draws are worth.
    """
    from tawthiq.estimates.diagnostics import effective_size  # noqa: PLC0415 - a second to import

    size = max(settings.draws // n_tables // RUNS, 1)
    evidences = np.stack([one.log_prior + one.evidences for one in samples], axis=1)
    runs = []
    for run in range(RUNS):
        which = random.choice(len(samples), size, p=shares_of(evidences[run]))
        missed = np.empty((size, len(observed)))
        for number, one in enumerate(samples):
            here = which == number
            mine = np.split(one.missed, RUNS, axis=1)[run].reshape(-1, len(observed))
            missed[here] = mine[random.integers(0, len(mine), int(here.sum()))]
        runs.append(unobserved(missed, observed, random))
    shares = shares_of(np.array([one.log_weight for one in samples]))
    worth = [effective_size(np.log((observed / (1 - one.missed)).sum(axis=2)).T) for one in samples]
    ess = min(float(1 / (shares**2 / np.array(worth)).sum()), float(size * RUNS))
    return np.stack(runs), list(zip(samples, shares.tolist(), strict=True)), ess


def unobserved(missed: NDArray[np.float64], observed: Ints, random: np.random.Generator) -> Ints:
    """People on no list, given the share that is missed: negative binomial under the prior 1/N.

    Args:
        missed: (n, n_strata).
        observed: (n_strata,), each at least 1.
        random: of all randomness.
    """
    odds = missed / np.maximum(1.0 - missed, observed / _MOST_UNOBSERVED)
    drawn: Ints = random.poisson(random.standard_gamma(observed, missed.shape) * odds)
    return drawn


_MOST_UNOBSERVED = 1e17  # beyond it, counts would leave int64; the answer has run away long before


def _models(
    found: list[tuple[SharedSample, float]], observed: int, at: int
) -> tuple[dict[str, object], ...]:
    """Each number of classes with its weight and what it says of one stratum."""
    rows: list[dict[str, object]] = []
    for one, share in sorted(found, key=lambda pair: -pair[1]):
        people = observed / np.maximum(1 - one.missed[:, :, at], 1e-12)
        low, median, high = (float(value) for value in np.quantile(people, [0.025, 0.5, 0.975]))
        rows.append(
            {"model": str(one.n_classes), "weight": share}
            | {"median": median, "low": low, "high": high}
        )
    return tuple(rows)


def _answer(
    ready: list[tuple[CaptureTable, tuple[str, ...]]], drawn: _Drawn, settings: EstimateSettings
) -> Estimate | NotEstimable:
    observed = np.array([one.n_observed for one, _ in ready])
    n = np.concatenate(
        [draws + people for draws, people in zip(drawn.unobserved, observed, strict=True)], axis=1
    )
    n_observed = int(np.median(observed))
    refusal = why_not_from_posterior(n.reshape(-1), n_observed)
    if refusal is not None:
        return _refused(ready, refusal, settings)
    low, median, high = (float(value) for value in np.quantile(n, [0.025, 0.5, 0.975]))
    lists, dropped = _lists(ready)
    enough = drawn.rhat < settings.max_rhat and drawn.ess >= settings.min_ess
    return Estimate(
        n_observed=n_observed,
        n_observed_range=(int(observed.min()), int(observed.max())),
        draws=n,
        n_tables=len(ready),
        median=median,
        mean=float(n.mean()),
        low=low,
        high=high,
        rhat=drawn.rhat,
        ess=drawn.ess,
        converged=enough,
        reason=None if enough else _not_converged(drawn, settings),
        lists=lists,
        dropped_lists=dropped,
        settings=settings,
        families=(
            FamilyAnswer(
                family=FAMILY,
                weight=1.0,
                median=median,
                low=low,
                high=high,
                models=drawn.models,
                draws=n.reshape(-1),
            ),
        ),
        doubts=(*_borrowed(ready, settings), *of_table(ready[0][0], median)),
    )


def _borrowed(
    ready: list[tuple[CaptureTable, tuple[str, ...]]], settings: EstimateSettings
) -> tuple[Doubt, ...]:
    """A doubt where the stratum by itself would carry no estimate."""
    table, dropped = ready[0]
    reason = why_not_from_table(table, dropped, settings.min_observed)
    if reason is None:
        return ()
    return (
        Doubt(
            code="borrowed",
            en=f"By itself this stratum carries no estimate: {reason.en} Its number rests on what "
            "it shares with the other strata.",
            ar=f"لا تحتمل هذه الشريحة وحدها تقديرًا: {reason.ar} فعددها قائم على ما تشترك فيه مع "
            "الشرائح الأخرى.",
        ),
    )


def _nobody(
    ready: list[tuple[CaptureTable, tuple[str, ...]]], settings: EstimateSettings
) -> NotEstimable:
    """A stratum without people: nothing says how large it is."""
    empty = Reason(
        "Nobody is on any list, so there is nothing to estimate from.",
        "لا أحد في أيّ قائمة، فليس هناك ما يُقدَّر منه.",
    )
    return _refused(ready, empty, settings)


def _refused(
    ready: list[tuple[CaptureTable, tuple[str, ...]]], reason: Reason, settings: EstimateSettings
) -> NotEstimable:
    observed = [one.n_observed for one, _ in ready]
    lists, dropped = _lists(ready)
    return NotEstimable(
        reason=reason.en,
        reason_ar=reason.ar,
        n_observed=int(np.median(observed)),
        n_observed_range=(min(observed), max(observed)),
        n_tables=len(ready),
        lists=lists,
        dropped_lists=dropped,
        settings=settings,
    )


def _lists(
    ready: list[tuple[CaptureTable, tuple[str, ...]]],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    lists = {name for one, _ in ready for name in one.lists}
    return tuple(sorted(lists)), tuple(sorted({name for _, some in ready for name in some} - lists))


def _not_converged(drawn: _Drawn, settings: EstimateSettings) -> str:
    return (
        f"Not converged: over {RUNS} runs R-hat is {drawn.rhat:.3f} (wanted below "
        f"{settings.max_rhat:g}) and the draws are worth {drawn.ess:.0f} independent ones (wanted "
        f"{settings.min_ess:.0f}). The interval is not to be relied on."
    )
