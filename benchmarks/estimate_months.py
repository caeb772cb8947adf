"""Does the sum of months hold the truth, where each month is estimated by itself?

Data: conflicts as the demo invents them, other seeds, linked without an error and each death in its
true month; and populations of `draw_population`, of which everybody dies in some month by chance,
so that all months are alike. Beside the sum stands the estimate of the whole, from one table. Mean
interval score of Gneiting & Raftery (2007, JASA 102, 359-378) in units of the truth: the smaller
the better. A sum that leaves out months without a number is held against the deaths of the others.

    python benchmarks/estimate_months.py --keep FILE --markdown
    python benchmarks/estimate_months.py --populations 2 --kind demo

`--keep FILE` holds one JSON line a population: what is in it is not measured again.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
import polars as pl

from tawthiq.estimates import (
    CaptureTable,
    Estimate,
    EstimateSettings,
    capture_table,
    estimate,
    estimate_strata,
)
from tawthiq.simulate import SimulationSettings, draw_population, simulate_conflict

N_LISTS, N_PEOPLE, N_MONTHS = 5, 6_000, 24
UNEVEN = 3.0  # shape of a Dirichlet distribution: months of a half to one and a half of the mean
MISS = 2 / 0.05  # what lying outside a 95 % interval costs, in units of the distance to it
KINDS = ("demo", "independent", "two-classes", "mostly-hidden")
WAYS = ("whole", "months")


def main() -> None:
    asked = arguments()
    kept = read_kept(asked.keep)
    for kind in asked.kind:
        for seed in range(asked.seed, asked.seed + asked.populations):
            key = f"{kind} {seed}"
            if key not in kept:
                kept[key] = measured(kind, seed) | {"key": key, "kind": kind}
                if asked.keep:
                    with asked.keep.open("a", encoding="utf-8") as file:
                        file.write(json.dumps(kept[key]) + "\n")
    print_table(list(rows(list(kept.values()))), markdown=asked.markdown)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--populations", type=int, default=20, help="of each kind")
    parser.add_argument("--kind", action="append", choices=list(KINDS))
    parser.add_argument("--seed", type=int, default=31_001, help="of the first population")
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


def of_demo(seed: int) -> tuple[CaptureTable, dict[str, CaptureTable], dict[str, int]]:
    """The whole, each month, and the deaths of each; lists of one origin count as one."""
    conflict = simulate_conflict(SimulationSettings(seed=seed, deaths=N_PEOPLE))
    people = conflict.people.select("true_id", month=pl.col("death").dt.strftime("%Y-%m"))
    origins: dict[str, set[int]] = {}
    for one in conflict.lists.values():
        named = one.versions[-1].truth["true_id"].drop_nulls().to_list()
        origins.setdefault(one.settings.copies or one.key, set()).update(named)
    lists = sorted(origins)
    seen = people.with_columns(
        **{name: pl.col("true_id").is_in(list(origins[name])).cast(pl.Int64) for name in lists}
    )
    sizes = dict(people.group_by("month").len().sort("month").iter_rows())
    seen = seen.filter(pl.any_horizontal(pl.col(name) == 1 for name in lists))
    by_month = {
        str(month): capture_table(some.select(lists))
        for (month,), some in seen.sort("month").group_by("month", maintain_order=True)
    }
    return capture_table(seen.select(lists)), by_month, sizes


def of_scenario(
    scenario: str, seed: int
) -> tuple[CaptureTable, dict[str, CaptureTable], dict[str, int]]:
    """The same of a population that dies in months by chance."""
    drawn = draw_population(scenario, n_lists=N_LISTS, n_people=N_PEOPLE, seed=seed)
    whole = capture_table(drawn.table)
    random = np.random.default_rng([seed, N_MONTHS])
    shares = random.dirichlet(np.full(N_MONTHS, UNEVEN))
    counts = random.multinomial(whole.counts, shares)  # (n_patterns, n_months)
    missed = random.multinomial(drawn.n_people - whole.n_observed, shares)
    tables, sizes = {}, {}
    for at in range(N_MONTHS):
        has = counts[:, at] > 0
        name = f"month {at + 1:02}"
        tables[name] = CaptureTable(
            lists=whole.lists, patterns=whole.patterns[has], counts=counts[has, at]
        )
        sizes[name] = int(counts[:, at].sum() + missed[at])
    return whole, tables, sizes


def measured(kind: str, seed: int) -> dict[str, Any]:
    whole, tables, sizes = of_demo(seed) if kind == "demo" else of_scenario(kind, seed)
    started = time.process_time()
    of_whole = estimate(whole, seed=seed)
    months = estimate_strata(
        {name: [table] for name, table in tables.items()}, settings=EstimateSettings(), seed=seed
    )
    total = months.total or months.partial_total
    given = {name: one for name, one in months.strata.items() if isinstance(one, Estimate)}
    truth = sum(sizes[name] for name in given)
    every = sum(sizes.values())
    return {
        "seconds": time.process_time() - started,
        "whole": _ends(of_whole, every) if isinstance(of_whole, Estimate) else None,
        "months": _ends(total, truth) if total else None,
        "left_out": 1 - truth / every,
        "observed": whole.n_observed / every,
        "strata": [[one.low, one.median, one.high, sizes[name]] for name, one in given.items()],
        "converged": all(one.converged for one in given.values()),
    }


def _ends(one: Any, truth: int) -> list[float]:
    return [one.low, one.median, one.high, truth]


def score(low: float, _: float, high: float, truth: float) -> float:
    return (high - low + MISS * max(low - truth, truth - high, 0.0)) / truth


def holds(low: float, _: float, high: float, truth: float) -> bool:
    return low <= truth <= high


COLUMNS = (
    "kind", "seen", "of", "holds truth", "missed from above", "bias of median",
    "score N / truth", "high / low", "months hold", "bias of a month", "left out", "processor s",
)  # fmt: skip


def rows(lines: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    for kind in dict.fromkeys(one["kind"] for one in lines):
        mine = [one for one in lines if one["kind"] == kind]
        for way in WAYS:
            found = [one[way] for one in mine if one[way]]
            months = [each for one in mine for each in one["strata"]] if way == "months" else []
            yield [
                kind,
                f"{fmean(one['observed'] for one in mine):.0%}",
                way,
                f"{sum(holds(*one) for one in found)} of {len(found)}",
                f"{sum(one[0] > one[3] for one in found)}",
                f"{_mean(found, lambda one: one[1] / one[3] - 1):+.1%}",
                f"{_mean(found, lambda one: score(*one)):.3f}",
                f"{_mean(found, lambda one: one[2] / one[0]):.2f}",
                f"{sum(holds(*one) for one in months)} of {len(months)}" if months else "–",
                f"{_mean(months, lambda one: one[1] / one[3] - 1):+.1%}" if months else "–",
                f"{fmean(one['left_out'] for one in mine):.1%}" if months else "–",
                f"{fmean(one['seconds'] for one in mine):.0f}" if months else "–",
            ]


def _mean(some: Sequence[Sequence[float]], what: Callable[[Sequence[float]], float]) -> float:
    return fmean(what(one) for one in some)


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
