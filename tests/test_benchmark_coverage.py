"""The battery that measures coverage: its scores, its mixing of settings, and its going on."""

import json
import sys
from argparse import Namespace
from pathlib import Path
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

import estimate_coverage as battery


def asked(**changed):
    return Namespace(
        **{
            "scenario": ["independent", "disjoint"],
            "populations": 6,
            "lists": [4, 5],
            "people": [600, 900, 1_200],
            "estimator": ["chao-bound"],
            "seed": 3,
            "tag": "test",
            **changed,
        }
    )


def line(**changed):
    return {
        "scenario": "independent", "lists": 4, "people": 1_000, "seed": 1,
        "estimator": "chao-bound", "tag": "test", "table": "", "observed": 600,
        "low": 900.0, "median": 1_100.0, "high": 1_200.0, "warned": False, "reason": None,
        "processor": 0.5, "seconds": 0.25,
        **changed,
    }  # fmt: skip


@given(
    ends=st.tuples(st.floats(0, 10), st.floats(0, 10)).map(sorted),
    truth=st.floats(0, 10),
)
def test_the_interval_score_is_two_quantile_losses(ends, truth):
    """Of the ends as quantiles of 2.5 and 97.5 in a hundred, each weighed by 2 / 0.05."""
    low, high = ends
    below = ((truth <= low) - 0.025) * (low - truth)
    above = ((truth <= high) - 0.975) * (high - truth)
    expected = 2 / 0.05 * (below + above)
    assert battery.interval_score(low, high, truth) == pytest.approx(expected, abs=1e-9)


def test_no_interval_scores_better_than_the_true_quantiles():
    truths = np.random.default_rng(4).normal(0, 1, 20_000)

    def mean_score(low, high):
        return fmean(battery.interval_score(low, high, truth) for truth in truths)

    best = mean_score(-1.96, 1.96)
    assert best < min(mean_score(-1.5, 1.5), mean_score(-2.6, 2.6), mean_score(-1.5, 2.4))


def test_a_row_counts_what_it_is_given():
    lines = [
        line(),
        line(low=1_010.0, median=1_300.0, warned=True),
        line(low=None, median=None, high=None, warned=True, processor=2.0),
    ]
    row = dict(zip(battery.COLUMNS, battery.summary("independent", lines), strict=True))
    scores = 0.3, 0.19 + 40 * 0.01
    assert row == {
        "scenario": "independent",
        "to warn": "no",
        "holds truth": "50% (1 of 2)",
        "could be": "1% – 99%",
        "bias of median": "+20.0%",
        "score log N": f"{fmean([np.log(12 / 9), np.log(120 / 101) + 40 * np.log(1.01)]):.3f}",
        "score N / truth": f"{fmean(scores):.3f}",
        "high / low": f"{fmean([12 / 9, 120 / 101]):.2f}",
        "missed": "40%",
        "not estimable": "33%",
        "warns": "67%",
        "processor s": "1.00",
    }


def test_soon_every_number_of_lists_meets_every_number_of_people():
    tasks = list(battery.all_tasks(asked()))
    met = {(task.lists, task.people) for task in tasks if task.scenario == "disjoint"}
    assert len(tasks) == 12
    assert len(met) == 6


def test_a_scenario_that_needs_more_lists_is_left_out_and_that_is_said(capsys):
    tasks = list(battery.all_tasks(asked(scenario=["turns", "sparse"], lists=[3])))
    assert {task.scenario for task in tasks} == {"sparse"}
    assert "turns is left out" in capsys.readouterr().err


def test_only_tables_with_a_number_from_both_are_compared():
    results = {}
    for seed, numbers in ((1, (900.0, None)), (2, (900.0, 1_000.0)), (3, (None, 1_000.0))):
        for name, low in zip(("estimate", "chao-bound"), numbers, strict=True):
            one = line(seed=seed, estimator=name, low=low)
            results[battery.Task(*(one[key] for key in battery.Task._fields))] = one
    together = asked(scenario=["independent", "sparse"], estimator=["estimate", "chao-bound"])
    assert list(battery.side_by_side(results, together, battery.score_of_share)) == [
        ["independent", "0.300 : 0.200 (1)"],
        ["sparse", "–"],
        ["identified", "0.300 : 0.200 (1)"],
        ["no warning due", "0.300 : 0.200 (1)"],
        ["a warning due", "–"],
    ]


def test_scenarios_of_which_one_thing_is_wanted_stand_together():
    lines = [line(scenario=name) for name in ("sparse", "copied-list", "disjoint", "turns")]
    groups = {name: len(group) for name, group in battery.by_scenario(lines)}
    ones = dict.fromkeys(("sparse", "copied-list", "disjoint", "turns"), 1)
    assert groups == {**ones, "identified": 3, "no warning due": 1, "a warning due": 2}


def test_the_families_of_the_default_are_measured_with_it():
    some = asked(scenario=["independent"], populations=1, people=[600])
    some.estimator = ["estimate", "latent-class", "decomposable", "chao-bound"]
    runs = list(battery.runs_of(list(battery.all_tasks(some))))
    assert [(model, len(tasks)) for model, tasks in runs] == [("average", 3), ("chao-bound", 1)]
    whole, *inside = battery.measure(*runs[0])
    assert [one["estimator"] for one in (whole, *inside)] == some.estimator[:3]
    assert whole["processor"] > 0
    for one in inside:
        assert one["low"] <= one["median"] <= one["high"]
        assert one["processor"] is None
    row = battery.summary("independent", inside)
    assert row[battery.COLUMNS.index("processor s")] == "–"


@pytest.mark.parametrize(("held", "said"), [(38, "83% – 99%"), (40, "91% – 100%"), (0, "0% – 9%")])
def test_the_shares_that_could_be_are_the_exact_ones(held, said):
    """Of 40 of 40, say: the share whose fortieth power is 0.025."""
    assert battery.could_be(held, 40) == said


def test_a_run_goes_on_where_it_stopped(tmp_path, monkeypatch, capsys):
    """A line cut off is measured again; one of a table drawn otherwise is too; others are not."""
    kept = tmp_path / "kept.jsonl"

    def run(populations):
        measured = []

        def here(tasks, processes):
            for model, together in battery.runs_of(tasks):
                measured.append(together[0].seed)
                yield from battery.measure(model, together)

        monkeypatch.setattr(battery, "measured", here)
        words = f"--populations {populations} --scenario sparse --people 600 --estimator chao-bound"
        monkeypatch.setattr(sys, "argv", ["battery", *words.split(), "--keep", str(kept)])
        battery.main()
        return measured

    assert run(2) == [1, 2]
    first = capsys.readouterr().out
    assert "2 populations" in first
    assert run(2) == []
    assert capsys.readouterr().out == first
    lines = kept.read_text().splitlines()
    otherwise = json.dumps({**json.loads(lines[0]), "table": "another"})
    kept.write_text("\n".join([otherwise, lines[1], lines[1][:50]]))
    assert run(3) == [1, 3]
    assert run(3) == []
