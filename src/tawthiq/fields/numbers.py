"""Read how many people a cell speaks of: digits, number words, or people named by what they were.

A number is read only where the words give one. "Dozens" gives none, and neither does "at least
five": it sets no upper end.
"""

import re

from tawthiq.errors import FieldError
from tawthiq.fields.model import NumberRange
from tawthiq.fields.text import check_length, fold

MOST = 10_000_000  # people; more in one cell is an error, not an event

_DIGITS = re.compile(r"\d{1,3}(?:([,. ])\d{3})(?:\1\d{3})*|\d{1,8}", re.ASCII)
_TOKEN = re.compile(
    r"\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?:\.\d{3})+(?!\d)|\d{1,8}(?:[.,]\d+)?|[^\W\d_]+|[-+&,/()]|\S",
)


def _fold_keys(table: dict[str, int]) -> dict[str, int]:
    return {
        fold(spelling): value for words, value in table.items() for spelling in words.split("|")
    }


# Unit, teen, ten: added. Arabic counts in two genders, and three cases where it is careful.
_ADDED = _fold_keys(
    {
        "zero|صفر": 0,
        "one|واحد|واحدة|احدى|أحد": 1,
        "two|اثنان|اثنين|اثنتان|اثنتين|إثنان|إثنين|اثنا|اثني|اثنتا|اثنتي": 2,
        "three|ثلاث|ثلاثة|تلاتة": 3,
        "four|أربع|أربعة": 4,
        "five|خمس|خمسة": 5,
        "six|ست|ستة": 6,
        "seven|سبع|سبعة": 7,
        "eight|ثمان|ثماني|ثمانية|تمانية": 8,
        "nine|تسع|تسعة": 9,
        "ten|عشر|عشرة": 10,
        "eleven": 11,
        "twelve": 12,
        "thirteen": 13,
        "fourteen": 14,
        "fifteen": 15,
        "sixteen": 16,
        "seventeen": 17,
        "eighteen": 18,
        "nineteen": 19,
        "twenty|عشرون|عشرين": 20,
        "thirty|ثلاثون|ثلاثين": 30,
        "forty|fourty|أربعون|أربعين": 40,
        "fifty|خمسون|خمسين": 50,
        "sixty|ستون|ستين": 60,
        "seventy|سبعون|سبعين": 70,
        "eighty|ثمانون|ثمانين": 80,
        "ninety|تسعون|تسعين": 90,
        "مئتان|مئتين|مائتان|مائتين|ميتين": 200,
        "ثلاثمئة|ثلاثمائة": 300,
        "أربعمئة|أربعمائة": 400,
        "خمسمئة|خمسمائة": 500,
        "ستمئة|ستمائة": 600,
        "سبعمئة|سبعمائة": 700,
        "ثمانمئة|ثمانمائة|ثمانيمئة": 800,
        "تسعمئة|تسعمائة": 900,
        "ألفان|ألفين": 2000,
    }
)
# Hundred, thousand: multiply what stands before them.
_TIMES = _fold_keys({"dozen": 12, "hundred|مئة|مائة|مية": 100, "thousand|ألف|آلاف|الاف": 1000})

_VAGUE = frozenset(
    map(
        fold,
        (
            *(
                "dozens",
                "scores",
                "several",
                "many",
                "some",
                "few",
                "hundreds",
                "thousands",
                "tens",
            ),
            *("numerous", "multiple", "countless", "various", "couple of", "lots", "unknown"),
            *("عشرات", "العشرات", "مئات", "المئات", "الاف", "الآلاف", "عدد", "عدة", "بعض", "كثير"),
            *("العديد", "عديد", "بضع", "بضعة", "عدد من", "مجموعة", "group", "number"),
        ),
    )
)
_BOUNDS = frozenset(
    map(
        fold,
        (
            *(
                "at",
                "least",
                "than",
                "over",
                "under",
                "about",
                "around",
                "nearly",
                "almost",
                "most",
                "up",
            ),
            *(
                "approximately",
                "approx",
                "circa",
                "roughly",
                "أكثر",
                "أقل",
                "حوالي",
                "نحو",
                "قرابة",
            ),
            *("تقريبا", "يقارب", "الأقل", "يزيد", "فوق", "~", ">", "<"),
        ),
    )
)
# People, by number: one, two, or as many as the number before says.
_ONE = frozenset(
    map(
        fold,
        (
            *(
                "person",
                "man",
                "woman",
                "child",
                "boy",
                "girl",
                "baby",
                "infant",
                "civilian",
                "martyr",
            ),
            *("fighter", "soldier", "victim", "individual", "body", "corpse", "teenager", "adult"),
            *(
                "mother",
                "father",
                "son",
                "daughter",
                "brother",
                "sister",
                "wife",
                "husband",
                "male",
            ),
            *(
                "female",
                "detainee",
                "rebel",
                "officer",
                "elderly",
                "doctor",
                "journalist",
                "student",
            ),
            *("شخص", "رجل", "امرأة", "سيدة", "طفل", "طفلة", "شاب", "شابة", "فتاة", "فتى", "بنت"),
            *("ولد", "صبي", "رضيع", "رضيعة", "مدني", "مدنية", "مقاتل", "جندي", "شهيد", "شهيدة"),
            *("قتيل", "قتيلة", "ضحية", "جثة", "جثمان", "مسن", "مسنة", "أم", "أب", "أخ", "أخت"),
            *("ابن", "ابنة", "زوجة", "زوج", "زوجته", "زوجها", "طالب", "ضابط", "عسكري", "معتقل"),
        ),
    )
)
_TWO = frozenset(
    map(
        fold,
        (
            "couple",
            "twins",
            "both",
            *("شخصان", "شخصين", "رجلان", "رجلين", "امرأتان", "امرأتين", "سيدتان", "سيدتين"),
            *("طفلان", "طفلين", "طفلتان", "طفلتين", "شابان", "شابين", "فتاتان", "فتاتين"),
            *("بنتان", "بنتين", "ولدان", "ولدين", "صبيان", "صبيين", "رضيعان", "رضيعين"),
            *("مدنيان", "مدنيين اثنين", "مقاتلان", "مقاتلين اثنين", "جنديان", "جنديين"),
            *("شهيدان", "شهيدين", "شهيدتان", "قتيلان", "قتيلين", "ضحيتان", "ضحيتين", "جثتان"),
            *("جثتين", "شقيقان", "شقيقين", "أخوان", "أخوين", "أختان", "أختين", "توأم", "توأمان"),
        ),
    )
)
_MANY = frozenset(
    map(
        fold,
        (
            *(
                "people",
                "persons",
                "men",
                "women",
                "children",
                "boys",
                "girls",
                "babies",
                "infants",
            ),
            *("civilians", "martyrs", "fighters", "soldiers", "victims", "individuals", "bodies"),
            *("corpses", "dead", "deaths", "killed", "others", "members", "detainees", "rebels"),
            *("officers", "males", "females", "teenagers", "adults", "sons", "daughters"),
            *("brothers", "sisters", "casualties", "fatalities", "students", "kids"),
            *("أشخاص", "رجال", "نساء", "سيدات", "أطفال", "شبان", "شباب", "فتيات", "فتية", "بنات"),
            *("أولاد", "صبية", "رضع", "مدنيون", "مدنيين", "مقاتلون", "مقاتلين", "جنود", "شهداء"),
            *("قتلى", "ضحايا", "جثث", "جثامين", "آخرين", "آخرون", "أفراد", "مسنين", "معتقلين"),
            *("أبناء", "أشقاء", "أخوة", "إخوة", "قتيلا", "شهيدا", "شخصا", "رجلا", "طفلا", "مدنيا"),
            *("مقاتلا", "جنديا", "شابا", "جثمانا", "أنفس", "نفر", "إناث", "ذكور", "طلاب", "عناصر"),
        ),
    )
)
# Words that say nothing of the number.
_SILENT = frozenset(
    map(
        fold,
        (
            *(
                "a",
                "an",
                "the",
                "of",
                "his",
                "her",
                "their",
                "old",
                "young",
                "unidentified",
                "unnamed",
            ),
            *(
                "unknown",
                "were",
                "was",
                "been",
                "have",
                "has",
                "total",
                "in",
                "all",
                "other",
                "dead",
            ),
            *("killed", "died", "identity", "wounded to death", "were killed"),
            *(
                "مجهول",
                "مجهولة",
                "مجهولي",
                "مجهولين",
                "الهوية",
                "قتل",
                "قتلوا",
                "من",
                "هم",
                "استشهد",
            ),
            *("آخر", "أخرى", "كبير", "السن", "صغير", "مجموع"),
        ),
    )
)
# What follows is part of the people already counted, or says where they are from.
_TAIL = frozenset(
    map(
        fold,
        (
            *("including", "among", "from", "incl", "with", "between them", "whom", "which"),
            *(
                "بينهم",
                "بينهن",
                "منهم",
                "ضمنهم",
                "بينهما",
                "منهن",
                "عائلة",
                "أسرة",
                "family",
                "families",
            ),
        ),
    )
)
_AND = frozenset(("and", "و", "+", "&", ",", "et", "plus", "ثم"))


def parse_number(text: str) -> NumberRange:
    """Read a number of people.

    Reads digits of both kinds with thousands parted by comma, point or blank; "12-15"; number words
    in English and Arabic up to 999,999; Arabic duals ("قتيلان" is 2); and people joined by "and"
    ("a child and two men", "طفل ورجلان" are 3). What follows "including" or "بينهم" is part of the
    number before it.

    Args:
        text: at most 200 characters.

    Raises:
        FieldError: not a number of people, a vague or open one ("dozens", "at least 5"), a
            fraction, or more than ten million.
    """
    check_length(text)
    folded = fold(text).strip(" .;()[]")
    try:
        low, high = _read_range(folded)
    except FieldError as error:
        raise FieldError(f"{text!r} cannot be read as a number of people: {error}") from None
    if low > high:
        raise FieldError(f"{text!r} cannot be read as a number of people: its ends are swapped.")
    if high > MOST:
        raise FieldError(f"{text!r} is more than {MOST:,} people; mend the cell.")
    return NumberRange(low=low, high=high)


def read_number_words(text: str) -> int | None:
    """Read folded number words alone ("thirty four", "اربعه وثلاثون"); None where they are not."""
    tokens = _tokens(text)
    if not tokens or any(
        token not in _ADDED and token not in _TIMES and token not in _AND for token in tokens
    ):
        return None
    try:
        return _count(tokens)
    except FieldError:
        return None


_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
_RANGE = re.compile(
    r"(?:between |from |بين |من )?(?P<a>\S[^-]{0,60}?)"
    r" ?(?:(?<![a-z])-| - | to | or | الي | او ) ?(?P<b>\S.*)"
)
_BETWEEN = re.compile(r"(?:between|ما بين|بين) (?P<a>\S.{0,60}?) ?(?: and | و ?)(?P<b>\S.*)")


def _read_range(text: str) -> tuple[int, int]:
    plain = _digits(text)
    if plain is not None:
        return plain, plain
    if text.startswith("-"):
        raise FieldError("it is below zero.")
    for pattern in (_BETWEEN, _RANGE):
        match = pattern.fullmatch(text)
        if match is not None and any(c.isdecimal() for c in match["a"]) == any(
            c.isdecimal() for c in match["b"]
        ):
            return _ends(match["a"], match["b"])
    # "twenty-five" is one number, "12-15" was a range.
    number = _count(_tokens(_HYPHEN.sub(" ", text)))
    return number, number


def _ends(a: str, b: str) -> tuple[int, int]:
    """Read both ends; people joined to the upper end ("2-3 children and a woman") join both."""
    low, tokens = _count(_tokens(a)), _tokens(b)
    join = next((i for i, token in enumerate(tokens) if i and token in _AND), None)
    if join is None or not (tokens[0] in _ADDED or tokens[0][0].isdecimal()):
        return low, _count(tokens)
    if any(token in _ONE | _TWO | _MANY for token in tokens[:join]):
        extra = _count(tokens[join + 1 :])
        return low + extra, _count(tokens[:join]) + extra
    return low, _count(tokens)


def _digits(text: str) -> int | None:
    if not _DIGITS.fullmatch(text):
        return None
    return int(re.sub(r"[,. ]", "", text))


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for token in _TOKEN.findall(text):
        if token in _KNOWN or not token[0].isalpha():
            tokens.append(token)
        elif token.startswith("و") and _bare(token[1:]) is not None:
            tokens += ["و", _bare(token[1:]) or ""]
        elif token.endswith("s") and token[:-1] in _ADDED:
            tokens.append(token)
        else:
            tokens.append(_bare(token) or token)
    return tokens


def _bare(word: str) -> str | None:
    """Give the known word, without its article; None where it is not known."""
    if word in _KNOWN:
        return word
    stripped = word.removeprefix("ال")
    return stripped if stripped in _KNOWN else None


_KNOWN = (
    frozenset(_ADDED) | frozenset(_TIMES) | _VAGUE | _BOUNDS | _ONE | _TWO | _MANY | _SILENT
    | _TAIL | _AND
)  # fmt: skip


def _count(tokens: list[str]) -> int:  # noqa: PLR0912 - one branch a kind of word
    """Add up a run of numbers and people.

    A number before people counts them, people without a number count themselves. As "and" always
    adds, "خمسة وعشرون رجلا" (25 men) and "خمسة رجال وعشرون طفلا" need no different treatment.
    """
    total = 0
    number: int | None = None  # the number being read, not yet closed by people
    last_counted = 0  # people counted by the word just before, which "واحد" or "اثنان" may repeat
    anything = False
    for token in tokens:
        counted = 0
        if token in _BOUNDS:
            raise FieldError("it is open or rough; a number, or both ends of a range, is needed.")
        if token in _TIMES and (number is not None or token not in _VAGUE):
            number = _multiply(number, _TIMES[token])
            anything = True
        elif token in _VAGUE:
            raise FieldError(f"{token!r} is vague; no number is made up for it.")
        elif token in _ADDED or token[0].isdecimal():
            value = _ADDED[token] if token in _ADDED else _digits(token)
            if value is None:
                raise FieldError(f"{token!r} is not a whole number.")
            if last_counted == value and value in {1, 2}:
                pass  # "رجلان اثنان", "طفل واحد": said twice
            elif number is not None and token[0].isdecimal():
                raise FieldError("two numbers stand side by side.")
            else:
                number = (number or 0) + value
            anything = True
        elif token in _ONE or token in _TWO or token in _MANY:
            if number is not None:
                total, number = total + number, None
            elif token in _MANY:
                if token not in _SILENT:
                    raise FieldError(f"{token!r} without a number is vague.")
                continue
            else:
                counted = 2 if token in _TWO else 1
                # "civilian man": two words for one person; "and" would stand between two people.
                if last_counted:
                    counted = 0
                total += counted
            anything = True
        elif token in _TAIL and anything:
            break
        elif token not in _AND and token not in _SILENT and token not in {"(", ")", "/"}:
            raise FieldError(f"{token!r} is not understood.")
        if token not in _SILENT:
            last_counted = counted
    if not anything:
        raise FieldError("it gives no number.")
    return total + (number or 0)


def _multiply(number: int | None, factor: int) -> int:
    if number is None:
        return factor
    if factor == 1000:
        return number * 1000 if number < 1000 else number + 1000
    # "two thousand three hundred": only what stands after the thousands is multiplied.
    thousands, below = number - number % 1000, number % 1000
    return thousands + (below or 1) * factor
