"""May a Latin spelling be of this Arabic word, vowel by vowel?

One skeleton cannot say which vowels of a Latin word are long: `Salim` is سالم and سليم. With both
words at hand it can be asked: each ا, و and ي must be shown where it stands, each glide of the
Latin word must have its letter, and short vowels may stand between any two consonants.
"""

import re
from functools import lru_cache

from tawthiq.names.folding import is_arabic
from tawthiq.names.skeletons import anatomy, arabic_classes, latin_letters

_LONGEST = 20  # letters of a word without article: longer ones are no single name

_SHORT = "(?:ou|[aeiou])?"
_SHORT_IN_LAST_SYLLABLE = "[aeiou]?"  # there ou is long: محمد is not Mahmoud
# What Latin letters may stand for a weak letter inside a word. The shorter first: patterns try them
# in turn, and most words need the short ones.
_INSIDE = {
    "ا": "(?:aa?|e|ae)",
    "و": "(?:w|oo?|uu?|ou|au|aw|ao|ow|eu|ew)(?:[aeiou])?",
    "ي": "(?:y|ii?|ee?|ie|ei|ai|ay|ey|oy|ae)(?:[aeou])?",
    "ع": "[aeiou]{0,2}",
}
_FIRST = {
    "ا": "[aeiou]{1,2}",
    "ع": "[aeiou]{1,2}",
    "و": "(?:w|ou|oo|o|u)[aeiou]{0,2}",
    "ي": "(?:y|i|j)[aeiou]{0,2}",
}
_LAST = {
    "ا": "(?:aa?|e)h?",
    "و": "(?:w|oo?|uu?|ou|au|aw|ao|ow)h?",
    "ي": "(?:y|ii?|ee?|ie|ei|ai|ay|ey|a|iy)",
    "ع": "[aeiou]{0,2}h?",
    "ه": "(?:[ae]h?|ia|h|[iou]h)?",
}


def may_spell(arabic: str, latin: str) -> bool:
    """Tell whether a Latin word may be a spelling of an Arabic one.

    Args:
        arabic: one folded part of a name, in Arabic.
        latin: one folded part in Latin letters.

    Returns:
        True where the consonants are of the same classes in the same order (d and z are one) and
        the vowels can be; both may bear the article or be compounds of the same kind. False for
        parts of any other scripts.
    """
    if not is_arabic(arabic) or not "a" <= latin[:1] <= "z":
        return False
    before, word, after = anatomy(arabic)
    latin_before, latin_word, latin_after = anatomy(latin.replace("-", " "))
    if (before, after) != (latin_before, latin_after):
        return False
    if not word or not latin_word or len(word) > _LONGEST or len(latin_word) > _LONGEST:
        return word == latin_word
    letters = latin_letters(latin_word).replace("z", "d")
    if latin.startswith(("al", "el")) and arabic.startswith("ال") and letters[0] in "aiu":
        # Romanisers part the article from some consonants by a vowel: Alimari for المري.
        return any(_pattern(word).fullmatch(one) is not None for one in (letters, letters[1:]))
    return _pattern(word).fullmatch(letters) is not None


@lru_cache(maxsize=1 << 14)
def _pattern(word: str) -> re.Pattern[str]:
    """What Latin letters, their consonants written as classes, may spell an Arabic word."""
    out = []
    for at, letter in enumerate(word):
        last = at == len(word) - 1
        if at == 0 and letter in _FIRST:
            out.append(_FIRST[letter])
        elif last and letter in _LAST and at > 0:
            out.append(_LAST[letter])
        elif letter in _INSIDE:
            hamza = letter == "ي" and word[at - 1] == "ا"  # Nael and Naail for نائل
            out.append(f"(?:{_INSIDE[letter]})?" if hamza else _INSIDE[letter])
        else:
            consonant = re.escape(arabic_classes(letter)).replace("z", "d")
            # At the end an h may be taken for mute, and an e may be; a bare hamza is folded away.
            ends = "?" if consonant == "h" else "[ae]?"
            short = _SHORT_IN_LAST_SYLLABLE if at == len(word) - 2 else _SHORT
            out.append(consonant + (ends if last else short))
    return re.compile("".join(out))
