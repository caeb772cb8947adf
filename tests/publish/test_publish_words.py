"""Numbers, dates and words in two languages of equal rank."""

import re
import string
import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tawthiq.publish
from tawthiq.publish import words

WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫٪", "0123456789,.%")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_label_stands_in_both_languages_with_the_same_places():
    for key, twins in words.labels().items():
        assert set(twins) == {"en", "ar"}, key
        assert twins["en"].strip(), key
        assert any("؀" <= char <= "ۿ" for char in twins["ar"]), key
        assert places(twins["en"]) == places(twins["ar"]), key


def test_no_label_is_left_without_use():
    folder = Path(tawthiq.publish.__file__).parent
    used = "".join(
        each.read_text(encoding="utf-8")
        for each in (*folder.glob("*.py"), *folder.glob("templates/*.j2"))
    )
    # Where a key is put together, its group or its beginning stands in the source.
    composed = ("field.", "column.", "short_month.", "checked.", "kind.", "glossary.", "row.")
    composed += ("said.", "range.legend_", "map.", "problems.", "aside.", "in_lists.", "marked.",
                 "strata_page.pooling_")  # fmt: skip
    for beginning in composed:
        assert beginning in used, beginning
    for key in words.labels():
        assert f'"{key}"' in used or f"'{key}'" in used or key.startswith(composed), key


@given(st.integers(-(10**12), 10**12))
@settings(max_examples=50, deadline=None)
def test_both_languages_write_the_same_whole_number(value):
    english = words.number(value, "en")
    assert int(english.replace(",", "").replace("−", "-")) == value
    arabic = words.number(value, "ar")
    assert not re.search("[0-9]", arabic)
    assert arabic.translate(WESTERN) == english


def test_decimals_and_shares_use_the_marks_of_the_language():
    assert words.number(1234.5, "ar", 1) == "١٬٢٣٤٫٥"
    assert words.percent(0.95, "ar") == "٩٥٪"
    assert words.percent(0.0023, "en", 1) == "0.2%"


@given(st.floats(1, 1e9))
@settings(max_examples=50, deadline=None)
def test_prose_rounds_to_three_digits_and_stays_near(value):
    said = int(words.about(value, "en").replace(",", ""))
    assert abs(said - value) <= max(0.5, value * 0.006)
    assert len(str(said).rstrip("0")) <= 3


def test_a_day_is_said_in_both_calendars_names():
    assert words.day(date(2012, 8, 23), "en") == "23 August 2012"
    assert words.day(date(2012, 8, 23), "ar") == "٢٣ آب/أغسطس ٢٠١٢"
    assert words.moment(datetime(2012, 8, 3, 4, 5, tzinfo=UTC), "en") == "3 August 2012, 04:05 UTC"
    assert words.month("2012-01", "ar") == "كانون الثاني/يناير ٢٠١٢"


@given(st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_cleaning_leaves_nothing_that_orders_or_breaks_text(text):
    cleaned = words.clean(text)
    assert words.clean(cleaned) == cleaned
    for char in cleaned:
        assert unicodedata.category(char) not in {"Cc", "Cs", "Zl", "Zp"}
        assert unicodedata.bidirectional(char) not in {
            *("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        }


def test_a_lone_surrogate_is_replaced_and_joiners_stay():
    assert words.clean("a\ud800b\u202ec\u200cd") == "a\ufffdbc\u200cd"


@pytest.mark.parametrize("hostile", ["<b>&\"'", "{minimum}", "\u202e<script>"])
def test_what_is_put_into_a_label_is_escaped(hostile):
    said = str(words.text("page.scope", "en", scope=hostile))
    assert "<b>" not in said
    assert "<script>" not in said
    assert said.startswith("Scope: <bdi>")
