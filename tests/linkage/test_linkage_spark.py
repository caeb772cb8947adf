"""Linking on Spark finds the very links that one machine finds. Every person here is invented.

What Spark moves around is tested without it; the tests with a session need pyspark and Java, and
are skipped, with the reason, where they are missing.
"""

import importlib.util
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linkage_invented import crowd
from polars.testing import assert_frame_equal

from tawthiq.errors import LinkageError
from tawthiq.linkage import LinkSettings, fitting, link, spark_tasks
from tawthiq.linkage import spark as on_spark
from tawthiq.linkage.block import candidate_pairs, make_blocks, near_order
from tawthiq.linkage.frequency import count_frequencies
from tawthiq.linkage.model import FIELDS
from tawthiq.linkage.prepare import prepare
from tawthiq.linkage.searching import joined_edges
from tawthiq.linkage.spark import link_with_spark
from tawthiq.linkage.spark_sessions import check_java
from tawthiq.linkage.weigh import comparer
from tawthiq.progress import silent

# One person's name in both scripts.
GIVEN = [
    ("سامر", "Samer"), ("ليلى", "Layla"), ("هادي", "Hadi"), ("نورا", "Noura"), ("وليد", "Walid"),
    ("رنا", "Rana"), ("فارس", "Faris"), ("سلمى", "Salma"), ("غسان", "Ghassan"), ("دينا", "Dina"),
    ("طارق", "Tariq"), ("هبة", "Hiba"), ("ماهر", "Maher"), ("عبد الكريم", "Abdulkarim"),
]  # fmt: skip
FATHERS = [
    ("نزار", "Nizar"), ("عدنان", "Adnan"), ("رياض", "Riyad"), ("صفوان", "Safwan"),
    ("مروان", "Marwan"), ("حازم", "Hazem"), ("جهاد", "Jihad"), ("نبيل", "Nabil"),
]  # fmt: skip
FAMILIES = [
    ("الدباغ", "al-Dabbagh"), ("الحلواني", "Halwani"), ("الصباغ", "Sabbagh"), ("النجار", "Najjar"),
    ("الخياط", "Khayyat"), ("السراج", "Sarraj"), ("القطان", "Qattan"), ("العطار", "Attar"),
]  # fmt: skip


def town(n: int = 260, seed: int = 5) -> pl.DataFrame:
    """Invented dead on three lists: one Arabic, one Latin, one of both that repeats some."""
    rng = np.random.default_rng(seed)
    rows = []
    for person in range(n):
        parts = [GIVEN, FATHERS, FATHERS, FAMILIES]
        named = [some[rng.integers(len(some))] for some in parts]
        if person % 9 == 0:  # a family name and a father that very many share
            named[1:] = [FATHERS[0], FATHERS[1], FAMILIES[0]]
        arabic, latin = (" ".join(part[script] for part in named) for script in (0, 1))
        age = int(rng.integers(1, 80))
        died = date(2031, 3, 1) + timedelta(int(rng.integers(0, 60)))
        for key in ("north", "south", "both", "both again"):
            if rng.random() < (0.9 if key == "both again" else 0.3):
                continue
            seen = {
                "record_id": f"{key}:{person:04}",
                "list": key.removesuffix(" again"),
                "document": key.removesuffix(" again"),
                "name": latin if key == "south" else arabic,
                "name_other": latin if key == "both" else None,
                "sex": ["male", "female", None][person % 3],
                "age_low": float(age + rng.integers(0, 2)) if rng.random() < 0.8 else None,
                "death_earliest": died if rng.random() < 0.8 else None,
                "governorate": f"xx-{person % 3}",
                "town": f"xx-{person % 3}-{person % 7}" if rng.random() < 0.7 else None,
                "reporter_id": f"{key}-{person}" if key == "north" else None,
                "id_card": f"{person:06}" if rng.random() < 0.3 else None,
                "text_address": f"house {person % 50}, road of the mill" if person % 4 else None,
            }
            seen["age_high"], seen["death_latest"] = seen["age_low"], seen["death_earliest"]
            rows.append(seen)
    return pl.DataFrame(rows, infer_schema_length=None)


def of_one_name(n: int) -> pl.DataFrame:
    """People of one and the same name: one block, too large to be compared whole."""
    return pl.DataFrame(
        {
            "record_id": [f"{x:04}" for x in range(n)],
            "list": ["one" if x % 2 else "two" for x in range(n)],
            "document": ["one" if x % 2 else "two" for x in range(n)],
            "name": "رنا جهاد حازم السراج",
            "age_low": [float(x // 2 % 70) for x in range(n)],
            "age_high": [float(x // 2 % 70) for x in range(n)],
        }
    )


# Without Spark: the steps one after another, with whatever goes between them sorted by hand.


def sent(step, parts: list[list[object]], n: int) -> list[list[object]]:
    """What a step makes of each part, brought to the parts it is meant for."""
    arrived: list[list[object]] = [[] for _ in range(n)]
    for part in parts:
        for to, piece in step(part):
            arrived[to].append((to, piece))
    return arrived


def paired_by_steps(using, max_block: int, tasks: int) -> list[list[object]]:
    """What workers hold of candidates; they look for the records under "here"."""
    ends = np.linspace(0, using.prepared.n, tasks + 1).astype(int).tolist()
    rows = [[bounds] for bounds in pairwise(ends)]
    keyed = sent(partial(spark_tasks.keys_of_rows, name="here", shares=tasks), rows, tasks)
    met = partial(spark_tasks.pairs_of_share, name="here", parts=tasks, max_block=max_block)
    return sent(met, keyed, tasks)


def pairs_by_steps(prepared, max_block: int, tasks: int, monkeypatch) -> pl.DataFrame:
    """Candidates as the workers find them, as pairs of rows."""
    using = comparer(prepared, count_frequencies(prepared))
    row = near_order(prepared)
    held = spark_tasks.Held(using=spark_tasks.light(using), row=row, version="here")
    monkeypatch.setitem(spark_tasks.in_hand, "here", held)
    paired = paired_by_steps(using, max_block, tasks)
    found = [spark_tasks.distinct_pairs([some for _, some in part]) for part in paired]
    a = np.concatenate([row[some.a] for some in found])
    b = np.concatenate([row[some.b] for some in found])
    return pl.DataFrame(
        {
            "a": np.minimum(a, b),
            "b": np.maximum(a, b),
            "by_name": np.concatenate([some.by_name for some in found]),
        }
    ).sort("a", "b")


@settings(max_examples=25, deadline=None)
@given(
    people=st.lists(
        st.tuples(
            st.sampled_from(GIVEN[:4]), st.sampled_from(FATHERS[:3]), st.sampled_from(FAMILIES[:3]),
            st.integers(0, 1), st.one_of(st.none(), st.integers(20, 23)),
            st.one_of(st.none(), st.integers(1, 2)), st.one_of(st.none(), st.just("1")),
        ),
        min_size=1, max_size=40,
    ),
    max_block=st.sampled_from([2, 3, 60]),
    tasks=st.integers(1, 5),
)  # fmt: skip
def test_the_steps_find_the_candidates_that_one_machine_finds(people, max_block, tasks):
    """Whatever the number of tasks, each pair once, and known to be by a name if it is."""
    rows = [
        {
            "record_id": f"{x:02}",
            "list": "one" if x % 2 else "two",
            "name": " ".join(part[script] for part in parts),
            "age_low": age,
            "age_high": age,
            "death_earliest": day and f"2031-01-0{day}",
            "death_latest": day and f"2031-01-0{day}",
            "reporter_id": own,
            "id_card": own,
            "text_address": f"mill road {day}",
        }
        for x, (*parts, script, age, day, own) in enumerate(people)
    ]
    schema = dict.fromkeys(rows[0], pl.String) | {"age_low": pl.Float64, "age_high": pl.Float64}
    prepared = prepare(pl.DataFrame(rows, schema=schema), frozenset(FIELDS))
    plain = candidate_pairs(prepared, max_block)
    expected = pl.DataFrame({"a": plain.a, "b": plain.b, "by_name": plain.by_name})
    with pytest.MonkeyPatch.context() as patch:
        found = pairs_by_steps(prepared, max_block, tasks, patch)
    assert_frame_equal(found, expected)


def test_a_block_that_is_too_large_gives_the_same_neighbours(monkeypatch):
    prepared = prepare(of_one_name(300), frozenset(FIELDS))
    plain = candidate_pairs(prepared, 60)
    assert len(plain.a) < 300 * 299 / 4  # it was too large
    found = pairs_by_steps(prepared, 60, 4, monkeypatch)
    assert found["a"].to_list() == plain.a.tolist()
    assert found["b"].to_list() == plain.b.tolist()


@settings(max_examples=40, deadline=None)
@given(
    arrays=st.lists(
        st.tuples(st.sampled_from(["i4", "f8", "i1", "u8", "?"]), st.integers(0, 9)), max_size=6
    ),
    words=st.lists(st.text(max_size=5)),
)
def test_what_is_mapped_into_memory_is_what_was_written(arrays, words):
    value = {
        "arrays": [np.arange(size).astype(kind) for kind, size in arrays],
        "wide": np.arange(12).reshape(3, 4),
        "turned": np.asfortranarray(np.arange(12).reshape(3, 4)),
        "words": pl.Series("w", words, dtype=pl.String),
    }
    path = Path(os.environ["TAWTHIQ_TEST_MAPPED"])
    spark_tasks.write_mapped(value, path)
    read = spark_tasks.read_mapped(path)
    for one, other in zip(read["arrays"], value["arrays"], strict=True):
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)
    assert np.array_equal(read["wide"], value["wide"])
    assert np.array_equal(read["turned"], value["turned"])
    assert read["words"].equals(value["words"])


@pytest.fixture(autouse=True, scope="module")
def _a_place_for_mapped_files(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TAWTHIQ_TEST_MAPPED", str(tmp_path_factory.mktemp("mapped") / "value"))
        yield


def test_who_does_not_ask_for_spark_does_not_load_it():
    code = (
        "import sys, polars, tawthiq.linkage.linking, tawthiq.linkage.spark, tawthiq.cli;"
        "assert not {'pyspark', 'py4j'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_engine_that_is_none_is_refused():
    with pytest.raises(LinkageError, match=r"'sparks'.*local or spark"):
        link(of_one_name(2), engine="sparks")  # type: ignore[arg-type]


def test_a_task_without_records_is_refused():
    with pytest.raises(LinkageError, match="records_a_task is 0"):
        link_with_spark(of_one_name(2), records_a_task=0)


def test_without_pyspark_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(LinkageError, match=r"pip install 'tawthiq\[spark\]'"):
        link(of_one_name(2), engine="spark")


def test_without_java_it_says_what_is_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(LinkageError, match=r"Java 17 or newer.*JAVA_HOME"):
        check_java()


# With Spark.


@pytest.fixture(scope="module")
def spark():
    """One session on this machine: two workers, and nothing it can do without."""
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed: pip install 'tawthiq[spark]'")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("no Java found, which Spark runs on: install a JRE, 17 or newer")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an extra

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.log.level", "OFF")
            .config("spark.driver.host", "localhost")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate()
        )
        yield session
        session.stop()


def same_links(one, other) -> None:
    """To the last bit."""
    assert_frame_equal(one.pairs, other.pairs, check_exact=True)
    assert_frame_equal(one.people, other.people, check_exact=True)
    assert_frame_equal(one.model.pattern_counts, other.model.pattern_counts, check_exact=True)
    assert_frame_equal(one.model.versions, other.model.versions, check_exact=True)


def judged_of(records: pl.DataFrame) -> pl.DataFrame:
    """Verdicts on three pairs of one person each, and on one of two people."""
    of = {key: records.filter(list=key)["record_id"].sort().to_list() for key in ("north", "south")}
    south = {own.partition(":")[2]: own for own in of["south"]}
    alike = [(own, south[who]) for own in of["north"] if (who := own.partition(":")[2]) in south]
    pairs = [*alike[:3], (of["north"][0], of["south"][-1])]
    verdicts = ["same", "different", "unsure", "same"]
    a, b = zip(*pairs, strict=True)
    return pl.DataFrame({"record_a": a, "record_b": b, "verdict": verdicts})


@pytest.mark.parametrize("taught", ["by all", "by a sample"])
def test_the_links_are_the_same(spark, monkeypatch, taught):
    """Names in two scripts, repeats, own columns, judged pairs; a model of all pairs or of some."""
    if taught == "by a sample":
        monkeypatch.setattr(fitting, "_TAUGHT_PAIRS", 2_000)
    records = town()
    judged = judged_of(records)
    here = link(records, judgements=judged, settings=LinkSettings(clean_lists=frozenset({"north"})))
    there = link_with_spark(
        records,
        spark=spark,
        judgements=judged,
        settings=LinkSettings(clean_lists=frozenset({"north"})),
        records_a_task=150,
    )
    assert len(here.pairs) > 200
    assert here.people["linked"].n_unique() < len(records)
    same_links(here, there)


def test_a_table_of_one_name_gives_the_same_links(spark, monkeypatch):
    monkeypatch.setattr(fitting, "_TAUGHT_PAIRS", 1_000)
    records = pl.concat([of_one_name(300), town(60)], how="diagonal_relaxed")
    same_links(link(records), link_with_spark(records, spark=spark, records_a_task=100))


@pytest.mark.parametrize("n", [0, 1, 2])
def test_tables_of_hardly_anyone_give_the_same_links(spark, n):
    records = of_one_name(2).head(n)
    same_links(link(records), link(records, engine="spark"))


def test_the_order_of_rows_does_not_matter_there_either(spark):
    records = town(80)
    mixed = records.sample(fraction=1, shuffle=True, seed=1)
    same_links(
        link_with_spark(records, spark=spark, records_a_task=50),
        link_with_spark(mixed, spark=spark, records_a_task=90),
    )


def test_a_worker_of_another_version_is_told_of(spark, monkeypatch):
    """Keys are made by code: two versions on one table would miss pairs and say nothing."""
    monkeypatch.setattr(on_spark, "__version__", "0.0.of-a-test")
    with pytest.raises(LinkageError, match=r"a worker has tawthiq .*, the driver 0\.0\.of-a-test"):
        link_with_spark(of_one_name(9), spark=spark)


@pytest.mark.parametrize("taught_pairs", [2_000_000, 500])
def test_the_steps_keep_the_edges_that_one_machine_keeps(tmp_path, monkeypatch, taught_pairs):
    """Also where only some candidates taught, which one machine does not compare again."""
    monkeypatch.setattr(fitting, "_TAUGHT_PAIRS", taught_pairs)
    prepared = prepare(crowd(300, lists=("one", "two", "three")).drop("truth"), frozenset(FIELDS))
    blocks = make_blocks(prepared, 60)
    taught = fitting.fit_model(prepared, partial(fitting.lesson_from, blocks), LinkSettings())
    held = spark_tasks.Held(
        using=spark_tasks.light(taught.using), row=near_order(prepared), version="here"
    )
    spark_tasks.write_mapped(held, tmp_path / "held")
    monkeypatch.setitem(spark_tasks.in_hand, "here", spark_tasks.read_mapped(tmp_path / "held"))
    known = spark_tasks.Known(
        way=taught.using.way, model=spark_tasks.without_tables(taught.model), reach=taught.reach
    )
    parts = paired_by_steps(taught.using, 60, 3)
    found = joined_edges(
        [edges for part in parts for edges in spark_tasks.edges_in(part, "here", known)]
    )
    edges = taught.edges(blocks, silent)
    assert (taught.step == 1) == (taught_pairs > 500)
    for one in ("a", "b", "odds", "within"):
        np.testing.assert_array_equal(getattr(found, one), getattr(edges, one))
    assert len(edges.a) > 300
