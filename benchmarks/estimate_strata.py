"""Do strata that share their classes hold the truth better than strata one by one?

Data: twelve strata of 60 to 300 people each, five lists, drawn here with known sizes, in four
kinds. A narrow sum that misses the truth has failed, so beside how often the intervals hold it
stands the interval score of Gneiting & Raftery (2007, JASA 102, 359-378) in units of the truth: the
smaller the better. Strata that have no number count as such, and a sum over fewer strata is held
against the truth of those.

    python benchmarks/estimate_strata.py --keep FILE --markdown
    python benchmarks/estimate_strata.py --populations 2 --kind classes

`--keep FILE` holds one JSON line a population and way: what is in it is not measured again.
"""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean, median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tawthiq.estimates import (
    CaptureTable,
    Estimate,
    EstimateSettings,
    capture_table,
    estimate_strata,
)

N_STRATA, N_LISTS = 12, 5
MISS = 2 / 0.05  # what lying outside a 95 % interval costs, in units of the distance to it
SETTINGS = EstimateSettings(particles=400, draws=4_000, min_ess=400)
WAYS = ("separate", "shared")
KINDS = {
    "alike": "one class; each list reaches as far in every stratum",
    "classes": "a visible and a hidden class; shares and reach differ by stratum",
    "turns": "the same, and each list works in some strata only",
    "apart": "two classes, their probabilities unrelated from stratum to stratum",
}


def main() -> None:
    asked = arguments()
    kept = read_kept(asked.keep)
    lines: list[dict[str, Any]] = []
    for kind in asked.kind:
        for number in range(asked.populations):
            for way in WAYS:
                key = f"{kind} {asked.seed + number} {way}"
                if key not in kept:
                    kept[key] = measured(kind, asked.seed + number, way) | {"key": key}
                    if asked.keep:
                        with asked.keep.open("a", encoding="utf-8") as file:
                            file.write(json.dumps(kept[key]) + "\n")
                lines.append(kept[key] | {"kind": kind, "way": way})
    print_table(list(rows(lines)), markdown=asked.markdown)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--populations", type=int, default=20, help="of each kind")
    parser.add_argument("--kind", action="append", choices=list(KINDS))
    parser.add_argument("--seed", type=int, default=1, help="of the first population")
    parser.add_argument("--keep", type=Path, metavar="FILE")
    parser.add_argument("--markdown", action="store_true", help="a table for a README")
    asked = parser.parse_args()
    asked.kind = asked.kind or list(KINDS)
    return asked


def read_kept(path: Path | None) -> dict[str, dict[str, Any]]:
    if path is None or not path.exists():
        return {}
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {line["key"]: line for line in lines}


def drawn(kind: str, seed: int) -> tuple[dict[str, CaptureTable], dict[str, int]]:
    """A table and the true size of each stratum."""
    random = np.random.default_rng([seed, list(KINDS).index(kind)])
    common = random.normal(-0.4, 0.5, (1, N_LISTS)) - np.array([[0.0], [2.0]])
    tables, sizes = {}, {}
    for at in range(N_STRATA):
        people = int(random.integers(60, 301))
        logits, hidden = common, float(np.clip(random.normal(0.4, 0.1), 0.1, 0.7))
        if kind == "alike":
            hidden = 0.0
        elif kind == "apart":
            logits = random.normal(-0.4, 0.8, (1, N_LISTS)) - random.uniform(0, 3, (2, N_LISTS))
        else:
            logits = common + random.normal(0, 0.4, N_LISTS)
        works = np.ones(N_LISTS, dtype=bool)
        if kind == "turns":
            works[random.permutation(N_LISTS)[: at % 3]] = False
        seen = captures(random, people, logits, hidden) * works
        seen = seen[seen.any(axis=1)]
        name = f"stratum {at + 1:02}"
        tables[name] = capture_table({f"L{j + 1}": seen[:, j] for j in range(N_LISTS)})
        sizes[name] = people
    return tables, sizes


def captures(
    random: np.random.Generator, people: int, logits: NDArray[np.float64], hidden: float
) -> NDArray[np.int64]:
    which = (random.random(people) < hidden).astype(int)
    return (random.random((people, N_LISTS)) < 1 / (1 + np.exp(-logits[which]))).astype(int)


def measured(kind: str, seed: int, way: str) -> dict[str, Any]:
    tables, sizes = drawn(kind, seed)
    started = time.process_time()
    found = estimate_strata(
        {name: [table] for name, table in tables.items()},
        settings=SETTINGS,
        pooling="shared" if way == "shared" else "separate",
        seed=seed,
    )
    seconds = time.process_time() - started
    total = found.total or found.partial_total
    given = {name: one for name, one in found.strata.items() if isinstance(one, Estimate)}
    truth = sum(sizes[name] for name in (total.strata if total else ()))
    return {
        "seconds": seconds,
        "sum": [total.low, total.median, total.high, truth] if total else None,
        "converged": bool(total and total.converged),
        "strata": [[one.low, one.median, one.high, sizes[name]] for name, one in given.items()],
    }


def score(low: float, _: float, high: float, truth: float) -> float:
    outside = max(low - truth, truth - high, 0.0)
    return (high - low + MISS * outside) / truth


def holds(low: float, _: float, high: float, truth: float) -> bool:
    return low <= truth <= high


COLUMNS = (
    "kind", "way", "sum holds", "bias of sum", "score of sum", "strata hold", "no number",
    "score of strata", "not converged", "processor s",
)  # fmt: skip


def rows(lines: list[dict[str, Any]]) -> Iterator[list[str]]:
    for kind in dict.fromkeys(one["kind"] for one in lines):
        for way in WAYS:
            mine = [one for one in lines if one["kind"] == kind and one["way"] == way]
            sums = [one["sum"] for one in mine if one["sum"]]
            strata = [each for one in mine for each in one["strata"]]
            yield [
                kind,
                way,
                f"{sum(holds(*one) for one in sums)} of {len(sums)}",
                f"{median(one[1] / one[3] - 1 for one in sums):+.1%}",
                f"{fmean(score(*one) for one in sums):.3f}",
                f"{sum(holds(*one) for one in strata)} of {len(strata)}",
                f"{len(mine) * N_STRATA - len(strata)}",
                f"{fmean(score(*one) for one in strata):.3f}",
                f"{sum(not one['converged'] for one in mine)}",
                f"{median(one['seconds'] for one in mine):.0f}",
            ]


def print_table(found: list[list[str]], *, markdown: bool) -> None:
    if markdown:
        print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
        for row in found:
            print(f"| {' | '.join(row)} |")
        return
    widths = [max(map(len, column)) for column in zip(COLUMNS, *found, strict=True)]
    for row in (list(COLUMNS), *found):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))


if __name__ == "__main__":
    main()
