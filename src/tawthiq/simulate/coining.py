"""Coin family names: three consonants in a pattern of Arabic, in both scripts.

Large populations bear many family names, more than one writes by hand. Most coined ones mean
nothing and look like family names all the same; each has the romanisations that English and French
hands would give it, and as real ones do, two may share a Latin spelling.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

import numpy as np

# Arabic, as English and as French hands write it.
_CONSONANTS = (
    ("ب", "b", "b"), ("ت", "t", "t"), ("ج", "j", "dj"), ("ح", "h", "h"), ("خ", "kh", "kh"),
    ("د", "d", "d"), ("ر", "r", "r"), ("ز", "z", "z"), ("س", "s", "s"), ("ش", "sh", "ch"),
    ("ص", "s", "s"), ("ض", "d", "d"), ("ط", "t", "t"), ("غ", "gh", "gh"), ("ف", "f", "f"),
    ("ق", "q", "k"), ("ك", "k", "k"), ("ل", "l", "l"), ("م", "m", "m"), ("ن", "n", "n"),
    ("ه", "h", "h"),
)  # fmt: skip
# Arabic, English, French, and another Latin spelling. 1, 2, 3 are the consonants, 4 the second one
# doubled.
_PATTERNS = (
    ("12ا3", "1a4a3", "1a4a3", "1a2a3"),
    ("12ي3", "1a2i3", "1a2i3", "1a2ee3"),
    ("1ا23", "1a2i3", "1a2e3", "1aa2i3"),
    ("م12و3", "ma12u3", "ma12ou3", "ma12oo3"),
    ("123ي", "1a23i", "1a23i", "1a23y"),
    ("123ان", "1a23an", "1a23ane", "1e23an"),
    ("12و3", "1a4u3", "1a4ou3", "1a2oo3"),
    ("12ا3ي", "1a2a3i", "1a2a3i", "1a2a3y"),
)
# How often a family name bears the article, nothing, or a father's name.
_PREFIXES = (("ال", "al-"), ("", ""), ("أبو ", "Abu "))
_PREFIX_SHARES = (0.55, 0.35, 0.10)
_NO_NAMES = frozenset(("قحب", "نجس", "قذر", "حقر", "كلب", "حمر", "خنز"))  # roots of abuse


@dataclass(frozen=True, slots=True, kw_only=True)
class CoinedName:
    """One family name: Arabic, English, French, other Latin spellings."""

    ar: str
    en: str
    fr: str
    others: tuple[str, ...]


def _filled(pattern: str, letters: tuple[str, ...]) -> str:
    doubled = letters[1] * (2 if len(letters[1]) == 1 else 1)  # nobody writes "shsh"
    for place, letter in zip("1234", (*letters, doubled), strict=True):
        pattern = pattern.replace(place, letter)
    return pattern


def _coined() -> Iterator[CoinedName]:
    """All of them, in an order of chance that is always the same."""
    roots = [
        root
        for root in permutations(_CONSONANTS, 3)
        if "".join(letter[0] for letter in root) not in _NO_NAMES
    ]
    rng = np.random.default_rng(1)
    order = rng.permutation(len(roots) * len(_PATTERNS))
    prefixes = rng.choice(len(_PREFIXES), len(order), p=_PREFIX_SHARES)
    for at, prefix in zip(order.tolist(), prefixes.tolist(), strict=True):
        root, pattern = roots[at // len(_PATTERNS)], _PATTERNS[at % len(_PATTERNS)]
        ar, en, fr = (tuple(letter[hand] for letter in root) for hand in range(3))
        before_ar, before = _PREFIXES[prefix]
        latin = [
            before + _filled(*one).capitalize()
            for one in ((pattern[1], en), (pattern[2], fr), (pattern[3], en))
        ]
        if before == "Abu ":
            latin[1] = latin[1].replace("Abu", "Abou")
        yield CoinedName(
            ar=before_ar + _filled(pattern[0], ar), en=latin[0], fr=latin[1], others=(latin[2],)
        )


def coin_families(count: int, taken: frozenset[str]) -> list[CoinedName]:
    """The first `count` family names whose Arabic is not in `taken`, each once."""
    names: dict[str, CoinedName] = {}
    for name in _coined():
        if len(names) == count:
            break
        if name.ar not in taken:
            names.setdefault(name.ar, name)
    return list(names.values())
