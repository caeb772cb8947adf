"""Tables as they come, not as they should: linkage finishes, or says what is wrong.

Every person here is invented.
"""

import numpy as np
import polars as pl
import pytest
from linkage_invented import GIVEN, crowd, together, with_records

from tawthiq.errors import LinkageError
from tawthiq.linkage import LinkSettings, link


@pytest.mark.parametrize("n", [300, 10_000])
def test_records_of_one_name_finish_and_do_not_become_one_person(n: int):
    records = pl.DataFrame(
        {
            "record_id": [f"r{k}" for k in range(n)],
            "list": ["one", "two"] * (n // 2),
            "document": ["one", "two"] * (n // 2),
            "name": ["سامر نزار الدباغ"] * n,
        }
    )
    links = link(records)
    for partition in ("linked", "possible"):
        assert links.people.group_by(partition).len()["len"].max() < 10


def test_names_of_sixty_parts_and_mixed_scripts_finish():
    rng = np.random.default_rng(0)
    long = " ".join(GIVEN[k] for k in rng.integers(len(GIVEN), size=60))
    records = with_records(
        a1={"name": long}, b1={"name": long}, a2={"name": "سامر Nizar"}, b2={"name": "..."}
    )
    assert together(link(records).people, "a1", "b1")


def test_no_record_and_one_record_are_fine():
    empty = pl.DataFrame(schema={"record_id": pl.String, "name": pl.String})
    assert len(link(empty).people) == 0
    one = link(pl.DataFrame({"record_id": ["a"], "name": ["سامر"]}))
    assert one.people.rows() == [("a", 0, 0, 0)]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (pl.DataFrame({"name": ["x"]}), "no column record_id"),
        (pl.DataFrame({"record_id": ["a", "a"]}), "stands twice"),
        (pl.DataFrame({"record_id": ["a", None]}), "record_id is empty"),
        (pl.DataFrame({"record_id": ["a"], "age_low": ["ten"]}), "age_low"),
        (pl.DataFrame({"record_id": ["a"], "death_earliest": ["31/02/2020"]}), "death_earliest"),
    ],
)
def test_unusable_records_are_refused_with_what_and_where(table: pl.DataFrame, words: str):
    with pytest.raises(LinkageError, match=words):
        link(table)


def test_impossible_settings_are_refused():
    with pytest.raises(LinkageError, match="possible <= linked <= sure"):
        LinkSettings(sure_probability=0.4)
    with pytest.raises(LinkageError, match="shoe"):
        LinkSettings(fields=frozenset({"shoe"}))
    with pytest.raises(LinkageError, match="clean_lists names nowhere"):
        link(crowd(5).drop("truth"), settings=LinkSettings(clean_lists=frozenset({"nowhere"})))
