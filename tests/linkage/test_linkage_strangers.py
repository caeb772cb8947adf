"""What two people look like: relatives die together, and one script alone teaches nothing."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linkage_invented import FAMILIES, FATHERS, GIVEN, crowd, prepared_of

from tawthiq.linkage import em, kernel, kinship, link
from tawthiq.linkage.frequency import count_frequencies, of_people
from tawthiq.linkage.model import N_NAME_LEVELS, levels_of
from tawthiq.linkage.strangers import apart_shares, estimate_u
from tawthiq.linkage.weigh import comparer

SAME_DAY, SAME_TOWN = 7, 5


def shares_of_two_people(records: pl.DataFrame, seed: int = 0) -> dict[str, np.ndarray]:
    prepared = prepared_of(records)
    return estimate_u(comparer(prepared, count_frequencies(prepared)), seed)


def families(together: float, seed: int = 2, lists: tuple[str, ...] = ("one",)) -> pl.DataFrame:
    """Three brothers a house; a share of the houses dies in one hour, the others each by himself.

    Where there are two lists, the first has the two older brothers and the second the two younger.
    """
    rng = np.random.default_rng(seed)
    houses = [(a, b, c) for a in FATHERS for b in FATHERS for c in FAMILIES][:600]
    rows = []
    for house, (father, grandfather, family) in enumerate(houses):
        hit = rng.random() < together
        day, town = int(rng.integers(365)), int(rng.integers(40))
        for brother, name in enumerate(rng.choice(GIVEN, 3, replace=False)):
            if not hit:
                day, town = int(rng.integers(365)), int(rng.integers(40))
            for k, key in enumerate(lists):
                if len(lists) == 2 and brother == 2 - 2 * k:
                    continue
                rows.append(
                    {
                        "record_id": f"{key}:{house:04}:{brother}", "list": key, "document": key,
                        "name": f"{name} {father} {grandfather} {family}",
                        "death_earliest": 15_000 + day, "town": f"town-{town:02}",
                        "truth": 3 * house + brother,
                    }
                )  # fmt: skip
    table = pl.DataFrame(rows)
    day = pl.col("death_earliest").cast(pl.Int32).cast(pl.Date)
    return table.with_columns(death_earliest=day, death_latest=day)


def test_brothers_who_died_on_one_day_died_in_one_place_however_few_they_are_among_brothers():
    u = shares_of_two_people(families(together=0.3))
    one_day, one_town = u["death"][:, SAME_DAY], u["place"][:, SAME_TOWN]
    house, day = kinship.HOUSEHOLD, kinship.N_KINDS
    assert one_day[house] == pytest.approx(0.3 + 0.7 / 365, abs=0.07)
    assert one_town[house] == pytest.approx(0.3 + 0.7 / 40, abs=0.07)
    # Both together are as common as one alone, not as the product of two shares.
    assert one_town[house + day] > 0.95
    assert one_town[kinship.STRANGERS] < 0.05
    assert one_town[kinship.STRANGERS + day] < 0.3  # some of these are brothers too


def test_brothers_killed_together_are_not_one_person_in_two_lists():
    records = families(together=0.5, lists=("one", "two"))
    found = link(records.drop("truth"))
    truth = dict(records.select("record_id", "truth").iter_rows())
    likely = found.pairs.filter(pl.col("probability") >= 0.5)
    wrong = [truth[a] != truth[b] for a, b in likely.select("record_a", "record_b").iter_rows()]
    assert len(wrong) > 300
    assert np.mean(wrong) < 0.01


def test_people_of_one_family_name_have_shares_of_their_own_where_names_have_three_parts():
    records = families(together=1.0)
    u = shares_of_two_people(records)["death"]
    short = records.with_columns(name=pl.col("name").str.replace(r"^(\S+) .* (\S+)$", "${1} ${2}"))
    u_short = shares_of_two_people(short)["death"]
    assert (u[kinship.FAMILY] != u[kinship.STRANGERS]).any()
    np.testing.assert_allclose(u_short[kinship.FAMILY], u_short[kinship.STRANGERS])


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 1000), n=st.integers(0, 40))
def test_every_row_of_every_field_is_shares_by_kind_of_comparison(seed: int, n: int):
    records = crowd(n, seed=seed) if n else crowd(1).head(1)
    u = shares_of_two_people(records, seed)
    assert set(u) == set(em.OTHER_FIELDS)
    for field, rows in u.items():
        assert rows.shape == (kinship.n_rows(field), len(levels_of(field)))
        assert (rows > 0).all()
        kinds = (slice(0, 6), slice(6, 10)) if field == "born" else (slice(None),)
        for kind in kinds:
            np.testing.assert_allclose(rows[:, kind].sum(axis=1), 1.0)


def test_two_people_are_of_one_kind_in_either_script_and_strangers_without_names():
    levels = np.arange(kernel.N_LEVELS)
    np.testing.assert_array_equal(
        kinship.kind_of(levels), kinship.kind_of(levels + kernel.N_LEVELS)
    )
    assert kinship.kind_of(np.array([-1]))[0] == kinship.STRANGERS
    assert kinship.kind_of(np.array([kernel.SAME]))[0] == kinship.ONE_GIVEN
    gamma = np.array([[SAME_DAY, SAME_TOWN], [0, SAME_TOWN], [-1, SAME_TOWN]])
    kind, fields = np.array([kinship.FAMILY] * 3), ("death", "place")
    same_day = [kinship.FAMILY + kinship.N_KINDS, kinship.FAMILY, kinship.FAMILY]
    assert kinship.rows_of("place", kind, gamma, fields).tolist() == same_day
    assert kinship.rows_of("death", kind, gamma, fields).tolist() == kind.tolist()


def taught(p: np.ndarray, within: np.ndarray) -> np.ndarray:
    """P(name level | one person) from 40 pairs at one level of each half."""
    name = np.repeat(np.array([kernel.FEW, kernel.N_LEVELS + kernel.FEW], dtype=np.int8), 40)
    gamma = np.full((80, 1), -1)
    before = {"name": em.expected_name_m()}
    return em.shares_of(name, gamma, p, ("sex",), before, within=within)["name"]


def test_names_of_one_script_that_meet_only_inside_a_version_teach_nothing():
    within_script, across_scripts = slice(0, N_NAME_LEVELS), slice(N_NAME_LEVELS, None)
    inside = np.repeat([True, False], 40)
    expected, found = em.expected_name_m(), taught(np.where(inside, 0.5, 1.0), inside)
    np.testing.assert_array_equal(found[within_script], expected[within_script])
    assert found[across_scripts][kernel.FEW] > 0.5
    # Where no two versions meet, repeats inside one are all there is to learn from.
    assert taught(np.ones(80), np.ones(80, dtype=bool))[kernel.FEW] > 0.5
    # And where nothing is known of versions, all pairs teach.
    assert taught(np.ones(80), np.zeros(80, dtype=bool))[kernel.FEW] > 0.5


def of_two_parts(siblings: bool, copies: int = 1, seed: int = 4) -> pl.DataFrame:
    """People of a given name and a family, each with a birth; siblings live in one town."""
    rng = np.random.default_rng(seed)
    syllables = [a + b for a in "bdfgklmnrstz" for b in "aiou"]
    rows = []
    for family in range(300):
        town = int(rng.integers(100))
        last = "".join(rng.choice(syllables, 4))
        for child in range(3):
            name = f"{GIVEN[(family + 7 * child) % len(GIVEN)]} {last}"
            born = date(1940, 1, 1) + timedelta(days=int(rng.integers(20_000)))
            place = town if siblings else int(rng.integers(100))
            rows += [
                {
                    "record_id": f"{family}-{child}-{copy}", "name": name, "birth_earliest": born,
                    "birth_latest": born, "town": f"town-{place:03}",
                }
                for copy in range(copies)
            ]  # fmt: skip
    return pl.DataFrame(rows)


def test_siblings_of_two_part_names_live_in_one_town_and_others_do_not():
    for siblings, low, high in ((True, 0.4, 1.0), (False, 0.0, 0.05)):
        u = shares_of_two_people(of_two_parts(siblings))
        assert low <= u["place"][kinship.FAMILY, SAME_TOWN] <= high
        assert u["place"][kinship.STRANGERS, SAME_TOWN] < 0.05
        # Chosen by their births, they say nothing of births.
        assert u["born"][kinship.FAMILY] == pytest.approx(u["born"][kinship.STRANGERS])


@pytest.mark.parametrize("copies", [1, 4])
def test_a_birth_shared_by_records_of_one_person_is_as_rare_as_among_people(copies):
    prepared = prepared_of(of_two_parts(siblings=False, copies=copies))
    frequencies = count_frequencies(prepared)
    using = comparer(prepared, frequencies)
    apart = apart_shares(using, 0)
    scaled = of_people(frequencies, apart)
    assert 0 < apart["born"] <= 1
    assert (apart["born"] < 0.1) == (copies > 1)
    assert scaled.born["share"].sum() == pytest.approx(apart["born"])
    assert scaled.place.equals(frequencies.place)
