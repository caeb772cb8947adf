"""Where people's ids went: what is merged one way is split the other, and nobody is lost."""

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import add, founded, whole

from tawthiq.errors import ConfigError
from tawthiq.ledger import Import, Withdraw
from tawthiq.register import HOW, changes_between, digests, ids_now, read_changes, resolve_person
from tawthiq.register.changes import before_of, events_between

MIRROR = {"merged": "split", "split": "merged", "gone": "new", "new": "gone",
          "renamed": "renamed", "regrouped": "regrouped"}  # fmt: skip


def _persons(numbers):
    return {f"r{at}": f"p{number}" for at, number in enumerate(numbers) if number < 7}


# By record its person; 7 is nobody: the record is not there.
partitions = st.lists(st.integers(0, 7), max_size=14).map(_persons)
anyhow = settings(deadline=None, max_examples=60)


def table(persons):
    schema = {"record_id": pl.String, "person_id": pl.String}
    return pl.DataFrame(list(persons.items()), schema=schema, orient="row")


def found(before, now):
    return events_between(table(before), table(now)).to_dicts()


def kinds(events):
    return {(one["how"], tuple(one["before"]), tuple(one["now"])) for one in events}


def plain_events(before, now):
    """The same by hand: walk from person to person over the records both sides hold."""
    shared = before.keys() & now.keys()
    beside = {("before", p): set() for p in before.values()} | {
        ("now", p): set() for p in now.values()
    }
    for record in shared:
        one, two = ("before", before[record]), ("now", now[record])
        beside[one].add(two)
        beside[two].add(one)
    seen, events = set(), set()
    for start in beside:
        group, waiting = set(), [start]
        while waiting:
            one = waiting.pop()
            if one not in group:
                group.add(one)
                waiting += beside[one]
        if start in seen:
            continue
        seen |= group
        olds, news = (tuple(sorted(p for side, p in group if side == which))
                      for which in ("before", "now"))  # fmt: skip
        if olds == news and len(olds) == 1:
            continue
        many = (len(olds) > 1, len(news) > 1)
        how = "new" if not olds else "gone" if not news else {
            (False, False): "renamed", (True, False): "merged",
            (False, True): "split", (True, True): "regrouped",
        }[many]  # fmt: skip
        events.add((how, olds, news))
    return events


@anyhow
@given(before=partitions, now=partitions)
def test_the_events_are_those_that_hang_together_by_hand(before, now):
    assert kinds(found(before, now)) == plain_events(before, now)


@anyhow
@given(before=partitions, now=partitions)
def test_seen_the_other_way_round_merges_are_splits_and_the_gone_are_new(before, now):
    there, back = found(before, now), found(now, before)
    assert {(MIRROR[how], news, olds) for how, olds, news in kinds(there)} == kinds(back)


@anyhow
@given(before=partitions, now=partitions)
def test_every_id_of_before_leads_somewhere_or_is_gone_with_all_its_records(before, now):
    events = found(before, now)
    leads = ids_now(events)
    for person in set(before.values()):
        records = {record for record, one in before.items() if one == person}
        holders = {now[record] for record in records & now.keys()}
        # Whoever is in no event goes on unchanged.
        assert set(leads.get(person, [person])) == holders or (not holders and leads[person] == [])
    for event in events:
        ways = [(way["before"], way["now"]) for way in event["ways"]]
        assert len(ways) == len(set(ways))
        for way in event["ways"]:
            assert way["records"] == sum(
                before[record] == way["before"] and now[record] == way["now"]
                for record in before.keys() & now.keys()
            )


@anyhow
@given(before=partitions, now=partitions)
def test_each_person_is_in_one_event_at_most(before, now):
    events = found(before, now)
    for side in ("before", "now"):
        ids = [person for event in events for person in event[side]]
        assert len(ids) == len(set(ids))


@anyhow
@given(persons=partitions)
def test_nothing_happened_where_nothing_changed(persons):
    assert found(persons, persons) == []


@anyhow
@given(before=partitions, now=partitions, data=st.data())
def test_the_order_of_rows_says_nothing(before, now, data):
    mixed = [dict(data.draw(st.permutations(list(one.items())))) for one in (before, now)]
    assert found(*mixed) == found(before, now)


def test_one_of_each_kind():
    before = {"a": "p1", "b": "p2", "c": "p3", "d": "p3", "e": "p5", "f": "p6", "g": "p7"}
    now = {"a": "p1", "b": "p1", "c": "p3", "d": "p4", "f": "p8", "g": "p7", "h": "p9"}
    assert [(one["how"], one["before"], one["now"]) for one in found(before, now)] == [
        ("merged", ["p1", "p2"], ["p1"]),
        ("split", ["p3"], ["p3", "p4"]),
        ("renamed", ["p6"], ["p8"]),
        ("gone", ["p5"], []),
        ("new", [], ["p9"]),
    ]


def two_alone(register):
    lines = register.lines.filter("named").filter(pl.col("linked").is_unique())
    return [lines.row(at, named=True) for at in (0, lines.height - 1)]


def causes(event):
    return [(cause["kind"], cause["ref"]) for cause in event["by"]]


def test_a_judgement_that_joins_two_people_and_its_successor_that_parts_them_are_told(tmp_path):
    made = whole()[0].copy(tmp_path / "register")
    register = whole()[1]
    a, b = two_alone(register)
    joined = made.judge(register, a["record_id"], b["record_id"], "same")
    merged = made.link()
    (event,) = read_changes(made.derived).events.to_dicts()
    assert event["how"] == "merged"
    assert set(event["before"]) == {a["person_id"], b["person_id"]}
    assert event["now"] == [resolve_person(merged, b["record_id"])]
    assert causes(event) == [("judgement", joined.id)]

    # Deriving anew from the same ledger keeps what the last comparison told.
    made.link()
    again = read_changes(made.derived)
    assert again.events.to_dicts() == [event]

    parting = made.judge(merged, a["record_id"], b["record_id"], "different")
    parted = made.link()
    (event,) = read_changes(made.derived).events.to_dicts()
    assert (event["how"], event["before"]) == ("split", [resolve_person(merged, a["record_id"])])
    assert set(event["now"]) == {a["person_id"], b["person_id"]}
    assert causes(event) == [("judgement", parting.id)]
    changes = changes_between(before_of(merged), parted)
    assert changes.numbers() == dict.fromkeys(HOW, 0) | {"split": 1}


def test_a_withdrawn_judgement_is_told_as_what_it_was(tmp_path):
    made = whole()[0].copy(tmp_path / "register")
    a, b = two_alone(whole()[1])
    joined = made.judge(whole()[1], a["record_id"], b["record_id"], "same")
    made.link()
    with made.opened() as folder:
        folder.ledger.append(Withdraw(entry=joined.id, reason="a slip"))
    made.link()
    (event,) = read_changes(made.derived).events.to_dicts()
    assert event["how"] == "split"
    assert causes(event) == [("judgement_withdrawn", joined.id)]


def test_people_of_a_withdrawn_import_are_gone_and_the_import_is_named(tmp_path):
    made = whole()[0].copy(tmp_path / "register")
    register = whole()[1]
    with made.opened() as folder:
        (entry,) = [
            one for one in folder.ledger.active_entries()
            if isinstance(one.body, Import) and one.body.list == "committee"
        ]  # fmt: skip
        folder.ledger.append(Withdraw(entry=entry.id, reason="not ours to keep"))
    after = made.link()
    changes = read_changes(made.derived)
    only = (
        register.records.filter("named")
        .group_by("person_id")
        .agg((pl.col("list") == "committee").all().alias("only"))
        .filter("only")
    )
    gone = changes.of("gone")["before"].explode()
    assert set(only["person_id"]) <= set(gone)
    assert not set(gone) & set(after.people["person_id"])
    withdrawn = ("import_withdrawn", entry.body.document)
    assert all(withdrawn in causes(event) for event in changes.of("gone").to_dicts())
    # Who is gone from one side is new from the other.
    back = changes_between(before_of(after), register)
    assert back.numbers()["new"] == changes.numbers()["gone"]


def test_a_new_list_brings_new_people_and_is_named(tmp_path):
    late = ("ministry", 1)
    made = founded(tmp_path / "register", skip=[late])
    made.link()
    assert read_changes(made.derived) is None, "there was nothing to compare with"
    add(made, *late)
    made.link()
    changes = read_changes(made.derived)
    assert changes.numbers()["new"] > 0
    for event in changes.of("new").to_dicts():
        assert [cause["kind"] for cause in event["by"]] == ["import"]
        assert event["by"][0]["what"].startswith("ministry ")


def test_what_changed_without_anything_new_is_put_down_to_program_settings_or_weights():
    before = before_of(whole()[1])
    register = whole()[1]
    one = register.lines.filter("named")["person_id"][0]
    other = replace(
        register,
        records=register.records.with_columns(
            person_id=pl.when(pl.col("person_id") == one)
            .then(pl.lit("p-another000"))
            .otherwise("person_id")
        ),
    )
    for stamp, kind in (
        (register.stamp, "weights"),
        (replace(register.stamp, version="0.0.1"), "program"),
        (replace(register.stamp, settings="others"), "settings"),
    ):
        (event,) = changes_between(before, replace(other, stamp=stamp)).events.to_dicts()
        assert (event["how"], event["before"]) == ("renamed", [one])
        assert [cause["kind"] for cause in event["by"]] == [kind]


def test_the_comparison_is_no_part_of_the_register(tmp_path):
    """It tells of the register before, no function of the ledger: `verify` passes it over."""
    made = whole()[0].copy(tmp_path / "register")
    before = digests(made.derived)
    a, b = two_alone(whole()[1])
    entry = made.judge(whole()[1], a["record_id"], b["record_id"], "unsure")
    made.link()
    with made.opened() as folder:
        folder.ledger.append(Withdraw(entry=entry.id, reason="a slip"))
    made.link()
    now = digests(made.derived)
    assert {name: now[name] for name in now if name != "stamp"} == {
        name: before[name] for name in before if name != "stamp"
    }
    (made.derived / "changes.parquet").unlink()
    assert digests(made.derived) == now
    assert read_changes(made.derived) is None


def test_a_register_before_that_cannot_be_read_is_derived_anew_without_a_comparison(tmp_path):
    made = whole()[0].copy(tmp_path / "register")
    (made.derived / "records.parquet").write_bytes(b"PAR1 no more")
    made.link()
    assert read_changes(made.derived) is None


def test_a_damaged_comparison_says_how_to_mend_it(tmp_path):
    made = whole()[0].copy(tmp_path / "register")
    a, b = two_alone(whole()[1])
    made.judge(whole()[1], a["record_id"], b["record_id"], "same")
    made.link()
    (made.derived / "changes.parquet").write_bytes(b"no comparison at all" * 50)
    with pytest.raises(ConfigError, match="tawthiq link"):
        read_changes(made.derived)
    made.link()
    assert read_changes(made.derived).events.is_empty(), "nothing has changed since"
