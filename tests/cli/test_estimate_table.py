"""`tawthiq estimate TABLE`: a plain table from the terminal, without any register."""

import hashlib
import json
import re
from importlib import import_module

import polars as pl
import pytest

QUICK = ("--model", "decomposable", "--no-beside")
PATTERNS = [(a, b, c, d) for a in (0, 1) for b in (0, 1) for c in (0, 1) for d in (0, 1)][1:]
NORTH = [90, 80, 31, 70, 25, 22, 9, 60, 20, 19, 8, 17, 7, 6, 3]
SOUTH = [70, 85, 22, 90, 18, 30, 7, 50, 15, 17, 5, 24, 6, 8, 2]


@pytest.fixture
def table(tmp_path):
    """Two places of invented people on four lists."""
    rows = [
        (place, *pattern, count)
        for place, counts in (("north", NORTH), ("south", SOUTH))
        for pattern, count in zip(PATTERNS, counts, strict=True)
    ]
    path = tmp_path / "table.csv"
    frame = pl.DataFrame(rows, schema=["place", "A", "B", "C", "D", "count"], orient="row")
    frame.write_csv(path)
    return path


@pytest.fixture
def plain(table):
    path = table.with_name("plain.csv")
    pl.read_csv(table).drop("place").write_csv(path)
    return path


def test_a_table_is_estimated_without_a_register(run, plain, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = run("estimate", plain, "--model", "decomposable")
    assert said.code == 0
    for words in (
        "plain.csv: 4 lists, 916 people on at least one of them, 15 patterns.",
        "decomposable graphs",
        "latent classes",
        "Dirichlet-process classes",
        "log-linear",
        "sample coverage",
        "Chao's lower bound",
        "All people: ",
        "seed 1; R-hat 1.0",
    ):
        assert words in said.out


def test_json_holds_the_answer_and_what_made_it(run, plain):
    said = run("estimate", plain, *QUICK, "--seed", 3, "--json").json
    assert said["sha256"] == hashlib.sha256(plain.read_bytes()).hexdigest()
    assert (said["seed"], said["n_observed"], said["estimable"]) == (3, 916, True)
    assert said["low"] < said["median"] < said["high"]
    assert said["settings"]["model"] == "decomposable"
    assert said["beside"] == []
    again = run("estimate", plain, *QUICK, "--seed", 3, "--json").json
    assert again == said


def test_the_default_averages_and_shows_all_families_beside(run, plain):
    said = run("estimate", plain, "--json").json
    assert {one["family"] for one in said["families"]} == {
        "latent-class",
        "decomposable",
        "continuous",
    }
    assert {one["family"] for one in said["beside"]} == {
        "dirichlet",
        "log-linear",
        "sample-coverage",
        "chao-bound",
    }


def test_the_answer_without_each_list(run, plain):
    said = run("estimate", plain, *QUICK, "--sensitivity", "--json").json
    assert [one["code"] for one in said["varied"]] == [f"without:{name}" for name in "ABCD"]
    shown = run("estimate", plain, *QUICK, "--sensitivity").out
    assert f"{round(said['varied'][0]['median']):,}" in shown
    assert "من دون A" in run("estimate", plain, *QUICK, "--sensitivity", "--lang", "ar").out
    assert "without" not in run("estimate", plain, *QUICK).out


def test_arabic(run, plain):
    said = run("estimate", plain, *QUICK, "--lang", "ar")
    assert "عدد القوائم ٤" in said.out
    assert "رسوم ارتباط قابلة للتفكيك" in said.out
    assert "الأشخاص جميعًا" in said.out
    assert "median" not in said.out
    assert not re.search(r"[0-9]{2}", said.out.partition(":")[2])  # numbers are Arabic too


def test_strata_and_their_sum(run, table, tmp_path):
    words = ("estimate", table, "--by", "place", "--model", "decomposable")
    said = run(*words, "--json", "--draws", tmp_path / "draws.parquet").json
    assert list(said["strata"]) == ["north", "south"]
    assert said["total"]["n_observed"] == 916
    parts = sum(one["median"] for one in said["strata"].values())
    assert said["total"]["median"] == pytest.approx(parts, rel=0.05)
    draws = pl.read_parquet(tmp_path / "draws.parquet")
    assert draws.columns == ["stratum", "chain", "draw", "people"]
    north = draws.filter(pl.col("stratum") == "north")["people"]
    assert north.median() == pytest.approx(said["strata"]["north"]["median"])
    shown = run(*words)
    assert "Sum of the strata: " in shown.out
    assert "north" in shown.out
    assert "مجموع الشرائح" in run(*words, "--lang", "ar").out


def test_people_of_no_recorded_stratum_are_placed_and_never_shown_as_recorded(run, table):
    frame = pl.read_csv(table)
    part = frame.with_columns(pl.lit("").alias("place"), pl.col("count") // 10)
    pl.concat([frame, part]).write_csv(table)
    words = ("estimate", table, "--by", "place", "--model", "decomposable")
    placed = run(*words, "--json").json
    left_out = run(*words, "--unknown", "left-out", "--json").json
    assert placed["unknown"] == left_out["unknown"] == part["count"].sum()
    assert placed["total"]["n_observed"] == pytest.approx(916 + part["count"].sum(), abs=2)
    assert left_out["total"]["n_observed"] == 916
    assert placed["strata"]["north"]["n_tables"] == 5
    shown = run(*words).out
    assert re.search(r"north +467 ", shown)
    assert "placed by chance" in shown
    assert "leave them out" in run(*words, "--unknown", "left-out").out


def test_a_report_of_strata(run, table, tmp_path):
    page = tmp_path / "strata.html"
    words = ("estimate", table, "--by", "place", "--model", "decomposable")
    said = run(*words, "--report", page, "--json").json
    html = page.read_text(encoding="utf-8")
    assert f"{round(said['total']['median']):,}" in html
    assert f"{round(said['whole']['median']):,}" in html
    assert "north" in html


def test_a_stratum_without_an_estimate_leaves_no_total(run, table):
    frame = pl.read_csv(table)
    few = pl.DataFrame({"place": ["west"], "A": [1], "B": [1], "C": [0], "D": [0], "count": [9]})
    pl.concat([frame, few]).write_csv(table)
    shown = run("estimate", table, "--by", "place", "--model", "decomposable")
    assert shown.code == 0
    assert "Not estimable" in shown.out
    assert "No total: 1 of 3 strata" in shown.out
    arabic = run("estimate", table, "--by", "place", "--model", "decomposable", "--lang", "ar").out
    assert "لا مجموع" in arabic
    assert "west" in arabic


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_draws_are_those_of_the_answer(run, plain, tmp_path, ending):
    out = tmp_path / f"draws.{ending}"
    said = run("estimate", plain, *QUICK, "--draws", out, "--json").json
    draws = pl.read_csv(out) if ending == "csv" else pl.read_parquet(out)
    assert draws.columns == ["chain", "draw", "people"]
    assert draws.height == said["n_draws"]
    assert draws["people"].median() == said["median"]
    assert draws.group_by("chain").len()["len"].to_list() == [said["n_draws"] // 4] * 4


def test_the_report_is_written(run, plain, tmp_path):
    out = tmp_path / "report.html"
    said = run("estimate", plain, *QUICK, "--report", out)
    assert "Wrote" in said.err
    page = out.read_text(encoding="utf-8")
    assert hashlib.sha256(plain.read_bytes()).hexdigest() in page
    assert "without A" in page
    assert "من دون A" in page
    run("estimate", plain, *QUICK, "--report", out, "--lang", "ar")
    assert '<html lang="ar" dir="rtl">' in out.read_text(encoding="utf-8")


def test_not_estimable_is_an_answer_with_a_report(run, tmp_path):
    path = tmp_path / "two.csv"
    path.write_text("A,B,count\n1,0,30\n0,1,20\n1,1,10\n")
    said = run("estimate", path, "--report", tmp_path / "two.html", "--draws", tmp_path / "d.csv")
    assert said.code == 0
    assert "Not estimable: People stand on 2 lists only" in said.out
    assert "no draws" in said.err
    assert not (tmp_path / "d.csv").exists()
    assert "2 lists only" in (tmp_path / "two.html").read_text(encoding="utf-8")
    assert "لا يمكن التقدير" in run("estimate", path, "--lang", "ar").out
    assert run("estimate", path, "--json").json["estimable"] is False


def test_a_list_nobody_is_on_is_told_of(run, plain):
    pl.read_csv(plain).with_columns(pl.lit(0).alias("E")).write_csv(plain)
    assert (
        "Nobody is on these lists, so they were left out: E." in run("estimate", plain, *QUICK).out
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--where", "status = civilian"], "--where is of the register"),
        (["--period", "2012"], "--period is of the register"),
        (["--linkages", 2], "--linkages is of the register"),
        (["--folder", "."], "--folder is of the register"),
        (["--by", "place", "--by", "A"], "one column of a table names its strata"),
        (["--by", "town"], "there is no column 'town'"),
        (["--share-strata"], "--share-strata is of strata"),
        (["--unknown", "placed"], "--unknown is of strata"),
        (["--by", "place", "--unknown", "dropped"], "--unknown 'dropped': placed or left-out"),
        (["--by", "place", "--share-strata", "--model", "decomposable"], "share latent classes"),
        (["--by", "place", "--beside"], "--beside is of one table"),
        (["--by", "place", "--sensitivity"], "--sensitivity is of one table"),
        (["--model", "magic"], "model is 'magic'; choose one of average"),
        (["--by", "place", "--seed", -1], "the seed is -1"),
        (["--lang", "fr"], "--lang 'fr': en or ar"),
        (["--draws", "draws.txt"], "end its name in .csv or .parquet"),
        (["--draws", "nowhere/draws.csv"], "There is no folder nowhere"),
        (["--report", "."], "is a folder"),
        (["--report", "table.csv"], "is the table itself"),
        (["--report", "x.csv", "--draws", "x.csv"], "name one file"),
        ([], "column 'place', row 2: 'north'"),
    ],
)
def test_what_does_not_fit_is_refused(refused, table, monkeypatch, words, message):
    monkeypatch.chdir(table.parent)
    assert message in " ".join(refused("estimate", "table.csv", *words).err.split())
    assert sorted(path.name for path in table.parent.iterdir()) == ["table.csv"]


@pytest.mark.parametrize(
    "words", [["--draws", "d.csv"], ["--report", "r.html"], ["--no-beside"], ["--sensitivity"]]
)
def test_what_is_of_a_table_is_refused_without_one(refused, words):
    assert "is of a table by itself" in refused("estimate", *words).err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("A,B,C,count\n1,0,0,12\n1,1,0,-4\n", "column 'count', row 3: -4.0"),
        ("A,B,C,count\n1,0,0,12\n1,1,0,2.5\n", "column 'count', row 3: 2.5"),
        ("A,B,C,count\n1,0,0,12\n1,1,0,NaN\n", "column 'count', row 3: 'NaN'"),
        ("A,B,C\n1,0,0\n0,0,0\n", "row 3: 0 in every column"),
        (",".join(f"L{at}" for at in range(60)) + "\n" + "1," * 59 + "1\n", "60 lists; at most 30"),
        ("", "empty"),
    ],
)
def test_bad_tables_end_with_one_message(refused, tmp_path, content, message):
    path = tmp_path / "bad.csv"
    path.write_text(content)
    said = " ".join(refused("estimate", path).err.split())
    assert message in said
    assert "bad.csv" in said


def test_a_file_that_is_not_there(refused, tmp_path):
    assert "there is no such file" in refused("estimate", tmp_path / "none.csv").err


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("A,count\n1,12\n", "not estimable"),
        ("A,B,C,count\n1,1,1,0\n", "every row counts 0 people"),
        ("A,B,C,count\n1,0,0,900000000000\n0,1,0,900000000000\n", "more than"),
    ],
)
def test_edges_are_an_answer_or_a_message(run, tmp_path, content, message):
    path = tmp_path / "edge.csv"
    path.write_text(content)
    said = run("estimate", path, *QUICK)
    assert message in (said.out + said.err).lower()
    assert said.code in (0, 2)


def test_json_of_strata_is_one_document(run, table):
    said = run("estimate", table, "--by", "place", "--model", "decomposable", "--json")
    assert json.loads(said.out)["by"] == "place"


def test_the_second_time_the_answer_is_taken_from_where_it_was_kept(
    run, plain, tmp_path, monkeypatch
):
    kept = tmp_path / "kept"
    monkeypatch.setenv("TAWTHIQ_CACHE_DIR", str(kept))
    first = run("estimate", plain, *QUICK, "--json")
    (file,) = kept.iterdir()

    def refuse(*_, **__):
        raise AssertionError("worked out again")

    monkeypatch.setattr(import_module("tawthiq.estimates.estimate"), "estimate_tables", refuse)
    assert run("estimate", plain, *QUICK, "--json").out == first.out
    assert list(kept.iterdir()) == [file]


def test_no_cache_neither_takes_nor_keeps(run, plain, tmp_path, monkeypatch):
    kept = tmp_path / "kept"
    monkeypatch.setenv("TAWTHIQ_CACHE_DIR", str(kept))
    refusing = run("estimate", plain, *QUICK, "--json", "--no-cache")
    assert not kept.exists()
    assert refusing.out == run("estimate", plain, *QUICK, "--json").out
