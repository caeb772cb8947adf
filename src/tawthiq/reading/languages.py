"""Tell a paragraph in a language that is not read: what it says is left alone, and noted.

By script first; within the Latin and Arabic scripts by letters that only some languages have, and
by the small words that no text does without (`data/languages.toml`). A language is named only where
no other comes near; else it is "another language". Short paragraphs, and names, tell nothing: they
count as readable.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Hebrew", re.compile(r"[\u0590-\u05ff]")),
    ("Greek", re.compile(r"[\u0370-\u03ff]")),
    ("Armenian", re.compile(r"[\u0530-\u058f]")),
    ("Georgian", re.compile(r"[\u10a0-\u10ff]")),
    ("Syriac", re.compile(r"[\u0700-\u074f]")),
    ("Hindi", re.compile(r"[\u0900-\u097f]")),
    ("Bengali", re.compile(r"[\u0980-\u09ff]")),
    ("Thai", re.compile(r"[\u0e00-\u0e7f]")),
    ("Amharic", re.compile(r"[\u1200-\u137f]")),
    ("Japanese", re.compile(r"[\u3040-\u30ff]")),
    ("Korean", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("Chinese", re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")),
    ("Cyrillic", re.compile(r"[\u0400-\u04ff]")),
)
_ARABIC_SCRIPT = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u0750-\u077f]")
_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]")
_LEAST_WORDS = 6
_MANY_WORDS = 12  # fewer, with accents, may be names
_SURE_SHARE = 0.2  # of the words are small words of a language, or it is not named
_SURE_MARGIN = {"latin": 1.4, "arabic": 1.1}  # over the next likely language
_MOST_READ = 4000  # characters of a paragraph that are looked at


ANOTHER = "another language"


def languages_of(unread: Mapping[str, int]) -> str | None:
    """Which languages were left alone, in a phrase; None if there were none.

    Args:
        unread: characters of the paragraphs left alone, by what `unread_language` calls them.

    A language told of a few paragraphs only, in a text of another one, is most likely mistaken:
    it is not named.

    >>> languages_of({"French": 900, "Somali": 60})
    'French'
    """
    whole = sum(unread.values())
    named = [
        name
        for name, held in sorted(unread.items(), key=lambda one: (-one[1], one[0]))
        if held >= 0.25 * whole and name != ANOTHER
    ]
    if not whole:
        return None
    return ", ".join(named) or ANOTHER


def unread_language(text: str) -> str | None:
    """The language of a paragraph if it is neither English nor Arabic; None if it may be read.

    >>> unread_language("Selon l'observatoire, quarante civils ont été tués dans la ville.")
    'French'
    """
    sample = text[:_MOST_READ]
    latin, arabic = len(_LATIN.findall(sample)), len(_ARABIC_SCRIPT.findall(sample))
    others = {name: len(script.findall(sample)) for name, script in _SCRIPTS}
    letters = latin + arabic + sum(others.values())
    name, most = max(others.items(), key=lambda one: one[1])
    if most * 2 > letters and most >= 4:
        if others["Japanese"] * 10 > most and name == "Chinese":
            return "Japanese"
        return _cyrillic(sample) if name == "Cyrillic" else name
    words = [_MARKS.sub("", word).replace("’", "'") for word in _WORD.findall(sample.lower())]
    if len(words) < _LEAST_WORDS:
        return None
    return _of_words(words, "arabic" if arabic > latin else "latin")


def _cyrillic(text: str) -> str:
    if re.search(r"[іїєґ]", text, re.IGNORECASE) and not re.search(r"[ыэъё]", text, re.IGNORECASE):
        return "Ukrainian"
    if re.search(r"[ђћџљњј]", text, re.IGNORECASE):
        return "Serbian"
    return "Russian"


def _of_words(words: list[str], script: str) -> str | None:
    scores: dict[str, float] = {}
    text = " ".join(words)
    for name, (small, letters) in _languages()[script].items():
        score = float(sum(_counts(word, small) for word in words))
        if letters:
            # Letters of its own tell as much as small words, where they are many.
            score += min(len(re.findall(f"[{letters}]", text)), len(words)) * 0.7
        scores[name] = score
    own = "Arabic" if script == "arabic" else "English"
    said = scores.pop(own)
    (best, name), (second, _) = sorted(((score, name) for name, score in scores.items()))[:-3:-1]
    if best >= max(2.0, 0.12 * len(words)) and best > 1.3 * said:
        sure = best >= _SURE_SHARE * len(words) and best >= _SURE_MARGIN[script] * second
        return name if sure else ANOTHER
    if script == "latin" and len(words) >= _MANY_WORDS:
        accented = sum(not word.isascii() for word in words)
        # English prose lives on its small words, and has next to no accents.
        if accented >= 0.15 * len(words) and said < min(0.12 * len(words), accented / 2):
            return ANOTHER
    return None


def _counts(word: str, small: frozenset[str]) -> bool:
    return word in small or ("'" in word and word.split("'", maxsplit=1)[0] + "'" in small)


@cache
def _languages() -> dict[str, dict[str, tuple[frozenset[str], str]]]:
    said = tomllib.loads((files("tawthiq.reading") / "data" / "languages.toml").read_text("utf-8"))
    return {
        script: {
            name: (frozenset(entry["words"].split()), entry.get("letters", ""))
            for name, entry in of_script.items()
        }
        for script, of_script in said.items()
    }
