"""Reviewers of links, end to end: what to judge next, a sheet taken in whole, one's own error."""

import csv
import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from tawthiq.folder import open_folder
from tawthiq.ledger import Import, Judge, Sample, Withdraw
from tawthiq.simulate import SimulationSettings, simulate_conflict, write_conflict


@pytest.fixture(scope="module")
def conflict(tmp_path_factory):
    """Lists of an invented conflict, large enough for doubt."""
    folder = tmp_path_factory.mktemp("doubtful") / "lists"
    write_conflict(simulate_conflict(SimulationSettings(deaths=1200, seed=11)), folder)
    return folder


@pytest.fixture(scope="module")
def linked(conflict, register_of, tmp_path_factory):
    return register_of(conflict, tmp_path_factory.mktemp("linked") / "register")


@pytest.fixture
def whole(linked, tmp_path):
    """A register of these lists, linked: a copy for each test."""
    return Path(shutil.copytree(linked, tmp_path / "whole"))


@pytest.fixture
def truth(conflict, whole, run):
    """Record → who it is of, from the file that lies beside the invented lists."""
    sources = json.loads((conflict / "sources.json").read_text(encoding="utf-8"))["sources"]
    released = {v["file"]: v["released"] for one in sources for v in one["versions"]}
    out = whole.parent / "records.csv"
    assert run("export", "records", out, folder=whole).code == 0
    records = pl.read_csv(out, infer_schema=False).select("record_id", "list", "released", "row")
    known = pl.read_csv(conflict / "truth.csv", infer_schema=False).with_columns(
        released=pl.col("file").replace_strict(released)
    )
    joined = records.join(known, on=["list", "released", "row"])
    return dict(joined.select("record_id", "true_id").iter_rows())


def read(sheet):
    with sheet.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(sheet, rows, sign=","):
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=sign)
        writer.writeheader()
        writer.writerows(rows)


def entries(folder, kind):
    with open_folder(folder) as opened:
        return [one.body for one in opened.ledger.entries() if isinstance(one.body, kind)]


def answer(rows, truth):
    """Fill in a sheet as somebody who knows."""
    for row in rows:
        same = truth[row["record_a"]] == truth[row["record_b"]]
        row |= {"verdict": "same" if same else "different", "reason": "I know", "reviewer": "Rana"}
    return rows


def test_the_queue_shows_both_sides_the_reason_and_commands_that_work(run, whole):
    said = run("queue", "--limit", "3", folder=whole)
    assert said.code == 0
    rows = run("queue", "--limit", "3", "--json", folder=whole).json
    assert len(rows) == 3
    assert [row["value"] for row in rows] == sorted((row["value"] for row in rows), reverse=True)
    for row in rows:
        assert row["name_a"] in said.out
        assert row["name_b"] in said.out
        assert row["why"] in said.out
        assert all(command in said.out for command in row["commands"])
    # The command as printed, in the place of a shell.
    words = rows[0]["commands"][1].replace('"…"', "seen").split()[1:]
    assert run(*words).code == 0
    left = run("queue", "--limit", "1", "--json", folder=whole).json
    asked = (rows[0]["record_a"], rows[0]["record_b"])
    assert (left[0]["record_a"], left[0]["record_b"]) != asked


def test_the_queue_shows_the_sex_in_the_language_asked_for(run, whole):
    rows = {
        lang: run("queue", "--json", "--limit", "200", "--lang", lang, folder=whole).json
        for lang in ("en", "ar")
    }
    words = {lang: {row["sex_a"] for row in said} - {None} for lang, said in rows.items()}
    assert words["en"] <= {"Male", "Female"}
    assert words["ar"] <= {"ذكر", "أنثى"}
    assert words["ar"]


def test_a_sheet_of_the_queue_is_taken_in_whole_and_shrinks_the_doubt(run, whole, truth, tmp_path):
    sheet = tmp_path / "sheet.csv"
    before = run("count", "--json", folder=whole).json["total"]
    asked = run("queue", "--limit", "20", "--csv", sheet, "--json", folder=whole).json
    rows = read(sheet)
    assert [(r["record_a"], r["record_b"]) for r in rows] == [
        (r["record_a"], r["record_b"]) for r in asked
    ]
    write(sheet, answer(rows, truth))
    kept = run("judge", "--file", sheet, "--json", folder=whole).json
    assert (len(kept["entries"]), kept["known"], kept["waiting"]) == (len(rows), 0, 0)
    assert [one.reviewer for one in entries(whole, Judge)] == ["Rana"] * len(rows)
    assert run("link", folder=whole).code == 0
    after = run("count", "--json", folder=whole).json["total"]
    assert after["maximum"] - after["minimum"] < before["maximum"] - before["minimum"]
    assert run("verify", "--json", folder=whole).json["holds"]


def test_a_sheet_may_be_taken_in_again_when_more_of_it_is_filled_in(run, whole, truth, tmp_path):
    sheet = tmp_path / "sheet.csv"
    run("queue", "--limit", "6", "--csv", sheet, folder=whole)
    rows = read(sheet)
    half = answer([dict(row) for row in rows[:3]], truth) + rows[3:]
    write(sheet, half, sign=";")  # as a spreadsheet of another language saves it
    first = run("judge", "--file", sheet, "--json", folder=whole).json
    assert (len(first["entries"]), first["known"], first["waiting"]) == (3, 0, 3)
    write(sheet, answer(rows, truth))
    second = run("judge", "--file", sheet, folder=whole)
    assert "Kept 3 judgements" in second.out
    assert "3 lines said nothing new" in second.out
    assert len(entries(whole, Judge)) == 6


def test_reason_and_reviewer_for_a_whole_sheet_are_given_once(run, whole, tmp_path):
    sheet = tmp_path / "sheet.csv"
    run("queue", "--limit", "2", "--csv", sheet, folder=whole)
    write(sheet, [row | {"verdict": "Unsure "} for row in read(sheet)])
    words = ["judge", "--file", sheet, "--reason", "no document says", "--reviewer", "Nadir"]
    assert run(*words, folder=whole).code == 0
    assert {(one.verdict, one.reason, one.reviewer) for one in entries(whole, Judge)} == {
        ("unsure", "no document says", "Nadir")
    }


def first_pair(run, whole):
    row = run("queue", "--limit", "1", "--json", folder=whole).json[0]
    return row["record_a"], row["record_b"]


WRONG = {
    "verdict": ("{a},{b},perhaps,seen", r"line 3: the verdict is 'perhaps'; write same"),
    "reason": ("{a},{b},same,", r"line 3: it gives no reason. Fill it in"),
    "record": ("{a},nobody:0:1,same,seen", r"line 3: there is no record 'nobody:0:1'. Copy"),
    "one record": ("{a},,same,seen", r"line 3: it names no two records"),
    "one line": ("{a},{a},same,seen", r"line 3: both are one line of one list"),
    "no verdict": ("{a},{b},,seen", r"line 3: the verdict is ''"),
    "contradiction": ("{b},{a},different,seen", r"line 3: the same two records are same in line 2"),
    "quotes": ('{a},"{b},same,seen', r"line 3: no CSV"),
}


@pytest.mark.parametrize("what", WRONG)
def test_one_wrong_line_is_named_and_nothing_is_written(run, refused, whole, tmp_path, what):
    line, message = WRONG[what]
    a, b = first_pair(run, whole)
    sheet = tmp_path / "sheet.csv"
    lines = ["record_a,record_b,verdict,reason", f"{a},{b},same,seen", line.format(a=a, b=b)]
    sheet.write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = refused("judge", "--file", sheet, folder=whole)
    assert message in " ".join(said.err.split())
    assert "sheet.csv" in said.err
    assert entries(whole, Judge) == []


def test_many_lines_of_one_mistake_are_told_together(run, refused, whole, tmp_path):
    a, b = first_pair(run, whole)
    sheet = tmp_path / "sheet.csv"
    lines = ["record_a,record_b,verdict,reason"] + [f"{a},{b},same,"] * 40
    sheet.write_text("\n".join(lines), encoding="utf-8")
    said = " ".join(refused("judge", "--file", sheet, folder=whole).err.split())
    assert "lines 2, 3, 4 and 37 more: it gives no reason" in said
    assert said.endswith("Nothing was written.")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"name,age\nx,1\n", "no column record_a, record_b, verdict"),
        ("record_a,record_b,verdict\nأ".encode("cp1256"), "is not UTF-8"),
    ],
)
def test_what_is_no_sheet_is_refused(refused, whole, tmp_path, data, message):
    sheet = tmp_path / "sheet.csv"
    sheet.write_bytes(data)
    assert message in refused("judge", "--file", sheet, folder=whole).err


def test_the_ways_of_asking_are_not_mixed(run, refused, whole, tmp_path):
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("record_a,record_b,verdict,reason\n", encoding="utf-8")
    assert "name none" in refused("judge", "a:b:1", "--file", sheet, folder=whole).err
    assert "--file" in refused("judge", "a:b:1", folder=whole).err
    assert "No such file" in refused("judge", "--file", tmp_path / "no.csv", folder=whole).err
    assert "--csv" in refused("quality", "--sample", "100", folder=whole).err
    assert "CSV" in refused("queue", "--csv", tmp_path / "sheet.xlsx", folder=whole).err
    assert "50 to" in refused("quality", "--sample", "5", "--csv", sheet, folder=whole).err
    inside = whole / "derived" / "x.csv"
    assert "register itself" in refused("queue", "--csv", inside, folder=whole).err
    assert "draws one" in refused("quality", "--of", "abc", folder=whole).err
    assert "draws one" in refused("quality", "--csv", tmp_path / "new.csv", folder=whole).err
    assert run("quality", "--sample", "60", "--csv", sheet, folder=whole).code == 0
    assert "begin with 'xyz'" in refused("quality", "--of", "xyz", folder=whole).err


def test_without_a_sample_there_is_only_the_models_word(run, whole):
    said = run("quality", folder=whole)
    assert "Not known yet" in said.out
    assert "model's own word" in said.out
    plain = run("quality", "--json", folder=whole).json
    assert (plain["sample"], plain["scores"]) == (None, {})
    assert 0.5 < plain["expected"]["linked"]["precision"] <= 1


def test_the_register_learns_its_own_error(run, whole, truth, tmp_path):
    """The sample is judged, the truth lies in the interval, and the queue cannot move it."""
    sheet = tmp_path / "sheet.csv"
    drawn = run("quality", "--sample", "120", "--seed", "4", "--csv", sheet, "--json", folder=whole)
    assert drawn.json["to_judge"] == 120
    assert "Not known yet: 50 more judgements needed" in run("quality", folder=whole).out

    # Whoever judges the queue meanwhile is not asked for the sample's pairs.
    rows = read(sheet)
    of_sample = {(row["record_a"], row["record_b"]) for row in rows}
    doubtful = tmp_path / "doubtful.csv"
    asked = run("queue", "--limit", "500", "--csv", doubtful, "--json", folder=whole).json
    assert not of_sample & {(row["record_a"], row["record_b"]) for row in asked}
    write(doubtful, answer(read(doubtful), truth))
    assert run("judge", "--file", doubtful, folder=whole).code == 0
    assert run("quality", "--json", folder=whole).json["judged"] == 0

    write(sheet, answer(rows, truth))
    assert run("judge", "--file", sheet, folder=whole).code == 0
    found = run("quality", "--json", folder=whole).json
    assert (found["drawn"], found["judged"], found["needed"]) == (120, 120, 0)
    linked = found["scores"]["linked"]
    real = real_precision(run, whole, truth, tmp_path)
    assert linked["precision"]["low"] <= real <= linked["precision"]["high"]
    said = run("quality", folder=whole).out
    assert f"{linked['f1']['estimate']:.4f}" in said
    assert "model's own word" in said

    # The answers become law and change the links; what was measured stays what it was.
    assert run("link", folder=whole).code == 0
    again = run("quality", "--json", folder=whole).json
    assert again["scores"] == found["scores"]
    assert run("verify", "--json", folder=whole).json["holds"]


def real_precision(run, whole, truth, tmp_path):
    """Of the linked pairs of the newest named records, the share that are one person."""
    records = pl.read_parquet(whole / "derived" / "records.parquet")
    lines = records.filter(pl.col("linked").is_not_null() & pl.col("named")).with_columns(
        true=pl.col("record_id").replace_strict(truth)
    )

    def pairs(*by):
        sizes = lines.group_by(*by).len()["len"].cast(pl.Int64)
        return int((sizes * (sizes - 1) // 2).sum())

    return pairs("linked", "true") / pairs("linked")


def test_a_sample_is_drawn_once_and_its_sheet_can_be_written_again(run, whole, truth, tmp_path):
    first, second, third = (tmp_path / f"{name}.csv" for name in ("first", "second", "third"))
    words = ["quality", "--sample", "60", "--seed", "4", "--csv"]
    one = run(*words, first, "--json", folder=whole).json
    two = run(*words, second, "--json", folder=whole).json
    assert one["sample"] == two["sample"]
    assert len(entries(whole, Sample)) == 1
    assert first.read_bytes() == second.read_bytes()

    rows = read(first)
    write(first, answer(rows[:10], truth))
    assert run("judge", "--file", first, folder=whole).code == 0
    said = run("quality", "--csv", third, folder=whole)
    assert "60 pairs, 50 to judge" in said.out
    left = [(row["record_a"], row["record_b"]) for row in read(third)]
    assert left == [(row["record_a"], row["record_b"]) for row in rows[10:]]

    other = run("quality", "--sample", "60", "--seed", "5", "--csv", third, "--json", folder=whole)
    assert other.json["sample"] != one["sample"]
    assert run("quality", "--json", folder=whole).json["sample"] == other.json["sample"]
    earlier = run("quality", "--of", one["sample"][:8], "--json", folder=whole).json
    assert earlier["sample"] == one["sample"]


def test_a_sample_travels_in_a_bundle_and_answers_count_there(run, whole, truth, tmp_path):
    """Another committee that holds the same lists judges the sheet; the first one takes it in."""
    sheet, carried = tmp_path / "sheet.csv", tmp_path / "out.twq"
    run("quality", "--sample", "60", "--csv", sheet, folder=whole)
    other = tmp_path / "other"
    assert run("init", other).code == 0
    assert run("bundle", carried, folder=whole).code == 0
    assert run("merge", carried, folder=other).code == 0
    assert run("link", folder=other).code == 0
    write(sheet, answer(read(sheet), truth))
    assert run("judge", "--file", sheet, folder=other).code == 0
    there = run("quality", "--json", folder=other).json
    assert there["judged"] == 60
    back = tmp_path / "back.twq"
    assert run("bundle", back, folder=other).code == 0
    assert run("merge", back, folder=whole).code == 0
    here = run("quality", "--json", folder=whole).json
    assert (here["judged"], here["scores"]) == (60, there["scores"])


def test_pairs_whose_list_was_taken_back_are_unsure_and_hold_nobody_up(run, whole, tmp_path):
    """They were drawn and can no longer be judged: to leave them out would be to choose."""
    sheet = tmp_path / "sheet.csv"
    run("quality", "--sample", "60", "--csv", sheet, folder=whole)
    rows = read(sheet)
    gone = "archive"
    with open_folder(whole, write=True) as opened:
        for entry in list(opened.ledger.entries()):
            if isinstance(entry.body, Import) and entry.body.list == gone:
                opened.ledger.append(Withdraw(entry=entry.id, reason="entered by mistake"))
    assert run("link", folder=whole).code == 0
    lost = sum(gone in (row["list_a"], row["list_b"]) for row in rows)
    assert 0 < lost < 60
    said = run("quality", "--csv", sheet, "--json", folder=whole).json
    assert said["to_judge"] == 60 - lost
    strata = run("quality", "--json", folder=whole).json["strata"]
    assert 0 < sum(one["unsure"] for one in strata) <= lost
