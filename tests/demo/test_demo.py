"""The demo tells what it found beside the truth, and scores it rightly."""

import itertools
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.affairs import View, open_affairs, page_of
from tawthiq.counts import count
from tawthiq.demo import run_demo, score_pairs
from tawthiq.demo.running import _with_truth
from tawthiq.errors import TawthiqError
from tawthiq.folder import open_folder
from tawthiq.register import read_register
from tawthiq.simulate import WrittenList
from tawthiq.votes import find_vote

LABEL = st.none() | st.integers(0, 3)


@given(rows=st.lists(st.tuples(LABEL, LABEL), max_size=12))
def test_pairs_are_scored_like_a_plain_twin_that_looks_at_each(rows):
    frame = pl.DataFrame(rows, schema={"found": pl.Int64, "true": pl.Int64}, orient="row")
    known = [(found, true) for found, true in rows if found is not None and true is not None]
    pairs = list(itertools.combinations(known, 2))
    found = sum(a[0] == b[0] for a, b in pairs)
    true = sum(a[1] == b[1] for a, b in pairs)
    both = sum(a == b for a, b in pairs)
    scores = score_pairs(frame, "found", "true")
    assert (scores.both, scores.found, scores.true) == (both, found, true)
    assert scores.precision == (both / found if found else 1)
    assert scores.recall == (both / true if true else 1)
    if both:
        mean = 2 / (1 / scores.precision + 1 / scores.recall)
        assert scores.f1 == pytest.approx(mean)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("demo") / "here"
    return run_demo(folder, deaths=300, seed=7)


def test_the_demo_finds_what_can_be_known_and_says_it_beside_the_truth(demo):
    assert demo.deaths == 300
    assert demo.pairs.precision > 0.9
    assert demo.pairs.recall > 0.8
    total = demo.counted.total
    # The lists name so many; a duplicate or two more or less is what doubt is for.
    assert total["minimum"] * 0.97 <= demo.documented <= total["maximum"] * 1.03
    said = "\n".join(demo.report_lines())
    for number in (demo.deaths, demo.people, demo.lines, total["minimum"], total["maximum"]):
        assert f"{number:,}" in said
    report = (demo.folder / "report.html").read_text(encoding="utf-8")
    assert f"{total['maximum']:,}" in report
    assert demo.to_dict()["truth"] == {"deaths": 300, "documented": demo.documented}


def test_every_named_line_of_the_register_has_its_truth(demo):
    register = read_register(demo.folder / "register/derived")
    written = [
        WrittenList(path=demo.folder, source=one.version.list, version=number, rows=0,
                    released=one.version.released)
        for _, several in itertools.groupby(
            sorted(demo.imports, key=lambda one: (one.version.list, one.version.released)),
            key=lambda one: one.version.list,
        )
        for number, one in enumerate(several, 1)
    ]  # fmt: skip
    truth = _with_truth(register, demo.folder / "lists/truth.csv", written)
    named = register.lines.filter("named")
    assert truth.height == named.height
    assert truth["record_id"].is_unique().all()
    assert truth["true_id"].null_count() == 0
    assert truth["true_id"].n_unique() == demo.documented
    # The names in the truth's own file are those of the lines: the join is not off by a row.
    assert count(register.lines).total == demo.counted.total


def test_all_that_sources_speak_of_beside_the_dead_is_in_the_demo(demo):
    with open_folder(demo.folder / "register") as opened:
        affairs = open_affairs(opened.settings, opened.ledger, opened.vault)
        vote = find_vote(opened.ledger, "lamps-again")
    with affairs:
        there = affairs.counts()
        view = View(affairs=affairs)
        charter = page_of(view, affairs.thing("code"))
        bakery = page_of(view, affairs.thing("bakery"))
        council = page_of(view, affairs.thing("marsa-vote"))
        doubts = {one.code for one in affairs.doubts()}
    kinds = ("incident", "account", "victim", "organisation", "membership", "election", "charter",
             "signature", "violation", "campaign", "gathering", "displacement", "aid", "stance",
             "work", "dispute")  # fmt: skip
    assert set(kinds) <= there.keys()
    assert not any(one.set_aside for one in demo.stated)
    signed = charter.charts[0].series[0].high  # a list that grows, and loses some
    assert (signed[0], max(signed) > 30, signed[-1] < max(signed)) == (1, True, True)
    assert any(table.code == "violations" for table in charter.tables)
    assert bakery.data["grades"][0]["grade"] == "contested"  # rival accounts
    assert any(table.code == "dispute" for table in council.tables)
    assert {"stocks-of-one-day-differ", "signed-before-adopted"} <= doubts
    assert len(vote.ballots) == demo.voted.count.counted == 7
    assert demo.voted.faults == ()


def test_a_folder_in_use_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "register").mkdir()
    (tmp_path / "register/mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(TawthiqError):
        run_demo(tmp_path, deaths=50)
    assert (tmp_path / "register/mine.txt").read_text(encoding="utf-8") == "mine"
