"""Tables as they come, not as they should: linkage finishes, or says what is wrong.

Every person here is invented.
"""

import numpy as np
import polars as pl
import pytest
from linkage_invented import GIVEN, crowd, together, with_records

from tawthiq.errors import LinkageError
from tawthiq.linkage import LinkSettings, explain, link


def largest(people: pl.DataFrame, partition: str = "possible") -> int:
    return int(people.group_by(partition).len()["len"].max())


@pytest.mark.parametrize("n", [300, 100_000])
def test_records_of_one_name_finish_and_do_not_become_one_person(n: int):
    records = pl.DataFrame(
        {
            "record_id": [f"r{k}" for k in range(n)],
            "list": ["one", "two"] * (n // 2),
            "document": ["one", "two"] * (n // 2),
            "name": ["سامر نزار الدباغ"] * n,
        }
    )
    people = link(records).people
    for partition in ("linked", "possible"):
        assert largest(people, partition) < 10


def test_names_of_sixty_parts_link_by_what_is_kept_of_them():
    rng = np.random.default_rng(0)
    names = [" ".join(GIVEN[k] for k in rng.integers(len(GIVEN), size=60)) for _ in range(40)]
    long = pl.DataFrame(
        [
            {"record_id": f"{key}:long{k:02}", "list": key, "document": key, "name": name}
            for key in ("one", "two")
            for k, name in enumerate(names)
        ]
    )
    records = pl.concat([crowd(300).drop("truth"), long], how="diagonal_relaxed")
    people = link(records).people
    for k in range(40):
        assert together(people, f"one:long{k:02}", f"two:long{k:02}")
    assert largest(people) < 10


def test_two_scripts_within_a_name_are_read_and_marks_alone_are_no_name():
    records = with_records(
        a1={"name": "معتصم Shukri القباني", "age_low": 33.0, "age_high": 33.0},
        b1={"name": "Muatasim شكري al-Qabbani", "age_low": 33.0, "age_high": 33.0},
        a2={"name": "...", "age_low": 33.0, "age_high": 33.0},
        b2={"name": "؟؟", "age_low": 33.0, "age_high": 33.0},
    )
    people = link(records).people
    assert together(people, "a1", "b1")
    assert not together(people, "a2", "b2", "possible")
    assert largest(people) < 10


def test_a_list_of_names_and_nothing_else_finishes_and_joins_no_crowd():
    columns = ["age_low", "age_high", "birth_earliest", "birth_latest", "death_earliest",
               "death_latest", "sex", "town", "origin_town", "reporter_id", "id_card"]  # fmt: skip
    names = crowd(2000).select("record_id", "list", "document", "name")
    for empty in (None, ""):
        blank = names.with_columns(pl.lit(empty, dtype=pl.String).alias(c) for c in columns[6:])
        none = blank.with_columns(pl.lit(None).alias(c) for c in columns[:6])
        people = link(none).people
        assert largest(people, "linked") < 10
        assert people.equals(link(names).people)


def test_ages_that_contradict_the_dates_of_birth_finish_and_join_no_crowd():
    """Every record says 40 and is born on one of ten days that make it anything from 3 to 80."""
    rng = np.random.default_rng(5)
    records = crowd(500).drop("truth").with_columns(age_low=pl.lit(40.0), age_high=pl.lit(40.0))
    born = pl.Series(rng.choice(["1940-01-01", "1975-02-03", "2017-05-06"], len(records)))
    died = pl.lit("2020-06-07")
    records = records.with_columns(
        birth_earliest=born, birth_latest=born, death_earliest=died, death_latest=died
    )
    people = link(records).people
    assert largest(people) < 20


def test_dates_and_ages_in_the_wrong_order_count_as_missing():
    turned = {"age_low": 60.0, "age_high": 20.0, "birth_earliest": "1990-01-02",
              "birth_latest": "1980-01-01", "death_earliest": "2021-02-03",
              "death_latest": "2020-01-01"}  # fmt: skip
    records = with_records(
        a1={"name": "معتصم شكري القباني", **turned}, b1={"name": "معتصم شكري القباني", **turned}
    )
    links = link(records)
    fields = {one.field: one for one in explain(records, "a1", "b1", links.model).fields}
    assert [(fields[f].gamma, fields[f].bits) for f in ("born", "death")] == [(-1, 0.0)] * 2


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
        (pl.DataFrame({"record_id": ["a"], "age_low": ["سامر نزار"]}), "age_low.*Mend"),
        (pl.DataFrame({"record_id": ["a"], "age_high": ["male"]}), "age_high.*Mend"),
        (pl.DataFrame({"record_id": ["a"], "birth_latest": ["Samer Nizar"]}), "birth_latest.*Mend"),
        (pl.DataFrame({"record_id": ["a"], "birth_earliest": [[1]]}), "birth_earliest.*Mend"),
        (pl.DataFrame({"record_id": ["a"], "name": [["x"]]}), "column name .*Mend"),
        (pl.DataFrame({"record_id": ["a"], "named": ["yes"]}), "named is String"),
        (
            pl.DataFrame({"record_id": ["a"], "death_earliest": ["31/02/2020"]}),
            "death_earliest.*Mend",
        ),
    ],
)
def test_unusable_records_are_refused_with_what_and_where(table: pl.DataFrame, words: str):
    with pytest.raises(LinkageError, match=words):
        link(table)


def test_impossible_settings_are_refused():
    with pytest.raises(LinkageError, match="possible <= linked <= sure"):
        LinkSettings(sure_probability=0.4)
    with pytest.raises(LinkageError, match=r"repeat_probability is 0\.3"):
        LinkSettings(repeat_probability=0.3)
    with pytest.raises(LinkageError, match="max_block is 1"):
        LinkSettings(max_block=1)
    with pytest.raises(LinkageError, match="shoe"):
        LinkSettings(fields=frozenset({"shoe"}))
    with pytest.raises(LinkageError, match="clean_lists names nowhere"):
        link(crowd(5).drop("truth"), settings=LinkSettings(clean_lists=frozenset({"nowhere"})))
