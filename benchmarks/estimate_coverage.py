"""Does the 95 % interval hold the truth as often as it says, whatever way lists see people?

Data: populations of known size from `tawthiq.simulate.draw_population`, 40 a scenario unless asked
otherwise, mixing four to seven lists and 1,000 to 30,000 people. A narrow interval that misses the
truth has failed, so the interval score of Gneiting & Raftery (2007, JASA 102, 359-378) weighs width
and misses together, for log N and for N in units of the truth: the smaller the better. Where
nothing can be known the right answer is a warning, so how often there is one stands beside it.

    python benchmarks/estimate_coverage.py --keep FILE --markdown
    python benchmarks/estimate_coverage.py --populations 8 --scenario two-classes --people 2000
    python benchmarks/estimate_coverage.py --keep FILE --estimator estimate --estimator chao-bound

`--keep FILE` holds one JSON line a population and estimator: what is in it under the same `--tag`
is not measured again (unless the population is drawn otherwise than it was), so a stopped run goes
on, and estimators are compared on the tables for which both have a number. The families that stand
in the default's answer are measured with it, at no cost. Seconds are of the processor, in a process
that has compiled before.
"""

import argparse
import json
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from hashlib import sha256
from math import log
from pathlib import Path
from statistics import fmean, median
from typing import Any, NamedTuple

from scipy.stats import binomtest

from tawthiq import __version__
from tawthiq.estimates import CaptureTable, EstimateSettings, capture_table, estimate
from tawthiq.simulate import POPULATIONS, Population, Scenario, draw_population

MISS = 2 / 0.05  # what lying outside a 95 % interval costs, in units of the distance to it


class Answer(NamedTuple):
    """What an estimator says of one table; no number where it holds that there is none."""

    low: float | None
    median: float | None
    high: float | None
    warned: bool
    reason: str | None


NONE = Answer(None, None, None, warned=True, reason="no number")
WITHIN = (
    "latent-class",
    "decomposable",
    "continuous",
)  # whose numbers stand in the answer of the default
ALONE = ("dirichlet", "log-linear", "sample-coverage", "chao-bound")


def answers_of(model: str, table: CaptureTable, seed: int) -> dict[str, Answer]:
    """What one run of a model says, and what the families say that stand in its answer."""
    # One thread: the populations are what runs side by side.
    result = estimate(table, settings=EstimateSettings(model=model, threads=1), seed=seed)
    if not result.estimable:
        return {
            model: NONE._replace(reason=result.reason),
            **(dict.fromkeys(WITHIN, NONE) if model == "average" else {}),
        }
    why = result.reason or ", ".join(dict.fromkeys(one.code for one in result.doubts))
    warned = not result.converged or bool(result.doubts)
    found = {model: Answer(result.low, result.median, result.high, warned, why or None)}
    for name in WITHIN if model == "average" else ():
        inside = [one for one in result.families if one.family == name]
        found[name] = NONE
        if inside:
            found[name] = Answer(
                inside[0].low, inside[0].median, inside[0].high, warned=False, reason=None
            )
    return found


RUNS = {
    "estimate": "average",
    **dict.fromkeys(WITHIN, "average"),
    **{name: name for name in ALONE},
}
"""The model that has to run for each estimator."""


class Task(NamedTuple):
    """One population, and who is to estimate it. As written in FILE."""

    scenario: str
    lists: int
    people: int
    seed: int
    estimator: str
    tag: str


def main() -> None:
    asked = arguments()
    # Stopped in whatever way, the processes it started end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    tasks = list(all_tasks(asked))
    kept = read_kept(asked.keep)
    drawn = [one for one in tasks if one in kept and kept[one]["table"] == fingerprint(draw(one))]
    print(f"{len(tasks)} answers wanted, {len(drawn)} of them kept.", file=sys.stderr)
    results = {one: kept[one] for one in drawn}
    for line in measured([one for one in tasks if one not in results], asked.processes):
        results[Task(*(line[name] for name in Task._fields))] = line
        if asked.keep:
            with asked.keep.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
    report = markdown if asked.markdown else plain
    for name in asked.estimator:
        lines = [results[one] for one in tasks if one.estimator == name]
        print(f"\n**{name}** ({asked.tag}), {len(lines)} populations\n")
        print(report(COLUMNS, [summary(*group) for group in by_scenario(lines)]))
    first, *others = asked.estimator
    for what, score in SCORES.items() if others else ():
        print(f"\nMean interval score of {what}, {first} : another, on the tables (so many) for ")
        print("which both have a number\n")
        print(report(["scenario", *others], side_by_side(results, asked, score)))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--populations", type=int, default=40, help="of each scenario")
    parser.add_argument("--scenario", action="append", choices=list(POPULATIONS))
    parser.add_argument("--lists", type=whole_numbers, default=[4, 5, 6, 7], help="such as 4,5")
    parser.add_argument("--people", type=whole_numbers, default=[1_000, 3_000, 10_000, 30_000])
    parser.add_argument("--seed", type=int, default=1, help="of the first population")
    parser.add_argument("--estimator", action="append", choices=list(RUNS))
    parser.add_argument("--keep", type=Path, metavar="FILE")
    parser.add_argument("--tag", default=__version__, help="what the answers are of: a version")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--markdown", action="store_true", help="tables for a README")
    asked = parser.parse_args()
    asked.scenario = asked.scenario or list(POPULATIONS)
    asked.estimator = list(dict.fromkeys(asked.estimator or ["estimate"]))
    return asked


def whole_numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",")]


def all_tasks(asked: argparse.Namespace) -> Iterable[Task]:
    """Numbers of lists and of people go round so that soon every one meets every other."""
    for scenario in asked.scenario:
        n_lists = [n for n in asked.lists if n >= POPULATIONS[scenario].least_lists]
        if not n_lists:
            print(f"{scenario} is left out: it needs more lists.", file=sys.stderr)
            continue
        for number in range(asked.populations):
            turn, at = divmod(number, len(n_lists))
            people = asked.people[(turn + at) % len(asked.people)]
            for name in asked.estimator:
                yield Task(scenario, n_lists[at], people, asked.seed + number, name, asked.tag)


def draw(task: Task) -> Population:
    return draw_population(task.scenario, task.lists, task.people, task.seed)


def fingerprint(population: Population) -> str:
    """Of the table: an answer to a population that is drawn otherwise today is no answer."""
    return sha256(population.table.write_csv().encode()).hexdigest()[:16]


def read_kept(path: Path | None) -> dict[Task, dict[str, Any]]:
    """The answers in FILE; a last line that was cut off is taken away."""
    if path is None or not path.exists():
        return {}
    text = path.read_bytes()
    if not text.endswith(b"\n"):
        text = text[: text.rfind(b"\n") + 1]
        path.write_bytes(text)
    lines = [json.loads(line) for line in text.splitlines()]
    return {Task(*(line[name] for name in Task._fields)): line for line in lines}


def measured(tasks: Sequence[Task], processes: int) -> Iterable[dict[str, Any]]:
    """The answers as they come, from processes that have compiled before they are timed."""
    if not tasks:
        return
    # Not forked: the frames library has threads of its own, which a fork would leave behind.
    context = multiprocessing.get_context("spawn")
    models = tuple({RUNS[one.estimator] for one in tasks})
    pool = ProcessPoolExecutor(processes, context, initializer=warm_up, initargs=(models,))
    started = time.perf_counter()
    try:
        waiting = [pool.submit(measure, *one) for one in runs_of(tasks)]
        for done, future in enumerate(as_completed(waiting), 1):
            yield from future.result()
            took = time.perf_counter() - started
            print(f"\r{done} of {len(waiting)}, {took:,.0f} s", end="", file=sys.stderr, flush=True)
    finally:
        pool.shutdown(cancel_futures=True)
        print(file=sys.stderr)


def runs_of(tasks: Sequence[Task]) -> Iterable[tuple[str, list[Task]]]:
    """Each model and table once, with all tasks that it answers."""
    together: dict[tuple[str, Task], list[Task]] = {}
    for one in tasks:
        model = RUNS[one.estimator]
        together.setdefault((model, one._replace(estimator=model)), []).append(one)
    return ((model, some) for (model, _), some in together.items())


def warm_up(models: tuple[str, ...]) -> None:
    table = capture_table(draw_population("independent", 4, 500, 0).table)
    for model in models:
        answers_of(model, table, 1)


def measure(model: str, tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """One run of a model on one population: a line of FILE for each task that it answers."""
    population = draw(tasks[0])
    table = capture_table(population.table)
    started, busy = time.perf_counter(), time.process_time()
    answers = answers_of(model, table, tasks[0].seed)
    processor, seconds = time.process_time() - busy, time.perf_counter() - started
    return [
        {
            **task._asdict(),
            "table": fingerprint(population),
            "observed": population.n_observed,
            **answers[task.estimator if task.estimator in answers else model]._asdict(),
            # What stands in the answer of the default costs what the default costs.
            "processor": None if task.estimator in WITHIN else round(processor, 3),
            "seconds": None if task.estimator in WITHIN else round(seconds, 3),
        }
        for task in tasks
    ]


def interval_score(low: float, high: float, truth: float) -> float:
    """Width, and forty times the distance where the truth lies outside."""
    return high - low + MISS * (max(low - truth, 0.0) + max(truth - high, 0.0))


def by_scenario(
    lines: Sequence[dict[str, Any]],
) -> Iterable[tuple[str, Sequence[dict[str, Any]]]]:
    """The scenarios one by one; then those together of which one thing is wanted."""
    names = dict.fromkeys(line["scenario"] for line in lines)
    for name in names:
        yield name, [line for line in lines if line["scenario"] == name]
    for label, belongs in TOGETHER.items():
        group = [line for line in lines if belongs(POPULATIONS[line["scenario"]])]
        if group and len(names) > 1:
            yield label, group


TOGETHER: dict[str, Callable[[Scenario], bool]] = {
    "identified": lambda one: one.identified,
    "no warning due": lambda one: one.warning == "no",
    "a warning due": lambda one: one.warning == "yes",
}
COLUMNS = [
    "scenario", "to warn", "holds truth", "could be", "bias of median", "score log N",
    "score N / truth", "high / low", "missed", "not estimable", "warns", "processor s",
]  # fmt: skip


def summary(name: str, lines: Sequence[dict[str, Any]]) -> list[str]:
    """One row of the table: `lines` are the answers of one estimator."""
    given = [line for line in lines if line["low"] is not None]
    held = sum(line["low"] <= line["people"] <= line["high"] for line in given)
    wanted = POPULATIONS[name].warning if name in POPULATIONS else "–"
    seconds = [line["processor"] for line in lines if line["processor"] is not None]
    missed = fmean(1 - line["observed"] / line["people"] for line in lines)
    numbers = ["–"] * 6
    if given:
        bias = fmean(line["median"] / line["people"] - 1 for line in given)
        numbers = [
            f"{held / len(given):.0%} ({held} of {len(given)})",
            could_be(held, len(given)),
            f"{bias:+.1%}",
            f"{fmean(score_of_log(line) for line in given):.3f}",
            f"{fmean(score_of_share(line) for line in given):.3f}",
            f"{median(line['high'] / line['low'] for line in given):.2f}",
        ]
    return [
        name,
        wanted,
        *numbers,
        f"{missed:.0%}",
        f"{fmean(line['low'] is None for line in lines):.0%}",
        f"{fmean(line['warned'] for line in lines):.0%}",
        f"{fmean(seconds):.2f}" if seconds else "–",
    ]


def could_be(held: int, given: int) -> str:
    """The 95 % interval of a share, exact (Clopper and Pearson 1934)."""
    ends = binomtest(held, given).proportion_ci()
    return f"{ends.low:.0%} – {ends.high:.0%}"


def score_of_log(line: dict[str, Any]) -> float:
    return interval_score(log(line["low"]), log(line["high"]), log(line["people"]))


def score_of_share(line: dict[str, Any]) -> float:
    return interval_score(line["low"] / line["people"], line["high"] / line["people"], 1.0)


SCORES: dict[str, Callable[[dict[str, Any]], float]] = {
    "N / truth": score_of_share,
    "log N": score_of_log,
}


def side_by_side(
    results: dict[Task, dict[str, Any]],
    asked: argparse.Namespace,
    score: Callable[[dict[str, Any]], float],
) -> Iterable[list[str]]:
    """By scenario, the first estimator beside each other one; then scenarios together."""
    first, *others = asked.estimator
    groups = {name: [name] for name in asked.scenario}
    for label, belongs in TOGETHER.items() if len(groups) > 1 else ():
        groups[label] = [name for name in asked.scenario if belongs(POPULATIONS[name])]
    for label, names in groups.items():
        row = [label]
        for other in others:
            pairs = [
                (score(line), score(results[task._replace(estimator=other)]))
                for task, line in results.items()
                if task.estimator == first
                and task.scenario in names
                and line["low"] is not None
                and results[task._replace(estimator=other)]["low"] is not None
            ]
            ours, theirs = (fmean(of) for of in zip(*pairs, strict=True)) if pairs else (0, 0)
            row.append(f"{ours:.3f} : {theirs:.3f} ({len(pairs)})" if pairs else "–")
        yield row


def markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def plain(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [columns, *rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(columns))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


if __name__ == "__main__":
    main()
