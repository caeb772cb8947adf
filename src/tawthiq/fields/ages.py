"""Read an age as a closed interval of years; whole years are completed years."""

import re
from typing import NamedTuple

from tawthiq.errors import FieldError
from tawthiq.fields.model import AgeRange
from tawthiq.fields.numbers import read_number_words
from tawthiq.fields.text import check_length, fold

OLDEST = 120.0  # years
AGE_GROUPS = ("0-4", "5-14", "15-17", "18-29", "30-44", "45-59", "60+")
_GROUP_STARTS = (0, 5, 15, 18, 30, 45, 60)

_YEARS_IN = {"year": 1.0, "month": 1 / 12, "week": 7 / 365.25, "day": 1 / 365.25}


def _fold_all(*words: str) -> tuple[str, ...]:
    return tuple(map(fold, words))


def _either(*words: str) -> str:
    return "|".join(
        re.escape(w).replace(r"\ ", " ") for w in sorted(_fold_all(*words), key=len)[::-1]
    )


# What a word for an age group may mean, in completed years: conventions, stated in the reference.
_GROUP_WORDS = {
    word: AgeRange(low=low, high=high)
    for low, high, words in (
        (0.0, 0.0, _fold_all("fetus", "foetus", "stillborn", "unborn", "جنين")),
        (0.0, 28 / 365.25, _fold_all("newborn", "new born", "neonate", "حديث الولادة", "حديثة الولادة", "مولود", "مولودة", "وليد", "وليدة")),
        (0.0, 2.0, _fold_all("infant", "baby", "nursling", "nourrisson", "bébé", "رضيع", "رضيعة", "طفل رضيع", "طفلة رضيعة")),
        (1.0, 3.0, _fold_all("toddler")),
        (0.0, 17.0, _fold_all("child", "children", "minor", "kid", "boy", "girl", "enfant", "طفل", "طفلة", "قاصر", "قاصرة", "طفولة", "أطفال", "صبي", "صبية")),
        (13.0, 19.0, _fold_all("teen", "teenager", "adolescent", "teenage", "مراهق", "مراهقة")),
        (15.0, 35.0, _fold_all("youth", "young", "young man", "young woman", "شاب", "شابة", "فتى", "فتاة")),
        (18.0, OLDEST, _fold_all("adult", "adults", "adult - male", "adult - female", "adulte", "بالغ", "بالغة", "راشد", "راشدة", "رجل", "امرأة", "man", "woman")),
        (40.0, 65.0, _fold_all("middle aged", "middle-aged", "كهل", "كهلة")),
        (60.0, OLDEST, _fold_all("elderly", "old", "aged", "senior", "old man", "old woman", "elder", "vieux", "مسن", "مسنة", "عجوز", "شيخ", "كبير السن", "كبيرة السن", "كبير في السن", "كبيرة في السن", "شيخوخة")),
    )
    for word in words
}  # fmt: skip
_TENS = {
    **{f"{word}s": n for word, n in {"teen": 10}.items()},
    **dict(zip(("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"), range(20, 100, 10), strict=True)),
    **{
        fold(stem + ending): n
        for stem, n in zip(("عشرين", "ثلاثين", "أربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين"), range(20, 100, 10), strict=True)
        for ending in ("ات", "يات", "ي", "ية")
    },
}  # fmt: skip

_UNIT_WORDS = {
    **dict.fromkeys(_fold_all("y", "yr", "yrs", "year", "years", "y.o", "yo", "y/o", "ans", "an", "سنة", "سنه", "سنوات", "سنين", "عام", "عاما", "أعوام", "اعوام", "ربيعا"), "year"),
    **dict.fromkeys(_fold_all("mo", "mos", "month", "months", "mois", "شهر", "شهرا", "شهور", "أشهر", "اشهر"), "month"),
    **dict.fromkeys(_fold_all("w", "wk", "wks", "week", "weeks", "semaine", "semaines", "أسبوع", "اسبوع", "أسابيع", "اسابيع", "أسبوعا"), "week"),
    **dict.fromkeys(_fold_all("d", "day", "days", "jour", "jours", "يوم", "يوما", "أيام", "ايام"), "day"),
}  # fmt: skip
_DUAL_WORDS = {
    **dict.fromkeys(_fold_all("سنتان", "سنتين", "عامان", "عامين"), "year"),
    **dict.fromkeys(_fold_all("شهران", "شهرين"), "month"),
    **dict.fromkeys(_fold_all("أسبوعان", "أسبوعين"), "week"),
    **dict.fromkeys(_fold_all("يومان", "يومين"), "day"),
}
_FRACTIONS = {"نصف": 0.5, "ونصف": 0.5, "half": 0.5, "ربع": 0.25, "وربع": 0.25}

_NOISE = re.compile(
    rf"(?<!\w)(?:{_either('age', 'aged', 'old', 'years old', 'of age', 'his', 'in', 'in his', 'in her', 'the', 'her', 'their', 'العمر', 'عمره', 'عمرها', 'عمر', 'بعمر', 'من العمر', 'من عمره', 'من عمرها', 'يبلغ', 'تبلغ', 'في', 'ال')})(?!\w)"
)
_PLAIN = re.compile(r"\d{1,3}", re.ASCII)
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,4})?", re.ASCII)
_TOKEN = re.compile(r"\d{1,4}(?:[.,]\d{1,4})?|[^\W\d_]+(?:[./][^\W\d_]+)*")
_TENS_DIGITS = re.compile(r"(\d)0 ?s")
_RANGE = re.compile(
    r"(?:between |from |بين |من )?(?P<a>[^-]{1,60}?)"
    r" ?(?:-| to | or | and (?=\d)|/| الي | او | و ?(?=\d)) ?(?P<b>\S.*)"
)
_ABOUT = re.compile(
    rf"(?:(?:{_either('about', 'around', 'circa', 'c.', 'ca', 'ca.', 'approx', 'approx.', 'approximately', '~', 'nearly', 'حوالي', 'حوالى', 'نحو', 'قرابة', 'تقريبا', 'في حدود')}) ?(?P<a>\S.*)"
    rf"|(?P<b>.*\S) ?(?:\?|~|{_either('تقريبا', 'approx', 'approximately', '(approx)')}))"
)
_UNDER = re.compile(
    rf"(?:{_either('under', 'below', 'less than', 'younger than', '<', 'دون', 'تحت', 'أقل من', 'اصغر من', 'ما دون')}) ?(?:the age of |سن )?(?P<a>\S.*)"
)
_AT_MOST = re.compile(rf"(?:{_either('up to', 'at most', '<=', '≤', 'حتى')}) ?(?P<a>\S.*)")
_OVER = re.compile(
    rf"(?:(?:{_either('over', 'above', 'more than', 'older than', 'at least', '>', '>=', '≥', 'فوق', 'أكثر من', 'أكبر من', 'تجاوز', 'ما فوق')}) ?(?:the age of |سن )?(?P<a>\S.*)"
    rf"|(?P<b>\d.*\S|\d) ?(?:\+|and over|and above|or more|فما فوق|فاكثر|وما فوق))"
)


class _Length(NamedTuple):
    """An age on its way: years, and the unit of its finest part."""

    years: float
    unit: str


def parse_age(text: str) -> AgeRange:
    """Read an age in years.

    Reads numbers in both kinds of digits or in words, years, months, weeks and days ("6 months" is
    0.5), ranges, decades, and words for an age group. A number without a unit is years.

    The conventions: newborn 0-28 days, infant 0-2, toddler 1-3, child or minor 0-17, teenager
    13-19, youth 15-35, adult 18-120, middle-aged 40-65, elderly 60-120; "30s" is 30-39; "under 5"
    is 0-4 (completed years), "over 60" is 60-120; "about" widens by a tenth of the age, at least
    one year (one month, week or day where those are said), either side.

    Args:
        text: at most 200 characters, Arabic or English.

    Returns:
        Ends in years, 0-120.

    Raises:
        FieldError: not an age, or outside 0-120.
    """
    if _PLAIN.fullmatch(text):
        years = float(text)
        if years <= OLDEST:
            return AgeRange(low=years, high=years)
    check_length(text)
    folded = fold(text).strip(' .,;:()[]"')
    found = _read(folded)
    if found is None:
        raise FieldError(
            f"{text!r} is not understood as an age; expected such as 34, 6 months, 30-35 or child."
        )
    if not (0 <= found.low <= OLDEST and 0 <= found.high <= OLDEST):
        hint = " It looks like a year of birth." if 1900 <= found.low <= 2100 else ""
        raise FieldError(f"{text!r} is outside 0 to 120 years; mend the cell.{hint}")
    if found.low > found.high:
        raise FieldError(f"{text!r} runs from old to young; write the lower age first.")
    return found


def _read(text: str, depth: int = 0) -> AgeRange | None:
    if depth > 4 or not text:
        return None
    if text[0] == "-" and text[1:2].isdecimal():
        return AgeRange(low=-1.0, high=-1.0)
    word = _GROUP_WORDS.get(text)
    if word is not None:
        return word
    for pattern, widen in (
        (_UNDER, _under),
        (_AT_MOST, _at_most),
        (_OVER, _over),
        (_ABOUT, _about),
    ):
        match = pattern.fullmatch(text)
        if match is not None:
            said = next(group for group in match.groups() if group)
            length = _length(said.strip(" ()"))
            return widen(length) if length is not None else None
    tens = _tens(text)
    if tens is not None:
        return tens
    length = _length(text)
    if length is not None:
        return AgeRange(low=length.years, high=length.years)
    match = _RANGE.fullmatch(text)
    if match is not None:
        found = _range(match["a"], match["b"])
        if found is not None:
            return found
    return _word_and_number(text, depth)


def _under(age: _Length) -> AgeRange:
    whole = age.unit == "year" and age.years.is_integer() and age.years > 1
    return AgeRange(low=0.0, high=age.years - 1 if whole else age.years)


def _at_most(age: _Length) -> AgeRange:
    return AgeRange(low=0.0, high=age.years)


def _over(age: _Length) -> AgeRange:
    return AgeRange(low=age.years, high=max(OLDEST, age.years))


def _about(age: _Length) -> AgeRange:
    if age.years > OLDEST:
        return AgeRange(low=age.years, high=age.years)
    slack = max(age.years / 10, _YEARS_IN[age.unit])
    if age.unit == "year":
        slack = float(round(slack))
    return AgeRange(low=max(0.0, age.years - slack), high=min(OLDEST, age.years + slack))


def _tens(text: str) -> AgeRange | None:
    bare = " ".join(_NOISE.sub(" ", text).split())
    bare = re.sub(r"^(?:early|mid|late|اوائل|منتصف|اواخر)[ -]*", "", bare).removeprefix("ال")
    digits = _TENS_DIGITS.fullmatch(bare)
    ten = int(digits[1]) * 10 if digits else _TENS.get(bare)
    return AgeRange(low=float(ten), high=float(ten + 9)) if ten is not None else None


def _length(text: str) -> _Length | None:
    """Read one age: numbers with units, summed; None where a word is not understood."""
    text = " ".join(
        _NOISE.sub(
            " ", text.replace("-", " ") if "-" in text and not text[:1].isdecimal() else text
        ).split()
    )
    if _NUMBER.fullmatch(text):
        return _Length(float(text.replace(",", ".")), "year")
    if text.startswith("-") or not text:
        return None
    pieces = text.split(" ")
    years, unit, waiting, seen = 0.0, "year", [], False
    for piece in pieces:
        glued = re.fullmatch(r"(\d{1,4}(?:[.,]\d{1,4})?)([^\W\d_].*)", piece)
        for word in (glued[1], glued[2]) if glued else (piece.strip(",;"),):
            bare = word[1:] if word.startswith("و") and len(word) > 2 else word
            if word in _UNIT_WORDS or bare in _UNIT_WORDS:
                unit = _UNIT_WORDS.get(word) or _UNIT_WORDS[bare]
                count = _count(waiting)
                if count is None:
                    return None
                years += count * _YEARS_IN[unit]
                waiting, seen = [], True
            elif word in _DUAL_WORDS or bare in _DUAL_WORDS:
                if waiting:
                    return None
                unit = _DUAL_WORDS.get(word) or _DUAL_WORDS[bare]
                years += 2 * _YEARS_IN[unit]
                seen = True
            elif word in _FRACTIONS and seen:
                years += _FRACTIONS[word] * _YEARS_IN[unit]
            elif word not in {"and", "و", "a", "an", ""}:
                waiting.append(word)
    if waiting:
        if seen:
            return None
        count = _count(waiting)
        return _Length(count, "year") if count is not None else None
    return _Length(years, unit) if seen else None


def _count(words: list[str]) -> float | None:
    """Read the number before a unit; a unit alone is one of it ("سنة", "a year")."""
    if not words:
        return 1.0
    if len(words) == 1 and _NUMBER.fullmatch(words[0]):
        return float(words[0].replace(",", "."))
    if words[0] in _FRACTIONS and len(words) == 1:
        return _FRACTIONS[words[0]]
    number = read_number_words(" ".join(words))
    return float(number) if number is not None else None


def _range(a: str, b: str) -> AgeRange | None:
    high = _length(b)
    if high is None:
        return None
    if _NUMBER.fullmatch(a.strip()):
        # "6-8 months": the unit stands once, after both.
        low: _Length | None = _Length(float(a.replace(",", ".")) * _YEARS_IN[high.unit], high.unit)
    else:
        low = _length(a)
    if low is None:
        return None
    return AgeRange(low=low.years, high=high.years)


def _word_and_number(text: str, depth: int) -> AgeRange | None:
    """Read "child (7)", "طفل عمره 7 سنوات", "adult - male": the number, if any, says it."""
    words = re.split(r"[\s()\-,:;]+", text)
    groups = [_GROUP_WORDS[word] for word in words if word in _GROUP_WORDS]
    if not groups:
        return None
    rest = " ".join(
        word
        for word in words
        if word and word not in _GROUP_WORDS and word not in {"male", "female", "ذكر", "انثي"}
    )
    if not rest:
        low = max(group.low for group in groups)
        high = min(group.high for group in groups)
        return AgeRange(low=low, high=high) if low <= high else None
    return _read(rest, depth + 1)


def age_group(low: float | None, high: float | None) -> str | None:
    """Give the one group of `AGE_GROUPS` that holds the whole range.

    Args:
        low: years, or None where not known.
        high: years, or None.

    Returns:
        The group; None where an end is missing or the range lies across a border.
    """
    if low is None or high is None:
        return None
    of_low, of_high = (sum(start <= age for start in _GROUP_STARTS) - 1 for age in (low, high))
    return AGE_GROUPS[of_low] if of_low == of_high >= 0 else None
