"""Links that grow are the links of a run from the same fit, in however many steps they come."""

import json
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.errors import LinkageError
from tawthiq.linkage import LinkSettings, explain, sample_clusterings
from tawthiq.linkage.cluster import partitions
from tawthiq.linkage.em import log2_odds
from tawthiq.linkage.growing import found_state, grow, reason_against
from tawthiq.linkage.linking import LocalSearch
from tawthiq.linkage.storing import load_model, load_state, save_model, save_state
from tawthiq.simulate import record_chunks, settings_for_records


def invented(n: int, seed: int = 5) -> pl.DataFrame:
    """Records of invented people in five lists, in no order."""
    chunks = list(record_chunks(settings_for_records(n, seed)))
    table = pl.concat(chunks).drop("truth", "clean").filter("named")
    return table.sample(fraction=1.0, shuffle=True, seed=seed)


TABLE = invented(2500)
LATE = 260
BASE, CAME = TABLE.head(-LATE), TABLE.tail(LATE)
LINKS, STATE = found_state(BASE)


def same(one, other) -> None:
    assert one.people.equals(other.people)
    assert one.pairs.equals(other.pairs)
    for draws in zip(sample_clusterings(one, 2, 0), sample_clusterings(other, 2, 0), strict=True):
        assert draws[0].equals(draws[1])


def without(table: pl.DataFrame, gone: pl.DataFrame) -> pl.DataFrame:
    return table.join(gone.select("record_id"), on="record_id", how="anti")


@pytest.fixture(scope="module")
def at_once():
    return grow(STATE, CAME, TABLE)


def test_the_arrivals_find_their_people(at_once):
    """Not a law but a floor: growing that met nobody would pass every law below."""
    links = at_once[0]
    new = CAME["record_id"]
    met = links.pairs.filter(
        (pl.col("record_a").is_in(new.implode()) | pl.col("record_b").is_in(new.implode()))
        & (pl.col("probability") > 0.9)
    )
    anew, _ = found_state(TABLE)
    wanted = anew.pairs.filter(
        (pl.col("record_a").is_in(new.implode()) | pl.col("record_b").is_in(new.implode()))
        & (pl.col("probability") > 0.9)
    )
    both = met.join(wanted, on=["record_a", "record_b"])
    assert len(wanted) > 50
    assert len(both) > 0.95 * len(wanted)


@settings(max_examples=8, deadline=None)
@given(cuts=st.lists(st.integers(0, LATE), max_size=4).map(sorted))
def test_in_however_many_steps_the_links_are_the_same(at_once, cuts):
    state, links, start = STATE, LINKS, 0
    for stop in [*cuts, LATE]:
        seen = TABLE.head(len(BASE) + stop).sample(fraction=1.0, shuffle=True, seed=stop)
        links, state, _ = grow(state, CAME[start:stop], seen)
        start = stop
    same(links, at_once[0])


def test_groups_made_anew_where_something_changed_are_those_made_anew_everywhere(at_once):
    links = at_once[0]
    levels = ("sure", "linked", "possible", "repeat")
    bits = {f"{x}_bits": log2_odds(getattr(STATE.settings, f"{x}_probability")) for x in levels}
    every = partitions(links.evidence, **bits)
    for column, labels in zip(("sure", "linked", "possible"), every, strict=True):
        assert (links.people[column].to_numpy() == labels).all()


@settings(max_examples=6, deadline=None)
@given(
    base=st.sets(st.integers(0, len(BASE) - 1), max_size=30),
    late=st.sets(st.integers(0, LATE // 2 - 1), max_size=10),
)
def test_records_that_were_replaced_leave_no_trace_but_their_place(base, late):
    gone = pl.concat([BASE[sorted(base)], CAME[sorted(late)]])
    now = without(TABLE, gone)
    at_once, _, _ = grow(STATE, CAME, now)
    half = LATE // 2
    _, state, _ = grow(STATE, CAME[:half], TABLE.head(len(BASE) + half))
    in_steps, _, _ = grow(state, CAME[half:], now)
    same(in_steps, at_once)


def judgements_among(links, count: int, seed: int) -> pl.DataFrame:
    """Some doubtful pairs and some that no key brought up, judged."""
    rng = np.random.default_rng(seed)
    some = links.pairs.sample(count, seed=seed).select("record_a", "record_b")
    ids = links.people["record_id"]
    pair = [sorted(rng.choice(len(ids), 2, replace=False)) for _ in range(3)]
    far = pl.DataFrame({"record_a": [ids[int(a)] for a, _ in pair],
                        "record_b": [ids[int(b)] for _, b in pair]})  # fmt: skip
    both = pl.concat([some, far])
    verdicts = ["same", "different", "unsure"]
    return both.with_columns(verdict=pl.Series([verdicts[k % 3] for k in range(len(both))]))


def settled_judgements(links, count: int, seed: int) -> pl.DataFrame:
    """As above, but none that contradict one another."""
    judged = judgements_among(links, count, seed)
    used: set[str] = set()
    rows = []
    for row in judged.rows():
        if used.isdisjoint(row[:2]):
            used.update(row[:2])
            rows.append(row)
    return pl.DataFrame(rows, schema=judged.schema, orient="row")


def test_judgements_hold_and_their_withdrawal_leaves_nothing(at_once):
    links, state, _ = at_once
    judged = settled_judgements(links, 40, 1)
    none = CAME.clear()
    held, state_judged, _ = grow(state, none, TABLE, judgements=judged)
    direct, _, _ = grow(STATE, CAME, TABLE, judgements=judged)
    same(held, direct)
    people = dict(held.people.select("record_id", "linked").iter_rows())
    for a, b, verdict in judged.rows():
        assert (people[a] == people[b]) == (verdict == "same"), (a, b, verdict)
    withdrawn, _, _ = grow(state_judged, none, TABLE)
    same(withdrawn, links)


def alike(links, verdict: str) -> pl.DataFrame:
    """Doubtful pairs, no record twice, all judged alike: the model is off by much."""
    doubtful = links.pairs.filter(pl.col("probability").is_between(0.05, 0.95))
    rows, used = [], set()
    for a, b in doubtful.select("record_a", "record_b").iter_rows():
        if used.isdisjoint((a, b)):
            used.update((a, b))
            rows.append((a, b, verdict))
    return pl.DataFrame(rows, schema=["record_a", "record_b", "verdict"], orient="row")


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_judgements_teach_pairs_that_nobody_judged(at_once, verdict):
    links, state, _ = at_once
    judged = alike(links, verdict)
    half = judged.head(len(judged) // 2)
    assert len(half) > 5
    held, state_judged, _ = grow(state, CAME.clear(), TABLE, judgements=half)
    level = held.model.name_scale - links.model.name_scale
    assert (level < 0 if verdict == "same" else level > 0).any()
    both = links.pairs.join(held.pairs, on=["record_a", "record_b"], suffix="_taught").join(
        half, on=["record_a", "record_b"], how="anti"
    )
    moved = (both["weight_taught"] - both["weight"]).to_numpy()
    assert np.allclose(moved, -np.append(level, 0.0)[both["gamma_name"].to_numpy()])
    assert (moved > 0 if verdict == "same" else moved < 0).any()
    # More of them later, and none at last: as if they had come at once, or never.
    more, state_more, _ = grow(state_judged, CAME.clear(), TABLE, judgements=judged)
    same(more, grow(STATE, CAME, TABLE, judgements=judged)[0])
    same(grow(state_more, CAME.clear(), TABLE)[0], links)


def test_what_judgements_taught_at_the_fit_is_kept(tmp_path, at_once):
    judged = alike(LINKS, "same")
    links, state = found_state(BASE, judgements=judged)
    assert (links.model.name_scale != state.untaught.name_scale).any()
    save_state(state, tmp_path / "state")
    again, _, _ = grow(load_state(tmp_path / "state"), CAME.clear(), BASE, judgements=judged)
    same(again, links)
    assert (again.model.name_scale == links.model.name_scale).all()
    assert again.model.within_bits == links.model.within_bits


def test_a_grown_pair_is_explained_by_the_bits_it_has():
    """Also where one of its two lists came after the fit."""
    some = CAME.with_columns(list=pl.lit("late"))
    table = pl.concat([BASE, some])
    links, _, _ = grow(STATE, some, table)
    late = links.pairs.filter(pl.col("record_a").is_in(some["record_id"].implode())).head(3)
    assert len(late) == 3
    for row in pl.concat([late, links.pairs.head(3)]).iter_rows(named=True):
        why = explain(table, row["record_a"], row["record_b"], links.model)
        assert why.weight_bits == pytest.approx(row["weight"], abs=1e-6)
        assert why.prior_bits == pytest.approx(row["bits_prior"], abs=1e-6)
        assert why.probability == pytest.approx(row["probability"], abs=1e-6)


def test_a_new_version_of_a_list_is_explained_by_the_bits_it_has():
    some = CAME.with_columns(document=pl.lit("later"))
    table = pl.concat([BASE, some], how="diagonal_relaxed")
    links, _, _ = grow(STATE, some, table)
    pairs = links.pairs.filter(
        pl.col("record_a").is_in(some["record_id"].implode()) & ~pl.col("same_version")
    ).head(5)
    assert len(pairs) == 5
    for row in pairs.iter_rows(named=True):
        why = explain(table, row["record_a"], row["record_b"], links.model)
        assert why.prior_bits == pytest.approx(row["bits_prior"], abs=1e-6)
        assert why.probability == pytest.approx(row["probability"], abs=1e-6)


def test_a_list_that_turns_out_to_be_clean_is_heeded(at_once):
    _, state, _ = at_once
    clean = replace(STATE.settings, clean_lists=frozenset({str(TABLE["list"].unique().sort()[0])}))
    turned, _, _ = grow(state, CAME.clear(), TABLE, settings=clean)
    direct, _, _ = grow(STATE, CAME, TABLE, settings=clean)
    same(turned, direct)


def test_a_kept_state_is_the_state(tmp_path, at_once):
    save_state(STATE, tmp_path / "one")
    links, state, growth = grow(load_state(tmp_path / "one"), CAME, TABLE)
    same(links, at_once[0])
    assert growth == at_once[2]
    # What the fit left is linked to, not copied, and outlives the folder it came from.
    save_state(state, tmp_path / "two", before=tmp_path / "one")
    one, two = (tmp_path / name / "base" / "key_0.npy" for name in ("one", "two"))
    assert one.stat().st_ino == two.stat().st_ino
    for file in (tmp_path / "one").rglob("*.npy"):
        file.unlink()
    again, _, _ = grow(load_state(tmp_path / "two"), CAME.clear(), TABLE)
    same(again, links)


def test_a_kept_model_explains_as_the_fitted_one(tmp_path):
    save_model(LINKS.model, tmp_path / "model", version="1")
    model = load_model(tmp_path / "model", version="1")
    a, b = BASE["record_id"][0], BASE["record_id"][1]
    assert explain(BASE, a, b, model) == explain(BASE, a, b, LINKS.model)
    assert model.settings == LINKS.model.settings


def test_what_cannot_be_read_says_so(tmp_path):
    with pytest.raises(LinkageError, match="no linkage"):
        load_model(tmp_path / "none")
    save_state(STATE, tmp_path / "state", version="1")
    with pytest.raises(LinkageError, match="another version"):
        load_state(tmp_path / "state", version="2")
    (tmp_path / "state" / "rank_row.npy").write_bytes(b"torn")
    with pytest.raises(LinkageError, match="damaged"):
        load_state(tmp_path / "state", version="1")
    save_state(STATE, tmp_path / "state", version="1")
    path = tmp_path / "state" / "state.json"
    said = json.loads(path.read_text(encoding="utf-8"))
    del said["extras"]
    path.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(LinkageError, match="damaged"):
        load_state(tmp_path / "state", version="1")


def test_a_save_that_fails_leaves_what_was_there(tmp_path, monkeypatch):
    save_state(STATE, tmp_path / "state")
    monkeypatch.setattr(np, "save", full_disk)
    with pytest.raises(OSError, match="no space"):
        save_state(STATE, tmp_path / "state")
    monkeypatch.undo()
    assert load_state(tmp_path / "state").ids.equals(STATE.ids)
    assert [path.name for path in tmp_path.iterdir()] == ["state"]


def full_disk(*_args, **_named) -> None:
    raise OSError("no space left")


CHANGED = BASE.with_columns(
    sex=pl.when(pl.col("record_id") == BASE["record_id"][7]).then(None).otherwise("sex")
)


@pytest.mark.parametrize(
    ("arrivals", "records", "with_settings", "words"),
    [
        (CAME.clear(), CHANGED, STATE.settings, "other values"),
        (CAME[:5], TABLE, STATE.settings, "did not come"),
        (BASE[:1], BASE, STATE.settings, "there before"),
        (CAME, TABLE, LinkSettings(max_block=30), "settings"),
        (CAME, TABLE.with_columns(id_grave=pl.lit("7")), STATE.settings, "other columns"),
    ],
)
def test_where_growing_would_be_wrong_it_is_refused(arrivals, records, with_settings, words):
    assert words in (reason_against(STATE, arrivals, records, with_settings) or "")
    with pytest.raises(LinkageError, match=words):
        grow(STATE, arrivals, records, settings=with_settings)


def test_a_crowd_of_one_name_is_met_within_bounds():
    """A thousand arrivals of one name, age and day: a block of them would be half a million."""
    one = BASE.filter(pl.col("name").is_not_null())[:1]
    crowd = pl.concat([one] * 1000).with_columns(
        record_id=pl.format("late:{}", pl.int_range(pl.len())), list=pl.lit("late")
    )
    _, _, growth = grow(STATE, crowd, pl.concat([BASE, crowd]))
    assert growth.blocks_outgrown > 0
    assert growth.pairs_in_blocks > 0
    assert growth.pairs_compared < 1000 * (STATE.settings.max_block + 200)


def test_another_engine_finds_the_state(at_once):
    began = []

    def search(prepared, chosen):
        began.append(prepared.n)
        return LocalSearch.over(prepared, chosen)

    links, state = found_state(BASE, search=search)
    assert began == [len(BASE)]
    same(links, LINKS)
    same(grow(state, CAME, TABLE)[0], at_once[0])


def test_an_empty_table_grows_into_the_first_records():
    few = BASE[:4]
    _, state = found_state(few.clear())
    links, _, growth = grow(state, few, few)
    assert sorted(links.people["record_id"]) == sorted(few["record_id"])
    assert growth.new_records == 4
