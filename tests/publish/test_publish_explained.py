"""The page of a pair: the picture adds up, in both languages, and words of others stay words."""

import re
from dataclasses import replace
from html import unescape
from itertools import pairwise

import pytest
from invented import whole

from tawthiq.names import compare_names
from tawthiq.publish.explained import draw_explained, render_explained, steps_of, write_explained
from tawthiq.publish.model import LANGS
from tawthiq.register import NameAlignment, PairField, PairJudgement, PairReasons, pair_reasons

EVIL = '<img src=x onerror="alert(1)">\u202e{0}'


def invented(**values) -> PairReasons:
    names = ("Salim Qasim Haddad", "سليم قاسم الحداد")
    found = compare_names(*names)
    fields = (
        PairField(field="name", a=names[:1], b=names[1:], gamma=27,
                  reason="the same name (across scripts)", bits=18.0),
        PairField(field="born", a=("31",), b=(), gamma=-1, reason="cannot compare", bits=0.0),
        PairField(field="death", a=("2012-03-04",), b=("4 آذار 2012",), gamma=0,
                  reason="dates of death more than a year apart", bits=-5.5),
    )  # fmt: skip
    alignment = NameAlignment(
        a=names[0], b=names[1], level=found.level, reason=found.reason, parts=found.parts
    )
    told = {
        "record_a": "north:00000000:2", "record_b": "south:11111111:3",
        "newest_a": "north:00000000:2", "newest_b": "south:11111111:3",
        "person_a": "p-aaaaaaaaaa", "person_b": "p-aaaaaaaaaa", "held": "linked",
        "names": (alignment,), "fields": fields, "weighed": "kept", "within": False,
        "prior_bits": -10.0, "rivals_bits": -1.5, "total_bits": 1.0, "probability": 2 / 3,
        "judgements": (), "verdict": None,
    }  # fmt: skip
    return PairReasons(**(told | values))


@pytest.mark.parametrize("lang", LANGS)
def test_each_step_begins_where_the_last_one_ended_and_the_sum_is_the_end(lang):
    steps = steps_of(invented(), lang)
    assert [step.bits for step in steps] == [-10.0, 18.0, 0.0, -5.5, -1.5, 1.0]
    for one, two in pairwise(steps[:-1]):
        assert two.start == one.end
    assert (steps[0].start, steps[-1].start, steps[-1].end) == (0.0, 0.0, steps[-2].end)


def test_the_steps_of_linked_pairs_end_at_their_sum():
    register = whole()[1]
    for a, b in register.pairs.select("record_a", "record_b").gather_every(40).iter_rows():
        steps = steps_of(pair_reasons(register, a, b), "en")
        assert steps[-2].end == pytest.approx(steps[-1].end)


@pytest.mark.parametrize("lang", LANGS)
def test_the_picture_says_in_words_what_it_shows(lang):
    drawn = draw_explained(invented(), lang, name="pair")
    desc = unescape(re.search(r"<desc[^>]*>(.*?)</desc>", drawn)[1])
    said = {"en": ("+18.0", "−5.5", "0.667"), "ar": ("+١٨٫٠", "−٥٫٥", "٠٫٦٦٧")}[lang]
    assert all(one in desc for one in said)
    assert 'aria-labelledby="pair-title pair-desc"' in drawn


def left_ends(drawn):
    """Where each bar begins on the left, from the top."""
    return [float(left) for left in re.findall(r'<path [^>]*d="M([\d.]+),[\d.]+h[\d.]+v', drawn)]


def test_what_speaks_for_two_people_is_left_in_english_and_right_in_arabic():
    english, arabic = (left_ends(draw_explained(invented(), lang)) for lang in LANGS)
    # The first bar is the prior, 10 bits against; the last is the sum, one bit for one person.
    assert len(english) == len(arabic) >= 5
    assert english[0] < english[-1]
    assert arabic[0] > arabic[-1]


def test_the_page_holds_both_languages_and_the_wanted_one_first():
    page = render_explained(invented(), first="ar")
    assert page.startswith('<!DOCTYPE html>\n<html lang="ar" dir="rtl">')
    assert page.index('<article id="ar" lang="ar" dir="rtl"') < page.index('<article id="en"')
    assert "the same name (across scripts)" in page
    assert "الاسم نفسه (بخطّين مختلفين)" in page
    assert page == render_explained(invented(), first="ar")


def test_what_a_list_wrote_is_text_and_nothing_else():
    fields = (replace(invented().fields[0], a=(EVIL,), b=(EVIL,)),)
    said = PairJudgement(verdict="same", reviewer=EVIL, reason=EVIL, at="2026-03-04T05:06:07Z",
                         entry="e")  # fmt: skip
    alignment = replace(invented().names[0], a=EVIL)
    page = render_explained(
        invented(
            fields=fields, judgements=(said,), verdict="same", names=(alignment,), record_a=EVIL
        )
    )
    assert "<img" not in page
    assert "\u202e" not in page
    assert "script-src" not in page
    assert "<script" not in page
    assert "default-src &#39;none&#39;" in page


def test_judgements_are_said_to_overrule_the_sum():
    said = PairJudgement(verdict="different", reviewer="", reason="two brothers",
                         at="2026-03-04T05:06:07Z", entry="e")  # fmt: skip
    page = render_explained(invented(judgements=(said,), verdict="different"))
    assert "overrule the sum" in page
    assert "تعلو على المجموع" in page
    assert "two brothers" in page
    assert "4 March 2026" in page
    assert "overrule the sum" not in render_explained(invented())


def test_a_pair_without_a_sum_has_no_picture_and_says_why():
    bare = [replace(one, gamma=None, reason=None, bits=None) for one in invented().fields]
    reasons = invented(fields=tuple(bare), weighed="no", prior_bits=None, rivals_bits=None,
                       total_bits=None, probability=None, held="apart",
                       person_b="p-bbbbbbbbbb")  # fmt: skip
    assert draw_explained(reasons, "en") is None
    page = render_explained(reasons)
    assert "<svg" not in page
    assert "kept no sum" in page
    assert "p-bbbbbbbbbb" in page


def test_the_page_is_written_whole(tmp_path):
    path = tmp_path / "pair.html"
    write_explained(invented(), path)
    assert path.read_text(encoding="utf-8") == render_explained(invented())
    assert list(tmp_path.iterdir()) == [path]
