"""The table for linkage says what the lists' files say, at any size."""

import unicodedata
from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tawthiq.errors import FieldError, SimulationError
from tawthiq.fields import parse_age, parse_date, parse_sex
from tawthiq.folder import make_folder, open_folder
from tawthiq.linkage import link
from tawthiq.lists import all_records, import_list
from tawthiq.names import fold
from tawthiq.simulate import (
    SIMULATED_RECORD_SCHEMA,
    SimulationSettings,
    families_among,
    record_chunks,
    settings_for_records,
    simulate_conflict,
    simulate_records,
    write_conflict,
)
from tawthiq.simulate.defaults import MINISTRY
from tawthiq.simulate.pools import families
from tawthiq.sources import declare_source

SETTINGS = SimulationSettings(deaths=800, seed=12)


@pytest.fixture(scope="module")
def conflict():
    return simulate_conflict(SETTINGS)


@pytest.fixture(scope="module")
def records():
    return simulate_records(SETTINGS)


def newest_lines(conflict):
    """Of each line of each list its newest row: cells by what they hold, and the truth."""
    for key, one in conflict.lists.items():
        newest = {}
        for version in one.versions:
            whats = dict(one.settings.columns)
            for cells, truth in zip(
                version.frame.rename(whats).iter_rows(named=True),
                version.truth.iter_rows(named=True),
                strict=True,
            ):
                newest[truth["line"]] = (cells, truth, version.released)
        for line, (cells, truth, released) in sorted(newest.items()):
            if truth["kind"] == "named":
                yield key, line, cells, truth, released


def read(reader, cell):
    """The two ends of what a cell says; nothing where it is empty or cannot be read."""
    try:
        return reader(cell) if cell is not None else (None, None)
    except FieldError:
        return None, None


def age_of(cell):
    age = parse_age(cell)
    return age.low, age.high


def written_name(cells):
    parts = [cells.get(what) for what in ("given", "father", "grandfather", "family")]
    return cells.get("name_ar") or cells.get("name_latin") or " ".join(filter(None, parts))


def test_each_record_is_the_newest_row_of_a_line_and_the_same_person(conflict, records):
    rows = records.select("record_id", "list", "document", "truth").rows()
    lines = [
        (f"{key}:{line:08d}", key, f"{key}-{released.isoformat()}", truth["true_id"])
        for key, line, _, truth, released in newest_lines(conflict)
    ]
    assert rows == lines


def test_records_say_what_a_right_reading_of_the_cells_says(conflict, records):
    by_id = {row["record_id"]: row for row in records.iter_rows(named=True)}
    for key, line, cells, _, _ in newest_lines(conflict):
        record = by_id[f"{key}:{line:08d}"]
        style = conflict.lists[key].settings.date_style

        def day(cell, style=style):
            found = parse_date(cell, order="ymd" if style == "ymd" else "dmy")
            return found.earliest, found.latest

        assert record["name"] == written_name(cells)
        other = cells.get("name_latin") if "name_ar" in cells else None
        assert record["name_other"] == other
        assert record["sex"] == (parse_sex(cells["sex"]) if cells["sex"] is not None else None)
        assert (record["age_low"], record["age_high"]) == pytest.approx(read(age_of, cells["age"]))
        assert (record["death_earliest"], record["death_latest"]) == read(day, cells["death"])
        born = cells.get("birth") or cells.get("birth_year")
        assert (record["birth_earliest"], record["birth_latest"]) == read(day, born)
        assert (record["district"] is None) == (not (cells.get("district") or cells.get("town")))


def imported(conflict, folder):
    """The newest record of each named line, through files and import, as a user would have it."""
    written = write_conflict(conflict, folder / "lists")
    gazetteer = folder / "lists/gazetteer.csv"
    make_folder(folder / "register", name="Invented", gazetteer=gazetteer)
    with open_folder(folder / "register", write=True) as opened:
        for key, one in conflict.lists.items():
            said = one.settings
            declare_source(
                opened.ledger, key, name=said.name, name_other=said.name_other, type=said.type,
                covers=said.covers, origin=said.copies, clean=said.clean,
            )  # fmt: skip
        for one in sorted(written, key=lambda one: (one.released, one.source)):
            import_list(
                opened.ledger, opened.vault, one.path, source=one.source, released=one.released,
                gazetteer_csv=gazetteer.read_bytes(),
            )  # fmt: skip
        records = all_records(opened.ledger, opened.vault)
    newest = records.sort("released", "document", "row").group_by("line_id", maintain_order=True)
    return newest.last().filter("named")


def test_values_are_spread_as_in_lists_written_and_imported(conflict, records, tmp_path):
    """Import fails where the table does not: a few rows of numbers taken for names, towns of one
    name, changed rows without an id. All else is as often what it is."""
    filed = imported(conflict, tmp_path)
    assert len(records) == pytest.approx(len(filed), rel=0.01)
    for key in conflict.lists:
        a, b = (table.filter(pl.col("list") == key) for table in (records, filed))
        names = a["name"].map_elements(fold, return_dtype=pl.String).alias("name")
        a = a.with_columns(names)
        for column in set(SIMULATED_RECORD_SCHEMA) - {
            "record_id", "document", "list", "truth", "clean", "reporter_id", "name_other",
        }:  # fmt: skip
            counts = a.group_by(column).len("a").join(
                b.group_by(column).len("b"), on=column, how="full", coalesce=True, nulls_equal=True
            ).fill_null(0).select(pl.col("a", "b").cast(pl.Int64))  # fmt: skip
            apart = int((counts["a"] - counts["b"]).abs().sum())
            slack = 0.3 if column.startswith("origin") else 0.02
            assert apart <= max(4, slack * len(b)), (key, column)


def test_the_same_settings_give_the_same_records_and_another_seed_others(records):
    assert_frame_equal(simulate_records(SETTINGS), records)
    other = simulate_records(replace(SETTINGS, seed=13))
    assert not other["name"].equals(records["name"])


@pytest.mark.parametrize("rows", [1, 97, 10**9])
def test_pieces_of_any_size_are_the_whole_table(records, rows):
    settings = SETTINGS if rows > 1 else replace(SETTINGS, deaths=40)
    pieces = list(record_chunks(settings, rows=rows))
    assert max(len(piece) for piece in pieces) <= rows
    assert all(piece["list"].n_unique() <= 1 for piece in pieces)
    whole = records if rows > 1 else simulate_records(settings)
    assert_frame_equal(pl.concat(pieces), whole)


def test_a_clean_list_names_nobody_twice_and_others_do(records):
    twice = records.filter(pl.struct("list", "truth").is_duplicated())
    assert len(twice)
    assert not twice["clean"].any()


def test_light_lists_give_only_what_they_keep():
    light = simulate_records(replace(SETTINGS, light=True))
    for column in ("birth_earliest", "origin_town", "reporter_id"):
        assert light[column].null_count() == len(light)
    assert light["name"].null_count() == 0


def test_linkage_takes_the_table_as_it_is():
    records = simulate_records(SimulationSettings(deaths=100, seed=3))
    people = link(records).people
    assert people["record_id"].sort().equals(records["record_id"].sort())


@pytest.mark.parametrize("wanted", [1_000, 20_000])
def test_settings_for_records_give_about_so_many(wanted):
    settings = settings_for_records(wanted, seed=4)
    assert len(simulate_records(settings)) == pytest.approx(wanted, rel=0.03)
    assert settings.families == families_among(settings.deaths)


def test_settings_for_records_may_ask_for_more_than_a_sheet_holds():
    assert settings_for_records(10_000_000).deaths > 6_000_000
    with pytest.raises(SimulationError, match="deaths is 1"):
        settings_for_records(2)


def test_more_people_bear_more_family_names_but_ever_fewer_new_ones():
    sizes = [families_among(people) for people in (100, 6_000, 60_000, 600_000, 6_000_000)]
    assert sizes[0] == sizes[1] == len(families().ar)
    growth = [after / before for before, after in pairwise(sizes[1:])]
    assert growth == pytest.approx([10**0.6] * 3, rel=0.01)


def test_coined_family_names_come_after_the_written_ones_and_stand_once():
    written, few, many = families(), families(500), families(5_000)
    assert few.ar[: len(written.ar)] == written.ar
    assert many.ar[:500] == few.ar
    assert len(set(many.ar)) == len(many.ar) == len(many.en) == len(many.fr) == len(many.others)
    assert many.weight.sum() == pytest.approx(1)
    assert families(10).ar == written.ar[:10]
    for arabic in many.ar:
        assert all("ARABIC LETTER" in unicodedata.name(c) for c in arabic if c != " "), arabic
    for latin in [*many.en, *many.fr, *(o for others in many.others for o in others)]:
        assert all("LATIN" in unicodedata.name(c) for c in latin if c not in " -'"), latin


def test_more_family_names_make_fewer_namesakes():
    few, many = (
        simulate_conflict(
            SimulationSettings(deaths=4_000, families=count, lists=(MINISTRY,))
        ).people
        for count in (50, 2_000)
    )
    assert many["family_ar"].n_unique() > 600
    for table in (few, many):
        assert table["family_ar"].null_count() == 0
    key = ["given_ar", "father_ar", "family_ar"]
    assert 2 * many.select(key).is_duplicated().sum() < few.select(key).is_duplicated().sum()


@pytest.mark.parametrize("count", [0, -1, 10**6])
def test_a_number_of_families_out_of_range_is_refused(count):
    with pytest.raises(SimulationError, match="families is"):
        SimulationSettings(families=count)


def test_a_piece_of_no_rows_is_refused():
    with pytest.raises(SimulationError, match="rows is 0"):
        next(record_chunks(SETTINGS, rows=0))


def test_truth_counts_the_people_of_the_conflict(conflict, records):
    assert records["truth"].is_between(1, len(conflict.people)).all()
    sex = conflict.people.select(truth="true_id", really="sex")
    told = records.join(sex, on="truth").drop_nulls("sex")
    assert (told["sex"] == told["really"]).mean() > 0.98
