"""Sample the posterior of N under the latent-class model, until the chains agree or it gives up.

The model is that of Manrique-Vallier (2016): a truncated stick-breaking mixture of classes, in
each of which lists catch independently. It is not sampled by the Gibbs sampler of the paper,
which needs hundreds to thousands of sweeps for one effective draw, but by Hamiltonian steps on
the density with labels, unobserved and concentration integrated out (`kernel`). Given a position
the unobserved are negative binomial, and are drawn here.

Chains start far apart. Where they turn out to mix slowly, as they do between two modes, they go on
under a density that is lifted where few draws would come (`lifting`).
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates.diagnostics import effective_size, rhat
from tawthiq.estimates.kernel import UNIFORMS, advance
from tawthiq.estimates.lifting import NO_LIFT, Walked, learned, level_draws
from tawthiq.estimates.model import CaptureTable, EstimateSettings
from tawthiq.estimates.workers import Stopped

DURATION = 4.0
"""Longest trajectory. Positions are logits: the widest have a standard deviation near 2."""
LIFTED_DURATION = 8.0
"""The same where chains are lifted. Twice as long, a trajectory takes twice as long and leads twice
as often from one mode to the other: as many crossings in a second, of half as many draws kept."""

_BLOCK = 50  # iterations between two looks at whether to stop
_FIRST_STEP = 0.02
_FIRST_CENTRE = 0.05  # dual averaging is drawn to larger steps than the first, as usual
_LEAST_DRAWS = 100  # of each chain, before its convergence is first looked at
_MOST_FIRST_DRAWS = 250
_SLOW = 40.0  # draws for one effective draw, from which on chains are lifted
_SEEN_SLOW = 500  # draws of each chain, before they are judged to be slow
_LEARNING = (250, 500, 1_000, 1_000)  # draws of each chain, from each of which a lift is learned
_SEEN_FUTILE = 5_000  # draws of each chain, before they are judged never to get there
_FUTILE = 3.0  # times the most draws allowed
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
        self.lift, self.duration = NO_LIFT, DURATION
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

    def draw(self, iterations: int, stop: Callable[[], bool]) -> Walked:
        """Draw the number of unobserved people, once an iteration."""
        missed = self._run(iterations, stop, adapt=False)
        n_observed = self.counts.sum()
        odds = missed / np.maximum(1.0 - missed, n_observed / _MOST_UNOBSERVED)
        rate = self.random.standard_gamma(n_observed, size=iterations) * odds
        return Walked(unobserved=self.random.poisson(rate), odds=odds)

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
                self.duration,
                adapt,
                block,
                self.lift,
            )
        return missed


EachChain = Callable[[Callable[[Chain], Walked], Sequence[Chain]], list[Walked]]
"""Apply a function to every chain, one after the other or in threads; results in their order."""


def one_by_one(work: Callable[[Chain], Walked], chains: Sequence[Chain]) -> list[Walked]:
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

    def round_of(iterations: int, warm: int) -> Walked:
        def work(chain: Chain) -> Walked:
            if warm:
                chain.warm_up(warm, stop)
            return chain.draw(iterations, stop)

        return Walked.side_by_side(each(work, chains))

    # Better than one effective draw from each is not to be hoped for: look no earlier.
    first = min(_MOST_FIRST_DRAWS, max(_LEAST_DRAWS, int(min_ess / len(chains))))
    first = min(first, settings.max_draws)
    walked = round_of(first, warmup)
    while True:
        draws = level_draws(walked, chains[0].lift)
        n = draws.shape[1]
        log_unobserved = np.log1p(draws)
        between, effective = rhat(log_unobserved), effective_size(log_unobserved)
        report(effective)
        converged = bool(between < max_rhat and effective >= min_ess)
        out_of = None if converged else _out_of(settings, n, n * min_ess / effective, started)
        if converged or out_of:
            return TableDraws(
                n_unobserved=draws, rhat=between, ess=effective, converged=converged, out_of=out_of
            )
        if n >= _SEEN_SLOW and draws.size > _SLOW * effective and not chains[0].lift.size:
            _lift(chains, walked, round_of)
            walked = round_of(first, warmup // 2)
            continue
        # Aim a little beyond what the effective size so far promises, and at most double.
        factor = min(2.0, max(1.25, 1.1 * min_ess / max(effective, 1.0)))
        wanted = min(settings.max_draws, int(np.ceil(n * factor)))
        walked = walked.followed_by(round_of(wanted - n, 0))


def _out_of(settings: EstimateSettings, n: int, needed: float, started: float) -> str | None:
    """What has run out after n draws of each chain, if as many as `needed` are wanted."""
    if n >= settings.max_draws:
        return f"{settings.max_draws:,} draws a chain"
    if n >= _SEEN_FUTILE and needed > _FUTILE * settings.max_draws:
        return (
            f"hope: {needed:,.0f} draws a chain would be needed, of {settings.max_draws:,} allowed,"
        )
    if settings.max_seconds is not None and time.monotonic() - started > settings.max_seconds:
        return f"{settings.max_seconds:g} seconds"
    return None


def _lift(chains: list[Chain], walked: Walked, round_of: Callable[[int, int], Walked]) -> None:
    """Learn, from draws so far and from more of them, where few draws come; lift it there."""
    rounds = [(walked, NO_LIFT)]
    for chain in chains:
        chain.duration = LIFTED_DURATION
    for iterations in _LEARNING:
        lift = learned(rounds)
        for chain in chains:
            chain.lift = lift
        rounds.append((round_of(iterations, 0), lift))
    lift = learned(rounds)
    for chain in chains:
        chain.lift = lift
