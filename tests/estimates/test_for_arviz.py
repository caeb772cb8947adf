"""Draws as ArviZ takes them: shapes, what they hold, and the container of either generation."""

import sys
from dataclasses import replace
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest
from arviz_stats.base.array import array_stats
from estimates_twin import KOSOVO

from tawthiq.errors import EstimateError
from tawthiq.estimates import (
    EstimateSettings,
    capture_table,
    draws_for_arviz,
    estimate,
    to_arviz,
)


@pytest.fixture(scope="module")
def kosovo():
    settings = EstimateSettings(model="decomposable")
    return estimate(capture_table(KOSOVO), settings=settings)


def test_the_draws_are_those_of_the_estimate(kosovo):
    found = draws_for_arviz(kosovo)
    assert (found["people"] == kosovo.draws).all()
    assert (found["unobserved"] == kosovo.draws - 4_400).all()
    assert np.allclose(np.expm1(found["log_unobserved"]), found["unobserved"])
    assert {one.shape for one in found.values()} == {kosovo.draws.shape}
    rhat = array_stats.rhat(found["log_unobserved"], chain_axis=0, draw_axis=1, method="rank")
    assert rhat == pytest.approx(kosovo.rhat, abs=1e-3)


def test_linkages_are_shuffled_within_each_chain_and_always_alike(kosovo):
    two = replace(kosovo, n_tables=2, n_observed_range=(4_390, 4_400))
    found = draws_for_arviz(two)
    assert set(found) == {"people"}  # who was observed differs from linkage to linkage
    assert (np.sort(found["people"], axis=1) == np.sort(kosovo.draws, axis=1)).all()
    assert not (found["people"] == kosovo.draws).all()
    assert (found["people"] == draws_for_arviz(two)["people"]).all()


def test_without_arviz_it_says_what_to_install(kosovo, monkeypatch):
    monkeypatch.setattr("tawthiq.estimates.for_arviz.find_spec", lambda _: None)
    with pytest.raises(EstimateError, match="pip install arviz-base"):
        to_arviz(kosovo)


@pytest.mark.parametrize("name", ["arviz_base", "arviz"])
def test_each_generation_is_given_what_it_takes(kosovo, monkeypatch, name):
    """A stand-in with the signature of each: the real ones are no dependency."""
    given = {}
    group = SimpleNamespace(attrs={})

    class Tree:
        posterior = group

        def __getitem__(self, key):
            return getattr(self, key)

    def new(data):
        given.update(data)
        return Tree()

    def old(*, posterior):
        given["posterior"] = posterior
        return Tree()

    module = ModuleType(name)
    module.from_dict = new if name == "arviz_base" else old  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(
        "tawthiq.estimates.for_arviz.find_spec",
        lambda asked: ModuleSpec(name, None) if asked == name else None,
    )
    to_arviz(kosovo)
    assert set(given["posterior"]) == {"people", "unobserved", "log_unobserved"}
    assert group.attrs["n_observed"] == 4_400


def test_the_real_arviz_takes_the_draws(kosovo):
    base = pytest.importorskip("arviz_base")
    tree = to_arviz(kosovo)
    assert tree["posterior"]["people"].dims == ("chain", "draw")
    assert base.extract(tree, var_names="people").size == kosovo.draws.size
