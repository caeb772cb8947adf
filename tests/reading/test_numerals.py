"""Numbers in digits and in words of both languages read back as the number that was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tawthiq.reading.numbers.numerals import numeral_at
from tawthiq.reading.tokens import tokenise

MOST = 9_999_999


def word_list(words: str) -> list[str]:
    return words.split()


# An independent writer of numbers, in English and in Arabic of either gender and case.
ONES = word_list(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
TENS = word_list("- - twenty thirty forty fifty sixty seventy eighty ninety")


def english(number: int, hyphen: str = "-", joint: str = " and ") -> str:
    if number < 20:
        return ONES[number]
    if number < 100:
        rest = hyphen + ONES[number % 10] if number % 10 else ""
        return TENS[number // 10] + rest
    for size, word in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if number >= size:
            head = f"{english(number // size, hyphen, joint)} {word}"
            rest = number % size
            if not rest:
                return head
            return head + (joint if rest < 100 else " ") + english(rest, hyphen, joint)
    raise AssertionError(number)


UNITS_AR = {
    "m": word_list("- واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة"),
    "f": word_list("- واحدة اثنتان ثلاث أربع خمس ست سبع ثمان تسع"),
}
TEENS_AR = {
    "m": "أحد عشر,اثنا عشر,ثلاثة عشر,أربعة عشر,خمسة عشر,ستة عشر,سبعة عشر,ثمانية عشر,تسعة عشر",
    "f": "إحدى عشرة,اثنتا عشرة,ثلاث عشرة,أربع عشرة,خمس عشرة,ست عشرة,سبع عشرة,ثماني عشرة,تسع عشرة",
}
TEN_AR = {"m": "عشرة", "f": "عشر"}
TENS_AR = {
    "nominative": word_list("- - عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون"),
    "oblique": word_list("- - عشرين ثلاثين أربعين خمسين ستين سبعين ثمانين تسعين"),
}
HUNDREDS_AR = word_list("- مئة مئتان ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة")
SCALES_AR = (
    (1_000_000, "مليون", "مليونان", "ملايين"),
    (1_000, "ألف", "ألفان", "آلاف"),
)


def arabic(number: int, gender: str = "m", case: str = "nominative") -> str:
    parts: list[str] = []
    for size, one, two, several in SCALES_AR:
        count, number = divmod(number, size)
        if count == 1:
            parts.append(one)
        elif count == 2:
            parts.append(two if case == "nominative" else two[:-2] + "ين")
        elif 3 <= count <= 10:
            parts.append(f"{arabic(count, 'm', case)} {several}")
        elif count:
            parts.append(f"{arabic(count, 'm', case)} {one}")
    hundreds, rest = divmod(number, 100)
    if hundreds:
        word = HUNDREDS_AR[hundreds]
        parts.append(word if case == "nominative" or hundreds != 2 else "مئتين")
    if rest >= 20:
        if rest % 10:
            parts.append(UNITS_AR[gender][rest % 10])
        parts.append(TENS_AR[case][rest // 10])
    elif rest >= 10:
        teens = [TEN_AR[gender], *TEENS_AR[gender].split(",")]
        parts.append(teens[rest - 10])
    elif rest:
        parts.append(UNITS_AR[gender][rest])
    return " و".join(parts) if parts else "صفر"


def read(text: str) -> float | None:
    """The number that a text is, from its first token to its last."""
    tokens = list(tokenise(text))
    found = numeral_at(tokens, 0)
    return found.value if found is not None and found.last == len(tokens) else None


@given(
    number=st.integers(0, MOST),
    hyphen=st.sampled_from(["-", " "]),
    joint=st.sampled_from([" and ", " "]),
)
def test_english_words_read_back_as_their_number(number: int, hyphen: str, joint: str):
    assert read(english(number, hyphen, joint)) == number


@given(
    number=st.integers(0, MOST),
    gender=st.sampled_from(["m", "f"]),
    case=st.sampled_from(["nominative", "oblique"]),
)
def test_arabic_words_read_back_as_their_number(number: int, gender: str, case: str):
    assert read(arabic(number, gender, case)) == number


@given(number=st.integers(1, MOST), sign=st.sampled_from([",", "\u00a0", "\u202f", " ", "'", "٬"]))
def test_digits_read_back_whatever_parts_their_thousands(number: int, sign: str):
    assert read(f"{number:,}".replace(",", sign)) == number


@given(number=st.integers(0, MOST), zero=st.sampled_from(["0", "٠", "۰"]))
def test_digits_of_every_script_read_back(number: int, zero: str):
    assert read("".join(chr(ord(zero) + int(digit)) for digit in str(number))) == number


@given(number=st.integers(1_000_000, MOST))
def test_several_points_part_thousands(number: int):
    assert read(f"{number:,}".replace(",", ".")) == number


@given(tenths=st.integers(1, 9999), sign=st.sampled_from([".", ",", "٫"]))
def test_tenths_of_a_million_are_exact(tenths: int, sign: str):
    whole, tenth = divmod(tenths, 10)
    assert read(f"{whole}{sign}{tenth} million") == tenths * 100_000
    assert read(f"{whole}{sign}{tenth} مليون") == tenths * 100_000


@given(
    number=st.integers(1, MOST),
    sign=st.sampled_from(["\u200b", "\u200f", "\u200e", "\ufeff", "\u0640"]),
    words=st.booleans(),
    where=st.integers(1, 3),
)
def test_signs_without_width_change_no_number(number: int, sign: str, words: bool, where: int):
    text = arabic(number) if words else str(number)
    if sign == "\u0640" and not words:
        return  # tatweel lengthens letters, and digits have none
    if where >= len(text) or text[where].isspace() or text[where - 1].isspace():
        return
    assert read(text[:where] + sign + text[where:]) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("half a million", 500_000),
        ("half million", 500_000),
        ("a million and a half", 1_500_000),
        ("one and a half million", 1_500_000),
        ("a quarter of a million", 250_000),
        ("three quarters of a million", 750_000),
        ("twelve hundred", 1_200),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("three dozen", 36),
        ("3 million 200 thousand", 3_200_000),
        ("مليون ونصف المليون", 1_500_000),
        ("مليونان ونصف المليون", 2_500_000),
        ("ثلاثة أرباع المليون", 750_000),
        ("ألف ومئتان وخمسون", 1_250),
        ("12 ألف و500", 12_500),
        ("١٢ ألفا و٥٠٠", 12_500),
        ("مئة وخمسون ألفا", 150_000),
        ("مائتي ألف", 200_000),
        ("خمسمائة وستة وثلاثين", 536),
        ("مليون و200 ألف", 1_200_000),
    ],
)
def test_numbers_of_several_parts(text: str, number: int):
    assert read(text) == number


@pytest.mark.parametrize(
    "text", ["thousands", "آلاف", "ملايين", "a", "an", "and", "لست", "of", "والد", "12345678901234"]
)
def test_what_is_no_number_reads_as_none(text: str):
    assert read(text) is None


@given(number=st.integers(1, 99), other=st.integers(1, 99))
def test_two_numbers_joined_by_and_stay_two(number: int, other: int):
    """ "fifty and sixty" has two numbers: only hundreds and more go on with an "and"."""
    tokens = list(tokenise(f"{english(number)} and {english(other)}"))
    found = numeral_at(tokens, 0)
    assert found is not None
    assert found.value == number
