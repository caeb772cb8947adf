"""What the tests hold the sampler against: populations with known truth, and the paper's Gibbs."""

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tawthiq.estimates import CaptureTable, EstimateSettings, capture_table

QUICK = EstimateSettings(model="dirichlet", classes=4, warmup=200, min_ess=300, max_draws=3000)

KOSOVO = {
    # Killings in Kosovo, 20 March to 22 June 1999, by list. Ball, Betts, Scheuren, Dudukovic and
    # Asher (2002), report to the ICTY; as distributed with the R package LCMCR.
    "EXH": [1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1],
    "ABA": [1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0],
    "OSCE": [1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0],
    "HRW": [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0],
    "count": [27, 32, 42, 123, 18, 31, 106, 306, 181, 217, 228, 936, 177, 845, 1131],
}


def published(name: str) -> CaptureTable:
    """A published table out of the shared folder; skips, and says so, where there is none."""
    beside = Path(__file__).parents[3] / "shared"
    path = Path(os.environ.get("TAWTHIQ_SHARED", beside)) / "mse-data" / f"{name}.csv"
    if not path.exists():
        pytest.skip(f"{path} is not there; set TAWTHIQ_SHARED to the folder that holds mse-data")
    rows = path.read_text().splitlines()
    cells = np.array([[int(cell) for cell in row.split(",")] for row in rows[1:]])
    return capture_table(dict(zip(rows[0].split(","), cells.T.tolist(), strict=True)))


def population(
    random: np.random.Generator, size: int, captures: list[list[float]], weights: list[float]
) -> CaptureTable:
    """Draw who of `size` people is on which list; `captures`: a row a class, a column a list."""
    classes = random.choice(len(weights), size=size, p=weights)
    seen = random.random((size, len(captures[0]))) < np.array(captures)[classes]
    seen = seen[seen.any(axis=1)].astype(np.uint8)
    return capture_table({f"L{at}": column for at, column in enumerate(seen.T.tolist())})


def gibbs(
    table: CaptureTable, *, classes: int, sweeps: int, random: np.random.Generator
) -> NDArray[np.int64]:
    """Sample N as the paper does: labels, unobserved, sticks and concentration in turn."""
    seen, counts = table.patterns.astype(float), table.counts
    n = int(counts.sum())
    capture = random.random((classes, seen.shape[1]))
    weights, concentration = np.full(classes, 1 / classes), 1.0
    draws = np.empty(sweeps, dtype=np.int64)
    for sweep in range(sweeps):
        log_odds = np.log(capture) - np.log1p(-capture)
        missed = weights * np.prod(1 - capture, axis=1)
        joint = missed * np.exp(seen @ log_odds.T)
        labels = random.multinomial(counts, joint / joint.sum(axis=1, keepdims=True))
        rho = missed.sum()
        unobserved = random.negative_binomial(n, 1 - rho)
        hidden = random.multinomial(unobserved, missed / rho)
        size = labels.sum(axis=0) + hidden
        on = labels.T @ seen
        capture = random.beta(1 + on, 1 + size[:, None] - on).clip(1e-12, 1 - 1e-12)
        later = np.append(np.cumsum(size[::-1])[::-1][1:], 0)
        sticks = random.beta(1 + size[:-1], concentration + later[:-1]).clip(1e-12, 1 - 1e-12)
        left = np.append(1.0, np.cumprod(1 - sticks))
        weights = np.append(sticks, 1.0) * left
        concentration = random.gamma(0.25 + classes - 1, 1 / (0.25 - np.log(left[-1])))
        draws[sweep] = n + unobserved
    return draws
