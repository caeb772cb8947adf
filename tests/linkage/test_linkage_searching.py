"""Partners of one record are compared with each other, though no key brought them up."""

from itertools import combinations

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from linkage_invented import prepared_of, together, with_records

from tawthiq.linkage import link
from tawthiq.linkage.block import candidate_pairs
from tawthiq.linkage.searching import Edges, between_partners


def edges_of(odds: dict[tuple[int, int], float]) -> Edges:
    pairs = sorted(odds)
    return Edges(
        a=np.array([a for a, _ in pairs], dtype=np.int32),
        b=np.array([b for _, b in pairs], dtype=np.int32),
        odds=np.array([odds[pair] for pair in pairs]),
        within=np.zeros(len(pairs), dtype=bool),
    )


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda pair: pair[0] < pair[1]),
        st.sampled_from([-6.0, -0.1, 0.0, 9.0]),
    )
)
def test_they_are_all_pairs_of_two_likely_partners_that_are_no_edges(odds):
    partners: dict[int, set[int]] = {}
    for (a, b), bits in odds.items():
        if bits >= 0:
            partners.setdefault(a, set()).add(b)
            partners.setdefault(b, set()).add(a)
    plain = {pair for of in partners.values() for pair in combinations(sorted(of), 2)} - set(odds)
    a, b = between_partners(edges_of(odds))
    assert list(zip(a.tolist(), b.tolist(), strict=True)) == sorted(plain)


def test_of_very_many_partners_each_meets_only_those_next_to_it():
    odds = {(0, partner): 5.0 for partner in range(1, 100)}
    a, b = between_partners(edges_of(odds))
    assert (b - a).max() == 15
    assert len(a) == sum(99 - further for further in range(1, 16))


def test_two_records_that_share_no_key_are_one_person_through_a_third():
    """Every part of the third name is one slip away; a day of birth ties it to the second alone."""
    place = {"governorate": "xx", "town": "xx-9"}
    born = {"birth_earliest": "1980-02-03", "birth_latest": "1980-02-03"}
    records = with_records(
        **{
            "x:1": {"name": "قصي بشار عبدالقدوس الزهراوي", "id_card": "C77", **place},
            "y:1": {"name": "قصي بشار عبدالقدوس الزهراوي", "id_card": "C77", **place, **born},
            "z:1": {"name": "قصيم بشاد عبدالقدوم الزهراني", **place, **born},
        }
    )
    prepared = prepared_of(records)
    met = candidate_pairs(prepared, 60)
    rows = {key: row for row, key in enumerate(prepared.ids)}
    pairs = set(zip(met.a.tolist(), met.b.tolist(), strict=True))
    assert (rows["x:1"], rows["z:1"]) not in pairs
    assert {(rows["x:1"], rows["y:1"]), (rows["y:1"], rows["z:1"])} <= pairs
    links = link(records)
    kept = links.pairs.select("record_a", "record_b")
    assert kept.filter((pl.col("record_a") == "x:1") & (pl.col("record_b") == "z:1")).height == 1
    assert together(links.people, "x:1", "z:1")
