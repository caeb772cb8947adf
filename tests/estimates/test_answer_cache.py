"""Kept answers: the same to the draw, for the same question alone; damaged ones made anew."""

import stat
import sys
from dataclasses import fields, replace
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq.estimates import (
    Cache,
    CaptureTable,
    Estimate,
    EstimateSettings,
    NotEstimable,
    capture_table,
    estimate,
    estimate_strata,
    user_cache,
)
from tawthiq.estimates.beside import families_beside
from tawthiq.estimates.cache import VARIABLE, key_of, packed, unpacked
from tawthiq.estimates.left_out import without_each_list
from tawthiq.estimates.modes import Mode

TABLE = capture_table(
    {
        "north": [1, 0, 1, 0, 1, 0, 1],
        "south": [0, 1, 1, 0, 0, 1, 1],
        "east": [0, 0, 0, 1, 1, 1, 1],
        "count": [60, 50, 25, 40, 18, 16, 10],
    }
)
QUICK = EstimateSettings(draws=400, particles=100, min_ess=1, most_classes=2)


@pytest.fixture
def never(monkeypatch: pytest.MonkeyPatch):
    """From when it is called, working out is an error."""

    def begin() -> None:
        def refuse(*_, **__):
            raise AssertionError("worked out again")

        for module in ("estimate", "strata"):
            # By way of the module: its name in the room is the function's.
            monkeypatch.setattr(
                import_module(f"tawthiq.estimates.{module}"), "estimate_tables", refuse
            )

    return begin


def assert_same(one: object, other: object) -> None:
    """Alike field by field, arrays to the number."""
    assert type(one) is type(other)
    if isinstance(one, np.ndarray):
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)
    elif isinstance(one, tuple):
        assert len(one) == len(other)
        for a, b in zip(one, other, strict=True):
            assert_same(a, b)
    elif hasattr(one, "__dataclass_fields__"):
        for field in fields(one):
            assert_same(getattr(one, field.name), getattr(other, field.name))
    else:
        assert one == other


@pytest.mark.parametrize("model", ["average", "decomposable", "sample-coverage", "dirichlet"])
def test_an_answer_is_the_same_with_a_cache_without_one_and_from_it(
    tmp_path: Path, never, model: str
):
    asked = replace(QUICK, model=model)
    plain = estimate(TABLE, settings=asked, seed=3)
    made = estimate(TABLE, settings=asked, seed=3, cache=Cache(folder=tmp_path))
    never()
    kept = estimate(TABLE, settings=asked, seed=3, cache=Cache(folder=tmp_path))
    assert isinstance(kept, Estimate)
    assert_same(made, plain)
    assert_same(kept, plain)


def test_no_number_is_an_answer_too(tmp_path: Path, never):
    two = capture_table({"A": [1, 0, 1], "B": [0, 1, 1], "count": [30, 20, 10]})
    plain = estimate(two, cache=Cache(folder=tmp_path))
    never()
    kept = estimate(two, cache=Cache(folder=tmp_path))
    assert isinstance(kept, NotEstimable)
    assert_same(kept, plain)


def test_strata_lists_left_out_and_families_beside_are_kept_each(tmp_path: Path, never):
    cache = Cache(folder=tmp_path)
    four = capture_table(
        {
            **{name: ((np.arange(1, 16) >> at) & 1).tolist() for at, name in enumerate("ABCD")},
            "count": [40, 30, 22, 25, 14, 12, 9, 20, 11, 10, 6, 9, 5, 4, 3],
        }
    )
    strata = {"one": [TABLE, TABLE], "two": [four, four]}
    settings_ = replace(QUICK, draws=800)
    plain = estimate_strata(strata, settings=settings_)
    kept = estimate_strata(strata, settings=settings_, cache=cache)
    assert_same(plain.total, kept.total)
    answer = estimate(four, settings=settings_, cache=cache)
    others = families_beside(four, answer, cache=cache)
    left_out = without_each_list(four, settings=settings_, cache=cache)
    never()
    again = estimate_strata(strata, settings=settings_, cache=cache)
    assert_same(again.total, plain.total)
    assert_same(families_beside(four, answer, cache=cache), others)
    assert_same(without_each_list(four, settings=settings_, cache=cache), left_out)


def test_every_part_of_the_question_is_in_the_key():
    seed = np.random.SeedSequence(1)
    keys = {key_of([TABLE], QUICK, seed)}
    more = replace(TABLE, counts=TABLE.counts + np.array([1, 0, 0, 0, 0, 0, 0]))
    renamed = replace(TABLE, lists=("north", "south", "west"))
    wider = capture_table(
        {"north": [1, 0], "south": [0, 1], "east": [1, 1], "none": [0, 0], "count": [3, 4]}
    )
    narrower = capture_table({"north": [1, 0], "south": [0, 1], "east": [1, 1], "count": [3, 4]})
    for tables in ([more], [renamed], [TABLE, TABLE], [TABLE, more], [more, TABLE], [wider],
                   [narrower]):  # fmt: skip
        keys.add(key_of(tables, QUICK, seed))
    for other in (2, [1, 2]):
        keys.add(key_of([TABLE], QUICK, np.random.SeedSequence(other)))
    keys.add(key_of([TABLE], QUICK, seed.spawn(1)[0]))
    changed = {
        "model": "decomposable", "most_classes": 3, "prior": replace(QUICK.prior, level=0.0),
        "particles": 200, "draws": 401, "prior_count": 0.1, "classes": 9,
        "capture_prior": (1.0, 2.0), "concentration_prior": (0.5, 0.25), "chains": 5,
        "warmup": 401, "max_draws": 10_001, "min_ess": 2.0, "max_rhat": 1.02, "min_observed": 21,
        "max_seconds": 5.0,
    }  # fmt: skip
    for name, value in changed.items():
        keys.add(key_of([TABLE], replace(QUICK, **{name: value}), seed))
    assert len(keys) == 1 + 7 + 2 + 1 + len(changed)
    assert {one.name for one in fields(EstimateSettings)} == {*changed, "threads"}


def test_order_and_threads_are_no_part_of_the_question(tmp_path: Path, never):
    cache = Cache(folder=tmp_path)
    first = estimate(TABLE, settings=QUICK, cache=cache)
    never()
    columns = [2, 0, 1]
    turned = CaptureTable(
        lists=tuple(TABLE.lists[at] for at in columns),
        patterns=TABLE.patterns[::-1][:, columns],
        counts=TABLE.counts[::-1],
    )
    again = estimate(turned, settings=replace(QUICK, threads=1), cache=cache)
    np.testing.assert_array_equal(first.draws, again.draws)
    assert again.settings.threads == 1


def test_other_sources_make_another_key(monkeypatch: pytest.MonkeyPatch):
    seed = np.random.SeedSequence(1)
    before = key_of([TABLE], QUICK, seed)
    monkeypatch.setattr("tawthiq.estimates.cache._sources", lambda: "another version")
    assert key_of([TABLE], QUICK, seed) != before


@pytest.fixture(scope="module")
def answer() -> Estimate:
    return estimate(TABLE, settings=QUICK, seed=3)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_passed_over_and_made_anew(
    tmp_path_factory: pytest.TempPathFactory, answer: Estimate, data: st.DataObject
):
    folder = tmp_path_factory.mktemp("damaged")
    cache = Cache(folder=folder)
    path = folder / f"{key_of([TABLE], QUICK, np.random.SeedSequence(3))}.estimate"
    cache.answer([TABLE], QUICK, np.random.SeedSequence(3), lambda: answer)
    whole = path.read_bytes()
    if data.draw(st.booleans()):
        broken = whole[: data.draw(st.integers(0, len(whole) - 1))]
    else:
        at = data.draw(st.integers(0, len(whole) - 1))
        bit = 1 << data.draw(st.integers(0, 7))
        broken = whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1 :]
    path.write_bytes(broken)
    calls = []

    def work_out():
        calls.append(1)
        return answer

    found = cache.answer([TABLE], QUICK, np.random.SeedSequence(3), work_out)
    assert calls == [1]
    assert found is answer
    assert path.read_bytes() == whole


def test_packing_and_unpacking_changes_nothing():
    found = estimate(TABLE, settings=QUICK)
    assert_same(unpacked(packed(found)), found)


@pytest.mark.parametrize("named", [Estimate, NotEstimable])
def test_modes_are_kept_as_all_else(named: type):
    """A posterior of two modes, and a refusal that tells them: both come back whole."""
    found = estimate(TABLE, settings=QUICK)
    if named is NotEstimable:
        found = estimate(capture_table({"a": [1, 0], "b": [0, 1], "count": [5, 5]}), settings=QUICK)
    assert isinstance(found, named)
    modes = (
        Mode(people=300.0, low=250.0, high=350.0, weight=0.25, error=0.01),
        Mode(people=900.0, low=600.0, high=1_500.0, weight=0.75, error=0.01),
    )
    found = replace(found, modes=modes)
    assert_same(unpacked(packed(found)), found)


def test_a_file_is_for_its_owner_and_holds_no_pickle(tmp_path: Path):
    folder = tmp_path / "new" / "estimates"
    estimate(TABLE, settings=QUICK, cache=Cache(folder=folder))
    (path,) = folder.iterdir()
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert b"pickle" not in path.read_bytes()


def test_the_folder_does_not_outgrow_its_bound_and_what_is_used_stays(tmp_path: Path):
    found = estimate(TABLE, settings=QUICK)
    size = len(packed(found)) + 32
    cache = Cache(folder=tmp_path, most_bytes=5 * size)
    first = np.random.SeedSequence(0)
    for seed in range(12):
        cache.answer([TABLE], QUICK, np.random.SeedSequence(seed), lambda: found)
        cache.answer([TABLE], QUICK, first, lambda: found)
        assert sum(one.stat().st_size for one in tmp_path.iterdir()) <= 5 * size
    assert (tmp_path / f"{key_of([TABLE], QUICK, first)}.estimate").exists()
    assert len(list(tmp_path.iterdir())) >= 3


def test_where_nothing_can_be_written_the_answer_is_given_all_the_same(tmp_path: Path):
    taken = tmp_path / "a file"
    taken.write_text("no folder")
    found = estimate(TABLE, settings=QUICK, cache=Cache(folder=taken / "estimates"))
    assert isinstance(found, Estimate)


def test_what_a_time_limit_cut_short_is_not_kept(tmp_path: Path):
    limited = replace(QUICK, model="dirichlet", max_seconds=60.0)
    estimate(TABLE, settings=limited, cache=Cache(folder=tmp_path))
    assert not list(tmp_path.iterdir())


def test_what_is_interrupted_leaves_nothing(tmp_path: Path):
    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Cache(folder=tmp_path).answer([TABLE], QUICK, np.random.SeedSequence(1), interrupted)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("system", "variables", "expected"),
    [
        ("linux", {}, ".cache/tawthiq/estimates"),
        ("linux", {"XDG_CACHE_HOME": "{home}/else"}, "else/tawthiq/estimates"),
        ("linux", {"XDG_CACHE_HOME": "not/absolute"}, ".cache/tawthiq/estimates"),
        ("darwin", {}, "Library/Caches/tawthiq/estimates"),
        ("win32", {"LOCALAPPDATA": "{home}/local"}, "local/tawthiq/estimates"),
        ("win32", {}, "AppData/Local/tawthiq/estimates"),
        ("linux", {VARIABLE: "{home}/named"}, "named"),
        ("linux", {VARIABLE: ""}, None),
    ],
)
def test_the_users_folder_is_where_the_system_has_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, system: str, variables: dict, expected
):
    for name in (VARIABLE, "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(home=tmp_path))
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    found = user_cache()
    assert (found.folder if found else None) == (tmp_path / expected if expected else None)


def test_an_account_without_a_home_has_none(monkeypatch: pytest.MonkeyPatch):
    def homeless():
        raise RuntimeError("no home")

    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert user_cache() is None
