"""Two keys under which spellings of one place name meet: a close one, and a loose one.

The close key forgives what writers leave out or transliterate by habit (articles, doubled letters,
Douma / Duma, Raqqa / Ar-Raqqah, الرقة / الرقه). The loose key keeps consonants only: what it
finds is said to be doubtful. Keys of the two scripts never meet: a gazetteer names places in both.
"""

import re

from tawthiq.fields.text import fold

_ARABIC_DESIGNATORS = frozenset(
    map(
        fold,
        [
            "محافظة",
            "مدينة",
            "قرية",
            "بلدة",
            "ناحية",
            "قضاء",
            "منطقة",
            "ولاية",
            "إمارة",
            "حي",
            "مخيم",
            "بلدية",
            "مديرية",
            "مركز",
            "في",
        ],
    )
)
_LATIN_DESIGNATORS = frozenset(
    (
        *("governorate", "governorates", "province", "city", "village", "town", "district", "of"),
        *("muhafazat", "mohafazat", "muhafaza", "wilaya", "wilayat", "wilayah", "gov", "the"),
        *("subdistrict", "nahiya", "nahiyah", "camp", "municipality", "emirate", "state", "region"),
        *("in", "gouvernorat", "de"),
    )
)
_ARTICLES = frozenset(
    [
        "al",
        "el",
        "il",
        "as",
        "ash",
        "at",
        "ad",
        "adh",
        "an",
        "ar",
        "az",
        "ath",
        "es",
        "esh",
        "et",
        "ed",
        "en",
        "er",
        "ez",
        "eth",
        "ez",
        "l",
        "ul",
        "ol",
    ]
)
_WORD = re.compile(r"[^\W_]+")
_ARABIC = re.compile(r"[\u0620-\u06ff]")
_ARABIC_VOWELS = re.compile("[اويه]")
_LATIN_VOWELS = re.compile("[aeiou]")
_RURAL = frozenset(("ريف", "rif", "reef", "rural", "countryside", "suburbs", "suburb", "outskirts"))
_DOUBLED = re.compile(r"(.)\1+")
_VOWEL_HABITS = (
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("dj", "j"),
    ("ph", "f"),
    ("ck", "k"),
    ("o", "u"),
    ("e", "i"),
    ("y", "i"),
    ("q", "k"),
)
_FINAL_A = re.compile(r"(?:ah|a|ih|i|eh|e)$")

_STRONG = re.compile(
    r"\s*[/|\\,;:>()\[\]،؛\n\t]+\s*|\s+[-–—]+\s+|(?<=[\u0620-\u06ff])-(?=[\u0620-\u06ff])"
)


def split_cell(text: str) -> list[str]:
    """Cut a free-text cell of places at slashes, commas, colons and set-off dashes."""
    return [piece.strip(" -.\"'") for piece in _STRONG.split(text) if piece.strip(" -.\"'")]


def words_of(text: str) -> list[str]:
    """Give the folded words of a name, without words for kinds of places, unless none is left."""
    words = _WORD.findall(fold(text))
    bare = [w for w in words if w not in _ARABIC_DESIGNATORS and w not in _LATIN_DESIGNATORS]
    return bare or words


def close_key(text: str) -> str:
    """Give the key under which ordinary spelling variants of a name meet."""
    words = words_of(text)
    if any(_ARABIC.search(word) for word in words):
        return "".join(_without_article(word) for word in words)
    bare = [word for word in words if word not in _ARTICLES] or words
    joined = "".join(bare)
    for habit, plain in _VOWEL_HABITS:
        joined = joined.replace(habit, plain)
    joined = _DOUBLED.sub(r"\1", joined)
    return _FINAL_A.sub("a", joined) if len(joined) > 3 else joined


def loose_key(close: str) -> str | None:
    """Give the consonants of a close key; None where too few are left to tell names apart.

    A loose key never equals a close key: it begins with "=".
    """
    if _ARABIC.search(close):
        bare = _ARABIC_VOWELS.sub("", close.replace("ال", ""))
        return "=" + bare if len(bare) > 2 else None
    bare = _LATIN_VOWELS.sub("", close)
    return "=" + bare if len(bare) > 2 else None


def without_rural(text: str) -> str | None:
    """Give what "ريف حمص" or "Homs countryside" is the country around; None where it is neither."""
    words = words_of(text)
    bare = [word for word in words if word not in _RURAL]
    return " ".join(bare) if bare and len(bare) < len(words) else None


def _without_article(word: str) -> str:
    return word.removeprefix("ال") if len(word) > 4 else word
