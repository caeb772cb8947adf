"""Read an age as a closed interval of years; whole years are completed years."""

import re
import tomllib
from importlib.resources import files
from typing import Any, NamedTuple

from tawthiq.errors import FieldError
from tawthiq.fields.model import AgeRange
from tawthiq.fields.numbers import read_number_words
from tawthiq.fields.text import check_length, fold

OLDEST = 120.0  # years
AGE_GROUPS = ("0-4", "5-14", "15-17", "18-29", "30-44", "45-59", "60+")
_GROUP_STARTS = (0, 5, 15, 18, 30, 45, 60)

_YEARS_IN = {"year": 1.0, "month": 1 / 12, "week": 7 / 365.25, "day": 1 / 365.25}


_WORDS: dict[str, Any] = tomllib.loads(
    (files(__package__) / "data" / "ages.toml").read_text("utf-8")
)


def _either(list_name: str) -> str:
    words = sorted(map(fold, _WORDS[list_name]), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in words)


_GROUP_WORDS = {
    fold(word): AgeRange(low=float(group["low"]), high=float(group["high"]))
    for group in _WORDS["groups"]
    for word in group["words"]
}
_DECADES = {word: 10 * n for n, word in enumerate(_WORDS["decades_en"], start=1)} | {
    fold(stem + ending): 10 * n
    for n, stem in enumerate(_WORDS["decades_ar"], start=2)
    for ending in _WORDS["decade_endings_ar"]
}
_UNIT_WORDS = {fold(word): unit for unit, words in _WORDS["units"].items() for word in words}
_DUAL_WORDS = {fold(word): unit for unit, words in _WORDS["duals"].items() for word in words}
_FRACTIONS = {"نصف": 0.5, "half": 0.5, "ربع": 0.25}
_JOINING = frozenset(("and", "و", "a", "an"))
_ONE = frozenset(map(fold, ("واحد", "واحدة")))  # "سنة واحدة" is one year, said twice
_SEX_WORDS = frozenset(("male", "female", "ذكر", "انثي"))

_NOISE = re.compile(rf"(?<!\w)(?:{_either('noise')})(?!\w)")
_PLAIN = re.compile(r"\d{1,3}", re.ASCII)
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,4})?", re.ASCII)
_GLUE = re.compile(r"(?<=\d)(?=[^\W\d_])|(?<!\w)و(?=\d)")  # "5mo", "و6"
_TENS_DIGITS = re.compile(r"(\d)0 ?s")
_RANGE = re.compile(
    r"(?:between |from |بين |من )?(?P<a>[^-]{1,60}?)"
    r" ?(?:-| to | or | and (?=\d)| الي | او | و ?(?=\d)) ?(?P<b>\S.*)"
)
_OF_AGE = r"(?:the age of |سن )?"
_ABOUT = re.compile(
    rf"(?:(?:{_either('about')}) ?(?P<a>\S.*)|(?P<b>.*\S) ?(?:{_either('about_after')}))"
)
_UNDER = re.compile(rf"(?:{_either('under')}) ?{_OF_AGE}(?P<a>\S.*)")
_AT_MOST = re.compile(rf"(?:{_either('at_most')}) ?(?P<a>\S.*)")
_OVER = re.compile(
    rf"(?:(?:{_either('over')}) ?{_OF_AGE}(?P<a>\S.*)"
    rf"|(?P<b>\d.*\S|\d) ?(?:{_either('over_after')}))"
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


def _read(text: str, depth: int = 0) -> AgeRange | None:  # noqa: PLR0911 - one a kind of age
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
    ten = int(digits[1]) * 10 if digits else _DECADES.get(bare)
    return AgeRange(low=float(ten), high=float(ten + 9)) if ten is not None else None


def _length(text: str) -> _Length | None:
    """Read one age: numbers with units, summed; None where a word is not understood."""
    if text[:1] == "-":
        return None
    text = _GLUE.sub(" ", _NOISE.sub(" ", text.replace("-", " ")))
    years, unit, seen = 0.0, "year", False
    waiting: list[str] = []
    for piece in text.split():
        word = _known(piece.strip(",;"))
        if word in _UNIT_WORDS or word in _DUAL_WORDS:
            dual = word in _DUAL_WORDS
            unit = _DUAL_WORDS[word] if dual else _UNIT_WORDS[word]
            count = _count(waiting)
            if count is None or (dual and waiting):
                return None
            years += (2 if dual else count) * _YEARS_IN[unit]
            waiting, seen = [], True
        elif seen and not waiting and word in _FRACTIONS:
            years += _FRACTIONS[word] * _YEARS_IN[unit]
        elif word not in _JOINING and not (seen and word in _ONE):
            waiting.append(word)
    if not seen and waiting:
        count = _count(waiting)
        return _Length(count, "year") if count is not None else None
    return _Length(years, unit) if seen and not waiting else None


def _known(word: str) -> str:
    """Take an Arabic "and" off a unit or a fraction ("وشهران", "ونصف")."""
    bare = word[1:] if word.startswith("و") else word
    return bare if bare in _UNIT_WORDS or bare in _DUAL_WORDS or bare in _FRACTIONS else word


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
    known = _GROUP_WORDS.keys() | _SEX_WORDS
    rest = " ".join(word for word in words if word and word not in known)
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
