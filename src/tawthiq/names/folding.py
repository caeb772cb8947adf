"""Fold a written name to its normal form in its own script.

Folding only removes what writers of one name do differently without meaning anything by it:
vowel marks, tatweel, the seat of a hamza, dots under a final ya, accents, case, punctuation. It
works letter by letter, so it cannot leave a text half folded, and folding twice changes nothing.

A digit inside a Latin word is a letter, as people type it who have no Arabic keyboard at hand:
`Mo7ammad`, `3ali`. All other digits go.

What needs a guess stays out of here. A lam-alef that PDF extraction reversed (`عالء` for `علاء`)
is left as it reads, because `صالح` and `صلاح` are both names: the skeleton lets the two meet.
"""

import re
import unicodedata
from functools import lru_cache

_LONGEST_CACHED = 64  # letters; longer words are hostile or broken, and not worth the memory

# Letters that Unicode does not decompose to the letter a reader of Arabic or Latin takes them for.
_LETTERS = {
    "ٱ": "ا", "ٲ": "ا", "ٳ": "ا", "ٵ": "ا", "ء": "", "ى": "ي", "ة": "ه",
    "ک": "ك", "ڪ": "ك", "گ": "ك", "ڭ": "ك", "ی": "ي", "ې": "ي", "ے": "ي", "ێ": "ي",
    "ٸ": "ي", "ٶ": "و", "ۇ": "و", "ۆ": "و", "ۈ": "و", "ۋ": "و", "ۅ": "و",
    "پ": "ب", "چ": "ج", "ڤ": "ف", "ژ": "ز", "ڨ": "ق", "ڕ": "ر", "ڑ": "ر", "ڵ": "ل", "ں": "ن",
    "ٹ": "ت", "ڈ": "د", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۃ": "ه", "ۀ": "ه",
    "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe",
    "ı": "i", "ə": "a",
}  # fmt: skip

# Signs that stand inside a Latin word for hamza or ayn, or just for an accent: they join, while all
# other punctuation separates. The okina and half rings are letters to Unicode, so not caught there.
_APOSTROPHES = "'`´‘’‚‛ʹʻʼʽʾʿˈʿʾˊˋ′‵＇ʔʕˁˀꞌ"

_HANGUL = range(0xAC00, 0xD7A4)


def _is_vowel_mark_or_accent(char: str) -> bool:
    # Combining classes 10-36 are the Hebrew, Arabic and Syriac vowel marks, 200 and up the accents.
    # Class 0 signs of Indian scripts are vowels one cannot do without, so they stay.
    rank = unicodedata.combining(char)
    return 10 <= rank <= 36 or rank >= 200


def _fold_letter(char: str) -> str:  # noqa: PLR0911  # one line a reason is the plain way here
    if char in _APOSTROPHES:
        return ""
    if ord(char) in _HANGUL:
        return char
    if char in _LETTERS:
        return _LETTERS[char]
    category = unicodedata.category(char)
    if category == "Cf" or char == "ـ" or "\ufe00" <= char <= "\ufe0f" or char == "\u034f":
        return ""  # zero-width, direction marks, tatweel, variation selectors
    plain = unicodedata.normalize("NFKD", char).casefold()
    if plain != char:
        return "".join(_fold_letter(part) for part in plain)
    if category[0] == "L" or category == "Mc":
        return char
    if category == "Mn":
        return "" if _is_vowel_mark_or_accent(char) else char
    return " "


class _Table(dict[int, str]):
    """Filled as letters are met: `str.translate` then runs at C speed."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_letter(chr(code))
        return folded


_TABLE = _Table()


class _TableWithLines(dict[int, str]):
    """The same, but what parts lines stays."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = "\n" if code == ord("\n") else _fold_letter(chr(code))
        return folded


_TABLE_WITH_LINES = _TableWithLines()


class _TableWithDigits(dict[int, str]):
    """The same, but ASCII digits stay for now."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = self[code] = char if char in "0123456789" else _fold_letter(char)
        return folded


_TABLE_WITH_DIGITS = _TableWithDigits()

# Hamza and ayn are written by an apostrophe or not at all in Latin script, and so dropped here.
_DIGIT_LETTERS = {"2": "", "3": "", "5": "kh", "6": "t", "7": "h", "8": "q", "9": "s"}
_MARKED_DIGITS = (("3'", "gh"), ("6'", "z"), ("7'", "kh"), ("9'", "d"))
_SOME_DIGIT = re.compile("[0-9]")
# A digit, perhaps doubled, is a letter before a Latin letter (7asan, not 5th) or last after a vowel
# (fara7); after anything else it may number a row or a footnote.
_DIGIT_AS_LETTER = re.compile(
    r"(?<![0-9])([235-9])\1?(?=(?!(?:st|nd|rd|th)(?![a-z]))[a-z])|(?<=[aeiou])([235-9])(?![0-9a-z])"
)


def _fold_any_word(word: str) -> str:
    if _SOME_DIGIT.search(word):
        for marked, letters in _MARKED_DIGITS:
            word = word.replace(marked, letters)
        word = _DIGIT_AS_LETTER.sub(
            lambda digit: _DIGIT_LETTERS[digit[1] or digit[2]], word.translate(_TABLE_WITH_DIGITS)
        )
    return " ".join(word.translate(_TABLE).split())


_fold_word = lru_cache(maxsize=1 << 17)(_fold_any_word)


def fold(text: str) -> str:
    """Give the normal form of a name in its own script.

    Args:
        text: a name as written, in any script or mix of scripts.

    Returns:
        Letters of lower case with single spaces between words; "" where the text holds no letter.
        Arabic: no vowel marks, tatweel or bare hamza; one alef, one ya, one kaf; ta marbuta as ha.
        Latin: no accents or apostrophes; hyphens and all other punctuation part words.
        Digits that stand for letters in a Latin word become those letters, others are dropped.
        Linear in the length of the text; folding twice changes nothing.
    """
    words = [
        _fold_word(word) if len(word) <= _LONGEST_CACHED else _fold_any_word(word)
        for word in text.split()
    ]
    return " ".join([word for word in words if word])


def fold_words(words: list[str]) -> list[str]:
    """Give `fold` of each of many words: all their letters at one go, which is ten times as quick.

    Args:
        words: of any script, at best each once; a text with blanks is taken as well.
    """
    text = "\n".join(words)
    folded = text.translate(_TABLE_WITH_LINES).split("\n")
    if len(folded) != len(words) or _SOME_DIGIT.search(text):
        # A digit needs its neighbours, and a word with a break in it is two here.
        alone = [k for k, word in enumerate(words) if _SOME_DIGIT.search(word) or "\n" in word]
        plain = words.copy()
        for k in alone:
            plain[k] = ""
        folded = "\n".join(plain).translate(_TABLE_WITH_LINES).split("\n") if words else []
        for k in alone:
            folded[k] = fold(words[k])
    return [" ".join(word.split()) if " " in word else word for word in folded]


def is_arabic(text: str) -> bool:
    """Tell whether a folded word begins with an Arabic letter."""
    return bool(text) and ("\u0600" <= text[0] <= "\u06ff" or "\u0750" <= text[0] <= "\u08ff")
