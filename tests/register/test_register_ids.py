"""A person's id, once shown, is found for good: whatever is imported, merged, judged or parted."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import add, founded, whole

from tawthiq.errors import NotFoundError
from tawthiq.register import resolve_person, show_person
from tawthiq.register.persons import founded_ids, person_id


def shown(register):
    """Every person id a user can have seen, with the records they saw under it."""
    named = register.records.filter("named")
    return dict(named.group_by("person_id").agg("record_id").iter_rows())


def assert_all_resolve(before, register):
    for person, records in before.items():
        page = show_person(register, person)
        # The page is that of a person who holds at least one of the records seen under the id.
        assert set(records) & set(page.records["record_id"]), person


@pytest.mark.parametrize(
    "late",
    [
        pytest.param(("observatory", 2), id="a new version"),
        pytest.param(("ministry", 1), id="a new list"),
        pytest.param(("observatory", 1), id="an older version, found later"),
        pytest.param(("archive", 1), id="a list that copies"),
    ],
)
def test_every_id_ever_shown_still_resolves_after_more_is_imported(tmp_path, late):
    made = founded(tmp_path / "register", skip=[late])
    before = shown(made.link())
    add(made, *late)
    after = made.link()
    assert_all_resolve(before, after)
    # Nothing that was imported later founds a person in whom an older record stands.
    kept = set(before) & set(shown(after))
    assert len(kept) > 0.9 * len(before)


def test_people_merged_keep_the_older_id_and_people_parted_get_their_own_back(tmp_path):
    made = whole()[0].copy(tmp_path / "register")
    register = whole()[1]
    came = {record: at for at, record in enumerate(in_ledger_order(register))}
    lines = register.lines.filter("named").filter(pl.col("linked").is_unique())
    a, b = sorted(
        (lines.row(at, named=True) for at in (0, lines.height - 1)),
        key=lambda row: came[row["record_id"]],
    )
    assert a["person_id"] != b["person_id"]

    made.judge(register, a["record_id"], b["record_id"], "same")
    merged = made.link()
    assert resolve_person(merged, a["person_id"]) == a["person_id"]
    page = show_person(merged, b["person_id"])
    assert page.person["person_id"] == a["person_id"]
    assert page.asked_for == b["person_id"]
    assert {a["record_id"], b["record_id"]} <= set(page.records["record_id"])

    made.judge(merged, a["record_id"], b["record_id"], "different")
    parted = made.link()
    for row in (a, b):
        assert resolve_person(parted, row["person_id"]) == row["person_id"]
        assert resolve_person(parted, row["record_id"]) == row["person_id"]
    assert_all_resolve(shown(register) | shown(merged), parted)


def in_ledger_order(register):
    """Record ids as they came in: by release here, for that is how they were imported."""
    return register.records.sort("released", "list", "row")["record_id"].to_list()


def test_a_person_is_named_after_the_record_that_came_first():
    _, register = whole()
    first = (
        register.records.sort("released", "list", "row")
        .group_by("person_id", maintain_order=True)
        .agg(pl.col("record_id").first())
    )
    for person, record in first.iter_rows():
        assert person == person_id(record)


def test_an_id_that_was_never_given_is_refused():
    with pytest.raises(NotFoundError, match="tawthiq find"):
        resolve_person(whole()[1], "p-neverwas00")


@given(labels=st.lists(st.integers(0, 4), min_size=1, max_size=12), data=st.data())
def test_whatever_the_partition_each_id_is_founded_once_and_resolves(labels, data):
    lines = [f"l{number}" for number in range(len(labels))]
    count = data.draw(st.integers(len(lines), 2 * len(lines)))
    of_line = lines + [data.draw(st.sampled_from(lines)) for _ in range(count - len(lines))]
    came = data.draw(st.permutations(range(count)))
    records = pl.DataFrame(
        {"record_id": [f"r{number}" for number in range(count)], "line_id": of_line, "came": came}
    )
    found = founded_ids(records, pl.DataFrame({"line_id": lines, "cluster": labels}))
    assert found.height == count
    assert found["founds"].is_unique().all()
    clusters = dict(zip(lines, labels, strict=True))
    seen = {}
    for record, line, at in records.sort("came").iter_rows():
        seen.setdefault(clusters[line], person_id(record))
        row = found.row(by_predicate=pl.col("record_id") == record, named=True)
        assert row["founds"] == person_id(record)
        assert row["person_id"] == seen[clusters[line]], at
