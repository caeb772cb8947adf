"""Sample the posterior of N under the latent-class model, until the chains agree or it gives up.

The model is that of Manrique-Vallier (2016): a truncated stick-breaking mixture of classes, in
each of which lists catch independently. It is not sampled by the Gibbs sampler of the paper,
which needs hundreds to thousands of sweeps for one effective draw, but by Hamiltonian steps on
the density with labels, unobserved and concentration integrated out (`kernel`). Given a position
the unobserved are negative binomial, and are drawn here.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates.diagnostics import effective_size, rhat
from tawthiq.estimates.kernel import UNIFORMS, advance
from tawthiq.estimates.model import CaptureTable, EstimateSettings
from tawthiq.estimates.workers import Stopped

DURATION = 4.0
"""Longest trajectory. Positions are logits: the widest have a standard deviation near 2."""

_BLOCK = 50  # iterations between two looks at whether to stop
_FIRST_STEP = 0.02
_FIRST_CENTRE = 0.05  # dual averaging is drawn to larger steps than the first, as usual
_LEAST_DRAWS = 100  # of each chain, before its convergence is first looked at
_MOST_FIRST_DRAWS = 250
_MOST_UNOBSERVED = 1e17  # beyond it, counts would leave int64; the answer has run away long before


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDraws:
    """What sampling one table gave."""

    n_unobserved: NDArray[np.int64]  # (n_chains, n_draws)
    rhat: float
    ess: float
    converged: bool
    out_of: str | None  # what ran out, where it did not converge


class Chain:
    """One chain: its position, its step size, its own stream of random numbers."""

    def __init__(
        self, table: CaptureTable, settings: EstimateSettings, seed: np.random.SeedSequence, at: int
    ) -> None:
        """Start chain number `at` at a point of its own.

        The chains start far apart on purpose: each next one supposes lists of smaller reach, so
        that the first has nearly everybody observed and the last nearly nobody.
        """
        self.random = np.random.default_rng(seed)
        self.settings = settings
        self.shape = (len(table.lists) + 1, settings.classes)
        self.position = self.random.logistic(size=self.shape)
        self.position[:-1] += 1.0 - 4.0 * at / max(settings.chains - 1, 1)
        self.tune = np.zeros(5)
        self._restart_tuning(_FIRST_STEP)
        self.move_to(table)

    def move_to(self, table: CaptureTable) -> None:
        """Take another table with the same lists; position and step size stay."""
        self.seen = table.patterns
        self.counts = table.counts.astype(np.float64)

    def warm_up(self, iterations: int, stop: Callable[[], bool]) -> None:
        """Find the bulk of the posterior and a step size that suits it.

        The first half gets there; the second tunes the step afresh from where it is.
        """
        for part in (iterations // 2, iterations - iterations // 2):
            self._run(part, stop, adapt=True)
            self._restart_tuning(float(np.exp(self.tune[3])))

    def draw(self, iterations: int, stop: Callable[[], bool]) -> NDArray[np.int64]:
        """Draw the number of unobserved people, once an iteration."""
        missed = self._run(iterations, stop, adapt=False)
        n_observed = self.counts.sum()
        odds = missed / np.maximum(1.0 - missed, n_observed / _MOST_UNOBSERVED)
        rate = self.random.standard_gamma(n_observed, size=iterations) * odds
        drawn: NDArray[np.int64] = self.random.poisson(rate)
        return drawn

    def _restart_tuning(self, step: float) -> None:
        centre = max(step, _FIRST_CENTRE) if step == _FIRST_STEP else step
        self.tune[:] = step, np.log(centre), 0.0, np.log(step), 0.0

    def _run(
        self, iterations: int, stop: Callable[[], bool], *, adapt: bool
    ) -> NDArray[np.float64]:
        missed = np.empty(iterations)
        for start in range(0, iterations, _BLOCK):
            if stop():
                raise Stopped
            block = missed[start : start + _BLOCK]
            advance(
                self.seen,
                self.counts,
                np.array(self.settings.capture_prior, dtype=np.float64),
                np.array(self.settings.concentration_prior, dtype=np.float64),
                self.position,
                self.tune,
                self.random.standard_normal((len(block), *self.shape)),
                self.random.random((len(block), UNIFORMS)),
                DURATION,
                adapt,
                block,
            )
        return missed


EachChain = Callable[
    [Callable[[Chain], NDArray[np.int64]], Sequence[Chain]], list[NDArray[np.int64]]
]
"""Apply a function to every chain, one after the other or in threads; results in their order."""


def one_by_one(
    work: Callable[[Chain], NDArray[np.int64]], chains: Sequence[Chain]
) -> list[NDArray[np.int64]]:
    """Apply `work` to the chains in this thread."""
    return [work(chain) for chain in chains]


def start_chains(
    table: CaptureTable, settings: EstimateSettings, seed: np.random.SeedSequence
) -> list[Chain]:
    """Start the chains of a table, far apart."""
    seeds = seed.spawn(settings.chains)
    return [Chain(table, settings, one, at) for at, one in enumerate(seeds)]


def sample_table(
    chains: list[Chain],
    *,
    warmup: int,
    min_ess: float,
    max_rhat: float,
    each: EachChain = one_by_one,
    stop: Callable[[], bool] = lambda: False,
    report: Callable[[float], None] = lambda _: None,
) -> TableDraws:
    """Warm chains up, then draw until they agree and are long enough.

    Args:
        chains: at least four; moved on in place.
        warmup: iterations.
        min_ess: effective draws of log(1 + n_unobserved) wanted, in bulk and tails.
        max_rhat: R-hat of the same must lie below this.
        each: how to go through the chains.
        stop: asked between blocks of iterations.
        report: told the effective size after each round.

    Raises:
        Stopped: `stop` said so.
    """
    settings = chains[0].settings
    started = time.monotonic()

    def round_of(iterations: int, warm: int) -> NDArray[np.int64]:
        def work(chain: Chain) -> NDArray[np.int64]:
            if warm:
                chain.warm_up(warm, stop)
            return chain.draw(iterations, stop)

        return np.stack(each(work, chains))

    # Better than one effective draw from each is not to be hoped for: look no earlier.
    first = min(_MOST_FIRST_DRAWS, max(_LEAST_DRAWS, int(min_ess / len(chains))))
    draws = round_of(min(first, settings.max_draws), warmup)
    while True:
        log_unobserved = np.log1p(draws)
        between, effective = rhat(log_unobserved), effective_size(log_unobserved)
        report(effective)
        converged = bool(between < max_rhat and effective >= min_ess)
        out_of = None
        if not converged and draws.shape[1] >= settings.max_draws:
            out_of = f"{settings.max_draws:,} draws a chain"
        elif (
            not converged
            and settings.max_seconds is not None
            and time.monotonic() - started > settings.max_seconds
        ):
            out_of = f"{settings.max_seconds:g} seconds"
        if converged or out_of:
            return TableDraws(
                n_unobserved=draws, rhat=between, ess=effective, converged=converged, out_of=out_of
            )
        # Aim a little beyond what the effective size so far promises, and at most double.
        factor = min(2.0, max(1.25, 1.1 * min_ess / max(effective, 1.0)))
        wanted = min(settings.max_draws, int(np.ceil(draws.shape[1] * factor)))
        draws = np.concatenate([draws, round_of(wanted - draws.shape[1], 0)], axis=1)
