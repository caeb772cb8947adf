"""Ages, numbers, sex, status, cause, unknown markers: both languages, nothing guessed."""

import contextlib
import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tawthiq import fields
from tawthiq.errors import FieldError
from tawthiq.fields.text import fold
from tawthiq.fields.vocabulary import _labels

EASTERN = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
READERS = [
    fields.parse_date,
    fields.parse_age,
    fields.parse_number,
    fields.parse_sex,
    fields.parse_status,
    fields.parse_cause,
]


def age(text):
    read = fields.parse_age(text)
    return read.low, read.high


def number(text):
    read = fields.parse_number(text)
    return read.low, read.high


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


@settings(max_examples=150)
@given(
    text=st.text(max_size=40)
    | st.text(alphabet="0123456789 -–،,./طفلورجاننةسشهر<>~?", max_size=30),
    reader=st.sampled_from(READERS),
)
def test_any_text_is_read_or_refused_and_never_breaks_a_reader(text, reader):
    with contextlib.suppress(FieldError):
        assert reader(text) is not None


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "hostile",
    ["1-" * 100, "بين " * 49, "a" * 200, " - " * 66, "و" * 200, "1 و " * 50, "~?" * 100, "(" * 200],
)
def test_hostile_cells_take_no_time(reader, hostile):
    start = time.perf_counter()
    with contextlib.suppress(FieldError):
        reader(hostile)
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize("reader", READERS)
def test_a_cell_that_is_too_long_is_refused(reader):
    with pytest.raises(FieldError, match="characters long"):
        reader("a" * 10_000_000)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "?",
        "؟",
        "N/A",
        "unknown",
        "Unknown ",
        "غير معروف",
        "مجهول",
        "غير محدّد",
        "لا يوجد",
        "none",
    ],
)
def test_markers_of_the_unknown(text):
    assert fields.is_unknown(text)


@pytest.mark.parametrize("text", ["0", "no one", "m", "34", "x1", "أحمد", "a" * 300])
def test_values_are_no_markers(text):
    assert not fields.is_unknown(text)


@given(years=st.integers(0, 120))
def test_whole_years_in_any_writing(years):
    exact = (float(years), float(years))
    for text in (f"{years}", f"{years} years", f"{years} سنة", f"{years}y", f" {years}.0 "):
        assert age(text) == exact
        assert age(text.translate(EASTERN)) == exact


@given(low=st.integers(0, 120), high=st.integers(0, 120))
def test_a_range_of_ages_keeps_its_ends(low, high):
    text = f"{low}-{high}"
    if low > high:
        with pytest.raises(FieldError, match="old to young"):
            fields.parse_age(text)
    else:
        assert age(text) == (low, high)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("6 months", 0.5, 0.5),
        ("٦ أشهر", 0.5, 0.5),
        ("شهرين", 1 / 6, 1 / 6),
        ("سنة ونصف", 1.5, 1.5),
        ("٣ سنوات و٦ أشهر", 3.5, 3.5),
        ("يوم واحد", 1 / 365.25, 1 / 365.25),
        ("3 days", 3 / 365.25, 3 / 365.25),
        ("infant", 0, 2),
        ("رضيع", 0, 2),
        ("طفل", 0, 17),
        ("child", 0, 17),
        ("مسن", 60, 120),
        ("child (7)", 7, 7),
        ("طفل عمره 7 سنوات", 7, 7),
        ("30s", 30, 39),
        ("في الثلاثينات", 30, 39),
        ("in his thirties", 30, 39),
        ("around 40", 36, 44),
        ("حوالي 40", 36, 44),
        (">60", 60, 120),
        ("under 5", 0, 4),
        ("أقل من سنة", 0, 1),
        ("6-8 months", 0.5, 2 / 3),
        ("بين 30 و35", 30, 35),
        ("خمسة وعشرون سنة", 25, 25),
        ("thirty four", 34, 34),
        ("Adult - Male", 18, 120),
    ],
)
def test_ages_as_lists_write_them(text, low, high):
    assert age(text) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-5", "outside 0 to 120"),
        ("400", "outside 0 to 120"),
        ("121", "outside"),
        ("1985", "birth"),
        ("½", "not understood"),
        ("old man of 30 or so", "not understood"),
    ],
)
def test_ages_that_cannot_be_are_refused(text, reason):
    with pytest.raises(FieldError, match=reason):
        fields.parse_age(text)


@given(low=st.floats(0, 120), high=st.floats(0, 120))
def test_an_age_group_holds_the_whole_range_or_there_is_none(low, high):
    if low > high:
        low, high = high, low
    group = fields.age_group(low, high)
    first, _, last = (group or "0-119").rstrip("+").partition("-")
    end = float(last) + 1 if last else math.inf
    assert float(first) <= low <= high < max(end, 121 if group is None else end)
    if group is None:
        assert fields.age_group(low, low) != fields.age_group(high, high)


def test_age_groups_at_their_borders():
    assert fields.age_group(17.9, 17.9) == "15-17"
    assert fields.age_group(18, 18) == "18-29"
    assert fields.age_group(60, 120) == "60+"
    assert fields.age_group(17, 18) is None
    assert fields.age_group(None, 5) is None
    assert set(fields.AGE_GROUPS) == {fields.age_group(a, a) for a in range(121)}


@given(n=st.integers(0, 9_999_999))
def test_digits_of_both_kinds_with_thousands_parted(n):
    for text in (f"{n}", f"{n:,}", f"{n:,}".replace(",", "."), f"{n:,}".replace(",", " ")):
        assert number(text) == (n, n)
        assert number(text.translate(EASTERN)) == (n, n)


UNITS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
UNITS_AR = ["واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
TENS_AR = ["عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]


@given(ten=st.integers(0, 7), unit=st.integers(0, 8), hundred=st.integers(2, 8))
def test_number_words_add_up_in_both_languages(ten, unit, hundred):
    below = 20 + 10 * ten + unit + 1
    assert number(f"{TENS[ten]}-{UNITS[unit]} people") == (below, below)
    assert number(f"{UNITS_AR[unit]} و{TENS_AR[ten]} شخصاً") == (below, below)
    total = 100 * (hundred + 1) + below
    assert number(f"{UNITS[hundred]} hundred and {TENS[ten]} {UNITS[unit]}") == (total, total)
    assert number(f"{total} thousand") == (total * 1000, total * 1000)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("12-15", 12, 15),
        ("بين 12 و15", 12, 15),
        ("one or two men", 1, 2),
        ("قتيلان", 2, 2),
        ("شخصين", 2, 2),
        ("رجلان اثنان", 2, 2),
        ("طفل واحد", 1, 1),
        ("a child and two men", 3, 3),
        ("طفل ورجلان", 3, 3),
        ("3 أطفال وامرأة", 4, 4),
        ("2-3 children and a woman", 3, 4),
        ("12 killed, including 3 children", 12, 12),
        ("12 people from one family", 12, 12),
        ("أحد عشر شهيداً", 11, 11),
        ("ثلاثة آلاف", 3000, 3000),
        ("two thousand three hundred and five", 2305, 2305),
        ("two dozen", 24, 24),
        ("7 أشخاص مجهولي الهوية", 7, 7),
    ],
)
def test_numbers_of_people_as_lists_write_them(text, low, high):
    assert number(text) == (low, high)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("dozens", "vague"),
        ("عشرات", "vague"),
        ("hundreds of people", "vague"),
        ("آلاف", "vague"),
        ("children", "vague"),
        ("at least 12", "open or rough"),
        ("about 12", "open or rough"),
        ("1.5", "not a whole number"),
        ("-3", "below zero"),
        ("15-12", "swapped"),
        ("99999999", "more than"),
        ("hello", "not understood"),
        ("", "no number"),
    ],
)
def test_a_vague_or_broken_number_is_not_made_up(text, reason):
    with pytest.raises(FieldError, match=reason):
        fields.parse_number(text)


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("m", "male"),
        ("F", "female"),
        ("ذكر", "male"),
        ("أنثى", "female"),
        ("الأنثى", "female"),
        ("رجل", "male"),
        ("امرأة", "female"),
        ("طفلة", "female"),
        ("طفل ذكر", "male"),
        ("Child - Female", "female"),
    ],
)
def test_sex(text, sex):
    assert fields.parse_sex(text) == sex


@pytest.mark.parametrize("text", ["طفل", "child", "x", "man and woman", "", "1"])
def test_sex_is_not_guessed(text):
    with pytest.raises(FieldError):
        fields.parse_sex(text)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Civilian", "civilian"),
        ("مدني", "civilian"),
        ("غير مقاتل", "civilian"),
        ("الجيش الحر", "fighter"),
        ("مقاتل", "fighter"),
        ("عسكري نظامي", "soldier"),
        ("جندي", "soldier"),
        ("منشق", "defector"),
        ("جندي منشق", "defector"),
    ],
)
def test_status(text, status):
    assert fields.parse_status(text) == status


@pytest.mark.parametrize("text", ["Non-Civilian", "غير مدني", "civilian / fighter", "hello", ""])
def test_status_is_not_guessed(text):
    with pytest.raises(FieldError):
        fields.parse_status(text)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Shelling", "shelling"),
        ("قصف", "shelling"),
        ("القصف المدفعي", "shelling"),
        ("قصف بالطيران", "air_strike"),
        ("Warplane shelling", "air_strike"),
        ("برصاص قناص", "sniper"),
        ("طلق ناري", "shooting"),
        ("Detention - Torture", "torture"),
        ("Field Execution", "execution"),
        ("غرقاً", "drowning"),
        ("Heart  Attack", "~heart attack"),
        ("shelling and shooting", "~shelling and shooting"),
    ],
)
def test_cause(text, cause):
    assert fields.parse_cause(text) == cause
    if not cause.startswith("~"):
        assert fields.parse_cause(fields.labels(cause, "ar")) == cause
        assert fields.parse_cause(cause) == cause


def test_every_term_has_a_label_in_both_languages():
    for term in _labels():
        assert fields.labels(term, "en")
        assert any("\u0600" <= c <= "\u06ff" for c in fields.labels(term, "ar"))
    assert set(fields.AGE_GROUPS) <= set(_labels())
    assert fields.labels("~heart attack", "ar") == "heart attack"
    with pytest.raises(FieldError, match="no label"):
        fields.labels("nonsense", "en")
