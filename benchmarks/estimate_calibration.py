"""Are Bayesian estimates calibrated: is the truth as likely to stand anywhere in the posterior?

Simulation-based calibration (Talts et al. 2018, arXiv:1804.06788): parameters are drawn from the
prior of a model, people from them, and the rank of the true number missed among the draws of the
posterior is noted. Under a correct sampler ranks are uniform. Given the number observed the prior
1/N drops out: so the people seen are drawn from the patterns given that they were seen, and the
unseen as negative binomial, which is exact. Checked by a chi-square test of ten equal bins; a rule
that refuses tables would bend ranks, so each model is asked directly, and never refuses.

    python benchmarks/estimate_calibration.py            # 300 ranks a model, about five minutes
    python benchmarks/estimate_calibration.py 1000 --plot docs/images/calibration.svg
    python benchmarks/estimate_calibration.py 1000 --model dirichlet --seed 31
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import altair as alt
import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import binom, chisquare

from tawthiq.estimates import CaptureTable, EstimateSettings, FinitePrior, capture_table
from tawthiq.estimates.continuous import continuous
from tawthiq.estimates.continuous_shapes import SHAPES
from tawthiq.estimates.finite import FiniteSettings, averaged, sample_table
from tawthiq.estimates.finite_tables import sample_together
from tawthiq.estimates.latent_class import sample_table as sample_chains
from tawthiq.estimates.latent_class import start_chains
from tawthiq.estimates.prior import ContinuousPrior
from tawthiq.estimates.tables import canonical
from tawthiq.estimates.workers import one_by_one

BINS = 10
LISTS = "ABCD"
PEOPLE = 120  # observed
LINKAGES, DOUBTED = 5, 0.05  # tables of one scope; share of people whose lists differ
PATTERNS = np.array(list(np.ndindex(*(2,) * len(LISTS))))  # the first: on no list

Cells = NDArray[np.float64]
Model = tuple[
    Callable[[np.random.Generator], Cells],
    Callable[[CaptureTable, int], NDArray[np.int64]],
]


def finite_cells(random: np.random.Generator) -> Cells:
    """One to three classes, of the default prior."""
    shares = np.exp([FinitePrior().log_share(number, 3) for number in (1, 2, 3)])
    position = FinitePrior().draw(random, 1, len(LISTS), int(random.choice(3, p=shares)) + 1)[0]
    weights = np.exp(position[-1] - position[-1].max())
    return cells_of(1 / (1 + np.exp(-position[:-1])), weights / weights.sum())


def finite_draws(table: CaptureTable, seed: int) -> NDArray[np.int64]:
    settings = FiniteSettings(most_classes=3, particles=400, draws=1_600)
    *seeds, last = np.random.SeedSequence(seed).spawn(4)
    found = sample_table(table, settings, seeds, one_by_one)
    return averaged(found, settings, np.random.default_rng(last)).unobserved


def of_one_linkage(table: CaptureTable, seed: int) -> NDArray[np.int64]:
    """The same, the table one of several linkages, which share draws."""
    random = np.random.default_rng(seed)
    settings = FiniteSettings(most_classes=3, particles=200, draws=800)
    tables = [table, *(otherwise_linked(table, random) for _ in range(LINKAGES - 1))]
    seeds = [one.spawn(3) for one in np.random.SeedSequence(seed).spawn(LINKAGES)]
    together = sample_together(tables, settings, seeds, one_by_one)
    return averaged(together.of_table[0], settings, random).unobserved


def otherwise_linked(table: CaptureTable, random: np.random.Generator) -> CaptureTable:
    """Some people on other lists, which others of the table are on."""
    moved = random.binomial(table.counts, DOUBTED)
    counts = table.counts - moved
    counts += random.multinomial(int(moved.sum()), table.counts / table.counts.sum())
    return CaptureTable(lists=table.lists, patterns=table.patterns, counts=counts)


def dirichlet_cells(random: np.random.Generator) -> Cells:
    """Four classes by stick-breaking, captures uniform: the priors of LCMCR."""
    concentration = max(random.gamma(0.25, 4.0), 1e-9)
    sticks = np.append(random.beta(1, concentration, size=3), 1.0)
    weights = sticks * np.cumprod(np.append(1.0, 1 - sticks[:-1]))
    return cells_of(random.random((len(LISTS), 4)), weights)


def dirichlet_draws(table: CaptureTable, seed: int) -> NDArray[np.int64]:
    settings = EstimateSettings(model="dirichlet", classes=4)
    chains = start_chains(table, settings, np.random.SeedSequence(seed))
    return sample_chains(chains, warmup=200, min_ess=200, max_rhat=1.1).n_unobserved.ravel()


def continuous_cells(random: np.random.Generator) -> Cells:
    """One of the shapes, equally likely, of the default prior."""
    prior, shape = ContinuousPrior(), SHAPES[int(random.integers(len(SHAPES)))]
    mean = prior.level + prior.level_spread * random.standard_normal()
    levels = mean + prior.list_spread * random.standard_normal((1, len(LISTS)))
    spread = prior.spread * np.exp(prior.spread_of_log * random.standard_normal(1))
    visibility, log_weights = shape.places(levels, spread)
    weights = np.exp(log_weights[0])
    caught, _ = shape.chances(levels[0][:, None] + visibility[0])
    return cells_of(caught, weights / weights.sum())


def continuous_draws(table: CaptureTable, seed: int) -> NDArray[np.int64]:
    return continuous(table, seed=seed).unobserved


def cells_of(captures: NDArray[np.float64], weights: NDArray[np.float64]) -> Cells:
    """The probability of each pattern; captures by list, and by class or place."""
    one = np.where(PATTERNS[:, :, None] == 1, captures, 1 - captures)
    return one.prod(axis=1) @ weights


MODELS: dict[str, Model] = {
    "latent-class": (finite_cells, finite_draws),
    "linkages": (finite_cells, of_one_linkage),
    "dirichlet": (dirichlet_cells, dirichlet_draws),
    "continuous": (continuous_cells, continuous_draws),
}


def ranks_of(model: Model, wanted: int, what: str, seed: int) -> NDArray[np.float64]:
    """Where the truth stands among the draws, from 0 to 1."""
    cells_from, draws_from = model
    random = np.random.default_rng(seed)
    ranks: list[float] = []
    while len(ranks) < wanted:
        cells = cells_from(random)
        seen = 1 - cells[0]
        # Without anybody likely to be seen the unseen are beyond number, and so is the answer.
        counts = random.multinomial(PEOPLE, cells[1:] / cells[1:].sum())
        truth = float(random.poisson(min(random.standard_gamma(PEOPLE) * cells[0] / seen, 1e15)))
        columns = dict(zip(LISTS, PATTERNS[1:].T.tolist(), strict=True))
        table, _ = canonical(capture_table(columns | {"count": counts.tolist()}))
        draws = draws_from(table, seed * 1_000_000 + len(ranks)).astype(np.float64)
        tied = np.mean(draws == truth)
        ranks.append(float(np.mean(draws < truth) + random.random() * tied))
        print(f"\r{what}: {len(ranks)} of {wanted}", end="", file=sys.stderr)
    print(file=sys.stderr)
    return np.array(ranks)


def plot(found: dict[str, NDArray[np.float64]], path: Path) -> None:
    """A histogram a model, over the band in which 99 of 100 bins should lie."""
    rows = []
    for name, ranks in found.items():
        counts, _ = np.histogram(ranks, bins=BINS, range=(0, 1))
        low, high = binom.ppf([0.005, 0.995], len(ranks), 1 / BINS)
        rows += [
            {"model": name, "rank": (at + 0.5) / BINS, "tables": n, "low": low, "high": high}
            for at, n in enumerate(counts.tolist())
        ]
    base = alt.Chart(pl.DataFrame(rows)).encode(
        x=alt.X("rank:Q", title="rank of the truth among the draws", scale=alt.Scale(domain=[0, 1]))
    )
    band = base.mark_area(color="#c8c8c8", opacity=0.6).encode(
        y=alt.Y("low:Q", title="populations"), y2="high:Q"
    )
    bars = base.mark_bar(color="#3b6ea5", size=18).encode(y="tables:Q")
    chart = (
        alt.layer(bars, band)
        .properties(width=260, height=160)
        .facet(column=alt.Column("model:N", title=None))
    )
    chart.save(str(path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("ranks", type=int, nargs="?", default=300)
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--model", choices=MODELS, action="append")
    parser.add_argument("--seed", type=int, default=2_027)
    asked = parser.parse_args()
    found = {
        name: ranks_of(MODELS[name], asked.ranks, name, asked.seed)
        for name in asked.model or MODELS
    }
    for name, ranks in found.items():
        counts, _ = np.histogram(ranks, bins=BINS, range=(0, 1))
        p = float(chisquare(counts).pvalue)
        print(f"{name:14} {asked.ranks} ranks, by tenths {counts.tolist()}, chi-square p {p:.3f}")
        assert p > 0.001, f"{name}: ranks are not uniform"
    if asked.plot:
        plot(found, asked.plot)


if __name__ == "__main__":
    main()
