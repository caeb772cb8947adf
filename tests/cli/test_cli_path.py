"""The main job, end to end, as a user does it: lists in, a count and an estimate out."""

import json
import shutil
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

NAMED = {"observatory", "ministry", "centre", "committee", "archive"}


def test_the_whole_path_gives_json_on_stdout_and_nothing_else(run, conflict, sources, tmp_path):
    folder = tmp_path / "register"
    made = run("init", folder, "--gazetteer", conflict / "gazetteer.csv", "--json").json
    assert len(made["author"]) == 64
    key = "observatory"
    first, second = next(one["versions"] for one in sources if one["key"] == key)
    said = run("source", "add", key, "--name", "مرصد", "--kind", "observatory", "--json",
               folder=folder)  # fmt: skip
    assert said.json["source"] == key
    assert run("source", "list", "--json", folder=folder).json[0]["name"] == "مرصد"

    mapping = tmp_path / "map.toml"
    words = ["import", conflict / first["file"], "--source", key, "--released", first["released"]]
    seen = run(*words, "--preview", "--save-map", mapping, "--json", folder=folder).json
    assert {column["field"] for column in seen["columns"]} >= {"name", "age", "death_date"}
    assert run("verify", "--json", folder=folder).json["entries"] == 1, "a preview keeps nothing"

    took = run(*words, "--map", mapping, "--json", folder=folder).json
    assert (took["already"], took["list"]) == (False, key)
    again = run(*words, "--map", mapping, "--json", folder=folder).json
    assert again["already"]
    words = ["import", conflict / second["file"], "--source", key, "--released", second["released"]]
    assert run(*words, "--json", folder=folder).code == 0
    linked = run("link", "--json", folder=folder).json
    assert linked["people"] > 0

    counted = run("count", "--by", "governorate", "--json", folder=folder).json
    total = counted["total"]
    assert total["minimum"] <= total["linked"] <= total["maximum"]
    opened = run("count", "--people", "--json", folder=folder).json["people"]
    assert len(opened) == linked["people"]
    alone = run("estimate", "--json", folder=folder).json["whole"]
    assert not alone["estimable"]
    assert "1 list" in alone["reason"]
    changed = run("diff", key, "--json", folder=folder).json
    assert changed["added"]
    assert run("verify", "--json", folder=folder).json["register"] == "recomputed, the same"


def test_a_count_opens_to_people_to_records_to_the_document(run, whole):
    people = run("count", "--people", "--where", "sex = female", "--json", folder=whole).json
    person = people["people"][0]["person_id"]
    page = run("show", person, "--json", folder=whole).json
    assert {one["field"] for one in page["values"]} >= {"name"}
    record = page["records"][0]
    document = run("show", record["document"][:8], "--json", folder=whole).json
    assert document["document"] == record["document"]
    assert record["record_id"] in [row["record_id"] for row in document["rows"]]
    assert run("show", record["document"], folder=whole).out.startswith("document ")
    by_record = run("show", record["record_id"], "--json", folder=whole).json
    assert by_record["person"]["person_id"] == person


def test_a_name_is_found_in_either_script(run, whole):
    arabic = {one["person_id"] for one in run("find", "محمد", "--json", folder=whole).json}
    latin = {one["person_id"] for one in run("find", "Mohammed", "--json", folder=whole).json}
    assert arabic
    assert arabic == latin
    table = run("find", "محمد", "--lang", "ar", "--limit", "2", folder=whole).out
    assert "ذكر" in table or "أنثى" in table


def test_values_are_labelled_in_both_languages(run, whole):
    english = run("count", "--by", "sex", "--lang", "en", folder=whole).out
    arabic = run("count", "--by", "sex", "--lang", "ar", folder=whole).out
    assert "male" in english.lower()
    assert "ذكر" in arabic


def test_a_judgement_changes_the_link_and_ids_survive(run, whole):
    linked = pl.DataFrame(run("count", "--people", "--json", folder=whole).json["people"])
    person = linked.filter((pl.col("records") == 2) & (pl.col("lists") == 2))["person_id"][0]
    records = run("show", person, "--json", folder=whole).json["records"]
    newest = [one["record_id"] for one in records if one["linked"] is not None]
    words = ["judge", *newest, "different", "--reason", "two brothers"]
    kept = run(*words, "--json", folder=whole)
    assert kept.json["verdict"] == "different"

    stale = run("count", "--json", folder=whole)
    assert "older than the ledger" in stale.err
    assert stale.json["total"]["linked"] > 0, "the old numbers still stand"

    assert run("link", folder=whole).code == 0
    now = [run("show", one, "--json", folder=whole).json for one in newest]
    assert now[0]["person"]["person_id"] != now[1]["person"]["person_id"]
    assert person in {one["person"]["person_id"] for one in now}, "one part keeps the id"
    assert run("count", folder=whole).err == ""

    again = ["judge", *newest, "same", "--reason", "the mother says so"]
    assert run(*again, folder=whole).code == 0
    assert run("link", folder=whole).code == 0
    back = run("show", newest[1], "--json", folder=whole).json
    assert back["person"]["person_id"] == person
    assert {one["verdict"] for one in back["judgements"]} == {"same", "different"}
    assert run("verify", "--json", folder=whole).json["holds"]


def test_two_committees_exchange_bundles_and_hold_the_same(run, whole, tmp_path):
    other = tmp_path / "other"
    run("init", other)
    run("source", "add", "clinic", "--name", "Clinic", "--kind", "hospital", folder=other)
    carried = tmp_path / "out.twq"
    wrote = run("bundle", carried, "--json", folder=whole).json
    assert wrote["entries"] == run("verify", "--json", folder=whole).json["entries"]
    took = run("merge", carried, "--json", folder=other).json
    assert took["added"] == wrote["entries"]
    assert run("merge", carried, "--json", folder=other).json["added"] == 0
    back = tmp_path / "back.twq"
    run("bundle", back, folder=other)
    assert run("merge", back, "--json", folder=whole).json["added"] == 1
    for folder in (whole, other):
        assert run("link", folder=folder).code == 0
    one, two = (run("verify", "--json", folder=folder).json for folder in (whole, other))
    assert one["head"] == two["head"]
    exports = []
    for folder in (whole, other):
        out = tmp_path / f"{folder.name}.jsonl"
        run("export", "links", out, folder=folder)
        exports.append(out.read_bytes())
    assert exports[0] == exports[1]


def test_a_bundle_of_late_entries_alone(run, whole, tmp_path):
    late = tmp_path / "late.twq"
    said = run("bundle", late, "--since", "2999-01-01", "--json", folder=whole)
    assert said.json["entries"] == 0
    assert "empty" in run("bundle", late, "--since", "2999-01-01", folder=whole).err
    assert run("bundle", late, "--since", "2000-01-01", "--json", folder=whole).json["entries"] > 5


def _sheet(path: Path) -> pl.DataFrame:
    head, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    texts = [[str(cell) for cell in row] for row in rows]
    return pl.DataFrame(texts, schema=[str(name) for name in head], orient="row")


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl", "xlsx"])
@pytest.mark.parametrize(
    ("what", "columns"),
    [
        ("links", ["list", "version", "document", "row", "record", "person"]),
        ("people", ["person_id", "name", "name_other"]),
        ("records", ["record_id", "line_id", "list", "source", "document", "released", "row"]),
        ("captures", ["count"]),
    ],
)
def test_every_table_is_exported_in_every_ending(  # noqa: PLR0917
    run, whole, tmp_path, what, columns, ending
):
    out = tmp_path / f"table.{ending}"
    said = run("export", what, out, "--json", folder=whole).json
    assert said["file"] == str(out)
    assert said["rows"] > 0
    assert set(columns) <= set(said["columns"])
    read = {
        "csv": lambda: pl.read_csv(out, infer_schema_length=None),
        "parquet": lambda: pl.read_parquet(out),
        "jsonl": lambda: pl.read_ndjson(out, infer_schema_length=None),
        "xlsx": lambda: _sheet(out),
    }[ending]()
    assert read.height == said["rows"]
    # A line of JSON names its values: their order says nothing.
    in_order = sorted if ending == "jsonl" else list
    assert in_order(read.columns) == in_order(said["columns"])


def test_captures_can_be_exported_by_stratum_but_not_by_list(run, refused, whole, tmp_path):
    out = tmp_path / "captures.csv"
    said = run("export", "captures", out, "--by", "sex", "--period", "2011", "--json", folder=whole)
    assert said.json["columns"][0] == "sex"
    words = ["export", "captures", out, "--by", "list"]
    assert "overlap of all lists" in refused(*words, folder=whole).err
    assert "overlap of all lists" in refused("estimate", "--by", "source", folder=whole).err
    assert "captures" in refused("export", "people", out, "--by", "sex", folder=whole).err


def test_the_report_is_one_file_that_names_nobody(run, whole, tmp_path):
    out = tmp_path / "report.html"
    said = run("report", out, "--json", folder=whole).json
    assert said["bytes"] == out.stat().st_size
    page = out.read_text(encoding="utf-8")
    people = run("count", "--people", "--json", folder=whole).json["people"]
    full = [one["name"] for one in people if one["name"] and len(one["name"].split()) > 2]
    assert not [name for name in full if name in page]


def test_what_is_written_never_lands_on_the_registers_own_files(refused, run, whole, conflict):
    before = {path: path.read_bytes() for path in whole.rglob("*") if path.is_file()}
    own = ["key.pem", "ledger.sqlite", "tawthiq.toml", "vault/x.html", "derived/x.html"]
    for name in own:
        assert "itself" in refused("bundle", whole / name, folder=whole).err
        assert "itself" in refused("report", whole / name, folder=whole).err
    assert "itself" in refused("export", "people", whole / "places.csv", folder=whole).err
    assert {path: path.read_bytes() for path in before} == before


def test_an_edited_mapping_is_not_written_over(refused, empty, conflict, tmp_path):
    mapping = tmp_path / "map.toml"
    mapping.write_text("# my changes", encoding="utf-8")
    words = ["import", conflict / "people.csv", "--source", "committee", "--preview"]
    assert "exists" in refused(*words, "--save-map", mapping, folder=empty).err
    assert mapping.read_text(encoding="utf-8") == "# my changes"


def test_a_touched_object_and_a_touched_register_are_named(run, whole):
    derived = whole / "derived" / "records.parquet"
    derived.write_bytes(b"PAR1 no more")
    said = run("verify", "--json", folder=whole)
    assert said.code == 1
    assert "damaged" in said.json["register"]
    assert run("link", folder=whole).code == 0
    assert run("verify", folder=whole).code == 0
    touched = max((whole / "vault").glob("*/*"), key=lambda path: path.stat().st_size)
    touched.chmod(0o644)
    touched.write_bytes(touched.read_bytes()[:-1] + b"!")
    said = run("verify", "--json", folder=whole)
    assert said.code == 1
    assert any(touched.name in problem for problem in said.json["problems"])


def test_the_register_may_be_deleted_and_derived_again(run, refused, whole):
    before = run("count", "--by", "month", "--json", folder=whole).json
    shutil.rmtree(whole / "derived")
    assert "tawthiq link" in refused("count", folder=whole).err
    assert run("link", folder=whole).code == 0
    assert run("count", "--by", "month", "--json", folder=whole).json == before


def test_simulate_says_what_it_wrote(run, tmp_path: Path):
    said = run("simulate", tmp_path / "trial", "--deaths", "100", "--json").json
    assert {one["source"] for one in said["lists"]} <= NAMED
    assert all(Path(one["file"]).exists() for one in said["lists"])
    told = json.loads((tmp_path / "trial" / "sources.json").read_text(encoding="utf-8"))
    assert told["deaths"] == 100
