"""Render an Arabic name in Latin letters that a reader can pronounce.

Names of `given_names.tsv` have their vowels by heart; others get an `a` where consonants would
clash, which is a guess. ALA-LC simplified: no marks, no ayn, article unassimilated (`al-Shami`).
"""

import re
from functools import lru_cache

from tawthiq.names.folding import fold, is_arabic
from tawthiq.names.given import given_names
from tawthiq.names.splitting import join_compounds

_CONSONANTS = {
    "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r",
    "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "gh",
    "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h",
}  # fmt: skip
_LONG = {"ا": "a", "و": "u", "ي": "i"}
_GLIDES = {"و": "w", "ي": "y"}
_VOWELS = "aiu"
_ABD = re.compile("عبد(ال)?(.{2,})")
_ABU = re.compile("(ابو|ام)(.{3,})")
_DIN = re.compile("(.{2,}?)الدين")
_ALLAH = re.compile("(.{2,}?)الله")
_LONGEST = 64  # letters
_SCRIPTS = re.compile("[\u0600-\u06ff\u0750-\u08ff]+|[^\u0600-\u06ff\u0750-\u08ff]+")


def _letters(word: str) -> list[str]:
    """Each letter as a sound: glides told from long vowels by their neighbours."""
    sounds: list[str] = []
    for at, letter in enumerate(word):
        before = word[at - 1] if at else ""
        after = word[at + 1] if at + 1 < len(word) else ""
        if letter in _GLIDES:
            glide = at == 0 or before in _LONG or (after != "" and after in "اوي")
            sounds.append(_GLIDES[letter] if glide else _LONG[letter])
        elif letter == "ه" and not after and at > 1:
            sounds.append("a" if sounds[-1] not in _VOWELS else "h")
        else:
            sounds.append(_LONG.get(letter) or _CONSONANTS.get(letter, letter))
    return sounds


def _by_rule(word: str) -> str:
    if word.startswith("ع"):
        word = "ا" + word[1:].removeprefix("ا")
    sounds = [sound for sound in _letters(word) if sound]
    out: list[str] = []
    closed = False  # a consonant already closes the syllable, so the next one needs a vowel
    for at, sound in enumerate(sounds):
        out.append(sound)
        if sound in _VOWELS:
            closed = False
            continue
        after = sounds[at + 1] if at + 1 < len(sounds) else ""
        if not after or after in _VOWELS:
            closed = False
        elif closed or at == 0:
            out.append("a")
            closed = False
        else:
            last = at + 2 >= len(sounds)
            if last:
                out.append("a")
            closed = not last
    return "".join(out).replace("aa", "a")


def _plain(word: str) -> str:
    known = given_names(word)
    if known:
        return known[0].latin[0]
    if word.startswith("ال") and len(word) > 3:
        return "al-" + _plain(word[2:])
    return _by_rule(word).capitalize()


def _part(part: str) -> str:  # noqa: PLR0911  # one line a case
    if not is_arabic(part):
        return part.title()
    if given_names(part) or len(part) > _LONGEST:
        return _plain(part[:_LONGEST])
    if part == "عبدالله":
        return "Abd Allah"
    if found := _ABD.fullmatch(part):
        return f"Abd {'al-' if found[1] else ''}{_plain(found[2])}"
    if found := _ABU.fullmatch(part):
        return f"{'Abu' if found[1] == 'ابو' else 'Umm'} {_plain(found[2])}"
    if found := _DIN.fullmatch(part):
        return f"{_plain(found[1])} al-Din"
    if found := _ALLAH.fullmatch(part):
        return f"{_plain(found[1])} Allah"
    return _plain(part)


_cached_part = lru_cache(maxsize=1 << 16)(_part)


def romanise(arabic: str) -> str:
    """Render a name in Latin letters, for reading: `محمد عبد القادر` as `Muhammad Abd al-Qadir`.

    Args:
        arabic: a name as written; words in Latin script stay, with a capital.

    Returns:
        Words parted by single spaces, without marks; "" where the text holds no letter. For show
        only: to compare names use `compare_names`, since other spellings are as right as this one.
    """
    return " ".join(_rendered(word) for word in _parts(arabic))


def _parts(arabic: str) -> list[str]:
    parts, particles = join_compounds(fold(arabic).split())
    return parts if not particles else _with_particles(fold(arabic).split())


def _with_particles(words: list[str]) -> list[str]:
    out: list[str] = []
    start = 0
    for at, word in enumerate(words):
        if word in ("بن", "ابن", "بنت") and 0 < at < len(words) - 1:
            out += [*join_compounds(words[start:at])[0], word]
            start = at + 1
    return out + join_compounds(words[start:])[0]


def _rendered(part: str) -> str:
    particle = {"بن": "ibn", "ابن": "ibn", "بنت": "bint"}.get(part)
    if particle:
        return particle
    pieces = _SCRIPTS.findall(part)
    return "".join(_cached_part(one) if len(one) <= _LONGEST else _part(one) for one in pieces)
