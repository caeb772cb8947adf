"""Pairs told apart before their names are aligned: none is lost that would have been kept."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linkage_invented import crowd, prepared_of

from tawthiq.linkage import em, kernel, screening
from tawthiq.linkage.block import Candidates
from tawthiq.linkage.fitting import Taught, versions_known
from tawthiq.linkage.linking import link
from tawthiq.linkage.model import Model
from tawthiq.linkage.screening import Screen
from tawthiq.linkage.weigh import Comparer, comparer, pair_odds

WORDS = (
    "سامر", "سامز", "نزار", "عدنان", "سامرنزار", "عبدالرحمن", "الدباغ", "دباغ", "ذمظور", "ليلى",
    "Samer", "Samir", "Nizar", "Adnan", "SamerNizar", "Abdulrahman", "Dabbagh", "Thamthor", "Leila",
)  # fmt: skip


def table(rng: np.random.Generator, n: int) -> pl.DataFrame:
    """Records of few words and days, each value missing in a quarter of them."""

    def some(values: list, missing: float = 0.25) -> list:
        chosen = [values[k] for k in rng.integers(len(values), size=n)]
        return [None if rng.random() < missing else one for one in chosen]

    def names() -> list:
        return [" ".join(rng.choice(WORDS, rng.integers(1, 6))) for _ in range(2 * n)]

    born, died = some(["1990-05-04", "1990-04-05", "1961-05-04"]), some(["2015-01-02", "2015-03-02"])
    age = some([float(k) for k in range(20, 32)])
    return pl.DataFrame(
        {
            "record_id": [f"r{k:03}" for k in range(n)],
            "list": some(["one", "two", "three"], 0.1),
            "name": some(names(), 0.05), "name_other": some(names(), 0.6),
            "sex": some(["male", "female"]), "age_low": age, "age_high": age,
            "birth_earliest": born, "birth_latest": born,
            "death_earliest": died, "death_latest": died,
            "governorate": some(["xx", "yy"]), "town": some(["xx-1", "xx-2", "yy-1"]),
            "origin_town": some(["xx-1", "yy-1"]), "reporter_id": some(["7", "8"]),
            "id_card": some(["A1", "A2", "B7"]), "text_street": some(["mill road", "north gate"]),
        },
        schema_overrides={"name_other": pl.String},
    )  # fmt: skip


def some_model(rng: np.random.Generator, model: Model) -> Model:
    """A model that nothing taught: what is said of the bound may not hang on what is likely."""
    m = {
        field: em.shares_by_kind(field, rng.dirichlet(np.ones(len(shares))), shares, 0.01)
        for field, shares in model.m.items()
        if field != "name"
    }
    name = rng.dirichlet(np.ones(kernel.N_LEVELS), 2).ravel() + 1e-6
    return replace(
        model,
        m={"name": name, **m},
        name_scale=rng.normal(0, 6, 2 * kernel.N_LEVELS),
        prior_bits=rng.normal(-8, 4),
        within_bits=rng.normal(-6, 4),
    )


def compared(seed: int) -> tuple[Comparer, Model]:
    rng = np.random.default_rng(seed)
    records = table(rng, 40)
    prepared, model = prepared_of(records), some_model(rng, link(records).model)
    return comparer(prepared, model.frequencies, versions_known(prepared, model)[0]), model


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    least=st.floats(-25, 25),
    far=st.dictionaries(st.sampled_from([1, 2, 1 << 32 | 2]), st.floats(-5, 12)),
    one_by_one=st.booleans(),
)
def test_no_pair_is_lost_that_would_have_been_kept(seed, least, far, one_by_one):
    using, model = compared(seed)
    n = using.prepared.n
    a, b = (x.astype(np.int32) for x in np.triu_indices(n, 1))
    odds = pair_odds(using, a, using.compare(a, b), model)
    version = using.prepared.version
    reach = [
        max(far.get(int(min(v, w)) << 32 | int(max(v, w)), 0.0), 0.0) if min(v, w) >= 0 else 0.0
        for v, w in zip(version[a], version[b], strict=True)
    ]
    with pytest.MonkeyPatch.context() as patch:
        if one_by_one:  # so many versions that one bound is taken for all
            patch.setattr(screening, "_MOST_MEETINGS", 1)
        screen = Screen.of(using, model, least, far)
    worth_keeping = odds >= least - np.array(reach)
    assert screen.may_count(a, b)[worth_keeping].all()
    # Nor when they are asked for in another order.
    turn = np.random.default_rng(seed).permutation(len(a))
    assert screen.may_count(a[turn], b[turn])[worth_keeping[turn]].all()


def test_edges_are_those_that_comparing_every_candidate_gives_and_most_are_not_compared():
    records = crowd(250, lists=("one", "two", "three")).drop("truth")
    prepared, model = prepared_of(records), link(records).model
    using = comparer(prepared, model.frequencies, versions_known(prepared, model)[0])
    taught = Taught(using=using, model=model, reach={1: 2.0, 2: 0.5})
    a, b = (x.astype(np.int32) for x in np.triu_indices(prepared.n, 1))
    pairs = Candidates(a=a, b=b, by_name=np.zeros(len(a), dtype=bool))
    every = using.compare(a, b)
    whole = taught.kept(pairs, every, pair_odds(using, a, every, model))
    found = taught.compared(pairs, taught.screen())
    for column in ("a", "b", "odds", "within"):
        np.testing.assert_array_equal(getattr(found, column), getattr(whole, column))
    may = taught.screen().may_count(a, b)
    assert len(found.a) <= may.sum() < len(a) / 4


def test_where_names_are_missing_the_bound_is_the_sum_of_the_fields():
    records = pl.concat(
        [
            crowd(100).drop("truth"),
            pl.DataFrame(
                {
                    "record_id": ["x", "y"], "list": ["one", "two"], "document": ["one", "two"],
                    "name": [None, None], "age_low": [30.0, 31.0], "age_high": [30.0, 31.0],
                }
            ),
        ],
        how="diagonal_relaxed",
    )  # fmt: skip
    prepared, model = prepared_of(records), link(records).model
    using = comparer(prepared, model.frequencies)
    rows = [prepared.ids.to_list().index(key) for key in ("x", "y")]
    a, b = np.array([min(rows)], dtype=np.int32), np.array([max(rows)], dtype=np.int32)
    odds = pair_odds(using, a, using.compare(a, b), model)[0]
    assert Screen.of(using, model, odds, {}).may_count(a, b)[0]
    assert not Screen.of(using, model, odds + 0.01, {}).may_count(a, b)[0]
