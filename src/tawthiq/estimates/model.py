"""What the room takes and gives: capture tables, settings, estimates, and "not estimable"."""

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tawthiq.errors import EstimateError
from tawthiq.estimates.families_in_words import WORDS
from tawthiq.estimates.family import Doubt
from tawthiq.estimates.modes import Mode
from tawthiq.estimates.prior import FinitePrior

MODELS = tuple(WORDS)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there is no number, as a sentence in each language."""

    en: str
    ar: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CaptureTable:
    """How many people show each pattern of lists. Made and checked by `capture_table`."""

    lists: tuple[str, ...]
    patterns: NDArray[np.uint8]  # (n_patterns, n_lists): 1 where the people are on the list
    counts: NDArray[np.int64]  # (n_patterns,): people, at least 1 each

    @property
    def n_observed(self) -> int:
        """People on at least one list."""
        return int(self.counts.sum())


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateSettings:
    """What an estimate assumes, and when its sampling may stop."""

    model: str = "average"  # one of MODELS
    # Of "average" and "latent-class":
    most_classes: int = 4
    prior: FinitePrior = field(default_factory=FinitePrior)
    particles: int = 1_000  # at first, in all runs together; more where runs do not agree
    draws: int = 10_000  # that are given
    # Of "average" and "decomposable":
    prior_count: float | None = None  # people in each cell of the prior; None: 2 ** -lists
    # Of "dirichlet":
    classes: int = 8  # latent classes at most: the level of truncation
    capture_prior: tuple[float, float] = (1.0, 1.0)  # Beta shapes of every capture probability
    concentration_prior: tuple[float, float] = (0.25, 0.25)  # Gamma shape and rate
    chains: int = 4
    warmup: int = 400  # iterations of each chain that tune it and are thrown away
    max_draws: int = 200_000  # of each chain, after which it stops, converged or not
    min_ess: float = 1_000.0  # effective draws, in bulk and in the tails
    max_rhat: float = 1.01
    min_observed: int = 20  # people; with fewer nothing is estimated
    max_seconds: float | None = None  # for each table; a limit makes draws depend on the machine
    threads: int | None = None  # None: one for each processor

    def __post_init__(self) -> None:
        """Refuse what cannot be meant."""
        if self.model not in MODELS:
            raise EstimateError(
                f"settings: model is {self.model!r}; choose one of {', '.join(MODELS)}."
            )
        if self.prior_count is not None and not 0 < self.prior_count < np.inf:
            raise EstimateError(
                f"settings: prior_count is {self.prior_count}; None or a number above 0."
            )
        for name, least in (
            ("most_classes", 1),
            ("particles", 100),
            ("draws", 100),
            ("classes", 1),
            ("chains", 4),
            ("warmup", 50),
            ("max_draws", 100),
            ("min_ess", 1),
            ("min_observed", 1),
        ):
            if not getattr(self, name) >= least:
                raise EstimateError(f"settings: {name} is {getattr(self, name)}; at least {least}.")
        for name in ("capture_prior", "concentration_prior"):
            prior = getattr(self, name)
            if len(prior) != 2 or not all(0 < value < np.inf for value in prior):
                raise EstimateError(f"settings: {name} is {prior}; two numbers above 0 needed.")
        if not self.max_rhat > 1:
            raise EstimateError(f"settings: max_rhat is {self.max_rhat}; must be above 1.")
        for name in ("max_seconds", "threads"):
            value = getattr(self, name)
            if value is not None and not value > 0:
                raise EstimateError(f"settings: {name} is {value}; None or more than 0.")

    def to_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyAnswer:
    """What one family of models says by itself, beside the answer."""

    family: str
    weight: float | None  # its share of the answer; None where it has none
    median: float  # persons, all people in the scope
    low: float
    high: float
    models: tuple[dict[str, Any], ...]  # the best of it, of the first linkage
    draws: NDArray[np.int64] | None = field(default=None, repr=False, compare=False)
    """Of N, of each linkage equally many. The interval may rest on more than are kept."""

    def to_dict(self) -> dict[str, Any]:
        """Everything but the draws, ready for JSON."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "draws"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """The answer of the latent classes under another prior."""

    prior: str  # "more-hidden" or "less-hidden"
    low: float  # persons, all people in the scope
    median: float
    high: float
    effective: float  # share of the draws that speak of it


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimate:
    """Posterior of all people in a scope, those on no list included."""

    n_observed: int  # people on at least one list; the middle one where linkages differ
    n_observed_range: tuple[int, int]  # fewest and most over the linkages drawn
    draws: NDArray[np.int64]  # (n_chains, n_tables * n): N; each chain visits table after table
    n_tables: int  # linkage draws mixed in equal shares
    median: float  # persons, as are mean, low and high
    mean: float
    low: float  # ends of the central 95 % interval
    high: float
    rhat: float  # rank-normalised split R-hat of log(1 + n_unobserved)
    ess: float  # effective draws: the lesser of bulk and tail
    converged: bool
    reason: str | None  # why it is not converged
    lists: tuple[str, ...]
    dropped_lists: tuple[str, ...]  # nobody is on them
    settings: EstimateSettings
    families: tuple[FamilyAnswer, ...] = ()
    doubts: tuple[Doubt, ...] = ()  # what a reader of the number has to know
    notes: tuple[Doubt, ...] = ()  # what the table shows of its lists, and the number allows for
    shifts: tuple[Shift, ...] = ()  # of the linkages' mean: what other priors would have said
    modes: tuple[Mode, ...] = ()  # in the order of their numbers; one where there are no several

    @property
    def estimable(self) -> bool:
        """True: there is a number."""
        return True

    @property
    def method(self) -> str:
        """In words."""
        return WORDS[self.settings.model].method_en

    def by_table(self) -> NDArray[np.int64]:
        """Draws of N, shape (n_tables, n_chains, n): those of each linkage by itself."""
        chains = self.draws.shape[0]
        return self.draws.reshape(chains, self.n_tables, -1).swapaxes(0, 1)

    def to_dict(self) -> dict[str, Any]:
        """Everything but the draws, ready for JSON. `NotEstimable.to_dict` has the same keys."""
        return {
            "estimable": True,
            "reason": self.reason,
            "reason_ar": None,
            "n_observed": self.n_observed,
            "n_observed_range": list(self.n_observed_range),
            "median": self.median,
            "mean": self.mean,
            "low": self.low,
            "high": self.high,
            "level": 0.95,
            "rhat": self.rhat,
            "ess": self.ess,
            "converged": self.converged,
            "n_tables": self.n_tables,
            "n_draws": int(self.draws.size),
            "lists": list(self.lists),
            "dropped_lists": list(self.dropped_lists),
            "families": [one.to_dict() for one in self.families],
            "doubts": [asdict(one) for one in self.doubts],
            "notes": [asdict(one) for one in self.notes],
            "shifts": [asdict(one) for one in self.shifts],
            "modes": [asdict(one) for one in self.modes],
            "method": self.method,
            "settings": self.settings.to_dict(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEstimable:
    """A result: these lists do not say how many people no list holds, and why."""

    reason: str  # in English
    reason_ar: str  # the same in Arabic
    n_observed: int
    lists: tuple[str, ...]
    dropped_lists: tuple[str, ...] = ()
    n_observed_range: tuple[int, int] | None = None
    n_tables: int = 1
    settings: EstimateSettings = field(default_factory=EstimateSettings)
    modes: tuple[Mode, ...] = ()  # of a posterior that is no answer, where there are several

    @property
    def method(self) -> str:
        """In words."""
        return WORDS[self.settings.model].method_en

    @property
    def estimable(self) -> bool:
        """False: there is no number."""
        return False

    def to_dict(self) -> dict[str, Any]:
        """The keys of `Estimate.to_dict`; what there is no number for is None."""
        spread = self.n_observed_range or (self.n_observed, self.n_observed)
        return {
            "estimable": False,
            "reason": self.reason,
            "reason_ar": self.reason_ar,
            "n_observed": self.n_observed,
            "n_observed_range": list(spread),
            "median": None,
            "mean": None,
            "low": None,
            "high": None,
            "level": 0.95,
            "rhat": None,
            "ess": None,
            "converged": None,
            "n_tables": self.n_tables,
            "n_draws": 0,
            "lists": list(self.lists),
            "dropped_lists": list(self.dropped_lists),
            "families": [],
            "doubts": [],
            "notes": [],
            "shifts": [],
            "modes": [asdict(one) for one in self.modes],
            "method": self.method,
            "settings": self.settings.to_dict(),
        }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Total:
    """Sum over strata, draw by draw; never with a documented count put in for an estimate."""

    strata: tuple[str, ...]  # in the sum
    left_out: dict[str, int]  # not estimable: people documented there, not in the sum
    n_observed: int  # people documented in the strata of the sum
    draws: NDArray[np.int64]  # (n,): one linkage after the other
    median: float
    mean: float
    low: float
    high: float
    converged: bool
    reason: str | None  # which strata did not converge

    def to_dict(self) -> dict[str, Any]:
        """Everything but the draws, ready for JSON."""
        return {
            "strata": list(self.strata),
            "left_out": dict(self.left_out),
            "n_observed": self.n_observed,
            "median": self.median,
            "mean": self.mean,
            "low": self.low,
            "high": self.high,
            "level": 0.95,
            "converged": self.converged,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StrataEstimate:
    """Each stratum, and their sum where every one of them is estimable."""

    strata: dict[str, Estimate | NotEstimable]
    total: Total | None
    total_reason: str | None  # why there is no total
    partial_total: Total | None  # over the estimable strata alone; None where there are none
    documented_left_out: dict[str, int]  # people documented in the strata that are not estimable
    pooling: str = "separate"  # or "shared": classes that all strata share

    def to_dict(self) -> dict[str, Any]:
        """Everything but the draws, ready for JSON."""
        return {
            "strata": {name: result.to_dict() for name, result in self.strata.items()},
            "total": self.total.to_dict() if self.total else None,
            "total_reason": self.total_reason,
            "partial_total": self.partial_total.to_dict() if self.partial_total else None,
            "documented_left_out": dict(self.documented_left_out),
            "pooling": self.pooling,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ChaoBound:
    """Chao's estimate from the people on one and on two lists, and when it is a lower bound."""

    n_observed: int
    on_one_list: int
    on_two_lists: int
    bound: float  # persons
    low: float  # 95 % interval of the bound, log-normal
    high: float
    is_bound_when: str
